"""Figures: what is drawn, and that no text lies on another."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import product
from typing import Any
from xml.etree import ElementTree

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
import pytest
import sympy
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.patches import FancyBboxPatch, Rectangle

import caucasus_games as cg
from caucasus_games import GameError, models, plot
from caucasus_games.concepts import (
    mixed_nash,
    perfect_bayesian,
    principal_branch,
    pure_nash,
    subgame_perfect,
)
from caucasus_games.evidence import hindsight
from caucasus_games.games import (
    Chance,
    CoalitionalGame,
    Decision,
    ExtensiveForm,
    MarkovGame,
    NormalForm,
    Terminal,
    menu,
)
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import NONE, RUSSIAN_PEACEKEEPERS, US_OPERATOR, named
from caucasus_games.models import (
    ceasefire,
    deterrence,
    deterrence_by_chance,
    guarantee,
    probe,
    settlement,
)
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.plot.canvas import shade
from caucasus_games.plot.style import looks

mpl.use("Agg")


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


def overlaps(ax: Axes) -> list[tuple[str, str]]:
    """Draw, and return the pairs of texts whose boxes intersect, and those that are cut off."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    FigureCanvasAgg(figure)
    figure.draw_without_rendering()
    written = [text for text in figure.findobj(mpl.text.Text) if text.get_visible()]
    boxes = [(t.get_text(), t.get_window_extent()) for t in written if t.get_text().strip()]
    # half a pixel belongs to no letter
    found = [(s, b.shrunk(0.98, 0.9)) for s, b in boxes if b.width > 0]
    page = figure.bbox
    # ticks beyond the axes are there, but not drawn
    words = [(s, b) for s, b in found if not re.fullmatch(r"[−\d.]+", s)]
    cut = [(s, "edge") for s, b in words if not (page.x0 <= b.x0 and b.x1 <= page.x1)]
    cut += [(s, "edge") for s, b in words if not (page.y0 <= b.y0 and b.y1 <= page.y1)]
    x0, y0, x1, y1 = np.array([b.extents for _, b in found]).reshape(-1, 4).T
    beside = (x1[:, None] < x0) | (x1 < x0[:, None]) | (y1[:, None] < y0) | (y1 < y0[:, None])
    pairs = np.argwhere(np.triu(~beside, 1))
    return cut + [(found[one][0], found[other][0]) for one, other in pairs]


def games(model: models.Model[..., Any]) -> Iterator[ExtensiveForm | NormalForm]:
    for setup in named().values():
        with suppress(GameError):
            yield model(setup)


@pytest.mark.no_cover
@pytest.mark.parametrize("model", models.MODELS, ids=lambda m: m.name)
def test_every_model_is_drawn_without_overlaps(model: models.Model[..., Any]) -> None:
    for game in games(model):
        if isinstance(game, ExtensiveForm):
            # a tree is drawn with a list of numbers
            game = menu(game, 3) if game.offers else game
            ax = plot.tree(game)
            ends = sum(not vertex.children for vertex in game.vertices)
            boxes = sum(isinstance(patch, FancyBboxPatch) for patch in ax.patches)
            assert boxes + ends == len(game.vertices)
        elif isinstance(game, NormalForm):
            ax = plot.payoff_matrix(game, pure_nash(game))
            framed = [p for p in ax.patches if isinstance(p, Rectangle) and not p.get_fill()]
            assert len(framed) == len(pure_nash(game))
        else:
            assert isinstance(game, CoalitionalGame | MarkovGame)
            continue
        assert overlaps(ax) == []
        plt.close("all")


def thick(ax: Axes) -> int:
    return sum(line.get_linewidth() > 2 for line in ax.lines)


def test_the_path_is_thick_and_its_end_bold() -> None:
    game = settlement(US_OPERATOR)
    (found,) = subgame_perfect(game)
    ax = plot.tree(game, subgame_perfect(game))
    bold = {t.get_text().split(" (")[0] for t in ax.texts if t.get_fontweight() == "bold"}
    assert bold == set(found.outcomes)
    assert thick(ax) > thick(plot.tree(game)) == 0
    assert ax.texts[-1].get_text().startswith("payoffs, rounded: Armenia, Azerbaijan")


