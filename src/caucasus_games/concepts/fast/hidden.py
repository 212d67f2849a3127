"""A tree with hidden moves that is ready for arrays; what everybody sees is settled first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import sympy

from caucasus_games.games import ExtensiveForm
from caucasus_games.games.signals import Signals, signals
from caucasus_games.readings.compiled import Compiled, compiled
from caucasus_games.readings.tally import Numbers, Truth
from caucasus_games.readings.ties import TIE, minus, tied

Places = tuple[int, ...]


@dataclass(frozen=True)
class _Node:
    """A vertex: who decides, at which set, the rows of chances and of payoffs, and children."""

    seat: int
    place: int
    chances: Places
    children: Places
    payoffs: Places
    outcome: int


@dataclass(frozen=True)
class Hidden:
    """A tree with hidden moves."""

    game: ExtensiveForm
    formulas: Compiled
    nodes: tuple[_Node, ...]
    sets: tuple[Places, ...]
    open_sets: Places
    seats: Mapping[str, int]
    outcomes: int
    signals: Signals | None

    @property
    def players(self) -> int:
        """How many there are."""
        return len(self.seats)

    def end(self, v: int, numbers: Numbers) -> Numbers:
        """Return what an end gives each player, and then the probability of each outcome."""
        shape = (*numbers.shape[:-2], self.players + self.outcomes, numbers.shape[-1])
        found = np.zeros(shape)
        found[..., : self.players, :] = numbers[..., list(self.nodes[v].payoffs), :]
        found[..., self.players + self.nodes[v].outcome, :] = 1
        return found

    def opened(self, places: Iterable[int]) -> Self:
        """Return the tree with more sets, and those before them, that are not settled."""
        more = _open(self.nodes, {*self.open_sets, *places})
        return replace(self, open_sets=more, signals=None)


@dataclass(frozen=True)
class Settled:
    """What is known at some draws before the open sets are played."""

    numbers: Numbers
    worth: Mapping[int, Numbers]
    ties: Mapping[int, Truth]


def hidden_of(
    game: ExtensiveForm, fixed: Mapping[sympy.Symbol, sympy.Expr], outcomes: tuple[str, ...]
) -> Hidden:
    """Make a tree with hidden moves ready for arrays."""
    rows: dict[sympy.Expr, int] = {}
    names = list(game.information_sets)
    sets: list[list[int]] = [[] for _ in names]
    nodes = []
    for v, at in enumerate(game.vertices):
        place = names.index(at.information_set) if at.player else -1
        if at.player:
            sets[place].append(v)
        chances, payoffs = (
            tuple(rows.setdefault(f.xreplace(fixed), len(rows)) for f in formulas)
            for formulas in (at.probabilities, at.payoffs)
        )
        seat = game.players.index(at.player) if at.player else -1
        outcome = -1 if at.children else outcomes.index(at.outcome)
        nodes.append(_Node(seat, place, chances, at.children, payoffs, outcome))
    shape = signals(game)
    # who sends and who replies is not settled, even where no other type sends the same
    apart = {names.index(name) for name in (*shape.messages, *shape.replies)} if shape else set()
    apart |= {place for place, own in enumerate(sets) if len(own) > 1}
    return Hidden(
        game,
        compiled(rows),
        tuple(nodes),
        tuple(map(tuple, sets)),
        _open(nodes, apart),
        {player: seat for seat, player in enumerate(game.players)},
        len(outcomes),
        shape,
    )


def _open(nodes: Sequence[_Node], places: set[int]) -> Places:
    """Return these sets and all before them."""
    settled: set[int] = set()
    for v in reversed(range(len(nodes))):
        if nodes[v].place not in places and settled.issuperset(nodes[v].children):
            settled.add(v)
    return tuple(sorted({nodes[v].place for v in range(len(nodes)) if v not in settled} - {-1}))


def settle(tree: Hidden, values: Mapping[str, Numbers], size: int, tie: float = TIE) -> Settled:
    """Solve by backward induction what everybody sees."""
    numbers = tree.formulas.pairs(values, size)
    worth: dict[int, Numbers] = {}
    ties: dict[int, Truth] = {}
    for v in reversed(range(len(tree.nodes))):
        node = tree.nodes[v]
        if node.place in tree.open_sets or any(child not in worth for child in node.children):
            continue
        if not node.children:
            worth[v] = tree.end(v, numbers)
            continue
        below = [worth[child] for child in node.children]
        if node.seat < 0:
            parts = [
                numbers[:, [row]] * part for row, part in zip(node.chances, below, strict=True)
            ]
            worth[v] = np.sum(parts, axis=0)
            continue
        best = below[0]
        for other in below[1:]:
            gap = minus(other[:, node.seat], best[:, node.seat])
            here = tied(gap, tie)
            if here.any():
                ties[node.place] = ties.get(node.place, False) | here
            best = np.where(gap[0] > 0, other, best)
        worth[v] = best
    return Settled(numbers, worth, ties)
