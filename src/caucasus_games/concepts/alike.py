"""Subgames that differ by sunk payoffs alone, which are played alike.

Two subgames are of one kind if their trees are the same and each player's payoffs in the one are
those in the other plus a constant: what was paid before. Whoever decides there compares differences
and finds the same, so that a case of the one is a case of the other under the same condition, and
where both are reached, as after two moves of chance, the same case is played in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from immutabledict import immutabledict

from caucasus_games.algebra.ratio import Ratio
from caucasus_games.games import ExtensiveForm
from caucasus_games.readings.case import Case
from caucasus_games.readings.symbols import Symbols

Payoffs = tuple[Ratio, ...]


class Alike:
    """The kinds of subgames of a tree, as far as they are known."""

    def __init__(self, reading: Symbols) -> None:
        assert isinstance(reading.game, ExtensiveForm)
        self._reading, self._game = reading, reading.game
        # of each vertex its kind and what is paid at its first end; nothing if it has no kind
        self._places: dict[int, tuple[int, Payoffs]] = {}
        self._kinds: dict[object, int] = {}
        self._first: dict[int, int] = {}

    def met(self, v: int) -> int | None:
        """Note a subgame, those in it before it, and return the first of its kind if not this."""
        place = self._place(v)
        if place is None:
            return None
        self._places[v] = place
        first = self._first.setdefault(place[0], v)
        return first if first != v else None

    def first(self, v: int) -> tuple[int | None, tuple[Ratio, ...]]:
        """Return the first subgame of the kind of one, and what is sunk here and not there."""
        if v not in self._places:
            return None, ()
        kind, start = self._places[v]
        first = self._first[kind]
        before = self._places[first][1]
        return first, tuple(here - there for here, there in zip(start, before, strict=True))

    def numbered(self, v: int, cases: Iterable[Case]) -> list[Case]:
        """Let each case say that it is the one which is taken of this kind of subgame."""
        if v not in self._places:
            return list(cases)
        kind = self._places[v][0]
        return [
            replace(case, takes=immutabledict({**case.takes, kind: k}))
            for k, case in enumerate(cases)
        ]

    def copied(self, first: int, v: int, cases: Iterable[Case]) -> list[Case]:
        """Return the cases of a subgame from those of the first one of its kind."""
        _, shift = self.first(v)
        start, own = (self._game.vertices[k].history for k in (first, v))

        def moved(history: tuple[str, ...]) -> tuple[str, ...]:
            return (*own, *history[len(start) :])

        found = []
        for case in cases:
            for one in case.constraints:
                self._reading.also_after(one.formula, one.after, moved(one.after))
            found.append(
                replace(
                    case,
                    moves=tuple((who, moved(after), do) for who, after, do in case.moves),
                    constraints=tuple(
                        replace(one, after=moved(one.after)) for one in case.constraints
                    ),
                    values=tuple(x + by for x, by in zip(case.values, shift, strict=True)),
                )
            )
        return found

    def _place(self, v: int) -> tuple[int, Payoffs] | None:
        vertex = self._game.vertices[v]
        if not vertex.children:
            ways = list(self._reading.ways(vertex.payoffs))
            return (self._kind(vertex.outcome), ways[0][1]) if len(ways) == 1 else None
        below = [self._places.get(child) for child in vertex.children]
        if None in below:
            return None
        known = [place for place in below if place is not None]
        start = known[0][1]
        steps = tuple(
            (kind, tuple(x - y for x, y in zip(paid, start, strict=True))) for kind, paid in known
        )
        tree = (vertex.player, vertex.branches, vertex.probabilities, steps)
        return self._kind(tree), start

    def _kind(self, tree: object) -> int:
        return self._kinds.setdefault(tree, len(self._kinds))


def together(cases: Iterable[Case]) -> Mapping[int, int] | None:
    """Join what cases take of each kind of subgame; nothing if they take different cases."""
    taken: dict[int, int] = {}
    for case in cases:
        for kind, k in case.takes.items():
            if taken.setdefault(kind, k) != k:
                return None
    return immutabledict(taken)
