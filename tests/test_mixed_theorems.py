"""Conditions of mixed equilibria against the exact solver at random values."""

import random
from fractions import Fraction
from itertools import product

import pytest
import sympy
from agreement import untied

from caucasus_games import GameError, conditions, regions
from caucasus_games.concepts import mixed_nash, pure_nash
from caucasus_games.games import NormalForm
from caucasus_games.guarantors import NONE
from caucasus_games.models import guarantee
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.theorems.equilibria import read
from caucasus_games.theorems.theorem import theorem

X, Y, Z = sympy.symbols("x y z")


def some_table(rng: random.Random, rows: int, columns: int) -> NormalForm:
    # few symbols and small numbers, so that some replies are equal whatever the values are
    choices = [0, 1, 2, X, Y, -X, X - Y, Z]
    actions = {"A": [f"a{k}" for k in range(rows)], "B": [f"b{k}" for k in range(columns)]}
    return NormalForm(
        actions, {p: (rng.choice(choices), rng.choice(choices)) for p in product(*actions.values())}
    )


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("rows", "columns", "seed"),
    [(2, 2, seed) for seed in range(12)] + [(2, 3, seed) for seed in range(4)] + [(3, 3, 1)],
)
def test_an_outcome_is_possible_where_some_equilibrium_brings_it(
    rows: int, columns: int, seed: int
) -> None:
    rng = random.Random(seed)
    game = some_table(rng, rows, columns)
    listing = read(game, None, mixed_nash)
    theorems = [theorem(listing, o) for o in sorted(game.outcome_labels)]
    for _ in range(12):
        at = untied(game, rng)
        found = [equilibrium.outcomes for equilibrium in mixed_nash(game.at(at))]
        for one in theorems:
            assert one.holds(at) == any(one.outcome in ends for ends in found), (at, one.outcome)
            assert one.guaranteed.holds(at) == all(one.outcome in ends for ends in found)


def test_matching_pennies_mixes_everywhere() -> None:
    match: dict[tuple[str, ...], list[object]] = {
        ("a", "c"): [X, -1],
        ("a", "d"): [-1, 1],
        ("b", "c"): [0, 1],
        ("b", "d"): [0, -1],
    }
    low, high = Fraction(-1, 2), Fraction(1)
    x = Parameter("x", "x", "share", low, low, high, "assumption: for a test", "uniform")
    game = NormalForm({"A": ["a", "b"], "B": ["c", "d"]}, match, parameters=Parameters([x]))
    assert conditions(game, "a, c", solver=pure_nash).formula == sympy.false
    theorem = conditions(game, "a, c", solver=mixed_nash)
    assert theorem.formula == (X >= 0)
    assert str(theorem).startswith("a, c is in a Nash equilibrium if")
    assert theorem.ways[0].path == "a or b → c or d"
    assert {region.outcomes for region in regions(game, solver=mixed_nash)} == {
        ("a, c", "a, d", "b, c", "b, d"),
        ("b, c",),
    }


def test_chances_by_cases_and_certain_ones() -> None:
    chance = sympy.Piecewise((1, X >= 1), (0, True))
    game = NormalForm(
        {"A": ["go"], "B": ["come"]},
        {("go", "come"): (1, 1)},
        outcomes={("go", "come"): {"peace": chance, "war": 1 - chance}},
    )
    assert conditions(game, "peace", solver=mixed_nash).formula == (X >= 1)


def test_larger_games_are_refused() -> None:
    with pytest.raises(GameError, match="two players with up to 3 actions each, and the game has"):
        conditions(guarantee(NONE), "peace", solver=mixed_nash)
