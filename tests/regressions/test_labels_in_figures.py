"""Figures of labels that are long, many, on two lines, or in letters that the font lacks."""

from collections.abc import Callable, Iterator
from fractions import Fraction

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
import sympy
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import Patch

import caucasus_games as cg
from caucasus_games import plot
from caucasus_games.concepts import mixed_nash, pure_nash, subgame_perfect
from caucasus_games.games import Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.guarantors import NONE, US_OPERATOR, GuarantorSetup
from caucasus_games.models import corridor, normalisation
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.plot.canvas import wide
from caucasus_games.plot.style import label
from caucasus_games.theorems import regions

mpl.use("Agg")


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


def tree_of(words: str) -> ExtensiveForm:
    ends = {words: Terminal(words, {words: 1}), "out": Terminal("out", {words: 0})}
    return ExtensiveForm(Decision(words, ends))


def table_of(words: str) -> NormalForm:
    return NormalForm({words: [words, "out"]}, {(words,): [1], ("out",): [0]})


def written(ax: Axes) -> list[str]:
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.canvas.draw()
    return [text.get_text() for text in figure.findobj(mpl.text.Text)]


@pytest.mark.parametrize(
    "words", ["和平", "शांति", "war\nor peace", "cost $x_1 of $y", "\U0001f54a"]
)
@pytest.mark.parametrize("make", [tree_of, table_of])
def test_letters_of_any_kind_are_drawn_without_a_warning(
    words: str, make: Callable[[str], ExtensiveForm | NormalForm]
) -> None:
    game = make(words)
    for _ in range(2):
        if isinstance(game, ExtensiveForm):
            told = written(plot.tree(game, subgame_perfect(game)))
            assert "<text" in plot.tree_svg(game)
        else:
            told = written(plot.payoff_matrix(game, pure_nash(game)))
        assert not any("\n" in text for text in told)
    found = cg.compare(lambda _: game, [NONE])
    told = written(plot.compare(found))
    assert any(label(words.split("\n")[0]) in text for text in told) or make is table_of
    assert wide("和") == 1


def test_a_font_that_has_the_letters_is_taken() -> None:
    # a font of mathematics that is in matplotlib itself
    letter = "\ue001"
    with mpl.rc_context({"font.sans-serif": ["no such font", "STIXNonUnicode"]}):
        assert label(letter) == letter
    assert label(letter) in ("\ufffd", letter)


def test_whole_payoffs_are_not_called_rounded() -> None:
    assert "payoffs: peace" in written(plot.tree(tree_of("peace")))
    third = ExtensiveForm(Decision("A", {"a": Terminal("a", {"A": Fraction(1, 3)})}))
    assert "payoffs, rounded: A" in written(plot.tree(third))


def plane(cells: list[list[object]], outcomes: list[str] | None = None) -> NormalForm:
    records = Parameters(
        Parameter(n, n, "share", Fraction(-1), Fraction(0), Fraction(1), "assumption: a test")
        for n in "xy"
    )
    profiles = [("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")]
    return NormalForm(
        {"A": ["a", "b"], "B": ["c", "d"]},
        dict(zip(profiles, cells, strict=True)),
        outcomes=None if outcomes is None else dict(zip(profiles, outcomes, strict=True)),
        parameters=records,
    )


def colours(ax: Axes) -> dict[str, str]:
    legend = ax.get_legend()
    assert legend is not None
    return {
        text.get_text(): to_hex(handle.get_facecolor())
        for text, handle in zip(legend.get_texts(), legend.get_patches(), strict=True)
        if isinstance(handle, Patch)
    }


def test_a_region_without_equilibrium_says_of_which_concept_and_is_neutral() -> None:
    x, y = sympy.symbols("x y")
    ends = ["peace", "war", "stalemate", "peace"]
    chase = plane([[x, 0], [0, y], [0, 1], [1, 0]], ends)
    told = colours(plot.regions(chase, "x", "y", points=21))
    assert told.pop("no pure Nash equilibrium") == "#ffffff"
    assert "#ffffff" not in told.values()
    assert any(repr(region).startswith("no pure Nash equilibrium if") for region in regions(chase))
    assert all(region.outcomes for region in regions(chase, solver=mixed_nash))
    # the colour of peace is that of every other figure
    other = plane([[x, y], [0, 0], [0, 0], [1, 1]], ["peace", "war", "war", "stalemate"])
    assert colours(plot.regions(other, "x", "y", points=21))["stalemate"] == "#a8a8a8"
    peace = plane([[3 + x, 2 + y], [1, 0], [1, 0], [0, 0]], ["peace", "war", "war", "war"])
    assert set(colours(plot.regions(peace, "x", "y", points=5)).values()) == {"#0072b2"}


def many(setup: GuarantorSetup) -> NormalForm:
    actions = [f"a{k}" for k in range(60)]
    return NormalForm(
        {"A": actions},
        {(action,): [1] for action in actions},
        outcomes={
            (action,): f"end {k}" if setup is NONE else "end" for k, action in enumerate(actions)
        },
    )


@pytest.mark.no_cover
def test_a_figure_has_as_many_bars_as_can_be_read() -> None:
    found = cg.compare(many, [NONE, US_OPERATOR])
    ax = plot.compare(found)
    assert len(ax.get_yticks()) == 40
    assert "US_OPERATOR (60 alike)" in written(ax)
    assert ax.get_xlabel() == "probability; and 21 more are not drawn"
    assert len(plot.compare(found, most=1).get_yticks()) == 2


def test_a_title_stands_above_a_wide_key() -> None:
    for model, setups in ((normalisation, [NONE, US_OPERATOR]), (corridor, [NONE])):
        ax = plot.compare(cg.compare(model, setups))
        ax.figure.canvas.draw()
        legend = ax.get_legend()
        assert legend is not None
        title = next(t for t in [*ax.texts, ax._left_title] if "equilibria" in t.get_text())  # type: ignore[attr-defined]
        assert title.get_window_extent().y0 >= legend.get_window_extent().y1
