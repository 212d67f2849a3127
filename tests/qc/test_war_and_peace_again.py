"""War and peace derived again from its description: each side's best reply, iterated."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pytest

from caucasus_games import GuarantorSetup
from caucasus_games.concepts import markov_logit
from caucasus_games.guarantors import named
from caucasus_games.models import war_and_peace

Array = npt.NDArray[np.float64]
LEVELS = ("peace", "crisis", "war")


def payoffs(side: str, x: Mapping[str, float]) -> Array:
    """Return what a side gets by the state, its own level and the other's."""
    found = np.zeros((3, 3, 3))
    for s in range(3):
        for own in range(3):
            for other in range(3):
                if s > 0:
                    found[s, own, other] += x[f"{side}_{LEVELS[s]}_value"]
                if own > 0:
                    found[s, own, other] += x[f"{side}_{LEVELS[own]}_action"]
                if own > 0 and other > 0:
                    found[s, own, other] += x[f"both_escalate_in_{LEVELS[s]}"]
                if s > 0 and other >= s and own < s:
                    cover = x["guarantor_credibility"] * x["detection"]
                    found[s, own, other] += x[f"{side}_audience"] * (1 - cover)
    return found


def reply(paid: Array, other: Array) -> Array:
    """Return the best reply with shocks to the other's chances, by iterating on worth."""
    worth = np.zeros(3)
    then = np.maximum.outer(np.arange(3), np.arange(3))
    for _ in range(600):
        action = np.einsum("sab,sb->sa", paid + 0.9 * worth[then], other)
        top = action.max(axis=1, keepdims=True)
        worth = np.log(np.exp(action - top).sum(axis=1)) + top[:, 0]
    chances: Array = np.exp(action - worth[:, None])
    return chances


@pytest.mark.parametrize("setup", named().values(), ids=lambda s: s.name)
def test_each_side_replies_best_to_the_other_in_every_equilibrium(setup: GuarantorSetup) -> None:
    game = war_and_peace(setup)
    x = {name: float(record.central) for name, record in game.parameters.items()}
    found = markov_logit(game, 1, starts=100)
    assert sum(one.index for one in found) == 1
    for one in found:
        play = {
            side: np.array([[*one.strategies[f"{side} in {s}"].values()] for s in LEVELS])
            for side in ("Armenia", "Azerbaijan")
        }
        for side, other in (("Armenia", "Azerbaijan"), ("Azerbaijan", "Armenia")):
            best = reply(payoffs(side.lower(), x), play[other])
            assert np.abs(best - play[side]).max() < 1e-9
