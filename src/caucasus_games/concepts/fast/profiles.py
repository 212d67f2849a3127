r"""Pure Nash equilibria of a normal form at many draws at once.

A profile is one iff for every player what it gets is the most over its own actions, the others'
given: one maximum over an axis of an array with an axis for each player and the draws last.
"""

from collections.abc import Mapping

import numpy as np
from array_api_compat import array_namespace

from caucasus_games.concepts.fast.tables import Table
from caucasus_games.readings.arrays import on_host
from caucasus_games.readings.tally import Numbers, Tally, Truth
from caucasus_games.readings.ties import TIE


def pure_equilibria(
    table: Table, values: Mapping[str, Numbers], size: int, tie: float = TIE
) -> Tally:
    """Find the pure Nash equilibria at many draws."""
    pairs = table.formulas.pairs(values, size)
    worth = table.worth(pairs)
    stays = on_host(pure_profiles(worth[0, ...], worth[1, ...], tie)).reshape(-1, size)
    numbers = on_host(pairs[0, ...])
    tally = Tally.empty(table.outcomes, len(table.payoffs), size)
    for k in np.flatnonzero(stays.any(axis=1)):
        at = np.flatnonzero(stays[k])
        tally.add(at, *table.expected(numbers, at, {int(k): 1.0}))
    return tally


def pure_profiles(worth: Numbers, sizes: Numbers | None = None, tie: float = TIE) -> Truth:
    """Say which profiles are Nash equilibria."""
    stays = _best(worth, sizes, 0, tie)
    for i in range(1, worth.shape[0]):
        stays &= _best(worth, sizes, i, tie)
    return stays


def _best(worth: Numbers, sizes: Numbers | None, i: int, tie: float) -> Truth:
    """Return at which profiles a player does not gain by another action."""
    own = least = worth[i, ...]
    if sizes is not None:
        # an action is better than another if this is so at the near ends of what they may be
        least, own = own - tie * sizes[i, ...], own + tie * sizes[i, ...]
    best: Truth = own >= array_namespace(worth).max(least, axis=i, keepdims=True)
    return best
