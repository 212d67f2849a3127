"""The solution concept that is taken where none is asked for."""

from caucasus_games.concepts.concept import Solver
from caucasus_games.concepts.markov_perfect import markov_perfect
from caucasus_games.concepts.perfect_bayesian import perfect_bayesian
from caucasus_games.concepts.pure_nash import pure_nash
from caucasus_games.concepts.subgame_perfect import subgame_perfect
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm, MarkovGame, NormalForm
from caucasus_games.games.kinds import Game


def usual(game: Game) -> Solver:
    """Return the concept of a game for which none is asked.

    Comparison, sweep, hindsight, figures, report and explorer all ask here, so that they speak of
    the same equilibria.

    Parameters
    ----------
    game : NormalForm, ExtensiveForm or MarkovGame
        The game.

    Returns
    -------
    Concept
        :func:`~caucasus_games.concepts.pure_nash` of a normal form,
        :func:`~caucasus_games.concepts.subgame_perfect` of a tree in which everybody knows where
        they are, :func:`~caucasus_games.concepts.perfect_bayesian` of any other tree, and
        :func:`~caucasus_games.concepts.markov_perfect` of a Markov game.

    Raises
    ------
    GameError
        If it is another thing.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> from caucasus_games.models import alignment, settlement
    >>> usual(settlement(US_OPERATOR)), usual(alignment(US_OPERATOR))
    (subgame_perfect, perfect_bayesian)
    """
    if isinstance(game, NormalForm):
        return pure_nash
    if isinstance(game, MarkovGame):
        return markov_perfect
    if not isinstance(game, ExtensiveForm):
        raise GameError(
            "normal forms, trees and Markov games have a usual concept, and got "
            f"{game!r}: name a solver"
        )
    return subgame_perfect if game.perfect_information else perfect_bayesian
