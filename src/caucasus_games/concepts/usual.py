"""The solution concept that is taken where none is asked for, and what a concept is called."""

from collections.abc import Callable
from functools import partial
from typing import Any

from caucasus_games.concepts.perfect_bayesian import perfect_bayesian
from caucasus_games.concepts.pure_nash import pure_nash
from caucasus_games.concepts.subgame_perfect import subgame_perfect
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.results import Solution


def usual(game: NormalForm | ExtensiveForm) -> Callable[..., Solution[Any]]:
    """Return the solver of a game for which none is asked.

    Comparison, sweep, hindsight, figures, report and explorer all ask here, so that they speak of
    the same equilibria.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        The game.

    Returns
    -------
    callable
        :func:`~caucasus_games.concepts.pure_nash` of a normal form,
        :func:`~caucasus_games.concepts.subgame_perfect` of a tree in which everybody knows where
        they are, and :func:`~caucasus_games.concepts.perfect_bayesian` of any other tree.

    Raises
    ------
    GameError
        If it is another thing.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> from caucasus_games.models import alignment, settlement
    >>> usual(settlement(US_OPERATOR)).__name__, usual(alignment(US_OPERATOR)).__name__
    ('subgame_perfect', 'perfect_bayesian')
    """
    if isinstance(game, NormalForm):
        return pure_nash
    if not isinstance(game, ExtensiveForm):
        raise GameError(
            f"normal forms and trees have a usual concept, and got {game!r}: name a solver"
        )
    return subgame_perfect if game.perfect_information else perfect_bayesian


def called(solver: Callable[..., Any]) -> str:
    """Say which solver it is, with its options.

    Parameters
    ----------
    solver : callable
        A solver, or one with some of its arguments given by :func:`functools.partial`.

    Returns
    -------
    str
        As it would be written in a call.

    Examples
    --------
    >>> from caucasus_games.concepts import quantal_response
    >>> called(subgame_perfect), called(partial(quantal_response, precision=2))
    ('subgame_perfect', 'quantal_response(precision=2)')
    """
    if isinstance(solver, partial):
        options = [*map(repr, solver.args)]
        options += [f"{name}={value!r}" for name, value in sorted(solver.keywords.items())]
        return f"{called(solver.func)}({', '.join(options)})"
    return getattr(solver, "__name__", repr(solver))
