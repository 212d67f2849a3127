r"""A point of a box at which a formula holds, or a proof that there is none.

For a formula :math:`F`:

1. At points of the box: where :math:`F` holds, it is asked whether that is confirmed.
2. In the box: :math:`F` is refuted by Bernstein coefficients or in linear arithmetic.
3. Else an SMT solver for polynomials [1]_ looks for a point or a refutation, for as long as it may.

References
----------
.. [1] Jovanović & de Moura (2012), Solving non-linear arithmetic. IJCAR 2012, LNCS 7364, 339–354.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from caucasus_games.algebra.formula import Formula, Powers, Sign, both, holds, rational, size, truth
from caucasus_games.algebra.linearisation import digits

if TYPE_CHECKING:
    from caucasus_games.algebra.box import Box

Point = dict[str, Fraction]

# runs apart, because the solver does not always stop when its steps are up
_SCRIPT = """
import sys, z3
solver = z3.SolverFor("QF_NRA")
solver.from_string(sys.stdin.read())
solver.set("rlimit", int(sys.argv[1]))
said = solver.check()
print(said)
if said == z3.sat:
    model = solver.model()
    for name in model:
        value = model[name]
        if z3.is_algebraic_value(value):
            value = value.approx(20)
        print(name, value.as_fraction())
"""
_POINTS_TRIED = 50
# steps for each second, of the refutation and of the solver: no clock, so that every machine says
# the same, unless it takes so many times as long
_STEPS_A_SECOND = 1_000_000
_TIMES_AS_LONG = 10
# with fewer for each term the solver would use them up before it looks for anything
_STEPS_OF_A_TERM = 15


def search(
    box: Box,
    formula: Formula,
    confirmed: Callable[[Point], bool],
    time_limit: float,
    *,
    points: bool = True,
) -> tuple[str, Point]:
    """Find out whether a formula holds anywhere in a box; without its points if others failed."""
    formula = both(formula, *box.given)

    def inside(point: Point) -> bool:
        # near a border what is in short fractions may be outside
        return holds(both(*box.given), point) and confirmed(point)

    found = next(filter(inside, _points(box, formula)), None) if points else None
    if found is not None:
        return "refuted", found
    box.allow(int(_STEPS_A_SECOND * time_limit))
    if box.impossible(formula, thorough=True) if points else box.refuted(formula, thorough=True):
        return "proved", {}
    verdict, values = _asked(box, formula, time_limit)
    if verdict == "refuted" and not inside(values):
        return "unknown", {}
    return verdict, values


def _points(box: Box, formula: Formula) -> Iterator[Point]:
    """Yield points of the box near which a formula holds, in short fractions."""
    import numpy as np

    for k in np.flatnonzero(box.true(formula))[:_POINTS_TRIED]:
        yield box.point(int(k))


def _asked(box: Box, formula: Formula, time_limit: float) -> tuple[str, Point]:
    """Ask the SMT solver for a point at which a formula holds, or a proof that there is none."""
    steps = max(1, int(_STEPS_A_SECOND * time_limit))
    if size(formula) * _STEPS_OF_A_TERM > steps:
        return "unknown", {}
    try:
        run = subprocess.run(
            [sys.executable, "-c", _SCRIPT, str(steps)],
            input=_smt(box, formula),
            capture_output=True,
            text=True,
            timeout=_TIMES_AS_LONG * (1 + time_limit),
            check=True,
        )
    except subprocess.TimeoutExpired:
        return "unknown", {}
    said, *model = run.stdout.splitlines()
    if said != "sat":
        return "proved" if said == "unsat" else "unknown", {}
    found = dict(line.split(" ", 1) for line in model)
    # what the model does not mention may have any value
    return "refuted", {
        symbol.name: Fraction(found.get(f"x{k}", ends[0]))
        for k, (symbol, ends) in enumerate(zip(box.ring.symbols, box.ranges, strict=True))
        if ends
    }


def _smt(box: Box, formula: Formula) -> str:
    """Write the question down: symbols by their place, as a name may hold anything."""
    lines = []
    for k, ends in enumerate(box.ranges):
        lines.append(f"(declare-const x{k} Real)")
        low, high = map(_number, ends or ())
        lines.append(f"(assert (and (<= {low} x{k}) (<= x{k} {high})))")
    parts: dict[str, None] = {}

    def sign(one: Sign) -> str:
        terms = (
            f"(* {_number(rational(factor))} 1.0 {' '.join(_powers(powers))})"
            for powers, factor in one.polynomial.terms()
        )
        return f"({'>' if one.strict else '>='} (+ 0.0 0.0 {' '.join(terms)}) 0.0)"

    def joined(every: bool, told: list[str]) -> str:
        # what occurs twice is written once
        name = f"f{len(parts)}"
        head = "and true" if every else "or false"
        parts[f"(define-fun {name} () Bool ({head} {' '.join(told)}))"] = None
        return name

    whole = truth(formula, sign, joined)
    return "\n".join([*lines, *parts, f"(assert {whole})"])


def _powers(powers: Powers) -> list[str]:
    return [f"x{k}" for k, power in enumerate(powers) for _ in range(power)]


def _number(value: Fraction) -> str:
    whole = f"(/ {digits(abs(value.numerator))}.0 {digits(value.denominator)}.0)"
    return f"(- {whole})" if value < 0 else whole
