r"""Logit equilibria at many draws at once, on the branch from precision zero.

Each action is played with a probability proportional to :math:`e^{\lambda \bar u_k(p)}`, in a tree
with what it gives once its information set is reached. Where everybody knows where they are, this
is solved from the ends up. Elsewhere the branch from :math:`\lambda = 0` is followed by its length
at all draws together, each with a step of its own, until it comes to the precision [1]_.

References
----------
.. [1] Turocy (2005), A dynamic homotopy interpretation of the logistic quantal response
   equilibrium correspondence. Games and Economic Behavior 51, 243–263.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from caucasus_games.concepts.fast.hidden import Hidden
from caucasus_games.concepts.fast.tables import Table
from caucasus_games.errors import GameError
from caucasus_games.markup import counted
from caucasus_games.readings.tally import Numbers, Tally, Whole

Vector = npt.NDArray[Any]

_STEPS = 5_000
_FIRST = 0.03
_TINY = 1e-30


@dataclass(frozen=True)
class _Agents:
    """Who chooses among which actions, and what each gives at some draws."""

    spans: Sequence[tuple[int, int]]
    worth: Callable[[Vector, Whole], Vector]
    scale: Numbers


def logit_table(table: Table, values: Mapping[str, Numbers], size: int, precision: float) -> Tally:
    """Find the logit equilibrium of a normal form at many draws.

    Parameters
    ----------
    table : Table
        The game.
    values, size
        As for :func:`~caucasus_games.concepts.fast.trees.tree_equilibria`.
    precision : float
        At least zero, per unit of payoff.

    Returns
    -------
    Tally
        Of one equilibrium for each draw.

    Raises
    ------
    GameError
        If the branch cannot be followed so far.
    """
    numbers = table.formulas.rows(values, size)
    payoffs = table.worth(numbers)
    ends = np.cumsum([0, *table.shape])
    spans = list(zip(map(int, ends), map(int, ends[1:]), strict=False))

    def worth(logs: Vector, draws: Whole) -> Vector:
        chances = np.exp(logs)
        parts = [chances[low:high] for low, high in spans]
        found = []
        for i, own in enumerate(payoffs):
            left = np.moveaxis(own[..., draws], i, 0)
            # the last player is summed out first
            for j in reversed([j for j in range(len(parts)) if j != i]):
                left = (left * parts[j]).sum(axis=-2)
            found.append(left)
        return np.concatenate(found)

    flat = payoffs.reshape(-1, size)
    chances = _solved(_Agents(spans, worth, _range(flat)), size, precision)
    tally = Tally.empty(table.outcomes, len(table.payoffs), size)
    weights = {
        k: np.prod([chances[low + a] for (low, _), a in zip(spans, profile, strict=True)], axis=0)
        for k, profile in enumerate(product(*map(range, table.shape)))
    }
    tally.add(slice(None), *table.expected(numbers, np.arange(size), weights))
    return tally


def logit_tree(tree: Hidden, values: Mapping[str, Numbers], size: int, precision: float) -> Tally:
    """Find the logit equilibrium of a tree, in agent form, at many draws.

    Parameters
    ----------
    tree : Hidden
        The tree.
    values, size, precision
        As for :func:`logit_table`.

    Returns
    -------
    Tally
        Of one equilibrium for each draw.

    Raises
    ------
    GameError
        If the branch cannot be followed so far.
    """
    numbers = tree.formulas.rows(values, size)
    if all(len(nodes) == 1 for nodes in tree.sets):
        worth = _upwards(tree, numbers, lambda node, below: _soft(below[:, node.seat], precision))
    else:
        agents = _agents(tree, numbers)
        chances = _solved(agents, size, precision)
        worth = _upwards(tree, numbers, lambda node, _: chances[slice(*agents.spans[node.place])])
    tally = Tally.empty(tree.outcomes, tree.players, size)
    tally.add(slice(None), worth[tree.players :], worth[: tree.players])
    return tally


def _soft(worth: Numbers, precision: float) -> Numbers:
    odds: Numbers = np.exp(precision * (worth - worth.max(axis=0)))
    odds /= odds.sum(axis=0)
    return odds


def _upwards(tree: Hidden, numbers: Numbers, mixed: Callable[[Any, Numbers], Numbers]) -> Numbers:
    """Return what the root is worth to each player, and the probability of each outcome."""
    worth: dict[int, Numbers] = {}
    for v in reversed(range(len(tree.nodes))):
        node = tree.nodes[v]
        if not node.children:
            worth[v] = tree.end(v, numbers)
            continue
        below = np.array([worth.pop(child) for child in node.children])
        weights = mixed(node, below) if node.seat >= 0 else numbers[list(node.chances)]
        worth[v] = (weights[:, None] * below).sum(axis=0)
    return worth[0]


def _agents(tree: Hidden, numbers: Numbers) -> _Agents:
    spans, start = [], 0
    for place in range(len(tree.sets)):
        spans.append((start, start + tree.actions(place)))
        start = spans[-1][1]
    ends = [row for node in tree.nodes if not node.children for row in node.payoffs]
    with np.errstate(divide="ignore", invalid="ignore"):
        # what chance excludes has a logarithm low enough to weigh nothing
        odds = np.maximum(np.log(numbers), -1e4)

    def worth(logs: Vector, draws: Whole) -> Vector:
        reach: dict[int, Vector] = {0: np.zeros(len(draws), dtype=logs.dtype)}
        steps: dict[int, Vector] = {}
        for v, node in enumerate(tree.nodes):
            if node.children:
                own = slice(*spans[node.place]) if node.seat >= 0 else list(node.chances)
                step = logs[own] if node.seat >= 0 else odds[own][:, draws]
                steps[v] = np.exp(step)
                reach |= {
                    c: reach[v] + length for c, length in zip(node.children, step, strict=True)
                }
        value: dict[int, Vector] = {}
        for v in reversed(range(len(tree.nodes))):
            node = tree.nodes[v]
            if node.children:
                below = np.array([value[child] for child in node.children])
                value[v] = (steps[v][:, None] * below).sum(axis=0)
            else:
                value[v] = numbers[list(node.payoffs)][:, draws]
        gains = np.empty((spans[-1][1], len(draws)), dtype=logs.dtype)
        for (low, _), nodes in zip(spans, tree.sets, strict=True):
            here = np.array([reach[v] for v in nodes])
            # relative to the likeliest node: the set itself may be too unlikely for a float
            weights = np.exp(here - here.real.max(axis=0))
            seat = tree.nodes[nodes[0]].seat
            for k in range(len(tree.nodes[nodes[0]].children)):
                ends = np.array([value[tree.nodes[v].children[k]][seat] for v in nodes])
                gains[low + k] = (weights * ends).sum(axis=0) / weights.sum(axis=0)
        return gains

    return _Agents(spans, worth, _range(numbers[ends]))


def _range(payoffs: Numbers) -> Numbers:
    found: Numbers = payoffs.max(axis=0) - payoffs.min(axis=0)
    found[found == 0] = 1
    return found


def _gap(agents: _Agents, point: Vector, draws: Whole) -> Vector:
    """Return by how much logarithms of probabilities and the precision miss the equations."""
    logs, precision = point[:-1], point[-1]
    chances, worth = np.exp(logs), agents.worth(logs, draws)
    rows = np.empty_like(logs)
    columns = np.arange(rows.shape[1])
    for low, high in agents.spans:
        # from the best action on: beside one that is ruinous the others would all be the same
        best = low + worth[low:high].real.argmax(axis=0)
        apart = worth[low:high] - worth[best, columns]
        rows[low:high] = logs[low:high] - logs[best, columns] - precision * apart
        rows[best, columns] = chances[low:high].sum(axis=0) - 1
    return rows


def _slopes(agents: _Agents, point: Numbers, draws: Whole) -> Numbers:
    """Differentiate the gap by complex steps; shape ``(draws, rows, unknowns)``."""
    columns = []
    for k in range(len(point)):
        moved = point.astype(np.complex128)
        moved[k] += 1j * _TINY
        columns.append(_gap(agents, moved, draws).imag / _TINY)
    return np.array(columns).transpose(2, 1, 0)


def _solved(agents: _Agents, size: int, precision: float) -> Numbers:
    """Follow the branch at each draw to the precision; return the probabilities there."""
    logs = [-np.log(high - low) for low, high in agents.spans for _ in range(low, high)]
    point = np.repeat(np.array([*logs, 0.0])[:, None], size, axis=1)
    # precision counts in units of the payoffs' range, so that a step is as long in any currency
    unit = np.ones_like(point)
    unit[-1] = 1 / agents.scale
    ahead = np.zeros_like(point)
    ahead[-1] = 1
    step = np.full(size, _FIRST)
    before = point.copy()
    for _ in range(_STEPS):
        draws = np.flatnonzero(point[-1] < precision)
        if not len(draws):
            return _at(agents, before, point, precision)
        here, own = point[:, draws], unit[:, draws]
        slopes = _slopes(agents, here, draws) * own.T[:, None]
        tangent = _bordered(slopes, ahead[:, draws], None)
        tangent /= np.linalg.norm(tangent, axis=0)
        moved, good = _return(agents, here + step[draws] * tangent * own, tangent, own, draws)
        good &= np.linalg.norm((moved - here) / own, axis=0) <= 2 * step[draws]
        step[draws[~good]] /= 2
        at = draws[good]
        before[:, at] = point[:, at]
        point[:, at], ahead[:, at] = moved[:, good], tangent[:, good]
        step[at] = np.minimum(step[at] * 1.5, 0.3 + np.abs(point[-1, at]) * agents.scale[at] / 10)
    raise GameError(
        f"the branch of logit equilibria could not be followed to precision {precision:.4g} in "
        f"{_STEPS:,} steps at {counted(len(draws), 'draw')}: ask for a lower one"
    )


def _bordered(slopes: Numbers, border: Numbers, gap: Numbers | None) -> Numbers:
    """Solve for a step along the border, or back to the branch at right angles to it."""
    draws, rows, _ = slopes.shape
    whole = np.concatenate([slopes, border.T[:, None]], axis=1)
    right = np.zeros((draws, rows + 1, 1))
    if gap is None:
        right[:, -1] = 1
    else:
        right[:, :-1, 0] = gap.T
    found: Numbers = np.linalg.solve(whole, right)[..., 0].T
    return found


def _return(
    agents: _Agents, point: Numbers, tangent: Numbers, unit: Numbers, draws: Whole
) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """Go back to the branch; say where that worked."""
    for _ in range(8):
        slopes = _slopes(agents, point, draws) * unit.T[:, None]
        point = point - _bordered(slopes, tangent, _gap(agents, point, draws)) * unit
        point[:-1] = np.minimum(point[:-1], 1.0)
    near = np.empty_like(point[:-1])
    for low, high in agents.spans:
        near[low:high] = point[low:high].max(axis=0) - point[low:high]
    # a logarithm is off by a share of what it is
    close = 1e-10 * np.maximum(1.0, near / 100)
    return point, np.all(np.abs(_gap(agents, point, draws)) < close, axis=0)


def _at(agents: _Agents, before: Numbers, after: Numbers, precision: float) -> Numbers:
    """Solve at a precision between two points of the branch."""
    length = after[-1] - before[-1]
    share = np.divide(precision - before[-1], length, out=np.zeros_like(length), where=length > 0)
    logs = (before + share * (after - before))[:-1]
    draws = np.arange(logs.shape[1])
    for _ in range(10):
        at = np.concatenate([logs, np.full((1, len(draws)), precision)])
        slopes = _slopes(agents, at, draws)[..., :-1]
        logs = logs - np.linalg.solve(slopes, _gap(agents, at, draws).T[..., None])[..., 0].T
    found: Numbers = np.exp(logs)
    return found
