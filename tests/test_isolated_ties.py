"""Who answers a number may be indifferent at it alone: either answer is an equilibrium, or none."""

from fractions import Fraction

import pytest
import sympy
from random_offers import ranges

import caucasus_games as cg
from caucasus_games.concepts import subgame_perfect
from caucasus_games.games import Chance, Decision, ExtensiveForm, Offer, Terminal
from caucasus_games.games.nodes import Node

x, y, p = sympy.symbols("x y p")
# what is drawn of p keeps to this
LOW, HIGH = "1/4", "3/4"
LATER = Fraction(1, 2), Fraction(5, 7)
# of two offers whose formulas take long
LONG = "three at once"


def end(outcome: str, *payoffs: object) -> Terminal:
    return Terminal(outcome, dict(zip("ABC", (*payoffs, 0, 0, 0), strict=False)))


def answered(gain: object, accepted: object, refused: object, kept: object = 0) -> Offer:
    """A offers B a number, and B gains by accepting it what it does not keep by refusing."""
    reply = {"accept": end("peace", accepted, gain), "refuse": end("war", refused, kept)}
    return Offer("A", x, 0, 1, Decision("B", reply))


def two_who_agree() -> Offer:
    """B goes in from p on, and then C up to p."""
    last = Decision("C", {"in": end("peace", 2, x - p, p - x), "out": end("half", x, x - p)})
    return Offer("A", x, 0, 1, Decision("B", {"in": last, "out": end("war", "1/8")}))


def two_offers() -> Offer:
    """B would rather name 0 than 1, but at the number p, where it does not care."""
    bid = Offer("B", y, 0, 1, end("deal", y + x / 2, (y - sympy.Rational(1, 2)) ** 2 - y * miss))
    return Offer("A", x, 0, 1, bid)


def three_at_once() -> Offer:
    """At p B may name 1/4, where all that it may answer later comes to the same for it alone."""
    by, half = x - p, sympy.Rational(1, 2)
    ends = {
        "fall": end("fall", -1, 7 * by / 2 - y - 3 * half / 2),
        "rise": end("rise", -2, 2 * y - 3 * half),
        "stay": end("stay", 1 - by, -1),
    }
    deal = end("deal", 3 * half / 2 - by / 2 - 3 * y / 2, -5 * half - y)
    answer = Decision("A", {"deal": deal, "leave": Decision("B", ends)})
    return Offer("A", x, p, 1, Offer("B", y, 0, 1, answer))


def after_chance(gain: object) -> Chance:
    root = answered(gain, 2, x)
    return Chance({"on": ("1/2", root), "off": ("1/2", end("off"))})


