"""Numbers that players choose, at the edges of what is solved: each has a question of its own."""

from fractions import Fraction
from math import isqrt

import pytest
import sympy
from random_offers import ranges

import caucasus_games as cg
from caucasus_games.concepts import subgame_perfect
from caucasus_games.errors import GameError
from caucasus_games.exact import Interval
from caucasus_games.exact.algebraic import Algebraic, between, real_roots
from caucasus_games.games import Chance, Decision, ExtensiveForm, Offer, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.parameters import Parameters

x, y, p = sympy.symbols("x y p")
HALF = sympy.Rational(1, 2)


def end(first: object, second: object, outcome: str = "end") -> Terminal:
    return Terminal(outcome, {"A": first, "B": second})


def tree(root: Node, parameters: Parameters | None = None) -> ExtensiveForm:
    return ExtensiveForm(root, ["A", "B"], parameters)


def _span(payoff: Fraction | Interval) -> Interval:
    return payoff if isinstance(payoff, Interval) else Interval(payoff, payoff)


def test_an_irrational_number_may_pay_what_is_rational() -> None:
    # y² is one half where A is indifferent, whatever number was chosen before
    inner = Offer("B", y, 0, 1, Decision("A", {"yes": end(1 - y**2, y**2), "no": end("1/2", 0)}))
    before = Decision("B", {"now": end(1 - x, x), "later": inner})
    found = subgame_perfect(tree(Offer("A", x, 0, 1, before)))
    # A keeps a half either way
    assert {
        one.path.count("later"): Fraction(1, 2) in _span(one.payoffs["A"]) for one in found
    } == {
        0: True,
        1: True,
    }


def test_a_place_out_of_the_bounds_is_no_number_to_choose() -> None:
    # B is indifferent a quarter below the least number, and what A has jumps within the bounds
    jump = sympy.Piecewise((1, x <= p), (0, True))
    reply = Decision("B", {"yes": end(jump, x - p + HALF / 2), "no": end(HALF, 0, "none")})
    game = tree(Offer("A", x, p, p + HALF, reply), ranges(p=("0", "1")))
    assert cg.conditions(game, "none").formula == sympy.false
    (found,) = subgame_perfect(game.at({"p": "1/3"}))
    assert found.path == "A: x = 1/3 → B: yes → end"


def test_where_a_margin_that_is_no_fraction_may_touch_zero_is_refused() -> None:
    jump = sympy.Piecewise((1, x <= HALF), (0, True))
    margin = (x - HALF) ** 2 + sympy.Rational(1, 100)
    reply = Decision("B", {"yes": end(jump, margin), "no": end(p, 0, "none")})
    game = tree(Offer("A", x, 0, 1, reply), ranges(p=("0", "1")))
    with pytest.raises(GameError, match="is zero somebody may be indifferent, and not around it"):
        cg.conditions(game, "none")


def test_who_is_indifferent_at_an_end_may_lead_to_a_choice_of_its_own() -> None:
    later = Decision("B", {"u": end(0, 2, "war"), "d": end(0, 1)})
    answer = Decision("A", {"accept": end(x * (1 + y), 1 - x, "peace"), "reject": later})
    found = subgame_perfect(tree(Offer("A", y, 0, 1, Offer("B", x, 0, 1, answer))))
    assert {one.path: one.payoffs["B"] for one in found} == {
        "A: y = 0 → B: x = 0 → A: accept → peace": 1,
        "A: y = 0 → B: x = 0 → A: reject → B: u → war": 2,
    }


def test_ties_may_be_too_many_to_list() -> None:
    idle = Decision("B", {f"b{k}": end(0, 0) for k in range(22)})
    many = Chance(dict.fromkeys("klm", ("1/3", idle)))
    game = tree(Decision("A", {"in": many, "out": Offer("A", x, 0, 1, end(x, 0))}))
    with pytest.raises(GameError, match="more than 10,000 ways to play after in: choose values"):
        subgame_perfect(game)


def root_of(square: int, above: int = 1) -> Algebraic:
    """Return the square root of a fraction of which nothing is known yet: each test has its own."""
    return max(real_roots([Fraction(above), Fraction(0), Fraction(-square)]))


def test_irrational_numbers_are_told_apart_as_far_as_it_takes() -> None:
    less, more = (one / 5_000 for one in real_roots([Fraction(83), Fraction(0), Fraction(-41)]))
    # both are roots of one polynomial, with intervals that meet at zero
    assert less != more
    # ten digits of the roots, from below
    near = Fraction(isqrt(101 * 10**20), 10**10)
    assert not root_of(101) < near
    near = Fraction(isqrt(103 * 10**20), 10**10)
    assert near < between(near, root_of(103))


def test_a_degree_that_is_too_high_is_refused() -> None:
    with pytest.raises(GameError, match="has the degree 41 in x: roots are told apart up to the"):
        tree(Offer("A", x, 0, 1, Decision("B", {"yes": end(x**41, x), "no": end(0, 0)})))
