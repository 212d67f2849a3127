r"""Logit equilibrium: everybody plays better actions more often, by a common precision.

At precision :math:`\lambda \ge 0`, per unit of payoff, each player plays action :math:`k` with
probability proportional to :math:`e^{\lambda \bar u_k(p)}` given how the others play [1]_; in a
tree each information set is an agent that expects what its action gives once it is reached [2]_. At
:math:`\lambda = 0` all is played alike; from there one branch leads on, which is followed by its
length, so that it may turn. Where it goes as :math:`\lambda \to \infty` is told by
:mod:`~caucasus_games.concepts.logit_limit`.

References
----------
.. [1] McKelvey & Palfrey (1995), Quantal response equilibria for normal form games. Games and
   Economic Behavior 10, 6–38.
.. [2] McKelvey & Palfrey (1998), Quantal response equilibria for extensive form games. Experimental
   Economics 1, 9–41.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING

import sympy

from caucasus_games.certificates import certified_logit
from caucasus_games.concepts.checks import check_tree
from caucasus_games.concepts.concept import AtDraws, solution_concept
from caucasus_games.concepts.logit_of_offers import check_no_cutoffs, checked_steps, on_a_list
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.games.door import check_game
from caucasus_games.results import LogitEquilibrium, Solution

if TYPE_CHECKING:
    from collections.abc import Mapping

    from caucasus_games.concepts.concept import Kernel
    from caucasus_games.concepts.logit_equations import Agents, Numbers, Walk

_MOST = 200
_SIZE = 4_000_000


def _at_draws(
    game: NormalForm | ExtensiveForm,
    fixed: Mapping[sympy.Symbol, sympy.Expr],
    outcomes: tuple[str, ...],
    precision: float,
) -> Kernel:
    # loads NumPy
    from caucasus_games.concepts.fast.hidden import hidden_of
    from caucasus_games.concepts.fast.logit import logit_table, logit_tree
    from caucasus_games.concepts.fast.tables import table_of

    check_no_cutoffs(game, "quantal_response")
    if isinstance(game, NormalForm):
        return partial(logit_table, table_of(game, fixed, outcomes), precision=float(precision))
    return partial(logit_tree, hidden_of(game, fixed, outcomes), precision=float(precision))


@solution_concept(
    NormalForm,
    ExtensiveForm,
    games="normal form or tree",
    finds="the logit equilibrium at a precision",
    draws=AtDraws(
        _at_draws,
        "normal form or tree whose choices are listed",
        serves=lambda game: isinstance(game, NormalForm) or not game.offers,
        options=("precision",),
    ),
    checks={
        "precision": lambda precision: checked_precision(precision),
        "steps": lambda steps: checked_steps(steps),
    },
    offers=True,
)
def quantal_response(
    game: NormalForm | ExtensiveForm, precision: float, steps: int | None = None
) -> Solution[LogitEquilibrium]:
    """Find the logit equilibrium at a precision, on the branch from precision zero.

    1. Start at zero, where every action is as likely.
    2. Follow the branch by its length: step along its tangent, return to it by Newton's method.
    3. Where it first comes to the precision, solve there.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        Any number of players; a tree in agent form.
    precision : float
        At least zero, per unit of payoff.
    steps : int, optional
        Where numbers are offered: into how many steps each range is cut, an even number.

    Returns
    -------
    Solution
        One :class:`~caucasus_games.results.LogitEquilibrium` with its residual. Where numbers are
        offered it is that of the list, and a note says by how much half as many steps differ: an
        estimate of the error, and no bound.

    Raises
    ------
    GameError
        If the precision is no finite number of at least zero, a symbol has no value, the game has
        more than 200 actions in all, the branch cannot be followed so far, ``steps`` lacks where
        numbers are offered or is given where none is, or a player answers a number by a cutoff.

    References
    ----------
    McKelvey & Palfrey (1995), Quantal response equilibria for normal form games. Games and Economic
    Behavior 10, 6–38; Turocy (2005), A dynamic homotopy interpretation of the logistic quantal
    response equilibrium correspondence. Games and Economic Behavior 51, 243–263.

    Examples
    --------
    >>> game = NormalForm.from_arrays(
    ...     [[9, 0], [0, 1]],
    ...     [[0, 1], [1, 0]],
    ...     actions={"A": ["up", "down"], "B": ["left", "right"]},
    ... )
    >>> quantal_response(game, 1)
    1 logit equilibrium found
      A: up ≈0.894 or down ≈0.106; B: left ≈0.313 or right ≈0.687 (payoffs: A ≈2.589, B ≈0.647;
          precision 1)
    """
    wanted = checked_precision(precision)
    if isinstance(game, ExtensiveForm) and game.offers:
        return on_a_list(game, wanted, steps, _followed, _MOST)
    if steps is not None:
        raise GameError(
            f"steps is {steps!r}, and no number is offered in the game, whose choices are listed: "
            "leave it out"
        )
    return _followed(game, wanted)


def _followed(game: NormalForm | ExtensiveForm, wanted: float) -> Solution[LogitEquilibrium]:
    """Follow the branch to a precision, and solve there."""
    from caucasus_games.concepts.logit_branch import solved_between, traced

    agents = agents_of(game, "quantal_response")
    forks: list[float] = []
    points = [point[:, None] for point in traced(agents, wanted, forks)]
    chances = solved_between(agents, points[-2:][0], points[-1], wanted)[:, 0]
    found = certified_logit(game, mixes_of(game, chances), wanted)
    notes = (*crossings(forks), *game.parameters.outside(game.values))
    return Solution("logit", game, (found,), notes, sought="some")


def principal_branch(game: NormalForm | ExtensiveForm) -> tuple[LogitEquilibrium, ...]:
    """Follow the logit equilibria from precision zero.

    1. As :func:`quantal_response`, until the precision times the range of payoffs is 3,000.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        Any number of players; a tree in agent form.

    Returns
    -------
    tuple of LogitEquilibrium
        The points of the branch in order; the precision may fall where it turns.

    Raises
    ------
    GameError
        As :func:`quantal_response`.

    References
    ----------
    Turocy (2005), A dynamic homotopy interpretation of the logistic quantal response equilibrium
    correspondence. Games and Economic Behavior 51, 243–263.

    Examples
    --------
    >>> game = NormalForm({"A": ["x", "y"]}, {("x",): [1], ("y",): [2]})
    >>> branch = principal_branch(game)
    >>> branch[0].precision, branch[0].strategies["A"]["x"]
    (0.0, 0.5)
    """
    import numpy as np

    from caucasus_games.concepts.logit_branch import FAR, traced

    agents = agents_of(game, "principal_branch")
    return tuple(
        certified_logit(game, mixes_of(game, np.exp(point[:-1])), float(point[-1]))
        for point in traced(agents, FAR / float(agents.scale[0]), [])
    )


def crossings(forks: Sequence[float]) -> tuple[str, ...]:
    """Say at which precisions a branch crosses another."""
    places = " and ".join(f"{precision:.3g}" for precision in forks[:3])
    return (
        (
            f"at precision {places} the branch crosses another, as in games that look the same "
            "from both sides: it was followed straight on, where what is alike stays alike",
        )
        if forks
        else ()
    )


def checked_precision(precision: float) -> float:
    """Refuse what is no precision."""
    if (
        not isinstance(precision, int | float | Fraction)
        or not isfinite(precision)
        or precision < 0
    ):
        raise GameError(f"the precision is {precision!r}: give a finite number of at least zero")
    return float(precision)


def actions_of(game: NormalForm | ExtensiveForm) -> dict[str, tuple[str, ...]]:
    """Return the actions of each agent: of a player, in a tree at an information set."""
    if isinstance(game, NormalForm):
        return dict(game.actions)
    return {name: group[0].branches for name, group in game.information_sets.items()}


def mixes_of(game: NormalForm | ExtensiveForm, chances: Numbers) -> dict[str, dict[str, float]]:
    """Name probabilities of all actions by their agents."""
    left = iter(chances.tolist())
    return {agent: {a: next(left) for a in own} for agent, own in actions_of(game).items()}


def agents_of(game: NormalForm | ExtensiveForm, solver: str) -> Agents:
    """Return who chooses in a game at its values, unless it is too large for a solver."""
    import numpy as np

    from caucasus_games.concepts.logit_equations import agents_of_table, agents_of_tree

    if not isinstance(game, NormalForm):
        check_game(game, solver)
        check_tree(game, solver)
        check_no_cutoffs(game, solver)
    shape = [len(own) for own in actions_of(game).values()]
    size = sum(shape)
    if isinstance(game, ExtensiveForm) and size * len(game.vertices) > _SIZE:
        raise GameError(
            f"the tree has {size:,} actions in all and {len(game.vertices):,} nodes, "
            f"whose product may be up to {_SIZE:,} for logit equilibria: take subgame_perfect, or "
            "write a smaller tree"
        )
    if size > _MOST:
        raise GameError(
            f"the game has {size} actions in all and the branch is followed for up to {_MOST}: "
            "drop dominated actions, or use pure_nash or subgame_perfect"
        )
    if isinstance(game, NormalForm):
        payoffs = np.array([[float(x) for x in row] for row in game.numbers.values()]).T
        return agents_of_table(payoffs.reshape(len(shape), *shape, 1))
    return agents_of_tree(_walk(game))


def _walk(game: ExtensiveForm) -> Walk:
    import numpy as np

    from caucasus_games.concepts.logit_equations import Walk

    odds = np.ones((len(game.vertices), 1))
    payoffs = np.zeros((len(game.players), len(game.vertices), 1))
    sets: dict[str, list[int]] = {name: [] for name in game.information_sets}
    for v, vertex in enumerate(game.vertices):
        if vertex.player:
            sets[vertex.information_set].append(v)
        elif vertex.children:
            odds[list(vertex.children), 0] = [float(q) for q in game.numbers.chances[v]]
        else:
            payoffs[:, v, 0] = [float(x) for x in game.numbers.payoffs[v]]
    return Walk(
        tuple(vertex.children for vertex in game.vertices),
        tuple(map(tuple, sets.values())),
        tuple(game.players.index(game.vertices[own[0]].player) for own in sets.values()),
        odds,
        payoffs,
    )
