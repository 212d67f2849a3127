r"""The Shapley value: what each player adds to those before, over all orders.

.. math::

   \varphi_i = \sum_{S \ni i} \frac{(|S| - 1)! (n - |S|)!}{n!} [v(S) - v(S \setminus i)]

It is the only rule that shares all of :math:`v(N)`, treats equals alike, gives nothing to who adds
nothing, and adds up over games [1]_.

References
----------
.. [1] Shapley (1953), A value for n-person games. Contributions to the Theory of Games II, 307–317.
"""

from fractions import Fraction
from math import factorial

import sympy
from immutabledict import immutabledict

from caucasus_games.games import CoalitionalGame
from caucasus_games.solvers.checks import check_coalitional


def shapley(game: CoalitionalGame) -> immutabledict[str, Fraction]:
    """Compute the Shapley value at the game's values.

    1. For each coalition of a player take what the player adds to it.
    2. Weigh by how many orders of the players form it first.

    Parameters
    ----------
    game : CoalitionalGame
        One to ten players.

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
    shares = {}
    for player in game.players:
        total = Fraction(0)
        for group, worth in game.numbers.items():
            if player in group:
                total += _weight(game, len(group)) * (worth - game.numbers.get(group - {player}, 0))
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
        If it is no coalitional game.

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
    check_coalitional(game, "shapley_formulas")
    shares = {}
    for player in game.players:
        terms = [
            sympy.Rational(str(_weight(game, len(group))))
            * (worth - game.worth.get(group - {player}, sympy.Integer(0)))
            for group, worth in game.worth.items()
            if player in group
        ]
        shares[player] = sympy.expand(sympy.Add(*terms))
    return immutabledict(shares)


def _weight(game: CoalitionalGame, size: int) -> Fraction:
    n = len(game.players)
    return Fraction(factorial(size - 1) * factorial(n - size), factorial(n))
