r"""All extreme Nash equilibria of small games of two players, at many draws at once.

Where no mixture makes more replies best than it mixes actions, equilibria are the pairs of vertices
on the same rows and columns. Elsewhere the game is degenerate, and all pairs of vertices are tried
in which every action is a best reply or is not played [1]_.

References
----------
.. [1] von Stengel (2002), Computing equilibria for two-person games. Handbook of Game Theory with
   Economic Applications 3, 1723–1759.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from array_api_compat import array_namespace

from caucasus_games.batched.arrays import on_host
from caucasus_games.batched.tables import Table
from caucasus_games.batched.tally import Numbers, Tally, Truth, Whole
from caucasus_games.batched.vertices import Vertex, vertices


def mixed_equilibria(table: Table, values: Mapping[str, Numbers], size: int, slack: float) -> Tally:
    """Find the extreme Nash equilibria at many draws.

    1. For every choice of as many rows as columns solve for the mixture of each player.
    2. Keep the pairs that are best replies to each other.
    3. At draws where the game is degenerate pair every vertex with every other.

    Parameters
    ----------
    table : Table
        A game of two players.
    values : mapping of str to numpy.ndarray
        Of each symbol; shape ``(size,)``.
    size : int
        How many draws there are.
    slack : float
        By how much payoffs may differ that count as equal.

    Returns
    -------
    Tally
        Of all extreme equilibria.
    """
    numbers = table.formulas.rows(values, size)
    worth = table.worth(numbers)
    first, second = array_namespace(worth).permute_dims(worth[0, ...], (1, 0, 2)), worth[1, ...]
    tally = Tally.empty(table.outcomes, 2, size)
    numbers, special = on_host(numbers), np.zeros(size, dtype=bool)
    known = {(x.others, x.own): x.on_host for x in vertices(first, slack)}
    pairs = [(x.on_host, known[x.own, x.others]) for x in vertices(second, slack)]
    for one, other in pairs:
        special |= one.degenerate | other.degenerate
    for one, other in pairs:
        at = np.flatnonzero(one.valid & other.valid & ~special)
        if len(at):
            tally.add(at, *_played(table, numbers, at, one, other, at))
    at = np.flatnonzero(special)
    if len(at):
        _degenerate(table, numbers, at, pairs, tally)
    return tally


def _played(
    table: Table, numbers: Numbers, draws: Whole, one: Vertex, other: Vertex, at: Whole
) -> tuple[Numbers, Numbers]:
    weights = {
        r * table.shape[1] + c: one.mixture[i].take(at) * other.mixture[j].take(at)
        for i, r in enumerate(one.own)
        for j, c in enumerate(other.own)
    }
    return table.expected(numbers, draws, weights)


def _degenerate(
    table: Table,
    numbers: Numbers,
    draws: Whole,
    pairs: Sequence[tuple[Vertex, Vertex]],
    tally: Tally,
) -> None:
    """Count the pairs of vertices in which every action is a best reply or not played."""
    rows, columns = table.shape
    # what is tight at a vertex: a bit for each action that is not played, and each best reply
    one = _distinct([pair[0] for pair in pairs], draws, rows, 0, rows)
    other = _distinct([pair[1] for pair in pairs], draws, columns, rows, 0)
    whole = (1 << (rows + columns)) - 1
    for x, tight in one:
        for y, fits in other:
            here = np.flatnonzero((tight | fits) == whole)
            if len(here):
                at = draws[here]
                tally.add(at, *_played(table, numbers, at, x, y, at))


def _distinct(
    own_vertices: Sequence[Vertex], draws: Whole, actions: int, own: int, others: int
) -> list[tuple[Vertex, Whole]]:
    """Return for each vertex what is tight; nothing where it is none, or one that came before."""
    found: list[tuple[Vertex, Whole]] = []
    bases: list[tuple[int, Truth]] = []
    for x in own_vertices:
        base = sum(1 << (own + k) for k in range(actions) if k not in x.own)
        base += sum(1 << (others + j) for j in x.others)
        tight = np.full(len(draws), base)
        for k, truth in x.idle.items():
            tight |= truth[draws].astype(np.int64) << (own + k)
        for j, truth in x.also.items():
            tight |= truth[draws].astype(np.int64) << (others + j)
        valid = x.valid[draws]
        new = valid.copy()
        for earlier, there in bases:
            new &= ~(there & ((tight & earlier) == earlier))
        bases.append((base, valid))
        found.append((x, np.where(new, tight, 0)))
    return found
