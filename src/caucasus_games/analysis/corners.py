r"""The corners of a polytope whose rows are formulas.

The points :math:`z` with :math:`Az + a = 0` and :math:`Bz + b \ge 0` are a polytope. Each corner
solves as many rows with equality as there are unknowns, so that it is a fraction of polynomials in
the parameters; it is a corner where the other rows hold. Rows that meet by coincidence, at single
values of the parameters, are ties and left aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from sympy.polys.matrices import DomainMatrix

from caucasus_games.analysis.cases import Ratio, Reading
from caucasus_games.analysis.formulas import Formula, both, either

# the factor of each unknown, and the constant
Row = Sequence[Ratio]
Point = tuple[Ratio, ...]


def value(row: Row, point: Point) -> Ratio:
    """Return what a row is at a point.

    Parameters
    ----------
    row : sequence of PolyElement or FracElement
        The factor of each unknown, and the constant.
    point : tuple of PolyElement or FracElement
        The unknowns.

    Returns
    -------
    PolyElement or FracElement
        The value.
    """
    return row[-1] + sum(factor * z for factor, z in zip(row[:-1], point, strict=True))


def corners(
    reading: Reading, unknowns: int, equal: Sequence[Row], at_least: Sequence[Row]
) -> list[Point]:
    """Solve for every point that may be a corner.

    1. Reduce the equations; give up if they contradict each other.
    2. Add as many of the other rows as unknowns are left, and keep what has one solution.

    Parameters
    ----------
    reading : Reading
        Of the game.
    unknowns : int
        How many there are.
    equal, at_least : sequence of rows
        Each ends with its constant; the first are zero and the second not negative.

    Returns
    -------
    list of tuple
        The points; which of them are corners depends on the signs of the other rows.
    """
    reduced, pivots = _reduced(reading, unknowns, equal)
    if unknowns in pivots:
        return []
    found: dict[Point, None] = {}
    for tight in combinations(at_least, unknowns - len(pivots)):
        rows, lead = _reduced(reading, unknowns, [*reduced, *tight])
        if lead == tuple(range(unknowns)):
            found[tuple(-row[-1] for row in rows)] = None
    return list(found)


def _reduced(
    reading: Reading, unknowns: int, rows: Sequence[Row]
) -> tuple[list[Row], tuple[int, ...]]:
    domain = reading.field.to_domain()
    matrix: Any = DomainMatrix(
        [[domain.convert(x) for x in row] for row in rows], (len(rows), unknowns + 1), domain
    )
    found, pivots = matrix.rref()
    return found.to_list()[: len(pivots)], pivots


def some_belief(
    reading: Reading, equal: Sequence[Sequence[Ratio]], at_least: Sequence[Sequence[Ratio]]
) -> Formula:
    """Say that under some belief each of these averages is zero or not negative.

    Parameters
    ----------
    reading : Reading
        Of the game.
    equal, at_least : sequence of sequence of PolyElement or FracElement
        What is averaged, by node; not empty together.

    Returns
    -------
    Sign or Join
        The condition: the beliefs are a polytope, which has a corner if it has a point.
    """
    nodes = len([*equal, *at_least][0])
    one, zero = reading.ring(1), reading.ring(0)
    held = [[one if k == j else zero for k in range(nodes)] + [zero] for j in range(nodes)]
    rows = [*held, *([*row, zero] for row in at_least)]
    points = corners(
        reading, nodes, [[one] * nodes + [-one], *([*row, zero] for row in equal)], rows
    )
    return either(*(both(*(reading.sign(value(row, point)) for row in rows)) for point in points))
