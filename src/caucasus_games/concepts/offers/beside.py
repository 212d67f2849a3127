"""What holds at a number, just above it and just below it, in symbols."""

from __future__ import annotations

from sympy.polys.rings import PolyElement

from caucasus_games.algebra.formula import Formula, Sign, both, either, truth
from caucasus_games.algebra.ratio import Ratio
from caucasus_games.concepts.offers.roots import composed
from caucasus_games.readings.symbols import Symbols


def substituted(
    reading: Symbols, formula: Formula, x: int, place: Ratio, strict: bool = False
) -> Formula:
    """Put a formula in the place of a number; what is zero there holds unless it must not be."""

    def sign(one: Sign) -> Formula:
        found = reading.sign(composed(one.polynomial, x, place), strict and one.strict)
        return reading.like(found, one)

    return truth(formula, sign, lambda every, parts: (both if every else either)(*parts))


def beside(reading: Symbols, formula: Formula, x: int, place: Ratio, way: int) -> Formula:
    """Say that a formula holds just above a number, or just below it."""

    def sign(one: Sign) -> Formula:
        polynomial, turned = one.polynomial, 1
        # a polynomial that is not zero has a derivative that is not
        while not (value := composed(polynomial, x, place)):
            polynomial, turned = polynomial.diff(x), turned * way
        return reading.sign(value if turned > 0 else -value)

    return truth(formula, sign, lambda every, parts: (both if every else either)(*parts))


def within(
    reading: Symbols, formula: Formula, bounds: list[Ratio], x: int, place: Ratio, way: int
) -> Formula:
    """Say that a formula holds just above a number or just below it, within the bounds."""
    inside = (beside(reading, Sign(above(bound)), x, place, way) for bound in bounds)
    return both(*inside, beside(reading, formula, x, place, way))


def above(ratio: Ratio) -> PolyElement:
    """Return a polynomial of the sign of a ratio."""
    return ratio.above if ratio.below.is_ground else ratio.above * ratio.below
