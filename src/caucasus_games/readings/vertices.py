r"""The vertices of a polytope, in every reading.

The points :math:`z` with :math:`Az + a = 0` and :math:`Bz + b \ge 0` are a polytope. Each vertex
solves as many rows with equality as there are unknowns, so that it is a fraction of payoffs; it is
a vertex where the other rows hold. In symbols rows that meet by coincidence, at single values of
the parameters, are ties and left aside.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

from caucasus_games.readings.determinant import determinant
from caucasus_games.readings.reading import N, Reading, T

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, eq=False)
class Row(Generic[K, N]):
    """A sum over unknowns that is zero, or at least zero.

    Parameters
    ----------
    constant : number
        What does not depend on the unknowns.
    factors : mapping of label to number
        Of each unknown; zero for those left out.
    equal : bool
        Whether it is zero.
    """

    constant: N
    factors: Mapping[K, N]
    equal: bool

    def at(self, point: Mapping[K, N]) -> N:
        """Return the sum at a point."""
        total = self.constant
        for key, factor in self.factors.items():
            total = total + factor * point[key]
        return total

    def holds(self, reading: Reading[N, T], point: Mapping[K, N]) -> T:
        """Say that it is as it should be at a point."""
        total = self.at(point)
        return reading.zero(total) if self.equal else reading.at_least(total)


def solutions(
    reading: Reading[N, T], unknowns: Sequence[K], rows: Sequence[Row[K, N]]
) -> Iterator[tuple[T, dict[K, N], tuple[Row[K, N], ...]]]:
    """Solve for every point that may be a vertex.

    Parameters
    ----------
    reading : Reading
        Of the game.
    unknowns : sequence of label
        What is solved for.
    rows : sequence of Row
        That of the polytope.

    Yields
    ------
    tuple
        When there is one solution, the solution, and the rows that it solves. Exactly and in
        symbols each point comes up once; which points are vertices depends on the other rows.
    """
    if not unknowns:
        yield reading.all_of(*(reading.zero(row.constant) for row in rows if row.equal)), {}, ()
    elif reading.exact:
        yield from _by_elimination(reading, unknowns, rows)
    else:
        # draws differ in where a column leads, so that rows are not reduced but solved at once
        for tight in combinations(rows, len(unknowns)):
            yield _by_determinants(reading, unknowns, tight)


def some_belief(
    reading: Reading[N, T], equal: Sequence[tuple[N, ...]], at_least: Sequence[tuple[N, ...]]
) -> T:
    """Say that under some belief on nodes averages are zero, and others not negative."""
    one, zero = reading.number(1), reading.number(0)
    others = range(1, len([*equal, *at_least][0]))
    rows = [Row(one, dict.fromkeys(others, -one), False)]
    rows += (Row(zero, {k: one}, False) for k in others)
    for averages, exact in ((equal, True), (at_least, False)):
        for first, *more in averages:
            factors = {k: x - first for k, x in zip(others, more, strict=True)}
            rows.append(Row(first, factors, exact))
    return reading.any_of(
        *(
            reading.all_of(when, *(row.holds(reading, point) for row in rows))
            for when, point, _ in solutions(reading, others, rows)
        )
    )


def _by_elimination(
    reading: Reading[N, T], unknowns: Sequence[K], rows: Sequence[Row[K, N]]
) -> Iterator[tuple[T, dict[K, N], tuple[Row[K, N], ...]]]:
    """Reduce the equations, and add as many of the other rows as unknowns are left."""
    zero = reading.number(0)

    def dense(row: Row[K, N]) -> list[N]:
        return [*(row.factors.get(key, zero) for key in unknowns), row.constant]

    equal = [row for row in rows if row.equal]
    others = [(row, dense(row)) for row in rows if not row.equal]
    reduced, pivots = _reduced(reading, list(map(dense, equal)))
    if len(unknowns) in pivots:
        return
    found = set()
    for tight in combinations(others, len(unknowns) - len(pivots)):
        solved, lead = _reduced(reading, [*reduced, *(numbers for _, numbers in tight)])
        point = tuple(-row[-1] for row in solved)
        if lead == list(range(len(unknowns))) and point not in found:
            found.add(point)
            whole = (*equal, *(row for row, _ in tight))
            yield reading.always, dict(zip(unknowns, point, strict=True)), whole


def _reduced(reading: Reading[N, T], rows: Sequence[list[N]]) -> tuple[list[list[N]], list[int]]:
    """Bring rows into reduced echelon form; return those that are left, and where each leads."""
    left: list[list[N]] = [*rows]
    done: list[list[N]] = []
    pivots: list[int] = []
    for k in range(len(left[0]) if left else 0):
        lead = next((row for row in left if reading.zero(row[k]) != reading.always), None)
        if lead is not None:
            left.remove(lead)
            lead = [reading.divide(x, lead[k]) for x in lead]
            left, done = (
                [[x - row[k] * y for x, y in zip(row, lead, strict=True)] for row in part]
                for part in (left, done)
            )
            done.append(lead)
            pivots.append(k)
    return done, pivots


def _by_determinants(
    reading: Reading[N, T], unknowns: Sequence[K], rows: tuple[Row[K, N], ...]
) -> tuple[T, dict[K, N], tuple[Row[K, N], ...]]:
    """Solve by Cramer's rule."""
    zero = reading.number(0)
    table = [[row.factors.get(key, zero) for key in unknowns] for row in rows]
    whole = determinant(table)
    point = {}
    for k, key in enumerate(unknowns):
        swapped = [
            [-row.constant if j == k else x for j, x in enumerate(own)]
            for own, row in zip(table, rows, strict=True)
        ]
        point[key] = reading.divide(determinant(swapped), whole)
    return reading.negation(reading.zero(whole)), point, rows
