"""Where numbers are chosen: what happens along a parameter.

The cases of the game in one parameter hold where signs of polynomials in it are as their conditions
say. Between two neighbouring roots of these the same cases hold, so that one value there tells what
happens all the way.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import sympy
from immutabledict import immutabledict

from caucasus_games.algebra.formula import holds, signs
from caucasus_games.algebra.rendering import quotient
from caucasus_games.comparison.deviations import Value, factors_of, roots_of
from caucasus_games.concepts.offers.solve import at_values
from caucasus_games.concepts.subgame_cases import perfect_cases
from caucasus_games.exact import least, most
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.values import changed
from caucasus_games.readings.case import Case
from caucasus_games.readings.symbols import Symbols

# an irrational end is narrower than this, as a share of the range
_WIDTH = Fraction(1, 10**12)


class Stretch(NamedTuple):
    """Values of a parameter between which the same happens: sets of outcomes, one a case."""

    low: Value
    high: Value
    outcomes: frozenset[tuple[str, ...]]


def along(game: ExtensiveForm, name: str, low: Fraction, high: Fraction) -> list[Stretch]:
    """Say what happens along one parameter, the others at their values."""
    others = {n: x for n, x in at_values(_at(game, name, low)).values.items() if n != name}
    free = changed(game, values=immutabledict(others))
    cases = perfect_cases(Symbols(free, {name: (low, high)}))
    stretches: list[Stretch] = []
    for start, end in pairwise(borders(cases, name, low, high)):
        values = {name: (most(start) + least(end)) / 2}
        happens = frozenset(
            tuple(sorted(outcome for outcome, when in case.ends if holds(when, values)))
            for case in cases
            if holds(case.formula, values)
        )
        joined = bool(stretches) and stretches[-1].outcomes == happens
        first = stretches.pop().low if joined else start
        stretches.append(Stretch(first, end, happens))
    return stretches


def borders(cases: Iterable[Case], name: str, low: Fraction, high: Fraction) -> list[Value]:
    """Return the ends of a range, and in it the values between which the same cases hold."""
    symbol = sympy.Symbol(name)
    found: set[Value] = {low, high}
    for case in cases:
        formulas = (case.formula, *(when for _, when in case.ends))
        for sign in (sign for formula in formulas for sign in signs(formula)):
            for factor in factors_of(sign.polynomial.as_expr(), symbol):
                roots = roots_of(factor, _WIDTH * (high - low))
                found |= {x for x in roots if low < least(x) and most(x) < high}
    return sorted(found, key=least)


def _at(game: ExtensiveForm, name: str, value: Fraction) -> ExtensiveForm:
    """Return a game with a value where it has none, which may have no range."""
    return game if name in {*game.values, *game.parameters} else game.at({name: value})


def formula_at(game: ExtensiveForm, name: str, end: Value) -> sympy.Expr | None:
    """Return a value at which what happens changes as a formula in all parameters."""
    if not isinstance(end, Fraction):
        return None
    chosen = {**at_values(_at(game, name, end)).values, name: end}
    swap = {sympy.Symbol(n): sympy.Rational(*x.as_integer_ratio()) for n, x in chosen.items()}
    symbol = sympy.Symbol(name)
    for case in perfect_cases(Symbols(changed(game, values=immutabledict()))):
        for sign in signs(case.formula):
            written = sympy.Poly(sign.polynomial.as_expr(), symbol)
            if written.degree() == 1 and written.as_expr().xreplace(swap) == 0:
                slope, constant = written.all_coeffs()
                return quotient(-constant, slope)
    return None
