"""What was estimated from choices, with how sure it is and what other equilibria would say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import fraction
from caucasus_games.text.html import table
from caucasus_games.text.plain import columns, counted, plain

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from caucasus_games.evidence.choices import Choices
    from caucasus_games.evidence.climb import Summit

    Numbers = npt.NDArray[np.float64]

PRECISION = "precision"
_TITLES = ("number", "estimate", "standard error")
# of a profile, on both sides of the estimate
_WIDE, _POINTS = 3.0, 13

Played = Mapping[str, Mapping[str, Mapping[str, float]]]


@dataclass(frozen=True)
class Branch:
    """What is estimated if play follows one branch of equilibria.

    Parameters
    ----------
    name : str
        Which it is, such as *from zero*; else the situation in which another is taken.
    estimates : immutabledict of str to float
        By number.
    log_likelihood : float
        Of the choices.
    played : mapping
        By situation, agent and action the probability.
    end : str
        Why this is no maximum, if it is none.
    """

    name: str
    estimates: immutabledict[str, float]
    log_likelihood: float
    played: Played
    end: str


@dataclass(frozen=True, repr=False, eq=False)
class Fit:
    """Estimates of the precision of play, and of numbers in payoffs.

    Parameters
    ----------
    choices : tuple of Choices
        What was chosen, by game.
    summit : Summit
        Where the climb has ended.
    covariance : numpy.ndarray
        Of the estimates, from the information observed. Shape ``(numbers, numbers)``.
    branches : tuple of Branch
        The one that was taken; then what others would say.
    notes : tuple of str
        What else is to be known.
    """

    choices: tuple[Choices, ...]
    summit: Summit
    covariance: Numbers
    branches: tuple[Branch, ...]
    notes: tuple[str, ...]

    @property
    def estimates(self) -> immutabledict[str, float]:
        """The estimate of each number."""
        return self.branches[0].estimates

    @property
    def log_likelihood(self) -> float:
        """Of the choices, at the estimates."""
        return self.branches[0].log_likelihood

    @property
    def standard_errors(self) -> immutabledict[str, float]:
        """The standard error of each number."""
        spreads = (sqrt(own[k]) for k, own in enumerate(self.covariance.tolist()))
        return immutabledict(zip(self.estimates, spreads, strict=True))

    @cached_property
    def even(self) -> float:
        """The log-likelihood if every action were as likely."""
        return sum(count * log(1 / len(own)) for own in self._counts() for count in own)

    @cached_property
    def free(self) -> float:
        """The log-likelihood if each agent's actions were as likely as they were often chosen."""
        return sum(c * log(c / sum(own)) for own in self._counts() for c in own if c)

    def interval(self, name: str, share: float = 0.9) -> tuple[float, float]:
        """Return the range about an estimate that holds the truth in a share of such records.

        Parameters
        ----------
        name : str
            The number.
        share : float
            Between 0 and 1.

        Returns
        -------
        tuple of float
            Low and high, as of a normal distribution.

        Raises
        ------
        GameError
            If the number is not estimated or the share is none.
        """
        self._check(name)
        if not 0 < share < 1:
            raise GameError(f"share is {share!r}: give a number between 0 and 1")
        wide = NormalDist().inv_cdf((1 + share) / 2) * self.standard_errors[name]
        return self.estimates[name] - wide, self.estimates[name] + wide

    def profile(self, name: str, values: Iterable[object] | None = None) -> pd.Series[float]:
        """Return the highest log-likelihood at values of one number, the others at their best.

        Parameters
        ----------
        name : str
            The number.
        values : iterable of exact number, optional
            By default 13 from three standard errors below the estimate to three above.

        Returns
        -------
        pandas.Series
            By value of the number, along the equilibria of the estimate; not a number beyond where
            these end.

        Raises
        ------
        GameError
            If the number is not estimated, or a value is none that it may have.
        """
        import pandas as pd

        from caucasus_games.evidence.climb import climbed, walked

        self._check(name)
        place = list(self.estimates).index(name)
        free = [k for k in range(len(self.estimates)) if k != place]
        likelihood = self.summit.likelihood.followed(self.summit.reading)
        found = {}
        for value in self._along(name, values):
            # the others go along as the estimates do
            along = self.covariance[place] / self.covariance[place, place]
            at = self.summit.at + (value - self.summit.at[place]) * along
            if PRECISION in self.estimates and name != PRECISION:
                at[0] = max(at[0], self.estimates[PRECISION] / 2)
            there = walked(likelihood, self.summit.at, at)
            found[value] = climbed(there, at, free).reading.value if there else float("nan")
        return pd.Series(found, name="log-likelihood").rename_axis(name)

    def _along(self, name: str, values: Iterable[object] | None) -> list[float]:
        if values is not None:
            along = [float(fraction(value, name)) for value in values]
        else:
            middle, wide = self.estimates[name], _WIDE * self.standard_errors[name]
            along = [middle + wide * (2 * k / (_POINTS - 1) - 1) for k in range(_POINTS)]
            if name == PRECISION:
                along = [value for value in along if value > 0]
        if name == PRECISION and min(along, default=1.0) <= 0:
            raise GameError(f"the precision is {min(along):g}: give values above zero")
        return along

    def to_dataframe(self) -> pd.DataFrame:
        """Return what was chosen and what the estimates say, as a pandas DataFrame.

        Returns
        -------
        pandas.DataFrame
            One row for each situation, agent and action, with ``count``, ``share`` and ``fitted``.
        """
        import pandas as pd

        rows = []
        played = self.branches[0].played
        for one in self.choices:
            for d, situation in enumerate(one.labels):
                for agent, place in one.agents:
                    own = one.counts[place, d]
                    for (action, fitted), count in zip(
                        played[situation][agent].items(), own.tolist(), strict=True
                    ):
                        share = count / own.sum() if own.sum() else float("nan")
                        rows.append((situation, agent, action, count, share, fitted))
        titles = ["situation", "agent", "action", "count", "share", "fitted"]
        return pd.DataFrame(rows, columns=titles)

    def _counts(self) -> Iterator[list[float]]:
        """Yield how often each agent in each situation chose each action."""
        for one in self.choices:
            for d in range(len(one.labels)):
                for _, place in one.agents:
                    yield one.counts[place, d].tolist()

    def _check(self, name: str) -> None:
        if name not in self.estimates:
            raise unknown("estimate", name, self.estimates)

    def _rows(self) -> list[tuple[str, ...]]:
        errors = self.standard_errors
        return [(name, f"{x:.4g}", f"{errors[name]:.3g}") for name, x in self.estimates.items()]

    def _head(self) -> str:
        first = self.choices[0].game.title or "a game"
        named = first if len(self.choices) == 1 else counted(len(self.choices), "game")
        total = sum(float(one.counts.sum()) for one in self.choices)
        return (
            f"{named}, {total:,.7g} choices: log-likelihood {self.log_likelihood:.2f}, of even "
            f"play {self.even:.2f}, at best {self.free:.2f}"
        )

    def __repr__(self) -> str:
        told = columns(_TITLES, *self._rows(), indent="  ")
        return plain(self._head()) + "\n" + "\n".join([*told, *self._notes()])

    def _notes(self) -> list[str]:
        return [plain(f"note: {note}") for note in self.notes]

    def _repr_html_(self) -> str:
        notes = "".join(f"<p>{note}</p>" for note in self._notes())
        return f"<p>{self._head()}</p>{table(_TITLES, self._rows())}{notes}"
