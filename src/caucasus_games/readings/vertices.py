r"""The corners of a polytope whose rows are formulas.

The points :math:`z` with :math:`Az + a = 0` and :math:`Bz + b \ge 0` are a polytope. Each corner
solves as many rows with equality as there are unknowns, so that it is a fraction of payoffs; it is
a corner where the other rows hold. Rows that meet by coincidence, at single values of the
parameters, are ties and left aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from caucasus_games.algebra.formula import Formula, both, either
from caucasus_games.readings.placeholders import Letters, Short

# the factor of each unknown, and the constant
Row = list[Short]
Point = tuple[Short, ...]


def value(row: Row, point: Point) -> Short:
    """Return what a row is at a point.

    Parameters
    ----------
    row : sequence of Ratio
        The factor of each unknown, and the constant.
    point : tuple of Ratio
        The unknowns.

    Returns
    -------
    Ratio
        The value.
    """
    products = (factor * z for factor, z in zip(row[:-1], point, strict=True))
    return sum(products, row[-1])


def corners(
    letters: Letters, unknowns: int, equal: Sequence[Row], at_least: Sequence[Row]
) -> list[Point]:
    """Solve for every point that may be a corner.

    1. Reduce the equations; give up if they contradict each other.
    2. Add as many of the other rows as unknowns are left, and keep what has one solution.

    Parameters
    ----------
    letters : Letters
        For the payoffs.
    unknowns : int
        How many there are.
    equal, at_least : sequence of rows
        Each ends with its constant; the first are zero and the second not negative.

    Returns
    -------
    list of tuple
        The points; which of them are corners depends on the signs of the other rows.
    """
    reduced, pivots = _reduced(letters, equal)
    if unknowns in pivots:
        return []
    found: dict[Point, None] = {}
    for tight in combinations(at_least, unknowns - len(pivots)):
        rows, lead = _reduced(letters, [*reduced, *tight])
        if lead == list(range(unknowns)):
            found[tuple(-row[-1] for row in rows)] = None
    return list(found)


def _reduced(letters: Letters, rows: Sequence[Row]) -> tuple[list[Row], list[int]]:
    """Bring rows into reduced echelon form; return those that are left, and where each leads."""
    left: list[Row] = [*rows]
    done: list[Row] = []
    pivots: list[int] = []
    for k in range(len(left[0]) if left else 0):
        lead = next((row for row in left if not letters.is_zero(row[k])), None)
        if lead is not None:
            left.remove(lead)
            lead = [x / lead[k] for x in lead]
            left, done = (
                [[x - row[k] * y for x, y in zip(row, lead, strict=True)] for row in part]
                for part in (left, done)
            )
            done.append(lead)
            pivots.append(k)
    return done, pivots


def some_belief(letters: Letters, equal: Sequence[Point], at_least: Sequence[Point]) -> Formula:
    """Say that under some belief each of these averages is zero or not negative.

    Parameters
    ----------
    letters : Letters
        For the payoffs.
    equal, at_least : sequence of tuple of Ratio
        What is averaged, by node; not empty together.

    Returns
    -------
    Sign or Join
        The condition: the beliefs are a polytope, which has a corner if it has a point.
    """
    one, zero = letters.number(1), letters.number(0)
    nodes = len([*equal, *at_least][0])
    whole = [one] * nodes + [-one]
    rows = [[one if k == j else zero for k in range(nodes)] + [zero] for j in range(nodes)]
    rows += ([*row, zero] for row in at_least)
    points = corners(letters, nodes, [whole, *([*row, zero] for row in equal)], rows)
    return either(*(both(*(letters.sign(value(row, at)) for row in rows)) for at in points))
