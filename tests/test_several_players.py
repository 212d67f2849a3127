"""Nash equilibria of three players and more: complete, exact or enclosed, certified."""

import random
from collections.abc import Mapping
from fractions import Fraction
from importlib import import_module

import pytest

from caucasus_games import GameError, NormalForm
from caucasus_games.certificates import certified_enclosed
from caucasus_games.concepts import logit_limit, mixed_nash, pure_nash
from caucasus_games.exact import Interval
from caucasus_games.results import EnclosedEquilibrium, Equilibrium

MODULE = import_module("caucasus_games.concepts.several_players")


def volunteers(count: int, cost: str) -> NormalForm:
    """Everybody gains 1 if anybody pays the cost (Diekmann 1985)."""
    price = Fraction(cost)

    def payoff(move: Mapping[str, str]) -> list[Fraction]:
        ready = [action == "volunteer" for action in move.values()]
        return [any(ready) - price * own for own in ready]

    return NormalForm.from_function({p: ["volunteer", "wait"] for p in "ABCDE"[:count]}, payoff)


@pytest.mark.parametrize("count", [3, 4])
def test_the_volunteer_s_dilemma(count: int) -> None:
    # any k of them mix while the others wait: the others all wait with chance cost
    solution = mixed_nash(volunteers(count, "1/2"))
    assert len(solution) == 2**count - 1
    assert not solution.notes
    for equilibrium in solution:
        mixing = [mix for mix in equilibrium.strategies.values() if len(mix) == 2]
        for mix in mixing:
            refusal = mix["wait"]
            if isinstance(refusal, Interval):
                assert refusal.low ** (len(mixing) - 1) < Fraction(1, 2)
                assert refusal.high ** (len(mixing) - 1) > Fraction(1, 2)
                assert refusal.high - refusal.low < Fraction(1, 10**20)
            else:
                assert refusal == Fraction(1, 2) ** (1 if len(mixing) == 2 else 0)


def test_rational_roots_are_exact() -> None:
    solution = mixed_nash(volunteers(3, "1/4"))
    assert [type(e) for e in solution] == [Equilibrium] * 7
    last = solution.exact[-1]
    assert last.strategies["A"] == {"volunteer": Fraction(1, 2), "wait": Fraction(1, 2)}
    assert last.outcomes["wait, wait, wait"] == Fraction(1, 8)


def test_irrational_ones_say_what_they_are() -> None:
    solution = mixed_nash(volunteers(3, "1/2"))
    last = solution.equilibria[-1]
    assert isinstance(last, EnclosedEquilibrium)
    assert float(last.strategies["A"]["wait"]) == pytest.approx(0.5**0.5)
    assert float(last.outcomes["wait, wait, wait"]) == pytest.approx(0.5**1.5)
    assert Fraction(1, 2) in last.payoffs["A"]
    assert solution.exact == solution.equilibria[:-1]
    assert "A: volunteer ≈0.293 or wait ≈0.707; B:" in repr(solution)


@pytest.mark.parametrize("sizes", [(2, 2, 2), (3, 2, 2), (2, 2, 2, 2), (3, 3, 3)])
@pytest.mark.parametrize("seed", range(5))
def test_there_is_an_odd_number_and_every_pure_one(sizes: tuple[int, ...], seed: int) -> None:
    rng = random.Random(seed)
    game = NormalForm.from_function(
        {f"P{i}": [f"a{k}" for k in range(size)] for i, size in enumerate(sizes)},
        lambda _: [rng.getrandbits(30) for _ in sizes],
    )
    solution = mixed_nash(game)
    assert not solution.notes
    assert len(solution) % 2 == 1
    assert {e.path for e in pure_nash(game)} <= {e.path for e in solution}


def test_a_dummy_does_not_change_the_equilibria_of_two() -> None:
    rng = random.Random(3)
    two = NormalForm.from_function(
        {"A": ["x", "y", "z"], "B": ["x", "y"]}, lambda _: [rng.randint(0, 99) for _ in "AB"]
    )
    three = NormalForm(
        {**two.actions, "C": ["only"]}, {(*p, "only"): (*x, 0) for p, x in two.numbers.items()}
    )
    assert [e.strategies.delete("C") for e in mixed_nash(three).exact] == [
        e.strategies for e in mixed_nash(two).exact
    ]


def test_a_degenerate_game_says_where_and_shows_one() -> None:
    nothing = NormalForm.from_function({p: ["x", "y"] for p in "ABC"}, lambda _: (0, 0, 0))
    solution = mixed_nash(nothing)
    assert len(solution) == 8
    assert "the game is degenerate: where the players mix between (A: x; B: x; C: x or y)" in repr(
        solution
    )
    assert "and 17 more there may be equilibria that are not isolated" in repr(solution)

    # A and B play pennies; C is indifferent
    def pennies(move: Mapping[str, str]) -> tuple[int, int, int]:
        same = 1 if move["A"] == move["B"] else -1
        return (same, -same, 0)

    some = mixed_nash(NormalForm.from_function({p: ["x", "y"] for p in "ABC"}, pennies))
    assert [e.strategies["A"]["x"] for e in some.exact] == [Fraction(1, 2)] * 2
    assert [list(e.strategies["C"]) for e in some] == [["x"], ["y"]]


