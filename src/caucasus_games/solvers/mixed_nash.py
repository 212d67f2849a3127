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

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.games import NormalForm
from caucasus_games.results import Solution, certified
from caucasus_games.solvers.checks import check_normal_form

Ray = tuple[int, ...]

_LIMIT = 20_000


def mixed_nash(game: NormalForm) -> Solution:
    """Find every extreme Nash equilibrium of a two-player game, pure ones included.

    1. Enumerate the vertices of both best-reply polyhedra, in integers (double description).
    2. Keep the pairs in which each action is unplayed or a best reply.

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
        If the game is a tree, does not have two players or is too large, or a symbol has no value.

    References
    ----------
    Avis, Rosenberg, Savani & von Stengel (2010), Enumeration of Nash equilibria for two-player
    games. Economic Theory 42, 9–37.

    Examples
    --------
    >>> game = NormalForm.from_arrays(
    ...     [[2, 0], [0, 1]],
    ...     [[1, 0], [0, 2]],
    ...     actions={"A": ["x", "y"], "B": ["x", "y"]},
    ... )
    >>> mixed_nash(game)
    3 Nash equilibria
      A: x; B: x (payoffs: A 2, B 1)
      A: y; B: y (payoffs: A 1, B 2)
      A: x ≈0.667 or y ≈0.333; B: x ≈0.333 or y ≈0.667 (payoffs: A ≈0.667, B ≈0.667)
    """
    check_normal_form(game, "mixed_nash")
    if len(game.players) != 2:
        raise GameError(
            f"mixed_nash is for two players and the game has {len(game.players)}: "
            "pure_nash takes any number"
        )
    rows, columns = (game.actions[player] for player in game.players)
    first = [[game.numbers[r, c][0] for c in columns] for r in rows]
    second = [[game.numbers[r, c][1] for r in rows] for c in columns]
    m, n = len(rows), len(columns)
    everything = (1 << (m + n)) - 1
    # bits: row actions first, then column actions; set if unplayed or a best reply
    xs = _vertices(second)
    ys = [(mix, (mask >> n) | ((mask & ((1 << n) - 1)) << m)) for mix, mask in _vertices(first)]
    pairs = [(x, y, a, b) for x, a in xs for y, b in ys if a | b == everything]
    pairs.sort(key=lambda pair: (_spread(pair[0]) + _spread(pair[1]), [-q for q in pair[0]]))
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
        for x, y, _, _ in pairs
    )
    degenerate = any(mask.bit_count() > m for _, mask in xs) or any(
        mask.bit_count() > n for _, mask in ys
    )
    note = (
        "the game is degenerate: mixtures of these extreme equilibria that share one player's "
        "strategy may be equilibria too"
    )
    notes = (*((note,) if degenerate else ()), *game.parameters.outside(game.values))
    return Solution("Nash", game, equilibria, notes)


def _spread(mix: Sequence[Fraction]) -> int:
    return sum(1 for chance in mix if chance)


def _mix(labels: Sequence[str], chances: Sequence[Fraction]) -> immutabledict[str, Fraction]:
    return immutabledict({a: q for a, q in zip(labels, chances, strict=True) if q})


def _vertices(replies: Sequence[Sequence[Fraction]]) -> list[tuple[tuple[Fraction, ...], int]]:
    """Return the vertices of ``{(x, v): replies @ x <= v}`` on the simplex with their tight sets.

    The cone starts as that of the first reply; each further reply cuts it, and adjacent rays on
    either side of the cut give the new ones. Bits of a tight set: ``x_i = 0``, then replies.
    """
    size = len(replies[0])
    scale = lcm(*(value.denominator for reply in replies for value in reply))
    whole = [[int(value * scale) for value in reply] for reply in replies]
    units = [tuple(int(i == j) for j in range(size)) for i in range(size)]
    alls = (1 << size) - 1
    rays: dict[Ray, int] = {(*[0] * size, 1): alls}
    for i, unit in enumerate(units):
        rays[(*unit, whole[0][i])] = (alls & ~(1 << i)) | (1 << size)
    for j, reply in enumerate(whole[1:], start=size + 1):
        slack = {r: r[-1] - sum(a * b for a, b in zip(reply, r, strict=False)) for r in rays}
        kept = {r: t | (int(slack[r] == 0) << j) for r, t in rays.items() if slack[r] >= 0}
        for low in (r for r in rays if slack[r] < 0):
            for high in (r for r in rays if slack[r] > 0):
                common = rays[low] & rays[high]
                if _adjacent(common, low, high, rays):
                    new = tuple(
                        slack[high] * a - slack[low] * b for a, b in zip(low, high, strict=True)
                    )
                    shared = gcd(*new)
                    kept[tuple(q // shared for q in new)] = common | (1 << j)
        rays = kept
        if len(rays) > _LIMIT:
            raise GameError(
                f"the game has more than {_LIMIT:,} best-reply vertices: "
                "drop dominated actions first, or use pure_nash"
            )
    return [
        (tuple(Fraction(q, sum(ray[:-1])) for q in ray[:-1]), tight)
        for ray, tight in rays.items()
        if any(ray[:-1])
    ]


def _adjacent(common: int, low: Ray, high: Ray, rays: dict[Ray, int]) -> bool:
    return not any(
        common & tight == common for ray, tight in rays.items() if ray not in (low, high)
    )
