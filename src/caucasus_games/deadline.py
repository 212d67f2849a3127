"""A limit on the time that an answer may take, kept by whoever works on it."""

import time
from collections.abc import Callable

from caucasus_games.errors import GameError


def deadline(seconds: float | None) -> Callable[[], None]:
    """Return what raises an error when it is called later than so many seconds from now."""
    if seconds is None:
        return lambda: None
    if not seconds > 0:
        raise GameError(f"time_limit is {seconds}: give seconds above zero, or leave it out")
    end = time.monotonic() + seconds

    def check() -> None:
        if time.monotonic() > end:
            raise GameError(
                f"no answer within {seconds:g} s: give more time_limit, narrow the ranges with "
                "within, or fix parameters with at()"
            )

    return check
