r"""How sure an estimate is, by choices that are drawn again and estimated again.

At the estimates every agent is let choose as often as it did, by the probabilities of the
equilibrium, and the numbers are estimated from these choices, beginning at the first estimate [1]_.
The spread of the estimates is that of samples of this size if the model holds.

References
----------
.. [1] Efron & Tibshirani (1993), An Introduction to the Bootstrap. Chapman & Hall.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from caucasus_games.errors import GameError, unknown
from caucasus_games.evidence.fitted import Fit
from caucasus_games.games.door import check_made
from caucasus_games.sweeps.run import seed_of
from caucasus_games.text.html import table
from caucasus_games.text.plain import columns, counted, plain

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from caucasus_games.evidence.likelihood import Likelihood, Part

    Numbers = npt.NDArray[np.float64]

_TITLES = ("number", "estimate", "standard error", "drawn again", "low (5 %)", "high (95 %)")
# of the estimates that are told
_SHARE = 0.9


@dataclass(frozen=True, repr=False, eq=False)
class Bootstrap:
    """Estimates from choices that were drawn again.

    Parameters
    ----------
    fit : Fit
        The estimate that they were drawn at.
    values : mapping of str to numpy.ndarray
        By number the estimates; shape ``(times - failed,)``.
    failed : int
        From how many there was no estimate.
    """

    fit: Fit
    values: Mapping[str, Numbers]
    failed: int

    @property
    def standard_errors(self) -> dict[str, float]:
        """The standard deviation of the estimates of each number."""
        return {name: float(own.std(ddof=1)) for name, own in self.values.items()}

    def interval(self, name: str, share: float = _SHARE) -> tuple[float, float]:
        """Return the range in the middle of the estimates of a number.

        Parameters
        ----------
        name : str
            The number.
        share : float
            Of the estimates, between 0 and 1.

        Returns
        -------
        tuple of float
            Low and high.

        Raises
        ------
        GameError
            If the number is not estimated or the share is none.
        """
        import numpy as np

        if name not in self.values:
            raise unknown("estimate", name, self.values)
        if not 0 < share < 1:
            raise GameError(f"share is {share!r}: give a number between 0 and 1")
        ends = (1 - share) / 2, (1 + share) / 2
        low, high = np.quantile(self.values[name], ends).tolist()
        return low, high

    def to_dataframe(self) -> pd.DataFrame:
        """Return the estimates as a pandas DataFrame.

        Returns
        -------
        pandas.DataFrame
            One row for each time, one column for each number.
        """
        import pandas as pd

        return pd.DataFrame(dict(self.values))

    def __repr__(self) -> str:
        return "\n".join([plain(self._head()), *columns(_TITLES, *self._rows(), indent="  ")])

    def _repr_html_(self) -> str:
        return f"<p>{self._head()}</p>{table(_TITLES, self._rows())}"

    def _head(self) -> str:
        times = len(next(iter(self.values.values())))
        left = f"; {self.failed} more have no estimate" if self.failed else ""
        return f"drawn and estimated {counted(times, 'time')}{left}"

    def _rows(self) -> list[tuple[str, ...]]:
        errors, again = self.fit.standard_errors, self.standard_errors
        return [
            (
                name,
                f"{x:.4g}",
                f"{errors[name]:.3g}",
                f"{again[name]:.3g}",
                *(f"{end:.4g}" for end in self.interval(name)),
            )
            for name, x in self.fit.estimates.items()
        ]


def bootstrap(
    found: Fit, times: int = 200, *, seed: int = 0, rng: np.random.Generator | int | None = None
) -> Bootstrap:
    """Draw choices again at what was estimated, and estimate from them again.

    Parameters
    ----------
    found : Fit
        From :func:`fit`.
    times : int
        How often, at least twice.
    seed : int
        Of the choices that are drawn.
    rng : numpy.random.Generator or int, optional
        Instead of the seed: what gives one.

    Returns
    -------
    Bootstrap
        The estimates, their spread and ranges.

    Raises
    ------
    GameError
        If it is no fit, or fewer than two draws of choices have an estimate.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap. Chapman & Hall.

    Examples
    --------
    >>> from caucasus_games import NormalForm
    >>> from caucasus_games.evidence import fit
    >>> game = NormalForm.from_arrays(
    ...     [[9, 0], [0, 1]],
    ...     [[0, 1], [1, 0]],
    ...     actions={"A": ["up", "down"], "B": ["left", "right"]},
    ... )
    >>> found = fit(game, {"A": {"up": 70, "down": 30}, "B": {"left": 32, "right": 68}})
    >>> again = bootstrap(found, 50, seed=1)
    >>> low, high = again.interval("precision")
    >>> low < found.estimates["precision"] < high
    True
    """
    import numpy as np

    from caucasus_games.evidence.climb import climbed_again

    check_made(found, "bootstrap", Fit, "fit(game, choices)")
    if isinstance(times, bool) or not isinstance(times, int) or times < 2:
        raise GameError(f"times is {times!r}: give a whole number of two or more")
    generator = np.random.default_rng(seed_of(seed, rng))
    rows: list[Numbers] = []
    for _ in range(times):
        summit = climbed_again(_drawn(found, generator), found.summit.at)
        # play that is even, or exact, has no estimate
        if summit is not None:
            rows.append(summit.at)
    if len(rows) < 2:
        raise GameError(
            f"from {counted(times, 'draw')} of choices there are {len(rows)} estimates: the record "
            "is too small to say how sure they are"
        )
    values = dict(zip(found.estimates, np.array(rows).T, strict=True))
    return Bootstrap(found, values, times - len(rows))


def _drawn(found: Fit, rng: np.random.Generator) -> Likelihood:
    """Return the likelihood of choices that are drawn at the estimates."""
    summit = found.summit
    parts = tuple(
        _again(part, chances, rng)
        for part, chances in zip(summit.likelihood.parts, summit.reading.chances, strict=True)
    )
    drawn = replace(summit.likelihood, parts=parts)
    return drawn if parts[0].near is None else drawn.near_data()


def _again(part: Part, chances: Numbers, rng: np.random.Generator) -> Part:
    import numpy as np

    counts = np.zeros_like(part.choices.counts)
    for _, place in part.choices.agents:
        for d in range(counts.shape[1]):
            total = round(float(part.choices.counts[place, d].sum()))
            own = chances[place, d]
            counts[place, d] = rng.multinomial(total, own / own.sum())
    return replace(part, choices=replace(part.choices, counts=counts))
