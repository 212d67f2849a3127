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

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import isfinite, log, prod
from typing import TYPE_CHECKING, Any

import sympy
from immutabledict import immutabledict

from caucasus_games.certificates import (
    certified,
    certified_assessment,
    certified_enclosed,
    certified_logit,
)
from caucasus_games.certificates.enclosed import gains_at, slopes_at
from caucasus_games.concepts.checks import check_tree
from caucasus_games.concepts.concept import AtDraws, solution_concept
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.games.door import check_game
from caucasus_games.results import EnclosedEquilibrium, Equilibrium, LogitEquilibrium, Solution

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from caucasus_games.concepts.concept import Kernel
    from caucasus_games.games.kinds import Game

    Vector = NDArray[Any]

# the branch is followed until the precision times the range of payoffs is this
_FAR = 3_000.0
# for a limit it is followed farther, and read off at points that are this factor apart
_FARTHEST, _APART = 16 * _FAR, 1.8
_STEPS = 5_000
_FIRST = 0.03
# the least cosine between directions before and after a step, but for the shortest steps
_STRAIGHT, _SHORT = 0.8, 1e-4
# the most by which a step may miss the branch, in logarithms of probabilities
_ASTRAY = 0.5
_MOST = 200
_SIZE = 4_000_000
# how far a limit may be from the numbers it is taken for: read off with care, or at a glance
_CLOSE, _NEAR = 1e-6, 0.02
_DENOMINATORS = (2, 12, 100, 1_000, 100_000)
# an irrational limit is computed to so many bits, and enclosed within this radius
_BITS, _RADIUS = 120, Fraction(1, 2**80)
_UNKNOWNS, _PROFILES = 12, 20_000
# points of a branch from which its limit is read off
_FEW = 6

Limit = dict[str, dict[str, float]]


@dataclass(frozen=True)
class _Agents:
    """Who chooses, and what each action gives at logarithms of all probabilities, with slopes."""

    actions: dict[str, tuple[str, ...]]
    worth: Callable[[Vector], tuple[Vector, Vector]]
    scale: float
    # the least range of a player's payoffs
    least: float

    def spans(self) -> list[tuple[int, int]]:
        ends, start = [], 0
        for own in self.actions.values():
            ends.append((start, start + len(own)))
            start += len(own)
        return ends


def _at_draws(
    game: Game,
    fixed: Mapping[sympy.Symbol, sympy.Expr],
    outcomes: tuple[str, ...],
    precision: float,
) -> Kernel:
    # loads NumPy
    from caucasus_games.concepts.fast.hidden import hidden_of
    from caucasus_games.concepts.fast.logit import logit_table, logit_tree
    from caucasus_games.concepts.fast.tables import table_of

    if isinstance(game, NormalForm):
        return partial(logit_table, table_of(game, fixed, outcomes), precision=precision)
    return partial(logit_tree, hidden_of(game, fixed, outcomes), precision=precision)


@solution_concept(
    NormalForm,
    ExtensiveForm,
    games="normal form or tree",
    finds="the logit equilibrium at a precision",
    draws=AtDraws(_at_draws, "normal form or tree", options=("precision",)),
    checks={"precision": lambda precision: _checked(precision)},
)
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
    forks: list[float] = []
    points = list(_branch(agents, wanted, forks))
    strategies = _named(agents, _solve_at(agents, points[-2:], wanted))
    found = certified_logit(game, strategies, wanted)
    notes = (*_told(forks), *game.parameters.outside(game.values))
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
        for point in _branch(agents, _FAR / agents.scale, [])
    )