@pytest.mark.parametrize("style", ["default", "dark_background", "Solarize_Light2"])
def test_trees_and_tables_are_read_on_every_ground(style: str) -> None:
    def light(colour: Any) -> float:
        return float(np.dot(to_rgb(colour), (0.2126, 0.7152, 0.0722)))

    drawings: list[tuple[Any, Any]] = [
        (plot.tree, deterrence(US_OPERATOR)),
        (plot.tree, probe(RUSSIAN_PEACEKEEPERS)),
        (plot.payoff_matrix, ceasefire(NONE)),
    ]
    for draw, game in drawings:
        with plt.style.context(style):
            ax = draw(game)
            ground = light(ax.get_figure(root=True).get_facecolor()[:3])
            assert all(abs(light(word.get_color()) - ground) > 0.5 for word in ax.texts)
            boxes = [one for one in ax.patches if one.get_linewidth()]
            assert boxes
            # words stand in boxes too
            assert all(abs(light(box.get_facecolor()[:3]) - ground) < 0.2 for box in boxes)
            assert all(abs(light(box.get_edgecolor()[:3]) - ground) > 0.3 for box in boxes)
    paper = plt.figure(facecolor="none")
    assert [shade(paper.add_subplot(), share) for share in (1, 0)] == ["#000000", "#ffffff"]
    plt.close("all")


def test_each_player_has_a_tint_and_the_same_in_every_tree() -> None:
    tints: dict[str, set[object]] = {}
    for game in (settlement(US_OPERATOR), settlement(NONE), models.peacekeepers(US_OPERATOR)):
        ax = plot.tree(game)
        boxes = [patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)]
        who = [t.get_text() for t in ax.texts if t.get_text() in (*game.players, "chance")]
        for box, name in zip(boxes, who, strict=True):
            tints.setdefault(name, set()).add(box.get_facecolor())
        page = plot.tree_svg(game)
        assert page.count('fill-opacity="0.2"') == len(who) - who.count("chance")
    assert all(len(colours) == 1 for colours in tints.values())
    assert len(set().union(*tints.values())) == len(tints) == 5


def test_a_tree_on_a_page_says_the_same_within_its_frame() -> None:
    game = settlement(US_OPERATOR)
    found = subgame_perfect(game)
    page = ElementTree.fromstring(plot.tree_svg(game, found))
    words = page.findall("{*}text")
    assert [word.text for word in words] == [t.get_text() for t in plot.tree(game, found).texts]
    _, _, wide, high = map(float, page.attrib["viewBox"].split())
    for word in words:
        left, length = float(word.attrib["x"]), float(word.attrib["textLength"])
        left -= length / 2 if word.get("text-anchor") == "middle" else 0
        assert 0 < left < left + length < wide
        assert 1 < float(word.attrib["y"]) < high
    played = [p for p in page.findall("{*}path") if p.attrib["class"] == "played"]
    assert len(played) == thick(plot.tree(game, found))
    hidden = ElementTree.fromstring(plot.tree_svg(probe(RUSSIAN_PEACEKEEPERS), payoffs=False))
    assert sum(p.attrib["class"] == "set" for p in hidden.findall("{*}path")) == 2
    assert "peace" in {word.text for word in hidden.findall("{*}text")}


def test_a_region_between_the_points_has_no_boundary() -> None:
    x, y = sympy.symbols("x y")
    ends = Fraction(0), Fraction(1, 2), Fraction(1)
    wide = Parameters([Parameter(name, "", "", *ends, "assumption: wide") for name in "xy"])
    pays = (x - sympy.Rational(2, 5)) * (sympy.Rational(3, 5) - x) * (1 + y)
    moves = {"A": ["war", "peace"]}
    game = NormalForm.from_function(
        moves, lambda move: [pays if move["A"] == "war" else 0], lambda move: move["A"], wide
    )
    assert len(plot.regions(game, "x", "y", points=51).collections) > 2
    assert len(plot.regions(game, "x", "y", points=2).collections) == 1


