r"""The Shapley value: what each player adds to those before, over all orders.

.. math::

   \varphi_i = \sum_{S \ni i} \frac{(|S| - 1)! (n - |S|)!}{n!} [v(S) - v(S \setminus i)]

It is the only rule that shares all of :math:`v(N)`, treats equals alike, gives nothing to who adds
nothing, and adds up over games [1]_.

References
----------
.. [1] Shapley (1953), A value for n-person games. Contributions to the Theory of Games II, 307–317.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import factorial, lcm

import sympy
from immutabledict import immutabledict

from caucasus_games.concepts.checks import check_coalitional
from caucasus_games.games import CoalitionalGame
from caucasus_games.games.coalitional import Worths


def shapley(game: CoalitionalGame) -> immutabledict[str, Fraction]:
    """Compute the Shapley value at the game's values.

    1. For each player and size sum what coalitions of that size secure with the player, and those
       of one member less without.
    2. Weigh the differences by how many orders of the players form such a coalition first.

    Parameters
    ----------
    game : CoalitionalGame
        One to twenty players.

    Returns
    -------
    immutabledict of str to Fraction
        By player.

    Raises
    ------
    GameError
        If it is no coalitional game or a symbol has no value.

    References
    ----------
    Shapley (1953), A value for n-person games. Contributions to the Theory of Games II, 307–317.

    Examples
    --------
    >>> gloves = CoalitionalGame.from_function(
    ...     ["left", "right 1", "right 2"], lambda own: int("left" in own and len(own) > 1)
    ... )
    >>> [str(share) for share in shapley(gloves).values()]
    ['2/3', '1/6', '1/6']
    """
    check_coalitional(game, "shapley")
    n = len(game.players)
    sums = sums_by_size(game.numbers)
    shares = {}
    for player in game.players:
        within, outside = sums[player]
        total = sum(
            (weight_of(k, n) * (within[k] - outside[k - 1]) for k in range(1, n + 1)), Fraction(0)
        )
        shares[player] = total
    return immutabledict(shares)


def shapley_formulas(game: CoalitionalGame) -> immutabledict[str, sympy.Expr]:
    """Write the Shapley value as a formula over the game's parameters.

    1. As :func:`shapley`, with formulas in place of numbers.

    Parameters
    ----------
    game : CoalitionalGame
        One to ten players; symbols need no value.

    Returns
    -------
    immutabledict of str to sympy.Expr
        By player, expanded.

    Raises
    ------
    GameError
        If it is no coalitional game, or has more than ten players.

    References
    ----------
    Shapley (1953), A value for n-person games. Contributions to the Theory of Games II, 307–317.

    Examples
    --------
    >>> s = sympy.Symbol("s")
    >>> pair = CoalitionalGame(["A", "B"], {"A": 1, "B": 0, ("A", "B"): s})
    >>> shapley_formulas(pair)["A"]
    s/2 + 1/2
    """
    check_coalitional(game, "shapley_formulas", most=10)
    shares = {}
    for player in game.players:
        terms = [
            sympy.Rational(str(weight_of(len(group), len(game.players))))
            * (worth - game.worth.get(group - {player}, sympy.Integer(0)))
            for group, worth in game.worth.items()
            if player in group
        ]
        shares[player] = sympy.expand(sympy.Add(*terms))
    return immutabledict(shares)


def weight_of(size: int, players: int) -> Fraction:
    """Return the share of all orders in which a coalition forms by one player joining the rest."""
    return Fraction(factorial(size - 1) * factorial(players - size), factorial(players))


def sums_by_size(worth: Worths[Fraction]) -> dict[str, tuple[list[Fraction], list[Fraction]]]:
    """Return for each player the sums of worths by size of the coalition: with it, and without."""
    n = len(worth.players)
    # whole numbers add up without Fraction's arithmetic
    scale = lcm(*(x.denominator for x in worth.by_mask))
    whole = [x.numerator * (scale // x.denominator) for x in worth.by_mask]
    sizes = [mask.bit_count() for mask in range(len(whole))]
    every = _by_size(whole, sizes, n)
    found = {}
    for k, player in enumerate(worth.players):
        block, half = 2 << k, 1 << k
        own = [0] * (n + 1)
        for start in range(half, len(whole), block):
            for mask in range(start, start + half):
                if whole[mask]:
                    own[sizes[mask]] += whole[mask]
        found[player] = (
            [Fraction(x, scale) for x in own],
            [Fraction(x - y, scale) for x, y in zip(every, own, strict=True)],
        )
    return found


def _by_size(whole: Sequence[int], sizes: Sequence[int], n: int) -> list[int]:
    sums = [0] * (n + 1)
    for x, size in zip(whole, sizes, strict=True):
        sums[size] += x
    return sums