@solution_concept(
    NormalForm,
    ExtensiveForm,
    games="normal form or tree",
    finds="the equilibrium to which logit play leads",
)
def logit_limit(
    game: NormalForm | ExtensiveForm,
) -> Solution[Equilibrium | EnclosedEquilibrium | LogitEquilibrium]:
    """Find the equilibrium to which the branch leads, exactly where it can be proved.

    1. Follow the branch as :func:`principal_branch`, sixteen times as far.
    2. Read off its limit as a polynomial in one over the precision, and round to fractions.
    3. Certify them; where that fails in a table, take them for irrational and enclose them.
    4. Where no proof is found return the last point of the branch.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        Any number of players; a tree in agent form.

    Returns
    -------
    Solution
        One equilibrium: certified in rationals, or enclosed, or a
        :class:`~caucasus_games.results.LogitEquilibrium` at a high precision, of which a note says
        so and how much anybody could gain. A note says where the branch crosses another, as it
        does in games that look the same from both sides, and which way was taken.

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
    1 limiting logit equilibrium found
      A: hare; B: hare (payoffs: A 2, B 2)
    """
    agents = _agents(game, "logit_limit")
    forks: list[float] = []
    trail: list[Vector] = []
    stuck = ""
    try:
        for point in _branch(agents, _FARTHEST / agents.least, forks):
            trail.append(point)
    except GameError as error:
        if len(trail) < _FEW:
            raise
        stuck = f"; {error}".partition(":")[0]
    ends, missed = _ends(trail)
    limit = _named(agents, ends)
    notes = (*_told(forks), *game.parameters.outside(game.values))
    exact = _rational(game, limit, min(_NEAR, max(_CLOSE, 10 * missed))) or _enclosed(game, limit)
    if exact is None:
        # the branch comes near slowly where its limit is not isolated
        exact = _rational(game, limit, _NEAR)
        away = f"the branch ends within {_NEAR:g} of it, and may lead to another near it"
        notes = ((away + stuck, *notes)) if exact else notes
    if exact:
        return Solution("limiting logit", game, (exact,), notes, sought="some")
    last = _last(game, agents, trail)
    note = (
        "no exact equilibrium was proved where the branch leads: this is its point at precision "
        f"{last.precision:.4g}, from which nobody gains more than {max(last.regret.values()):.2g}"
    )
    return Solution("limiting logit", game, (last,), (note + stuck, *notes), sought="some")


def _last(
    game: NormalForm | ExtensiveForm, agents: _Agents, trail: Sequence[Vector]
) -> LogitEquilibrium:
    """Return the farthest point of a branch that is certified."""
    import numpy as np

    first, *others = trail
    for point in reversed(others):
        try:
            return certified_logit(game, _named(agents, np.exp(point[:-1])), float(point[-1]))
        except GameError:
            continue
    return certified_logit(game, _named(agents, np.exp(first[:-1])), 0.0)


def _told(forks: Sequence[float]) -> tuple[str, ...]:
    places = " and ".join(f"{precision:.3g}" for precision in forks[:3])
    return (
        (
            f"at precision {places} the branch crosses another, as in games that look the same "
            "from both sides: it was followed straight on, where what is alike stays alike",
        )
        if forks
        else ()
    )


def _checked(precision: float) -> float:
    if (
        not isinstance(precision, int | float | Fraction)
        or not isfinite(precision)
        or precision < 0
    ):
        raise GameError(f"the precision is {precision!r}: give a finite number of at least zero")
    return float(precision)


def _ends(trail: Sequence[Vector]) -> tuple[Vector, float]:
    """Return to which probabilities points of a branch lead, and how far that may be wrong."""
    import numpy as np

    chosen = [trail[-1]]
    for point in reversed(trail):
        if len(chosen) < _FEW and 0 < point[-1] * _APART <= chosen[-1][-1]:
            chosen.append(point)
    # Neville's scheme at zero, in one over the precision
    steps = [1 / point[-1] for point in chosen]
    table = [np.exp(point[:-1]) for point in chosen]
    best, missed = table[0], 1.0
    for order in range(1, len(chosen)):
        table = [
            (steps[k] * table[k + 1] - steps[k + order] * table[k]) / (steps[k] - steps[k + order])
            for k in range(len(table) - 1)
        ]
        moved = float(np.abs(table[0] - best).max())
        if moved > missed:
            break
        best, missed = table[0], moved
    return np.clip(best, 0, 1), missed


