r"""Payoff dominance: the equilibrium that everybody likes better than any other.

An equilibrium :math:`\sigma` payoff dominates :math:`\tau` iff :math:`u_i(\sigma) > u_i(\tau)` for
every player :math:`i` [1]_.

References
----------
.. [1] Harsanyi & Selten (1988), A General Theory of Equilibrium Selection in Games, section 3.6.
   MIT Press.
"""

from caucasus_games.concepts.checks import check_normal_form
from caucasus_games.concepts.concept import solution_concept
from caucasus_games.concepts.pure_nash import pure_nash
from caucasus_games.exact import show
from caucasus_games.games import NormalForm
from caucasus_games.results import Solution


@solution_concept(
    NormalForm,
    games="normal form",
    finds="the pure equilibrium that is better for all",
    mixed=False,
)
def payoff_dominance(game: NormalForm) -> Solution:
    """Find the pure Nash equilibrium that payoff dominates all other pure ones.

    1. Find the pure equilibria.
    2. Keep the one that gives every player more than each other does, if there is one.

    Parameters
    ----------
    game : NormalForm
        Any number of players and actions.

    Returns
    -------
    Solution
        One equilibrium or none; ``steps`` compares the payoffs.

    Raises
    ------
    GameError
        If the game is a tree or a symbol has no value.

    References
    ----------
    Harsanyi & Selten (1988), A General Theory of Equilibrium Selection in Games. MIT Press.

    Examples
    --------
    >>> game = NormalForm.from_arrays(
    ...     [[4, 0], [3, 2]],
    ...     [[4, 3], [0, 2]],
    ...     actions={"A": ["stag", "hare"], "B": ["stag", "hare"]},
    ... )
    >>> payoff_dominance(game)
    1 pure payoff-dominant equilibrium
      A: stag; B: stag (payoffs: A 4, B 4)
      A: stag; B: stag pays 4, 4
      A: hare; B: hare pays 2, 2
    """
    check_normal_form(game, "payoff_dominance")
    found = pure_nash(game)
    best = tuple(
        one
        for one in found
        if all(
            other is one or all(one.payoffs[p] > other.payoffs[p] for p in game.players)
            for other in found
        )
    )
    steps = (f"{one.path} pays {', '.join(map(show, one.payoffs.values()))}" for one in found)
    return Solution("payoff-dominant", game, best, found.notes, steps=tuple(steps), sought="pure")
