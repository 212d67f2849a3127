"""What a formula is at numbers that may be irrational."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy

from caucasus_games.exact.algebraic import Algebraic

Exact = Fraction | Algebraic
Chosen = Mapping[sympy.Symbol, Exact]


def evaluated(formula: sympy.Expr, chosen: Chosen) -> Exact:
    """Return a formula at numbers that may be irrational."""
    if formula.is_Rational:
        return Fraction(int(formula.p), int(formula.q))
    if formula.is_Symbol:
        return chosen[formula]
    if isinstance(formula, sympy.Piecewise):
        return next(evaluated(own, chosen) for own, when in formula.args if _is(when, chosen))
    parts = [evaluated(own, chosen) for own in formula.args]
    if isinstance(formula, sympy.Pow):
        value = parts[0] ** abs(int(formula.exp))
        return value if formula.exp > 0 else 1 / value
    if isinstance(formula, sympy.Max | sympy.Min):
        return (max if isinstance(formula, sympy.Max) else min)(parts)
    if isinstance(formula, sympy.Abs):
        return max(parts[0], -parts[0])
    found = parts[0]
    for part in parts[1:]:
        found = found + part if formula.is_Add else found * part
    return found


def _is(when: sympy.logic.boolalg.Boolean, chosen: Chosen) -> bool:
    if when in (sympy.true, sympy.false):
        return bool(when)
    if isinstance(when, sympy.And | sympy.Or):
        return (all if isinstance(when, sympy.And) else any)(_is(one, chosen) for one in when.args)
    gap = evaluated(when.gts - when.lts, chosen)
    return gap > 0 if isinstance(when, sympy.Gt | sympy.Lt) else gap >= 0
