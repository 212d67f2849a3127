"""Perfect Bayesian equilibria of a tree with hidden moves at many draws at once."""

from collections.abc import Iterator, Mapping
from functools import cache, reduce
from math import prod
from operator import add

import numpy as np

from caucasus_games.concepts.assessments import Assessments
from caucasus_games.concepts.fast.hidden import Hidden, Settled, settle
from caucasus_games.concepts.signalling import Play, Signalling, mixed_plays
from caucasus_games.errors import GameError
from caucasus_games.games.signals import Key, Signals
from caucasus_games.readings.draws import Draws, Pair
from caucasus_games.readings.tally import Numbers, Tally, Truth
from caucasus_games.readings.ties import TIE

# choices of pure strategies
_LIMIT = 4_096


def bayesian_equilibria(
    tree: Hidden, values: Mapping[str, Numbers], size: int, tie: float = TIE
) -> Tally:
    """Find the perfect Bayesian equilibria at many draws."""
    tally = Tally.empty(tree.outcomes, tree.players, size)
    known = settle(tree, values, size, tie)
    tied = np.any([np.zeros(size, dtype=bool), *known.ties.values()], axis=0)
    for valid, worth in _found(tree, known, tie):
        at = np.flatnonzero(valid & ~tied)
        tally.add(at, worth[tree.players :, at], worth[: tree.players, at])
    draws = np.flatnonzero(tied)
    if len(draws):
        wider = tree.opened(known.ties)
        known = settle(wider, {name: x[draws] for name, x in values.items()}, len(draws), tie)
        for valid, worth in _found(wider, known, tie):
            at = draws[valid]
            tally.add(at, worth[tree.players :, valid], worth[: tree.players, valid])
    return tally


def _found(tree: Hidden, known: Settled, tie: float) -> Iterator[tuple[Truth, Numbers]]:
    yield from pure_assessments(tree, known, tie)
    if tree.signals:
        yield from _mixed(tree, tree.signals, known, tie)


def _mixed(
    tree: Hidden, shape: Signals, known: Settled, tie: float
) -> Iterator[tuple[Truth, Numbers]]:
    """Find the extreme equilibria of a signalling game in which somebody mixes."""
    sent, met = (
        {key: Pair(known.worth[end][:, tree.seats[player]]) for key, end in shape.ends.items()}
        for player in (shape.sender, shape.receiver)
    )

    @cache
    def gain(key: Key, more: str, less: str) -> Pair:
        return met[*key, more] - met[*key, less]

    chances = tree.nodes[0].chances
    prior = {t: Pair(known.numbers[:, chances[k]]) for t, k in shape.events.items()}
    reading = Draws(known.numbers, {}, tie)
    game: Signalling[Pair, Truth, Truth] = Signalling(reading, shape, prior, sent, gain)
    # a type that cannot be is none, as at single values
    possible: Truth = np.all([p.value > 0 for p in prior.values()], axis=0)
    for play in mixed_plays(game, possible):
        yield play.known, _expected(known, game, play)


def _expected(
    known: Settled, game: Signalling[Pair, Truth, Truth], play: Play[Pair, Truth]
) -> Numbers:
    """Return what each player gets, and the probability of each outcome."""
    found: Numbers = np.zeros_like(known.worth[next(iter(game.shape.ends.values()))][0])
    for (t, message, reply), end in game.shape.ends.items():
        name = game.shape.messages[t][message]
        if message in play.sends[t] and (not name or reply in play.replies[name]):
            shares = (play.shares.get(key) for key in ((t, message), (name, reply)))
            weight = prod((x.value for x in shares if x), start=game.prior[t].value)
            found += weight * known.worth[end][0]
    return found


def pure_assessments(
    tree: Hidden, known: Settled, tie: float = TIE
) -> Iterator[tuple[Truth, Numbers]]:
    """Check every choice of pure strategies at the open sets."""
    numbers = known.numbers
    ends = {
        v: tuple(Pair(worth[:, seat]) for seat in range(tree.players))
        for v, worth in known.worth.items()
    }
    odds = {v: tuple(Pair(numbers[:, k]) for k in at.chances) for v, at in enumerate(tree.nodes)}
    reading = Draws(numbers, {}, tie)
    game: Assessments[Pair, Truth, Truth] = Assessments(reading, tree.game, ends, odds)
    work = prod(map(len, game.actions.values()))
    if work > _LIMIT:
        raise GameError(
            f"the hidden moves leave {work:,} choices of pure strategies, and up to {_LIMIT:,} are "
            "checked at many draws: solve the game at single values with perfect_bayesian"
        )
    for found in game.equilibria(reading.always):
        parts = (
            chance.value * known.worth[v][0]
            for v, chance in found.reach.items()
            if v in known.worth
        )
        yield found.known, reduce(add, parts)
