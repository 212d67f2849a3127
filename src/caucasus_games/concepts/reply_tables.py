"""What replies pay two players, as tables."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from caucasus_games.games.profiles import Profile

X = TypeVar("X")


def reply_tables(
    payoffs: Mapping[Profile, Sequence[X]], rows: Sequence[str], columns: Sequence[str]
) -> tuple[list[list[X]], list[list[X]]]:
    """Return what each player's replies pay it, by reply and then by what the other plays."""
    return (
        [[payoffs[r, c][0] for c in columns] for r in rows],
        [[payoffs[r, c][1] for r in rows] for c in columns],
    )
