"""Markov perfect equilibria of random games: against every policy, and in every reading."""

import random
from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
import sympy
from brute import policies, some_game

from caucasus_games import GameError, sweep
from caucasus_games.algebra.formula import holds
from caucasus_games.certificates import certified_markov
from caucasus_games.concepts import markov_logit, markov_perfect
from caucasus_games.concepts.markov_cases import markov_cases
from caucasus_games.games import MarkovGame, Stage
from caucasus_games.readings.symbols import Symbols
from caucasus_games.sweeps import Run

X, Y, Z = sympy.symbols("x y z")
POINTS = ["-1", "1/2", "1"]
Strategies = Mapping[str, Mapping[str, Any]]


def plan(strategies: Strategies) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((name, *mix) for name, mix in strategies.items()))


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(40))
def test_every_pure_stationary_equilibrium_is_that_of_trying_all_policies(seed: int) -> None:
    rng = random.Random(seed)
    game = some_game(rng, rng.choice([2, 2, 3]), rng.choice([2, 3]))
    wanted = {
        plan({f"{p} in {s}": {a: 1} for s in choice for p, a in _played(game, s, choice[s])}): worth
        for choice, worth in policies(game)
    }
    found = {plan(one.strategies): one for one in markov_perfect(game)}
    assert found.keys() == wanted.keys()
    for name, one in found.items():
        for i, player in enumerate(game.players):
            paid = [sympy.Rational(one.values[state][player]) for state in game.stages]
            assert paid == wanted[name][i]


def _played(game: MarkovGame, state: str, profile: tuple[str, ...]) -> Any:
    return zip(game.stages[state].actions, profile, strict=True)


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(12))
def test_logit_equilibria_of_random_games_are_fixed_points(seed: int) -> None:
    rng = random.Random(seed)
    game = some_game(rng, rng.choice([2, 3]), 2)
    for shocks in (True, False):
        found = markov_logit(game, rng.choice([1, 3]), shocks=shocks, starts=20, seed=seed)
        assert len(found) >= 1
        assert all(one.residual <= 1e-12 for one in found)
        assert "sum to 1;" in found.notes[0]


def test_several_equilibria_at_a_draw_are_all_counted() -> None:
    # ties at every draw, and a number that makes none
    stage = Stage(
        {"A": "xy", "B": "xy"},
        {p: [X, X] if p[0] == p[1] else [0, 0] for p in product("xy", repeat=2)},
        {p: "s" if p[0] == "x" else "t" for p in product("xy", repeat=2)},
    )
    rest = Stage({"A": "xy"}, {"x": [1, 1], "y": [1, Y]}, "t", {"y": "war"})
    game = MarkovGame({"s": stage, "t": rest}, "1/2", players=["A", "B"], otherwise="peace")
    points = {"x": ["-1", "2"], "y": ["1", "3"]}
    found = sweep(game, grid=points, solver=markov_perfect, on=Run(workers=1))
    for x, y in product(*points.values()):
        here = found.isel(setup=0, x=points["x"].index(x), y=points["y"].index(y))
        own = markov_perfect(game.at({"x": x, "y": y}))
        assert int(here.equilibria) == len(own)
        worst = min((float(e.payoffs["B"]) for e in own), default=float("nan"))
        assert float(here.sel(player="B").payoff_low) == pytest.approx(worst, nan_ok=True)


def test_draws_of_too_many_equilibria_are_refused() -> None:
    tie = Stage({"A": "xy"}, {"x": [X], "y": [X]}, "s")
    game = MarkovGame({"s": tie}, "1/2", players=["A"], horizon=11)
    with pytest.raises(GameError, match="more than 1,000 equilibria at a draw"):
        sweep(game, grid={"x": ["0", "1"]}, on=Run(workers=1))


def test_what_is_no_equilibrium_gets_no_certificate() -> None:
    stage = Stage({"A": "xy"}, {"x": [1], "y": [0]}, "s")
    game = MarkovGame({"s": stage}, "1/2", players=["A"])
    with pytest.raises(GameError, match="no equilibrium: A gains 1 by deviating"):
        certified_markov(game, {0: {"A": {"y": Fraction(1)}}})


def test_cases_of_payoffs_that_cannot_come_together_are_left_out() -> None:
    # of three payoffs with two cases each, one choice of cases goes round: x > y > z > x
    paid = [sympy.Max(X, Y), sympy.Max(Y, Z), sympy.Max(Z, X + 1)]
    game = MarkovGame({"s": Stage({}, {(): paid}, "s")}, "1/2", players=["A", "B", "C"])
    ranges = {name: (Fraction(0), Fraction(3)) for name in "xyz"}
    cases = [case.formula for case in markov_cases(Symbols(game, ranges))]
    assert len(cases) == 7
    for x, y, z in ((2, 1, "1/2"), (1, "3/2", 3), (0, 2, "1/2")):
        values = {"x": Fraction(x), "y": Fraction(y), "z": Fraction(z)}
        assert sum(holds(formula, values) for formula in cases) == 1


