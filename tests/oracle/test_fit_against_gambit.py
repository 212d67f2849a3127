"""Maximum likelihood on the branch from precision zero equals Gambit's."""

import random

import pytest

from caucasus_games import NormalForm
from caucasus_games.concepts import quantal_response
from caucasus_games.evidence import fit
from caucasus_games.formats import to_gambit

gambit = pytest.importorskip("pygambit", reason="pygambit is installed in the tox env oracle only")


def drawn_table(seed: int) -> NormalForm:
    rng = random.Random(seed)
    actions = {"A": ["a", "b", "c"], "B": ["x", "y"]}
    return NormalForm.from_function(actions, lambda _: [rng.randint(0, 9), rng.randint(0, 9)])


def counted(game: NormalForm, seed: int) -> dict[str, dict[str, int]]:
    """Count choices of players who err now and then, each at least once."""
    rng = random.Random(seed)
    (found,) = quantal_response(game, 0.4)
    return {
        agent: {a: 1 + sum(rng.random() < q for _ in range(60)) for a, q in mix.items()}
        for agent, mix in found.strategies.items()
    }


@pytest.mark.parametrize("seed", range(2))
def test_tables(seed: int) -> None:
    game = drawn_table(seed)
    counts = counted(game, seed)
    found = fit(game, counts)
    data = to_gambit(game).mixed_strategy_profile()
    for player, own in counts.items():
        data[player] = own
    expected = gambit.qre.logit_estimate(data, local_max=True)
    assert found.log_likelihood == pytest.approx(expected.log_like, abs=1e-4)
    assert found.estimates["precision"] == pytest.approx(expected.lam, rel=1e-3)
