"""The one exception of the library, and the suggestion that an unknown name earns."""

from collections.abc import Iterable
from difflib import get_close_matches


class GameError(ValueError):
    """What was got, what is allowed and what to do instead, in one sentence.

    Examples
    --------
    >>> raise GameError("got 2 payoffs for 3 players")
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: got 2 payoffs for 3 players
    """


def unknown(kind: str, got: object, allowed: Iterable[object]) -> GameError:
    """Build the error for a name that does not exist, with the closest one that does.

    Parameters
    ----------
    kind : str
        What the name should have been, such as ``"player"``.
    got : object
        The name that was given.
    allowed : iterable
        The names that exist.

    Returns
    -------
    GameError
        To be raised by the caller.

    Examples
    --------
    >>> str(unknown("player", "Armenla", ["Armenia", "Russia"]))
    "unknown player 'Armenla': did you mean 'Armenia'? (known: Armenia, Russia)"
    """
    names = [str(name) for name in allowed]
    by_fold = {name.casefold(): name for name in names}
    close = get_close_matches(str(got).casefold(), by_fold, n=1)
    hint = f": did you mean {by_fold[close[0]]!r}?" if close else ":"
    shown = ", ".join(names[:12]) + (f", … {len(names) - 12} more" if len(names) > 12 else "")
    known = f"(known: {shown or 'none'})"
    return GameError(f"unknown {kind} {str(got)!r}{hint} {known}")
