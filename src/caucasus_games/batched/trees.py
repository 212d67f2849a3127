r"""Subgame perfection in a tree of perfect information at many draws at once.

A decision takes the branch that is worth most, so that only differences of payoffs count. A subtree
is therefore written as what its players get more, or less, than at its first end: subtrees that
differ by a constant for each player are then alike, and are solved once. This is right unless
somebody is indifferent: two that are alike may then be played in two ways. At draws with such a tie
the tree is solved as it is written, and each of the best branches is taken in turn: the first in
the run that found the tie, and each other one in a run of its own, with what was taken at ties
before it. So every equilibrium in pure strategies comes up once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy

from caucasus_games.batched.formulas import Compiled, compiled
from caucasus_games.batched.tally import Numbers, Tally, Truth, Whole
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm

# for each branch, where it is taken
Taken = list[Truth]
# what each player gets at a node, from its first end; nothing if that is zero
Worth = list[Numbers | None]

# equilibria at one draw, on average
_MOST = 1_000
_NONE = -1


@dataclass(frozen=True)
class _Node:
    """A vertex: who decides, the rows of chances, and what children add for each player."""

    seat: int
    chances: tuple[int, ...]
    children: tuple[int, ...]
    added: tuple[tuple[int, ...], ...]
    outcome: int


@dataclass(frozen=True)
class Tree:
    """A tree that is ready for arrays.

    Parameters
    ----------
    formulas : Compiled
        Differences of payoffs, and probabilities.
    shared, whole : tuple
        Its nodes, those that come later first, once with subtrees that are alike joined.
    first : tuple of int
        The formula of what each player gets at the first end.
    outcomes : int
        How many labels are counted.
    """

    formulas: Compiled
    shared: tuple[_Node, ...]
    whole: tuple[_Node, ...]
    first: tuple[int, ...]
    outcomes: int


@dataclass(frozen=True)
class _Run:
    """Draws that are solved together, with what is taken at ties: by node and draw."""

    draws: Whole
    taken: dict[int, Taken]


def tree_of(
    game: ExtensiveForm, fixed: Mapping[sympy.Symbol, sympy.Expr], outcomes: tuple[str, ...]
) -> Tree:
    """Make a tree ready for arrays.

    Parameters
    ----------
    game : ExtensiveForm
        A tree in which everybody knows where it is.
    fixed : mapping of sympy.Symbol to sympy.Expr
        Symbols that are numbers.
    outcomes : tuple of str
        The labels to count.

    Returns
    -------
    Tree
        For :func:`tree_equilibria`.
    """
    rows: dict[sympy.Expr, int] = {}
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
        whole.append(own)
    start = tuple(rows.setdefault(payoff, len(rows)) for payoff in first[0])
    return Tree(compiled(rows), tuple(found), tuple(whole), start, len(outcomes))


def tree_equilibria(tree: Tree, values: Mapping[str, Numbers], size: int, slack: float) -> Tally:
    """Find the subgame perfect equilibria at many draws.

    1. Go from the ends up with what each node is worth to each player; keep what is taken.
    2. Go down again with the probability to reach each node.
    3. Do so at draws with ties for every way to break them.

    Parameters
    ----------
    tree : Tree
        The tree.
    values : mapping of str to numpy.ndarray
        Of each symbol; shape ``(size,)``.
    size : int
        How many draws there are.
    slack : float
        By how much payoffs may differ that count as equal.

    Returns
    -------
    Tally
        Of all equilibria.

    Raises
    ------
    GameError
        If ties make more than 1,000 equilibria for each draw.
    """
    tally = Tally.empty(tree.outcomes, len(tree.first), size)
    numbers = tree.formulas(values)
    taken, worth, tied = _quick(tree.shared, numbers, len(tree.first), slack)
    tally.add(
        slice(None),
        _chances(tree, tree.shared, numbers, taken, size),
        _payoffs(tree, numbers, worth, size),
    )
    draws = np.flatnonzero(np.broadcast_to(tied, size))
    if not len(draws):
        return tally
    tally.forget(draws)
    runs, work = [_Run(draws, {})], 0
    while runs:
        run = runs.pop()
        work += len(run.draws)
        if work > _MOST * size:
            raise GameError(
                f"ties make more than {_MOST:,} equilibria at a draw: solve the game at fewer "
                "values with subgame_perfect, or fix what makes players indifferent with values"
            )
        own = [x[run.draws] if isinstance(x, np.ndarray) else x for x in numbers]
        taken, worth, others = _with_ties(tree.whole, own, run, len(tree.first), slack)
        runs += others
        tally.add(
            run.draws,
            _chances(tree, tree.whole, own, taken, len(run.draws)),
            _payoffs(tree, own, worth, len(run.draws)),
        )
    return tally


def _quick(
    nodes: Sequence[_Node], numbers: list[Any], players: int, slack: float
) -> tuple[dict[int, Taken], Worth, Truth]:
    """Return what is taken at each decision, what the root is worth, and where there is a tie."""
    value: list[Worth] = []
    taken: dict[int, Taken] = {}
    tied: Truth = np.zeros(1, dtype=bool)
    for v, node in enumerate(nodes):
        below = _below(node, numbers, value, players)
        if node.seat >= 0:
            best = _filled(below[0][node.seat])
            own: Taken = [np.ones(1, dtype=bool)]
            for branch in below[1:]:
                other = _filled(branch[node.seat])
                gap = np.atleast_1d(other - best)
                tied = tied | (np.abs(gap) <= slack)
                better = gap > 0
                own = [one & ~better for one in own]
                own.append(better)
                best = np.maximum(best, other)
            taken[v] = own
            # what the player gets is known already
            below = [[best if i == node.seat else x for i, x in enumerate(b)] for b in below]
        value.append(_value(node, numbers, below, taken.get(v, []), players))
    return taken, value[-1], tied


def _with_ties(
    nodes: Sequence[_Node], numbers: list[Any], run: _Run, players: int, slack: float
) -> tuple[dict[int, Taken], Worth, list[_Run]]:
    """As :func:`_quick`, with a run for each other way to break a tie."""
    size = len(run.draws)
    value: list[Worth] = []
    taken: dict[int, Taken] = {}
    tied: dict[int, Taken] = {}
    others: list[_Run] = []
    for v, node in enumerate(nodes):
        below = _below(node, numbers, value, players)
        if v in run.taken:
            taken[v] = tied[v] = run.taken[v]
        elif node.seat >= 0:
            worth = np.stack([np.broadcast_to(_filled(b[node.seat]), size) for b in below])
            near = worth >= worth.max(axis=0) - slack
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
        value.append(_value(node, numbers, below, taken.get(v, []), players))
    return taken, value[-1], others


def _again(run: _Run, tied: dict[int, Taken], v: int, k: int, branches: int, at: Whole) -> _Run:
    before = {node: [own[at] for own in taken] for node, taken in tied.items()}
    forced = [np.full(len(at), j == k) for j in range(branches)]
    return _Run(run.draws[at], {**before, v: forced})


def _filled(value: Numbers | None) -> Any:
    return 0.0 if value is None else value


def _below(node: _Node, numbers: list[Any], value: list[Worth], players: int) -> list[Worth]:
    """Return what each child is worth to each player, from the first end of the node."""
    found = []
    for child, added in zip(node.children, node.added, strict=True):
        worth = value[child].copy()
        for i in range(players):
            if added[i] != _NONE:
                more, here = numbers[added[i]], worth[i]
                worth[i] = more if here is None else here + more
        found.append(worth)
    return found


def _value(
    node: _Node, numbers: list[Any], below: list[Worth], taken: Taken, players: int
) -> Worth:
    found: Worth = []
    for i in range(players):
        parts = [branch[i] for branch in below]
        if all(part is None for part in parts):
            found.append(None)
        elif node.seat < 0:
            weighed = [
                numbers[row] * part
                for row, part in zip(node.chances, parts, strict=True)
                if part is not None and row != _NONE
            ]
            found.append(sum(weighed[1:], start=weighed[0]) if weighed else None)
        else:
            best = _filled(parts[0])
            for own, part in zip(taken[1:], parts[1:], strict=True):
                if part is not best:
                    best = np.where(own, _filled(part), best)
            found.append(best)
    return found


def _payoffs(tree: Tree, numbers: list[Any], worth: Worth, size: int) -> Numbers:
    found = np.empty((len(tree.first), size))
    for i, row in enumerate(tree.first):
        found[i] = numbers[row] + _filled(worth[i])
    return found


def _chances(
    tree: Tree, nodes: Sequence[_Node], numbers: list[Any], taken: dict[int, Taken], size: int
) -> Numbers:
    """Return the probability of each outcome."""
    reach: dict[int, Any] = {len(nodes) - 1: np.ones(1, dtype=bool)}
    found = np.zeros((tree.outcomes, size))
    for v in reversed(range(len(nodes))):
        node, here = nodes[v], reach.pop(v, None)
        if here is None or not here.any():
            continue
        if not node.children:
            found[node.outcome] += here
        for k, child in enumerate(node.children):
            if node.seat >= 0:
                goes = here & taken[v][k] if here.dtype == bool else here * taken[v][k]
            elif node.chances[k] == _NONE:
                continue
            else:
                goes = here * numbers[node.chances[k]]
            reach[child] = _joined(reach[child], goes) if child in reach else goes
    return found


def _joined(some: Any, more: Any) -> Any:
    # a draw comes to a node by one way at most as long as no chance is in it
    return some | more if some.dtype == more.dtype == bool else some + more