def test_information_sets_are_joined() -> None:
    game = probe(RUSSIAN_PEACEKEEPERS)
    dashed = [line for line in plot.tree(game).lines if line.get_linestyle() == "--"]
    assert len(dashed) == 2
    several = perfect_bayesian(game)
    assert overlaps(plot.tree(game, several.equilibria[0])) == []
    with pytest.raises(GameError, match=r"the solution has .* equilibria and one"):
        plot.tree(game, several)


def test_symbols_without_values_are_written() -> None:
    x, y = sympy.symbols("x y")
    ends: dict[str, tuple[object, Node]] = {
        "l": (x, Terminal("one $end", {"A": y})),
        "r": (1 - x, Terminal("none", {"A": 0})),
    }
    ax = plot.tree(
        ExtensiveForm(Decision("A", {"in": Chance(ends), "out": Terminal("b", {"A": 1})}))
    )
    written = {text.get_text() for text in ax.texts}
    assert {"l (x)", "one $end (y)", "payoffs: A"} <= written
    assert overlaps(ax) == []
    table = NormalForm({"A": ["a"], "B": ["b", "c"]}, {("a", "b"): [x, 1], ("a", "c"): [0, y]})
    assert "x, 1" in {text.get_text() for text in plot.payoff_matrix(table).texts}


def test_letters_are_as_small_as_the_axes_need() -> None:
    _, ax = plt.subplots(figsize=(4, 2), dpi=200)
    game = probe(RUSSIAN_PEACEKEEPERS)
    assert plot.tree(game, ax=ax) is ax
    assert 3 < float(ax.texts[0].get_fontsize()) < 9
    assert overlaps(ax) == []


def test_a_mixture_is_shaded_and_large_tables_are_refused() -> None:
    pennies = NormalForm.from_arrays(
        [[1, -1], [-1, 1]], [[-1, 1], [1, -1]], actions={"A": ["a", "b"], "B": ["c", "d"]}
    )
    ax = plot.payoff_matrix(pennies, mixed_nash(pennies))
    shaded = [p for p in ax.patches if mpl.colors.to_hex(p.get_facecolor()) == "#d9d9d9"]
    assert len(shaded) == 4
    alone = NormalForm({"A": ["a", "b"]}, {("a",): [0], ("b",): [1]})
    assert overlaps(plot.payoff_matrix(alone, pure_nash(alone))) == []
    crowd = NormalForm({p: ["x"] for p in "ABCDE"}, {("x",) * 5: [0] * 5})
    with pytest.raises(GameError, match="has 5 players and tables are drawn for up to four"):
        plot.payoff_matrix(crowd)


@pytest.mark.parametrize("model", [settlement, guarantee, probe])
def test_setups_side_by_side(model: Callable[..., ExtensiveForm]) -> None:
    found = cg.compare(model)
    ax = plot.compare(found)
    assert overlaps(ax) == []
    rows = {(name, tuple((e.outcomes if e else {}).items())): e for name, e in found.rows}.items()
    assert len(ax.get_yticks()) == len(rows)
    missing = sum(equilibrium is None for _, equilibrium in found.rows)
    assert sum(text.get_text().startswith("no ") for text in ax.texts) == missing
    ends = [bar.get_x() + bar.get_width() for bar in ax.patches if isinstance(bar, Rectangle)]
    assert max(ends) == pytest.approx(1)
    _, own = plt.subplots()
    assert plot.compare(found, own) is own


def test_one_bar_of_many_outcomes_has_room() -> None:
    chances = {f"end {k}": Fraction(1, 49) for k in range(49)}
    game = NormalForm({"A": ["x", "y"]}, {("x",): [1], ("y",): [0]}, {("x",): chances, ("y",): "z"})
    ax = plot.compare(cg.compare(lambda setup: game, [NONE]))
    # no room is a warning, and that an error
    ax.get_figure(root=True).draw_without_rendering()  # type: ignore[union-attr]
    assert ax.get_window_extent().height > 20
    assert len(legend(ax)) == 49


