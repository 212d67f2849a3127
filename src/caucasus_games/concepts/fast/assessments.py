r"""Pure perfect Bayesian equilibria of a tree with hidden moves at many draws at once.

For every choice of pure strategies at the sets that are not settled the conditions of weak perfect
Bayesian equilibrium are checked at all draws: where play reaches a set, no plan of its player gains
under the belief of Bayes' rule; elsewhere some belief must make the plan best. The beliefs that do
so are a polytope, and one of its vertices mixes as many nodes as there are plans equally good.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

import numpy as np

from caucasus_games.concepts.fast.hidden import Hidden, Settled, settle
from caucasus_games.concepts.fast.senders import mixed_signals
from caucasus_games.concepts.fast.vertices import vertices
from caucasus_games.errors import GameError
from caucasus_games.readings.tally import Numbers, Tally, Truth
from caucasus_games.readings.ties import TIE

# the action at each open set
Moves = Mapping[int, int]
# the probability to reach each node that play may come to
Reach = Mapping[int, Numbers]

# choices of pure strategies
_LIMIT = 4_096


def bayesian_equilibria(
    tree: Hidden, values: Mapping[str, Numbers], size: int, tie: float = TIE
) -> Tally:
    """Find the perfect Bayesian equilibria at many draws.

    1. Settle what everybody sees, and check every choice of pure strategies elsewhere.
    2. In a signalling game add the partially mixed ones.
    3. At draws where somebody is indifferent in what is settled, check all choices there too; as
       with single values, for pure strategies alone.

    Parameters
    ----------
    tree : Hidden
        The tree.
    values, size, tie
        As for :func:`~caucasus_games.concepts.fast.trees.tree_equilibria`.

    Returns
    -------
    Tally
        Of all equilibria.

    Raises
    ------
    GameError
        If the sets that are not settled have more than 4,096 choices.
    """
    tally = Tally.empty(tree.outcomes, tree.players, size)
    known = settle(tree, values, size, tie)
    tied = np.any([np.zeros(size, dtype=bool), *known.ties.values()], axis=0)
    for valid, worth in _found(tree, known, tie):
        at = np.flatnonzero(valid & ~tied)
        tally.add(at, worth[tree.players :, at], worth[: tree.players, at])
    draws = np.flatnonzero(tied)
    if len(draws):
        wider = tree.opened(known.ties)
        known = settle(wider, {name: x[draws] for name, x in values.items()}, len(draws), tie)
        for valid, worth in _found(wider, known, tie):
            at = draws[valid]
            tally.add(at, worth[tree.players :, valid], worth[: tree.players, valid])
    return tally


def _found(tree: Hidden, known: Settled, tie: float) -> Iterator[tuple[Truth, Numbers]]:
    yield from pure_assessments(tree, known, tie)
    if tree.signals:
        yield from mixed_signals(tree, tree.signals, known, tie)


def pure_assessments(
    tree: Hidden, known: Settled, tie: float = TIE
) -> Iterator[tuple[Truth, Numbers]]:
    """Check every choice of pure strategies at the open sets.

    Parameters
    ----------
    tree : Hidden
        The tree.
    known : Settled
        What is settled.
    tie : float
        By how much payoffs may differ that count as equal, as a share of their magnitude.

    Yields
    ------
    tuple
        Where it is an equilibrium, shape ``(draws,)``, and what each player gets and then the
        probability of each outcome, shape ``(players + outcomes, draws)``; if it is one anywhere.

    Raises
    ------
    GameError
        If there are more than 4,096 choices.
    """
    ways = [tree.actions(k) for k in tree.open_sets]
    work = prod(ways)
    if work > _LIMIT:
        raise GameError(
            f"the hidden moves leave {work:,} choices of pure strategies, and up to {_LIMIT:,} are "
            "checked at many draws: solve the game at single values with perfect_bayesian"
        )
    checks = _Checks(tree, known, tie)
    for chosen in product(*map(range, ways)):
        moves = dict(zip(tree.open_sets, chosen, strict=True))
        valid = np.ones(known.numbers.shape[-1], dtype=bool)
        reach = _reach(tree, known, moves)
        for k in tree.open_sets:
            if valid.any():
                valid &= checks.best(k, moves, reach)
        if valid.any():
            yield valid, _worth(tree, known, moves, 0)[0]


class _Checks:
    """Whether an action is best at a set; what does not hang on play elsewhere is kept."""

    def __init__(self, tree: Hidden, known: Settled, tie: float) -> None:
        self.tree, self.known, self.tie = tree, known, tie
        self.worth: dict[tuple[int, ...], Numbers] = {}
        self.believed: dict[tuple[int, ...], Truth] = {}

    def best(self, k: int, moves: Moves, reach: Reach) -> Truth:
        """Return at which draws no plan from a set on gains under a belief that is allowed."""
        key = (k, *(moves[j] for j in self.tree.below(k)))
        if key not in self.worth:
            self.worth[key] = self._plans(k, moves)
        worth = self.worth[key]
        weights = [reach.get(v) for v in self.tree.sets[k]]
        size = worth.shape[-1]
        total = sum((w[0] for w in weights if w is not None), start=np.zeros(size))
        parts = [w * own for w, own in zip(weights, worth, strict=True) if w is not None]
        plans = sum(parts, start=np.zeros(worth.shape[1:]))
        allowed = self.tie * (plans[:, 1] + plans[0, 1])
        best: Truth = (plans[:, 0] - plans[0, 0] <= allowed).all(axis=0)
        if (total > 0).all():
            return best
        if key not in self.believed:
            self.believed[key] = _believed(np.moveaxis(worth, 2, 0), self.tie)
        return np.where(total > 0, best, self.believed[key])

    def _plans(self, k: int, moves: Moves) -> Numbers:
        """Return pairs of what plans are worth at each node of a set, the chosen one first."""
        tree = self.tree
        seat = tree.nodes[tree.sets[k][0]].seat
        own = [j for j in tree.below(k) if tree.nodes[tree.sets[j][0]].seat == seat]
        plans = [
            dict(zip(own, plan, strict=True))
            for plan in product(*(range(tree.actions(j)) for j in own))
        ]
        plans.sort(key=lambda plan: any(moves[j] != action for j, action in plan.items()))
        return np.array(
            [
                [_worth(tree, self.known, {**moves, **plan}, v)[:, seat] for plan in plans]
                for v in tree.sets[k]
            ]
        )


def _believed(worth: Numbers, tie: float) -> Truth:
    """Return at which draws some belief on the nodes makes the first plan best."""
    found = np.zeros(worth.shape[-1], dtype=bool)
    for at in vertices(worth, tie):
        found |= at.valid if 0 in at.others else at.valid & at.also[0]
    return found


def _reach(tree: Hidden, known: Settled, moves: Moves) -> Reach:
    reach: dict[int, Numbers] = {0: np.ones((2, known.numbers.shape[-1]))}
    for v, node in enumerate(tree.nodes):
        if v not in reach or v in known.worth:
            continue
        if node.seat >= 0:
            reach[node.children[moves[node.place]]] = reach[v]
        for row, child in zip(node.chances, node.children, strict=bool(node.chances)):
            reach[child] = reach[v] * known.numbers[:, row]
    return reach


def _worth(tree: Hidden, known: Settled, moves: Moves, v: int) -> Numbers:
    node = tree.nodes[v]
    if v in known.worth:
        return known.worth[v]
    if node.seat >= 0:
        return _worth(tree, known, moves, node.children[moves[node.place]])
    found = np.zeros((2, tree.players + tree.outcomes, known.numbers.shape[-1]))
    for row, child in zip(node.chances, node.children, strict=True):
        found += known.numbers[:, [row]] * _worth(tree, known, moves, child)
    return found
