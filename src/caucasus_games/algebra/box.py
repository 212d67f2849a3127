r"""What holds everywhere in a box: the product of the parameters' ranges.

A formula is refuted by three means, each of which is exact when it says yes. The module loads
numpy and z3, which takes time: it is imported where it is needed.

1. One point of the box where it holds means that it cannot be.
2. A polynomial in :math:`x = l + (h-l)t` has Bernstein coefficients :math:`b_k`, and
   :math:`\min_k b_k \le f \le \max_k b_k` for :math:`t` in the unit box [1]_.
3. With a variable for each monomial in :math:`t` a sign becomes linear. The products
   :math:`\prod_j t_j^{a_j} (1 - t_j)^{d_j - a_j} \ge 0`, which hold in the unit box, are linear in
   them as well [2]_. If no values of the variables agree with all of this, no point does.

A tie, where the polynomial of some sign is zero, is left aside, and so are the faces of the box:
what is said to be impossible may happen there. What is not refuted may still be impossible:
the formula is then longer than need be, not wrong.

References
----------
.. [1] Garloff (1985), Convergent bounds for the range of multivariate polynomials. Interval
   Mathematics 1985, LNCS 212, 37–56.
.. [2] Sherali & Tuncbilek (1992), A global optimization algorithm for polynomial programming
   problems using a reformulation-linearization technique. Journal of Global Optimization 2,
   101–112.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import islice, product
from math import comb, prod
from typing import Any

import numpy as np
import numpy.typing as npt
import z3
from sympy import QQ
from sympy.polys.rings import PolyElement, PolyRing

from caucasus_games.algebra.formula import (
    ALWAYS,
    NEVER,
    Formula,
    Join,
    Powers,
    Sign,
    both,
    either,
    pairs,
    rational,
    size,
)
from caucasus_games.algebra.linearisation import SLACK, digits, exponent, power_of_two, scaled
from caucasus_games.deadline import deadline

Truth = npt.NDArray[np.bool_]
Range = tuple[Fraction, Fraction] | None
Ranges = dict[str, tuple[Fraction, Fraction]]

_POINTS = 4_096
_LARGEST = 2**14
# a range is narrow if its numbers are so many times as great; what has none is taken as below 2**4
_NARROW, _FREE = 1_000, 4
# points in fractions with denominators up to this, of the range where that is shorter
_PARTS, _SHORT = 1_000, Fraction(1, 20)
# steps of the solver, and products, for one question: no clock, so that every machine says the same
_QUICK = (2_000_000, 150)
_THOROUGH = (20_000_000, 600)
# steps for all questions together, those that it takes to add a product, and what is left to each
# question after them: formulas then stay longer
_ALL, _ROW, _FEW = 20_000_000, 500, 5_000


class Box:
    """The ranges of the symbols of a ring, and what is known about signs in it.

    Parameters
    ----------
    ring : sympy.polys.rings.PolyRing
        Over the rationals.
    ranges : sequence of pair of Fraction, or None
        Of each symbol of the ring; ``None`` if it may be any number.
    time_limit : float, optional
        After how many seconds to give up.
    """

    def __init__(
        self, ring: PolyRing, ranges: Sequence[Range], time_limit: float | None = None
    ) -> None:
        self._late = deadline(time_limit)
        self.ring = ring
        self.ranges = tuple(ranges)
        # where to try formulas first: even draws, and as many that crowd at the ends
        draw = np.random.default_rng(0)
        size = (len(self.ranges), _POINTS // 2)
        self._unit_points = np.concatenate([draw.random(size), draw.beta(0.5, 0.5, size)], axis=1)
        # in floats a symbol is a share of a power of two; where its range is narrow, of its range
        narrow = [r is not None and (r[1] - r[0]) * _NARROW < max(map(abs, r)) for r in self.ranges]
        self._exponents = [
            0 if near else exponent(r) if r else _FREE
            for r, near in zip(self.ranges, narrow, strict=True)
        ]
        self._scaled: list[Range] = [
            (Fraction(0), Fraction(1)) if near else r and _shares(r, e)
            for r, near, e in zip(self.ranges, narrow, self._exponents, strict=True)
        ]
        self._narrow = [
            (x, _line(x, *r))
            for x, r, near in zip(ring.gens, self.ranges, narrow, strict=True)
            if r and near
        ]
        columns = (
            float(r[0]) + float(r[1] - r[0]) * u if r else np.tan(3 * (u - 0.5)) / 2**_FREE
            for r, u in zip(self._scaled, self._unit_points, strict=True)
        )
        self._points = np.array(list(columns)).reshape(size[0], _POINTS)
        self._columns: dict[Powers, npt.NDArray[np.float64]] = {}
        self._truth: dict[Formula, Truth] = {}
        self._definite: dict[PolyElement, int] = {}
        self._signs: dict[tuple[PolyElement, bool], Formula] = {}
        self._matrices: dict[tuple[int, int], npt.NDArray[np.object_]] = {}
        self._products: dict[Powers, list[Any]] = {}
        # the variable that stands for a monomial
        self._terms: dict[Powers, Any] = {}
        self._literals: dict[Formula, Any] = {}
        self._tops: dict[Formula, frozenset[Powers]] = {}
        self._definitions: dict[Formula, Any] = {}
        # with a factor that is positive everywhere, which may be what a refutation takes
        self._longer: dict[PolyElement, dict[PolyElement, None]] = {}
        self._divided: dict[frozenset[Powers], frozenset[Powers]] = {}
        self._left = _ALL

    @cached_property
    def _context(self) -> z3.Context:
        """One of its own, as z3 lets no two threads use one."""
        return z3.Context()

    @cached_property
    def _linear(self) -> z3.Solver:
        """What all questions without products go to."""
        return z3.SimpleSolver(ctx=self._context)

    def sign(self, polynomial: PolyElement, strict: bool = False) -> Formula:
        """Say that a polynomial is not negative, in the fewest words.

        Parameters
        ----------
        polynomial : sympy.polys.rings.PolyElement
            Of the ring.
        strict : bool
            Whether zero is excluded.

        Returns
        -------
        Sign or Join
            The sign without factors that are positive everywhere; ``ALWAYS`` or ``NEVER`` if the
            box decides it.
        """
        key = (polynomial, strict)
        if key not in self._signs:
            self._signs[key] = self._sign(polynomial, strict)
        return self._signs[key]

    def _sign(self, polynomial: PolyElement, strict: bool) -> Formula:
        if not polynomial:
            return NEVER if strict else ALWAYS
        whole = _whole(polynomial)
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
            self._longer.setdefault(whole, {})[longer] = None
            self._longer.setdefault(-whole, {})[-longer] = None
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
        whole = _whole(self.ring.from_dict(rest))
        return whole if low > 0 else -whole

    def definite(self, polynomial: PolyElement) -> int:
        """Return the sign that a polynomial has everywhere in the box, 0 if it has none.

        Parameters
        ----------
        polynomial : sympy.polys.rings.PolyElement
            Of the ring.

        Returns
        -------
        int
            1, −1 or 0; 0 also if it could not be found.
        """
        if polynomial not in self._definite:
            values, _ = self.values(polynomial)
            found = 0
            if (values > 0).all() and self._below(-polynomial):
                found = 1
            elif (values < 0).all() and self._below(polynomial):
                found = -1
            self._definite[polynomial] = found
        return self._definite[polynomial]

    def true(self, formula: Formula) -> Truth:
        """Return at which of the box's points a formula holds.

        Parameters
        ----------
        formula : Sign or Join
            Over the ring.

        Returns
        -------
        numpy.ndarray of bool
            Shape ``(points,)``, in floats: near a tie rounding decides, so that it proves nothing.
        """
        if formula not in self._truth:
            if isinstance(formula, Sign):
                values, _ = self.values(formula.polynomial)
                found: Truth = values > 0 if formula.strict else values >= 0
            else:
                found = np.full(_POINTS, formula.every)
                for part in formula.parts:
                    found = found & self.true(part) if formula.every else found | self.true(part)
            self._truth[formula] = found
        return self._truth[formula]

    def impossible(self, *formulas: Formula, thorough: bool = False) -> bool:
        """Prove that formulas hold together nowhere in the box.

        Parameters
        ----------
        *formulas : Sign or Join
            Over the ring.
        thorough : bool
            Whether to take ten times as long for it.

        Returns
        -------
        bool
            Whether it was proved.
        """
        self._late()
        # numpy.logical_and.reduce of no array is true
        if np.logical_and.reduce([self.true(one) for one in formulas]).any():
            return False
        limit, most = _THOROUGH if thorough else _QUICK
        if self._check(self._linear, limit, *map(self._literal, formulas)):
            return True
        tops = self._largest(frozenset[Powers]().union(*(self._tops[one] for one in formulas)))
        rows = sum(prod(k + 1 for k in m) for m in tops)
        if rows > most or self._left < 0:
            return False
        self._left -= rows * _ROW
        solver = z3.SimpleSolver(ctx=self._context)
        solver.add(*(row for m in tops for row in self._rows(m)))
        solver.add(*map(self._definition, formulas))
        return self._check(solver, limit)

    def allow(self, steps: int) -> None:
        """Let all questions from now on take so many steps of the solver together.

        Parameters
        ----------
        steps : int
            About a million a second.
        """
        self._left = steps

    def _largest(self, monomials: frozenset[Powers]) -> frozenset[Powers]:
        """Return those that divide no other; the same few sets are asked for again and again."""
        if monomials not in self._divided:
            self._divided[monomials] = frozenset(
                m for m in monomials if not any(m != n and _divides(m, n) for n in monomials)
            )
        return self._divided[monomials]

    def _check(self, solver: z3.Solver, limit: int, *literals: Any) -> bool:
        """Ask the solver for a refutation, in no more steps than are left."""
        solver.set("rlimit", min(limit, max(self._left, _FEW)))
        before = _steps(solver)
        refuted = solver.check(*literals) == z3.unsat
        self._left -= _steps(solver) - before
        return bool(refuted)

    def simplified(self, formula: Formula, given: Sequence[Formula] = ()) -> Formula:
        """Drop every part of a formula that follows from the rest.

        Parameters
        ----------
        formula : Sign or Join
            Over the ring.
        given : sequence of Sign or Join
            What else is known.

        Returns
        -------
        Sign or Join
            A formula that says the same wherever the others hold in the box.
        """
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
        found = {}
        for symbol, ends, unit in zip(
            self.ring.symbols, self.ranges, self._unit_points[:, k], strict=True
        ):
            low, high = ends or (Fraction(0), Fraction(0))
            part = Fraction(float(unit))
            if high - low < _SHORT:
                found[symbol.name] = low + (high - low) * part.limit_denominator(_PARTS)
            else:
                exactly = (low + (high - low) * part).limit_denominator(_PARTS)
                found[symbol.name] = min(max(exactly, low), high)
        return found

    def values(self, polynomial: PolyElement) -> tuple[npt.NDArray[np.float64], int]:
        """Return a polynomial at the box's points, in floats.

        Parameters
        ----------
        polynomial : sympy.polys.rings.PolyElement
            Of the ring.

        Returns
        -------
        numpy.ndarray of float
            Shape ``(points,)``, scaled so that its greatest coefficient is about one.
        int
            The exponent of the power of two by which it is to be multiplied.
        """
        total = np.zeros(_POINTS)
        terms, shift = scaled(self._wide(polynomial), self._exponents)
        for powers, factor in terms.items():
            if powers not in self._columns:
                self._columns[powers] = np.prod(
                    [x**k for x, k in zip(self._points, powers, strict=True) if k], axis=0
                ) * np.ones(_POINTS)
            total += factor * self._columns[powers]
        return total, shift

    def _wide(self, polynomial: PolyElement) -> PolyElement:
        """Write a symbol whose range is narrow as a share of it."""
        return polynomial.compose(self._narrow) if self._narrow else polynomial

    def _below(self, polynomial: PolyElement) -> bool:
        """Prove by Bernstein coefficients that a polynomial is negative within the box."""
        polynomial = self._wide(polynomial)
        degrees = [max(powers) for powers in zip(*polynomial.monoms(), strict=True)]
        used = [k for k, degree in enumerate(degrees) if degree]
        if any(self.ranges[k] is None for k in used):
            return False
        shape = [degrees[k] + 1 for k in used]
        if prod(shape) > _LARGEST:
            return False
        # floats tell most, as no entry of a matrix exceeds one; exact numbers where they come near
        # to zero
        terms, _ = scaled(polynomial, self._exponents)
        near = np.zeros(shape)
        for powers, one in terms.items():
            near[tuple(powers[k] for k in used)] = one
        top = self._bernstein(near, used, float).max()
        if abs(top) > SLACK * np.abs(near).sum():
            return bool(top < 0)
        exact = np.full(shape, Fraction(0), dtype=object)
        for powers, factor in polynomial.terms():
            units = sum(e * k for e, k in zip(self._exponents, powers, strict=True))
            exact[tuple(powers[k] for k in used)] = rational(factor) * power_of_two(units)
        # if all are zero or less and not all zero, it is negative but for the box's faces
        return bool(self._bernstein(exact, used, object).max() <= 0)

    def _bernstein(
        self, coefficients: npt.NDArray[Any], used: Sequence[int], kind: type
    ) -> npt.NDArray[Any]:
        for axis, k in enumerate(used):
            matrix: npt.NDArray[Any] = self._matrix(k, coefficients.shape[axis] - 1).astype(kind)
            coefficients = np.moveaxis(np.tensordot(matrix, coefficients, (1, axis)), 0, axis)
        return coefficients

    def _matrix(self, k: int, degree: int) -> npt.NDArray[np.object_]:
        """Return what turns powers of a scaled symbol into Bernstein coefficients."""
        if (k, degree) not in self._matrices:
            low, high = self._scaled[k] or (Fraction(0), Fraction(0))
            rows = [
                [
                    sum(
                        (
                            comb(j, i)
                            * low ** (j - i)
                            * (high - low) ** i
                            * Fraction(comb(b, i), comb(degree, i))
                            for i in range(min(b, j) + 1)
                        ),
                        Fraction(0),
                    )
                    for j in range(degree + 1)
                ]
                for b in range(degree + 1)
            ]
            self._matrices[k, degree] = np.array(rows, dtype=object)
        return self._matrices[k, degree]

    def _unit(self, polynomial: PolyElement) -> PolyElement:
        """Write a polynomial in parameters that go from 0 to 1."""
        swap = [
            (x, _line(x, *ends))
            for x, ends in zip(self.ring.gens, self.ranges, strict=True)
            if ends
        ]
        return polynomial.compose(swap) if swap else polynomial

    def _parsed(self, text: str, monomials: Iterable[Powers]) -> list[Any]:
        """Read inequalities, which put together term by term would take ten times as long."""
        names = {}
        for m in monomials:
            if m not in self._terms:
                self._terms[m] = z3.Real(_name(m), ctx=self._context)
            names[_name(m)] = self._terms[m]
        return list(z3.parse_smt2_string(text, decls=names, ctx=self._context))

    def _signed(self, polynomial: PolyElement) -> tuple[Any, Any]:
        """Say that a polynomial is positive, and that it is negative."""
        whole = _whole(polynomial)
        text = _text(whole)
        above, below = self._parsed(
            f"(assert (> {text} 0.0)) (assert (< {text} 0.0))", whole.monoms()
        )
        return above, below

    def _rows(self, top: Powers) -> list[Any]:
        """Return the products of the unit box's ends that are not negative, up to a monomial."""
        if top not in self._products:
            used = [k for k, power in enumerate(top) if power]
            bounded = all(self.ranges[k] for k in used)
            ways: list[list[PolyElement]] = []
            for k in used:
                x = self.ring.gens[k]
                ways.append([x**a * (1 - x) ** (top[k] - a) for a in range(top[k] + 1)])
            rows = (prod(some, start=self.ring(1)) for some in product(*ways) if bounded)
            text = "".join(f"(assert (> {_text(row)} 0.0))" for row in rows)
            monomials = product(*(range(power + 1) for power in top))
            self._products[top] = self._parsed(text, monomials)
        return self._products[top]

    def _forms(self, sign: Sign) -> list[PolyElement]:
        """Return the polynomial of a sign, and what has that sign wherever it has."""
        return [sign.polynomial, *self._longer.get(sign.polynomial, ())]

    def _definition(self, formula: Formula) -> Any:
        """Return what a formula says of the monomials of the unit box."""
        if formula not in self._definitions:
            if isinstance(formula, Join):
                told = [self._definition(part) for part in formula.parts]
                self._definitions[formula] = self._joined(formula.every, told)
            else:
                signed = [self._signed(self._unit(form)) for form in self._forms(formula)]
                for one, way in zip(
                    (formula, formula.negation), zip(*signed, strict=True), strict=True
                ):
                    self._definitions[one] = self._joined(True, way)
        return self._definitions[formula]

    def _joined(self, every: bool, parts: Sequence[Any]) -> Any:
        # z3 takes its global context for no parts, unless it is told
        return (z3.And if every else z3.Or)(*parts, self._context)

    def _literal(self, formula: Formula) -> Any:
        """Return a name for a formula, known to the solver from then on."""
        if formula in self._literals:
            return self._literals[formula]
        name = z3.FreshBool(ctx=self._context)
        if isinstance(formula, Join):
            parts = [self._literal(part) for part in formula.parts]
            self._linear.add(name == self._joined(formula.every, parts))
            tops = (self._tops[part] for part in formula.parts)
            self._tops[formula] = frozenset[Powers]().union(*tops)
        else:
            forms = self._forms(formula)
            self._linear.add(*(z3.If(name, *self._signed(form)) for form in forms))
            monomials = [m for form in forms for m in form.monoms()]
            self._tops[formula] = self._largest(frozenset(m for m in monomials if any(m)))
            self._tops[formula.negation] = self._tops[formula]
            self._literals[formula.negation] = z3.Not(name)
        self._literals[formula] = name
        return name


