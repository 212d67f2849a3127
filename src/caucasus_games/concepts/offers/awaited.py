r"""Numbers within a range of equally good ones that somebody who moved before may wait for.

Who offers may have the same after a whole range of numbers :math:`x`, while others have
:math:`u_j(x)`. Whoever decided before and came here instead of having :math:`T_j` elsewhere did so
only if :math:`u_j(x) \ge T_j`. What is left of the range is closed, and so has an end: one of the
range's, or a root of :math:`u_j - T_j`. And the least that :math:`j` may have here is had at an end
or where :math:`u_j' = 0`. So with these numbers each outcome is met, and each threat is as low as
it may be. What another branch may bring is taken from its ends; what hangs on a number on which
nothing after the offer does, or on an offer of that branch, is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

from sympy.polys.rings import PolyElement

from caucasus_games.algebra.ratio import Ratio, total
from caucasus_games.concepts.offers.roots import slope
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.offers import formulas_at
from caucasus_games.games.vertices import Vertex
from caucasus_games.readings.symbols import Symbols

Payoffs = tuple[Ratio, ...]
# ways in which other events of chance may end
_MOST = 100


class Lifted(NamedTuple):
    """What a payoff after an offer is seen from before it: so much of it, and so much besides."""

    share: Ratio
    besides: Payoffs


def follows_several(reading: Symbols, vertex: Vertex) -> bool:
    """Tell whether more than one thing may follow a number whatever the values are."""
    (name,) = vertex.branches
    return reading.undecided((*vertex.history, name))


def awaited(reading: Symbols, vertex: Vertex, values: Payoffs) -> Iterator[PolyElement]:
    """Yield what is zero at numbers for which somebody who moved before an offer may wait."""
    game, offer = reading.game, vertex.offer
    assert isinstance(game, ExtensiveForm)
    assert offer is not None
    i, x = game.players.index(vertex.player), reading.ring.symbols.index(offer.symbol)
    foreign = _foreign(reading, vertex)
    if slope(values[i], x) and not follows_several(reading, vertex):
        # no two numbers are as good, but single ones
        return
    before = _before(game, vertex)
    for j in dict.fromkeys(game.players.index(one.player) for one, _ in before if one.player):
        yield slope(values[j], x)
    zero = reading.number(0)
    seen = [Lifted(reading.number(1), (zero,) * len(game.players))]
    for one, taken in reversed(before):
        others = [_brought(reading, c) for k, c in enumerate(one.children) if k != taken]
        if one.player:
            j = game.players.index(one.player)
            elsewhere = dict.fromkeys(paid[j] for ways in others for paid in ways)
            for (share, besides), paid in product(seen, elsewhere):
                cut = (share * values[j] + besides[j] - paid).above
                if not any(cut.degree(k) > 0 for k in foreign):
                    yield cut
        elif all(others) and prod(map(len, others)) <= _MOST:
            seen = list(dict.fromkeys(_through(reading, one, taken, others, seen)))
        else:
            return


def _foreign(reading: Symbols, vertex: Vertex) -> list[int]:
    """List the numbers on which what follows an offer does not hang, by the place of the symbol."""
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    own = len(vertex.history)
    below = (one for one in game.vertices if one.history[:own] == vertex.history)
    names = {s.name for one in below for f in formulas_at(one) for s in f.free_symbols}
    places = {s.name: k for k, s in enumerate(reading.ring.symbols)}
    return [places[name] for name in game.offers if name not in names]


def _before(game: ExtensiveForm, vertex: Vertex) -> list[tuple[Vertex, int]]:
    """List what is on the way to a vertex, each with the branch that leads there."""
    way, at = [], game.vertices[0]
    for label in vertex.history:
        k = at.branches.index(label)
        way.append((at, k))
        at = game.vertices[at.children[k]]
    return way


def _through(
    reading: Symbols,
    chance: Vertex,
    taken: int,
    others: Sequence[list[Payoffs]],
    seen: Sequence[Lifted],
) -> Iterator[Lifted]:
    """Look at what is known after an event from before the move of chance."""
    for _, odds in reading.ways(chance.probabilities):
        for (share, besides), joint in product(seen, product(*others)):
            every = (*joint[:taken], besides, *joint[taken:])
            yield Lifted(odds[taken] * share, _mean(reading, odds, every))


def _mean(reading: Symbols, odds: Sequence[Ratio], joint: Sequence[Payoffs]) -> Payoffs:
    """Average payoffs."""
    return tuple(
        total(reading.ring, (q * paid for q, paid in zip(odds, column, strict=True)))
        for column in zip(*joint, strict=True)
    )


def _brought(reading: Symbols, v: int) -> list[Payoffs]:
    """List what ends after a vertex may pay; nothing if an offer is among what follows it."""
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    vertex = game.vertices[v]
    if not vertex.children:
        return [paid for _, paid in reading.ways(vertex.payoffs)]
    below = [_brought(reading, child) for child in vertex.children]
    if vertex.offer or not all(below):
        return []
    if vertex.player:
        return list(dict.fromkeys(paid for ways in below for paid in ways))
    if prod(map(len, below)) > _MOST:
        return []
    return [
        _mean(reading, odds, joint)
        for _, odds in reading.ways(vertex.probabilities)
        for joint in product(*below)
    ]
