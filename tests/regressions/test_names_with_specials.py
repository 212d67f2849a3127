r"""Names such as ``R&D`` or ``50%`` are printed as they are: in text, LaTeX, HTML and files."""

import re
from typing import Any

import pytest
import sympy

from caucasus_games import (
    Chance,
    Decision,
    ExtensiveForm,
    NormalForm,
    Terminal,
    compare,
    conditions,
    statics,
)
from caucasus_games.concepts import mixed_nash, perfect_bayesian, subgame_perfect
from caucasus_games.formats import parse, to_efg, to_latex, to_nfg
from caucasus_games.guarantors import NONE
from caucasus_games.text.html import table
from caucasus_games.text.latex import tex_text
from caucasus_games.text.plain import plain, visible

SPECIAL = ["R&D", "50%", "a_b", "#1", "{x}", "~y", "z^2", "c\\d", "$5", "[/b]", "<i>", 'say "no"']
# what TeX reads as a command, unless a backslash is before it
BARE = re.compile(r"(?<!\\)[&%#_$]")


def symbol(name: str) -> str:
    return "g" if re.search(r"[\s,;]", name) else f"g{name}"


def game(name: str) -> ExtensiveForm:
    gain = sympy.Symbol(symbol(name))
    act = Terminal(f"war {name}", {name: gain * sympy.Symbol("b"), "B": 0})
    rest = Terminal(f"peace {name}", {name: 1, "B": 0})
    return ExtensiveForm(
        Decision(name, {f"go {name}": act, f"stay {name}": rest}, f"at {name}"),
        [name, "B"],
        title=f"choice {name}",
    )


def bare(text: str) -> list[str]:
    """Return the specials of LaTeX that would be read as commands, but those of the layout."""
    told = re.sub(
        r"\$\\to\$|-\$|&&|^& | & |\\\\|\\(begin|end)\{[^}]*\}(\{.*\})?|%$", "", text, flags=re.M
    )
    return BARE.findall(told)


@pytest.mark.parametrize("name", SPECIAL)
def test_names_are_escaped_in_latex(name: str) -> None:
    tree = game(name)
    ranges = {symbol(name): (0, 2), "b": (0, 2)}
    chosen = tree.at({symbol(name): 2, "b": 1})
    theorem = conditions(tree, f"war {name}")
    for written in (
        theorem.to_latex(),
        theorem.possible.to_latex(),
        theorem.possible._repr_latex_(),
        subgame_perfect(chosen).to_latex(),
        compare(lambda _: chosen, [NONE]).to_latex(),
        statics(tree, f"war {name}", within=ranges).to_latex(),
    ):
        assert not bare(written)
        opened, closed = (len(re.findall(rf"(?<!\\)[{mark}]", written)) for mark in "{}")
        assert opened == closed
        # the letter of a name with a space has none
        assert " " in name or tex_text(name) in written.replace(r"\allowbreak{}", "")
    drawn = to_latex(tree)
    assert tex_text(f"go {name}") in drawn
    assert tex_text(f"peace {name}") in drawn


@pytest.mark.parametrize("name", SPECIAL)
def test_names_are_escaped_in_pages(name: str) -> None:
    tree = game(name)
    ranges = {symbol(name): (0, 2), "b": (0, 2)}
    chosen = tree.at({symbol(name): 2, "b": 1})
    for written in (
        tree._repr_html_(),
        subgame_perfect(chosen)._repr_html_(),
        perfect_bayesian(chosen)._repr_html_(),
        conditions(tree, f"war {name}")._repr_html_(),
        compare(lambda _: chosen, [NONE])._repr_html_(),
        statics(tree, f"war {name}", within=ranges)._repr_html_(),
    ):
        assert "<i>" not in written
        assert not re.search(r"&(?!amp;|lt;|gt;|quot;|#x27;)", written)


