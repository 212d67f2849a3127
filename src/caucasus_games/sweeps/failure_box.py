r"""The box of numbers in which something fails: patient rule induction.

The box starts as all draws. In each step a twentieth of what is left is peeled off at that end of
that parameter which leaves the largest share of failures, until the box becomes too small [1]_. The
*density* :math:`d` is the share of failures in the box, the *coverage* :math:`c` the share of
failures that it holds [2]_. Of all the boxes on the way that one is kept whose
:math:`2dc/(d + c)` is largest, and every limit is dropped again that hardly changes it.

References
----------
.. [1] Friedman & Fisher (1999), Bump hunting in high-dimensional data. Statistics and Computing 9,
   123–143.
.. [2] Bryant & Lempert (2010), Thinking inside the box: a participatory, computer-assisted approach
   to scenario discovery. Technological Forecasting and Social Change 77, 34–49.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.exact import by_name
from caucasus_games.text.plain import plain

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]
    Truth = npt.NDArray[np.bool_]

_SHARE_PEELED = 0.05
_SMALLEST_SHARE = 0.05
# a limit without which the two together are worse by less is no part of the story
_LEAST_MERIT = 0.01

Limits = dict[str, tuple[float | None, float | None]]


@dataclass(frozen=True, repr=False)
class FailureBox:
    """Where failures crowd.

    Parameters
    ----------
    limits : immutabledict of str to tuple
        The least and the greatest value of each parameter that is limited; ``None`` for no limit.
    density : float
        Share of failures among the draws in the box.
    coverage : float
        Share of the failures that lie in it.
    mass : float
        Share of all draws that lie in it.
    """

    limits: immutabledict[str, tuple[float | None, float | None]]
    density: float
    coverage: float
    mass: float

    def __repr__(self) -> str:
        told = [
            f"{name} between {low:.3g} and {high:.3g}"
            if low is not None and high is not None
            else f"{name} above {low:.3g}"
            if low is not None
            else f"{name} below {high:.3g}"
            for name, (low, high) in self.limits.items()
        ]
        return plain(
            f"{' and '.join(told) or 'anywhere'}: {self.density:.0%} of these draws fail, "
            f"and they hold {self.coverage:.0%} of the failures"
        )


def failure_box(draws: Mapping[str, Numbers], fails: Truth) -> FailureBox:
    """Find a box in which failures crowd.

    1. Peel off a twentieth of what is left at the best end of a parameter, again and again, until a
       twentieth of the draws are left or no end raises the density.
    2. Keep the box with the largest harmonic mean of density and coverage.
    3. Drop every limit without which that mean is less than a hundredth lower.

    Parameters
    ----------
    draws : mapping of str to numpy.ndarray
        Values of the parameters; shape ``(draws,)`` each.
    fails : numpy.ndarray of bool
        Whether there is a failure; at one draw at least.

    Returns
    -------
    FailureBox
        The box.

    Examples
    --------
    >>> import numpy as np
    >>> x, y = np.random.default_rng(1).random((2, 10_000))
    >>> failure_box({"x": x, "y": y}, x > 0.7)
    x above 0.697: 99% of these draws fail, and they hold 100% of the failures
    """
    import numpy as np

    draws = by_name(draws)
    limits: Limits = {}
    boxes = [limits]
    inside = np.ones(len(fails), dtype=bool)
    while True:
        best, found = float(fails[inside].mean()), None
        for name, values in draws.items():
            ends = np.quantile(values[inside], (_SHARE_PEELED, 1 - _SHARE_PEELED))
            for upper, end in enumerate(ends):
                kept = inside & ((values <= end) if upper else (values >= end))
                share = float(fails[kept].mean()) if kept.any() else 0.0
                if share > best and kept.mean() >= _SMALLEST_SHARE:
                    best, found = share, (name, upper, float(end), kept)
        if found is None:
            break
        name, upper, end, inside = found
        low, high = limits.get(name, (None, None))
        limits = {**limits, name: (low, end) if upper else (end, high)}
        boxes.append(limits)
    limits = max(boxes, key=lambda box: _merit(draws, fails, box))
    for name in sorted(limits, key=lambda name: -_merit(draws, fails, _less(limits, name))):
        wider = _less(limits, name)
        if _merit(draws, fails, wider) > _merit(draws, fails, limits) - _LEAST_MERIT:
            limits = wider
    inside = _inside(draws, limits, len(fails))
    return FailureBox(
        immutabledict(limits),
        float(fails[inside].mean()),
        float(fails[inside].sum() / fails.sum()),
        float(inside.mean()),
    )


def _less(limits: Limits, name: str) -> Limits:
    return {other: ends for other, ends in limits.items() if other != name}


def _merit(draws: Mapping[str, Numbers], fails: Truth, limits: Limits) -> float:
    """Return the harmonic mean of density and coverage."""
    inside = _inside(draws, limits, len(fails))
    return 2 * float(fails[inside].sum()) / float(inside.sum() + fails.sum())


def _inside(draws: Mapping[str, Numbers], limits: Limits, size: int) -> Truth:
    import numpy as np

    inside = np.ones(size, dtype=bool)
    for name, (low, high) in limits.items():
        if low is not None:
            inside &= draws[name] >= low
        if high is not None:
            inside &= draws[name] <= high
    return inside
