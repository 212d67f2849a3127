"""Points of a box in floats, where formulas are tried first: near a tie they prove nothing."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from sympy.polys.rings import PolyElement, PolyRing

from caucasus_games.algebra.formula import Formula, Powers, Sign
from caucasus_games.algebra.linearisation import scaled
from caucasus_games.algebra.scaling import FREE_EXPONENT, Range, Scaled

Truth = npt.NDArray[np.bool_]

_POINTS = 4_096
# points in fractions with denominators up to this, of the range where that is shorter
_DENOMINATOR, _SHORT_RANGE = 1_000, Fraction(1, 20)


class Points:
    """Points of a box: even draws, and as many that crowd at the ends."""

    def __init__(self, ring: PolyRing, ranges: Sequence[Range], scale: Scaled) -> None:
        self._ring, self._ranges, self._scale = ring, ranges, scale
        draw = np.random.default_rng(0)
        size = (len(ranges), _POINTS // 2)
        self._units = np.concatenate([draw.random(size), draw.beta(0.5, 0.5, size)], axis=1)
        columns = (
            float(r[0]) + float(r[1] - r[0]) * u if r else np.tan(3 * (u - 0.5)) / 2**FREE_EXPONENT
            for r, u in zip(scale.ranges, self._units, strict=True)
        )
        self._points = np.array(list(columns)).reshape(size[0], _POINTS)
        self._columns: dict[Powers, npt.NDArray[np.float64]] = {}
        self._truth: dict[Formula, Truth] = {}

    def true(self, formula: Formula) -> Truth:
        """Return at which of the box's points a formula holds."""
        if formula not in self._truth:
            if isinstance(formula, Sign):
                values, _ = self.values(formula.polynomial)
                found: Truth = values > 0 if formula.strict else values >= 0
            else:
                found = np.full(_POINTS, formula.every)
                for part in formula.parts:
                    found = found & self.true(part) if formula.every else found | self.true(part)
            self._truth[formula] = found
        return self._truth[formula]

    def values(self, polynomial: PolyElement) -> tuple[npt.NDArray[np.float64], int]:
        """Return a polynomial at the box's points, in floats."""
        total = np.zeros(_POINTS)
        terms, shift = scaled(self._scale.wide(polynomial), self._scale.exponents)
        for powers, factor in terms.items():
            if powers not in self._columns:
                self._columns[powers] = np.prod(
                    [x**k for x, k in zip(self._points, powers, strict=True) if k], axis=0
                ) * np.ones(_POINTS)
            total += factor * self._columns[powers]
        return total, shift

    def point(self, k: int) -> dict[str, Fraction]:
        """Return one of the box's points in short fractions; every symbol has a range."""
        return {
            symbol.name: short(Fraction(float(unit)), ends or (Fraction(0), Fraction(0)))
            for symbol, ends, unit in zip(
                self._ring.symbols, self._ranges, self._units[:, k], strict=True
            )
        }


def short(share: Fraction, ends: tuple[Fraction, Fraction]) -> Fraction:
    """Return about what is at a share of a range, in a short fraction within it."""
    low, high = ends
    if high - low < _SHORT_RANGE:
        return low + (high - low) * share.limit_denominator(_DENOMINATOR)
    exactly = (low + (high - low) * share).limit_denominator(_DENOMINATOR)
    return min(max(exactly, low), high)