def _rational(game: NormalForm | ExtensiveForm, limit: Limit, within: float) -> Equilibrium | None:
    """Return the equilibrium in the simplest fractions near a limit; nothing if there is none."""
    tried: set[object] = set()
    for most in _DENOMINATORS:
        mixes = {
            agent: {a: Fraction(q).limit_denominator(most) for a, q in mix.items()}
            for agent, mix in limit.items()
        }
        strategies = immutabledict(
            {
                name: immutabledict({a: q for a, q in mix.items() if q})
                for name, mix in mixes.items()
            }
        )
        near = all(
            sum(mix.values()) == 1
            and all(abs(float(q) - limit[agent][a]) <= within for a, q in mix.items())
            for agent, mix in mixes.items()
        )
        if not near or strategies in tried:
            continue
        tried.add(strategies)
        try:
            if isinstance(game, NormalForm):
                return certified(game, strategies)
            return certified_assessment(game, strategies)
        except GameError:
            continue
    return None


def _enclosed(game: NormalForm | ExtensiveForm, limit: Limit) -> EnclosedEquilibrium | None:
    """Return an equilibrium of a table in irrational numbers near a limit, if that is proved."""
    supports = {p: [a for a, q in mix.items() if q > _CLOSE] for p, mix in limit.items()}
    unknowns = sum(map(len, supports.values())) - len(supports)
    if (
        not isinstance(game, NormalForm)
        or unknowns > _UNKNOWNS
        or prod(map(len, supports.values())) > _PROFILES
    ):
        return None
    x = [Fraction(limit[p][a]) for p, own in supports.items() for a in own[1:]]
    try:
        for _ in range(4):
            mixes = _filled(supports, x)
            slopes, gains = slopes_at(game, mixes), gains_at(game, mixes)
            for k, row in enumerate(slopes):
                step = sum((y * f for y, f in zip(row, gains, strict=True)), Fraction(0))
                x[k] = Fraction(round((x[k] - step) * 2**_BITS), 2**_BITS)
        mixes = _filled(supports, x)
        if any(
            abs(float(q) - limit[p][a]) > _CLOSE for p, m in mixes.items() for a, q in m.items()
        ):
            return None
        return certified_enclosed(game, mixes, _RADIUS, slopes)
    except GameError:
        return None


def _filled(
    supports: Mapping[str, Sequence[str]], x: Sequence[Fraction]
) -> dict[str, dict[str, Fraction]]:
    """Return mixes whose first action has what the others leave."""
    left, found = list(x), {}
    for player, (first, *others) in supports.items():
        rest, left = left[: len(others)], left[len(others) :]
        found[player] = {
            first: 1 - sum(rest, Fraction(0)),
            **dict(zip(others, rest, strict=True)),
        }
    return found


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
    seats = range(len(shape))
    tables = [
        np.array([float(row[i]) for row in game.numbers.values()]).reshape(shape) for i in seats
    ]
    starts = [int(k) for k in np.cumsum([0, *shape])]
    spans = [slice(starts[i], starts[i + 1]) for i in seats]

    def expected(i: int, keep: int, parts: Sequence[Vector]) -> Vector:
        """Return what each action pays a player, against each action of another or of nobody."""
        first = [i] if keep == i else [i, keep]
        left = np.moveaxis(tables[i], first, range(len(first)))
        # the last player is summed out first
        for j in reversed([j for j in seats if j not in first]):
            left = left @ parts[j]
        return left

    def worth(logs: Vector) -> tuple[Vector, Vector]:
        chances = np.exp(logs)
        parts = [chances[span] for span in spans]
        value = np.concatenate([expected(i, i, parts) for i in seats])
        slopes = np.zeros((len(logs), len(logs)))
        for i in seats:
            for j in seats:
                if i != j:
                    slopes[spans[i], spans[j]] = expected(i, j, parts) * parts[j]
        return value, slopes

    return _Agents(dict(game.actions), worth, *_scales(tables))


