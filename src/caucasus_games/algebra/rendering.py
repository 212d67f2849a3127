r"""How conditions and thresholds are written: as inequalities and quotients in few letters.

A polynomial is a sum of terms, and may be written with factors such as :math:`1 - x` kept together:
:math:`a - ax + b = a(1-x) + b`, for the symbol that joins most terms first. Of the two ways the
shorter is taken.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations
from math import gcd
from typing import TypeVar

import sympy
from sympy import QQ
from sympy.polys.rings import PolyElement, PolyRing

from caucasus_games.algebra.formula import Formula, Sign, pairs, truth

T = TypeVar("T")


def relation(sign: Sign) -> sympy.Rel:
    """Write a sign as an inequality between sums, with no minus but in a factor such as 1 - x."""
    terms = sign.polynomial.terms()
    # where only the constant keeps all numbers large, it becomes a fraction
    shared = gcd(*(int(factor.numerator) for powers, factor in terms if any(powers)))
    polynomial = sign.polynomial.quo_ground(QQ(shared or 1))
    ways = (_inequality(way(polynomial), sign.strict) for way in (_products, _terms))
    return _shortest(ways)


def multiplied_out(sign: Sign) -> sympy.Rel:
    """Write a sign as an inequality between sums of products."""
    one = _inequality(_terms(sign.polynomial), sign.strict)
    left, right = map(sympy.expand, one.args)
    return sympy.Rel(left, right, one.rel_op)


def short(formula: sympy.Expr) -> sympy.Expr:
    """Write a polynomial in few letters."""
    symbols = sorted(formula.free_symbols, key=str)
    if not symbols:
        return formula
    polynomial = PolyRing(symbols, QQ).from_expr(formula)
    ways = (
        sympy.factor_terms(sympy.Add(*(number * part for number, part in way(polynomial))))
        for way in (_products, _terms)
    )
    return _shortest(ways)


def expression(formula: Formula) -> sympy.logic.boolalg.Boolean:
    """Write a formula with sympy."""
    return truth(formula, relation, lambda every, parts: (sympy.And if every else sympy.Or)(*parts))


def quotient(above: sympy.Expr, below: sympy.Expr) -> sympy.Expr:
    """Write a quotient in few letters."""
    above, below = sympy.fraction(sympy.cancel(above / below))
    if not (above.is_polynomial() and below.is_polynomial()):
        return sympy.factor_terms(above / below)
    number, found = sympy.factor_list(below)
    factors = []
    for base, power in found:
        # 1 - x rather than x - 1
        turned = -1 if base.as_coeff_Add()[0] < 0 else 1
        number *= turned**power
        factors.append((turned * base) ** power)
    above = sympy.expand(above / number)
    ways = [short(above) / sympy.Mul(*factors)]
    for count in range(1, len(factors) + 1):
        for some in combinations(factors, count):
            divisor = sympy.Mul(*some)
            (whole,), rest = sympy.reduced(above, [sympy.expand(divisor)])
            others = sympy.Mul(*(one for one in factors if one not in some))
            ways.append((short(whole) + short(rest) / divisor) / others)
    return _shortest(ways)


def _shortest(ways: Iterable[T]) -> T:
    return min(ways, key=lambda way: len(str(way)))


def _terms(polynomial: PolyElement) -> Iterator[tuple[sympy.Rational, sympy.Expr]]:
    """Yield the number and the product of symbols of each term."""
    symbols = polynomial.ring.symbols
    for powers, factor in polynomial.terms():
        number = sympy.Rational(int(factor.numerator), int(factor.denominator))
        yield number, sympy.Mul(*(s**k for s, k in zip(symbols, powers, strict=True)))


def _products(polynomial: PolyElement) -> Iterator[tuple[sympy.Rational, sympy.Expr]]:
    """Yield the same with a - a x, or 3 a - 2 a x, joined, most terms at once first."""
    ring = polynomial.ring
    ways = [
        (some, ratio, x)
        for k, x in enumerate(ring.gens)
        for ratio, some in pairs(polynomial, k).items()
        # a number alone stays one
        if any(map(any, some))
    ]
    if not ways:
        yield from _terms(polynomial)
        return
    some, ratio, x = max(ways, key=lambda way: (len(way[0]), abs(way[1]) == 1))
    shared = ring.from_dict(some).quo_ground(QQ(ratio.denominator))
    factor = ratio.denominator + ratio.numerator * x
    for number, part in _products(shared):
        yield number, part * factor.as_expr()
    yield from _products(polynomial - shared * factor)


def _inequality(summands: Iterable[tuple[sympy.Rational, sympy.Expr]], strict: bool) -> sympy.Rel:
    sides: tuple[list[sympy.Expr], list[sympy.Expr]] = ([], [])
    constant = sympy.Integer(0)
    for number, part in summands:
        if part == 1:
            constant = number
        else:
            sides[bool(number < 0)].append(abs(number) * part)
    more, less = (sympy.factor_terms(sympy.Add(*side)) for side in sides)
    if not sides[0]:
        number, less = less.as_coeff_Mul()
        return sympy.Rel(less, constant / number, "<" if strict else "<=")
    if not sides[1]:
        number, more = more.as_coeff_Mul()
        return sympy.Rel(more, -constant / number, ">" if strict else ">=")
    if constant > 0:
        more, constant = more + constant, sympy.Integer(0)
    return sympy.Rel(more, less - constant, ">" if strict else ">=")
