"""Bargaining of two players, and the correlated equilibrium for who gets least."""

import random
from fractions import Fraction

import pytest
from immutabledict import immutabledict

from caucasus_games import GameError, NormalForm
from caucasus_games.concepts import (
    correlated,
    correlated_polytope,
    kalai_smorodinsky,
    minmax,
    nash_bargaining,
)
from caucasus_games.results import Bargain

ZERO = {"A": 0, "B": 0}


def points(*pairs: tuple[object, object]) -> list[dict[str, object]]:
    return [{"A": a, "B": b} for a, b in pairs]


def test_bill_and_jack() -> None:
    # Nash (1950), The bargaining problem, Econometrica 18, p. 160-162: Bill gives book, whip, ball
    # and bat, Jack pen, toy and knife; the product of the gains is largest at a trade of goods
    # utilities to Bill and to Jack; what changes hands leaves one and comes to the other
    bills = {"book": (2, 4), "whip": (2, 2), "ball": (2, 1), "bat": (2, 2), "box": (4, 1)}
    jacks = {"pen": (10, 1), "toy": (4, 1), "knife": (6, 2), "hat": (2, 2)}
    trades = [(Fraction(0), Fraction(0))]
    for bill, jack in bills.values():
        trades += [(a - bill, b + jack) for a, b in trades]
    for bill, jack in jacks.values():
        trades += [(a + bill, b - jack) for a, b in trades]
    found = nash_bargaining(points(*set(trades)), ZERO)
    assert found.payoffs == {"A": 12, "B": 5}
    assert len(found.weights) == 1


def test_the_best_point_of_an_edge() -> None:
    # all of 12 can be shared, the second at a third of the worth: half each of the pie
    found = nash_bargaining(points((12, 0), (0, 4), (0, 0)), ZERO)
    assert found.payoffs == {"A": 6, "B": 2}
    assert set(found.weights.values()) == {Fraction(1, 2)}
    # with an outside option of 4 of the 12 the first gets that and half of the rest
    found = nash_bargaining(points((12, 0), (0, 4), (0, 0)), {"A": 4, "B": 0})
    assert found.payoffs == {"A": 8, "B": Fraction(4, 3)}


def test_who_can_have_more_gets_no_less() -> None:
    # Kalai & Smorodinsky (1975), p. 514-515: the second can have more and gets less by Nash's rule
    before = points((1, 0), (0, 1), ("3/4", "3/4"), (0, 0))
    after = points((1, 0), (0, 1), (1, "7/10"), (0, 0))
    assert nash_bargaining(before, ZERO).payoffs["B"] == Fraction(3, 4)
    assert nash_bargaining(after, ZERO).payoffs["B"] == Fraction(7, 10)
    shares = [kalai_smorodinsky(game, ZERO).payoffs["B"] for game in (before, after)]
    assert shares == [Fraction(3, 4), Fraction(10, 13)]


@pytest.mark.parametrize("seed", range(40))
def test_random_sets(seed: int) -> None:
    rng = random.Random(seed)
    some = points(*((rng.randint(-4, 9), rng.randint(-4, 9)) for _ in range(rng.randint(2, 7))))
    zero = {"A": rng.randint(-3, 2), "B": rng.randint(-3, 2)}
    mixtures = [
        [Fraction(k, 20) * (one[x] - other[x]) + other[x] - zero[x] for x in zero]  # type: ignore[operator]
        for one in some
        for other in some
        for k in range(21)
    ]
    if all(min(mixed) <= 0 for mixed in mixtures):
        with pytest.raises(GameError, match="nothing to bargain about"):
            nash_bargaining(some, zero)
        return
    found = nash_bargaining(some, zero)
    gains = [found.payoffs[x] - zero[x] for x in zero]
    assert all(min(own) <= 0 or own[0] * own[1] <= gains[0] * gains[1] for own in mixtures)
    # the same shape in other units has the same solution in these units
    for rule in (nash_bargaining, kalai_smorodinsky):
        scaled = points(*((3 * p["A"] + 1, p["B"] - 5) for p in some))  # type: ignore[operator]
        moved = rule(scaled, {"A": 3 * zero["A"] + 1, "B": zero["B"] - 5}).payoffs
        here = rule(some, zero).payoffs
        assert moved == {"A": 3 * here["A"] + 1, "B": here["B"] - 5}


def test_a_game_has_its_minmax_as_disagreement() -> None:
    dilemma = NormalForm.from_arrays(
        [[2, -1], [4, 0]],
        [[2, 3], [-1, 0]],
        actions={"A": ["keep", "break"], "B": ["keep", "break"]},
    )
    assert nash_bargaining(dilemma) == nash_bargaining(dilemma, minmax(dilemma, mixed=True))
    # A's gain is largest relative to B's where B is held to nothing
    assert nash_bargaining(dilemma).payoffs == {"A": 2, "B": 2}
    assert kalai_smorodinsky(dilemma).disagreement == ZERO