@pytest.mark.parametrize("name", [*SPECIAL, "a, b", "x; y", "tab\there", "two\nlines", "\x1b[31m"])
def test_names_are_printed_and_come_back(name: str) -> None:
    tree = game(name).at({symbol(name): 2, "b": 1})
    again = parse(to_efg(tree))
    assert isinstance(again, ExtensiveForm)
    assert again.outcome_labels == tree.outcome_labels
    assert again.players == tree.players
    assert parse(to_efg(again)) == again
    square = NormalForm.from_function(
        {name: [name, "other"], "B": ["l", "r"]}, lambda m: (int(m["B"] == "l"), 0), title=name
    )
    assert parse(to_nfg(square)) == square
    table = compare(lambda _: tree, [NONE])
    for written in (repr(tree), repr(subgame_perfect(tree)), repr(table), repr(mixed_nash(square))):
        assert "\x1b" not in written
        assert "\t" not in written
    shown = visible(" ".join(name.split()))
    assert f"war {shown}" in " ".join(repr(subgame_perfect(tree)).split())
    # what is played is divided there
    if not re.search("[\n\t;]", name):
        assert f"go {shown}" in " ".join(repr(table).split())


def test_control_characters_are_shown() -> None:
    assert plain("a\x1b[31mb\x07") == "a␛[31mb␇"
    assert table(["a\0"], [["b\x7f\nc\r"]]).count("<br>") == 1
    assert "␀" in table(["a\0"], [["b"]])
    assert "␡" in table(["a"], [["b\x7f"]])
    assert tex_text("a\x00b\tc") == "a?b c"
    assert visible("é – 中 \u00a0") == "é – 中 \u00a0"


def test_long_names_are_wrapped() -> None:
    name = "a long name " * 60
    ends = {name: Terminal(name, {"A": 1}), "y": Terminal("peace", {"A": 0})}
    told = repr(subgame_perfect(ExtensiveForm(Decision("A", ends))))
    assert max(map(len, told.splitlines())) <= 100


def test_words_have_a_sign_between_them() -> None:
    cost, factor = sympy.symbols("war_cost escalation_factor")
    tree = ExtensiveForm(Decision("A", {"go": Terminal("war", {"A": cost * factor})}))
    assert r"\text{escalation factor} \cdot \text{war cost}" in tree._repr_html_()
    square = NormalForm({"A": ["x"]}, {("x",): [2 * cost]})
    assert r"2 \cdot \text{war cost}" in square._repr_html_()


def test_a_comparison_is_not_printed_into_a_notebook(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = compare(lambda _: game("A").at({"gA": 2, "b": 1}), [NONE])
    before = repr(found)
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown: list[Any] = []
    monkeypatch.setattr("rich.console._is_jupyter", lambda: True)
    monkeypatch.setattr("rich.jupyter.display", lambda *args: shown.append(args))
    assert repr(found) == before
    assert not shown
    assert capsys.readouterr().out == ""


def test_a_notebook_is_not_told_where_pages_break() -> None:
    tree: Any = ExtensiveForm(
        Decision(
            "A",
            {
                "go": Terminal("war", {"A": sympy.Symbol("x")}),
                **{f"stay {k}": Terminal("peace", {"A": sympy.Symbol(f"y{k}")}) for k in range(50)},
            },
        )
    )
    theorem = conditions(tree, "war")
    assert r"{\allowdisplaybreaks" in theorem.to_latex()
    for shown in (theorem._repr_html_(), theorem.possible._repr_latex_()):
        assert "allowdisplaybreaks" not in shown
        assert r"\begin{align*}" in shown


def test_chance_that_is_mixed_in_words_keeps_its_names() -> None:
    end = Terminal("", {"A": 0})
    dice = ExtensiveForm(Chance({"R&D": ("1/2", end), "50%": ("1/2", end)}), players=["A"])
    assert r"chance: R\&D 0.5 or 50\% 0.5" in subgame_perfect(dice).to_latex()
