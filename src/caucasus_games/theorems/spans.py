"""Intervals of a parameter: where an outcome is possible, and where relations hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import sympy

from caucasus_games.algebra.formula import NEVER, Formula, Sign, both, holds, signs
from caucasus_games.algebra.ratio import ring_of
from caucasus_games.algebra.region import formula_of
from caucasus_games.algebra.rendering import quotient
from caucasus_games.comparison.deviations import Value, factors_of, roots_of
from caucasus_games.errors import GameError
from caucasus_games.exact import least, most, show
from caucasus_games.games.kinds import Game
from caucasus_games.parameters import Relation

# an irrational end is narrower than this, as a share of the range
_WIDTH = Fraction(1, 10**12)


@dataclass(frozen=True)
class Span:
    """An interval of values for which the outcome is possible.

    Parameters
    ----------
    low, high : Fraction or Interval
        Its ends; enclosed if irrational.
    low_formula, high_formula : sympy.Expr or None
        The ends as formulas in all parameters; ``None`` at the end of the range that was searched,
        or where the margin is not linear.
    """

    low: Value
    high: Value
    low_formula: sympy.Expr | None = None
    high_formula: sympy.Expr | None = None


def inside_of(stretches: Sequence[Span], spans: Sequence[Span]) -> tuple[Span, ...]:
    """Cut spans to what lies in one of the stretches, each end with its formula."""
    return tuple(
        Span(
            max(left.low, right.low, key=least),
            min(left.high, right.high, key=most),
            (left if least(left.low) > least(right.low) else right).low_formula,
            (left if most(left.high) < most(right.high) else right).high_formula,
        )
        for left in stretches
        for right in spans
        if max(least(left.low), least(right.low)) <= min(most(left.high), most(right.high))
    )


def stretches_of(
    game: Game, name: str, low: Fraction, high: Fraction, given: Sequence[Relation]
) -> list[Span]:
    """Return where relations hold along a parameter, the others at their values."""
    others = {**game.parameters.central, **game.values}
    others.pop(name, None)
    _check_fixed(name, given, others)
    ring = ring_of([name])
    formulas = {one: formula_of(one, ring, others) for one in given}
    borders = _borders(formulas, name, low, high)
    cells = pairwise(sorted(borders, key=least)) if low < high else [(low, high)]
    together = both(*formulas.values())
    found = _joined(
        Span(start, end, borders[start], borders[end])
        for start, end in cells
        if holds(together, {name: (most(start) + least(end)) / 2})
    )
    if not found:
        failing = [one for one, formula in formulas.items() if formula == NEVER] or given
        raise _hold_nowhere(failing, name, low, high, others)
    return found


def _check_fixed(name: str, given: Sequence[Relation], others: Mapping[str, Fraction]) -> None:
    """Refuse relations with a number that has no value, other than the one that varies."""
    for one in given:
        missing = [n for n in one.names if n not in others and n != name]
        if missing:
            raise one.refused(f"no value for {', '.join(missing)} in {one}: fix it with at()")


def _borders(
    formulas: Mapping[Relation, Formula], name: str, low: Fraction, high: Fraction
) -> dict[Value, sympy.Expr | None]:
    """Return the ends of a range and where relations may turn between, each with its formula."""
    borders: dict[Value, sympy.Expr | None] = {low: None, high: None}
    for one, formula in formulas.items():
        for sign in signs(formula):
            for end in _roots(sign, name, (high - low) or Fraction(1)):
                if low < least(end) and most(end) < high:
                    borders[end] = _formula(one, name)
    return borders


def _joined(cells: Iterable[Span]) -> list[Span]:
    """Join neighbours, from the least, to the longest stretches."""
    found: list[Span] = []
    for cell in cells:
        joined = bool(found) and found[-1].high == cell.low
        first = found.pop() if joined else cell
        found.append(Span(first.low, cell.high, first.low_formula, cell.high_formula))
    return found


def _hold_nowhere(
    failing: Sequence[Relation],
    name: str,
    low: Fraction,
    high: Fraction,
    others: Mapping[str, Fraction],
) -> GameError:
    """Say that relations hold at no value of a range, and what the other numbers are."""
    told = " and ".join(map(str, failing))
    names = sorted({n for one in failing for n in one.names} - {name})
    at = ", ".join(f"{n} {show(others[n])}" for n in names)
    return failing[0].refused(
        f"no {name} from {show(low)} to {show(high)} is so that {told}, at {at or 'all values'}"
        ": give the others values with at()"
    )


def _roots(sign: Sign, name: str, wide: Fraction) -> set[Value]:
    factors = factors_of(sign.polynomial.as_expr(), sympy.Symbol(name))
    return {root for factor in factors for root in roots_of(factor, _WIDTH * wide)}


def _formula(one: Relation, name: str) -> sympy.Expr | None:
    """Return the value at which a relation is an equality, where it is linear in the name."""
    ring = ring_of(one.names)
    formula = formula_of(one, ring, {})
    assert isinstance(formula, Sign)  # it has names
    written = sympy.Poly(formula.polynomial.as_expr(), sympy.Symbol(name))
    if written.degree() != 1:
        return None
    slope, constant = written.all_coeffs()
    return quotient(-constant, slope)
