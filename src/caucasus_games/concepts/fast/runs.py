"""Draws with several equilibria are solved anew for each, with what was taken before it."""

from collections.abc import Iterator
from typing import Protocol, TypeVar

from caucasus_games.errors import GameError
from caucasus_games.readings.tally import Whole

# equilibria at one draw, on average
_MOST = 1_000


class Run(Protocol):
    """Draws that are solved together."""

    @property
    def draws(self) -> Whole:
        """Their places."""


R = TypeVar("R", bound=Run)


def in_turn(runs: list[R], size: int, what: str, solver: str = "subgame_perfect") -> Iterator[R]:
    """Yield runs, and those that are added on the way, until there are too many equilibria."""
    work = 0
    while runs:
        run = runs.pop()
        work += len(run.draws)
        if work > _MOST * size:
            raise GameError(
                f"{what} more than {_MOST:,} equilibria at a draw: solve the game at fewer values "
                f"with {solver}, or fix what makes players indifferent with values"
            )
        yield run
