"""A signalling game at its values, and what its equilibria are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from immutabledict import immutabledict

from caucasus_games.concepts.signalling import Play, Signalling, Used, mixed_plays
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.signals import Key, signals
from caucasus_games.readings.values import Values
from caucasus_games.results import Mix

Strategies = immutabledict[str, Mix]
Payoffs = tuple[Fraction, ...]

ONLY_PURE = "only pure strategies were looked for"

_LIMIT = 50_000
_SURE = Fraction(1)
_OFF_PATH = (
    "a mixed reply to a message that nobody sends is listed only where no pure one supports the "
    "same play"
)


@dataclass(frozen=True, eq=False)
class Sender(Signalling[Fraction, bool, bool]):
    """A signalling game at its values.

    Parameters
    ----------
    game : ExtensiveForm
        The tree.
    settled : mapping
        What is played after the reply, by backward induction.
    """

    game: ExtensiveForm
    settled: Mapping[str, Mix]


def signalling(game: ExtensiveForm) -> Sender | None:
    """Read a tree as a signalling game.

    Parameters
    ----------
    game : ExtensiveForm
        The tree at its values.

    Returns
    -------
    Sender or None
        ``None`` if it is none by its shape, or if what follows a reply has ties.
    """
    shape = signals(game)
    if shape is None:
        return None
    settled, moves = _settle(game)
    if any(end not in settled for end in shape.ends.values()):
        return None
    sent, met = (
        {key: settled[end][game.players.index(player)] for key, end in shape.ends.items()}
        for player in (shape.sender, shape.receiver)
    )

    def gain(key: Key, more: str, less: str) -> Fraction:
        return met[*key, more] - met[*key, less]

    prior = dict(zip(shape.messages, game.numbers.chances[0], strict=True))
    decided = {*shape.messages, *shape.replies}
    rest = {name: mix for name, mix in moves.items() if name not in decided}
    return Sender(Values(game), shape, prior, sent, gain, game, rest)


def _settle(game: ExtensiveForm) -> tuple[dict[int, Payoffs], dict[str, Mix]]:
    """Solve by backward induction whatever has one best action and no hidden information."""
    worth: dict[int, Payoffs] = {}
    moves: dict[str, Mix] = {}
    for v in reversed(range(len(game.vertices))):
        vertex = game.vertices[v]
        if not vertex.children:
            worth[v] = game.numbers.payoffs[v]
        elif all(child in worth for child in vertex.children):
            below = [worth[child] for child in vertex.children]
            if not vertex.player:
                weights = game.numbers.chances[v]
                worth[v] = tuple(
                    sum((w * x[i] for w, x in zip(weights, below, strict=True)), Fraction(0))
                    for i in range(len(game.players))
                )
            elif len(game.information_sets[vertex.information_set]) == 1:
                i = game.players.index(vertex.player)
                best = max(x[i] for x in below)
                if sum(x[i] == best for x in below) == 1:
                    k = [x[i] for x in below].index(best)
                    worth[v] = below[k]
                    moves[vertex.information_set] = immutabledict({vertex.branches[k]: _SURE})
    return worth, moves


def named(game: Sender, strategies: Strategies) -> str:
    """Return what an equilibrium is called by what the types send.

    Parameters
    ----------
    game : Sender
        The game.
    strategies : immutabledict
        For each information set the probability of each action that is played.

    Returns
    -------
    str
        ``"pooling"`` if all types that are drawn send one message, ``"separating"`` if no two send
        the same and none mixes, else ``"semi-separating"``; empty if one type alone is drawn.
    """
    sent = [tuple(strategies[kind]) for kind in game.shape.messages if kind in game.drawn]
    if len(sent) < 2:
        return ""
    if any(len(messages) > 1 for messages in sent):
        return "semi-separating"
    if len(set(sent)) == 1:
        return "pooling"
    return "separating" if len(set(sent)) == len(sent) else "semi-separating"


def mixed_equilibria(game: Sender) -> tuple[list[Strategies], tuple[str, ...]]:
    """Find the extreme equilibria in which somebody mixes.

    Parameters
    ----------
    game : Sender
        The game.

    Returns
    -------
    tuple
        The strategies, and notes.
    """
    if game.work > _LIMIT:
        return [], (
            f"{ONLY_PURE}: mixed ones take {game.work:,} systems of equations, "
            f"and up to {_LIMIT:,} are solved",
        )
    found = []
    for _, group in groupby(mixed_plays(game, True), key=lambda play: (play.sends, play.replies)):
        # the largest shares first
        plays = sorted(group, key=lambda play: tuple(play.shares.values()), reverse=True)
        found += [_strategies(game, play) for play in plays]
    return found, (_OFF_PATH,)


def _strategies(game: Sender, play: Play[Fraction, bool]) -> Strategies:
    def mixes(used: Used) -> dict[str, Mix]:
        return {
            place: immutabledict({label: play.shares.get((place, label), _SURE) for label in own})
            for place, own in used.items()
        }

    whole = {**mixes(play.sends), **mixes(play.replies), **game.settled}
    return immutabledict({name: whole[name] for name in game.game.information_sets})


def best_replies(game: Sender, name: str, kinds: Sequence[str]) -> list[str]:
    """Return the replies that are best for some belief on these types.

    Parameters
    ----------
    game : Sender
        The game.
    name : str
        The receiver's information set.
    kinds : sequence of str
        The types that are held possible.

    Returns
    -------
    list of str
        Actions of the receiver.
    """
    types = tuple(key for key in game.shape.types_at(name) if key[0] in kinds)
    return [reply for reply in game.shape.replies[name] if game.believed(name, (reply,), types)]
