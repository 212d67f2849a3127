"""Which parameters stand in an exponent, and what they may be there."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

import sympy

from caucasus_games.errors import GameError
from caucasus_games.exact import HIGHEST_POWER, show
from caucasus_games.games import MarkovGame, NormalForm
from caucasus_games.games.kinds import Game
from caucasus_games.games.offers import formulas_at
from caucasus_games.parameters import Parameter

if TYPE_CHECKING:
    pass


def formulas_of(game: Game) -> list[sympy.Expr]:
    """Return every payoff and probability of a game."""
    if isinstance(game, NormalForm):
        labels = (chance for odds in game.outcomes.values() for chance in odds.values())
        return [*(f for payoffs in game.payoffs.values() for f in payoffs), *labels]
    if isinstance(game, MarkovGame):
        return list(game.formulas)
    return [f for vertex in game.vertices for f in formulas_at(vertex)]


def exponents(formulas: Iterable[sympy.Expr]) -> frozenset[str]:
    """Return the names that stand in an exponent."""
    powers = {power for formula in formulas for power in formula.atoms(sympy.Pow)}
    return frozenset(s.name for power in powers for s in power.exp.free_symbols)


def check_whole(name: str, values: Iterable[Fraction]) -> None:
    """Refuse an exponent that is no whole number, or one that is too large."""
    for value in values:
        if value.denominator > 1 or abs(value) > HIGHEST_POWER:
            raise GameError(
                f"{name} stands in an exponent and is {show(value)}: give a whole number from "
                f"-{HIGHEST_POWER:,} to {HIGHEST_POWER:,}"
            )


def check_range(record: Parameter) -> None:
    """Refuse a range of an exponent that has no whole number, or too large ones."""
    low, high = ceil(record.low), floor(record.high)
    if low > high or max(abs(low), abs(high)) > HIGHEST_POWER:
        raise GameError(
            f"{record.name} stands in an exponent, and its range from {show(record.low)} to "
            f"{show(record.high)} has no whole numbers up to {HIGHEST_POWER:,}: give it with values"
        )
