"""Of more than two players every equilibrium that Gambit's enumpoly finds is found here.

The converse does not hold: enumpoly misses some that are certified here, so their number is held
to be odd instead, as it is in every nondegenerate game (Wilson 1971).
"""

import random

import pytest

from caucasus_games.concepts import mixed_nash
from caucasus_games.formats import to_gambit
from caucasus_games.games import NormalForm

gambit = pytest.importorskip("pygambit", reason="pygambit is installed in the tox env oracle only")


@pytest.mark.parametrize("sizes", [[2, 2, 2], [3, 2, 2], [3, 3, 3], [2, 2, 2, 2]], ids=str)
@pytest.mark.parametrize("seed", range(25))
def test_none_of_gambit_s_is_missing(sizes: list[int], seed: int) -> None:
    rng = random.Random(seed)
    actions = {f"P{i}": [f"a{k}" for k in range(size)] for i, size in enumerate(sizes)}
    game = NormalForm.from_function(
        actions, lambda _: [rng.randint(-(10**6), 10**6) for _ in sizes]
    )
    solution = mixed_nash(game)
    assert not solution.notes
    assert len(solution) % 2 == 1
    here = [
        [float(e.strategies[p].get(a, 0)) for p in game.players for a in actions[p]]
        for e in solution
    ]
    for profile in gambit.nash.enumpoly_solve(to_gambit(game)).equilibria:
        there = [float(q) for player in game.players for _, q in profile[player]]
        assert min(max(abs(x - y) for x, y in zip(one, there, strict=True)) for one in here) < 1e-9
