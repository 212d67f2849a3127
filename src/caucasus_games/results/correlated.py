"""A correlated equilibrium: a distribution on profiles that nobody departs from."""

from dataclasses import dataclass
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.exact import show
from caucasus_games.text.plain import plain

Profile = tuple[str, ...]


@dataclass(frozen=True)
class CorrelatedEquilibrium:
    """A distribution on profiles that nobody gains by departing from.

    Parameters
    ----------
    distribution : immutabledict of tuple to Fraction
        The probability of each profile that can be drawn.
    path : str
        The same in words.
    payoffs : immutabledict of str to Fraction
        Expected payoff by player.
    outcomes : immutabledict of str to Fraction
        Probability by outcome; only those that can happen.
    regret : immutabledict of str to Fraction
        What each player could gain: the certificate, zero for all.

    Raises
    ------
    GameError
        If somebody gains.
    """

    distribution: immutabledict[Profile, Fraction]
    path: str
    payoffs: immutabledict[str, Fraction]
    outcomes: immutabledict[str, Fraction]
    regret: immutabledict[str, Fraction]

    def __post_init__(self) -> None:
        for player, gain in self.regret.items():
            if gain > 0:
                raise GameError(
                    f"no correlated equilibrium: {player} gains {show(gain)} by departing from it"
                )

    def __repr__(self) -> str:
        payoffs = ", ".join(f"{p} {show(v)}" for p, v in self.payoffs.items())
        return plain(f"{self.path} (payoffs: {payoffs})")
