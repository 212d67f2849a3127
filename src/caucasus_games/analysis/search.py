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
from typing import TYPE_CHECKING, Any

from caucasus_games.analysis.formulas import Formula, Sign, truth

if TYPE_CHECKING:
    from caucasus_games.analysis.box import Box, Range

Point = dict[str, Fraction]

# runs apart, because the solver does not always stop when its time is up
_SCRIPT = """
import sys, z3
solver = z3.SolverFor("QF_NRA")
solver.from_string(sys.stdin.read())
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
_TRIES = 50
# of the refutation for each second: no clock, so that every machine proves the same by it
_STEPS = 1_000_000


def search(
    box: Box, formula: Formula, confirmed: Callable[[Point], bool], time_limit: float
) -> tuple[str, Point]:
    """Find out whether a formula holds anywhere in a box.

    Parameters
    ----------
    box : Box
        Where; every symbol has a range.
    formula : Sign or Join
        Over its ring.
    confirmed : callable
        Tells whether it is really so at a point.
    time_limit : float
        Seconds for the SMT solver; the refutation before it takes about as long at most.

    Returns
    -------
    str
        ``"refuted"`` if it holds somewhere and what was claimed is not so, ``"proved"`` if it holds
        nowhere, or ``"unknown"``.
    dict of str to Fraction
        Where; empty but for the first.
    """
    found = next(filter(confirmed, _points(box, formula)), None)
    if found is not None:
        return "refuted", found
    box.allow(int(_STEPS * time_limit))
    if box.impossible(formula, thorough=True):
        return "proved", {}
    verdict, values = _asked(box, formula, time_limit)
    if verdict == "refuted" and not confirmed(values):
        return "unknown", {}
    return verdict, values


def _points(box: Box, formula: Formula) -> Iterator[Point]:
    """Yield points of the box near which a formula holds, in short fractions."""
    import numpy as np

    names = [symbol.name for symbol in box.ring.symbols]
    for k in np.flatnonzero(box.true(formula))[:_TRIES]:
        columns = zip(names, box.points[:, k], box.ranges, strict=True)
        yield {name: _short(float(x), ends) for name, x, ends in columns}


def _short(value: float, ends: Range) -> Fraction:
    assert ends is not None, "every range was checked"
    return min(max(Fraction(value).limit_denominator(1_000), ends[0]), ends[1])


def _asked(box: Box, formula: Formula, time_limit: float) -> tuple[str, Point]:
    """Ask the SMT solver for a point at which a formula holds, or a proof that there is none."""
    try:
        run = subprocess.run(
            [sys.executable, "-c", _SCRIPT],
            input=_smt(box, formula),
            capture_output=True,
            text=True,
            timeout=time_limit,
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
        symbol.name: Fraction(found[symbol.name]) if symbol.name in found else ends[0]
        for symbol, ends in zip(box.ring.symbols, box.ranges, strict=True)
        if ends
    }


def _smt(box: Box, formula: Formula) -> str:
    import z3

    unknowns = [z3.Real(symbol.name) for symbol in box.ring.symbols]

    def sign(one: Sign) -> Any:
        total = z3.Sum(
            [
                z3.Q(int(factor.numerator), int(factor.denominator))
                * z3.Product([x for x, k in zip(unknowns, powers, strict=True) for _ in range(k)])
                for powers, factor in one.polynomial.terms()
            ]
        )
        return total > 0 if one.strict else total >= 0

    solver = z3.Solver()
    for x, ends in zip(unknowns, box.ranges, strict=True):
        low, high = (z3.Q(end.numerator, end.denominator) for end in ends or ())
        solver.add(low <= x, x <= high)
    solver.add(truth(formula, sign, lambda every, parts: (z3.And if every else z3.Or)(parts)))
    return str(solver.to_smt2())
