r"""Subgame perfection in a tree of perfect information at many draws at once.

A decision takes the branch that is worth most, so that only differences of payoffs count. A subtree
is therefore written as what its players get more, or less, than at its first end: subtrees that
differ by a constant for each player are then alike, and are solved once. This is right unless
somebody is indifferent: two that are alike may then be played in two ways. At draws where a
difference is small beside the largest numbers in the tree it is solved as it is written, with pairs
of a value and a magnitude: what each node is worth, and what it is worth beyond its first end. Two
branches tie if they do by both (:mod:`~caucasus_games.readings.ties`). Each of the best branches is
taken in turn: the first in the run that found the tie, and each other one in a run of its own, with
what was taken at ties before it. So every equilibrium in pure strategies comes up once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import sympy

from caucasus_games.concepts.fast.runs import in_turn
from caucasus_games.games import ExtensiveForm
from caucasus_games.readings.arrays import filled, on_host
from caucasus_games.readings.compiled import Compiled, compiled
from caucasus_games.readings.tally import Numbers, Tally, Truth, Whole
from caucasus_games.readings.ties import TIE, magnitude, minus

# for each branch, where it is taken
Taken = list[Truth]
# what each player gets at a node, from its first end; nothing if that is zero
Worth = list[Numbers | None]

_NONE = -1
# a difference that is a smaller share of the largest numbers may be a tie
_NEAR = 1e-9
# of so many draws one shows how large numbers are
_APART = 64


@dataclass(frozen=True)
class _Node:
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
    shared: tuple[_Node, ...]
    whole: tuple[_Node, ...]
    first: tuple[int, ...]
    outcomes: int
    ends: Compiled
    largest: Compiled


@dataclass(frozen=True)
class _Draws:
    """What the formulas are at some draws: arrays of a package, of one number or one a draw."""

    xp: Any
    numbers: list[Any]
    size: int
    players: int

    @cached_property
    def zero(self) -> Any:
        return self.xp.zeros_like(self.numbers[0][:1])


@dataclass(frozen=True)
class _Pairs:
    """Pairs of differences and chances, and of payoffs, of shape ``(2, formulas, draws)``."""

    added: Numbers
    ends: Numbers

    def at(self, places: Whole) -> Self:
        """Return some of them."""
        return replace(self, added=self.added[..., places], ends=self.ends[..., places])


@dataclass(frozen=True)
class _Run:
    """Draws that are solved together, with what is taken at ties: by node and draw."""

    draws: Whole
    pairs: _Pairs
    taken: dict[int, Taken]


def tree_of(
    game: ExtensiveForm, fixed: Mapping[sympy.Symbol, sympy.Expr], outcomes: tuple[str, ...]
) -> Tree:
    """Make a tree ready for arrays."""
    rows: dict[sympy.Expr, int] = {}
    paid: dict[sympy.Expr, int] = {}
    first: dict[int, list[sympy.Expr]] = {}
    found: dict[_Node, int] = {}
    whole: list[_Node] = []
    shared_at: dict[int, int] = {}
    whole_at: dict[int, int] = {}

    def row(formula: sympy.Expr) -> int:
        return rows.setdefault(formula, len(rows)) if formula else _NONE

    for v in reversed(range(len(game.vertices))):
        vertex = game.vertices[v]
        below = [first[child] for child in vertex.children]
        written = tuple(paid.setdefault(f.xreplace(fixed), len(paid)) for f in vertex.payoffs)
        ends = [sympy.expand_mul(payoff.xreplace(fixed)) for payoff in vertex.payoffs]
        first[v] = below[0] if below else ends
        added = tuple(
            tuple(row(sympy.expand_mul(x - y)) for x, y in zip(own, below[0], strict=True))
            for own in below
        )
        seat = game.players.index(vertex.player) if vertex.player else _NONE
        chances = tuple(row(chance.xreplace(fixed)) for chance in vertex.probabilities)
        outcome = _NONE if vertex.children else outcomes.index(vertex.outcome)
        shared, own = (
            _Node(seat, chances, tuple(at[child] for child in vertex.children), added, outcome)
            for at in (shared_at, whole_at)
        )
        shared_at[v] = found.setdefault(shared, len(found))
        whole_at[v] = len(whole)
        whole.append(replace(own, payoffs=written))
    start = tuple(rows.setdefault(payoff, len(rows)) for payoff in first[0])
    return Tree(
        compiled(rows),
        tuple(found),
        tuple(whole),
        start,
        len(outcomes),
        compiled(paid),
        compiled([sympy.Add(*map(magnitude, rows))]),
    )


def tree_equilibria(
    tree: Tree, values: Mapping[str, Numbers], size: int, tie: float = TIE
) -> Tally:
    """Find the subgame perfect equilibria at many draws."""
    tally = Tally.empty(tree.outcomes, len(tree.first), size)
    given = _Draws(*filled(tree.formulas(values), values), size, len(tree.first))
    taken, worth, tied = _quick(tree.shared, given, _near(tree, values))
    tally.add(slice(None), *_brought(tree, tree.shared, given, taken, worth))
    draws = np.flatnonzero(np.broadcast_to(on_host(tied), size))
    if not len(draws):
        return tally
    tally.forget(draws)
    own_values = {name: on_host(x)[draws] for name, x in values.items()}
    pairs = _Pairs(
        tree.formulas.pairs(own_values, len(draws)), tree.ends.pairs(own_values, len(draws))
    )
    runs = [_Run(draws, pairs, {})]
    for run in in_turn(runs, size, "ties make"):
        taken, others = _with_ties(tree.whole, run, tie)
        runs += others
        own = _Draws(np, list(run.pairs.added[0]), len(run.draws), len(tree.first))
        worth = _upwards(tree.whole, own, taken)
        tally.add(run.draws, *_brought(tree, tree.whole, own, taken, worth))
    return tally


def _near(tree: Tree, values: Mapping[str, Numbers]) -> float:
    """Return below what a difference may be a tie: more than any is off by."""
    some = {name: on_host(x[::_APART]) for name, x in values.items()}
    (sizes,) = tree.largest(some)
    return float(_NEAR * np.max(sizes, initial=0, where=np.isfinite(sizes)))


def _quick(
    nodes: Sequence[_Node], given: _Draws, near: float
) -> tuple[dict[int, Taken], Worth, Truth]:
    """Return what is taken at each decision, what the root is worth, and where there is a tie."""
    xp, zero = given.xp, given.zero
    value: list[Worth] = []
    taken: dict[int, Taken] = {}
    tied = zero > 0
    for v, node in enumerate(nodes):
        below = _below(node, given, value)
        if node.seat >= 0:
            best = _or(below[0][node.seat], zero)
            better: Taken = []
            for branch in below[1:]:
                other = _or(branch[node.seat], zero)
                gap = other - best
                tied = tied | (xp.abs(gap) <= near)
                better.append(gap > 0)
                best = xp.maximum(best, other)
            # a branch is taken if it was better than those before and none after it is better yet
            own: Taken = []
            rest = zero == 0
            for own_better in reversed(better):
                own.append(own_better & rest)
                rest = rest & ~own_better
            own = [rest, *reversed(own)]
            taken[v] = own
            # what the player gets is known already
            below = [[best if i == node.seat else x for i, x in enumerate(b)] for b in below]
        value.append(_value(node, given, below, taken.get(v, [])))
    return taken, value[-1], tied


def _with_ties(
    nodes: Sequence[_Node], run: _Run, tie: float
) -> tuple[dict[int, Taken], list[_Run]]:
    """Return what is taken at each decision, with a run for each other way to break a tie."""
    numbers, size = run.pairs.added, len(run.draws)
    # pairs of what each player gets at a node, and of what that is beyond its first end
    worth: list[Numbers] = []
    beyond: list[Numbers] = []
    taken: dict[int, Taken] = {}
    tied: dict[int, Taken] = {}
    others: list[_Run] = []
    for v, node in enumerate(nodes):
        if not node.children:
            worth.append(run.pairs.ends[:, list(node.payoffs)])
            beyond.append(np.zeros_like(worth[-1]))
            continue
        below = [worth[child] for child in node.children]
        more = [_more(beyond[child], numbers, added) for child, added in _ways(node)]
        if v in run.taken:
            taken[v] = tied[v] = run.taken[v]
        elif node.seat >= 0:
            near = _best(below, more, node.seat, tie)
            first = near.argmax(axis=0)
            taken[v] = [first == k for k in range(len(near))]
            found = [
                _again(run, tied, v, k, len(near), at)
                for k in range(1, len(near))
                if len(at := np.flatnonzero(near[k] & (first != k)))
            ]
            if found:
                tied[v] = taken[v]
                others += found
        for value, own in ((worth, below), (beyond, more)):
            if node.seat >= 0:
                value.append(np.select([np.broadcast_to(x, own[0].shape) for x in taken[v]], own))
            else:
                ways = zip(node.chances, own, strict=True)
                weighed = [numbers[:, [row]] * part for row, part in ways if row != _NONE]
                value.append(sum(weighed, start=np.zeros((*own[0].shape[:2], size))))
    return taken, others


def _ways(node: _Node) -> Iterator[tuple[int, tuple[int, ...]]]:
    return zip(node.children, node.added, strict=True)


def _more(beyond: Numbers, numbers: Numbers, added: tuple[int, ...]) -> Numbers:
    """Return what a child is worth beyond the first end of its parent."""
    found = beyond.copy()
    for i, row in enumerate(added):
        if row != _NONE:
            found[:, i] += numbers[:, row]
    return found


def _best(
    below: Sequence[Numbers], more: Sequence[Numbers], seat: int, tie: float
) -> npt.NDArray[np.bool_]:
    """Return where no branch is surely better than a branch; shape ``(branches, draws)``."""

    def gains(one: Sequence[Numbers], other: Sequence[Numbers]) -> Truth:
        gaps = [minus(x, y) for x, y in zip(one, other, strict=True)]
        sure: Truth = np.any([gap[0] > tie * gap[1] for gap in gaps], axis=0)
        return sure

    branches = [(x[:, seat], y[:, seat]) for x, y in zip(below, more, strict=True)]
    best = branches[0]
    for own in branches[1:]:
        better = gains(own, best)
        best = (np.where(better, own[0], best[0]), np.where(better, own[1], best[1]))
    return np.array([~gains(best, own) for own in branches])


def _upwards(nodes: Sequence[_Node], given: _Draws, taken: dict[int, Taken]) -> Worth:
    """Return what the root is worth where it is known what is taken."""
    value: list[Worth] = []
    for v, node in enumerate(nodes):
        value.append(_value(node, given, _below(node, given, value), taken.get(v, [])))
    return value[-1]


def _again(run: _Run, tied: dict[int, Taken], v: int, k: int, branches: int, at: Whole) -> _Run:
    before = {node: [own[at] for own in taken] for node, taken in tied.items()}
    forced = [np.full(len(at), j == k) for j in range(branches)]
    return _Run(run.draws[at], run.pairs.at(at), {**before, v: forced})


def _or(value: Numbers | None, zero: Any) -> Any:
    return zero if value is None else value


def _plus(some: Any, more: Any) -> Any:
    return more if some is None else some + more


def _below(node: _Node, given: _Draws, value: list[Worth]) -> list[Worth]:
    """Return what each child is worth to each player, from the first end of the node."""
    found = []
    for child, added in zip(node.children, node.added, strict=True):
        worth = value[child].copy()
        for i, row in enumerate(added):
            if row != _NONE:
                worth[i] = _plus(worth[i], given.numbers[row])
        found.append(worth)
    return found


def _value(node: _Node, given: _Draws, below: list[Worth], taken: Taken) -> Worth:
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
                if part is not None and row != _NONE
            ]
            found.append(sum(weighed[1:], start=weighed[0]) if weighed else None)
        else:
            best = _or(parts[0], given.zero)
            for own, part in zip(taken[1:], parts[1:], strict=True):
                if part is not best:
                    best = given.xp.where(own, _or(part, given.zero), best)
            found.append(best)
    return found


def _brought(
    tree: Tree, nodes: Sequence[_Node], given: _Draws, taken: dict[int, Taken], worth: Worth
) -> tuple[Numbers, Numbers]:
    """Return the probability of each outcome, and what each player gets."""
    xp, numbers = given.xp, given.numbers
    payoffs = np.empty((len(tree.first), given.size))
    for own, gained, row in zip(payoffs, worth, tree.first, strict=True):
        own[:] = on_host(_plus(gained, numbers[row]))
    reach: dict[int, Any] = {len(nodes) - 1: given.zero == 0}
    found: list[Any] = [None] * tree.outcomes
    for v in reversed(range(len(nodes))):
        node, here = nodes[v], reach.pop(v, None)
        if here is None or not xp.any(here):
            continue
        sure = here.dtype == xp.bool
        if not node.children:
            part = xp.astype(here, xp.float64) if sure else here
            found[node.outcome] = _plus(found[node.outcome], part)
        for k, child in enumerate(node.children):
            if node.seat < 0 and node.chances[k] == _NONE:
                continue
            if node.seat < 0:
                goes = numbers[node.chances[k]] * (xp.astype(here, xp.float64) if sure else here)
            else:
                goes = here & taken[v][k] if sure else here * xp.astype(taken[v][k], xp.float64)
            reach[child] = _either(xp, reach[child], goes) if child in reach else goes
    chances = np.zeros((tree.outcomes, given.size))
    for own, part in zip(chances, found, strict=True):
        own[:] = 0 if part is None else on_host(part)
    return chances, payoffs


def _either(xp: Any, some: Any, more: Any) -> Any:
    # a draw comes to a node by one way at most as long as no chance is in it
    if some.dtype == more.dtype == xp.bool:
        return some | more
    return xp.astype(some, xp.float64) + xp.astype(more, xp.float64)
