r"""The sequence form of a tree: what a player does on the way, in place of plans for all of it.

A sequence of player :math:`i` is the list of its own actions on some path. With perfect recall each
information set :math:`h` has one sequence :math:`s(h)` before it, and a strategy is a realization
plan: :math:`x(\emptyset) = 1` and :math:`\sum_a x(s(h) a) = x(s(h))` at each :math:`h`. The
expected payoff is :math:`\sum_{s, t} x(s)\, y(t)\, a(s, t)`, where :math:`a(s, t)` sums chance
times payoff over the ends that :math:`s` and :math:`t` lead to. There are as many sequences as
actions at all sets, where plans grow exponentially [1]_.

References
----------
.. [1] von Stengel (1996), Efficient computation of behavior strategies. Games and Economic Behavior
   14, 220–246.
"""

from dataclasses import dataclass
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.games.extensive_form import ExtensiveForm


@dataclass(frozen=True)
class Sequences:
    """The sequences of one player, numbered from 0, which is the empty one.

    Parameters
    ----------
    before : immutabledict of str to int
        The sequence before each information set, in the order of the tree.
    after : immutabledict of tuple to int
        The sequence that ends with an action at a set.
    """

    before: immutabledict[str, int]
    after: immutabledict[tuple[str, str], int]


def sequences_of(
    game: ExtensiveForm,
) -> tuple[dict[str, Sequences], dict[tuple[int, ...], list[int]]]:
    """Return the sequences of each player of a tree of perfect recall, and the ends of each."""
    before: dict[str, dict[str, int]] = {player: {} for player in game.players}
    after: dict[str, dict[tuple[str, str], int]] = {player: {} for player in game.players}
    here = {0: dict.fromkeys(game.players, 0)}
    ends: dict[tuple[int, ...], list[int]] = {}
    for v, vertex in enumerate(game.vertices):
        done = here.pop(v)
        if not vertex.children:
            ends.setdefault(tuple(done.values()), []).append(v)
        player, name = vertex.player, vertex.information_set
        if player:
            before[player].setdefault(name, done[player])
        for action, child in zip(vertex.branches, vertex.children, strict=True):
            here[child] = done
            if player:
                number = after[player].setdefault((name, action), len(after[player]) + 1)
                here[child] = {**done, player: number}
    return {
        player: Sequences(immutabledict(before[player]), immutabledict(after[player]))
        for player in game.players
    }, ends


def behaviour_of(
    sequences: Sequences, plan: dict[int, Fraction]
) -> dict[str, immutabledict[str, Fraction]]:
    """Return how often each action is played at the sets that a realization plan comes to."""
    shares: dict[str, dict[str, Fraction]] = {}
    for (name, action), k in sequences.after.items():
        if plan[k]:
            shares.setdefault(name, {})[action] = plan[k]
    return {
        name: immutabledict({action: share / sum(own.values()) for action, share in own.items()})
        for name, own in shares.items()
    }
