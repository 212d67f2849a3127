"""Numbers within a range of equally good ones, for which somebody who moved before may wait."""

from fractions import Fraction

import pytest
import sympy
from random_offers import ranges

import caucasus_games as cg
from caucasus_games.concepts import subgame_perfect
from caucasus_games.games import Chance, Decision, ExtensiveForm, Offer, Terminal
from caucasus_games.games.nodes import Node

x, y, p = sympy.symbols("x y p")
HALF, THIRD = sympy.Rational(1, 2), sympy.Rational(1, 3)


def end(outcome: str, first: object, second: object) -> Terminal:
    return Terminal(outcome, {"A": first, "B": second})


def paths(root: Node) -> dict[str, list[Fraction]]:
    found = subgame_perfect(ExtensiveForm(root, ["A", "B"]))
    return {one.path: [*one.payoffs.values()] for one in found.exact}


def joins(later: Node, out: object) -> Decision:
    """B comes in, or stays out for what this pays it."""
    return Decision("B", {"in": later, "out": end("out", 0, out)})


def idle(outcome: str = "met") -> Offer:
    """A does not care about its number, of which B likes one half best."""
    return Offer("A", x, 0, 1, end(outcome, 1, x * (1 - x)))


def test_a_number_that_another_likes_best_is_waited_for() -> None:
    """B has the same after every y, and A comes in if it will be one half."""
    gain = 2 * x**2 - 4 * x / 3 + 2 * y * (1 - y) - sympy.Rational(5, 18)
    later = Offer("B", y, 0, 1, end("in", gain, 1))
    staying = 2 * x**2 - 17 * x / 6 + sympy.Rational(13, 18)
    first = Decision("A", {"in": later, "out": end("out", HALF, staying)})
    assert paths(Offer("B", x, 0, 1, first)) == {
        "B: x = 0 → A: out → out": [Fraction(1, 2), Fraction(13, 18)],
        "B: x = 5/6 → A: in → B: y = 1/2 → in": [Fraction(1, 2), 1],
        "B: x = 1 → A: in → B: y = 1/2 → in": [Fraction(8, 9), 1],
    }


def trusting(shift: sympy.Expr = sympy.S.Zero) -> Decision:
    """After a number above 5/12 B does either, and what A then has rises with the number or not."""
    number = x - shift
    last = {
        "low": end("low", THIRD - number, -1),
        "high": end("high", number - HALF, HALF - 3 * number / 2),
    }
    answer: dict[str, Node] = {
        "give": Decision("A", last),
        "keep": end("keep", 0, HALF - 3 * number / 2),
    }
    return Decision(
        "B",
        {
            "in": Offer("A", x, shift, shift + 1, Decision("B", answer)),
            "out": end("out", 1, "-1/2"),
        },
    )


def test_the_least_of_a_range_is_waited_for() -> None:
    """A must have nothing, so that it may name 1/2, which B likes more than what A likes best."""
    found = paths(trusting())
    assert found["B: in → A: x = 1/2 → B: give → A: high → high"] == [0, Fraction(-1, 4)]
    assert found["B: in → A: x = 2/3 → B: give → A: high → high"] == [
        Fraction(1, 6),
        Fraction(-1, 2),
    ]
    assert found["B: out → out"] == [1, Fraction(-1, 2)]


def test_it_is_so_in_symbols() -> None:
    game = ExtensiveForm(trusting(p), ["A", "B"], ranges(p=("1/3", "5/3")))
    for outcome, told in (("high", True), ("keep", True), ("low", False)):
        theorem = cg.conditions(game, outcome)
        assert {theorem.holds({"p": value}) for value in ("1/2", "1", "10/7")} == {told}