miss = (x - p) ** 2
square = sympy.Rational(1, 2) + p
CASES: dict[str, tuple[Node, list[tuple[str, object]]]] = {
    # accepted at p alone: A has 2 there, and else as much as the largest number brings
    "a square below": (answered(-miss, 2, x), [("peace", 2), ("war", 1)]),
    # refused at p alone, which is worth 3, and else accepted at 1
    "a square above": (answered(miss, 1 + x, 3), [("war", 3), ("peace", 2)]),
    # the best number is p, and without its being accepted none is best
    "a tie that must be broken": (answered(miss, 1 - miss, 0), [("peace", 1)]),
    # 5 is less than A has anyway, so that nothing is changed by the tie
    "a tie that does not matter": (answered(-miss, "1/2", 1 + x), [("war", 2)]),
    "two ties": (
        # accepted at p / 2 or p, at both or at neither
        answered(-miss * (2 * x - p) ** 2, 2 + x, x),
        [("peace", 2 + p), ("peace", 2 + p / 2), ("war", 1)],
    ),
    "two ties at what is the same": (
        # whichever of the two is accepted comes to the same, and is told once
        answered(0, 2, x, kept=miss * (2 * x - p) ** 2),
        [("peace", 2), ("war", 1)],
    ),
    "a distance": (answered(-sympy.Abs(x - p), 2, x), [("peace", 2), ("war", 1)]),
    "the least number": (answered(-x, 2 + p, x), [("peace", 2 + p), ("war", 1)]),
    "the largest number": (answered(x - 1, 2 + p, 1 - x), [("peace", 2 + p), ("war", 1)]),
    # both go in at p alone, where A has 2; else C stays out, at 1
    "two who agree": (two_who_agree(), [("peace", 2), ("half", 1)]),
    # at p B may name 1, which is worth 1 + p / 2; else it names 0, and A the largest number
    "a second offer": (two_offers(), [("deal", 1 + p / 2), ("deal", sympy.Rational(1, 2))]),
    # else B names 0, and A has most at p
    "three at once": (three_at_once(), [("stay", 1), ("deal", sympy.Rational(3, 4))]),
    "after chance": (after_chance(-miss), [("peace", 1), ("war", sympy.Rational(1, 2))]),
    # a payoff that is had below p alone, and none is the largest below p
    "an open jump": (
        Offer("A", x, 0, 1, end("deal", sympy.Piecewise((x, x < p), (0, True)))),
        [],
    ),
    "a closed jump": (
        Offer("A", x, 0, 1, end("deal", sympy.Piecewise((x, x <= p), (0, True)))),
        [("deal", p)],
    ),
    # what is had at p alone is best, and nobody can take it away
    "a point": (
        Offer("A", x, 0, 1, end("deal", sympy.Piecewise((x, x < p), (5, x <= p), (0, True)))),
        [("deal", 5)],
    ),
}


def game_of(name: str) -> ExtensiveForm:
    root, _ = CASES[name]
    players = ["A", "B", "C"]
    return ExtensiveForm(root, players, ranges(p=(LOW, HIGH)))


def known(name: str, at: Fraction) -> list[tuple[str, Fraction]]:
    _, expected = CASES[name]
    value = sympy.Rational(at.numerator, at.denominator)
    paid = [(outcome, sympy.sympify(worth).subs(p, value)) for outcome, worth in expected]
    return sorted((outcome, Fraction(int(w.p), int(w.q))) for outcome, w in paid)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(
    "at",
    [Fraction(1, 3), *(pytest.param(at, marks=pytest.mark.no_cover) for at in LATER)],
)
def test_values(name: str, at: Fraction) -> None:
    found = subgame_perfect(game_of(name).at({"p": at}))
    told = [(next(o for o in one.outcomes if o != "off"), one.payoffs["A"]) for one in found]
    assert sorted(told) == known(name, at)


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=[pytest.mark.no_cover] if n == LONG else []) for n in CASES],
)
def test_theorems(name: str) -> None:
    game = game_of(name)
    expected = {outcome for outcome, _ in known(name, Fraction(1, 3))}
    for outcome in sorted(game.outcome_labels - {"off"}):
        theorem = cg.conditions(game, outcome)
        assert theorem.formula == sympy.sympify(outcome in expected)
        assert theorem.guaranteed.holds({"p": Fraction(1, 3)}) == (expected == {outcome})


# of what takes long the values and the theorem are asked alone
@pytest.mark.parametrize("name", [name for name in CASES if name != LONG])
def test_draws(name: str) -> None:
    game = game_of(name)
    drawn = cg.sweep(game, draws=5, seed=1)
    for k in range(5):
        expected = known(name, Fraction(float(drawn["p"][k])))
        some = drawn.isel(draw=k, setup=0)
        assert int(some["equilibria"]) == len(expected)
        for outcome in sorted(game.outcome_labels - {"off"}):
            brought = outcome in {one for one, _ in expected}
            assert bool(some["possible"].sel(outcome=outcome)) == brought
        if expected:
            paid = some.sel(player="A")
            worths = [float(worth) for _, worth in expected]
            assert float(paid["payoff_low"]) == pytest.approx(min(worths))
            assert float(paid["payoff_high"]) == pytest.approx(max(worths))