@pytest.mark.parametrize("rule", [nash_bargaining, kalai_smorodinsky])
def test_what_is_refused(rule: type) -> None:
    for feasible, zero, words in (
        (points((0, 0), (1, -1)), ZERO, "gives both more than without"),
        (points((-1, -1)), ZERO, "gives both more than without"),
        ([], ZERO, "at least one feasible point"),
        (points((1, 1)), None, "at least one feasible point"),
        ([{"A": 1}], ZERO, "points of two players, by name, and got"),
        ([{"A": 1, "C": 1}], ZERO, "unknown player in the feasible points 'C'"),
        (points((1, 1)), {"A": 0}, "the disagreement is of two players, by name"),
        (3, ZERO, "is for a game in normal form and got 3"),
        (NormalForm({"A": ["x"]}, {("x",): [1]}), ZERO, "is for two players and the game has 1"),
    ):
        with pytest.raises(GameError, match=words):
            rule(feasible, zero)


def payoffs(a: object, b: object) -> immutabledict[str, Fraction]:
    return immutabledict({"A": Fraction(str(a)), "B": Fraction(str(b))})


@pytest.mark.parametrize("rule", ["Nash", "Kalai–Smorodinsky"])
@pytest.mark.parametrize("agreed", [(12, 0), (3, 3), (9, 1)])
def test_a_bargain_needs_its_proof(rule: str, agreed: tuple[int, int]) -> None:
    corners = (payoffs(12, 0), payoffs(0, 4), payoffs(0, 0))
    share = Fraction(agreed[0], 12)
    mix = immutabledict({corners[0]: share, corners[1]: 1 - share})
    with pytest.raises(GameError, match=f"these payoffs are not the {rule} solution"):
        Bargain(rule, payoffs(*agreed), payoffs(0, 0), mix, corners)  # type: ignore[arg-type]
    inner = immutabledict(
        {corners[0]: Fraction(1, 4), corners[1]: Fraction(1, 4), corners[2]: Fraction(1, 2)}
    )
    with pytest.raises(GameError, match=f"these payoffs are not the {rule} solution"):
        Bargain(rule, payoffs(3, 1), payoffs(0, 0), inner, corners)  # type: ignore[arg-type]
    with pytest.raises(GameError, match="the weights do not bring about the payoffs"):
        Bargain(rule, payoffs(6, 3), payoffs(0, 0), mix, corners)  # type: ignore[arg-type]
    single = immutabledict({payoffs(6, 2): Fraction(1)})
    with pytest.raises(GameError, match="the weights do not bring about the payoffs"):
        Bargain(rule, payoffs(6, 2), payoffs(0, 0), single, corners)  # type: ignore[arg-type]


def test_both_more_by_a_single_point_is_no_bargain() -> None:
    corners = (payoffs(1, 1), payoffs(3, 3))
    with pytest.raises(GameError, match="not the Kalai–Smorodinsky solution"):
        Bargain(
            "Kalai–Smorodinsky",
            payoffs(1, 1),
            payoffs(0, 0),
            immutabledict({corners[0]: Fraction(1)}),
            corners,
        )


@pytest.mark.parametrize("seed", range(15))
@pytest.mark.parametrize("coarse", [False, True])
def test_the_egalitarian_correlated_equilibrium(seed: int, coarse: bool) -> None:
    rng = random.Random(seed)
    names = {"A": "xy", "B": "xyz" if seed % 2 else "xy"}
    game = NormalForm.from_function(names, lambda move: [rng.randint(-3, 3) for _ in names])
    (found,) = correlated(game, "egalitarian", coarse=coarse)
    polytope = correlated_polytope(game, coarse=coarse)
    vertices = [
        [
            sum(
                (q * paid[i] for q, paid in zip(v.values(), game.numbers.values(), strict=True)),
                Fraction(0),
            )
            for i in range(2)
        ]
        for v in polytope.vertices
    ]
    # the best of all: at a vertex, or where the two payoffs are equal between two of them
    best = max(min(v) for v in vertices)
    for a, b in vertices:
        for c, d in vertices:
            if (a - b) * (c - d) < 0:
                t = (b - a) / ((b - a) + (c - d))
                best = max(best, a + t * (c - a))
    assert min(found.payoffs.values()) == best


def test_an_unknown_objective_is_refused() -> None:
    game = NormalForm({"A": ["x"]}, {("x",): [1]})
    with pytest.raises(GameError, match=r"unknown objective 'fair': .*egalitarian"):
        correlated(game, "fair")  # type: ignore[arg-type]
