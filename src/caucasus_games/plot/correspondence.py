"""Every equilibrium over one parameter: what each brings, branch by branch."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from matplotlib.axes import Axes

from caucasus_games.comparison.asked import asked_of
from caucasus_games.comparison.compare import Solver
from caucasus_games.comparison.deviations import check_outcome
from caucasus_games.concepts.concept import check_solver
from caucasus_games.concepts.usual import usual
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import name_of
from caucasus_games.games.kinds import Game
from caucasus_games.plot.style import axes_of, label, plain, signed
from caucasus_games.results import Solution

_COLOUR = "#0072b2"


def correspondence(
    game: Game,
    outcome: str,
    parameter: str,
    *,
    solver: Solver | None = None,
    points: int = 81,
    ax: Axes | None = None,
) -> Axes:
    """Draw the probability of an outcome in every equilibrium as one parameter moves.

    Parameters
    ----------
    game : NormalForm, ExtensiveForm or MarkovGame
        All other parameters keep their value, or their central one.
    outcome : str
        The outcome.
    parameter : str or sympy.Symbol
        Which one moves, over its range.
    solver : Concept or callable, optional
        The solution concept, or a function of your own that maps a game to its solution; by default
        the :func:`~caucasus_games.comparison.usual` concept.
    points : int
        At how many values the game is solved, exactly.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        A point for each equilibrium, hollow where its concept tells stable ones apart and it is
        not; the central value is a thin line. Logit equilibria of a Markov game are followed, with
        the places where they vanish, by :func:`markov_branches`.

    Raises
    ------
    GameError
        If the parameter has no range in the game, the outcome is unknown, there are fewer than two
        points, or as the solver.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> from caucasus_games.models import deterrence_by_chance
    >>> game = deterrence_by_chance(US_OPERATOR)
    >>> correspondence(game, "peace", "military_advantage", points=5).get_ylabel()
    'probability of peace'
    """
    check_outcome(game, outcome, "correspondence")
    check_solver(solver, "correspondence", own=True)
    parameter = name_of(parameter)
    free = sorted(n for n in game.parameters if n not in game.values)
    if parameter not in free:
        raise unknown("parameter that has a range and no value", parameter, free)
    if points < 2:
        raise GameError(f"points is {points}: give 2 or more")
    record = game.parameters[parameter]
    # whoever solves it refuses the wrong kind of game
    solve: Callable[..., Solution[Any]] = solver or usual(game)
    # by whether best replies come back, where that is told
    points_of: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for k in range(points):
        value = record.low + (record.high - record.low) * Fraction(k, points - 1)
        for equilibrium in solve(game.at({parameter: value})):
            chance = float(equilibrium.outcomes.get(outcome, 0))
            points_of[getattr(equilibrium, "stable", True)].append((float(value), chance))
    ax = axes_of(ax, 6, 4)
    ax.axvline(float(record.central), color="0.6", linewidth=0.8)
    for stable, own in points_of.items():
        if own:
            face = _COLOUR if stable else "white"
            ax.plot(*zip(*own, strict=True), "o", color=_COLOUR, markerfacecolor=face, ms=3.5)
    ax.set_ylim(-0.03, 1.03)
    ax.set_xlabel(label(f"{parameter} ({record.unit})"))
    ax.set_ylabel(label(f"probability of {outcome}"))
    plain(ax)
    name = game.title or "game"
    signed(ax, asked_of({name: game}, {name: solve}))
    return ax
