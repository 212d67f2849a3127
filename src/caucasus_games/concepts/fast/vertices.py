"""Vertices of the mixtures to which some replies are best, at many draws.

A mixture that makes as many replies equally good as it mixes actions
(:mod:`~caucasus_games.concepts.indifference`) is one if no share is negative and no other reply is
better. The actions may be another player's, or the nodes of an information set, on which a belief
is. Payoffs are pairs of a value and a magnitude.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
from array_api_compat import array_namespace

from caucasus_games.concepts.indifference import indifferences
from caucasus_games.readings.arrays import on_host
from caucasus_games.readings.draws import Draws, Pair
from caucasus_games.readings.tally import Numbers, Truth
from caucasus_games.readings.ties import TIE

Places = tuple[int, ...]


@dataclass(frozen=True)
class Vertex:
    """A mixture on some actions to which as many replies are equally good."""

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


class _Remembering(Draws):
    """Draws at which several numbers are divided by one, which is compared with zero once."""

    @cached_property
    def _last(self) -> list[tuple[Pair, Truth]]:
        return []

    def zero(self, x: Pair) -> Truth:
        """Say where a number is tied with zero."""
        # one number alone: arrays that are kept longer cannot be used again
        if not self._last or self._last[0][0] is not x:
            self._last[:] = [(x, super().zero(x))]
        return self._last[0][1]


def vertices(worth: Numbers, tie: float = TIE) -> Iterator[Vertex]:
    """Solve for the mixtures that make as many replies equally good as they mix actions."""
    actions, replies, draws = worth.shape[1:]
    xp = array_namespace(worth)
    reading = _Remembering(xp.reshape(worth, (2, actions * replies, draws)), {}, tie)
    payoffs = [[Pair(worth[:, k, j, :]) for j in range(replies)] for k in range(actions)]
    for found in indifferences(reading, payoffs):
        idle, valid = {}, found.solved
        if len(found.own) > 1:
            for k, part in zip(found.own, found.shares, strict=True):
                idle[k] = reading.zero(part)
                valid = valid & ((part.value > 0) | idle[k])
        also = {}
        for j, more in found.gains.items():
            also[j] = reading.zero(more)
            valid = valid & ((more.value < 0) | also[j])
        mixture = tuple(part.value for part in found.shares)
        yield Vertex(found.own, found.others, mixture, valid, idle, also)
