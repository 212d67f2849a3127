r"""Irrational numbers, exactly: polynomials in a root of an irreducible polynomial.

With :math:`f` irreducible over the rationals and :math:`\theta` its root between :math:`a` and
:math:`b`, the numbers :math:`\sum_k c_k \theta^k` with rational :math:`c_k` and
:math:`k < \deg f` are a field. Such a number is zero iff all :math:`c_k` are; else its sign is that
of an interval of it, once that is narrow enough. Two numbers from different fields are equal iff
they have the same minimal polynomial and stay together in an interval that has one root of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache, total_ordering

import sympy

from caucasus_games.exact.intervals import Interval, plus, times

_T = sympy.Symbol("t")
# how wide an interval is that is handed out
_WIDTH = Fraction(1, 2**80)


@dataclass(eq=False)
class Root:
    """A root of an irreducible polynomial of degree two or more, between two rationals."""

    polynomial: sympy.Poly
    low: Fraction
    high: Fraction

    @cached_property
    def _coefficients(self) -> tuple[Fraction, ...]:
        return tuple(_fraction(c) for c in self.polynomial.all_coeffs())

    @cached_property
    def _rises(self) -> bool:
        return self._at(self.high) > 0

    def _at(self, x: Fraction) -> Fraction:
        value = Fraction(0)
        for c in self._coefficients:
            value = value * x + c
        return value

    @property
    def interval(self) -> Interval:
        """Where it is, as far as is known."""
        return Interval(self.low, self.high)

    def halve(self) -> None:
        """Know it twice as well."""
        middle = (self.low + self.high) / 2
        # the root is irrational, so that no middle meets it
        if (self._at(middle) > 0) == self._rises:
            self.high = middle
        else:
            self.low = middle


@total_ordering
@dataclass(frozen=True, eq=False)
class Algebraic:
    """An irrational number, as a polynomial in a root.

    Parameters
    ----------
    root : Root
        The root.
    powers : tuple of Fraction
        What each power of it comes with, the lowest first.

    Examples
    --------
    >>> _, root_of_two = real_roots([Fraction(1), Fraction(0), Fraction(-2)])
    >>> float(root_of_two), root_of_two * root_of_two, root_of_two > Fraction(7, 5)
    (1.4142135623730951, Fraction(2, 1), True)
    """

    root: Root
    powers: tuple[Fraction, ...] = field(default=(Fraction(0), Fraction(1)))

    def _with(self, powers: sympy.Poly) -> Algebraic | Fraction:
        rest = powers.rem(self.root.polynomial) if powers.degree() > 1 else powers
        own = tuple(_fraction(c) for c in reversed(rest.all_coeffs()))
        return own[0] if len(own) == 1 else Algebraic(self.root, own)

    @cached_property
    def _poly(self) -> sympy.Poly:
        return sympy.Poly([_rational(c) for c in reversed(self.powers)], _T, domain="QQ")

    def _of(self, other: Algebraic | Fraction | int) -> sympy.Poly:
        if isinstance(other, Algebraic):
            if other.root is not self.root:
                raise ValueError("numbers from two fields are compared, and not added")
            return other._poly
        return sympy.Poly(_rational(Fraction(other)), _T, domain="QQ")

    def __add__(self, other: Algebraic | Fraction | int) -> Algebraic | Fraction:
        return self._with(self._poly + self._of(other))

    def __mul__(self, other: Algebraic | Fraction | int) -> Algebraic | Fraction:
        return self._with(self._poly * self._of(other))

    def __neg__(self) -> Algebraic | Fraction:
        return self * -1

    def __sub__(self, other: Algebraic | Fraction | int) -> Algebraic | Fraction:
        return self + -1 * other

    def __rsub__(self, other: Fraction | int) -> Algebraic | Fraction:
        return -self + other

    def __truediv__(self, other: Algebraic | Fraction | int) -> Algebraic | Fraction:
        return self._with(self._poly * self._of(other).invert(self.root.polynomial))

    def __rtruediv__(self, other: Fraction | int) -> Algebraic | Fraction:
        return self._with(self._of(other) * self._poly.invert(self.root.polynomial))

    def __pow__(self, power: int) -> Algebraic | Fraction:
        return self._with(self._poly**power)

    __radd__, __rmul__ = __add__, __mul__

    def enclosed(self, width: Fraction = _WIDTH) -> Interval:
        """Return an interval that holds it, no wider than is asked."""
        while True:
            found: Interval | Fraction | int = 0
            for c in reversed(self.powers):
                found = plus(times(found, self.root.interval), c)
            assert isinstance(found, Interval)  # as a power comes with more than zero
            if found.high - found.low <= width:
                return found
            self.root.halve()

    def __float__(self) -> float:
        return float(self.enclosed())

    def __str__(self) -> str:
        return f"≈{float(self):.4g}"

    @cached_property
    def _minimal(self) -> sympy.Poly:
        z = sympy.Symbol("z")
        own = sympy.resultant(
            self.root.polynomial.as_expr(), z - self._poly.as_expr(), self.root.polynomial.gen
        )
        # the characteristic polynomial is a power of the minimal one
        return sympy.Poly(own, z, domain="QQ").factor_list()[1][0][0]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, int | Fraction):
            return False
        if not isinstance(other, Algebraic):
            return NotImplemented
        if self.root is other.root:
            return self.powers == other.powers
        if self._minimal != other._minimal:
            return False
        width = Fraction(1, 2**10)
        while True:
            one, two = self.enclosed(width), other.enclosed(width)
            if one.high < two.low or two.high < one.low:
                return False
            low, high = min(one.low, two.low), max(one.high, two.high)
            if self._minimal.count_roots(_rational(low), _rational(high)) == 1:
                return True
            width /= 2**20

    def __hash__(self) -> int:
        return hash(self._minimal)

    def __lt__(self, other: Algebraic | Fraction | int) -> bool:
        if self == other:
            return False
        width = Fraction(1, 2**10)
        while True:
            own = self.enclosed(width)
            there = other.enclosed(width) if isinstance(other, Algebraic) else Fraction(other)
            low, high = (there, there) if isinstance(there, Fraction) else (there.low, there.high)
            if own.high < low or own.low > high:
                return own.high < low
            width /= 2**20


def real_roots(coefficients: Sequence[Fraction]) -> Iterator[Algebraic]:
    """Yield the real roots of an irreducible polynomial, the highest power first."""
    first = coefficients[0]
    yield from map(Algebraic, _roots_of(tuple(c / first for c in coefficients)))


@lru_cache(maxsize=10_000)
def _roots_of(coefficients: tuple[Fraction, ...]) -> tuple[Root, ...]:
    # kept, as what is found once and once more must be of one field to be added
    polynomial = sympy.Poly([_rational(c) for c in coefficients], _T, domain="QQ")
    ends = (interval for interval, _ in polynomial.intervals())
    return tuple(Root(polynomial, _fraction(low), _fraction(high)) for low, high in ends)


def between(one: Algebraic | Fraction, other: Algebraic | Fraction) -> Fraction:
    """Return a rational number between two, the less first."""
    width = Fraction(1, 2**10)
    while True:
        low = one.enclosed(width).high if isinstance(one, Algebraic) else one
        high = other.enclosed(width).low if isinstance(other, Algebraic) else other
        if low < high:
            return (low + high) / 2
        width /= 2**10


def _rational(value: Fraction) -> sympy.Rational:
    return sympy.Rational(value.numerator, value.denominator)


def _fraction(value: sympy.Rational) -> Fraction:
    return Fraction(int(value.p), int(value.q))
