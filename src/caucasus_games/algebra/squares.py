r"""Polynomials without the squares in them, which change no sign where they are not zero.

Factoring takes long in many symbols, and is not needed. If :math:`p = f^2 g` and :math:`f` has
:math:`x`, then so it is with whole numbers in the place of the other symbols, modulo a prime, as
long as the degree in :math:`x` stays: the square of a factor is seen in one symbol alone. And of a
polynomial :math:`a y + b` of the first degree in :math:`y` only the greatest common divisor of
:math:`a` and :math:`b` may have squares, for what is left once it is taken out has no factors.
"""

from __future__ import annotations

from functools import reduce

from sympy import ZZ
from sympy.polys.galoistools import gf_sqf_p, gf_trunc
from sympy.polys.rings import PolyElement

_PRIME = 2_147_483_647
# whole numbers in the place of symbols: powers of this one, modulo the prime
_BASE = 16_807


def without_squares(polynomial: PolyElement) -> PolyElement:
    """Return a polynomial that has the same sign wherever that is not zero."""
    degrees = polynomial.degrees()
    doubtful = next(
        (k for k, degree in enumerate(degrees) if degree > 1 and not _square_free(polynomial, k)),
        None,
    )
    if doubtful is None:
        return polynomial
    k = degrees.index(1) if 1 in degrees else doubtful
    common = _common(polynomial, k)
    rest = polynomial.exquo(common)
    return without_squares(common) * (rest if degrees[k] == 1 else _odd(rest, k))


def _odd(polynomial: PolyElement, k: int) -> PolyElement:
    """Return the product of the factors of odd power, each of which has a symbol."""
    found, odd = polynomial.ring(1), True
    slope = polynomial.diff(k)
    left = polynomial.gcd(slope)
    left, slope = polynomial.exquo(left), slope.exquo(left)
    while not left.is_ground:
        slope -= left.diff(k)
        # the factors of this power, each once
        factors = left.gcd(slope)
        left, slope = left.exquo(factors), slope.exquo(factors)
        found, odd = (found * factors if odd else found), not odd
    return found if (found.LC > 0) == (polynomial.LC > 0) else -found


def _square_free(polynomial: PolyElement, k: int) -> bool:
    """Prove that no factor with a symbol is squared; a failure proves nothing."""
    ring, degree = polynomial.ring, polynomial.degree(k)
    numbers = [pow(_BASE, 1 + j, _PRIME) for j in range(ring.ngens)]
    own = [0] * (degree + 1)
    for powers, factor in polynomial.clear_denoms()[1].iterterms():
        value = int(factor)
        for j, power in enumerate(powers):
            if power and j != k:
                value = value * pow(numbers[j], power, _PRIME) % _PRIME
        own[degree - powers[k]] += value
    image = gf_trunc([ZZ(value) for value in own], ZZ(_PRIME))
    return len(image) == degree + 1 and bool(gf_sqf_p(image, ZZ(_PRIME), ZZ))


def _common(polynomial: PolyElement, k: int) -> PolyElement:
    """Return the greatest common divisor of the coefficients of the powers of a symbol."""
    ring = polynomial.ring
    parts: dict[int, dict[tuple[int, ...], object]] = {}
    for powers, factor in polynomial.iterterms():
        parts.setdefault(powers[k], {})[(*powers[:k], 0, *powers[k + 1 :])] = factor
    return reduce(lambda one, other: one.gcd(other), map(ring.from_dict, parts.values()))
