r"""Draws of parameters that do not hang on how the work is divided.

The draw :math:`k` of a parameter is :math:`F^{-1}(u_k)` with :math:`F` its distribution. Here
:math:`u_k` is the :math:`k`-th number of a generator that counts instead of remembering [1]_, with
the seed and the parameter's name as its key: it is the same in every block, on every machine, in
every game that has the parameter. So setups are compared on common random numbers. The points of a
Sobol sequence or of a Latin hypercube fill the box more evenly [2]_.

References
----------
.. [1] Salmon et al. (2011), Parallel random numbers: as easy as 1, 2, 3. SC '11.
.. [2] Owen (2013), Monte Carlo Theory, Methods and Examples, chapters 10 and 15–17.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from math import ceil, floor
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from array_api_compat import array_namespace

from caucasus_games.errors import GameError
from caucasus_games.parameters import Distribution, Parameter
from caucasus_games.parameters.distribution import distribution_of
from caucasus_games.text.plain import counted

Sampling = Literal["random", "sobol", "latin"]
Numbers = npt.NDArray[np.float64]

# bytes of the points of a sequence
_MOST_BYTES = 1_000_000_000
_HALF = Fraction(1, 2)
# numbers that the generator makes at each count
_NUMBERS_OF_A_COUNT = 4


@dataclass(frozen=True)
class Uniforms:
    """Numbers between 0 and 1 for parameters.

    Parameters
    ----------
    names : tuple of str
        Names of the parameters.
    seed : int
        Not negative.
    total : int
        How many draws there are.
    sampling : {"random", "sobol", "latin"}
        How they fill the box.

    Examples
    --------
    >>> whole = Uniforms(("p",), 1, 10).block(0, 10)["p"]
    >>> part = Uniforms(("q", "p"), 1, 10).block(7, 9)["p"]
    >>> bool((whole[7:9] == part).all())
    True
    """

    names: tuple[str, ...]
    seed: int
    total: int
    sampling: Sampling = "random"

    def block(self, start: int, stop: int) -> dict[str, Numbers]:
        """Return some of the draws.

        Parameters
        ----------
        start, stop : int
            Which of them.

        Returns
        -------
        dict of str to numpy.ndarray
            Shape ``(stop - start,)`` each.
        """
        if self.sampling == "random" or not self.names:
            return {name: _counted(name, self.seed, start, stop) for name in self.names}
        return dict(zip(self.names, self.points[start:stop].T, strict=True))

    @cached_property
    def points(self) -> Numbers:
        """All points of a sequence; shape ``(total, len(names))``.

        Raises
        ------
        GameError
            If they would not fit into a gigabyte.
        """
        from scipy.stats import qmc

        size = self.total * len(self.names) * 8
        if size > _MOST_BYTES:
            raise GameError(
                f"{self.total:,} points of {counted(len(self.names), 'parameter')} take {size:,} "
                "bytes: take the sampling 'random', which needs none of them, or fewer draws"
            )
        kind = qmc.Sobol if self.sampling == "sobol" else qmc.LatinHypercube
        sequence = kind(len(self.names), rng=np.random.default_rng(self.seed))
        # a Sobol sequence that is no power of two long is taken from one that is
        whole = 1 << (self.total - 1).bit_length() if self.sampling == "sobol" else self.total
        points: Numbers = sequence.random(whole)[: self.total]
        return points


def _counted(name: str, seed: int, start: int, stop: int) -> Numbers:
    key = np.array(
        [seed, int.from_bytes(sha256(name.encode()).digest()[:8], "big")], dtype=np.uint64
    )
    first = start // _NUMBERS_OF_A_COUNT
    raw = np.random.Philox(counter=first, key=key).random_raw(stop - first * _NUMBERS_OF_A_COUNT)
    bits = raw[start - first * _NUMBERS_OF_A_COUNT :] >> np.uint64(11)
    # the middle of each of the cells, so that neither end comes up
    return (bits.astype(np.float64) + 0.5) * 2.0**-53


def quantiles(
    records: Iterable[Parameter],
    draws: Mapping[str, Numbers],
    whole: frozenset[str] = frozenset(),
) -> dict[Parameter, Numbers]:
    """Turn numbers between 0 and 1 into values of parameters.

    Parameters
    ----------
    records : iterable of Parameter
        Range and distribution of each.
    draws : mapping of str to numpy.ndarray
        By name.
    whole : frozenset of str
        The names of those that are whole numbers, each of which stands for what is nearest to it.

    Returns
    -------
    dict of Parameter to numpy.ndarray
        Of the same shape; within the ranges.
    """
    return {
        record: (_whole if record.name in whole else _quantile)(record, draws[record.name])
        for record in records
    }


def on_any_array(record: Parameter) -> bool:
    """Tell whether a parameter is drawn by arithmetic alone, on arrays of any package."""
    return record.distribution in ("fixed", "uniform", "triangular")


def _whole(record: Parameter, u: Numbers) -> Numbers:
    xp = array_namespace(u)
    if not on_any_array(record):
        return np.clip(np.round(_quantile(record, u)), ceil(record.low), floor(record.high))
    # the ends have as much of the range around them as what is between
    wider = replace(record, low=record.low - _HALF, high=record.high + _HALF)
    near: Numbers = xp.round(_quantile(wider, u))
    return xp.clip(near, float(ceil(record.low)), float(floor(record.high)))  # type: ignore[no-any-return]


def _quantile(record: Parameter, u: Numbers) -> Numbers:
    xp = array_namespace(u)
    low, mode, high = (float(x) for x in (record.low, record.central, record.high))
    if not on_any_array(record) and low < high:
        found: Numbers = _scipy(distribution_of(record.distribution), low, mode, high, u)
        return np.clip(found, low, high)
    if record.distribution != "triangular" or low == high:
        even: Numbers = xp.clip(low + u * (high - low), low, high)
        return even
    # the distribution function is a square on either side of the mode
    share = (mode - low) / (high - low)
    left = u < share
    root = xp.sqrt(xp.where(left, u * share, (1 - u) * (1 - share)))
    both = xp.where(left, low + root * (high - low), high - root * (high - low))
    tent: Numbers = xp.clip(both, low, high)
    return tent


def _scipy(drawn: Distribution, low: float, mode: float, high: float, u: Numbers) -> Any:
    """Return quantiles of what takes more than arithmetic."""
    from scipy import stats

    numbers = [float(x) for x in drawn.numbers]
    if drawn.name == "list":
        # as many numbers between 0 and 1 for each
        return np.sort(numbers)[np.minimum((u * len(numbers)).astype(int), len(numbers) - 1)]
    if drawn.name == "log_uniform":
        return stats.loguniform.ppf(u, low, high)
    if drawn.name == "normal":
        (spread,) = numbers
        ends = (low - mode) / spread, (high - mode) / spread
        return stats.truncnorm.ppf(u, *ends, loc=mode, scale=spread)
    if drawn.name == "pert":
        (weight,) = numbers or (4.0,)
        share = (mode - low) / (high - low)
        numbers = [1 + weight * share, 1 + weight * (1 - share)]
    return stats.beta.ppf(u, *numbers, loc=low, scale=high - low)
