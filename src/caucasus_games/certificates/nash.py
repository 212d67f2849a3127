r"""The certificate of a Nash equilibrium: nobody gains by deviating.

The certificate of a profile :math:`\sigma` of a normal form holds each player's regret
:math:`\max_{a_i} u_i(a_i, \sigma_{-i}) - u_i(\sigma)`, recomputed from the payoffs alone. In a
tree it is the largest such gain in any subgame.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import NamedTuple

from immutabledict import immutabledict

from caucasus_games.games import NormalForm
from caucasus_games.games.profiles import Profile
from caucasus_games.results.equilibrium import Equilibrium, Mix, in_words


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
