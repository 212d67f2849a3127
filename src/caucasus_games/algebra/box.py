"""What holds everywhere in a box: the product of the parameters' ranges.

A formula is refuted by three means, each of which is exact when it says yes. The module loads
numpy and z3, which takes time: it is imported where it is needed.

1. One point of the box where it holds means that it cannot be (``points``).
2. Bernstein coefficients of one sign say that a polynomial has it (``bernstein``).
3. No values of its monomials agree with it in linear arithmetic (``refutations``).

Where relations between the symbols are given, nothing is said of where they do not hold.

A tie, where the polynomial of some sign is zero, is left aside, and so are the faces of the box:
what is said to be impossible may happen there. What is not refuted may still be impossible:
the formula is then longer than need be, not wrong.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from sympy import QQ
from sympy.polys.rings import PolyElement, PolyRing

from caucasus_games.algebra.bernstein import Bernstein
from caucasus_games.algebra.formula import (
    ALWAYS,
    NEVER,
    Formula,
    Join,
    Sign,
    both,
    either,
    pairs,
    rational,
    size,
)
from caucasus_games.algebra.points import Points, Truth
from caucasus_games.algebra.refutations import Refutations, primitive
from caucasus_games.algebra.scaling import Range, Scaled
from caucasus_games.deadline import deadline

Ranges = dict[str, tuple[Fraction, Fraction]]


class Box:
    """The ranges of the symbols of a ring, and what is known about signs in it."""

    def __init__(
        self,
        ring: PolyRing,
        ranges: Sequence[Range],
        time_limit: float | None = None,
        given: Iterable[Formula] = (),
    ) -> None:
        self._late = deadline(time_limit)
        self.ring = ring
        self.ranges = tuple(ranges)
        # what holds besides the ranges: a box that is cut to a region
        self.given = tuple(given)
        scale = Scaled(ring, self.ranges)
        self._points = Points(ring, self.ranges, scale)
        self._bernstein = Bernstein(scale)
        self._refutations = Refutations(ring, self.ranges)
        self._definite: dict[PolyElement, int] = {}
        self._signs: dict[tuple[PolyElement, bool], Formula] = {}

    def sign(self, polynomial: PolyElement, strict: bool = False) -> Formula:
        """Say that a polynomial is not negative, in the fewest words."""
        key = (polynomial, strict)
        if key not in self._signs:
            self._signs[key] = self._sign(polynomial, strict)
        return self._signs[key]

    def _sign(self, polynomial: PolyElement, strict: bool) -> Formula:
        if not polynomial:
            return NEVER if strict else ALWAYS
        whole = primitive(polynomial)
        least = [min(powers) for powers in zip(*whole.monoms(), strict=True)]
        common = tuple(k if r and r[0] > 0 else 0 for k, r in zip(least, self.ranges, strict=True))
        whole = self.ring.from_dict(
            {
                tuple(a - b for a, b in zip(powers, common, strict=True)): factor
                for powers, factor in whole.terms()
            }
        )
        longer = whole
        for k in range(len(self.ranges)):
            whole = self._without_factor(whole, k)
        if whole != longer:
            self._refutations.lengthen(whole, longer)
        known = self.definite(whole)
        if known:
            return ALWAYS if known > 0 else NEVER
        return Sign(whole, strict)

    def _without_factor(self, polynomial: PolyElement, k: int) -> PolyElement:
        """Divide by a factor in one symbol, such as 1 - x, that has one sign at both its ends."""
        ends = self.ranges[k]
        ratio, rest = next(iter(pairs(polynomial, k).items()), (QQ(0), {}))
        if not ends or 2 * len(rest) != len(polynomial):
            return polynomial
        low, high = (1 + rational(ratio) * end for end in ends)
        if low * high <= 0:
            return polynomial
        whole = primitive(self.ring.from_dict(rest))
        return whole if low > 0 else -whole

    def definite(self, polynomial: PolyElement) -> int:
        """Return the sign that a polynomial has everywhere in the box, 0 if it has none."""
        if polynomial not in self._definite:
            values, _ = self.values(polynomial)
            found = 0
            if (values > 0).all() and self._bernstein.negative(-polynomial):
                found = 1
            elif (values < 0).all() and self._bernstein.negative(polynomial):
                found = -1
            self._definite[polynomial] = found
        return self._definite[polynomial]

    def true(self, formula: Formula) -> Truth:
        """Return at which of the box's points a formula holds."""
        return self._points.true(formula)

    def impossible(self, *formulas: Formula, thorough: bool = False) -> bool:
        """Prove that formulas hold together nowhere in the box, or in the region cut from it."""
        # numpy.logical_and.reduce of no array is true
        if np.logical_and.reduce([self.true(one) for one in (*formulas, *self.given)]).any():
            self._late()
            return False
        return self.refuted(*formulas, thorough=thorough)

    def refuted(self, *formulas: Formula, thorough: bool = False) -> bool:
        """Prove the same without a look at points, where others were seen to be none."""
        self._late()
        return self._refutations.refuted((*formulas, *self.given), thorough)

    def allow(self, steps: int) -> None:
        """Let all questions from now on take so many steps of the solver together."""
        self._refutations.allow(steps)

    def simplified(self, formula: Formula, given: Sequence[Formula] = ()) -> Formula:
        """Drop every part of a formula that follows from the rest."""
        if isinstance(formula, Sign):
            if self.impossible(*given, formula.negation):
                return ALWAYS
            return NEVER if self.impossible(*given, formula) else formula
        parts: list[Formula] = list(formula.parts)
        for part in sorted(parts, key=size, reverse=True):
            k = parts.index(part)
            rest = parts[:k] + parts[k + 1 :]
            known = [*given, *(rest if formula.every else (one.negation for one in rest))]
            if self.impossible(*known, part.negation if formula.every else part):
                parts = rest
            elif isinstance(part, Join):
                parts[k] = self.simplified(part, known)
        return (both if formula.every else either)(*parts)

    def point(self, k: int) -> dict[str, Fraction]:
        """Return one of the box's points in short fractions; every symbol has a range."""
        return self._points.point(k)

    def values(self, polynomial: PolyElement) -> tuple[npt.NDArray[np.float64], int]:
        """Return a polynomial at the box's points, in floats."""
        return self._points.values(polynomial)
