r"""Subgame perfection in a tree of perfect information at many draws at once.

A decision takes the branch that is worth most. Subtrees that are alike are solved once, which is
right unless somebody is indifferent: two that are alike may then be played in two ways. At draws
with such a tie the tree is solved as it is written, and each of the best branches is taken in turn:
the first in the run that found the tie, and each other one in a run of its own, with what was taken
at ties before it. So every equilibrium in pure strategies comes up once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from caucasus_games.batched.formulas import Compiled
from caucasus_games.batched.tally import Numbers, Tally, Truth, Whole
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm

# for each branch, where it is taken
Taken = list[Truth]

# equilibria at one draw, on average
_MOST = 1_000


@dataclass(frozen=True)
class _Node:
    """A vertex: rows of payoffs at an end, of probabilities at chance, who decides, and before."""

    seat: int
    rows: tuple[int, ...]
    children: tuple[int, ...]
    outcome: int
    needed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Tree:
    """A tree that is ready for arrays.

    Parameters
    ----------
    shared, whole : tuple
        Its nodes, those that come later first, once with subtrees that are alike joined.
    players, outcomes : int
        How many there are.
    """

    shared: tuple[_Node, ...]
    whole: tuple[_Node, ...]
    players: int
    outcomes: int


@dataclass(frozen=True)
class _Run:
    """Draws that are solved together, with what is taken at ties: by node and draw."""

    draws: Whole
    taken: dict[int, Taken]


def tree_of(game: ExtensiveForm, formulas: Compiled, outcomes: tuple[str, ...]) -> Tree:
    """Make a tree ready for arrays.

    Parameters
    ----------
    game : ExtensiveForm
        A tree in which everybody knows where it is.
    formulas : Compiled
        With all its payoffs and probabilities.
    outcomes : tuple of str
        The labels to count.

    Returns
    -------
    Tree
        For :func:`tree_equilibria`.
    """
    found: dict[_Node, int] = {}
    whole: list[_Node] = []
    shared_at: dict[int, int] = {}
    whole_at: dict[int, int] = {}
    for v in reversed(range(len(game.vertices))):
        vertex = game.vertices[v]
        seat = game.players.index(vertex.player) if vertex.player else -1
        rows = tuple(formulas.rows[f] for f in (*vertex.payoffs, *vertex.probabilities))
        outcome = -1 if vertex.children else outcomes.index(vertex.outcome)
        shared, own = (
            _Node(seat, rows, tuple(at[child] for child in vertex.children), outcome)
            for at in (shared_at, whole_at)
        )
        shared_at[v] = found.setdefault(shared, len(found))
        whole_at[v] = len(whole)
        whole.append(own)
    return Tree(_needed([*found]), _needed(whole), len(game.players), len(outcomes))


def tree_equilibria(tree: Tree, numbers: Numbers, slack: float) -> Tally:
    """Find the subgame perfect equilibria at many draws.

    1. Go from the ends up with the value of each node to those who decide before it; keep what is
       taken.
    2. Go down again with the probability to reach each node.
    3. Do so at draws with ties for every way to break them.

    Parameters
    ----------
    tree : Tree
        The tree.
    numbers : numpy.ndarray
        Values of its formulas; shape ``(rows, draws)``.
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
    tally = Tally.empty(tree.outcomes, tree.players, numbers.shape[1])
    taken, tied = _quick(tree.shared, numbers, slack)
    tally.add(slice(None), *_downwards(tree, tree.shared, numbers, taken))
    draws = np.flatnonzero(tied)
    if not len(draws):
        return tally
    tally.forget(draws)
    runs, work = [_Run(draws, {})], 0
    while runs:
        run = runs.pop()
        work += len(run.draws)
        if work > _MOST * numbers.shape[1]:
            raise GameError(
                f"ties make more than {_MOST:,} equilibria at a draw: solve the game at fewer "
                "values with subgame_perfect, or fix what makes players indifferent with values"
            )
        own = numbers[:, run.draws]
        taken, others = _with_ties(tree.whole, own, run, slack)
        runs += others
        tally.add(run.draws, *_downwards(tree, tree.whole, own, taken))
    return tally