def _of_tree(game: ExtensiveForm) -> _Agents:
    import numpy as np

    actions = {name: group[0].branches for name, group in game.information_sets.items()}
    start, total = {}, 0
    for name, own in actions.items():
        start[name] = total
        total += len(own)
    ends = [v for v, vertex in enumerate(game.vertices) if not vertex.children]
    if total * len(game.vertices) > _SIZE:
        raise GameError(
            f"the tree has {total:,} actions in all and {len(game.vertices):,} nodes, "
            f"whose product may be up to {_SIZE:,} for logit equilibria: take subgame_perfect, or "
            "write a smaller tree"
        )
    # which actions lead to each vertex; what chance excludes weighs next to nothing
    taken = np.zeros((len(game.vertices), total))
    events = np.zeros(len(game.vertices))
    for v, vertex in enumerate(game.vertices):
        for k, child in enumerate(vertex.children):
            taken[child], events[child] = taken[v], events[v]
            if vertex.player:
                taken[child, start[vertex.information_set] + k] += 1
            else:
                q = game.numbers.chances[v][k]
                events[child] += log(q) if q else -1e4
    payoffs = np.array([[float(x) for x in game.numbers.payoffs[v]] for v in ends])
    order = {name: s for s, name in enumerate(actions)}
    nodes = [v for v, vertex in enumerate(game.vertices) if vertex.player]
    sets = np.array([order[game.vertices[v].information_set] for v in nodes])
    # an action, at a node of its set, and an end to which it leads
    above: list[list[tuple[int, int]]] = [[] for _ in game.vertices]
    triples = []
    for v, vertex in enumerate(game.vertices):
        for k, child in enumerate(vertex.children):
            above[child] = above[v]
            if vertex.player:
                step = (start[vertex.information_set] + k, bisect_left(nodes, v))
                above[child] = [*above[v], step]
        if not vertex.children:
            triples += [(row, node, v) for row, node in above[v]]
    rows, at, leaves = map(np.array, zip(*triples, strict=True))
    seat = np.array([game.players.index(game.vertices[v].player) for v in nodes])
    paid = payoffs[np.searchsorted(ends, leaves), seat[at]]
    # what is done after the action, so that large logarithms do not cancel
    after, events_after = taken[leaves] - taken[nodes][at], events[leaves] - events[nodes][at]
    after[range(len(rows)), rows] -= 1
    inside, events_inside = taken[nodes], events[nodes]
    member = (sets == np.arange(len(actions))[:, None]).astype(float)
    summed = (rows == np.arange(total)[:, None]).astype(float)
    of_set = np.array([s for s, acts in enumerate(actions.values()) for _ in acts])

    def worth(logs: Vector) -> tuple[Vector, Vector]:
        reach = inside @ logs + events_inside
        # relative to the likeliest node: the set itself may be too unlikely for a float
        top = np.full(len(actions), -np.inf)
        np.maximum.at(top, sets, reach)
        weights = np.exp(reach - top[sets])
        likely = member @ weights
        shares = np.exp(after @ logs + events_after) * (weights / likely[sets])[at] * paid
        value = summed @ shares
        moved = (member * weights) @ inside / likely[:, None]
        slopes = summed @ (shares[:, None] * (after + inside[at])) - value[:, None] * moved[of_set]
        return value, slopes

    return _Agents(actions, worth, *_scales(list(payoffs.T)))


def _scales(tables: list[NDArray[np.float64]]) -> tuple[float, float]:
    """Return the range of all payoffs, and the least range of a player's; one if there is none."""
    ranges = [width for width in (float(own.max() - own.min()) for own in tables) if width]
    top, low = max(own.max() for own in tables), min(own.min() for own in tables)
    return float(top - low) or 1.0, min(ranges, default=1.0)


