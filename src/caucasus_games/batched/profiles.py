r"""Pure Nash equilibria of a normal form at many draws at once.

A profile is one iff for every player what it gets is the most over its own actions, the others'
given: one maximum over an axis of an array with an axis for each player and the draws last.
"""

from collections.abc import Mapping

import numpy as np
from array_api_compat import array_namespace

from caucasus_games.batched.arrays import on_host
from caucasus_games.batched.tables import Table
from caucasus_games.batched.tally import Numbers, Tally, Truth


def pure_equilibria(table: Table, values: Mapping[str, Numbers], size: int, slack: float) -> Tally:
    """Find the pure Nash equilibria at many draws.

    Parameters
    ----------
    table : Table
        The game.
    values, size, slack
        As for :func:`~caucasus_games.batched.tree_equilibria`.

    Returns
    -------
    Tally
        Of all equilibria; there may be none.
    """
    numbers = table.formulas.rows(values, size)
    stays = on_host(pure_profiles(table.worth(numbers), slack)).reshape(-1, size)
    numbers = on_host(numbers)
    tally = Tally.empty(table.outcomes, len(table.payoffs), size)
    for k in np.flatnonzero(stays.any(axis=1)):
        at = np.flatnonzero(stays[k])
        tally.add(at, *table.expected(numbers, at, {int(k): 1.0}))
    return tally


def pure_profiles(worth: Numbers, slack: float = 0.0) -> Truth:
    """Say which profiles are Nash equilibria.

    Parameters
    ----------
    worth : numpy.ndarray
        What each player gets; shape ``(players, *shape, draws)``.
    slack : float
        By how much payoffs may differ that count as equal.

    Returns
    -------
    numpy.ndarray of bool
        Shape ``(*shape, draws)``.

    Examples
    --------
    >>> dilemma = np.array([[[2.0, 0.0], [3.0, 1.0]], [[2.0, 3.0], [0.0, 1.0]]])[..., None]
    >>> pure_profiles(dilemma)[..., 0].tolist()
    [[False, False], [False, True]]
    """
    stays = _best(worth, 0, slack)
    for i in range(1, worth.shape[0]):
        stays &= _best(worth, i, slack)
    return stays


def _best(worth: Numbers, i: int, slack: float) -> Truth:
    """Return at which profiles a player does not gain by another action."""
    own = worth[i, ...]
    most = array_namespace(worth).max(own, axis=i, keepdims=True)
    most -= slack
    best: Truth = own >= most
    return best