def test_shares_have_errors() -> None:
    found = cg.summary(guarantee, 2_000, setups=[NONE, US_OPERATOR], seed=1)
    ax = plot.shares(found)
    assert overlaps(ax) == []
    assert len(ax.containers) == len(found.setups) * len(found.labels)
    assert found.labels[-1] == "no pure equilibrium"
    assert ax.get_xlabel().startswith("mark: mean probability over 2,000 draws; line: share of")
    marks = [float(np.asarray(bar[0].get_xdata())[0]) for bar in ax.containers]
    assert sum(marks) == pytest.approx(len(found.setups))


def test_a_tornado_leaves_out_what_changes_nothing() -> None:
    found = cg.sensitivity(settlement(US_OPERATOR), "peace", draws=64)
    ax = plot.tornado(found, most=len(found.effects))
    names = [label.get_text() for label in ax.get_yticklabels()]
    moving = [n for n, e in found.effects.items() if {e.low, e.high} != {found.central}]
    assert sorted(names) == sorted(moving)
    assert len(plot.tornado(found, most=3).get_yticks()) == 3
    assert overlaps(ax) == []


def test_the_front_of_designs() -> None:
    levels = {"guarantor_credibility": [0, "0.3", "0.6", "0.9"]}
    found = cg.optimal(
        deterrence_by_chance(US_OPERATOR).at({"corridor_value": "0.6", "escalation_factor": 1}),
        "peace",
        levels=levels,
        prices={"guarantor_credibility": 1},
        draws=500,
    )
    ax = plot.pareto(found)
    assert len(np.asarray(ax.lines[0].get_xdata())) == 4
    assert list(np.asarray(ax.lines[1].get_xdata())) == [
        float(design.cost) for design in found.front
    ]
    assert overlaps(ax) == []


def test_a_branch_of_logit_equilibria() -> None:
    branch = principal_branch(guarantee(US_OPERATOR))
    ax = plot.quantal_response(branch)
    assert [line.get_label() for line in ax.lines] == ["peace", "stalemate", "war"]
    assert np.asarray(ax.lines[0].get_xdata())[0] == 0
    assert overlaps(ax) == []


def test_all_equilibria_over_a_parameter() -> None:
    game = probe(RUSSIAN_PEACEKEEPERS)
    ax = plot.correspondence(game, "peace", "prior_reliability", points=9)
    assert len(np.asarray(ax.lines[1].get_xdata())) > 9
    assert overlaps(ax) == []
    same = plot.correspondence(ceasefire(NONE), "peace", "detection", points=3)
    assert set(np.asarray(same.lines[1].get_ydata()).tolist()) >= {0.0, 1.0}
    tree = plot.correspondence(deterrence(US_OPERATOR), "peace", "guarantor_stake", points=3)
    assert len(np.asarray(tree.lines[1].get_xdata())) == 3
    with pytest.raises(GameError, match="unknown parameter that has a range and no value"):
        plot.correspondence(game, "peace", "stake")
    with pytest.raises(GameError, match="points is 1: give 2 or more"):
        plot.correspondence(game, "peace", "prior_reliability", points=1)


def test_looks_differ() -> None:
    many = looks([f"o{k}" for k in range(8)])
    assert len({look.colour for look in many.values()}) == 8
    assert looks(["war", "other"])["war"].hatch == "////"
    assert looks(["peace", "other"])["other"] != looks(["peace"])["peace"]


def legend(ax: Axes) -> list[str]:
    found = ax.get_legend()
    assert found is not None
    return [text.get_text() for text in found.get_texts()]


def boundaries(ax: Axes) -> list[npt.NDArray[np.float64]]:
    (lines,) = [one for one in ax.collections if isinstance(one, LineCollection)]
    return [np.asarray(path.vertices) for path in lines.get_paths()]


