r"""Logit equilibria at many draws at once, on the branch from precision zero.

Each action is played with a probability proportional to :math:`e^{\lambda \bar u_k(p)}`, in a tree
with what it gives once its information set is reached. Where everybody knows where they are, this
is solved from the ends up. Elsewhere the branch from :math:`\lambda = 0` is followed at all draws
together (:mod:`~caucasus_games.concepts.logit_branch`).
"""

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import numpy as np

from caucasus_games.concepts.fast.hidden import Hidden
from caucasus_games.concepts.fast.tables import Table
from caucasus_games.concepts.logit_branch import solved
from caucasus_games.concepts.logit_equations import Agents, Walk, agents_of_table, agents_of_tree
from caucasus_games.readings.tally import Numbers, Tally


def agents_at(ready: Table | Hidden, numbers: Numbers) -> Agents:
    """Return who chooses at many draws, of which a game's formulas have these numbers."""
    if isinstance(ready, Table):
        return agents_of_table(ready.worth(numbers))
    return agents_of_tree(_walk(ready, numbers))


def logit_table(table: Table, values: Mapping[str, Numbers], size: int, precision: float) -> Tally:
    """Find the logit equilibrium of a normal form at many draws."""
    numbers = table.formulas.rows(values, size)
    agents = agents_at(table, numbers)
    chances = solved(agents, size, precision)
    tally = Tally.empty(table.outcomes, len(table.payoffs), size)
    weights = {
        k: np.prod(
            [chances[low + a] for (low, _), a in zip(agents.spans, profile, strict=True)], axis=0
        )
        for k, profile in enumerate(product(*map(range, table.shape)))
    }
    tally.add(slice(None), *table.expected(numbers, np.arange(size), weights))
    return tally


def logit_tree(tree: Hidden, values: Mapping[str, Numbers], size: int, precision: float) -> Tally:
    """Find the logit equilibrium of a tree, in agent form, at many draws."""
    numbers = tree.formulas.rows(values, size)
    if all(len(nodes) == 1 for nodes in tree.sets):
        worth = _upwards(tree, numbers, lambda node, below: _soft(below[:, node.seat], precision))
    else:
        agents = agents_at(tree, numbers)
        chances = solved(agents, size, precision)
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


def _walk(tree: Hidden, numbers: Numbers) -> Walk:
    size = numbers.shape[1]
    odds = np.ones((len(tree.nodes), size))
    payoffs = np.zeros((tree.players, len(tree.nodes), size))
    for v, node in enumerate(tree.nodes):
        if not node.children:
            payoffs[:, v] = numbers[list(node.payoffs)]
        elif node.seat < 0:
            odds[list(node.children)] = numbers[list(node.chances)]
    return Walk(
        tuple(node.children for node in tree.nodes),
        tree.sets,
        tuple(tree.nodes[nodes[0]].seat for nodes in tree.sets),
        odds,
        payoffs,
    )
