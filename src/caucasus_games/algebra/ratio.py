r"""Fractions of polynomials, each in one form, so that what is equal is found to be the same.

A fraction :math:`n/d` of polynomials over the rationals is in lowest terms, and the first
coefficient of :math:`d` is one. Two fractions are then equal wherever they are defined iff they
have the same :math:`n` and :math:`d`, and a polynomial is a fraction with :math:`d = 1`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sympy
from sympy import QQ
from sympy.polys.rings import PolyElement, PolyRing


@dataclass(frozen=True, slots=True)
class Ratio:
    """A fraction of polynomials, brought into its one form."""

    above: PolyElement
    below: PolyElement

    def __post_init__(self) -> None:
        if self.below == 1:
            return
        above, below = self.above, self.below
        if not below:
            raise ZeroDivisionError(f"{above} is divided by zero")
        if not below.is_ground:
            above, below = above.cancel(below)
        first = below.LC
        object.__setattr__(self, "above", above.quo_ground(first))
        object.__setattr__(self, "below", below.quo_ground(first))

    @property
    def is_number(self) -> bool:
        """Whether it is the same whatever the symbols are."""
        return bool(self.above.is_ground and self.below.is_ground)

    def __bool__(self) -> bool:
        return bool(self.above)

    def __neg__(self) -> Ratio:
        return Ratio(-self.above, self.below)

    def __add__(self, other: Ratio) -> Ratio:
        if self.below == other.below:
            return Ratio(self.above + other.above, self.below)
        above = self.above * other.below + other.above * self.below
        return Ratio(above, self.below * other.below)

    def __sub__(self, other: Ratio) -> Ratio:
        return self + -other

    def __mul__(self, other: Ratio) -> Ratio:
        return Ratio(self.above * other.above, self.below * other.below)

    def __truediv__(self, other: Ratio) -> Ratio:
        return Ratio(self.above * other.below, self.below * other.above)

    def __pow__(self, power: int) -> Ratio:
        return Ratio(self.above**power, self.below**power)


def total(ring: PolyRing, ratios: Iterable[Ratio]) -> Ratio:
    """Add ratios."""
    return sum(ratios, number(ring, 0))


def number(ring: PolyRing, value: object) -> Ratio:
    """Return a number as a ratio."""
    return Ratio(ring(value), ring(1))


def ring_of(names: Iterable[str]) -> PolyRing:
    """Return polynomials over the rationals in symbols of these names, taken as they are."""
    return PolyRing([sympy.Symbol(name) for name in names], QQ, sympy.lex)
