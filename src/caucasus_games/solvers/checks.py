"""A solver that got the wrong kind of game says which one serves."""

from caucasus_games.errors import GameError
from caucasus_games.games import BayesianGame, CoalitionalGame, ExtensiveForm, NormalForm


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
    if not isinstance(game, NormalForm):
        raise GameError(
            f"{solver} is for a game in normal form and got {_called(game)}: "
            "subgame_perfect takes trees, and strategic_form writes them as normal forms"
        )


def check_tree(game: object, solver: str) -> None:
    """Refuse anything but a tree of perfect recall.

    Parameters
    ----------
    game : object
        What the solver got.
    solver : str
        Its name.

    Raises
    ------
    GameError
        If it is a normal form or no game, or a player forgets what it knew or did.
    """
    if not isinstance(game, ExtensiveForm):
        raise GameError(
            f"{solver} is for a tree and got {_called(game)}: "
            "pure_nash, mixed_nash and iterated_dominance take normal forms"
        )
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
    if not isinstance(game, NormalForm | ExtensiveForm):
        raise GameError(
            f"{solver} is for a game in normal form or a tree and got {_called(game)}: "
            "agent_form and tree write a Bayesian game as these"
        )


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
    if not isinstance(game, CoalitionalGame):
        raise GameError(f"{solver} is for a coalitional game and got {_called(game)}")
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
    if not isinstance(game, BayesianGame):
        raise GameError(
            f"{solver} is for a Bayesian game and got {_called(game)}: perfect_bayesian takes trees"
        )


def _called(game: object) -> str:
    kinds = {
        ExtensiveForm: "a tree",
        NormalForm: "a normal form",
        CoalitionalGame: "a coalitional game",
        BayesianGame: "a Bayesian game",
    }
    return kinds.get(type(game), type(game).__name__)
