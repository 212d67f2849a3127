r"""Pure strategies of a tree with hidden moves that some beliefs make best, in every reading.

Pure strategies :math:`\sigma` are a weak perfect Bayesian equilibrium iff at every information set
:math:`h` no plan :math:`\tau` of its player from there on gains under a belief :math:`\mu_h`,

.. math:: \sum_{x \in h} \mu_h(x) [u_i(\sigma \mid x) - u_i(\tau \mid x)] \ge 0,

where :math:`\mu_h` follows by Bayes' rule if play reaches :math:`h`, and is any if not [1]_. In the
first case the sum is weighed by how play gets to each node; in the second the beliefs are a
polytope, which has a point iff it has a vertex.

References
----------
.. [1] Mas-Colell, Whinston & Green (1995), Microeconomic Theory, definition 9.C.3. Oxford
   University Press.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import product
from operator import add
from typing import Generic

from caucasus_games.games import ExtensiveForm
from caucasus_games.readings.reading import N, S, Search, T

Moves = Mapping[str, str]
# what a plan loses at each node of a set, and what is done instead
Loss = tuple[tuple[N, ...], str]


@dataclass(frozen=True, eq=False)
class Assessment(Generic[N, S]):
    """Pure strategies that some beliefs make best."""

    known: S
    moves: Moves
    reach: Mapping[int, N]


@dataclass(frozen=True, eq=False)
class Assessments(Generic[N, T, S]):
    """A tree whose pure strategies are looked at, up to where it is known what follows.

    Parameters
    ----------
    reading : Search
        Of its numbers.
    game : ExtensiveForm
        The tree.
    ends : mapping of int to tuple of number
        What each player gets, by vertex from which on it is known what is played.
    odds : mapping of int to tuple of number
        Probabilities of the events before, by vertex.
    single : bool
        Whether plans that change one action are enough.
    """

    reading: Search[N, T, S]
    game: ExtensiveForm
    ends: Mapping[int, tuple[N, ...]]
    odds: Mapping[int, tuple[N, ...]]
    single: bool = False
    _losses: dict[tuple[str, ...], list[Loss[N]]] = field(default_factory=dict, init=False)
    _believed: dict[tuple[str, ...], T] = field(default_factory=dict, init=False)

    @cached_property
    def sets(self) -> dict[str, list[int]]:
        """The vertices of each information set that is left, by its name."""
        found: dict[str, list[int]] = {}
        for v in left(self.game, self.ends):
            if self.game.vertices[v].player:
                found.setdefault(self.game.vertices[v].information_set, []).append(v)
        return found

    @cached_property
    def actions(self) -> dict[str, tuple[str, ...]]:
        """What may be done at each set."""
        return {name: self.game.vertices[own[0]].branches for name, own in self.sets.items()}

    @cached_property
    def below(self) -> dict[str, list[str]]:
        """The sets that play can come to from each on, itself first."""
        found = {}
        for name, nodes in self.sets.items():
            below, waiting = {name: None}, [*nodes]
            while waiting:
                v = waiting.pop()
                if v not in self.ends:
                    if self.game.vertices[v].player:
                        below[self.game.vertices[v].information_set] = None
                    waiting += self.game.vertices[v].children
            found[name] = [*below]
        return found

    def equilibria(self, known: S) -> Iterator[Assessment[N, S]]:
        """Check every choice of pure strategies; yield those that no short look excludes."""
        for chosen in product(*self.actions.values()):
            moves = dict(zip(self.actions, chosen, strict=True))
            reach = self.reached(moves)
            case: S | None = known
            for name in self.sets:
                if case is not None:
                    case = self.rational(case, name, moves, reach)
            if case is not None:
                yield Assessment(case, moves, reach)

    def rational(self, known: S, name: str, moves: Moves, reach: Mapping[int, N]) -> S | None:
        """Add what keeps a player to its plan at a set; nothing if nothing can."""
        reading, losses = self.reading, self._lost(name, moves)
        if len(self.sets[name]) == 1:
            # who knows where it is need not weigh
            told = [self._compared(name, moves, row[0], instead) for row, instead in losses]
        else:
            told = self._weighed(name, moves, reach)
        for instead, truth in told:
            what = self._player(name), (name,), moves[name], instead
            known = reading.require(known, truth, what)
        return None if reading.excludes(known) else known

    def _weighed(self, name: str, moves: Moves, reach: Mapping[int, N]) -> list[tuple[str, T]]:
        """Say what makes a plan best where play comes at a set of several nodes, and where not."""
        reading, losses = self.reading, self._lost(name, moves)
        weights = [(reach[v], k) for k, v in enumerate(self.sets[name]) if v in reach]
        off = reading.zero(reduce(add, (q for q, _ in weights))) if weights else reading.always
        on = reading.negation(off)
        told: list[tuple[str, T]] = []
        if not reading.dead(on):
            for row, instead in losses:
                loss = reduce(add, (q * row[k] for q, k in weights))
                told.append(self._compared(name, moves, loss, instead))
        if not losses or reading.dead(off):
            return told
        truth = self.believed(name, moves)
        if told:
            # play comes here at some draws alone
            here = reading.all_of(on, *(own for _, own in told))
            truth = reading.any_of(here, reading.all_of(off, truth))
        return [("anything else", truth)]

    def _compared(self, name: str, moves: Moves, loss: N, instead: str) -> tuple[str, T]:
        """Say that a plan loses nothing, and what it is compared with."""
        return instead, self.reading.prefers(loss, self._player(name), moves[name], instead)

    def believed(self, name: str, moves: Moves) -> T:
        """Say that some belief on the nodes of a set makes the plan from there on best."""
        key = self._key(name, moves)
        if key not in self._believed:
            losses = [row for row, _ in self._lost(name, moves)]
            self._believed[key] = (
                self.reading.some_belief([], losses) if losses else self.reading.always
            )
        return self._believed[key]

    def reached(self, moves: Moves) -> dict[int, N]:
        """Return how probable play makes each vertex that it may come to, up to the ends."""
        reach = {0: self.reading.number(1)}
        for v in left(self.game, self.ends):
            vertex = self.game.vertices[v]
            if v in reach and vertex.player:
                reach[self._next(v, moves)] = reach[v]
            elif v in reach:
                for chance, child in zip(self.odds[v], vertex.children, strict=True):
                    reach[child] = reach[v] * chance
        return reach

    def _player(self, name: str) -> str:
        return self.game.vertices[self.sets[name][0]].player

    def _next(self, v: int, moves: Moves) -> int:
        vertex = self.game.vertices[v]
        return vertex.children[vertex.branches.index(moves[vertex.information_set])]

    def _key(self, name: str, moves: Moves) -> tuple[str, ...]:
        return name, *(moves[other] for other in self.below[name])

    def _lost(self, name: str, moves: Moves) -> list[Loss[N]]:
        """Return what each plan of a player loses at the nodes of a set, those that differ once."""
        key = self._key(name, moves)
        if key not in self._losses:
            i = self.game.players.index(self._player(name))
            now = [self._worth(v, moves, i) for v in self.sets[name]]
            rows: dict[tuple[N, ...], str] = {}
            for plan in self._plans(name):
                changed = [action for own, action in plan.items() if moves[own] != action]
                if changed:
                    then = [self._worth(v, {**moves, **plan}, i) for v in self.sets[name]]
                    row = tuple(a - b for a, b in zip(now, then, strict=True))
                    if any(row):
                        rows.setdefault(row, " then ".join(changed))
            self._losses[key] = list(rows.items())
        return self._losses[key]

    def _plans(self, name: str) -> Iterator[dict[str, str]]:
        """Yield what the player of a set may do there and at its own sets after it."""
        player = self._player(name)
        own = [name] if self.single else [n for n in self.below[name] if self._player(n) == player]
        for chosen in product(*(self.actions[n] for n in own)):
            yield dict(zip(own, chosen, strict=True))

    def _worth(self, v: int, moves: Moves, i: int) -> N:
        # an explicit stack: there may be more sets than the interpreter nests calls
        parts: list[N] = []
        waiting: list[tuple[int, N | None]] = [(v, None)]
        while waiting:
            u, chance = waiting.pop()
            if u in self.ends:
                parts.append(self.ends[u][i] if chance is None else chance * self.ends[u][i])
            elif self.game.vertices[u].player:
                waiting.append((self._next(u, moves), chance))
            else:
                for odds, child in zip(self.odds[u], self.game.vertices[u].children, strict=True):
                    waiting.append((child, odds if chance is None else chance * odds))
        return reduce(add, parts)


def left(game: ExtensiveForm, ends: Container[int]) -> list[int]:
    """Return the vertices before the ends, parents first."""
    found, waiting = [], [0]
    while waiting:
        v = waiting.pop()
        if v not in ends:
            found.append(v)
            waiting += game.vertices[v].children
    return sorted(found)
