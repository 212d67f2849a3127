r"""The largest :math:`c \cdot x` on a polytope, exactly, with the prices that prove it.

Prices :math:`y` of the constraints, :math:`y_j \ge 0` on inequalities, with
:math:`\sum_j y_j a_j \ge c` prove that no point gives more than :math:`\sum_j y_j b_j`; at an
optimum both are equal [1]_. Of a large problem HiGHS tells in floats which numbers are zero and
which constraints hold with equality; the point and the prices are then solved for in fractions,
and taken if they prove each other. If they do not, simplex pivots in fractions find the optimum, so
that the answer does not hang on a rounding.

References
----------
.. [1] Dantzig (1963), Linear Programming and Extensions, chapter 6. Princeton University Press.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from immutabledict import immutabledict

from caucasus_games.algebra.constraint import Constraint
from caucasus_games.algebra.lifting import solve
from caucasus_games.algebra.polytope import Point, Polytope
from caucasus_games.errors import GameError, unknown

# below this many entries the exact pivots alone are as fast as loading HiGHS
_LARGE_PROGRAM = 2_000
# what counts as zero in floats; what is taken for zero wrongly is found out in fractions
_ROUNDINGS = (1e-9, 1e-7, 1e-12)
_ZERO, _ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Optimum:
    """The best point for an objective.

    Parameters
    ----------
    value : Fraction
        The largest value.
    point : immutabledict of str to Fraction
        Where it is reached: a vertex.
    prices : tuple of Fraction
        What one unit more of each bound is worth: inequalities first, then equations.
    """

    value: Fraction
    point: Point
    prices: tuple[Fraction, ...]


def maximise(polytope: Polytope, objective: Mapping[str, object]) -> Optimum | None:
    """Find the largest value of a weighted sum on a polytope.

    1. If the problem is large, let HiGHS tell what is zero and what is tight, solve for the point
       and the prices exactly, and take them if they prove each other.
    2. Else start from slacks and drive the broken constraints to zero.
    3. Pivot by Bland's rule until no column improves the sum.

    Parameters
    ----------
    polytope : Polytope
        The feasible points.
    objective : mapping of str to exact number
        The weight of each label; none is zero.

    Returns
    -------
    Optimum or None
        ``None`` if no point is feasible.

    Raises
    ------
    GameError
        If the sum grows without bound.

    References
    ----------
    Bland (1977), New finite pivoting rules for the simplex method. Mathematics of Operations
    Research 2, 103–107.

    Examples
    --------
    >>> budget = Polytope(["x", "y"], [Constraint({"x": 1, "y": 2}, 4), Constraint({"x": 3}, 2)])
    >>> best = maximise(budget, {"x": 1, "y": 1})
    >>> str(best.value), [str(q) for q in best.point.values()], [str(p) for p in best.prices]
    ('7/3', ['2/3', '5/3'], ['1/2', '1/6'])
    """
    goal = Constraint(objective)
    for label in goal.weights:
        if label not in polytope.labels:
            raise unknown("label in the objective", label, polytope.labels)
    costs = [goal.weights.get(label, _ZERO) for label in polytope.labels]
    rows = len(polytope.at_most) + len(polytope.equal)
    if rows * (len(polytope.labels) + len(polytope.at_most)) > _LARGE_PROGRAM:
        problem = _Problem(polytope, costs)
        proposed = _proposal(problem)
        settled = problem.settled(*proposed) if proposed else None
        if settled:
            point = immutabledict(zip(polytope.labels, settled[0], strict=True))
            return Optimum(goal.at(point), point, tuple(settled[1]))
    tableau = _Tableau(polytope)
    if not tableau.repair():
        return None
    tableau.improve(costs)
    point = immutabledict(zip(polytope.labels, tableau.point(), strict=True))
    return Optimum(goal.at(point), point, tableau.prices(costs))


class _Problem:
    """The weights in integers by row and column, each row and the objective times one number."""

    def __init__(self, polytope: Polytope, costs: Sequence[Fraction]) -> None:
        constraints = (*polytope.at_most, *polytope.equal)
        self.free = len(polytope.at_most)
        self.scales = [
            lcm(c.bound.denominator, *(a.denominator for a in c.weights.values()))
            for c in constraints
        ]
        self.scale = lcm(*(c.denominator for c in costs))
        self.costs = [int(c * self.scale) for c in costs]
        self.bounds = [int(c.bound * k) for c, k in zip(constraints, self.scales, strict=True)]
        place = {label: j for j, label in enumerate(polytope.labels)}
        self.rows = [
            {place[x]: int(a * k) for x, a in c.weights.items()}
            for c, k in zip(constraints, self.scales, strict=True)
        ]
        self.columns: list[dict[int, int]] = [{} for _ in costs]
        for r, row in enumerate(self.rows):
            for j, a in row.items():
                self.columns[j][r] = a

    def settled(
        self,
        point: Sequence[float],
        slack: Sequence[float],
        prices: Sequence[float],
        gaps: Sequence[float],
    ) -> tuple[list[Fraction], list[Fraction]] | None:
        """Return the exact point and prices that look like these, if they prove each other."""
        for small in _ROUNDINGS:
            live = [j for j, x in enumerate(point) if x > small]
            tight = [r for r, left in enumerate(slack) if left <= small]
            exact = _spread(solve(*_part(self.rows, self.bounds, tight, live)), live, len(point))
            live = [r for r, price in enumerate(prices) if abs(price) > small]
            tight = [j for j, gap in enumerate(gaps) if gap <= small]
            paid = _spread(solve(*_part(self.columns, self.costs, tight, live)), live, len(prices))
            if exact and paid and self._proved(exact, paid):
                return exact, [y * k / self.scale for y, k in zip(paid, self.scales, strict=True)]
        return None

    def _proved(self, point: Sequence[Fraction], prices: Sequence[Fraction]) -> bool:
        """Return whether both are feasible, and the sum is what the bounds are worth."""
        used = [_sum(row, point) for row in self.rows]
        return (
            min(point) >= 0
            and min(prices[: self.free], default=0) >= 0
            and all(u <= b for u, b in zip(used, self.bounds, strict=True))
            and used[self.free :] == self.bounds[self.free :]
            and all(
                _sum(column, prices) >= c
                for column, c in zip(self.columns, self.costs, strict=True)
            )
            and _sum(dict(enumerate(self.costs)), point)
            == _sum(dict(enumerate(self.bounds)), prices)
        )


def _part(
    rows: Sequence[Mapping[int, int]], bounds: Sequence[int], tight: Sequence[int], live: list[int]
) -> tuple[list[dict[int, int]], list[int], int]:
    """Return the equations of the tight rows in the live unknowns."""
    place = {j: k for k, j in enumerate(live)}
    chosen = [{place[j]: a for j, a in rows[r].items() if j in place} for r in tight]
    return chosen, [bounds[r] for r in tight], len(live)


def _spread(found: list[Fraction] | None, live: Sequence[int], size: int) -> list[Fraction]:
    """Return all unknowns, zero where they are not live; nothing if nothing was found."""
    if found is None:
        return []
    known = dict(zip(live, found, strict=True))
    return [known.get(j, _ZERO) for j in range(size)]


def _sum(weights: Mapping[int, int], numbers: Sequence[Fraction]) -> Fraction:
    return sum((a * numbers[k] for k, a in weights.items() if a and numbers[k]), _ZERO)


class _Tableau:
    """The rows of ``B^-1 [A | I | b]``: labels, slacks, a stand-in for each row, the bound."""

    def __init__(self, polytope: Polytope) -> None:
        constraints = (*polytope.at_most, *polytope.equal)
        self.labels, slacks = len(polytope.labels), len(polytope.at_most)
        self.real = self.labels + slacks
        self.signs = [-1 if constraint.bound < 0 else 1 for constraint in constraints]
        self.rows: list[list[Fraction]] = []
        self.basis: list[int] = []
        for j, (constraint, sign) in enumerate(zip(constraints, self.signs, strict=True)):
            weights = [constraint.weights.get(x, _ZERO) for x in polytope.labels]
            slack = [_ONE if j == k else _ZERO for k in range(slacks)]
            stand = [_ONE if j == k else _ZERO for k in range(len(constraints))]
            signed = [sign * a if a else a for a in (*weights, *slack)]
            self.rows.append([*signed, *stand, sign * constraint.bound])
            self.basis.append(self.labels + j if j < slacks and sign > 0 else self.real + j)

    def pivot(self, r: int, s: int) -> None:
        scale = self.rows[r][s]
        top = self.rows[r] = [a / scale if a else a for a in self.rows[r]]
        for i, row in enumerate(self.rows):
            if i != r and (factor := row[s]):
                self.rows[i] = [a - factor * b if b else a for a, b in zip(row, top, strict=True)]
        self.basis[r] = s

    def repair(self) -> bool:
        """Minimise the stand-ins; return whether all can be zero."""
        broken = [*[_ZERO] * self.real, *[-_ONE] * len(self.rows)]
        self.improve(broken)
        return self._without_stand_ins()

    def _without_stand_ins(self) -> bool:
        if any(row[-1] for row, b in zip(self.rows, self.basis, strict=True) if b >= self.real):
            return False
        for r, b in enumerate(self.basis):
            live = next((s for s in range(self.real) if self.rows[r][s]), None)
            # a row without a live column repeats others, and stays zero
            if b >= self.real and live is not None:
                self.pivot(r, live)
        return True

    def improve(self, costs: Sequence[Fraction]) -> None:
        """Pivot until no column improves the sum with these costs; those left out are zero."""
        while (s := self._entering(costs)) is not None:
            ratios = [(row[-1] / row[s], b, r) for r, (row, b) in self._numbered() if row[s] > 0]
            if not ratios:
                raise GameError("the objective grows without bound on the set: bound the set")
            self.pivot(min(ratios)[2], s)

    def _numbered(self) -> Iterator[tuple[int, tuple[list[Fraction], int]]]:
        return enumerate(zip(self.rows, self.basis, strict=True))

    def _entering(self, costs: Sequence[Fraction]) -> int | None:
        padded = [*costs, *[_ZERO] * (self.real + len(self.rows) - len(costs))]
        paid = [(padded[b], row) for b, row in zip(self.basis, self.rows, strict=True) if padded[b]]
        inside = set(self.basis)
        return next(
            (
                s
                for s in range(self.real)
                if s not in inside
                and padded[s] > sum((c * row[s] for c, row in paid if row[s]), _ZERO)
            ),
            None,
        )

    def point(self) -> list[Fraction]:
        found = [_ZERO] * self.labels
        for row, b in zip(self.rows, self.basis, strict=True):
            if b < self.labels:
                found[b] = row[-1]
        return found

    def prices(self, costs: Sequence[Fraction]) -> tuple[Fraction, ...]:
        paid = [
            (costs[b], row) for b, row in zip(self.basis, self.rows, strict=True) if b < self.labels
        ]
        return tuple(
            sign * sum((c * row[self.real + j] for c, row in paid), _ZERO)
            for j, sign in enumerate(self.signs)
        )


def _proposal(
    problem: _Problem,
) -> tuple[list[float], list[float], list[float], list[float]] | None:
    """Return about what HiGHS finds: the point, what rows leave, prices, what columns lack."""
    from scipy.optimize import linprog

    sizes = [max(map(abs, (*row.values(), b, 1))) for row, b in _with(problem)]
    unit = max(map(abs, problem.costs), default=1) or 1
    matrix = _matrix(problem, sizes)
    bounds = [b / size for b, size in zip(problem.bounds, sizes, strict=True)]
    costs = [c / unit for c in problem.costs]
    free = problem.free
    found = linprog(
        [-c for c in costs],
        A_ub=matrix[:free] if free else None,
        b_ub=bounds[:free] if free else None,
        A_eq=matrix[free:] if bounds[free:] else None,
        b_eq=bounds[free:] or None,
        method="highs-ds",
    )
    if found.x is None or found.slack is None or found.ineqlin.marginals is None:
        return None
    prices = [-float(y) for y in (*found.ineqlin.marginals, *found.eqlin.marginals)]
    gaps = matrix.T @ prices - costs
    slack = [*map(float, found.slack), *[0.0] * (len(bounds) - free)]
    return list(map(float, found.x)), slack, prices, list(map(float, gaps))


def _matrix(problem: _Problem, sizes: Sequence[int]) -> Any:
    """Return the rows in decimals, each as a share of the size of its largest number."""
    from scipy.sparse import csr_array

    entries = [(a / sizes[r], r, j) for r, row in enumerate(problem.rows) for j, a in row.items()]
    values, rows, columns = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_array((values, (rows, columns)), shape=(len(problem.rows), len(problem.costs)))


def _with(problem: _Problem) -> Iterator[tuple[dict[int, int], int]]:
    return zip(problem.rows, problem.bounds, strict=True)
