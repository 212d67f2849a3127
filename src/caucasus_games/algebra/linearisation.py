r"""Polynomials in floats, and how far these may be off.

Where :math:`|x_k| \le 2^{e_k}`, a term :math:`c\,x^m` is :math:`c\,2^{e \cdot m} y^m` with
:math:`|y_k| \le 1`. The new coefficients are divided by a power of two, so that the greatest lies
between 1/4 and 1; all this is exact. In floats no product then overflows, and one that underflows
is off by less than :math:`2^{-1000}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from sympy.polys.rings import PolyElement

from caucasus_games.algebra.formula import Powers

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

# as a share of all terms: rounding of up to 2**14 numbers that are added along each axis of a table
SLACK = 1e-9
_HALF_ULP = 2.0**-53
_UNDERFLOW = 2.0**-1000
# that a number may have to be written at once
_DIGITS_AT_ONCE = 4_000
_AT_ONCE = 10**_DIGITS_AT_ONCE


def exponent(numbers: Iterable[Fraction]) -> int:
    """Return a power of two that none of these numbers exceeds; zero if all are zero."""
    return max(
        (x.numerator.bit_length() - x.denominator.bit_length() + 1 for x in numbers if x),
        default=0,
    )


def power_of_two(k: int) -> Fraction:
    """Return a power of two."""
    return Fraction(1 << k) if k >= 0 else Fraction(1, 1 << -k)


def scaled(polynomial: PolyElement, exponents: Sequence[int]) -> tuple[dict[Powers, float], int]:
    """Scale a polynomial for floats."""
    found = []
    for powers, factor in polynomial.terms():
        above, below = int(factor.numerator), int(factor.denominator)
        shift = sum(e * k for e, k in zip(exponents, powers, strict=True))
        found.append((powers, above, below, shift))
    top = max((shift + a.bit_length() - b.bit_length() + 1 for _, a, b, shift in found), default=0)
    return {powers: _quotient(a, b, shift - top) for powers, a, b, shift in found}, top


def digits(whole: int) -> str:
    """Write a number that is not negative, however long it is."""
    if whole < _AT_ONCE:
        return str(whole)
    first, rest = divmod(whole, _AT_ONCE)
    return f"{digits(first)}{rest:0{_DIGITS_AT_ONCE}}"


def _quotient(above: int, below: int, shift: int) -> float:
    """Return a fraction times a power of two, correctly rounded."""
    return (above << shift) / below if shift >= 0 else above / (below << -shift)


def error(magnitudes: npt.NDArray[np.float64], polynomial: PolyElement) -> npt.NDArray[np.float64]:
    """Bound how far the sum of the terms of a scaled polynomial may be off."""
    degree = max((sum(powers) for powers in polynomial.monoms()), default=0)
    roundings = 2 * degree + len(polynomial) + 4
    return 2 * roundings * _HALF_ULP * magnitudes + roundings * len(polynomial) * _UNDERFLOW
