r"""Mixed Nash equilibria: nobody gains by any other action, whatever the others' mixtures.

A profile of mixtures :math:`\sigma` is a Nash equilibrium iff every action that a player plays
with positive probability is a best reply to :math:`\sigma_{-i}` [1]_. With two players the
conditions are linear, and the extreme equilibria are pairs of vertices [2]_; with more they are
polynomials, whose roots may be irrational.

References
----------
.. [1] Nash (1951), Non-cooperative games. Annals of Mathematics 54, 286–295.
.. [2] Avis, Rosenberg, Savani & von Stengel (2010), Enumeration of Nash equilibria for two-player
   games. Economic Theory 42, 9–37.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import sympy

from caucasus_games.concepts.checks import check_normal_form
from caucasus_games.concepts.concept import AtDraws, InSymbols, solution_concept
from caucasus_games.concepts.mixed_cases import mixed_cases
from caucasus_games.concepts.several_players import USUAL_STEPS, several_players
from caucasus_games.concepts.two_players import two_players
from caucasus_games.errors import GameError
from caucasus_games.games import NormalForm
from caucasus_games.results import EnclosedEquilibrium, Equilibrium, Solution, Sought

if TYPE_CHECKING:
    from caucasus_games.concepts.concept import Kernel

_SHOWN = 2
# actions of each of two players who may mix, at many draws
_WIDE = 4


def _small(game: NormalForm) -> bool:
    return len(game.players) == 2 and max(map(len, game.actions.values())) <= _WIDE


def _at_draws(
    game: NormalForm, fixed: Mapping[sympy.Symbol, sympy.Expr], outcomes: tuple[str, ...]
) -> Kernel:
    # loads NumPy
    from caucasus_games.concepts.fast.mixtures import mixed_equilibria
    from caucasus_games.concepts.fast.tables import table_of

    return partial(mixed_equilibria, table_of(game, fixed, outcomes))


def _above_zero(bound: float | None) -> None:
    if bound is not None and not bound > 0:
        raise GameError(
            f"steps and time_limit are above zero, and got {bound}: leave them out for the usual "
            "bound"
        )


@solution_concept(
    NormalForm,
    games="normal form",
    finds="every Nash equilibrium: the extreme ones of two players, the isolated ones of more",
    symbols=InSymbols(
        mixed_cases, "Nash", "normal form, two players with up to three actions each"
    ),
    draws=AtDraws(
        _at_draws,
        "normal form, two players with up to four actions each",
        serves=_small,
        elsewhere=lambda _: True,
    ),
    checks={"steps": _above_zero, "time_limit": _above_zero},
)
def mixed_nash(
    game: NormalForm, *, steps: int = USUAL_STEPS, time_limit: float | None = None
) -> Solution[Equilibrium | EnclosedEquilibrium]:
    """Find every Nash equilibrium of a small game, pure ones included.

    1. With two players, find the pairs of vertices of the best-reply polyhedra that fit.
       :func:`lemke_howson` finds one where all are too many.
    2. With more, take every support and divide the box of its probabilities until each part is
       proved to have no equilibrium or exactly one.

    Parameters
    ----------
    game : NormalForm
        Two players, or more with up to eight free probabilities (one less than the actions, summed
        over the players): 3×3×3 takes about a second, 3×3×3×3 a minute.
    steps : int
        With more than two players, how many parts of the boxes may be looked at: a bound on the
        work that does not depend on the machine.
    time_limit : float, optional
        With more than two players, after how many seconds to stop.

    Returns
    -------
    Solution
        Of two players all extreme equilibria, of more all isolated ones, certified: in fractions,
        or if irrational each an :class:`~caucasus_games.results.EnclosedEquilibrium`. A note says
        so if the game is degenerate, and another which supports were not searched to the end.

    Raises
    ------
    GameError
        If the game is a tree, has one player or is too large, or a symbol has no value; or a bound
        is not positive.

    References
    ----------
    Avis, Rosenberg, Savani & von Stengel (2010), Enumeration of Nash equilibria for two-player
    games. Economic Theory 42, 9–37. Neumaier (1990), Interval Methods for Systems of Equations,
    section 5.1. Cambridge University Press.

    Examples
    --------
    >>> game = NormalForm.from_arrays(
    ...     [[2, 0], [0, 1]],
    ...     [[1, 0], [0, 2]],
    ...     actions={"A": ["x", "y"], "B": ["x", "y"]},
    ... )
    >>> mixed_nash(game)
    3 Nash equilibria
      A: x; B: x (payoffs: A 2, B 1)
      A: y; B: y (payoffs: A 1, B 2)
      A: x ≈0.667 or y ≈0.333; B: x ≈0.333 or y ≈0.667 (payoffs: A ≈0.667, B ≈0.667)

    Three gain 1 each if anybody volunteers, which costs one half: the odds are irrational.

    >>> from fractions import Fraction
    >>> def payoff(move):
    ...     ready = [action == "volunteer" for action in move.values()]
    ...     return [int(any(ready)) - Fraction(own, 2) for own in ready]
    >>> seats = {player: ["volunteer", "wait"] for player in "ABC"}
    >>> solution = mixed_nash(NormalForm.from_function(seats, payoff))
    >>> len(solution), solution.equilibria[-1].path.partition(";")[0]
    (7, 'A: volunteer ≈0.293 or wait ≈0.707')
    """
    check_normal_form(game, "mixed_nash")
    if len(game.players) < 2:
        raise GameError(
            "mixed_nash is for two players or more and the game has 1: pure_nash finds its best "
            "actions"
        )
    if len(game.players) == 2:
        return two_players(game)
    _above_zero(steps)
    _above_zero(time_limit)
    search = several_players(game, steps, time_limit)
    notes = game.parameters.outside(game.values)
    if search.unclear:
        notes = (
            "the game is degenerate: where the players mix between "
            f"{_some(search.unclear)} there may be equilibria that are not isolated: not all are "
            "listed",
            *notes,
        )
    if search.skipped:
        count = len(search.skipped)
        notes = (
            f"the search was stopped by its bound: {count} "
            f"{'support was' if count == 1 else 'supports were'} not searched to the end, and "
            f"equilibria in {_some(search.skipped)} are not listed: give more steps or time",
            *notes,
        )
    sought: Sought = "some" if search.unclear or search.skipped else "all"
    return Solution("Nash", game, search.found, notes, sought=sought)


def _some(supports: Sequence[str]) -> str:
    more = f" and {len(supports) - _SHOWN} more" if len(supports) > _SHOWN else ""
    return ", ".join(f"({support})" for support in supports[:_SHOWN]) + more
