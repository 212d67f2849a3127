r"""A bargaining solution of two players, and the proof that it is the one.

The feasible set :math:`F` is what mixtures of some points give, and :math:`d` is what both get
without an agreement. The Nash solution :math:`x` makes :math:`(x_1 - d_1)(x_2 - d_2)` largest; it
does iff every feasible :math:`y` has

.. math:: \frac{y_1 - d_1}{x_1 - d_1} + \frac{y_2 - d_2}{x_2 - d_2} \le 2

[1]_. The Kalai–Smorodinsky solution gives both the same part of what each could have at most,
:math:`x_i = d_i + t (m_i - d_i)` with :math:`m_i = \max \{y_i : y \in F, y \ge d\}` and the largest
feasible :math:`t` [2]_.

References
----------
.. [1] Nash (1950), The bargaining problem. Econometrica 18, 155–162.
.. [2] Kalai & Smorodinsky (1975), Other solutions to Nash's bargaining problem. Econometrica 43,
   513–518.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from typing import Literal

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.exact import show
from caucasus_games.text.plain import plain

Payoffs = immutabledict[str, Fraction]
Rule = Literal["Nash", "Kalai–Smorodinsky"]
Point = tuple[Fraction, Fraction]


@dataclass(frozen=True, repr=False)
class Bargain:
    """What two players agree on.

    Parameters
    ----------
    rule : str
        ``"Nash"`` or ``"Kalai–Smorodinsky"``.
    payoffs : immutabledict of str to Fraction
        What each gets.
    disagreement : immutabledict of str to Fraction
        What each gets without an agreement.
    weights : immutabledict
        How often each feasible point is used; they bring about the payoffs.
    feasible : tuple of immutabledict of str to Fraction
        The points whose mixtures are feasible.

    Raises
    ------
    GameError
        If the weights do not bring about the payoffs, or these are not what the rule says.
    """

    rule: Rule
    payoffs: Payoffs
    disagreement: Payoffs
    weights: immutabledict[Payoffs, Fraction]
    feasible: tuple[Payoffs, ...]

    def __post_init__(self) -> None:
        known = set(self.feasible)
        mixed = {
            player: sum((w * point[player] for point, w in self.weights.items()), Fraction(0))
            for player in self.payoffs
        }
        whole = sum(self.weights.values()) == 1 and min(self.weights.values()) >= 0
        if not whole or not known.issuperset(self.weights) or mixed != self.payoffs:
            raise GameError("no bargain: the weights do not bring about the payoffs")
        zero = tuple(self.disagreement.values())
        x, *points = (
            (p - zero[0], q - zero[1])
            for p, q in (own.values() for own in (self.payoffs, *self.feasible))
        )
        right = _nash(x, points) if self.rule == "Nash" else _kalai_smorodinsky(x, points)
        if not right:
            raise GameError(f"no bargain: these payoffs are not the {self.rule} solution")

    def __repr__(self) -> str:
        shares = ", ".join(f"{player} {show(x)}" for player, x in self.payoffs.items())
        apart = ", ".join(f"{player} {show(x)}" for player, x in self.disagreement.items())
        return plain(f"{self.rule} solution: {shares} (without agreement: {apart})")


def _nash(x: Point, points: Sequence[Point]) -> bool:
    return min(x) > 0 and all(p / x[0] + q / x[1] <= 2 for p, q in points)


def _kalai_smorodinsky(x: Point, points: Sequence[Point]) -> bool:
    """Return whether both get the same part of the most, and no more is feasible."""
    most = [max(q[i] for q in _at_least_zero(points)) for i in (0, 1)]
    if min(x) <= 0 or x[0] * most[1] != x[1] * most[0]:
        return False
    # the set is on one side of a line through the solution that falls: then both cannot have more
    return not any(_above(x, one, other) for one, other in permutations(points, 2)) and not any(
        p > x[0] and q > x[1] for p, q in points
    )


def _above(x: Point, one: Point, other: Point) -> bool:
    """Return whether a mixture of two points, either side of x, gives both more than x."""
    (a, b), (c, d) = one, other
    if not (a <= x[0] < c):
        return False
    height = b + (d - b) * (x[0] - a) / (c - a)
    return height > x[1]


def _at_least_zero(points: Sequence[Point]) -> Iterator[Point]:
    """Yield the points that give both at least zero, and where a line between two crosses that."""
    yield from (point for point in points if min(point) >= 0)
    for (a, b), (c, d) in permutations(points, 2):
        if a < 0 < c and (height := b - a * (d - b) / (c - a)) >= 0:
            yield Fraction(0), height
        if b < 0 < d and (width := a - b * (c - a) / (d - b)) >= 0:
            yield width, Fraction(0)
