"""A commitment: what a leader announces and keeps, and how the others reply."""

from dataclasses import dataclass
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.exact import show
from caucasus_games.results.equilibrium import Mix
from caucasus_games.text.plain import plain


@dataclass(frozen=True, repr=False)
class Commitment:
    """What a leader commits to and how the others reply.

    Parameters
    ----------
    leader : str
        Who commits.
    strategies : immutabledict
        For each player the probability of each action played.
    path : str
        The same in words.
    payoffs : immutabledict of str to Fraction
        Expected payoff by player.
    outcomes : immutabledict of str to Fraction
        Probability by outcome; only those that can happen.
    regret : immutabledict of str to Fraction
        What each follower could gain: the certificate, zero for all.
    temptation : Fraction
        What the leader would gain by breaking its word once the others rely on it.

    Raises
    ------
    GameError
        If a follower gains by another reply.
    """

    leader: str
    strategies: immutabledict[str, Mix]
    path: str
    payoffs: immutabledict[str, Fraction]
    outcomes: immutabledict[str, Fraction]
    regret: immutabledict[str, Fraction]
    temptation: Fraction

    def __post_init__(self) -> None:
        for player, gain in self.regret.items():
            if gain != 0:
                raise GameError(f"no commitment: {player} gains {show(gain)} by another reply")

    def __repr__(self) -> str:
        payoffs = ", ".join(f"{p} {show(v)}" for p, v in self.payoffs.items())
        broken = f"; {self.leader} would gain {show(self.temptation)} by breaking its word"
        return plain(f"{self.path} (payoffs: {payoffs}{broken if self.temptation else ''})")
