r"""The equations of logit equilibria, at many draws at once; at exact values there is one draw.

With :math:`\ell = \log p` the probabilities at precision :math:`\lambda` solve, for every agent,
:math:`\sum_k e^{\ell_k} = 1` and :math:`\ell_k - \ell_b = \lambda (\bar u_k - \bar u_b)` for each
action :math:`k` and the best one :math:`b`: :math:`n` equations in :math:`n + 1` unknowns, the last
of which is :math:`\lambda`. In a table an agent is a player; in a tree it is an information set,
and :math:`\bar u_k` is what the action gives once the set is reached.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
# which draws are looked at
Draws = npt.NDArray[np.int64] | slice

# what chance excludes weighs so little that it may as well have this logarithm
_NEVER = -1e4
_EVERY = slice(None)


@dataclass(frozen=True)
class Agents:
    """Who chooses among which actions, and what each gives."""

    spans: tuple[tuple[int, int], ...]
    worth: Callable[[Numbers, Draws], tuple[Numbers, Numbers]]
    scale: Numbers
    least: Numbers


def agents_of_table(payoffs: Numbers) -> Agents:
    """Return the players of a table; payoffs have shape ``(players, *shape, draws)``."""
    size = payoffs.shape[-1]
    spans = _spans(payoffs.shape[1:-1])

    def worth(logs: Numbers, draws: Draws) -> tuple[Numbers, Numbers]:
        chances = np.exp(logs)
        parts = [chances[low:high] for low, high in spans]
        value = np.empty_like(logs)
        slopes = np.zeros((logs.shape[1], len(logs), len(logs)))
        for i, rows in enumerate(spans):
            own = payoffs[i][..., draws]
            value[slice(*rows)] = _mean(own, [i], parts)
            for j, columns in enumerate(spans):
                if i != j:
                    moved = _mean(own, [i, j], parts) * parts[j]
                    slopes[:, slice(*rows), slice(*columns)] = moved.transpose(2, 0, 1)
        return value, slopes

    return Agents(spans, worth, *_ranges(payoffs.reshape(len(payoffs), -1, size)))


def _mean(table: Numbers, kept: Sequence[int], parts: Sequence[Numbers]) -> Numbers:
    """Return a table's means over the actions of all but these players, whose axes come first."""
    left = np.moveaxis(table, kept, range(len(kept)))
    # the last player is summed out first
    for j in reversed([j for j in range(len(parts)) if j not in kept]):
        left = (left * parts[j]).sum(axis=-2)
    return left


@dataclass(frozen=True)
class Walk:
    """A tree as numbers."""

    children: tuple[tuple[int, ...], ...]
    sets: tuple[tuple[int, ...], ...]
    seats: tuple[int, ...]
    odds: Numbers
    payoffs: Numbers


