"""A game read in names for some of its formulas, and what is found told without them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

import sympy
from sympy.polys.rings import PolyElement

from caucasus_games.algebra.formula import Formula, Sign, both, either, signs, truth
from caucasus_games.algebra.ratio import Ratio
from caucasus_games.readings.noted import written
from caucasus_games.readings.symbols import Symbols

# what names stand for under a condition
Meaning = tuple[Formula, Mapping[sympy.Symbol, Ratio]]
# what one name stands for, in cases that exclude each other
Stands = tuple[tuple[sympy.Expr, Formula], ...]


@dataclass
class Renamed:
    """A reading in names, and the one without them.

    What is found to be impossible in names is so. What is not may be, as each name is taken to have
    any value in its range, whatever the others have.

    Parameters
    ----------
    outer : Symbols
        The reading without the names.
    reading : Symbols
        The one with them.
    meanings : sequence of sequence of Meaning
        What names stand for: those of one row together, in cases that exclude each other.
    shown : mapping of str to Stands
        The same as it is told.
    """

    outer: Symbols
    reading: Symbols
    meanings: Sequence[Sequence[Meaning]]
    shown: Mapping[str, Stands]
    _told: dict[Formula, Formula] = field(default_factory=dict)
    _known: dict[object, Ratio] = field(default_factory=dict)

    def told(self, formula: Formula) -> Formula:
        """Return the formula in names that was spelled out as this one."""
        return self._told.get(formula, formula)

    def remember(self, told: Formula, formula: Formula) -> None:
        """Note how a formula is told."""
        self._told[formula] = told

    def spelled_out(self, formula: Formula) -> Formula:
        """Put what names stand for in their place."""
        found = truth(formula, self._sign, lambda every, parts: (both if every else either)(*parts))
        self._told[found] = formula
        return found

    def _sign(self, one: Sign) -> Formula:
        own = set(one.polynomial.as_expr().free_symbols)
        rows = [row for row in self.meanings if own & {*row[0][1]}]
        ways = []
        for joint in product(*rows):
            stands = {symbol: worth for _, row in joint for symbol, worth in row.items()}
            found = self.outer.sign(self._of(one.polynomial, stands), one.strict)
            swap = {symbol: written(worth) for symbol, worth in stands.items()}
            self.outer.taken_over(found, one, self.reading, swap)
            ways.append(both(*(when for when, _ in joint), found))
        return either(*ways)

    def _of(self, polynomial: PolyElement, stands: Mapping[sympy.Symbol, Ratio]) -> Ratio:
        """Return what a polynomial in names is without them, or a positive multiple of it."""
        key = polynomial, tuple(stands.items())
        if key in self._known:
            return self._known[key]
        ring = self.outer.ring
        highest = [max(powers) for powers in zip(*polynomial.monoms(), strict=True)]
        worths = {
            k: stands[symbol] if symbol in stands else self.outer.of(symbol)
            for k, symbol in enumerate(polynomial.ring.symbols)
            if highest[k]
        }
        # over one denominator that is positive, so that no factor has to be looked for
        parts = {k: self._positive(worth) for k, worth in worths.items()}
        above = ring(0)
        for powers, factor in polynomial.terms():
            term = ring(factor)
            for k, (part, whole) in parts.items():
                # zero to the power of zero has no value there
                term *= part ** powers[k] if powers[k] else 1
                term *= whole ** (highest[k] - powers[k])
            above += term
        self._known[key] = Ratio(above, ring(1))
        return self._known[key]

    def _positive(self, worth: Ratio) -> tuple[PolyElement, PolyElement]:
        """Write a quotient with a positive denominator, a square if need be."""
        by = self.outer.box.definite(worth.below) or worth.below
        return worth.above * by, worth.below * by


def symbols_of(formula: Formula) -> set[str]:
    """Return the names of all symbols in a formula."""
    return {s.name for one in signs(formula) for s in one.polynomial.as_expr().free_symbols}


def hull(spans: Sequence[tuple[Fraction, Fraction] | None]) -> tuple[Fraction, Fraction] | None:
    """Return the least range that holds several; none if one of them is not known."""
    known = [span for span in spans if span is not None]
    if len(known) < len(spans):
        return None
    return min(low for low, _ in known), max(high for _, high in known)
