r"""Risk dominance: the equilibrium that it costs more to leave when one is not sure of the other.

In a 2×2 game with strict equilibria :math:`U` and :math:`V`, let :math:`d_i(U)` be what player
:math:`i` loses by leaving :math:`U` alone. :math:`U` risk dominates :math:`V` iff
:math:`d_1(U)\, d_2(U) > d_1(V)\, d_2(V)` [1]_: then it takes less trust in the other's move to
play it.

References
----------
.. [1] Harsanyi & Selten (1988), A General Theory of Equilibrium Selection in Games, section 3.9.
   MIT Press.
"""

from fractions import Fraction

from caucasus_games.concepts.checks import check_normal_form
from caucasus_games.concepts.concept import solution_concept
from caucasus_games.concepts.pure_nash import pure_nash
from caucasus_games.errors import GameError
from caucasus_games.exact import show
from caucasus_games.games import NormalForm
from caucasus_games.results import Equilibrium, Solution

_TIE = "both equilibria are equally risky: neither dominates"
_WEAK = "there are no two strict equilibria to compare"


@solution_concept(
    NormalForm,
    games="normal form, two players",
    finds="the less risky equilibrium of a 2×2 game",
    mixed=False,
)
def risk_dominance(game: NormalForm) -> Solution:
    """Find the strict equilibrium of a 2×2 game that risk dominates the other.

    1. Find the pure equilibria from which each player loses something by leaving alone.
    2. If there are two, keep the one with the larger product of these losses.

    Parameters
    ----------
    game : NormalForm
        Two players with two actions each.

    Returns
    -------
    Solution
        One equilibrium or none; ``steps`` gives the losses and their products. A strict equilibrium
        that is the only pure one is returned as it is.

    Raises
    ------
    GameError
        If the game is a tree or not 2×2, or a symbol has no value.

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
    >>> risk_dominance(game)
    1 risk-dominant equilibrium
      A: hare; B: hare (payoffs: A 2, B 2)
      A: stag; B: stag: leaving costs A 1 and B 1, product 1
      A: hare; B: hare: leaving costs A 2 and B 2, product 4
    """
    check_normal_form(game, "risk_dominance")
    sizes = [len(own) for own in game.actions.values()]
    if sizes != [2, 2]:
        raise GameError(
            f"risk_dominance is for two players with two actions each and the game is "
            f"{' × '.join(map(str, sizes))}: payoff_dominance and logit_limit take any"
        )
    found = pure_nash(game)
    losses = [_losses(game, one) for one in found]
    products = [first * second for first, second in losses]
    one, other = game.players
    steps = tuple(
        f"{equilibrium.path}: leaving costs {one} {show(first)} and {other} {show(second)}, "
        f"product {show(first * second)}"
        for equilibrium, (first, second) in zip(found, losses, strict=True)
    )
    notes = found.notes
    best: tuple[Equilibrium, ...] = ()
    if not products or min(products) == 0:
        notes = (_WEAK, *notes)
    elif len(products) == 2 and products[0] == products[1]:
        notes = (_TIE, *notes)
    else:
        best = (found.equilibria[products.index(max(products))],)
    return Solution("risk-dominant", game, best, notes, steps=steps)


def _losses(game: NormalForm, equilibrium: Equilibrium) -> tuple[Fraction, Fraction]:
    row, column = (next(iter(equilibrium.strategies[player])) for player in game.players)
    rows, columns = (game.actions[player] for player in game.players)
    other_row, other_column = rows[1 - rows.index(row)], columns[1 - columns.index(column)]
    here = game.numbers[row, column]
    return (
        here[0] - game.numbers[other_row, column][0],
        here[1] - game.numbers[row, other_column][1],
    )
