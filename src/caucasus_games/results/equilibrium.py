r"""An equilibrium and its certificate: nobody gains by deviating.

The certificate of a profile :math:`\sigma` of a normal form holds each player's regret
:math:`\max_{a_i} u_i(a_i, \sigma_{-i}) - u_i(\sigma)`, recomputed from the payoffs alone. In
a tree it is the largest such gain in any subgame.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import NamedTuple

from immutabledict import immutabledict

from caucasus_games.algebra import Polytope
from caucasus_games.errors import GameError
from caucasus_games.exact import Interval, show
from caucasus_games.games import NormalForm
from caucasus_games.games.normal_form import Profile
from caucasus_games.markup import plain

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


def certified(game: NormalForm, strategies: immutabledict[str, Mix]) -> Equilibrium:
    """Compute payoffs, outcomes and regret of a profile from the game alone.

    Parameters
    ----------
    game : NormalForm
        The game at its values.
    strategies : immutabledict
        For each player the probability of each action that is played.

    Returns
    -------
    Equilibrium
        With its certificate.

    Raises
    ------
    GameError
        If the profile is no equilibrium.

    Examples
    --------
    >>> game = NormalForm({"A": ["x", "y"]}, {("x",): [1], ("y",): [2]})
    >>> certified(game, immutabledict({"A": immutabledict({"x": Fraction(1)})}))
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: no equilibrium: A gains 1 by deviating
    """
    return Equilibrium(strategies, *evaluated(game, strategies))


class Evaluation(NamedTuple):
    """What a profile of mixed strategies leads to, and what each player could gain."""

    path: str
    payoffs: immutabledict[str, Fraction]
    outcomes: immutabledict[str, Fraction]
    regret: immutabledict[str, Fraction]


def evaluated(game: NormalForm, strategies: Mapping[str, Mix]) -> Evaluation:
    """Compute payoffs, outcomes and regret of a profile, be it an equilibrium or not.

    Parameters
    ----------
    game : NormalForm
        The game at its values.
    strategies : mapping of str to Mix
        For each player the probability of each action that is played.

    Returns
    -------
    Evaluation
        All of it, exact.
    """
    played = [{a: q for a, q in strategies[p].items() if q} for p in game.players]
    payoffs, regret = {}, {}
    for i, player in enumerate(game.players):
        # one player deviates from what the others may play: no other profile counts
        against = dict.fromkeys(game.actions[player], Fraction(0))
        for chance, rest in _profiles(played[:i] + played[i + 1 :]):
            for action in against:
                profile = (*rest[:i], action, *rest[i:])
                against[action] += chance * game.numbers[profile][i]
        payoffs[player] = sum((q * against[a] for a, q in played[i].items()), Fraction(0))
        regret[player] = max(against.values()) - payoffs[player]
    outcomes: dict[str, Fraction] = {}
    for chance, profile in _profiles(played):
        for label, share in game.chances[profile].items():
            outcomes[label] = outcomes.get(label, Fraction(0)) + share * chance
    return Evaluation(
        "; ".join(f"{player}: {in_words(mix)}" for player, mix in strategies.items()),
        immutabledict(payoffs),
        immutabledict({label: chance for label, chance in outcomes.items() if chance}),
        immutabledict(regret),
    )


def _profiles(mixes: Sequence[Mapping[str, Fraction]]) -> Iterator[tuple[Fraction, Profile]]:
    """Yield each profile that these mixtures may lead to, with its probability."""
    for played in product(*(mix.items() for mix in mixes)):
        yield prod((q for _, q in played), start=Fraction(1)), tuple(a for a, _ in played)
