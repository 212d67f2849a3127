r"""Formulas that hold nowhere in a box, refuted in linear arithmetic.

With a variable for each monomial in :math:`t`, a parameter as a share of its range, a sign becomes
linear. The products :math:`\prod_j t_j^{a_j} (1 - t_j)^{d_j - a_j} \ge 0`, which hold in the unit
box, are linear in them as well [1]_. If no values of the variables agree with all of this, no point
does.

References
----------
.. [1] Sherali & Tuncbilek (1992), A global optimization algorithm for polynomial programming
   problems using a reformulation-linearization technique. Journal of Global Optimization 2,
   101–112.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice, product
from math import prod
from typing import Any

import numpy as np
import z3
from sympy.polys.rings import PolyElement, PolyRing

from caucasus_games.algebra.formula import Formula, Join, Powers, Sign
from caucasus_games.algebra.linearisation import digits
from caucasus_games.algebra.scaling import Range, line

# steps of the solver, and products, for one question: no clock, so that every machine says the same
_QUICK = (2_000_000, 150)
_THOROUGH = (20_000_000, 600)
# steps for all questions together, those that it takes to add a product, and what is left to each
# question after them: formulas then stay longer
_ALL_STEPS, _STEPS_OF_A_ROW, _FEWEST_STEPS = 20_000_000, 500, 5_000


class Refutations:
    """What a solver was told of formulas over one box, and what it may take for more."""

    def __init__(self, ring: PolyRing, ranges: Sequence[Range]) -> None:
        self._ring, self._ranges = ring, ranges
        self._products: dict[Powers, list[Any]] = {}
        self._literals: dict[Formula, Any] = {}
        self._tops: dict[Formula, frozenset[Powers]] = {}
        self._definitions: dict[Formula, Any] = {}
        # with a factor that is positive everywhere, which may be what a refutation takes
        self._longer: dict[PolyElement, dict[PolyElement, None]] = {}
        self._divided: dict[frozenset[Powers], frozenset[Powers]] = {}
        self._left = _ALL_STEPS

    @cached_property
    def _context(self) -> z3.Context:
        """One of its own, as z3 lets no two threads use one."""
        return z3.Context()

    @cached_property
    def _linear(self) -> z3.Solver:
        """What all questions without products go to."""
        return z3.SimpleSolver(ctx=self._context)

    def lengthen(self, polynomial: PolyElement, longer: PolyElement) -> None:
        """Remember what has the sign of a polynomial wherever it has."""
        self._longer.setdefault(polynomial, {})[longer] = None
        self._longer.setdefault(-polynomial, {})[-longer] = None

    def allow(self, steps: int) -> None:
        """Let all questions from now on take so many steps of the solver together."""
        self._left = steps

    def refuted(self, formulas: Sequence[Formula], thorough: bool) -> bool:
        """Prove that formulas hold together nowhere; thorough takes ten times as long."""
        limit, most = _THOROUGH if thorough else _QUICK
        if self._check(self._linear, limit, *map(self._literal, formulas)):
            return True
        tops = self._largest(frozenset[Powers]().union(*(self._tops[one] for one in formulas)))
        rows = sum(prod(k + 1 for k in m) for m in tops)
        if rows > most or self._left < 0:
            return False
        self._left -= rows * _STEPS_OF_A_ROW
        solver = z3.SimpleSolver(ctx=self._context)
        solver.add(*(row for m in tops for row in self._rows(m)))
        solver.add(*map(self._definition, formulas))
        return self._check(solver, limit)

    def _largest(self, monomials: frozenset[Powers]) -> frozenset[Powers]:
        """Return those that divide no other; the same few sets are asked for again and again."""
        if monomials not in self._divided:
            rows = np.array([*monomials]).reshape(len(monomials), self._ring.ngens)
            self._divided[monomials] = frozenset(
                # it divides itself
                m
                for m in monomials
                if (rows >= m).all(axis=1).sum() == 1
            )
        return self._divided[monomials]

    def _check(self, solver: z3.Solver, limit: int, *literals: Any) -> bool:
        """Ask the solver for a refutation, in no more steps than are left."""
        solver.set("rlimit", min(limit, max(self._left, _FEWEST_STEPS)))
        before = _steps(solver)
        refuted = solver.check(*literals) == z3.unsat
        self._left -= _steps(solver) - before
        return bool(refuted)

    def _unit(self, polynomial: PolyElement) -> PolyElement:
        """Write a polynomial in parameters that go from 0 to 1."""
        swap = [
            (x, line(x, *ends))
            for x, ends in zip(self._ring.gens, self._ranges, strict=True)
            if ends
        ]
        return polynomial.compose(swap) if swap else polynomial

    def _parsed(self, text: str, monomials: Iterable[Powers]) -> list[Any]:
        """Read inequalities, which put together term by term would take ten times as long."""
        # in one context what has one name is one variable
        names = "".join(f"(declare-const {_name(m)} Real)" for m in monomials)
        return list(z3.parse_smt2_string(names + text, ctx=self._context))

    def _signed(self, polynomial: PolyElement) -> tuple[Any, Any]:
        """Say that a polynomial is positive, and that it is negative."""
        whole = primitive(polynomial)
        text = _text(whole)
        above, below = self._parsed(
            f"(assert (> {text} 0.0)) (assert (< {text} 0.0))", whole.monoms()
        )
        return above, below

    def _rows(self, top: Powers) -> list[Any]:
        """Return the products of the unit box's ends that are not negative, up to a monomial."""
        if top not in self._products:
            used = [k for k, power in enumerate(top) if power]
            bounded = all(self._ranges[k] for k in used)
            ways: list[list[PolyElement]] = []
            for k in used:
                x = self._ring.gens[k]
                ways.append([x**a * (1 - x) ** (top[k] - a) for a in range(top[k] + 1)])
            rows = (prod(some, start=self._ring(1)) for some in product(*ways) if bounded)
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


def primitive(polynomial: PolyElement) -> PolyElement:
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
