r"""How far a formula can go within the parameters' ranges: its worst and best case, proved.

A quotient :math:`n/d` of polynomials with :math:`d > 0` is above :math:`c` everywhere if
:math:`n - cd > 0` is, which Bernstein coefficients prove. The greatest such :math:`c` is found by
halving, between what is proved and what some point of the box attains.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

import sympy
from sympy import QQ
from sympy.polys.rings import PolyElement

from caucasus_games.algebra.formula import rational
from caucasus_games.algebra.linearisation import power_of_two
from caucasus_games.algebra.ratio import ring_of
from caucasus_games.errors import GameError
from caucasus_games.exact import Interval, expression
from caucasus_games.parameters import Parameter, Parameters

if TYPE_CHECKING:
    from caucasus_games.algebra.box import Box

# of what the points attain
_SHARE_OF_A_RANGE = Fraction(1, 1_000)
_FARTHEST = 2**20
# bounds are rounded outwards, to a step at most
_DENOMINATOR = 10**6
# what floats do not tell apart, and the least that they are divided by
_MISSED_SHARE, _TINY = Fraction(1, 2**40), 1e-280


def bounds(formula: sympy.Expr, parameters: Parameters) -> Interval:
    """Enclose a formula for all values of its parameters within their ranges.

    Parameters
    ----------
    formula : sympy.Expr
        A fraction of polynomials, such as an end of a
        :class:`~caucasus_games.theorems.Requirement`.
    parameters : Parameters
        The ranges.

    Returns
    -------
    Interval
        No value lies outside; where polynomials bend, it may be wider than need be.

    Raises
    ------
    GameError
        If a symbol has no range, the formula is no fraction of polynomials, its denominator may be
        zero, or it has too many parameters.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.models import deterrence_by_chance
    >>> game = deterrence_by_chance(NONE)
    >>> advantage, value = sympy.symbols("military_advantage corridor_value")
    >>> found = bounds(advantage * value, game.parameters)
    >>> round(float(found.low), 2), round(float(found.high), 2)
    (0.06, 0.55)
    """
    free, formula = _without_fixed(expression(formula, "the formula"), parameters)
    return enclosed(formula, {record.name: (record.low, record.high) for record in free})


def enclosed(formula: sympy.Expr, ranges: Mapping[str, tuple[Fraction, Fraction]]) -> Interval:
    """Enclose a formula whose symbols have these ranges, none of them one number."""
    from caucasus_games.algebra.box import Box

    if formula.is_Rational:
        return _point(Fraction(int(formula.p), int(formula.q)))
    free = sorted(symbol.name for symbol in formula.free_symbols)
    over = ring_of(free)
    try:
        ratio = over.to_field().from_expr(formula)
    except ValueError:
        raise GameError(f"{formula} is no fraction of polynomials: bounds takes no other") from None
    box = Box(over, [ranges[name] for name in free])
    sign = box.definite(ratio.denom)
    if not sign:
        raise GameError(
            f"{ratio.denom.as_expr()} may be zero within the ranges: bounds needs narrower ones"
        )
    above, below = ratio.numer * sign, ratio.denom * sign
    if above.is_ground and below.is_ground:
        return _point(rational(above.LC / below.LC) if above else Fraction(0))
    return _enclosed(box, above, below)


def _without_fixed(
    formula: sympy.Expr, parameters: Parameters
) -> tuple[list[Parameter], sympy.Expr]:
    """Return what moves in a formula, and the formula with the rest at its value."""
    names = sorted(symbol.name for symbol in formula.free_symbols)
    missing = [name for name in names if name not in parameters]
    if missing:
        raise GameError(f"{', '.join(missing)} has no range: pass its Parameter")
    records = [parameters[name] for name in names]
    fixed = {
        record.symbol: sympy.Rational(record.low.numerator, record.low.denominator)
        for record in records
        if record.low == record.high
    }
    free = [record for record in records if record.low < record.high]
    return free, sympy.sympify(formula.xreplace(fixed))


def _point(value: Fraction) -> Interval:
    return Interval(value, value)


def _enclosed(box: Box, above: PolyElement, below: PolyElement) -> Interval:
    """Widen what a fraction is at the points of a box until its bounds are proved."""
    (upper, first), (lower, second) = box.values(above), box.values(below)
    shares = upper / lower.clip(min=_TINY)
    unit = power_of_two(first - second)
    low, high = (Fraction(float(end)) * unit for end in (shares.min(), shares.max()))
    # where floats do not tell values apart, as much as they may miss
    missed = max((high - low) * _SHARE_OF_A_RANGE, abs(low) * _MISSED_SHARE)
    step = missed or Fraction(1, _DENOMINATOR)

    def stays(side: int, end: Fraction) -> bool:
        return box.definite(above - below * QQ(end.numerator, end.denominator)) == side

    least = _farthest(low, -step, lambda end: stays(1, end))
    most = _farthest(high, step, lambda end: stays(-1, end))
    digits = _DENOMINATOR
    while digits * step < 1:
        digits *= 10
    return Interval(Fraction(floor(least * digits), digits), Fraction(ceil(most * digits), digits))


def _farthest(start: Fraction, step: Fraction, proved: Callable[[Fraction], bool]) -> Fraction:
    """Return a bound that is proved, at most a step farther than need be."""
    near, far = Fraction(0), step
    while not proved(start + far):
        near, far = far, 2 * far
        if abs(far) > _FARTHEST * abs(step):
            raise GameError(
                "too many parameters to enclose the formula: give values to some of them"
            )
    while abs(far - near) > abs(step):
        middle = (near + far) / 2
        near, far = (near, middle) if proved(start + middle) else (middle, far)
    return start + far
