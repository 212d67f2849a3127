"""What notebooks show: HTML in which nothing of a game's text is markup."""

from html.parser import HTMLParser

import pytest
import sympy

import caucasus_games as cg
from caucasus_games.concepts import iterated_dominance, pure_nash, subgame_perfect
from caucasus_games.games import Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import ceasefire, deterrence_by_chance, guarantee, settlement


class Reader(HTMLParser):
    """Checks that every tag is closed, and counts them."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(shown: object) -> Reader:
    reader = Reader()
    reader.feed(shown._repr_html_())  # type: ignore[attr-defined]
    assert reader.open == []
    return reader


@pytest.mark.parametrize(
    "shown",
    [
        settlement(US_OPERATOR),
        ceasefire(NONE),
        guarantee(US_OPERATOR),
        subgame_perfect(settlement(NONE)),
        pure_nash(guarantee(US_OPERATOR)),
        iterated_dominance(ceasefire(NONE)),
        cg.compare(settlement, [NONE, US_OPERATOR]),
        cg.summary(deterrence_by_chance, 100, setups=[NONE]),
        cg.conditions(deterrence_by_chance(NONE), "peace"),
        cg.load(),
    ],
    ids=lambda shown: type(shown).__name__,
)
def test_every_display_is_well_formed(shown: object) -> None:
    assert "p" in read(shown).seen or "table" in read(shown).seen


def test_a_table_of_two_has_rows_and_columns() -> None:
    x = sympy.Symbol("gain")
    game = NormalForm(
        {"A": ["<b>", "b"], "B": ["c", "d"]},
        {("<b>", "c"): [x / 2, 1], ("<b>", "d"): [0, 0], ("b", "c"): [0, 0], ("b", "d"): [1, x]},
    )
    found = read(game)
    assert "b" not in found.seen
    assert found.seen.count("tr") == 3
    assert r"\(\frac{\text{gain}}{2}\), \(1\)" in found.text


def test_a_solution_says_how_many_are_alike() -> None:
    idle = NormalForm.from_function({"A": "abc", "B": "xy"}, lambda _: [0, 0], lambda _: "peace")
    found = read(pure_nash(idle))
    assert "(and 5 more with the same outcomes)" in found.text
    pennies = NormalForm.from_arrays(
        [[1, -1], [-1, 1]], [[-1, 1], [1, -1]], actions={"A": ["a", "b"], "B": ["c", "d"]}
    )
    assert read(pure_nash(pennies)).seen == ["p"]


def test_a_theorem_is_set_by_tex() -> None:
    theorem = cg.conditions(deterrence_by_chance(NONE), "peace")
    assert theorem.possible._repr_latex_() == theorem.possible.to_latex()
    assert any("align*" in part for part in read(theorem).text)
    sure = ExtensiveForm(Decision("A", {"go": Terminal("peace", {"A": 0})}))
    assert read(cg.conditions(sure, "peace")).text[0].endswith("equilibrium everywhere")
