"""Draws of the numbers that are weighed by what was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.evidence.observation import Observation
from caucasus_games.parameters import Relation
from caucasus_games.readings.given import told_given
from caucasus_games.text.plain import counted, plain

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    import xarray as xr

    Numbers = npt.NDArray[np.float64]

# of the numbers that were moved furthest
_SHOWN = 5


@dataclass(frozen=True, repr=False, eq=False)
class Posterior:
    """Draws of the numbers with weights by what was seen.

    Parameters
    ----------
    model : str
        The model.
    observations : tuple of Observation
        What was seen.
    precision : float
        Of the players' choices.
    values : mapping of str to numpy.ndarray
        The draws of each number; one that is another at another moment ends in the moment. Shape
        ``(draws,)``.
    likelihoods : numpy.ndarray
        How probable each observation is at each draw; shape ``(observations, draws)``.
    tried : mapping of float to numpy.ndarray
        The same likelihoods at each precision that was tried.
    given : tuple of Relation
        What is given: all draws are such that it holds.
    """

    model: str
    observations: tuple[Observation, ...]
    precision: float
    values: Mapping[str, Numbers]
    likelihoods: Numbers
    tried: Mapping[float, Numbers]
    given: tuple[Relation, ...] = ()

    @cached_property
    def weights(self) -> Numbers:
        """The weight of each draw; they add up to one. Shape ``(draws,)``."""
        return weights_of(self.likelihoods)

    @property
    def effective(self) -> float:
        """The effective sample size: how many draws of equal weight are worth as much."""
        return float(1 / (self.weights**2).sum())

    @property
    def evidence(self) -> float:
        """How probable the record is, on average over the draws."""
        return evidence_of(self.likelihoods)

    @property
    def profile(self) -> immutabledict[float, float]:
        """The evidence at each precision that was tried."""
        return immutabledict({rate: evidence_of(own) for rate, own in self.tried.items()})

    def mean(self, name: str) -> float:
        """Return the mean of a number.

        Parameters
        ----------
        name : str
            The number.

        Returns
        -------
        float
            In its unit.

        Raises
        ------
        GameError
            If it is unknown.
        """
        return float(self._drawn(name) @ self.weights)

    def interval(self, name: str, share: float = 0.9) -> tuple[float, float]:
        """Return the range that holds a share of the weight, with as much below it as above.

        Parameters
        ----------
        name : str
            The number.
        share : float
            Between 0 and 1.

        Returns
        -------
        tuple of float
            Low and high.

        Raises
        ------
        GameError
            If the number is unknown or the share is none.
        """
        import numpy as np

        if not 0 < share < 1:
            raise GameError(f"share is {share!r}: give a number between 0 and 1")
        drawn = self._drawn(name)
        order = np.argsort(drawn)
        below = np.cumsum(self.weights[order])
        tail = (1 - share) / 2
        places = np.minimum(np.searchsorted(below, [tail, 1 - tail]), len(order) - 1)
        low, high = np.sort(drawn).take(places).tolist()
        return low, high

    def taught(self) -> pd.DataFrame:
        """Return how far each observation alone moves the mean of each number.

        Returns
        -------
        pandas.DataFrame
            One row for each number and one column for each moment and for all together, in standard
            deviations of the prior; the number that is moved furthest comes first.
        """
        import pandas as pd

        alone = [weights_of(own[None]) for own in self.likelihoods]
        rows = {}
        for name, drawn in self.values.items():
            spread = drawn.std()
            moves = [(drawn @ own - drawn.mean()) / spread for own in (*alone, self.weights)]
            rows[name] = [float(move) for move in moves]
        columns = [*(one.moment for one in self.observations), "all"]
        found = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
        return found.sort_values("all", key=abs, ascending=False)

    def to_xarray(self) -> xr.Dataset:
        """Return the draws with their weights and the likelihoods, as other packages take them.

        Returns
        -------
        xarray.Dataset
            Numbers and ``weight`` by ``draw``, ``log_likelihood`` by ``moment`` and ``draw``.
        """
        import numpy as np
        import xarray as xr

        with np.errstate(divide="ignore"):
            logs = np.log(self.likelihoods)
        return xr.Dataset(
            {
                **{name: ("draw", drawn) for name, drawn in self.values.items()},
                "weight": ("draw", self.weights),
                "log_likelihood": (("moment", "draw"), logs),
            },
            coords={"moment": [one.moment for one in self.observations]},
            attrs={"model": self.model, "precision": self.precision, "evidence": self.evidence},
        )

    def _drawn(self, name: str) -> Numbers:
        if name not in self.values:
            raise unknown("number", name, self.values)
        return self.values[name]

    def __repr__(self) -> str:
        moments = ", ".join(f"{one.moment} {one.outcome}" for one in self.observations)
        draws = self.likelihoods.shape[1]
        head = (
            f"{self.model} after {moments}{told_given(self.given)}, at precision "
            f"{self.precision:g}: evidence {self.evidence:.3g}, {counted(draws, 'draw')} worth "
            f"{self.effective:.0f}"
        )
        rows = []
        for name in self.taught().index[:_SHOWN]:
            low, high = self.interval(name)
            before = self.values[name].mean()
            rows.append(
                f"  {name}: mean {before:.3g} → {self.mean(name):.3g} [{low:.3g}, {high:.3g}]"
            )
        return "\n".join([plain(head), *rows])


def weights_of(likelihoods: Numbers) -> Numbers:
    """Return the weight of each draw."""
    joint: Numbers = likelihoods.prod(axis=0)
    found: Numbers = joint / joint.sum()
    return found


def evidence_of(likelihoods: Numbers) -> float:
    """Return how probable all moments are together, on average over the draws."""
    return float(likelihoods.prod(axis=0).mean())
