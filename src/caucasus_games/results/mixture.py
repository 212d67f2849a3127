r"""A mixed equilibrium as formulas, and when it is one.

On supports :math:`I, J` of one size the shares solve linear equations whose numbers are formulas,
so that they are fractions of polynomials in the parameters. That they make the other player
indifferent is an identity, which is checked; that they are positive and that no other action pays
more are inequalities, which are said.
"""

from dataclasses import dataclass

import sympy
from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.games import NormalForm
from caucasus_games.text.plain import plain

Shares = immutabledict[str, sympy.Expr]


@dataclass(frozen=True, repr=False)
class MixtureFormula:
    """A mixed equilibrium of two players as formulas over the game's parameters.

    Parameters
    ----------
    game : NormalForm
        The game; its values play no part.
    strategies : immutabledict
        For each player the share of each action played.
    payoffs : immutabledict of str to sympy.Expr
        What each player expects.
    positive : tuple of sympy.Expr
        What must be above zero: shares that are not always.
    at_least_zero : tuple of sympy.Expr
        What must not be below zero: what an action that is played pays more than one that is not.

    Raises
    ------
    GameError
        If the shares do not sum to one, or do not make the other player indifferent.
    """

    game: NormalForm
    strategies: immutabledict[str, Shares]
    payoffs: immutabledict[str, sympy.Expr]
    positive: tuple[sympy.Expr, ...]
    at_least_zero: tuple[sympy.Expr, ...]

    def __post_init__(self) -> None:
        for i, player in enumerate(self.game.players):
            against = self.strategies[self.game.players[1 - i]]
            gaps = [sympy.Add(*self.strategies[player].values()) - 1]
            for action in self.strategies[player]:
                profiles = ((action, b) if i == 0 else (b, action) for b in against)
                terms = [
                    q * self.game.payoffs[profile][i]
                    for profile, q in zip(profiles, against.values(), strict=True)
                ]
                gaps.append(sympy.Add(*terms) - self.payoffs[player])
            if any(sympy.cancel(gap) != 0 for gap in gaps):
                raise GameError(f"these are not the shares at which {player} is indifferent")

    @property
    def conditions(self) -> tuple[sympy.Basic, ...]:
        """When it is an equilibrium: all of these, and no denominator may be zero."""
        return (
            *(sympy.Gt(formula, 0) for formula in self.positive),
            *(sympy.Ge(formula, 0) for formula in self.at_least_zero),
        )

    def __repr__(self) -> str:
        mixes = "; ".join(
            f"{player}: {' or '.join(f'{a} {q}' for a, q in mix.items())}"
            for player, mix in self.strategies.items()
        )
        paid = ", ".join(f"{player} {formula}" for player, formula in self.payoffs.items())
        when = [f"{x} > 0" for x in self.positive] + [f"{x} ≥ 0" for x in self.at_least_zero]
        return plain(f"{mixes} (payoffs: {paid}){', if ' if when else ''}{', '.join(when)}")
