"""A two-player game for Nashpy [1]_, which has learning and evolutionary dynamics in floats.

References
----------
.. [1] Knight & Campbell (2018), Nashpy: a Python library for the computation of Nash equilibria.
   Journal of Open Source Software 3 (30), 904.
"""

from typing import TYPE_CHECKING

from caucasus_games.errors import GameError
from caucasus_games.extras import optional
from caucasus_games.games import NormalForm
from caucasus_games.games.door import check_game, check_listed

if TYPE_CHECKING:
    import nashpy


def to_nashpy(game: NormalForm) -> "nashpy.Game":
    """Give a game of two players to Nashpy.

    Rows and columns are the actions in the order of ``game.actions``; numbers become floats, so
    what Nashpy finds is not certified.

    Parameters
    ----------
    game : NormalForm
        Two players.

    Returns
    -------
    nashpy.Game
        The payoffs at the chosen values and else the central ones.

    Raises
    ------
    GameError
        If the game is a tree or not of two players, a symbol has no value or Nashpy is missing.

    References
    ----------
    Knight & Campbell (2018), Nashpy: a Python library for the computation of Nash equilibria.
    Journal of Open Source Software 3 (30), 904.

    Examples
    --------
    >>> game = NormalForm.from_arrays(
    ...     [["1/2", 0], [0, 1]],
    ...     [[1, 0], [0, 2]],
    ...     actions={"A": ["x", "y"], "B": ["x", "y"]},
    ... )
    >>> to_nashpy(game).payoff_matrices[0].tolist()
    [[0.5, 0.0], [0.0, 1.0]]
    """
    check_listed(game, "strategic_form", "to_nashpy(strategic_form(menu(game, 3)))", 3)
    check_game(game, "to_nashpy", NormalForm)
    if len(game.players) != 2:
        raise GameError(
            f"Nashpy is for two players and the game has {len(game.players)}: "
            "pure_nash and to_gambit take any number"
        )
    rows, columns = (game.actions[player] for player in game.players)
    tables = (
        [[float(game.numbers[row, column][i]) for column in columns] for row in rows]
        for i in range(2)
    )
    return optional("nashpy", "nashpy").Game(*tables)