def agents_of_tree(walk: Walk) -> Agents:
    """Return the agents of a tree: one at each information set."""
    spans = _spans([len(walk.children[own[0]]) for own in walk.sets])
    place = {v: s for s, own in enumerate(walk.sets) for v in own}
    size = len(walk.children)
    # which actions, and which chances, lead to each vertex
    taken, events = np.zeros((size, spans[-1][1])), np.zeros(walk.odds.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = np.maximum(np.log(walk.odds), _NEVER)
    # an action, the node of its set, and an end to which it leads
    above: list[list[tuple[int, int]]] = [[] for _ in walk.children]
    ways: list[tuple[int, int, int]] = []
    for v, below in enumerate(walk.children):
        for k, child in enumerate(below):
            taken[child], events[child], above[child] = taken[v], events[v] + steps[child], above[v]
            if v in place:
                row = spans[place[v]][0] + k
                taken[child, row] += 1
                above[child] = [*above[v], (row, v)]
        if not below:
            ways += [(row, node, v) for row, node in above[v]]
    rows, nodes, ends = map(np.array, zip(*sorted(ways), strict=True))
    members = np.array([v for own in walk.sets for v in own])
    at = np.empty(size, dtype=np.int64)
    at[members] = np.arange(len(members))
    inside, events_inside = taken[members], events[members]
    # what is done after the action, so that large logarithms do not cancel
    after, events_after = taken[ends] - taken[nodes], events[ends] - events[nodes]
    after[range(len(rows)), rows] -= 1
    set_of_row = np.repeat(np.arange(len(spans)), [high - low for low, high in spans])
    paid = walk.payoffs[np.array(walk.seats)[set_of_row[rows]], ends]
    lead, moved_by = at[nodes], after + inside[at[nodes]]
    starts = np.cumsum([0, *map(len, walk.sets)])
    first = np.searchsorted(rows, np.arange(spans[-1][1] + 1))
    repeats = np.diff(starts)

    def worth(logs: Numbers, draws: Draws) -> tuple[Numbers, Numbers]:
        reach = inside @ logs + events_inside[:, draws]
        # relative to the likeliest node: the set itself may be too unlikely for a float
        top = np.maximum.reduceat(reach, starts[:-1])
        weights = np.exp(reach - np.repeat(top, repeats, axis=0))
        weights /= np.repeat(np.add.reduceat(weights, starts[:-1]), repeats, axis=0)
        shares = np.exp(after @ logs + events_after[:, draws]) * weights[lead] * paid[:, draws]
        value = np.add.reduceat(shares, first[:-1])
        slopes = np.empty((logs.shape[1], len(logs), len(logs)))
        for s, (low, high) in enumerate(spans):
            own = slice(starts[s], starts[s + 1])
            moved = weights[own].T @ inside[own]
            for row in range(low, high):
                part = slice(first[row], first[row + 1])
                slopes[:, row] = shares[part].T @ moved_by[part] - value[row][:, None] * moved
        return value, slopes

    last = [v for v, below in enumerate(walk.children) if not below]
    return Agents(spans, worth, *_ranges(walk.payoffs[:, last]))


def _spans(sizes: Sequence[int]) -> tuple[tuple[int, int], ...]:
    return tuple(pairwise(np.cumsum([0, *sizes]).tolist()))


def _ranges(payoffs: Numbers) -> tuple[Numbers, Numbers]:
    top, low = payoffs.max(axis=1), payoffs.min(axis=1)
    scale, own = top.max(axis=0) - low.min(axis=0), top - low
    least = np.where(own > 0, own, np.inf).min(axis=0)
    return np.where(scale > 0, scale, 1.0), np.where(np.isfinite(least), least, 1.0)


def gap(agents: Agents, point: Numbers, draws: Draws = _EVERY) -> tuple[Numbers, Numbers]:
    """Return by how much points miss the equations, and how that changes with each unknown."""
    logs, precision = point[:-1], point[-1]
    chances, (worth, slopes) = np.exp(logs), agents.worth(logs, draws)
    size, count = logs.shape
    columns = np.arange(count)
    missed, steep = np.empty_like(logs), np.zeros((count, size, size + 1))
    for low, high in agents.spans:
        own, actions = slice(low, high), np.arange(low, high)
        # from the best action on: beside one that is ruinous the others would all be the same
        best = low + worth[own].argmax(axis=0)
        more = worth[own] - worth[best, columns]
        missed[own] = logs[own] - logs[best, columns] - precision * more
        missed[best, columns] = chances[own].sum(axis=0) - 1
        steep[:, own, :size] = slopes[:, own] - slopes[columns, best][:, None]
        steep[:, own, :size] *= -precision[:, None, None]
        steep[:, own, size] = -more.T
        steep[:, actions, actions] += 1
        steep[columns[:, None], actions, best[:, None]] -= 1
        steep[columns, best] = 0
        steep[columns[:, None], best[:, None], actions] = chances[own].T
    return missed, steep
