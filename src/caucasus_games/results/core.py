r"""The core of a coalitional game, or the weights that prove it empty.

The core is :math:`\{x : x(N) = v(N), x(S) \ge v(S)\}`, where :math:`x(S) = \sum_{i \in S} x_i`.
Weights :math:`\lambda_S \ge 0` are balanced if :math:`\sum_{S \ni i} \lambda_S = 1` for every
player; the core is empty iff :math:`\sum_S \lambda_S v(S) > v(N)` for some of them [1]_.

References
----------
.. [1] Shapley (1967), On balanced sets and cores. Naval Research Logistics Quarterly 14, 453–460.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from immutabledict import immutabledict

from caucasus_games.algebra import Constraint, Polytope
from caucasus_games.errors import GameError
from caucasus_games.exact import show
from caucasus_games.games import CoalitionalGame
from caucasus_games.text.plain import plain

Shares = immutabledict[str, Fraction]


@dataclass(frozen=True, repr=False)
class Core:
    """The shares to which no coalition objects.

    Parameters
    ----------
    game : CoalitionalGame
        The game at its values.
    point : immutabledict of str to Fraction
        Shares in the core; nothing if it is empty.
    weights : immutabledict of frozenset to Fraction
        Balanced weights that prove it empty; nothing if it is not.

    Raises
    ------
    GameError
        If a coalition objects to the point, or the weights prove nothing.
    """

    game: CoalitionalGame
    point: Shares
    weights: immutabledict[frozenset[str], Fraction]

    def __post_init__(self) -> None:
        if self.point:
            if self.point not in self:
                raise GameError("the point is not in the core: a coalition objects")
            return
        worth = self.game.numbers
        balanced = all(
            sum((w for group, w in self.weights.items() if player in group), Fraction(0)) == 1
            for player in self.game.players
        )
        positive = all(weight >= 0 for weight in self.weights.values())
        needed = sum((w * worth[group] for group, w in self.weights.items()), Fraction(0))
        if not (balanced and positive and needed > worth[frozenset(self.game.players)]):
            raise GameError("the weights do not prove the core empty")

    def __contains__(self, shares: Mapping[str, Fraction]) -> bool:
        worth = self.game.numbers
        total = {group: sum(shares[player] for player in group) for group in worth}
        whole = frozenset(self.game.players)
        return total[whole] == worth[whole] and all(total[g] >= worth[g] for g in worth)

    @cached_property
    def vertices(self) -> tuple[Shares, ...]:
        """Every vertex of the core; none if it is empty.

        Raises
        ------
        GameError
            If there are more than 20,000.
        """
        worth, players = self.game.numbers, self.game.players
        # shares count from what each secures alone, so that they are not negative
        alone = {player: worth[frozenset([player])] for player in players}
        rows = {group: worth[group] - sum(alone[player] for player in group) for group in worth}
        whole = frozenset(players)
        floors = [
            Constraint(dict.fromkeys(group, -1), -row)
            for group, row in rows.items()
            if 1 < len(group) < len(players)
        ]
        share = Polytope(players, floors, [Constraint(dict.fromkeys(players, 1), rows[whole])])
        return tuple(immutabledict({p: x + alone[p] for p, x in v.items()}) for v in share.vertices)

    def __repr__(self) -> str:
        if self.point:
            shares = ", ".join(f"{player} {show(x)}" for player, x in self.point.items())
            return plain(f"core with the point {shares}")
        groups = ", ".join(
            f"{show(w)} of {' and '.join(p for p in self.game.players if p in group)}"
            for group, w in self.weights.items()
        )
        return plain(f"empty core: {groups} together secure more than all")
