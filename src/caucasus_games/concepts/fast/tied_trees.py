"""What is taken in a tree at draws with ties: each of the best branches in a run of its own.

Numbers are pairs of a value and a magnitude, by which ties are told
(:mod:`~caucasus_games.readings.ties`): what each node is worth, and what it is worth beyond its
first end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from caucasus_games.concepts.fast.nodes import NONE, Node, Taken
from caucasus_games.readings.tally import Numbers, Truth, Whole
from caucasus_games.readings.ties import minus


@dataclass(frozen=True)
class Pairs:
    """Pairs of differences and chances, and of payoffs, of shape ``(2, formulas, draws)``."""

    added: Numbers
    ends: Numbers

    def at(self, places: Whole) -> Self:
        """Return some of them."""
        return replace(self, added=self.added[..., places], ends=self.ends[..., places])


@dataclass(frozen=True)
class Run:
    """Draws that are solved together, with what is taken at ties: by node and draw."""

    draws: Whole
    pairs: Pairs
    taken: dict[int, Taken]


def with_ties(nodes: Sequence[Node], run: Run, tie: float) -> tuple[dict[int, Taken], list[Run]]:
    """Return what is taken at each decision, with a run for each other way to break a tie."""
    numbers = run.pairs.added
    # pairs of what each player gets at a node, and of what that is beyond its first end
    worth: list[Numbers] = []
    beyond: list[Numbers] = []
    taken: dict[int, Taken] = {}
    tied: dict[int, Taken] = {}
    others: list[Run] = []
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
        worth.append(_passed_on(node, numbers, below, taken.get(v)))
        beyond.append(_passed_on(node, numbers, more, taken.get(v)))
    return taken, others


def _passed_on(
    node: Node, numbers: Numbers, below: Sequence[Numbers], taken: Taken | None
) -> Numbers:
    """Return what a node is worth, by what its children are and what is taken, unless by chance."""
    if taken is not None:
        return np.select([np.broadcast_to(x, below[0].shape) for x in taken], below)
    ways = zip(node.chances, below, strict=True)
    weighed = [numbers[:, [row]] * part for row, part in ways if row != NONE]
    return sum(weighed, start=np.zeros((*below[0].shape[:2], numbers.shape[-1])))


def _ways(node: Node) -> Iterator[tuple[int, tuple[int, ...]]]:
    return zip(node.children, node.added, strict=True)


def _more(beyond: Numbers, numbers: Numbers, added: tuple[int, ...]) -> Numbers:
    """Return what a child is worth beyond the first end of its parent."""
    found = beyond.copy()
    for i, row in enumerate(added):
        if row != NONE:
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


def _again(run: Run, tied: dict[int, Taken], v: int, k: int, branches: int, at: Whole) -> Run:
    before = {node: [own[at] for own in taken] for node, taken in tied.items()}
    forced = [np.full(len(at), j == k) for j in range(branches)]
    return Run(run.draws[at], run.pairs.at(at), {**before, v: forced})
