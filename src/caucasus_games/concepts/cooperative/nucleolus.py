r"""The nucleolus: shares that make the most discontented coalition as content as can be.

The excess :math:`e(S, x) = v(S) - x(S)` is how discontented :math:`S` is. Among the shares with
:math:`x(N) = v(N)` and :math:`x_i \ge v(i)` the nucleolus makes the largest excess least, then the
next, and so on; there is exactly one [1]_. If the core is not empty it lies in it.

References
----------
.. [1] Schmeidler (1969), The nucleolus of a characteristic function game. SIAM Journal on Applied
   Mathematics 17, 1163–1170.
"""

from collections.abc import Mapping
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.algebra import Constraint, Polytope, extends, maximise
from caucasus_games.certificates import certified_nucleolus
from caucasus_games.concepts.checks import check_coalitional
from caucasus_games.errors import GameError
from caucasus_games.exact import show
from caucasus_games.games import CoalitionalGame

Coalition = frozenset[str]


def nucleolus(game: CoalitionalGame) -> immutabledict[str, Fraction]:
    """Compute the nucleolus exactly.

    1. Make the largest excess least: a linear programme, solved by its dual, which has a row for
       each player and one more.
    2. Coalitions with a positive weight there have that excess at every solution: fix them.
    3. Go on with the coalitions that the fixed ones do not determine, until there are none.

    Parameters
    ----------
    game : CoalitionalGame
        One to ten players, who together secure at least what they do alone.

    Returns
    -------
    immutabledict of str to Fraction
        Shares by player, certified by Kohlberg's criterion.

    Raises
    ------
    GameError
        If it is no coalitional game, has more players, a symbol has no value, or all together
        secure less than alone.

    References
    ----------
    Schmeidler (1969), The nucleolus of a characteristic function game. SIAM Journal on Applied
    Mathematics 17, 1163–1170; Kopelowitz (1967), Computation of the kernels of simple games and the
    nucleolus of n-person games. Hebrew University of Jerusalem.

    Examples
    --------
    >>> gloves = CoalitionalGame.from_function(
    ...     ["left", "right 1", "right 2"], lambda own: int("left" in own and len(own) > 1)
    ... )
    >>> [str(share) for share in nucleolus(gloves).values()]
    ['1', '0', '0']
    """
    check_coalitional(game, "nucleolus", most=10)
    worth, players = game.numbers, game.players
    whole = frozenset(players)
    alone = sum(worth[frozenset([player])] for player in players)
    if worth[whole] < alone:
        raise GameError(
            f"all together secure {show(worth[whole])} and each alone {show(alone)} in sum: the "
            "nucleolus needs shares that leave nobody with less than alone"
        )
    fixed: dict[Coalition, Fraction] = {whole: worth[whole]}
    basis: list[list[Fraction]] = []
    extends(basis, [Fraction(1)] * len(players))
    shares = dict.fromkeys(players, worth[whole])
    while len(basis) < len(players):
        left = [own for own in worth if extends(list(basis), [Fraction(p in own) for p in players])]
        shares, bound = _stage(game, left, fixed)
        for own in bound:
            if extends(basis, [Fraction(player in own) for player in players]):
                fixed[own] = sum((shares[player] for player in own), Fraction(0))
    return certified_nucleolus(game, shares)


def _stage(
    game: CoalitionalGame, left: list[Coalition], fixed: Mapping[Coalition, Fraction]
) -> tuple[dict[str, Fraction], list[Coalition]]:
    """Return shares with the least largest excess, and coalitions whose share is then fixed."""
    worth, players = game.numbers, game.players
    columns: dict[str, tuple[Coalition, int, Fraction, int]] = {}
    for own in left:
        columns[f"left {len(columns)}"] = (own, 1, worth[own], 1)
    for own, share in fixed.items():
        columns[f"up {len(columns)}"] = (own, 1, share, 0)
        columns[f"down {len(columns)}"] = (own, -1, -share, 0)
    for player in players:
        single = frozenset([player])
        columns[f"alone {player}"] = (single, 1, worth[single], 0)
    rows = [
        Constraint({k: sign for k, (own, sign, _, _) in columns.items() if player in own}, 0)
        for player in players
    ]
    total = Constraint({k: counts for k, (_, _, _, counts) in columns.items()}, 1)
    best = maximise(
        Polytope(list(columns), [], [*rows, total]),
        {k: gain for k, (_, _, gain, _) in columns.items()},
    )
    assert best is not None  # the shares that all agree on exist, so the excess has a bound
    shares = dict(zip(players, best.prices, strict=False))
    bound = [
        own
        for k, (own, _, _, _) in columns.items()
        if best.point[k] and not k.startswith(("up", "down"))
    ]
    return shares, bound