def test_what_others_fear_most_may_be_waited_for() -> None:
    """B stays out as A may go on to a y of 3/4, after which A would rather have what is left it."""
    gain = 3 * x / 2 + y**2 - 3 * y / 2 - sympy.Rational(3, 16)
    deal = Decision(
        "A",
        {"stop": end("stop", 2 * x - 1, 2 * x - 1), "go": Offer("B", y, 0, 1, end("go", gain, 1))},
    )
    found = paths(
        Offer("A", x, 0, 1, Decision("B", {"first": end("first", 1, x - 2 * x**2), "later": deal}))
    )
    assert found["A: x = 1/2 → B: first → first"] == [1, 0]
    assert found["A: x = 1 → B: later → A: go → B: y = 0 → go"] == [Fraction(21, 16), 1]


def test_where_no_more_is_had_than_must_be() -> None:
    """A has 1/2 at least by naming 0, and by 3/4 or more if B gives what it may."""
    answer = {
        "wait": end("wait", HALF - x, 3 * HALF - 2 * x),
        "give": end("give", x - HALF / 2, 1 - x),
        "keep": end("keep", "-1/8", 1 - x),
    }
    root = joins(Offer("A", x, 0, 1, Decision("B", answer)), "1/8")
    found = paths(root)
    given = {path for path in found if path.endswith("give → give")}
    assert given == {f"B: in → A: x = {number} → B: give → give" for number in ("3/4", "7/8")}
    game = ExtensiveForm(root, ["A", "B"])
    # B fears the number 1
    told = {outcome: cg.conditions(game, outcome).holds() for outcome in game.outcome_labels}
    assert told == {"wait": True, "give": True, "keep": False, "out": True}
    assert "B: out → out" in found


def choice(worse: object = 0) -> Decision:
    """A would rather go left, whatever else it might bring to B."""
    return Decision("A", {"l": end("l", 0, 0), "r": end("r", -1, worse)})


def lottery(*elsewhere: Node) -> Chance:
    """A number that A does not care about comes with one half, and else one of these."""
    share = Fraction(1, 2 * len(elsewhere))
    events: dict[str, tuple[object, Node]] = {
        f"e{k}": (share, one) for k, one in enumerate(elsewhere)
    }
    return Chance({"on": ("1/2", idle()), **events})


EQUAL = Decision("A", {"l": end("l", 0, 0), "r": end("r", 0, "7/144")})
OUT = end("out", 0, "3/32")
SEVEN = [choice()] * 7


@pytest.mark.parametrize(
    ("first", "out", "numbers"),
    [
        (lottery(end("off", 0, 0)), OUT, {"1/4", "1/2", "3/4"}),
        (
            lottery(end("off", 0, 0)),
            Chance({"u": ("1/2", end("out", 0, 0)), "d": ("1/2", end("out", 0, "3/16"))}),
            {"1/4", "1/2", "3/4"},
        ),
        # if A chose what B likes, B would need less of the number
        (lottery(EQUAL), OUT, {"1/6", "1/4", "1/2", "3/4", "5/6"}),
        # what follows another number, or ends in too many ways, is not looked through
        (lottery(Offer("A", y, 0, 1, end("off", y, 0))), OUT, {"1/2"}),
        (lottery(*SEVEN), OUT, {"1/2"}),
        (
            lottery(Chance({f"e{k}": (Fraction(1, 7), one) for k, one in enumerate(SEVEN)})),
            OUT,
            {"1/2"},
        ),
    ],
)
def test_what_is_expected_beside_chance(first: Node, out: Node, numbers: set[str]) -> None:
    found = paths(Decision("B", {"in": first, "out": out}))
    assert {
        n
        for n in ("0", "1/6", "1/4", "1/2", "3/4", "5/6", "1")
        for path in found
        if f"A: x = {n} " in path
    } == numbers


def test_what_hangs_on_a_number_before_is_not_waited_for() -> None:
    """B comes in for what A's second number brings, unless the first is better for it."""
    later = Decision("B", {"in": idle(), "out": end("out", 2, y)})
    found = paths(Offer("A", y, 0, "1/5", later))
    assert "A: y = 1/5 → B: out → out" in found