def _needed(nodes: Sequence[_Node]) -> tuple[_Node, ...]:
    """Note at each node the players who decide before it."""
    needed: list[set[int]] = [set() for _ in nodes]
    for v in reversed(range(len(nodes))):
        own = {nodes[v].seat} - {-1}
        for child in nodes[v].children:
            needed[child] |= needed[v] | own
    return tuple(
        replace(node, needed=frozenset(players))
        for node, players in zip(nodes, needed, strict=True)
    )


def _quick(
    nodes: Sequence[_Node], numbers: Numbers, slack: float
) -> tuple[dict[int, Taken], Truth]:
    """Return what is taken at each decision, and at which draws there is a tie."""
    value: list[dict[int, Numbers]] = []
    taken: dict[int, Taken] = {}
    tied = np.zeros(numbers.shape[1], dtype=bool)
    for v, node in enumerate(nodes):
        if node.seat >= 0:
            worth = [value[child][node.seat] for child in node.children]
            best = worth[0]
            own: Taken = []
            for k, other in enumerate(worth[1:], 1):
                gap = other - best
                tied |= np.abs(gap) <= slack
                better = gap > 0
                own = [one & ~better for one in own] if k > 1 else [~better]
                own.append(better)
                best = np.maximum(best, other)
            taken[v] = own or [np.ones(numbers.shape[1], dtype=bool)]
        value.append(_values(node, numbers, value, taken.get(v, [])))
    return taken, tied


def _with_ties(
    nodes: Sequence[_Node], numbers: Numbers, run: _Run, slack: float
) -> tuple[dict[int, Taken], list[_Run]]:
    """Return what is taken at each decision, and a run for each other way to break a tie."""
    value: list[dict[int, Numbers]] = []
    taken: dict[int, Taken] = {}
    tied: dict[int, Taken] = {}
    others: list[_Run] = []
    for v, node in enumerate(nodes):
        if v in run.taken:
            taken[v] = tied[v] = run.taken[v]
        elif node.seat >= 0:
            worth = np.stack([value[child][node.seat] for child in node.children])
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
        value.append(_values(node, numbers, value, taken.get(v, [])))
    return taken, others


def _again(run: _Run, tied: dict[int, Taken], v: int, k: int, branches: int, at: Whole) -> _Run:
    before = {node: [own[at] for own in taken] for node, taken in tied.items()}
    forced = [np.full(len(at), j == k) for j in range(branches)]
    return _Run(run.draws[at], {**before, v: forced})


def _values(
    node: _Node,
    numbers: Numbers,
    value: list[dict[int, Numbers]],
    taken: Taken,
) -> dict[int, Numbers]:
    if not node.children:
        return {i: numbers[node.rows[i]] for i in node.needed}
    below = [value[child] for child in node.children]
    if node.seat < 0:
        return {
            i: _sum([numbers[row] * child[i] for row, child in zip(node.rows, below, strict=True)])
            for i in node.needed
        }
    found = dict(below[0])
    for own, child in zip(taken[1:], below[1:], strict=True):
        for i in node.needed:
            found[i] = np.where(own, child[i], found[i])
    return found


def _sum(parts: list[Numbers]) -> Numbers:
    total = parts[0]
    for part in parts[1:]:
        total += part
    return total


def _downwards(
    tree: Tree, nodes: Sequence[_Node], numbers: Numbers, taken: dict[int, Taken]
) -> tuple[Numbers, Numbers]:
    """Return the probability of each outcome, and what each player gets."""
    size = numbers.shape[1]
    reach: dict[int, Numbers] = {len(nodes) - 1: np.ones(size)}
    chances = np.zeros((tree.outcomes, size))
    payoffs = np.zeros((tree.players, size))
    for v in reversed(range(len(nodes))):
        node, here = nodes[v], reach.pop(v, None)
        if here is None or not here.any():
            continue
        if not node.children:
            chances[node.outcome] += here
            for i, row in enumerate(node.rows):
                payoffs[i] += here * numbers[row]
        for k, child in enumerate(node.children):
            goes = here * (taken[v][k] if node.seat >= 0 else numbers[node.rows[k]])
            reach[child] = reach[child] + goes if child in reach else goes
    return chances, payoffs
