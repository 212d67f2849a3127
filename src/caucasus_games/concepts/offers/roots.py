"""Formulas for a number: roots of polynomials in it, and what a formula is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from fractions import Fraction
from functools import reduce
from operator import add

from sympy.polys.rings import PolyElement, PolyRing

from caucasus_games.algebra.formula import rational
from caucasus_games.algebra.ratio import Ratio
from caucasus_games.errors import GameError
from caucasus_games.exact.algebraic import Algebraic, real_roots

# a payoff, or a number that is chosen, as a formula in others if it hangs on them
Known = Ratio | Fraction | Algebraic
# a number that may be chosen: a fraction of polynomials in others, or a number that is irrational
Place = Ratio | Algebraic


def slope(ratio: Ratio, x: int) -> PolyElement:
    """Return what has the sign of the derivative of a ratio."""
    if ratio.below.is_ground:
        return ratio.above.diff(x)
    return ratio.above.diff(x) * ratio.below - ratio.above * ratio.below.diff(x)


def at(ratio: Ratio, x: int, place: Ratio) -> Ratio:
    """Return a ratio with another in the place of a symbol."""
    if not has(ratio, x):
        return ratio
    above, below = (composed(part, x, place) for part in (ratio.above, ratio.below))
    return above / below


def composed(polynomial: PolyElement, x: int, place: Ratio) -> Ratio:
    """Return a polynomial with a ratio in the place of a symbol."""
    parts = _by_degree(polynomial, x)
    powers = [polynomial.ring(1)]
    for _ in parts[1:]:
        powers.append(powers[-1] * place.below)
    # by Horner's rule, over the highest power of what the other is divided by
    value = polynomial.ring(0)
    for part, power in zip(parts, powers, strict=True):
        value = value * place.above + part * power
    return Ratio(value, powers[-1])


def has(ratio: Ratio, x: int) -> bool:
    """Tell whether a ratio has a symbol."""
    return any(powers[x] for part in (ratio.above, ratio.below) for powers in part.itermonoms())


def _by_degree(polynomial: PolyElement, x: int) -> list[PolyElement]:
    """Return the coefficients of the powers of a symbol, the highest first."""
    ring: PolyRing = polynomial.ring
    parts: dict[int, dict[tuple[int, ...], object]] = {}
    for powers, factor in polynomial.iterterms():
        rest = (*powers[:x], 0, *powers[x + 1 :])
        parts.setdefault(powers[x], {})[rest] = factor
    most = max(parts, default=0)
    return [ring.from_dict(parts.get(k, {})) for k in range(most, -1, -1)]


def roots(polynomial: PolyElement, x: int) -> Iterator[Place]:
    """Yield the values of one symbol at which a polynomial in it is zero."""
    if polynomial.degree(x) < 1:
        return
    factors = [polynomial]
    if polynomial.degree(x) > 1:
        factors = [part for part, _ in polynomial.factor_list()[1]]
    for part in factors:
        degree = part.degree(x)
        if degree == 1:
            slope_, rest = _by_degree(part, x)
            yield Ratio(-rest, slope_)
        elif degree > 1:
            if any(part.degree(k) > 0 for k in range(part.ring.ngens) if k != x):
                raise GameError(
                    f"where {part.as_expr()} is zero, which may decide what is best, "
                    f"{part.ring.symbols[x]} is no fraction of polynomials: solve the game at "
                    "values of its parameters, or list numbers with menu(game)"
                )
            yield from real_roots([rational(c.LC if c else 0) for c in _by_degree(part, x)])


def known_roots(cuts: Iterable[PolyElement], x: int) -> dict[Place, None]:
    """List the roots of polynomials as far as they are formulas or numbers."""
    found: dict[Place, None] = {}
    for cut in dict.fromkeys(cuts):
        with suppress(GameError):
            found |= dict.fromkeys(roots(cut, x))
    return found


def root_of(factor: PolyElement, x: int) -> Ratio | None:
    """Return the value of one symbol at which a factor is zero, if it is of the first degree."""
    if factor.degree(x) != 1:
        return None
    slope_, rest = _by_degree(factor, x)
    return Ratio(-rest, slope_)


def replaced(value: Known, x: int, formula: Known, place: Fraction | Algebraic) -> Known:
    """Return a payoff with the number that is chosen in it."""
    if not isinstance(value, Ratio):
        return value
    if isinstance(formula, Ratio):
        return at(value, x, formula)
    # of the one number in it
    above, below = (
        reduce(add, (place ** powers[x] * rational(c) for powers, c in part.terms()), Fraction(0))
        for part in (value.above, value.below)
    )
    return above / below
