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
from math import lcm

from immutabledict import immutabledict

from caucasus_games.games import NormalForm
from caucasus_games.linear.double_description import extreme_rays
from caucasus_games.results import Solution, certified


def two_players(game: NormalForm) -> Solution:
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
        If the game is too large or a symbol has no value.
    """
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
    return Solution("Nash", game, equilibria, notes, sought="some" if degenerate else "all")


def _spread(mix: Sequence[Fraction]) -> int:
    return sum(1 for chance in mix if chance)


def _mix(labels: Sequence[str], chances: Sequence[Fraction]) -> immutabledict[str, Fraction]:
    return immutabledict({a: q for a, q in zip(labels, chances, strict=True) if q})


def _vertices(replies: Sequence[Sequence[Fraction]]) -> list[tuple[tuple[Fraction, ...], int]]:
    """Return the vertices of ``{(x, v): replies @ x <= v}`` on the simplex with their tight sets.

    With payoffs above zero these are the vertices of ``{x >= 0: replies @ x <= 1}`` other than
    zero, up to scale. Bits of a tight set: ``x_i = 0``, then replies.
    """
    size = len(replies[0])
    lowest = min(value for reply in replies for value in reply)
    scale = lcm(*((value - lowest).denominator for reply in replies for value in reply))
    rows = [[int((value - lowest + 1) * scale) for value in reply] + [-1] for reply in replies]
    low = (1 << size) - 1
    return [
        (
            tuple(Fraction(q, sum(ray[:-1])) for q in ray[:-1]),
            (tight & low) | ((tight >> (size + 1)) << size),
        )
        for ray, tight in extreme_rays(size + 1, rows).items()
        if any(ray[:-1])
    ]
