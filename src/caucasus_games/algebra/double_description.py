r"""The extreme rays of a cone :math:`\{x \ge 0 : A x \le 0, E x = 0\}`, by double description.

The orthant's rays are its unit vectors. Each row cuts them: rays on the right side stay, and an
adjacent pair on either side gives a new ray on the cut [1]_. Everything is in integers.

References
----------
.. [1] Fukuda & Prodon (1996), Double description method revisited. Combinatorics and Computer
   Science, 91–111.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import gcd

from caucasus_games.errors import GameError

Ray = tuple[int, ...]

_MOST_VERTICES = 20_000
# from so many pairs on NumPy is faster
_MANY_PAIRS, _BITS_OF_A_WORD = 20_000, 64


def extreme_rays(
    size: int,
    at_most: Sequence[Sequence[int]],
    equal: Sequence[Sequence[int]] = (),
    most: int | None = None,
) -> dict[Ray, int]:
    """Return every extreme ray with the set of inequalities that it holds with equality.

    1. Start with the unit vectors.
    2. Cut with each row in turn, equations first.

    Parameters
    ----------
    size : int
        Number of coordinates, all nonnegative.
    at_most : sequence of sequence of int
        Rows of :math:`A`.
    equal : sequence of sequence of int
        Rows of :math:`E`.
    most : int, optional
        How many rays are allowed, by default 20,000.

    Returns
    -------
    dict
        From each ray, in lowest terms, to a bit mask: first the coordinates that are zero, then
        the rows of ``at_most`` that are zero.

    Raises
    ------
    GameError
        If there are more rays, on the way too.

    Examples
    --------
    >>> extreme_rays(2, [[1, -2]])
    {(0, 1): 1, (2, 1): 4}
    """
    units = [tuple(int(i == j) for j in range(size)) for i in range(size)]
    everywhere = (1 << size) - 1
    rays = {unit: everywhere & ~(1 << i) for i, unit in enumerate(units)}
    for k, row in enumerate(equal, start=1):
        rays, _ = _cut(rays, row, 0, size - k - 1, most or _MOST_VERTICES)
    for j, row in enumerate(at_most, start=size):
        zero, low = _cut(rays, row, 1 << j, size - len(equal) - 2, most or _MOST_VERTICES)
        rays = {**low, **zero}
    return rays


def _dot(row: Sequence[int], ray: Ray) -> int:
    return sum(a * b for a, b in zip(row, ray, strict=True) if a and b)


def _cut(
    rays: dict[Ray, int], row: Sequence[int], bit: int, fewest: int, most: int
) -> tuple[dict[Ray, int], dict[Ray, int]]:
    """Return the rays on which the row is zero, old and new, and those on which it is negative."""
    slack = {ray: _dot(row, ray) for ray in rays}
    zero: dict[Ray, int] = {}
    low: dict[Ray, int] = {}
    high: dict[Ray, int] = {}
    for ray, tight in rays.items():
        if slack[ray]:
            (high if slack[ray] > 0 else low)[ray] = tight
        else:
            zero[ray] = tight | bit
    if not high:
        return zero, low
    below_all = list(low.items())
    holders, everything = holders_of(list(rays.values())), (1 << len(rays)) - 1
    close = _close(list(high.values()), list(low.values()), fewest)
    for (above, tight), candidates in zip(high.items(), close, strict=True):
        for k in candidates:
            below, other = below_all[k]
            common = tight & other
            if _adjacent(common, holders, everything):
                zero[_between(above, slack[above], below, -slack[below])] = common | bit
        # a row may multiply the rays, so it is not waited for
        if len(zero) + len(low) > most:
            raise GameError(
                f"there are more than {most:,} vertices: "
                "drop dominated actions first, or make the game smaller"
            )
    return zero, low


def _between(above: Ray, up: int, below: Ray, down: int) -> Ray:
    """Return the ray of two on which the row is zero, in lowest terms."""
    new = [down * a + up * b for a, b in zip(above, below, strict=True)]
    shared = gcd(*new)
    return tuple(q // shared for q in new)


def _close(above: Sequence[int], below: Sequence[int], fewest: int) -> Iterator[Iterable[int]]:
    """Yield for each mask above the places of those below that share at least so many bits."""
    if len(above) * len(below) < _MANY_PAIRS:
        for tight in above:
            yield [k for k, other in enumerate(below) if (tight & other).bit_count() >= fewest]
        return
    import numpy as np

    count = -(-max(map(int.bit_length, (*above, *below))) // _BITS_OF_A_WORD)
    ones = (1 << _BITS_OF_A_WORD) - 1
    words = [
        np.array([mask >> _BITS_OF_A_WORD * w & ones for mask in below], "u8") for w in range(count)
    ]
    for tight in above:
        shared = sum(
            np.bitwise_count(line & np.uint64(tight >> _BITS_OF_A_WORD * w & ones)).astype("i8")
            for w, line in enumerate(words)
        )
        yield np.flatnonzero(shared >= fewest).tolist()


def holders_of(masks: Sequence[int]) -> list[int]:
    """Return for each bit, the lowest first, which of the masks have it: a mask of their places."""
    size = max((mask.bit_length() for mask in masks), default=0)
    width = (len(masks) + 7) // 8
    found = [bytearray(width) for _ in range(size)]
    for k, mask in enumerate(masks):
        byte, unit = k >> 3, 1 << (k & 7)
        while mask:
            lowest = mask & -mask
            found[lowest.bit_length() - 1][byte] |= unit
            mask ^= lowest
    return [int.from_bytes(line, "little") for line in found]


def _adjacent(common: int, holders: Sequence[int], everything: int) -> bool:
    """Return whether no third ray holds all that these two hold with equality."""
    both = everything
    while common:
        lowest = common & -common
        both &= holders[lowest.bit_length() - 1]
        common ^= lowest
    return both.bit_count() <= 2