def _gap(agents: _Agents, point: Vector) -> tuple[Vector, Vector]:
    """Return by how much logarithms of probabilities and the precision miss the equations.

    And how that changes with each of them.
    """
    import numpy as np

    logs, precision = point[:-1], point[-1]
    chances, (worth, slopes) = np.exp(logs), agents.worth(logs)
    size = len(logs)
    rows, steep = np.empty(size), np.zeros((size, size + 1))
    for low, high in agents.spans():
        rows[low] = chances[low:high].sum() - 1
        steep[low, low:high] = chances[low:high]
        more = worth[low + 1 : high] - worth[low]
        rows[low + 1 : high] = logs[low + 1 : high] - logs[low] - precision * more
        steep[low + 1 : high, :size] = -precision * (slopes[low + 1 : high] - slopes[low])
        steep[low + 1 : high, size] = -more
        steep[low + 1 : high, low] -= 1
        steep[range(low + 1, high), range(low + 1, high)] += 1
    return rows, steep


def _branch(agents: _Agents, far: float, forks: list[float]) -> Iterator[NDArray[np.float64]]:
    """Yield the points of the branch until the precision is passed; the last lies beyond it.

    The precisions at which it crosses another branch are put down in ``forks``.
    """
    import numpy as np

    logs = [-np.log(high - low) for low, high in agents.spans() for _ in range(low, high)]
    point = np.array([*logs, 0.0])
    yield point
    # precision counts in units of the payoffs' range, so that a step is as long in any currency
    unit = np.ones(len(point))
    unit[-1] = 1 / agents.scale
    step, side = _FIRST, 0.0
    slopes = _gap(agents, point)[1] * unit
    tangent = _tangent(slopes, np.eye(len(point))[-1])
    for _ in range(_STEPS):
        if point[-1] >= far:
            return
        ahead = point + step * tangent * unit
        moved = _return(agents, ahead, unit)
        # what is not close to where the step led, or below zero, is another branch
        if moved is None or moved[-1] < 0 or np.abs((moved - ahead) / unit).max() > _ASTRAY:
            step /= 2
            continue
        slopes = _gap(agents, moved)[1] * unit
        turned = _tangent(slopes, tangent)
        # a step that turns sharply may have left the branch for another
        if turned @ tangent < _STRAIGHT and step > _SHORT:
            step /= 2
            continue
        # the side on which the equations lie changes only where another branch is crossed
        now = np.linalg.slogdet(np.vstack([slopes, turned]))[0]
        if side and now != side and moved[-1] * agents.scale < _FAR:
            forks.append(float(moved[-1]))
        point, tangent, side = moved, turned, now
        step = min(step * 1.5, 0.3 + abs(point[-1]) * agents.scale / 10)
        yield point
    raise GameError(
        f"the branch of logit equilibria could not be followed beyond precision {point[-1]:.4g} in "
        f"{_STEPS:,} steps: ask for a lower one"
    )


def _tangent(slopes: Vector, ahead: Vector) -> Vector:
    """Return the direction of the branch that leads on."""
    import numpy as np

    tangent = np.linalg.svd(slopes)[2][-1]
    return np.asarray(tangent if tangent @ ahead >= 0 else -tangent)


def _return(
    agents: _Agents, point: NDArray[np.float64], unit: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """Go back to the branch by the shortest way; nothing if it does not get nearer."""
    import numpy as np

    # a logarithm is rounded, and by so much more what is expected times the precision
    far = abs(point[-1]) * agents.scale
    close = 1e-12 * max(1.0, far / 100) + 1e-15 * far * np.abs(point[:-1]).max()
    before = np.inf
    # what lies far off the branch may be too large for a float, and is left
    with np.errstate(all="ignore"):
        gap, slopes = _gap(agents, point)
        while close <= np.abs(gap).max() < before and np.isfinite(slopes).all():
            before = np.abs(gap).max()
            point = point - np.linalg.lstsq(slopes * unit, gap, rcond=None)[0] * unit
            point[:-1] = np.minimum(point[:-1], 1.0)
            gap, slopes = _gap(agents, point)
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
        gap, slopes = _gap(agents, at)
        logs = logs - np.linalg.solve(slopes[:, :-1], gap)
    return np.asarray(np.exp(logs))
