r"""A polytope :math:`\{x \ge 0 : a_j \cdot x \le b_j, e_k \cdot x = d_k\}` of labelled numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from immutabledict import immutabledict

from caucasus_games.algebra.constraint import Constraint
from caucasus_games.algebra.double_description import extreme_rays
from caucasus_games.errors import GameError, unknown
from caucasus_games.text.plain import plain

Point = immutabledict[str, Fraction]


@dataclass(frozen=True, repr=False)
class Polytope:
    """A bounded set of nonnegative numbers that satisfy linear constraints.

    Parameters
    ----------
    labels : sequence of str
        The numbers, each at least zero.
    at_most : iterable of Constraint
        The inequalities.
    equal : iterable of Constraint
        The equations.

    Raises
    ------
    GameError
        If a constraint names a label that is not there.

    Examples
    --------
    >>> whole = Constraint({"weak": 1, "strong": 1}, 1)
    >>> beliefs = Polytope(["weak", "strong"], [Constraint({"strong": 2, "weak": -1})], [whole])
    >>> for vertex in beliefs.vertices:
    ...     print(*map(str, vertex.values()))
    1 0
    2/3 1/3
    """

    labels: tuple[str, ...]
    at_most: tuple[Constraint, ...]
    equal: tuple[Constraint, ...]

    def __init__(
        self,
        labels: Sequence[str],
        at_most: Iterable[Constraint] = (),
        equal: Iterable[Constraint] = (),
    ) -> None:
        object.__setattr__(self, "labels", tuple(labels))
        object.__setattr__(self, "at_most", tuple(at_most))
        object.__setattr__(self, "equal", tuple(equal))
        for constraint in (*self.at_most, *self.equal):
            for label in constraint.weights:
                if label not in self.labels:
                    raise unknown("label in a constraint", label, self.labels)

    @cached_property
    def vertices(self) -> tuple[Point, ...]:
        """Every vertex, the largest first; none if no point satisfies the constraints.

        Raises
        ------
        GameError
            If the set is unbounded or has more than 20,000 vertices.
        """
        rays = extreme_rays(
            len(self.labels) + 1,
            [_homogeneous(c, self.labels) for c in self.at_most],
            [_homogeneous(c, self.labels) for c in self.equal],
        )
        if any(ray[-1] for ray in rays) and not all(ray[-1] for ray in rays):
            raise GameError("the set is unbounded and not the hull of its vertices: bound it")
        points = sorted((_scaled(ray) for ray in rays if ray[-1]), reverse=True)
        return tuple(immutabledict(zip(self.labels, point, strict=True)) for point in points)

    def __contains__(self, point: Mapping[str, Fraction]) -> bool:
        return (
            all(point[label] >= 0 for label in self.labels)
            and all(c.at(point) <= c.bound for c in self.at_most)
            and all(c.at(point) == c.bound for c in self.equal)
        )

    def __repr__(self) -> str:
        lines = [*map(repr, self.at_most), *(c.text("=") for c in self.equal)]
        return plain("; ".join([f"{', '.join(self.labels)} ≥ 0", *lines]))


def _homogeneous(constraint: Constraint, labels: tuple[str, ...]) -> list[int]:
    *weights, bound = constraint.integers(labels)
    return [*weights, -bound]


def _scaled(ray: tuple[int, ...]) -> tuple[Fraction, ...]:
    return tuple(Fraction(q, ray[-1]) for q in ray[:-1])
