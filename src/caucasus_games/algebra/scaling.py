"""Symbols in floats: each as a share of a power of two, or of its range where that is narrow."""

from collections.abc import Sequence
from fractions import Fraction

from sympy import QQ
from sympy.polys.rings import PolyElement, PolyRing

from caucasus_games.algebra.linearisation import exponent, power_of_two

Range = tuple[Fraction, Fraction] | None

# a range is narrow if its numbers are so many times as great; what has none is taken as below 2**4
_NARROW_BY, FREE_EXPONENT = 1_000, 4


class Scaled:
    """What symbols are multiplied by, and their ranges then."""

    def __init__(self, ring: PolyRing, ranges: Sequence[Range]) -> None:
        narrow = [r is not None and (r[1] - r[0]) * _NARROW_BY < max(map(abs, r)) for r in ranges]
        self.exponents = [
            0 if near else exponent(r) if r else FREE_EXPONENT
            for r, near in zip(ranges, narrow, strict=True)
        ]
        self.ranges: list[Range] = [
            (Fraction(0), Fraction(1)) if near else r and _shares(r, e)
            for r, near, e in zip(ranges, narrow, self.exponents, strict=True)
        ]
        self._narrow = [
            (x, line(x, *r))
            for x, r, near in zip(ring.gens, ranges, narrow, strict=True)
            if r and near
        ]

    def wide(self, polynomial: PolyElement) -> PolyElement:
        """Write a symbol whose range is narrow as a share of it."""
        return polynomial.compose(self._narrow) if self._narrow else polynomial


def line(x: PolyElement, low: Fraction, high: Fraction) -> PolyElement:
    """Return what goes from one number to another as a symbol goes from 0 to 1."""
    wide = high - low
    return x * QQ(wide.numerator, wide.denominator) + QQ(low.numerator, low.denominator)


def _shares(ends: tuple[Fraction, Fraction], k: int) -> tuple[Fraction, Fraction]:
    return ends[0] / power_of_two(k), ends[1] / power_of_two(k)
