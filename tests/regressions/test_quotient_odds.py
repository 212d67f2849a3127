"""Probabilities and payoffs that are quotients: what is equal is found to be the same."""

import random
from fractions import Fraction
from itertools import product

import pytest
import sympy
from sympy import QQ

from caucasus_games import conditions, prove, regions
from caucasus_games.algebra.ratio import Ratio, number, ring_of, total
from caucasus_games.concepts import mixed_nash, subgame_perfect
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.theorems import Excluded, Unique, statics

P, Q = sympy.symbols("p q")
RANGES = {"p": ("1/10", 1), "q": ("1/10", 1)}
RING = ring_of(["p", "q"])
p, q = RING.gens


def indifferent(first: sympy.Expr, second: sympy.Expr) -> ExtensiveForm:
    """A is indifferent whatever the numbers are, and B goes in if war is likely to pay."""
    lottery = Chance(
        {
            "lost": (first, Terminal("war", {"A": 1, "B": 0})),
            "won": (second, Terminal("war", {"A": 1, "B": 1})),
        }
    )
    reply = Decision("A", {"left": lottery, "right": Terminal("peace", {"A": 1, "B": 0})})
    out = Terminal("stay", {"A": 0, "B": "1/2"})
    return ExtensiveForm(Decision("B", {"in": reply, "out": out}))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (P / (P + Q), Q / (P + Q)),
        (P**2 / (P**2 + P * Q), P * Q / (P**2 + P * Q)),
        ((2 * P - P) / (2 * (P + Q) / 2), 1 - P / (P + Q)),
    ],
)
def test_quotients_that_add_up_to_one_leave_a_player_indifferent(
    first: sympy.Expr, second: sympy.Expr
) -> None:
    game = indifferent(first, second)
    assert conditions(game, "war", within=RANGES).formula == sympy.Ge(Q, P)
    assert str(conditions(game, "stay", within=RANGES).possible) == "always"
    for claim in (Excluded("war"), Unique()):
        proof = prove(game, claim, within=RANGES)
        assert proof.verdict == "refuted"
        assert proof.values["q"] >= proof.values["p"]
    effects = statics(game, "war", within=RANGES).effects
    assert effects == {"p": "−", "q": "+"}
    assert all(region.outcomes for region in regions(game))


def test_quotients_that_add_up_to_one_in_a_normal_form() -> None:
    share = P / (P + Q)
    game = NormalForm(
        {"A": ["up", "down"], "B": ["in", "out"]},
        {
            ("up", "in"): (share + Q / (P + Q), share),
            ("up", "out"): (1, "1/2"),
            ("down", "in"): (1, 0),
            ("down", "out"): (1, 0),
        },
    )
    said = {
        o: conditions(game, o, solver=mixed_nash, within=RANGES)
        for o in sorted(game.outcome_labels)
    }
    for at in ({"p": "1/5", "q": "1/2"}, {"p": "1/2", "q": "1/5"}):
        found = mixed_nash(game.at(at))
        for outcome, theorem in said.items():
            assert theorem.holds(at) == any(outcome in one.outcomes for one in found)


def some_tree(rng: random.Random, depth: int) -> Node:
    if depth == 0 or rng.random() < 0.1:
        pays = {player: rng.choice([0, 1, P, P / (P + Q), Q / (P + Q)]) for player in "AB"}
        return Terminal(rng.choice(["war", "peace", "stay"]), pays)
    ways = [some_tree(rng, depth - 1) for _ in range(2)]
    if rng.random() < 0.5:
        odds = [P / (P + Q), Q / (P + Q)]
        return Chance(dict(zip("xy", zip(odds, ways, strict=True), strict=True)))
    return Decision(rng.choice("AB"), dict(zip("xy", ways, strict=True)))


def test_random_trees_with_quotient_odds_say_what_the_solver_finds() -> None:
    rng, told = random.Random(7), 0
    for _ in range(25):
        root = some_tree(rng, 3)
        if not isinstance(root, Decision):
            continue
        game = ExtensiveForm(root, players=("A", "B"))
        if not game.symbols:
            continue
        over = {symbol.name: RANGES[symbol.name] for symbol in game.symbols}
        said = {outcome: conditions(game, outcome, within=over) for outcome in game.outcome_labels}
        for _ in range(4):
            # two primes, so that nothing is a tie by chance
            at = {n: Fraction(rng.randint(101, 996), 997 if n == "p" else 1009) for n in over}
            found = subgame_perfect(game.at(at))
            for outcome, theorem in said.items():
                assert theorem.holds(at) == any(outcome in one.outcomes for one in found)
                told += 1
    assert told > 100


def test_a_ratio_has_one_form() -> None:
    one = RING(1)
    ways = [
        Ratio(p, p + q) + Ratio(q, p + q),
        Ratio(p * q, p * q),
        Ratio(3 * one, 3 * one),
        Ratio(p, q) * Ratio(q, p),
        Ratio(p, q) / Ratio(p, q),
        Ratio(p + q, one) - Ratio(p + q - 1, one),
        Ratio(q, p) ** 0,
        total(RING, [Ratio(p, p - q), Ratio(q, q - p)]),
        -Ratio(p - q, q - p),
    ]
    assert {*ways} == {number(RING, 1)}
    assert all(way.is_number and way for way in ways)
    assert not Ratio(p, q) - Ratio(p, q)
    assert Ratio(2 * p, 4 * q - 2) == Ratio(-p, 1 - 2 * q)
    assert Ratio(p, 2 * one) == number(RING, QQ(1, 2)) * Ratio(p, one)
    with pytest.raises(ZeroDivisionError, match="p is divided by zero"):
        Ratio(p, RING(0))


def test_every_way_to_a_ratio_is_the_same_key() -> None:
    rng = random.Random(3)
    some = [p, q, p + q, p - q, p * q, RING(2), 1 - p]
    for _ in range(50):
        a, b, c, d = (rng.choice(some) for _ in range(4))
        first, second = Ratio(a, b), Ratio(c, d)
        for x, y in product((first, second), repeat=2):
            assert x + y == y + x
            assert (x - y) + y == x
            assert (x * y) / y == x
            assert hash((x + y) * (x - y)) == hash(x**2 - y**2)


def test_numbers_alone_are_ratios_too() -> None:
    empty = ring_of([])
    third = Ratio(empty(1), empty(3))
    assert third == number(empty, QQ(1, 3))
    assert third / third == number(empty, 1)
    assert third.is_number


def test_names_of_a_ring_are_taken_as_they_are() -> None:
    names = ["war cost", "a, b", "x:3", "(y)"]
    assert [symbol.name for symbol in ring_of(names).symbols] == names
