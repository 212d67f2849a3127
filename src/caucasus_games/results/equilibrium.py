"""An equilibrium in exact numbers, which holds what each player could gain: nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.algebra import Polytope
from caucasus_games.errors import GameError
from caucasus_games.exact import Interval, show
from caucasus_games.text.plain import plain

Mix = immutabledict[str, Fraction]


@dataclass(frozen=True)
class Equilibrium:
    """A profile of strategies from which nobody gains by deviating.

    Parameters
    ----------
    strategies : immutabledict
        For each player, in a tree for each information set, the probability of each action played.
    path : str
        What is played, in words.
    payoffs : immutabledict of str to Fraction
        Expected payoff by player.
    outcomes : immutabledict of str to Fraction
        Probability by outcome; only those that can happen.
    regret : immutabledict of str to Fraction
        What each player could gain by deviating: the certificate, zero for all.
    beliefs : immutabledict of str to Polytope
        For each information set the beliefs on its nodes that support the strategies; only where
        the concept has beliefs.
    kind : str
        What such an equilibrium is called, as ``"pooling"``.

    Raises
    ------
    GameError
        If somebody gains by deviating.
    """

    strategies: immutabledict[str, Mix]
    path: str
    payoffs: immutabledict[str, Fraction]
    outcomes: immutabledict[str, Fraction]
    regret: immutabledict[str, Fraction]
    beliefs: immutabledict[str, Polytope] = immutabledict()  # noqa: RUF009  # immutable
    kind: str = ""

    def __post_init__(self) -> None:
        for player, gain in self.regret.items():
            if gain != 0:
                raise GameError(f"no equilibrium: {player} gains {show(gain)} by deviating")

    def __repr__(self) -> str:
        payoffs = ", ".join(f"{p} {show(v)}" for p, v in self.payoffs.items())
        named = f"{self.kind}: " if self.kind else ""
        held = (f"; believing at {name}: {belief}" for name, belief in self._beliefs().items())
        return plain(f"{named}{self.path} (payoffs: {payoffs}{''.join(held)})")

    def _beliefs(self) -> dict[str, str]:
        """Write the beliefs at the sets that play does not reach and where not every one serves."""
        return {
            name: _believed(allowed)
            for name, allowed in self.beliefs.items()
            if allowed.at_most and len(allowed.equal) == 1
        }


def _believed(allowed: Polytope) -> str:
    """Write the beliefs at a set that play does not reach."""
    if len(allowed.labels) == 2:
        first = [vertex[allowed.labels[0]] for vertex in allowed.vertices]
        return f"{allowed.labels[0]} from {show(min(first))} to {show(max(first))}"
    return ", ".join(map(repr, allowed.at_most))


def in_words(mix: Mapping[str, Fraction | Interval]) -> str:
    """Write which actions are played, and how often if there are several."""
    if len(mix) == 1:
        return next(iter(mix))
    return " or ".join(f"{action} {show(chance)}" for action, chance in mix.items())
