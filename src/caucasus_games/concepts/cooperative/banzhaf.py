r"""The Banzhaf value: what each player adds on average over all coalitions of the others.

.. math::

   \beta_i = 2^{1 - n} \sum_{S \not\ni i} [v(S \cup i) - v(S)]

In a voting game, where a coalition wins 1 or loses 0, it is the probability that the player's vote
decides if all others vote either way with one half. Other than the Shapley value it does not add up
to :math:`v(N)`; the Banzhaf index divides by the sum [1]_.

References
----------
.. [1] Banzhaf (1965), Weighted voting doesn't work: a mathematical analysis. Rutgers Law Review 19,
   317–343; Dubey & Shapley (1979), Mathematical properties of the Banzhaf power index. Mathematics
   of Operations Research 4, 99–131.
"""

from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.concepts.checks import check_coalitional
from caucasus_games.concepts.cooperative.shapley import sums_by_size
from caucasus_games.errors import GameError
from caucasus_games.games import CoalitionalGame


def banzhaf(game: CoalitionalGame, *, index: bool = False) -> immutabledict[str, Fraction]:
    """Compute the Banzhaf value, or the index, whose shares sum to one.

    1. For each player sum what coalitions secure with the player, and what the others do without.
    2. Divide the difference by the number of coalitions of the others; for the index, by the sum.

    Parameters
    ----------
    game : CoalitionalGame
        One to twenty players.
    index : bool
        Whether to divide by the sum.

    Returns
    -------
    immutabledict of str to Fraction
        By player.

    Raises
    ------
    GameError
        If it is no coalitional game, a symbol has no value, or the index is wanted where the values
        sum to zero.

    References
    ----------
    Banzhaf (1965), Weighted voting doesn't work: a mathematical analysis. Rutgers Law Review 19,
    317–343.

    Examples
    --------
    >>> council = CoalitionalGame.weighted({"A": 2, "B": 1, "C": 1}, 3)
    >>> [str(power) for power in banzhaf(council).values()]
    ['3/4', '1/4', '1/4']
    >>> [str(power) for power in banzhaf(council, index=True).values()]
    ['3/5', '1/5', '1/5']
    """
    check_coalitional(game, "banzhaf")
    others = 2 ** (len(game.players) - 1)
    values = {
        player: (sum(within, Fraction(0)) - sum(outside, Fraction(0))) / others
        for player, (within, outside) in sums_by_size(game.numbers).items()
    }
    total = sum(values.values(), Fraction(0))
    if not index:
        return immutabledict(values)
    if not total:
        raise GameError("the Banzhaf values sum to 0, so there is no index: leave out index=True")
    return immutabledict({player: value / total for player, value in values.items()})
