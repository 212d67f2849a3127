"""An equilibrium in irrational numbers, each in an interval that is proved to hold it."""

from dataclasses import dataclass

from immutabledict import immutabledict

from caucasus_games.exact import Interval, show
from caucasus_games.text.plain import plain


@dataclass(frozen=True)
class EnclosedEquilibrium:
    """An equilibrium whose numbers are irrational, each proved to lie in an interval.

    Parameters
    ----------
    strategies : immutabledict
        For each player an interval for the probability of each action played.
    path : str
        The same in words.
    payoffs : immutabledict of str to Interval
        Expected payoff by player.
    outcomes : immutabledict of str to Interval
        Probability by outcome; only those that can happen.
    """

    strategies: immutabledict[str, immutabledict[str, Interval]]
    path: str
    payoffs: immutabledict[str, Interval]
    outcomes: immutabledict[str, Interval]

    def __repr__(self) -> str:
        payoffs = ", ".join(f"{p} {show(v)}" for p, v in self.payoffs.items())
        return plain(f"{self.path} (payoffs: {payoffs})")