def test_where_a_segment_is_all_there_is_points_of_it_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Nau, Gomez Canovas & Hansen (2004), section 6: the equilibria are a line segment
    rows = ["200", "021", "011", "102", "102", "011", "021", "200"]
    rows += ["101", "020", "012", "201", "201", "012", "020", "101"]
    actions = {"A": ["t", "b"], "B": ["l", "r"], "C": ["1", "2", "3", "4"]}
    cells = ((a, b, c) for c in actions["C"] for b in "lr" for a in "tb")
    game = NormalForm(
        actions, {cell: [int(x) for x in row] for cell, row in zip(cells, rows, strict=True)}
    )
    solution = mixed_nash(game)
    assert "not isolated" in solution.notes[0]
    half = Fraction(1, 2)
    assert [dict(e.strategies["C"]) for e in solution] == [
        {"1": half, "2": half},
        {"3": half, "4": half},
    ]
    monkeypatch.setattr(MODULE, "_ROUGH", 1)
    assert repr(mixed_nash(game)).startswith(
        "no Nash equilibrium found\n  note: the game is degenerate"
    )


def test_a_root_on_the_border_belongs_to_the_smaller_support() -> None:
    # A is indifferent only if B never plays y
    game = NormalForm(
        {"A": ["x", "y"], "B": ["x", "y"], "C": ["only"]},
        {
            ("x", "x", "only"): (1, 1, 0),
            ("x", "y", "only"): (0, 0, 0),
            ("y", "x", "only"): (1, 0, 0),
            ("y", "y", "only"): (1, 1, 0),
        },
    )
    solution = mixed_nash(game)
    assert [list(e.strategies["B"]) for e in solution] == [["x"], ["y"]]
    assert "(A: x or y; B: x; C: only)" in solution.notes[0]


@pytest.mark.parametrize("coarse", ["_CLOSE", "_RADIUS"])
def test_a_place_that_is_not_told_is_said(coarse: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # with a coarse eye, a gain is too close to zero to tell, or the proof fails
    monkeypatch.setattr(MODULE, coarse, Fraction(1))
    solution = mixed_nash(volunteers(3, "1/2"))
    assert len(solution) == 6
    assert "degenerate" in solution.notes[0]


@pytest.mark.parametrize("cost", ["1/2", "1/4"])
@pytest.mark.parametrize(("prize", "kept"), [("1/4", 1), ("7/8", 0)])
def test_a_root_at_which_another_action_is_better_is_none(cost: str, prize: str, kept: int) -> None:
    # volunteering and waiting pay the same where all mix; A may do something else instead
    base = volunteers(3, cost)
    actions = {**base.actions, "A": [*base.actions["A"], "profit"]}
    payoffs = dict(base.numbers)
    for b in base.actions["B"]:
        for c in base.actions["C"]:
            payoffs["profit", b, c] = (Fraction(prize), *base.numbers["wait", b, c][1:])
    found = [
        e
        for e in mixed_nash(NormalForm(actions, payoffs))
        if [list(mix) for mix in e.strategies.values()] == [["volunteer", "wait"]] * 3
    ]
    assert len(found) == kept


def test_the_limit_of_logit_may_be_irrational() -> None:
    (limit,) = logit_limit(volunteers(3, "1/2"))
    assert isinstance(limit, EnclosedEquilibrium)
    assert float(limit.strategies["B"]["wait"]) == pytest.approx(0.5**0.5)


def test_games_that_are_too_large_or_small_are_refused() -> None:
    five = NormalForm.from_function({p: list("wxyz") for p in "ABC"}, lambda _: (0, 0, 0))
    with pytest.raises(GameError, match=r"up to 8 free probabilities .* and the game has 9"):
        mixed_nash(five)
    with pytest.raises(GameError, match="two players or more and the game has 1: pure_nash finds"):
        mixed_nash(NormalForm({"A": ["x"]}, {("x",): [1]}))


PENNIES = NormalForm.from_arrays(
    [[2, 0], [0, 1], [1, 1]],
    [[1, 0], [0, 2], [0, 0]],
    actions={"A": ["x", "y", "z"], "B": ["x", "y"]},
)
THIRD = Fraction(1, 3)


@pytest.mark.parametrize(
    ("place", "radius", "sentence"),
    [
        (
            {"A": {"x": "2/3", "y": "1/3"}, "B": {"x": "1/3", "y": "2/3"}},
            "1/9",
            "A may gain by 'z'",
        ),
        (
            {"A": {"x": "2/3", "y": "1/3"}, "B": {"x": "1/3", "y": "2/3"}},
            "1/2",
            "leave its support",
        ),
        ({"A": {"x": "1/2", "y": "1/2"}, "B": {"x": "1/3", "y": "2/3"}}, "1/9", "another place"),
    ],
)
def test_a_proof_that_fails_says_so(
    place: Mapping[str, Mapping[str, str]], radius: str, sentence: str
) -> None:
    near = {p: {a: Fraction(q) for a, q in mix.items()} for p, mix in place.items()}
    slopes = [[Fraction(0), THIRD], [THIRD, Fraction(0)]]
    with pytest.raises(GameError, match=sentence):
        certified_enclosed(PENNIES, near, Fraction(radius), slopes)
