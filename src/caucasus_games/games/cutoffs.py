"""What is left in a tree of a number that one player alone knows: whose cutoff a chance is."""

from collections.abc import Mapping
from dataclasses import dataclass

import sympy

from caucasus_games.games.nodes import Chance, Terminal


@dataclass(frozen=True, slots=True)
class Known:
    """A number that one player knows, and the cutoff at which its answer changes.

    Parameters
    ----------
    symbol : sympy.Symbol
        What stands for it in payoffs.
    low, high : sympy.Expr
        The least and the greatest that it may be.
    player : str
        Who knows it.
    actions : tuple of str
        What is done below the cutoff, and from it on.
    cutoff : sympy.Expr
        Where the answer changes.
    """

    symbol: sympy.Symbol
    low: sympy.Expr
    high: sympy.Expr
    player: str
    actions: tuple[str, str]
    cutoff: sympy.Expr

    def at(self, values: Mapping[sympy.Symbol, sympy.Expr]) -> "Known":
        """Return the same with values in formulas."""
        low, high, cutoff = (f.xreplace(dict(values)) for f in (self.low, self.high, self.cutoff))
        return Known(self.symbol, low, high, self.player, self.actions, cutoff)


@dataclass(frozen=True, repr=False)
class Cutoff(Chance):
    """A chance of two events that is an answer to a number; it says which.

    Parameters
    ----------
    events : mapping of str to (probability, node)
        As of any chance: the answer below the cutoff first.
    known : Known
        The number.
    """

    known: Known


@dataclass(frozen=True, repr=False)
class Answered(Terminal):
    """An end whose payoffs are expected ones; it says of what.

    Parameters
    ----------
    outcome, payoffs
        As of any end.
    told : mapping of str to sympy.Expr
        The payoff of each player as it was written, with the number.
    """

    told: Mapping[str, sympy.Expr]
