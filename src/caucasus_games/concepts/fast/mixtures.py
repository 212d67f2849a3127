r"""All extreme Nash equilibria of small games of two players, at many draws at once.

Where no mixture makes more replies best than it mixes actions, equilibria are the pairs of vertices
on the same rows and columns. Elsewhere the game is degenerate, and all pairs of vertices are tried
in which every action is a best reply or is not played [1]_.

References
----------
.. [1] von Stengel (2002), Computing equilibria for two-person games. Handbook of Game Theory with
   Economic Applications 3, 1723–1759.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from array_api_compat import array_namespace

from caucasus_games.concepts.fast.tables import Table
from caucasus_games.concepts.fast.vertices import Places, Vertex, vertices
from caucasus_games.readings.arrays import on_host
from caucasus_games.readings.tally import Numbers, Tally, Truth, Whole
from caucasus_games.readings.ties import TIE

Key = tuple[Places, Places, Places, Places]


def mixed_equilibria(
    table: Table, values: Mapping[str, Numbers], size: int, tie: float = TIE
) -> Tally:
    """Find the extreme Nash equilibria at many draws."""
    pairs = table.formulas.pairs(values, size)
    worth, numbers = table.worth(pairs), on_host(pairs[0, ...])
    tally = Tally.empty(table.outcomes, 2, size)
    for _, draws, weights in mixed_profiles(worth, tie):
        tally.add(draws, *table.expected(numbers, draws, weights))
    return tally


def mixed_profiles(
    worth: Numbers, tie: float = TIE
) -> Iterator[tuple[Key, Whole, Mapping[int, Numbers]]]:
    """Find the extreme Nash equilibria of many games of two players."""
    rows, columns, size = worth.shape[2:]
    xp = array_namespace(worth)
    first, second = xp.permute_dims(worth[:, 0, ...], (0, 2, 1, 3)), worth[:, 1, ...]
    # in the order of the rows that are mixed, and of the columns
    mixed = [x.on_host for x in vertices(second, tie)]
    replies = sorted((x.on_host for x in vertices(first, tie)), key=_by_replies)
    special = np.zeros(size, dtype=bool)
    for x in (*mixed, *replies):
        special |= x.degenerate
    known = {(y.others, y.own): y for y in replies}
    for x in mixed:
        y = known.get((x.own, x.others))
        if y is None:
            continue
        at = np.flatnonzero(x.valid & y.valid & ~special)
        if len(at):
            yield _key(x, y), at, _weights(columns, x, y, at)
    draws = np.flatnonzero(special)
    if not len(draws):
        return
    # what is tight at a vertex: a bit for each action that is not played, and each best reply
    left = _distinct(mixed, draws, rows, 0, rows)
    right = _distinct(replies, draws, columns, rows, 0)
    whole = (1 << (rows + columns)) - 1
    for x, tight in left:
        for y, fits in right:
            at = draws[(tight | fits) == whole]
            if len(at):
                yield _key(x, y), at, _weights(columns, x, y, at)


def _by_replies(vertex: Vertex) -> tuple[int, Places, Places]:
    return len(vertex.own), vertex.others, vertex.own


def _key(one: Vertex, other: Vertex) -> Key:
    return one.own, one.others, other.own, other.others


def _weights(columns: int, one: Vertex, other: Vertex, at: Whole) -> dict[int, Numbers]:
    return {
        r * columns + c: one.mixture[i].take(at) * other.mixture[j].take(at)
        for i, r in enumerate(one.own)
        for j, c in enumerate(other.own)
    }


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
