r"""Mixtures that make somebody indifferent among as many replies as are mixed, at many draws.

The mixture :math:`x` on the actions :math:`R` that makes as many replies :math:`J` equally good,
with payoffs :math:`b` to who replies, is by Cramer's rule

.. math:: x_r \propto (-1)^r \det(b_{sj} - b_{sj_0})_{s \in R - r,\; j \in J - j_0}.

It is a vertex of the mixtures to which they are best replies if no :math:`x_r` is negative and no
other reply is better. The actions may be another player's, or the nodes of an information set, on
which a belief is. Payoffs and shares are pairs of a value and a magnitude.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations, permutations
from operator import add
from typing import Self

import numpy as np

from caucasus_games.readings.arrays import on_host
from caucasus_games.readings.draws import Draws, Pair
from caucasus_games.readings.tally import Numbers, Truth
from caucasus_games.readings.ties import TIE
from caucasus_games.readings.vertices import determinant

Places = tuple[int, ...]
# by action, reply and another reply
Gaps = Mapping[tuple[int, int, int], Pair]


@dataclass(frozen=True)
class Vertex:
    """A mixture on some actions to which as many replies are equally good.

    Parameters
    ----------
    own, others : tuple of int
        The actions, and the replies.
    mixture : tuple of numpy.ndarray
        The share of each action; shape ``(draws,)``.
    valid : numpy.ndarray of bool
        Where it is a vertex; shape ``(draws,)``.
    idle : mapping of int to numpy.ndarray of bool
        Where an action of these is not taken after all.
    also : mapping of int to numpy.ndarray of bool
        Where another reply is as good.
    """

    own: Places
    others: Places
    mixture: tuple[Numbers, ...]
    valid: Truth
    idle: Mapping[int, Truth]
    also: Mapping[int, Truth]

    @property
    def degenerate(self) -> Truth:
        """Where more than so many replies are best."""
        some: Truth = ~self.valid
        for truth in (*self.idle.values(), *self.also.values()):
            some = some | truth
        return some & self.valid

    @property
    def on_host(self) -> Self:
        """The same with arrays of NumPy."""
        if isinstance(self.valid, np.ndarray):
            return self
        idle, also = ({k: on_host(x) for k, x in own.items()} for own in (self.idle, self.also))
        mixture, valid = tuple(map(on_host, self.mixture)), on_host(self.valid)
        return replace(self, mixture=mixture, valid=valid, idle=idle, also=also)


def vertices(worth: Numbers, tie: float = TIE) -> Iterator[Vertex]:
    """Solve for the mixtures that make as many replies equally good as they mix actions.

    Parameters
    ----------
    worth : numpy.ndarray
        Pairs of payoffs of who replies; shape ``(2, actions, replies, draws)``.
    tie : float
        By how much payoffs may differ that count as equal, as a share of their magnitude.

    Yields
    ------
    Vertex
        For every choice of as many actions as replies, with where it is one.
    """
    actions, replies, _ = worth.shape[1:]
    reading = Draws(worth[:, :, 0, :], {}, tie)
    # what each reply gives more than another, which many of them need
    gaps = {
        (k, j, i): Pair(worth[:, k, j, :]) - Pair(worth[:, k, i, :])
        for k in range(actions)
        for i, j in permutations(range(replies), 2)
    }
    for size in range(1, min(actions, replies) + 1):
        for own in combinations(range(actions), size):
            for others in combinations(range(replies), size):
                mixture, valid = _indifferent(reading, gaps, own, others)
                idle = {}
                if size > 1:
                    for k, part in zip(own, mixture, strict=True):
                        idle[k] = reading.zero(part)
                        valid &= (part.value > 0) | idle[k]
                also = {}
                for j in range(replies):
                    if j not in others:
                        more = _mean(gaps, own, mixture, j, others[0])
                        also[j] = reading.zero(more)
                        valid &= (more.value < 0) | also[j]
                yield Vertex(own, others, tuple(x.value for x in mixture), valid, idle, also)


def _indifferent(
    reading: Draws, gaps: Gaps, own: Places, others: Places
) -> tuple[tuple[Pair, ...], Truth]:
    """Return the share of each action, and where the equations have one solution."""
    if len(own) == 1:
        return (reading.number(1),), reading.always
    rows = [[gaps[k, j, others[0]] for k in own] for j in others[1:]]
    parts = []
    for r in range(len(own)):
        minor = determinant([[x for k, x in enumerate(row) if k != r] for row in rows])
        parts.append(-minor if r % 2 else minor)
    total = reduce(add, parts)
    return tuple(reading.divide(part, total) for part in parts), ~reading.zero(total)


def _mean(gaps: Gaps, own: Places, mixture: tuple[Pair, ...], reply: int, base: int) -> Pair:
    """Return what a reply gives more than another against the mixture."""
    if len(own) == 1:
        return gaps[own[0], reply, base]
    return reduce(add, (x * gaps[k, reply, base] for k, x in zip(own, mixture, strict=True)))
