"""Whose preference the sign of a polynomial is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Margin:
    """Who prefers what to what.

    Parameters
    ----------
    player : str
        Who decides.
    words : str
        Such as ``"sign rather than wait"``.
    after : tuple of str
        What happened before, where that must be told.
    """

    player: str
    words: str
    after: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = f", after {', '.join(self.after)}" if self.after else ""
        return f"{self.player}{place}: {self.words}"
