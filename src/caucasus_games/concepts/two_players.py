r"""Mixed Nash equilibria of two players, by vertices of the best-reply polyhedra.

For payoffs :math:`A, B` let :math:`P = \{(x, v) : x \ge 0, \sum x = 1, B^T x \le v\}` and
:math:`Q = \{(y, u) : y \ge 0, \sum y = 1, A y \le u\}`. A pair of vertices is an equilibrium iff
every action is either unplayed or a best reply; these pairs are the extreme equilibria, and
every equilibrium is a mixture of them [1]_. A nondegenerate game has no others.

References
----------
.. [1] Avis, Rosenberg, Savani & von Stengel (2010), Enumeration of Nash equilibria for
   two-player games. Economic Theory 42, 9–37.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import comb, lcm

from immutabledict import immutabledict

from caucasus_games.algebra.double_description import extreme_rays, holders_of
from caucasus_games.certificates import certified
from caucasus_games.concepts.reply_tables import reply_tables
from caucasus_games.errors import GameError
from caucasus_games.games import NormalForm
from caucasus_games.results import Solution

# from so many possible vertices on, only a game with few of them is tried
_MANY, _FEW = 200_000, 2_000

# integers and double description: supports over the readings take 0.7 times as long at 2×2, 1.7
# times at 3×3, 8 times at 4×4 and 27 times at 5×5
# probabilities times one number
Mix = tuple[int, ...]


def two_players(game: NormalForm) -> Solution:
    """Find every extreme Nash equilibrium of a two-player game, pure ones included.

    1. Bound how many vertices the two best-reply polyhedra may have (McMullen's theorem).
    2. Enumerate them, in integers (double description); if they may be too many, give up at the
       first sign.
    3. Keep the pairs in which each action is unplayed or a best reply.

    Parameters
    ----------
    game : NormalForm
        Two players.

    Returns
    -------
    Solution
        All extreme equilibria, certified; a note says so if the game is degenerate.

    Raises
    ------
    GameError
        If there are more than 20,000 vertices, or more than 2,000 where the sizes allow for more
        than 200,000 (15×15 random payoffs have about 60,000); or a symbol has no value.

    References
    ----------
    McMullen (1970), The maximum numbers of faces of a convex polytope. Mathematika 17, 179–184.
    """
    rows, columns = (game.actions[player] for player in game.players)
    first, second = reply_tables(game.numbers, rows, columns)
    m, n = len(rows), len(columns)
    everything = (1 << (m + n)) - 1
    xs, ys = _polyhedra(first, second)
    # bits: row actions first, then column actions; set if unplayed or a best reply
    turned = [(mix, (mask >> n) | ((mask & ((1 << n) - 1)) << m)) for mix, mask in ys]
    holders = [*holders_of([mask for _, mask in turned]), *[0] * (m + n)]
    pairs = [(x, ys[k][0]) for x, mask in xs for k in _holding(holders, everything & ~mask)]
    pairs.sort(key=_order)
    equilibria = tuple(
        certified(
            game,
            immutabledict(
                {
                    game.players[0]: _mix(rows, x),
                    game.players[1]: _mix(columns, y),
                }
            ),
        )
        for x, y in pairs
    )
    spare = [(m, mask) for _, mask in xs] + [(n, mask) for _, mask in ys]
    degenerate = any(mask.bit_count() > size for size, mask in spare)
    note = (
        "the game is degenerate: mixtures of these extreme equilibria that share one player's "
        "strategy may be equilibria too"
    )
    notes = (*((note,) if degenerate else ()), *game.parameters.outside(game.values))
    return Solution("Nash", game, equilibria, notes, sought="some" if degenerate else "all")


def _polyhedra(
    first: list[list[Fraction]], second: list[list[Fraction]]
) -> tuple[list[tuple[Mix, int]], list[tuple[Mix, int]]]:
    """Return the vertices of both best-reply polyhedra, or refuse a game that has too many."""
    m, n = len(first), len(second)
    few = max(_most_vertices(m, m + n), _most_vertices(n, m + n)) > _MANY
    try:
        return _vertices(second, _FEW if few else None), _vertices(first, _FEW if few else None)
    except GameError as error:
        why, _, _ = str(error).partition(":")
        raise GameError(
            f"the game has {m}×{n} actions, too many for all equilibria ({why}): "
            "lemke_howson finds one, zero_sum an optimal pair if one loses what the other gains"
        ) from None


def _holding(holders: Sequence[int], needed: int) -> Iterator[int]:
    """Yield the places that have all bits that are needed."""
    places = -1
    while needed and places:
        lowest = needed & -needed
        places &= holders[lowest.bit_length() - 1]
        needed ^= lowest
    while places > 0:
        lowest = places & -places
        yield lowest.bit_length() - 1
        places ^= lowest


def _order(pair: tuple[Mix, Mix]) -> tuple[int, list[Fraction]]:
    """Sort by how many actions are played, then by the first player's probabilities."""
    x, y = pair
    return sum(1 for q in (*x, *y) if q), [-Fraction(q, sum(x)) for q in x]


def _mix(labels: Sequence[str], shares: Mix) -> immutabledict[str, Fraction]:
    return immutabledict(
        {a: Fraction(q, sum(shares)) for a, q in zip(labels, shares, strict=True) if q}
    )


def _most_vertices(dimension: int, facets: int) -> int:
    """Return the most vertices that a polytope with so many facets can have."""
    spare = facets - dimension
    return comb(facets - (dimension + 1) // 2, spare) + comb(facets - dimension // 2 - 1, spare)


def _vertices(replies: Sequence[Sequence[Fraction]], most: int | None) -> list[tuple[Mix, int]]:
    """Return the vertices of ``{(x, v): replies @ x <= v}``, up to scale, with their tight sets."""
    size = len(replies[0])
    lowest = min(value for reply in replies for value in reply)
    scale = lcm(*((value - lowest).denominator for reply in replies for value in reply))
    rows = [[int((value - lowest + 1) * scale) for value in reply] + [-1] for reply in replies]
    low = (1 << size) - 1
    return [
        (ray[:-1], (tight & low) | ((tight >> (size + 1)) << size))
        for ray, tight in extreme_rays(size + 1, rows, most=most).items()
        if any(ray[:-1])
    ]
