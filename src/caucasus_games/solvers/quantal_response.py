r"""Logit equilibrium: everybody plays better actions more often, by a common precision.

At precision :math:`\lambda \ge 0`, per unit of payoff, each player plays action :math:`k` with
probability proportional to :math:`e^{\lambda \bar u_k(p)}` given how the others play [1]_; in a
tree each information set is an agent that expects what its action gives once it is reached [2]_. At
:math:`\lambda = 0` all is played alike; from there one branch leads on, which is followed by its
length, so that it may turn. Where it goes as :math:`\lambda \to \infty` is a Nash equilibrium, in a
tree a sequential one: the one selected [3]_.

References
----------
.. [1] McKelvey & Palfrey (1995), Quantal response equilibria for normal form games. Games and
   Economic Behavior 10, 6–38.
.. [2] McKelvey & Palfrey (1998), Quantal response equilibria for extensive form games. Experimental
   Economics 1, 9–41.
.. [3] Turocy (2005), A dynamic homotopy interpretation of the logistic quantal response
   equilibrium correspondence. Games and Economic Behavior 51, 243–263.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite, log
from typing import TYPE_CHECKING, Any

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.games.door import check_game
from caucasus_games.results import (
    EnclosedEquilibrium,
    Equilibrium,
    LogitEquilibrium,
    Solution,
    certified_assessment,
    certified_logit,
    supporting_beliefs,
)
from caucasus_games.solvers.checks import check_tree
from caucasus_games.solvers.mixed_nash import mixed_nash
from caucasus_games.solvers.perfect_bayesian import perfect_bayesian
from caucasus_games.solvers.pure_nash import pure_nash
from caucasus_games.solvers.several_players import solvable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[Any]

# the branch is followed until the precision times the range of payoffs is this
_FAR = 3_000.0
_STEPS = 5_000
_FIRST = 0.03
_NEAR = 0.02
_MOST = 200


@dataclass(frozen=True)
class _Agents:
    """Who chooses, and what each action gives; logarithms of all probabilities in a row."""

    actions: dict[str, tuple[str, ...]]
    worth: Callable[[Vector], Vector]
    scale: float

    def spans(self) -> list[tuple[int, int]]:
        ends, start = [], 0
        for own in self.actions.values():
            ends.append((start, start + len(own)))
            start += len(own)
        return ends


def quantal_response(
    game: NormalForm | ExtensiveForm, precision: float
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

    Returns
    -------
    Solution
        One :class:`~caucasus_games.results.LogitEquilibrium` with its residual.

    Raises
    ------
    GameError
        If the precision is no finite number of at least zero, a symbol has no value, the game has
        more than 200 actions in all, or the branch cannot be followed so far.

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
    wanted = _checked(precision)
    agents = _agents(game, "quantal_response")
    points = list(_branch(agents, wanted))
    strategies = _named(agents, _solve_at(agents, points[-2:], wanted))
    found = certified_logit(game, strategies, wanted)
    notes = game.parameters.outside(game.values)
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

    agents = _agents(game, "principal_branch")
    return tuple(
        certified_logit(game, _named(agents, np.exp(point[:-1])), float(point[-1]))
        for point in _branch(agents, _FAR / agents.scale)
    )


def logit_limit(
    game: NormalForm | ExtensiveForm,
) -> Solution[Equilibrium | EnclosedEquilibrium]:
    """Find the equilibrium to which the branch leads, exactly.

    1. Follow the branch as :func:`principal_branch`.
    2. If its end is within 0.02 of pure strategies, or of an equilibrium that :func:`mixed_nash`,
       in a tree :func:`perfect_bayesian`, finds, take that one and certify it.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        Any number of players; a tree in agent form.

    Returns
    -------
    Solution
        The equilibrium, certified in rationals; none, with a note, if the end is near none.

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
    >>> game = NormalForm.from_arrays(
    ...     [[4, 0], [3, 2]],
    ...     [[4, 3], [0, 2]],
    ...     actions={"A": ["stag", "hare"], "B": ["stag", "hare"]},
    ... )
    >>> logit_limit(game)
    1 limiting logit equilibrium
      A: hare; B: hare (payoffs: A 2, B 2)
    """
    import numpy as np

    agents = _agents(game, "logit_limit")
    *_, last = _branch(agents, _FAR / agents.scale)
    end = _named(agents, np.exp(last[:-1]))
    notes = game.parameters.outside(game.values)
    near = [e for e in _exact(game, end) if _distance(e, end) < _NEAR]
    if near:
        best = min(near, key=lambda e: _distance(e, end))
        return Solution("limiting logit", game, (best,), notes)
    note = (
        f"the branch was followed to precision {last[-1]:.4g} and its end is near no equilibrium "
        "that was found (in a degenerate game it may lie between several): principal_branch shows "
        "where it leads"
    )
    return Solution("limiting logit", game, (), (note, *notes), sought="some")


def _checked(precision: float) -> float:
    if (
        not isinstance(precision, int | float | Fraction)
        or not isfinite(precision)
        or precision < 0
    ):
        raise GameError(f"the precision is {precision!r}: give a finite number of at least zero")
    return float(precision)


def _exact(
    game: NormalForm | ExtensiveForm, end: dict[str, dict[str, float]]
) -> Sequence[Equilibrium | EnclosedEquilibrium]:
    """Return the exact equilibria among which the limit may be."""
    if isinstance(game, NormalForm):
        pure_ones = pure_nash(game).equilibria
        if any(_distance(one, end) < _NEAR for one in pure_ones) or not solvable(game):
            return pure_ones
        return mixed_nash(game).equilibria
    pure = immutabledict(
        {
            name: immutabledict({max(mix, key=mix.__getitem__): Fraction(1)})
            for name, mix in end.items()
        }
    )
    if all(allowed.vertices for allowed in supporting_beliefs(game, pure).values()):
        return (certified_assessment(game, pure),)
    return perfect_bayesian(game).equilibria


def _distance(
    equilibrium: Equilibrium | EnclosedEquilibrium, end: dict[str, dict[str, float]]
) -> float:
    return max(
        abs(float(equilibrium.strategies[agent].get(action, 0)) - chance)
        for agent, mix in end.items()
        for action, chance in mix.items()
    )


def _named(agents: _Agents, chances: Vector) -> dict[str, dict[str, float]]:
    return {
        agent: dict(zip(own, map(float, chances[low:high]), strict=True))
        for (agent, own), (low, high) in zip(agents.actions.items(), agents.spans(), strict=True)
    }


def _agents(game: NormalForm | ExtensiveForm, solver: str) -> _Agents:
    if isinstance(game, NormalForm):
        agents = _of_table(game)
    else:
        check_game(game, solver)
        check_tree(game, solver)
        agents = _of_tree(game)
    size = sum(map(len, agents.actions.values()))
    if size > _MOST:
        raise GameError(
            f"the game has {size} actions in all and the branch is followed for up to {_MOST}: "
            "drop dominated actions, or use pure_nash or subgame_perfect"
        )
    return agents


def _of_table(game: NormalForm) -> _Agents:
    import numpy as np

    shape = [len(own) for own in game.actions.values()]
    tables = [
        np.array([float(row[i]) for row in game.numbers.values()]).reshape(shape)
        for i in range(len(shape))
    ]
    starts = np.cumsum([0, *shape])

    def worth(logs: Vector) -> Vector:
        chances = np.exp(logs)
        parts = [chances[starts[i] : starts[i + 1]] for i in range(len(shape))]
        found = []
        for i, table in enumerate(tables):
            left = np.moveaxis(table, i, 0)
            # the last player is summed out first
            for part in reversed([p for j, p in enumerate(parts) if j != i]):
                left = left @ part
            found.append(left)
        return np.asarray(np.concatenate(found), dtype=logs.dtype)

    return _Agents(dict(game.actions), worth, _scale(tables))


def _of_tree(game: ExtensiveForm) -> _Agents:
    import numpy as np

    actions = {name: group[0].branches for name, group in game.information_sets.items()}
    start, total = {}, 0
    for name, own in actions.items():
        start[name] = total
        total += len(own)
    payoffs = [np.array([float(x) for x in row]) for row in game.numbers.payoffs]
    # what chance excludes has a logarithm low enough to weigh nothing
    chances = [[log(q) if q else -1e4 for q in row] for row in game.numbers.chances]
    sets: dict[str, list[int]] = {name: [] for name in actions}
    for v, vertex in enumerate(game.vertices):
        if vertex.player:
            sets[vertex.information_set].append(v)

    def worth(logs: Vector) -> Vector:
        size = len(game.vertices)
        reach = np.zeros(size, dtype=logs.dtype)
        value = np.zeros((size, len(game.players)), dtype=logs.dtype)
        steps = []
        for v, vertex in enumerate(game.vertices):
            low = start.get(vertex.information_set, 0)
            step = logs[low : low + len(vertex.branches)] if vertex.player else chances[v]
            steps.append(np.exp(step))
            for child, length in zip(vertex.children, step, strict=True):
                reach[child] = reach[v] + length
        for v in reversed(range(size)):
            below = list(game.vertices[v].children)
            value[v] = steps[v] @ value[below] if below else payoffs[v]
        gains = np.empty(total, dtype=logs.dtype)
        for name, nodes in sets.items():
            i = game.players.index(game.vertices[nodes[0]].player)
            # relative to the likeliest node: the set itself may be too unlikely for a float
            weights = np.exp(reach[nodes] - reach[nodes].real.max())
            for k in range(len(actions[name])):
                ends = [game.vertices[v].children[k] for v in nodes]
                gains[start[name] + k] = weights @ value[ends, i] / weights.sum()
        return gains

    return _Agents(actions, worth, _scale([row for row in payoffs if len(row)]))


def _scale(tables: list[NDArray[np.float64]]) -> float:
    import numpy as np

    everything = np.concatenate([table.ravel() for table in tables])
    return float(everything.max() - everything.min()) or 1.0


def _gap(agents: _Agents, point: Vector) -> Vector:
    """Return by how much logarithms of probabilities and the precision miss the equations."""
    import numpy as np

    logs, precision = point[:-1], point[-1]
    chances, worth = np.exp(logs), agents.worth(logs)
    rows = np.empty(len(logs), dtype=point.dtype)
    for low, high in agents.spans():
        rows[low] = chances[low:high].sum() - 1
        rows[low + 1 : high] = (
            logs[low + 1 : high] - logs[low] - precision * (worth[low + 1 : high] - worth[low])
        )
    return rows


def _slopes(agents: _Agents, point: NDArray[np.float64]) -> NDArray[np.float64]:
    """Differentiate the gap by complex steps, which lose no digits."""
    import numpy as np

    tiny = 1e-30
    columns = []
    for k in range(len(point)):
        moved = point.astype(np.complex128)
        moved[k] += 1j * tiny
        columns.append(_gap(agents, moved).imag / tiny)
    return np.array(columns).T


def _branch(agents: _Agents, far: float) -> Iterator[NDArray[np.float64]]:
    """Yield the points of the branch until the precision is passed; the last lies beyond it."""
    import numpy as np

    logs = [-np.log(high - low) for low, high in agents.spans() for _ in range(low, high)]
    point = np.array([*logs, 0.0])
    yield point
    # precision counts in units of the payoffs' range, so that a step is as long in any currency
    unit = np.ones(len(point))
    unit[-1] = 1 / agents.scale
    ahead = np.zeros(len(point))
    ahead[-1] = 1.0
    step = _FIRST
    for _ in range(_STEPS):
        if point[-1] >= far:
            return
        slopes = _slopes(agents, point) * unit
        tangent = np.linalg.svd(slopes)[2][-1]
        tangent *= 1 if tangent @ ahead >= 0 else -1
        moved = _return(agents, point + step * tangent * unit, unit)
        if moved is None or np.linalg.norm((moved - point) / unit) > 2 * step:
            step /= 2
            continue
        point, ahead = moved, tangent
        step = min(step * 1.5, 0.3 + abs(point[-1]) * agents.scale / 10)
        yield point
    raise GameError(
        f"the branch of logit equilibria could not be followed beyond precision {point[-1]:.4g} in "
        f"{_STEPS:,} steps: ask for a lower one"
    )


def _return(
    agents: _Agents, point: NDArray[np.float64], unit: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """Go back to the branch by the shortest way; nothing if it does not get nearer."""
    import numpy as np

    close = 1e-12 * max(1.0, abs(point[-1]) * agents.scale / 100)
    gap, before = _gap(agents, point), np.inf
    while close <= np.abs(gap).max() < before:
        before = np.abs(gap).max()
        slopes = _slopes(agents, point) * unit
        point = point - np.linalg.lstsq(slopes, gap, rcond=None)[0] * unit
        point[:-1] = np.minimum(point[:-1], 1.0)
        gap = _gap(agents, point)
    return point if np.abs(gap).max() < close else None


def _solve_at(
    agents: _Agents, points: list[NDArray[np.float64]], precision: float
) -> NDArray[np.float64]:
    """Return the probabilities at a precision between the last two points of the branch."""
    import numpy as np

    before, after = points[0], points[-1]
    share = (precision - before[-1]) / ((after[-1] - before[-1]) or 1.0)
    logs = (before + share * (after - before))[:-1]
    for _ in range(10):
        at = np.array([*logs, precision])
        logs = logs - np.linalg.solve(_slopes(agents, at)[:, :-1], _gap(agents, at))
    return np.asarray(np.exp(logs))
