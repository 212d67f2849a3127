"""A solver that got the wrong kind of game says which one serves."""

from caucasus_games.errors import GameError
from caucasus_games.games import (
    BayesianGame,
    CoalitionalGame,
    ExtensiveForm,
    MarkovGame,
    NormalForm,
)
from caucasus_games.games.door import check_game, check_listed


def check_normal_form(game: object, solver: str) -> None:
    """Refuse anything but a normal form.

    Parameters
    ----------
    game : object
        What the solver got.
    solver : str
        Its name.

    Raises
    ------
    GameError
        If it is a tree or no game.
    """
    check_game(game, solver, NormalForm)


def check_tree(game: object, solver: str, *, offers: bool = False) -> None:
    """Refuse anything but a tree of perfect recall.

    Parameters
    ----------
    game : object
        What the solver got.
    solver : str
        Its name.
    offers : bool
        Whether players may choose numbers in it.

    Raises
    ------
    GameError
        If it is a normal form or no game, a player forgets what it knew or did, or chooses a
        number.
    """
    check_game(game, solver, ExtensiveForm)
    assert isinstance(game, ExtensiveForm)  # as the door made sure
    if not offers:
        check_listed(game, solver)
    if game.forgotten:
        player = game.information_sets[game.forgotten][0].player
        raise GameError(
            f"{solver} is for a tree of perfect recall, and in the information set "
            f"{game.forgotten!r} {player} forgets what it knew or did: split the set, or give "
            "each of its moves to a player of its own"
        )


def check_table_or_tree(game: object, solver: str) -> None:
    """Refuse anything but a normal form or a tree.

    Parameters
    ----------
    game : object
        What the solver got.
    solver : str
        Its name.

    Raises
    ------
    GameError
        If it is another kind of game or no game.
    """
    check_game(game, solver, NormalForm, ExtensiveForm)
    check_listed(game, solver)


def check_coalitional(game: object, solver: str, most: int | None = None) -> None:
    """Refuse anything but a coalitional game.

    Parameters
    ----------
    game : object
        What the solver got.
    solver : str
        Its name.
    most : int, optional
        How many players it takes.

    Raises
    ------
    GameError
        If it is another kind of game or no game, or has more players.
    """
    check_game(game, solver, CoalitionalGame)
    assert isinstance(game, CoalitionalGame)  # as the door made sure
    if most is not None and len(game.players) > most:
        raise GameError(
            f"{solver} is for up to {most} players and the game has {len(game.players)}: shapley "
            "and banzhaf take up to 20"
        )


def check_bayesian(game: object, solver: str) -> None:
    """Refuse anything but a Bayesian game.

    Parameters
    ----------
    game : object
        What the solver got.
    solver : str
        Its name.

    Raises
    ------
    GameError
        If it is another kind of game or no game.
    """
    check_game(game, solver, BayesianGame)


def check_markov(game: object, solver: str) -> None:
    """Refuse anything but a Markov game."""
    check_game(game, solver, MarkovGame)


def check_told(
    game: ExtensiveForm,
    caller: str,
    instead: str = "the beliefs of a perfect Bayesian equilibrium say why it is one",
) -> None:
    """Refuse a tree in which a player moves without knowing where."""
    for name, together in game.information_sets.items():
        if len(together) > 1:
            raise GameError(
                f"at {name!r} {together[0].player} does not know where it is: {caller} takes "
                f"trees of perfect information; {instead}"
            )
