"""An obstacle: what stands between the players and an outcome, and the values that lift it."""

from collections.abc import Mapping
from dataclasses import dataclass

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.exact import by_name, fraction, show


@dataclass(frozen=True, repr=False)
class Obstacle:
    """Something that may stand in the way of an outcome.

    Parameters
    ----------
    name : str
        How results call it.
    lifted : mapping of str to exact number
        The values of parameters at which it is not there.
    account : str
        What is then so, in a phrase.

    Raises
    ------
    GameError
        If it has no name or no values, or a value is no exact number.

    Examples
    --------
    >>> Obstacle("vote", {"referendum_passes": 1}, "the voters approve for certain")
    vote: the voters approve for certain (referendum_passes = 1)
    """

    name: str
    lifted: Mapping[str, object]
    account: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name or not self.lifted:
            raise GameError(
                f"an obstacle has a name and values at which it is lifted, and got {self.name!r} "
                f"and {self.lifted!r}: give both, as in Obstacle('vote', {{'passes': 1}})"
            )
        values = {name: fraction(x, name) for name, x in by_name(self.lifted).items()}
        object.__setattr__(self, "lifted", immutabledict(values))

    def __repr__(self) -> str:
        values = ", ".join(f"{name} = {show(fraction(x, name))}" for name, x in self.lifted.items())
        return (
            f"{self.name}: {self.account} ({values})" if self.account else f"{self.name}: {values}"
        )