def test_what_a_short_look_does_not_refute_a_thorough_one_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # all go only where x > y > z > x
    gains = [X - Y, Y - Z, Z - X - 1]
    paid = {
        acts: [gain if act == "go" else 0 for gain, act in zip(gains, acts, strict=True)]
        for acts in product(("go", "stay"), repeat=3)
    }
    stage = Stage({player: ["go", "stay"] for player in "ABC"}, paid, "s")
    game = MarkovGame({"s": stage}, "1/2", players=["A", "B", "C"], horizon=1)
    ranges = {name: (Fraction(0), Fraction(3)) for name in "xyz"}
    whole = [case.moves for case in markov_cases(Symbols(game, ranges))]
    monkeypatch.setattr("caucasus_games.algebra.refutations._QUICK", (1, 0))
    assert [case.moves for case in markov_cases(Symbols(game, ranges))] == whole
    assert len(whole) == 7


def test_what_has_no_chance_is_neither_played_nor_reached() -> None:
    stage = Stage({"A": "xy"}, {"x": [1], "y": [0]}, {"x": {"s": 1 - X, "t": X}, "y": "t"})
    last = Stage({}, {(): [0]}, "t", {(): "war"})
    game = MarkovGame({"s": stage, "t": last}, "1/2", players=["A"], otherwise="peace").at({"x": 0})
    whole, none = Fraction(1), Fraction(0)
    found = certified_markov(game, {0: {"A": {"x": whole, "y": none}}, 1: {}})
    assert found == certified_markov(game, {0: {"A": {"x": whole}}, 1: {}})
    assert found.chain.moves == {"s": {"s": 1}}
    assert found.outcomes == {"peace": 1}


@pytest.mark.parametrize("seed", range(60, 100))
def test_mixed_equilibria_are_certified_where_no_pure_one_is(seed: int) -> None:
    rng = random.Random(seed)
    game = some_game(rng, 2, 2)
    pure = markov_perfect(game)
    mixed = markov_perfect(game, mixed=True)
    if len(pure):
        assert [one.strategies for one in mixed] == [one.strategies for one in pure]
    for one in mixed:
        assert set(one.regret.values()) == {0}
        for mix in one.strategies.values():
            assert sum(mix.values()) == 1


def test_draws_without_an_equilibrium_in_pure_strategies_go_no_further() -> None:
    sides = {(a, b): [1, -X] if a == b else [-1, X] for a, b in product("ht", repeat=2)}
    last = Stage({"A": "ht", "B": "ht"}, sides, "t")
    first = Stage({"A": ["go", "stay"]}, {"go": [0, 0], "stay": [Y, 0]}, "s")
    game = MarkovGame(
        {"f": first, "s": last, "t": Stage({}, {(): [0, 0]}, "t")}, "1/2", players=["A", "B"]
    )
    found = sweep(game, grid={"x": ["-1", "1"], "y": ["-1", "1"]}, on=Run(workers=1))
    assert found.equilibria.values.reshape(2, 2).tolist() == [[2, 2], [0, 0]]


@pytest.mark.parametrize("seed", [0, 8, 9, 13, 21])
def test_draws_say_what_is_found_at_values(seed: int) -> None:
    game = some_game(random.Random(seed), 2, 2, [X, Y, X - Y, -X])
    names = sorted(symbol.name for symbol in game.symbols)
    found = sweep(game, grid=dict.fromkeys(names, POINTS), on=Run(workers=1))
    for at in product(POINTS, repeat=len(names)):
        places: dict[Any, Any] = {n: POINTS.index(x) for n, x in zip(names, at, strict=True)}
        here = found.isel({"setup": 0, **places})
        own = markov_perfect(game.at(dict(zip(names, at, strict=True))))
        assert int(here.equilibria) == len(own)
        for outcome in game.outcome_labels if len(own) else ():
            chances = [float(e.outcomes.get(outcome, 0)) for e in own]
            low, high = (
                float(here.sel(outcome=outcome)[f"probability_{k}"]) for k in ("low", "high")
            )
            assert (low, high) == pytest.approx((min(chances), max(chances)), abs=1e-6)


def test_what_comes_at_last_comes_surely_at_draws_too() -> None:
    quiet = Stage({}, {(): [X]}, {"s": "1/2", "u": "1/4", "t": "1/4"})
    again = Stage({}, {(): [0]}, {"s": "1/2", "end": "1/2"})
    war = Stage({}, {(): [0]}, "t", "war")
    rest = Stage({}, {(): [0]}, "end")
    game = MarkovGame(
        {"s": quiet, "u": again, "t": war, "end": rest}, "1/2", players=["A"], otherwise="peace"
    )
    found = sweep(game, grid={"x": ["0", "1"]}, on=Run(workers=1)).isel(setup=0, x=1)
    # from s war comes with q = q/2 + q/8 + 1/4
    assert float(found.sel(outcome="war").probability_low) == pytest.approx(2 / 3)
    assert markov_perfect(game.at({"x": 1})).equilibria[0].outcomes["war"] == Fraction(2, 3)
