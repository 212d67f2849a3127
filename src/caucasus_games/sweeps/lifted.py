"""What lifting each of several obstacles does, by setup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.comparison.asked import Asked
from caucasus_games.errors import unknown
from caucasus_games.models import Obstacle
from caucasus_games.sweeps.response import Measure
from caucasus_games.text.html import table
from caucasus_games.text.plain import columns, counted, plain

if TYPE_CHECKING:
    import pandas as pd

_AS_IT_IS, _NO_ONE, _ALL = "as it is", "no one is enough", "all lifted"
# setups beside each other in plain text
_BESIDE = 4


@dataclass(frozen=True)
class Lifted:
    """What lifting one obstacle alone does.

    Parameters
    ----------
    brings, takes : float
        What the outcome gains at draws where it gains, and loses where it loses; of all draws.
    error : float
        The standard error of what it brings.
    """

    brings: float
    takes: float
    error: float


@dataclass(frozen=True, repr=False)
class Obstacles:
    """What stands in the way of an outcome under each setup, and how often.

    Parameters
    ----------
    outcome : str
        The outcome.
    response : {"possible", "guaranteed", "probability"}
        What a share is of; or the mean probability.
    obstacles : tuple of Obstacle
        What was lifted, one after the other.
    setups : tuple of str
        The setups.
    lifted : immutabledict of tuple of str to Lifted
        By setup and obstacle.
    now, several, all_lifted : immutabledict of str to tuple of float
        By setup, with the standard error: the outcome as it is; what is left whichever one
        obstacle is lifted; the outcome with all of them lifted.
    draws : int
        How many draws all shares are of.
    asked : Asked
        What was asked.
    """

    outcome: str
    response: Measure
    obstacles: tuple[Obstacle, ...]
    setups: tuple[str, ...]
    lifted: immutabledict[tuple[str, str], Lifted]
    now: immutabledict[str, tuple[float, float]]
    several: immutabledict[str, tuple[float, float]]
    all_lifted: immutabledict[str, tuple[float, float]]
    draws: int
    asked: Asked

    def binding(self, setup: str) -> str:
        """Return the obstacle that brings most if it alone is lifted.

        Parameters
        ----------
        setup : str
            One of the setups.

        Returns
        -------
        str
            Its name.

        Examples
        --------
        >>> from caucasus_games.guarantors import US_OPERATOR
        >>> from caucasus_games import obstacles
        >>> from caucasus_games.models import settlement
        >>> obstacles(settlement, "peace", setups=[US_OPERATOR], draws=100).binding("US_OPERATOR")
        'vote'
        """
        if setup not in self.setups:
            raise unknown("setup", setup, self.setups)
        return max(self.obstacles, key=lambda one: self.lifted[setup, one.name].brings).name

    def to_dataframe(self) -> pd.DataFrame:
        """Return what was found as a pandas DataFrame.

        Returns
        -------
        pandas.DataFrame
            A row for each setup and obstacle, and for as it is, what no one is enough for, and all:
            what lifting it brings with its standard error, and what it takes.
        """
        import pandas as pd

        titles = ("setup", "obstacle", "share", "share ±", "takes")
        rows = [
            (setup, *row)
            for setup in self.setups
            for row in (
                (_AS_IT_IS, *self.now[setup], 0.0),
                *((one.name, *_row(self.lifted[setup, one.name])) for one in self.obstacles),
                (_NO_ONE, *self.several[setup], 0.0),
                (_ALL, *self.all_lifted[setup], 0.0),
            )
        ]
        return pd.DataFrame(rows, columns=titles).set_index(["setup", "obstacle"])

    def __repr__(self) -> str:
        told = [plain(self._head())]
        for first in range(0, len(self.setups), _BESIDE):
            setups = self.setups[first : first + _BESIDE]
            told += columns(("", *setups), *self._rows(setups), indent="  ")
        return "\n".join([*told, *(plain(f"{one}") for one in self.obstacles)])

    def _repr_html_(self) -> str:
        said = "".join(f"<li>{one}</li>" for one in self.obstacles)
        shown = table(("", *self.setups), self._rows(self.setups))
        return f"<p>{self._head()}</p>{shown}<ul>{said}</ul>"

    def _head(self) -> str:
        draws = counted(self.draws, "draw")
        said = "what lifting one obstacle alone brings (and takes)"
        if self.response == "probability":
            return f"mean probability of {self.outcome} over {draws}, in points of 100: {said}"
        return f"{self.outcome} {self.response}, in % of {draws}: {said}"

    def _rows(self, setups: Sequence[str]) -> list[tuple[str, ...]]:
        return [
            (_AS_IT_IS, *(_shown(*self.now[setup]) for setup in setups)),
            *(
                (f"+ {one.name}", *(_told(self.lifted[setup, one.name]) for setup in setups))
                for one in self.obstacles
            ),
            (_NO_ONE, *(_shown(*self.several[setup]) for setup in setups)),
            (_ALL, *(_shown(*self.all_lifted[setup]) for setup in setups)),
        ]


def _row(one: Lifted) -> tuple[float, float, float]:
    return one.brings, one.error, one.takes


def _shown(share: float, error: float) -> str:
    return f"{100 * share:.1f} ± {100 * error:.1f}"


def _told(one: Lifted) -> str:
    taken = f" (−{100 * one.takes:.1f})" if one.takes else ""
    return f"{_shown(one.brings, one.error)}{taken}"
