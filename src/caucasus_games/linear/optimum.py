r"""The largest :math:`c \cdot x` on a polytope, exactly, with the prices that prove it.

Prices :math:`y` of the constraints, :math:`y_j \ge 0` on inequalities, with
:math:`\sum_j y_j a_j \ge c` prove that no point gives more than :math:`\sum_j y_j b_j`; at an
optimum both are equal [1]_. HiGHS proposes the basis in floats; simplex pivots in fractions finish
it, so that the answer does not hang on a rounding.

References
----------
.. [1] Dantzig (1963), Linear Programming and Extensions, chapter 6. Princeton University Press.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.linear.constraint import Constraint
from caucasus_games.linear.polytope import Point, Polytope

# below this many entries the exact pivots alone are as fast as loading HiGHS
_LARGE = 2_000
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

    1. Take the basis that HiGHS proposes, if the problem is large enough for it to help.
    2. If it is not exactly feasible, start from slacks and drive the broken constraints to zero.
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
    tableau = _Tableau(polytope)
    if not (tableau.large and tableau.take(_proposal(polytope, costs))):
        tableau = _Tableau(polytope)
        if not tableau.repair():
            return None
    tableau.improve(costs)
    point = immutabledict(zip(polytope.labels, tableau.point(), strict=True))
    return Optimum(goal.at(point), point, tableau.prices(costs))


class _Tableau:
    """The rows of ``B^-1 [A | I | b]``: labels, slacks, a stand-in for each row, the bound."""

    def __init__(self, polytope: Polytope) -> None:
        constraints = (*polytope.at_most, *polytope.equal)
        self.labels, slacks = len(polytope.labels), len(polytope.at_most)
        self.real = self.labels + slacks
        self.large = len(constraints) * self.real > _LARGE
        self.signs = [-1 if constraint.bound < 0 else 1 for constraint in constraints]
        self.rows: list[list[Fraction]] = []
        self.basis: list[int] = []
        for j, (constraint, sign) in enumerate(zip(constraints, self.signs, strict=True)):
            weights = [sign * constraint.weights.get(x, _ZERO) for x in polytope.labels]
            slack = [sign * Fraction(j == k) for k in range(slacks)]
            stand = [Fraction(j == k) for k in range(len(constraints))]
            self.rows.append([*weights, *slack, *stand, sign * constraint.bound])
            self.basis.append(self.labels + j if j < slacks and sign > 0 else self.real + j)

    def pivot(self, r: int, s: int) -> None:
        scale = self.rows[r][s]
        top = self.rows[r] = [a / scale if a else a for a in self.rows[r]]
        for i, row in enumerate(self.rows):
            if i != r and (factor := row[s]):
                self.rows[i] = [a - factor * b if b else a for a, b in zip(row, top, strict=True)]
        self.basis[r] = s

    def take(self, columns: Sequence[int]) -> bool:
        """Move the columns into the basis; return whether it is feasible."""
        wanted = set(columns)
        for s in columns:
            free = (r for r, b in enumerate(self.basis) if b not in wanted and self.rows[r][s])
            if s not in self.basis and (r := next(free, None)) is not None:
                self.pivot(r, s)
        if any(row[-1] < 0 for row in self.rows):
            return False
        return self._without_stand_ins()

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
                if s not in inside and padded[s] > sum((c * row[s] for c, row in paid), _ZERO)
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


def _proposal(polytope: Polytope, costs: Sequence[Fraction]) -> list[int]:
    """Return the columns that are positive in the optimum that HiGHS finds, the largest first."""
    from scipy.optimize import linprog

    def matrix(constraints: Sequence[Constraint]) -> list[list[float]]:
        return [[float(c.weights.get(x, 0)) for x in polytope.labels] for c in constraints]

    found = linprog(
        [-float(c) for c in costs],
        A_ub=matrix(polytope.at_most) or None,
        b_ub=[float(c.bound) for c in polytope.at_most] or None,
        A_eq=matrix(polytope.equal) or None,
        b_eq=[float(c.bound) for c in polytope.equal] or None,
        method="highs-ds",
    )
    if found.x is None or found.slack is None:
        return []
    sizes = [float(size) for size in (*found.x, *found.slack)]
    return sorted((s for s, size in enumerate(sizes) if size > 1e-9), key=lambda s: -sizes[s])
