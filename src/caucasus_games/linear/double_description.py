r"""The extreme rays of a cone :math:`\{x \ge 0 : A x \le 0, E x = 0\}`, by double description.

The orthant's rays are its unit vectors. Each row cuts them: rays on the right side stay, and an
adjacent pair on either side gives a new ray on the cut [1]_. Everything is in integers.

References
----------
.. [1] Fukuda & Prodon (1996), Double description method revisited. Combinatorics and Computer
   Science, 91–111.
"""

from collections.abc import Sequence
from math import gcd

from caucasus_games.errors import GameError

Ray = tuple[int, ...]

_LIMIT = 20_000


def extreme_rays(
    size: int, at_most: Sequence[Sequence[int]], equal: Sequence[Sequence[int]] = ()
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

    Returns
    -------
    dict
        From each ray, in lowest terms, to a bit mask: first the coordinates that are zero, then
        the rows of ``at_most`` that are zero.

    Raises
    ------
    GameError
        If there are more than 20,000 rays.

    Examples
    --------
    >>> extreme_rays(2, [[1, -2]])
    {(0, 1): 1, (2, 1): 4}
    """
    units = [tuple(int(i == j) for j in range(size)) for i in range(size)]
    everywhere = (1 << size) - 1
    rays = {unit: everywhere & ~(1 << i) for i, unit in enumerate(units)}
    for k, row in enumerate(equal, start=1):
        rays, _ = _cut(rays, row, 0, size - k - 1)
    for j, row in enumerate(at_most, start=size):
        zero, low = _cut(rays, row, 1 << j, size - len(equal) - 2)
        rays = {**low, **zero}
        if len(rays) > _LIMIT:
            raise GameError(
                f"there are more than {_LIMIT:,} vertices: "
                "drop dominated actions first, or make the game smaller"
            )
    return rays


def _dot(row: Sequence[int], ray: Ray) -> int:
    return sum(a * b for a, b in zip(row, ray, strict=True) if a and b)


def _cut(
    rays: dict[Ray, int], row: Sequence[int], bit: int, fewest: int
) -> tuple[dict[Ray, int], dict[Ray, int]]:
    """Return the rays on which the row is zero, old and new, and those on which it is negative.

    Adjacent rays hold at least ``fewest`` inequalities with equality together.
    """
    slack = {ray: _dot(row, ray) for ray in rays}
    zero = {ray: tight | bit for ray, tight in rays.items() if slack[ray] == 0}
    low = {ray: tight for ray, tight in rays.items() if slack[ray] < 0}
    high = [(ray, tight) for ray, tight in rays.items() if slack[ray] > 0]
    masks = list(rays.values())
    for above, tight in high:
        for below, other in low.items():
            common = tight & other
            if common.bit_count() >= fewest and _adjacent(common, masks):
                up, down = slack[above], -slack[below]
                new = [down * a + up * b for a, b in zip(above, below, strict=True)]
                shared = gcd(*new)
                zero[tuple(q // shared for q in new)] = common | bit
    return zero, low


def _adjacent(common: int, masks: Sequence[int]) -> bool:
    """Return whether no third ray holds all that these two hold with equality."""
    count = 0
    for mask in masks:
        if common & mask == common:
            count += 1
            if count > 2:
                return False
    return True