def _line(x: PolyElement, low: Fraction, high: Fraction) -> PolyElement:
    """Return what goes from one number to another as a symbol goes from 0 to 1."""
    wide = high - low
    return x * QQ(wide.numerator, wide.denominator) + QQ(low.numerator, low.denominator)


def _shares(ends: tuple[Fraction, Fraction], k: int) -> tuple[Fraction, Fraction]:
    return ends[0] / power_of_two(k), ends[1] / power_of_two(k)


def _whole(polynomial: PolyElement) -> PolyElement:
    """Return a positive multiple with whole coefficients that have no factor in common."""
    content, whole = polynomial.clear_denoms()[1].primitive()
    return whole if content > 0 else -whole


def _name(powers: Powers) -> str:
    return "m" + "_".join(map(str, powers))


def _text(polynomial: PolyElement) -> str:
    """Write a polynomial for the solver, with a name for each monomial."""
    terms = (
        f"(* {_number(int(factor))} {_name(powers)})" if any(powers) else _number(int(factor))
        for powers, factor in polynomial.terms()
    )
    return f"(+ {' '.join(terms)})"


def _number(whole: int) -> str:
    return f"{digits(whole)}.0" if whole >= 0 else f"(- {digits(-whole)}.0)"


def _steps(solver: z3.Solver) -> int:
    counts = solver.statistics()
    own = counts.ctx.ref(), counts.stats
    # it stands near the end, and each name that is read takes its time
    places = reversed(range(len(counts)))
    steps = (k for k in places if z3.Z3_stats_get_key(*own, k) == "rlimit count")
    return sum(int(z3.Z3_stats_get_uint_value(*own, k)) for k in islice(steps, 1))


def _divides(one: Powers, other: Powers) -> bool:
    return all(a <= b for a, b in zip(one, other, strict=True))
