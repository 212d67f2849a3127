"""Trees as arrays: what nodes are worth, and what comes about, where it is known what is taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from caucasus_games.readings.arrays import on_host
from caucasus_games.readings.compiled import Compiled
from caucasus_games.readings.tally import Numbers, Truth

# for each branch, where it is taken
Taken = list[Truth]
# what each player gets at a node, from its first end; nothing if that is zero
Worth = list[Numbers | None]

NONE = -1


@dataclass(frozen=True)
class Node:
    """A vertex: who decides, the rows of chances, what children add for each player, payoffs."""

    seat: int
    chances: tuple[int, ...]
    children: tuple[int, ...]
    added: tuple[tuple[int, ...], ...]
    outcome: int
    payoffs: tuple[int, ...] = ()


@dataclass(frozen=True)
class Tree:
    """A tree that is ready for arrays."""

    formulas: Compiled
    shared: tuple[Node, ...]
    whole: tuple[Node, ...]
    first: tuple[int, ...]
    outcomes: int
    ends: Compiled
    sizes: Compiled


@dataclass(frozen=True)
class Drawn:
    """What the formulas are at some draws: arrays of a package, of one number or one a draw."""

    xp: Any
    numbers: list[Any]
    size: int
    players: int

    @cached_property
    def zero(self) -> Any:
        """Zero as an array."""
        return self.xp.zeros_like(self.numbers[0][:1])


def upwards(nodes: Sequence[Node], given: Drawn, taken: dict[int, Taken]) -> Worth:
    """Return what the root is worth where it is known what is taken."""
    value: list[Worth] = []
    for v, node in enumerate(nodes):
        value.append(value_of(node, given, below_of(node, given, value), taken.get(v, [])))
    return value[-1]


def or_zero(value: Numbers | None, zero: Any) -> Any:
    """Return what nothing stands for."""
    return zero if value is None else value


def plus(some: Any, more: Any) -> Any:
    """Add to a sum, or begin it."""
    return more if some is None else some + more


def below_of(node: Node, given: Drawn, value: list[Worth]) -> list[Worth]:
    """Return what each child is worth to each player, from the first end of the node."""
    found = []
    for child, added in zip(node.children, node.added, strict=True):
        worth = value[child].copy()
        for i, row in enumerate(added):
            if row != NONE:
                worth[i] = plus(worth[i], given.numbers[row])
        found.append(worth)
    return found


def value_of(node: Node, given: Drawn, below: list[Worth], taken: Taken) -> Worth:
    """Return what a node is worth to each player."""
    if not below:
        return [None] * given.players
    found: Worth = []
    for parts in zip(*below, strict=True):
        if all(part is None for part in parts):
            found.append(None)
        elif node.seat < 0:
            weighed = [
                given.numbers[row] * part
                for row, part in zip(node.chances, parts, strict=True)
                if part is not None and row != NONE
            ]
            found.append(sum(weighed[1:], start=weighed[0]) if weighed else None)
        else:
            best = or_zero(parts[0], given.zero)
            for own, part in zip(taken[1:], parts[1:], strict=True):
                if part is not best:
                    best = given.xp.where(own, or_zero(part, given.zero), best)
            found.append(best)
    return found


def brought(
    tree: Tree, nodes: Sequence[Node], given: Drawn, taken: dict[int, Taken], worth: Worth
) -> tuple[Numbers, Numbers]:
    """Return the probability of each outcome, and what each player gets."""
    xp, numbers = given.xp, given.numbers
    payoffs = np.empty((len(tree.first), given.size))
    for own, gained, row in zip(payoffs, worth, tree.first, strict=True):
        own[:] = on_host(plus(gained, numbers[row]))
    reach: dict[int, Any] = {len(nodes) - 1: given.zero == 0}
    found: list[Any] = [None] * tree.outcomes
    for v in reversed(range(len(nodes))):
        node, here = nodes[v], reach.pop(v, None)
        if here is None or not xp.any(here):
            continue
        sure = here.dtype == xp.bool
        if not node.children:
            part = xp.astype(here, xp.float64) if sure else here
            found[node.outcome] = plus(found[node.outcome], part)
        for k, child in enumerate(node.children):
            if node.seat >= 0:
                goes = here & taken[v][k] if sure else here * xp.astype(taken[v][k], xp.float64)
            elif node.chances[k] != NONE:
                goes = numbers[node.chances[k]] * (xp.astype(here, xp.float64) if sure else here)
            else:
                continue
            reach[child] = _either(xp, reach[child], goes) if child in reach else goes
    chances = np.zeros((tree.outcomes, given.size))
    for own, part in zip(chances, found, strict=True):
        if part is not None:
            own[:] = on_host(part)
    return chances, payoffs


def _either(xp: Any, some: Any, more: Any) -> Any:
    # a draw comes to a node by one way at most as long as no chance is in it
    if some.dtype == more.dtype == xp.bool:
        return some | more
    return xp.astype(some, xp.float64) + xp.astype(more, xp.float64)
