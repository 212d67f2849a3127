r"""The payoffs of all subgame perfect equilibria of a repeated game with a public lottery.

The certificate asks of every corner :math:`v` for a profile :math:`a` and a continuation :math:`w`
in the set with :math:`v = (1-\delta) u(a) + \delta w` from which nobody gains by deviating, if what
follows a deviation is the worst of the set for who deviates:

.. math:: \delta (w_i - \underline w_i) \ge (1-\delta) [\max_b u_i(b, a_{-i}) - u_i(a)].

A set that carries itself so consists of equilibrium
payoffs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.exact import show
from caucasus_games.games import NormalForm
from caucasus_games.text.plain import plain

Point = tuple[Fraction, Fraction]
# what rounding may leave, as a share of the largest payoff
_ROUNDED = Fraction(1, 10**20)


@dataclass(frozen=True, repr=False)
class PublicPerfect:
    """The set of subgame perfect payoffs, in averages over the periods.

    Parameters
    ----------
    game : NormalForm
        The stage game at its values; two players.
    discount : Fraction
        The discount factor.
    vertices : tuple of immutabledict of str to Fraction
        The corners in order, counter-clockwise; none if there is no equilibrium in pure strategies.
    exact : bool
        Whether they are fractions that carry themselves exactly; else they are rounded, and do so
        to 20 digits.

    Raises
    ------
    GameError
        If some corner is not carried by the set.
    """

    game: NormalForm
    discount: Fraction
    vertices: tuple[immutabledict[str, Fraction], ...]
    exact: bool

    def __post_init__(self) -> None:
        points = [self._pair(vertex) for vertex in self.vertices]
        for point in points:
            if not any(self._carries(points, profile, point) for profile in self.game.profiles):
                raise GameError(
                    f"the payoffs ({', '.join(map(show, point))}) are not carried by the set"
                )

    def _pair(self, vertex: immutabledict[str, Fraction]) -> Point:
        first, second = self.game.players
        return vertex[first], vertex[second]

    def _carries(self, points: Sequence[Point], profile: tuple[str, ...], point: Point) -> bool:
        delta = self.discount
        largest = max(abs(x) for row in self.game.numbers.values() for x in row)
        slack = Fraction(0) if self.exact else _ROUNDED * (1 + largest)
        paid = self.game.numbers[profile]
        then = [(x - (1 - delta) * u) / delta for x, u in zip(point, paid, strict=True)]
        for i, player in enumerate(self.game.players):
            best = max(
                self.game.numbers[(*profile[:i], own, *profile[i + 1 :])][i]
                for own in self.game.actions[player]
            )
            worst = min(other[i] for other in points)
            if delta * (then[i] - worst) < (1 - delta) * (best - paid[i]) - slack:
                return False
        return _inside(points, (then[0], then[1]), slack)

    def __repr__(self) -> str:
        if not self.vertices:
            return plain("no subgame perfect equilibrium in pure strategies")
        corners = [
            f"({', '.join(f'{p} {show(x)}' for p, x in vertex.items())})"
            for vertex in self.vertices
        ]
        return plain(f"subgame perfect payoffs: the hull of {', '.join(corners)}")


def _inside(points: Sequence[Point], at: Point, slack: Fraction) -> bool:
    """Tell whether a point lies in a convex polygon whose corners are in order."""
    if len(points) == 1:
        return all(abs(x - y) <= slack for x, y in zip(points[0], at, strict=True))
    for k, (x, y) in enumerate(points):
        u, v = points[(k + 1) % len(points)]
        size = max(abs(u - x), abs(v - y))
        if (u - x) * (at[1] - y) - (v - y) * (at[0] - x) < -slack * size:
            return False
    if len(points) == 2:
        low, high = (min(points), max(points))
        return low[0] - slack <= at[0] <= high[0] + slack
    return True
