"""Equilibria of random games equal those that Gambit finds in rational arithmetic."""

import random
from fractions import Fraction
from typing import Any

import pytest

from caucasus_games.concepts import mixed_nash, pure_nash
from caucasus_games.formats import to_gambit
from caucasus_games.games import NormalForm
from caucasus_games.results import Solution, Solved

gambit = pytest.importorskip("pygambit", reason="pygambit is installed in the tox env oracle only")

Mixes = frozenset[tuple[tuple[Fraction, ...], ...]]


def random_game(rng: random.Random, sizes: list[int], top: int) -> NormalForm:
    actions = {f"P{i}": [f"a{j}" for j in range(size)] for i, size in enumerate(sizes)}
    return NormalForm.from_function(actions, lambda _: [rng.randint(0, top) for _ in sizes])


def ours(solution: Solution[Solved]) -> Mixes:
    game = solution.game
    assert isinstance(game, NormalForm)
    return frozenset(
        tuple(
            tuple(e.strategies[p].get(a, Fraction(0)) for a in game.actions[p])
            for p in game.players
        )
        for e in solution.exact
    )


def theirs(game: NormalForm, result: Any) -> Mixes:
    return frozenset(
        tuple(
            tuple(Fraction(int(q.numerator), int(q.denominator)) for _, q in e[player])
            for player in game.players
        )
        for e in result.equilibria
    )


@pytest.mark.parametrize("seed", range(500))
def test_extreme_equilibria_of_two_players(seed: int) -> None:
    rng = random.Random(seed)
    game = random_game(rng, [rng.randint(2, 4), rng.randint(2, 4)], rng.choice([1, 2, 3, 5, 9]))
    read = to_gambit(game)
    expected = theirs(game, gambit.nash.enummixed_solve(read, rational=True))
    assert ours(mixed_nash(game)) == expected


@pytest.mark.parametrize("seed", range(200))
def test_pure_equilibria_of_three_and_four_players(seed: int) -> None:
    rng = random.Random(seed)
    sizes = [rng.randint(2, 3) for _ in range(rng.choice([3, 4]))]
    game = random_game(rng, sizes, 3)
    read = to_gambit(game)
    assert ours(pure_nash(game)) == theirs(game, gambit.nash.enumpure_solve(read))
