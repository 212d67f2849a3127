r"""How good forecasts were: beside what needs no model at all.

With :math:`p_k` the probability that was given to what then happened, the Brier score of :math:`n`
moments is :math:`\frac 1 n \sum (1 - p_k)^2` [1]_ and the logarithmic score
:math:`-\frac 1 n \sum \log \max(p_k, \varepsilon)` [2]_; both are the better, the smaller. A
forecast has skill only beside what a reader could say without it: that what happens most often in
the other moments happens again with that frequency, that the last outcome is repeated, or one half
for anything.

References
----------
.. [1] Brier (1950), Verification of forecasts expressed in terms of probability. Monthly Weather
   Review 78, 1–3.
.. [2] Good (1952), Rational decisions. Journal of the Royal Statistical Society B 14, 107–114.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.evidence.observation import Observation
from caucasus_games.evidence.weighed import Posterior, evidence_of, weights_of
from caucasus_games.games.door import check_made
from caucasus_games.text.html import table
from caucasus_games.text.plain import columns, counted, plain

if TYPE_CHECKING:
    import pandas as pd

# forecasts that the model makes, and those that need none
RANGES, OTHERS, BASE, LAST, HALF = (
    "the ranges",
    "the other moments",
    "base rate",
    "last outcome",
    "one half",
)
_TITLES = ("forecast from", "Brier", "log")


@dataclass(frozen=True, repr=False)
class Scores:
    """Forecasts of moments that are known, with what each scores.

    Parameters
    ----------
    model : str
        The model, with its precision.
    moments : tuple of str
        The moments.
    given : immutabledict of str to tuple of float
        By kind of forecast the probability that was given to what happened at each moment.
    floor : float
        The least probability that the logarithmic score counts.
    """

    model: str
    moments: tuple[str, ...]
    given: immutabledict[str, tuple[float, ...]]
    floor: float

    @property
    def brier(self) -> dict[str, float]:
        """The Brier score of each kind of forecast; the smaller, the better."""
        return {kind: sum((1 - p) ** 2 for p in own) / len(own) for kind, own in self.given.items()}

    @property
    def logarithmic(self) -> dict[str, float]:
        """The logarithmic score of each kind of forecast; the smaller, the better."""
        return {
            kind: sum(abs(log(max(p, self.floor))) for p in own) / len(own)
            for kind, own in self.given.items()
        }

    def skill(self, other: str = BASE) -> float:
        """Return by which share the model's Brier score is below that of another forecast.

        Parameters
        ----------
        other : {"base rate", "last outcome", "one half"}
            The other.

        Returns
        -------
        float
            One at best; below zero if the other is better.

        Raises
        ------
        GameError
            If there is no such forecast, or it is never wrong.
        """
        if other not in (BASE, LAST, HALF):
            raise GameError(f"skill beside {other!r}: take one of {BASE}, {LAST}, {HALF}")
        if not self.brier[other]:
            raise GameError(f"{other} is never wrong here: nothing has skill beside it")
        return 1 - self.brier[OTHERS] / self.brier[other]

    def to_dataframe(self) -> pd.DataFrame:
        """Return the probabilities of what happened as a pandas DataFrame.

        Returns
        -------
        pandas.DataFrame
            One row for each moment and one column for each kind of forecast.
        """
        import pandas as pd

        moments = pd.Index(self.moments, name="moment")
        return pd.DataFrame(dict(self.given), index=moments)

    def __repr__(self) -> str:
        told = columns(_TITLES, *self._rows(), indent="  ")
        return "\n".join([plain(self._head()), *told])

    def _repr_html_(self) -> str:
        return f"<p>{self._head()}</p>{table(_TITLES, self._rows())}"

    def _head(self) -> str:
        best = min(self.brier, key=lambda kind: self.brier[kind])
        return f"{self.model}, {counted(len(self.moments), 'moment')}: best by Brier is {best}"

    def _rows(self) -> list[tuple[str, ...]]:
        logs = self.logarithmic
        return [(kind, f"{brier:.3f}", f"{logs[kind]:.3f}") for kind, brier in self.brier.items()]


def scores(found: Posterior, *, floor: float = 0.01) -> Scores:
    """Score what a model would have said of each moment, without having seen it.

    Parameters
    ----------
    found : Posterior
        From :func:`posterior`, of two moments or more in the order of time.
    floor : float
        The least probability that the logarithmic score counts, between 0 and 1/2.

    Returns
    -------
    Scores
        *The ranges*: the mean over all draws. *The other moments*: the mean with weights by all
        moments but this one. If several precisions were tried, that of both is the one by which the
        other moments are most probable. Beside them what needs no model.

    Raises
    ------
    GameError
        If it is no posterior, there is one moment alone, or the floor is none.

    References
    ----------
    Brier (1950), Verification of forecasts expressed in terms of probability. Monthly Weather
    Review 78, 1–3.

    Examples
    --------
    >>> from caucasus_games.evidence import observations, posterior
    >>> from caucasus_games.models import commitment
    >>> found = scores(posterior(commitment, observations(commitment), draws=1_000, seed=1))
    >>> found.brier["one half"]
    0.25
    """
    check_made(found, "scores", Posterior, "posterior(model, observations)")
    if len(found.observations) < 2:
        raise GameError("scores takes two moments or more: the others are what one is foreseen by")
    if not 0 < floor < 0.5:
        raise GameError(f"floor is {floor!r}: give a probability between 0 and 1/2")
    before, after = foreseen(found)
    given: Mapping[str, Sequence[float]] = {
        RANGES: before,
        OTHERS: after,
        BASE: _base_rates(found.observations),
        LAST: _last(found.observations),
        HALF: [0.5] * len(found.observations),
    }
    return Scores(
        _named(found),
        tuple(one.moment for one in found.observations),
        immutabledict({kind: tuple(own) for kind, own in given.items()}),
        floor,
    )


def _named(found: Posterior) -> str:
    if len(found.tried) > 1:
        return f"{found.model}, its precision by the other moments"
    return f"{found.model} at precision {found.precision:g}"


def foreseen(found: Posterior) -> tuple[list[float], list[float]]:
    """Return how probable each moment is by the ranges, and by draws that the others weigh.

    The precision is the one of those tried that makes the other moments most probable.
    """
    import numpy as np

    before, after = [], []
    for k in range(len(found.observations)):
        others = {rate: np.delete(own, k, axis=0) for rate, own in found.tried.items()}
        best = max(others, key=lambda rate: evidence_of(others[rate]))
        own = found.tried[best][k]
        before.append(float(own.mean()))
        # some draw makes all moments possible, and so the others
        after.append(float(weights_of(others[best]) @ own))
    return before, after


def _base_rates(seen: Sequence[Observation]) -> list[float]:
    """Return how often what happened happened in the other moments."""
    outcomes = [one.outcome for one in seen]
    return [(outcomes.count(label) - 1) / (len(outcomes) - 1) for label in outcomes]


def _last(seen: Iterable[Observation]) -> list[float]:
    """Return whether each moment repeats the one before it; of the first nothing is known."""
    outcomes = [one.outcome for one in seen]
    return [0.5, *(float(before == after) for before, after in pairwise(outcomes))]
