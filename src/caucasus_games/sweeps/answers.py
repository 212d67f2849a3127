"""What a sweep keeps of every draw: arrays over setups, outcomes or players, and draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from caucasus_games.errors import GameError

if TYPE_CHECKING:
    from caucasus_games.readings.tally import Tally
    from caucasus_games.sweeps.plan import Plan

Draws = slice | npt.NDArray[np.int64]

_ENDS = ("low", "high")
# of one draw under one setup: two bits and two numbers by outcome, two numbers by player, a count
_BYTES_OF_AN_OUTCOME, _BYTES_OF_A_PLAYER, _BYTES_OF_A_COUNT = 10, 8, 4


def players_of(plan: Plan) -> list[str]:
    """Return the players of all games, in order of appearance."""
    return list(dict.fromkeys(player for game in plan.games.values() for player in game.players))


def bytes_of(plan: Plan, total: int) -> int:
    """Return how much room the answers take."""
    outcomes = _BYTES_OF_AN_OUTCOME * len(plan.outcomes)
    players = _BYTES_OF_A_PLAYER * len(players_of(plan))
    return total * len(plan.games) * (outcomes + players + _BYTES_OF_A_COUNT)


class Answers:
    """The arrays, filled block by block."""

    def __init__(self, plan: Plan, total: int) -> None:
        self._plan, self.players = plan, players_of(plan)
        setups = len(plan.games)
        by_outcome = setups, len(plan.outcomes), total
        by_player = setups, len(self.players), total
        self.arrays: dict[str, npt.NDArray[np.generic]] = {
            "possible": np.zeros(by_outcome, dtype=bool),
            "guaranteed": np.zeros(by_outcome, dtype=bool),
            **{f"probability_{end}": np.full(by_outcome, np.nan, np.float32) for end in _ENDS},
            **{f"payoff_{end}": np.full(by_player, np.nan, np.float32) for end in _ENDS},
            "equilibria": np.zeros((setups, total), dtype=np.int32),
        }

    def put(
        self,
        here: slice | npt.NDArray[np.int64],
        tallies: Sequence[tuple[str, Tally]],
        stored: bool,
    ) -> None:
        """Fill in what was found at some draws; a store keeps payoffs in 32 bits alone."""
        kept = self.arrays
        for s, (name, tally) in enumerate(tallies):
            seats = [self.players.index(player) for player in self._plan.games[name].players]
            kept["possible"][s][:, here] = tally.possible
            kept["guaranteed"][s][:, here] = tally.guaranteed
            kept["equilibria"][s, here] = tally.equilibria
            some = tally.equilibria > 0
            found = (tally.least, tally.worst), (tally.most, tally.best)
            for end, (chances, payoffs) in zip(_ENDS, found, strict=True):
                kept[f"probability_{end}"][s][:, here] = np.where(some, chances, np.nan)
                self._widen(f"payoff_{end}", payoffs[:, some], stored)
                for seat, own in zip(seats, np.where(some, payoffs, np.nan), strict=True):
                    kept[f"payoff_{end}"][s, seat, here] = own

    def _widen(self, label: str, payoffs: npt.NDArray[np.float64], stored: bool) -> None:
        """Keep payoffs in 64 bits if decimals of 32 bits do not hold them."""
        sizes, limits = np.abs(payoffs[payoffs != 0]), np.finfo(np.float32)
        if not ((sizes > limits.max) | (sizes < limits.tiny)).any():
            return
        if stored:
            raise GameError(
                "a payoff is beyond 10^38 or nearer to zero than 10^-38, which a store does not "
                "keep: leave the store out, or give payoffs in other units"
            )
        self.arrays[label] = self.arrays[label].astype(np.float64)

    def over(
        self, axes: Sequence[str], shape: tuple[int, ...]
    ) -> dict[str, tuple[list[str], npt.NDArray[np.generic]]]:
        """Return each array with its dimensions, the draws or the points of a grid last."""
        found = {}
        for name, array in self.arrays.items():
            kind = "player" if name.startswith("payoff") else "outcome"
            dims = ["setup", *([kind] if array.ndim > 2 else []), *axes]
            found[name] = dims, array.reshape(*array.shape[:-1], *shape)
        return found
