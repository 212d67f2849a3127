"""Which solver on arrays serves a game, and what it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import sympy

from caucasus_games.concepts import (
    mixed_nash,
    perfect_bayesian,
    pure_nash,
    quantal_response,
    subgame_perfect,
)
from caucasus_games.concepts.usual import called, usual
from caucasus_games.errors import GameError
from caucasus_games.games import NormalForm
from caucasus_games.games.kinds import Game
from caucasus_games.results import Solution

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from caucasus_games.readings.tally import Tally

    # from the values of the symbols, and how many draws there are
    Kernel = Callable[[Mapping[str, npt.NDArray[np.float64]], int], Tally]

Solver = Callable[..., Solution[Any]]

# actions of each of two players who may mix
_WIDE = 4


def kernel(
    game: Game,
    fixed: Mapping[sympy.Symbol, sympy.Expr],
    outcomes: tuple[str, ...],
    solver: Solver | None,
    arrays: str = "numpy",
) -> Kernel:
    """Choose the solver on arrays.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        The game, with a value for every symbol.
    fixed : mapping of sympy.Symbol to sympy.Expr
        Symbols that are the same at every draw.
    outcomes : tuple of str
        The labels to count.
    solver : callable or None
        The solver for single values whose equilibria are wanted; by default the
        :func:`~caucasus_games.comparison.usual` one.
    arrays : str
        The package that computes.

    Returns
    -------
    callable
        From the values of the symbols and the number of draws to the tally of equilibria.

    Raises
    ------
    GameError
        If there is none on arrays for this solver and game.
    """
    from caucasus_games.concepts.fast.assessments import bayesian_equilibria
    from caucasus_games.concepts.fast.hidden import hidden_of
    from caucasus_games.concepts.fast.logit import logit_table, logit_tree
    from caucasus_games.concepts.fast.mixtures import mixed_equilibria
    from caucasus_games.concepts.fast.profiles import pure_equilibria
    from caucasus_games.concepts.fast.stages import staged_equilibria, staged_of
    from caucasus_games.concepts.fast.tables import table_of
    from caucasus_games.concepts.fast.trees import tree_equilibria, tree_of

    def on_numpy(solve: Kernel) -> Kernel:
        if arrays != "numpy":
            raise GameError(
                f"{arrays} serves pure and mixed Nash equilibria and subgame perfection: leave "
                "arrays out for other solvers and for trees with hidden moves"
            )
        return solve

    if isinstance(solver, partial) and solver.func is quantal_response:
        precision = _precision(solver)
        if isinstance(game, NormalForm):
            table = table_of(game, fixed, outcomes)
            return on_numpy(partial(logit_table, table, precision=precision))
        tree = hidden_of(game, fixed, outcomes)
        return on_numpy(partial(logit_tree, tree, precision=precision))
    solver = solver or usual(game)
    # a payoff that is no number at the central values is told
    _ = game.numbers
    if isinstance(game, NormalForm):
        small = len(game.players) == 2 and max(map(len, game.actions.values())) <= _WIDE
        if solver not in (pure_nash, *([mixed_nash] if small else [])):
            more = " or mixed_nash" if small else ""
            raise _other(solver, f"pure_nash{more}")
        solve = mixed_equilibria if solver is mixed_nash else pure_equilibria
        return partial(solve, table_of(game, fixed, outcomes))
    if game.perfect_information and solver is subgame_perfect:
        return partial(tree_equilibria, tree_of(game, fixed, outcomes))
    if solver is subgame_perfect:
        return on_numpy(partial(staged_equilibria, staged_of(game, fixed, outcomes)))
    if solver is perfect_bayesian:
        return on_numpy(partial(bayesian_equilibria, hidden_of(game, fixed, outcomes)))
    raise _other(solver, "subgame_perfect or perfect_bayesian")


def crowded(solve: Kernel) -> bool:
    """Tell whether a solver on arrays leaves out mixtures of three or more who move together."""
    from caucasus_games.concepts.fast.stages import Staged

    told = solve.args if isinstance(solve, partial) else ()
    return any(isinstance(game, Staged) and game.crowded for game in told)


def _other(solver: Solver, own: str) -> GameError:
    return GameError(
        f"many draws of this game are solved by {own}, or by partial(quantal_response, "
        f"precision=…), and got {called(solver)}: solve it at single values"
    )


def _precision(solver: partial[Any]) -> float:
    given = solver.keywords.get("precision", -1)
    if solver.args or len(solver.keywords) > 1 or not given >= 0:
        raise GameError(
            "give the precision of quantal_response by its name, at least zero: "
            "partial(quantal_response, precision=2)"
        )
    return float(given)