def test_a_boundary_ends_where_its_regions_end() -> None:
    # three regions meet: no line goes on behind that point, and none stops before it
    x, y = sympy.symbols("x y")
    ends = Fraction(0), Fraction(1, 2), Fraction(1)
    wide = Parameters([Parameter(name, "", "", *ends, "assumption: wide") for name in "xy"])
    near = Decision(
        "B", {"c": Terminal("c", {"A": 0, "B": y}), "d": Terminal("d", {"A": 0, "B": "1/3"})}
    )
    far = Terminal("e", {"A": x - sympy.Rational(2, 5), "B": 0})
    tree = ExtensiveForm(Decision("A", {"near": near, "far": far}), parameters=wide)
    first, second = sorted(boundaries(plot.regions(tree, "x", "y", points=50)), key=np.ptp)
    assert first[:, 1] == pytest.approx(1 / 3)
    assert sorted(first[[0, -1], 0]) == pytest.approx([0, 0.4], abs=0.003)
    assert second[:, 0] == pytest.approx(0.4)
    assert sorted(second[[0, -1], 1]) == pytest.approx([0, 1])


def test_regions_have_their_boundary_where_the_theorem_has_it() -> None:
    game = settlement(US_OPERATOR)
    setups = [US_OPERATOR, RUSSIAN_PEACEKEEPERS]
    ax = plot.regions(game, "sovereignty_cost", "guarantor_credibility", setups=setups, points=101)
    assert legend(ax) == ["peace, transit", "stalemate", "US_OPERATOR", "RUSSIAN_PEACEKEEPERS"]
    (curve,) = boundaries(ax)
    central = {n: p.central for n, p in game.parameters.items() if n != "sovereignty_cost"}
    for threshold, credibility in curve[::400]:
        fixed = game.at(central | {"guarantor_credibility": repr(float(credibility))})
        exact = cg.required(fixed, "peace", "sovereignty_cost")
        assert float(exact.spans[0].high) == pytest.approx(threshold)
    assert overlaps(ax) == []


def test_regions_of_several_equilibria_and_of_none() -> None:
    x, y = (
        Parameter(n, n, "share", Fraction(-1), Fraction(0), Fraction(1), "assumption: for a test")
        for n in "xy"
    )
    cells = [[x.symbol, y.symbol], [0, 0], [0, 0], [1, 1]]
    profiles = product(["a", "b"], ["c", "d"])
    actions = {"A": ["a", "b"], "B": ["c", "d"]}
    same = NormalForm(
        actions, dict(zip(profiles, cells, strict=True)), parameters=Parameters([x, y])
    )
    assert legend(plot.regions(same, "x", "y", points=21)) == ["a, c or b, d", "b, d"]
    chase = [[x.symbol, 0], [0, y.symbol], [0, 1], [1, 0]]
    profiles = product(["a", "b"], ["c", "d"])
    none = NormalForm(
        actions, dict(zip(profiles, chase, strict=True)), parameters=Parameters([x, y])
    )
    assert "no pure Nash equilibrium" in legend(plot.regions(none, "x", "y", points=21))
    beyond = deterrence(US_OPERATOR)
    ax = plot.regions(
        beyond, "guarantor_stake", "intervention_cost", setups=[NONE, US_OPERATOR], points=21
    )
    assert legend(ax)[1:] == ["NONE (beyond)", "US_OPERATOR"]
    with pytest.raises(GameError, match="x is named twice: give two parameters"):
        plot.regions(same, "x", "x")
    with pytest.raises(GameError, match="unknown parameter that has a range and no value 'z'"):
        plot.regions(same, "x", "z")


def test_the_past_beside_what_the_models_say() -> None:
    rows = hindsight()
    ax = plot.timeline(rows)
    told = [text.get_text() for text in ax.texts]
    assert told[0] == f"{rows[0].happened}: {rows[0].verdict}"
    assert told.count("open") == sum(row.verdict == "open" for row in rows)
    assert overlaps(ax) == []


def test_beliefs_are_intervals() -> None:
    found = perfect_bayesian(probe(RUSSIAN_PEACEKEEPERS)).equilibria
    spans = []
    for equilibrium in found:
        ax = plot.beliefs(equilibrium)
        spans += [np.ptp(np.asarray(line.get_xdata())) for line in ax.lines]
        assert overlaps(ax) == []
    assert min(spans) == 0 < max(spans)
    with pytest.raises(GameError, match="the equilibrium has no beliefs to draw"):
        plot.beliefs(subgame_perfect(deterrence(US_OPERATOR)).exact[0])
