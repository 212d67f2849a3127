"""The decisions of a tree, later ones first: what actions are worth, and which ways lead where.

Decisions that differ by sunk payoffs alone are one: whoever decides finds the same differences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

import sympy
from immutabledict import immutabledict

from caucasus_games.games import ExtensiveForm
from caucasus_games.games.vertices import Vertex

Payoffs = tuple[sympy.Expr, ...]


@dataclass(frozen=True)
class Step:
    """A decision, and those that differ from it by what is sunk.

    Parameters
    ----------
    number : int
        Its number: later decisions come first.
    player : str
        Who decides.
    histories : tuple of tuple of str
        What happened before, at each place where it is taken.
    actions : immutabledict of str to immutabledict of str to sympy.Expr
        What each action is worth, beyond what is sunk: to who decides, then to who decided before.
    """

    number: int
    player: str
    histories: tuple[tuple[str, ...], ...]
    actions: immutabledict[str, immutabledict[str, sympy.Expr]]


@dataclass(frozen=True)
class Route:
    """A way from the first move to an outcome.

    Parameters
    ----------
    moves : tuple of tuple of int and str
        The decisions on it by number, with what is taken.
    probability : sympy.Expr
        Of all events on it together.
    """

    moves: tuple[tuple[int, str], ...]
    probability: sympy.Expr


class Decisions:
    """The decisions of a tree by kind."""

    def __init__(self, game: ExtensiveForm, vertices: Sequence[Vertex]) -> None:
        self._players, self._vertices = game.players, vertices
        self._kinds, self._sunk = _divided(vertices)
        # by decision and seat: it is asked again from every decision above
        self._counts: dict[tuple[int, int], bool] = {}
        self._names = {*game.parameters, *game.definitions, *(s.name for s in game.symbols)}
        self._earlier: list[frozenset[str]] = [frozenset()] * len(vertices)
        for v, vertex in enumerate(vertices):
            for child in vertex.children:
                self._earlier[child] = self._earlier[v] | {vertex.player} - {""}

    def steps(self) -> Iterator[Step]:
        """Tell each decision, with names for what those below are worth."""
        for number, places in enumerate(self._places, start=1):
            first = self._vertices[places[0]]
            before = frozenset().union(*(self._earlier[v] for v in places))
            others = [
                player
                for seat, player in enumerate(self._players)
                if player in before - {first.player} and self._moved(places[0], seat)
            ]
            yield Step(
                number,
                first.player,
                tuple(self._vertices[v].history for v in places),
                immutabledict(
                    {
                        action: immutabledict(
                            {
                                player: self._worth(places[0], child, self._players.index(player))
                                for player in (first.player, *others)
                            }
                        )
                        for action, child in zip(first.branches, first.children, strict=True)
                    }
                ),
            )

    def routes(self, outcome: str) -> Iterator[Route]:
        """List the ways to an outcome."""
        open_ways = [(0, Route((), sympy.S.One))]
        while open_ways:
            v, way = open_ways.pop()
            vertex = self._vertices[v]
            if vertex.outcome == outcome:
                yield way
            chances = vertex.probabilities or [sympy.S.One] * len(vertex.children)
            branches = zip(vertex.branches, chances, vertex.children, strict=True)
            for label, chance, child in reversed([*branches]):
                move = ((self._number[self._kinds[v]], label),) if vertex.player else ()
                open_ways.append((child, Route((*way.moves, *move), way.probability * chance)))

    @cached_property
    def _places(self) -> list[list[int]]:
        """The places of each kind of decision: those that follow another come before it."""
        found: dict[int, list[int]] = {}
        heights = [0] * len(self._vertices)
        for v in reversed(range(len(self._vertices))):
            vertex = self._vertices[v]
            heights[v] = max((heights[c] for c in vertex.children), default=0) + bool(vertex.player)
        for v, vertex in enumerate(self._vertices):
            if vertex.player:
                found.setdefault(self._kinds[v], []).append(v)
        return sorted(found.values(), key=lambda places: heights[places[0]])

    @cached_property
    def _number(self) -> dict[int, int]:
        return {
            self._kinds[places[0]]: number for number, places in enumerate(self._places, start=1)
        }

    def _worth(self, v: int, child: int, seat: int) -> sympy.Expr:
        """Return what a branch is worth to a player beyond what is sunk at its start."""
        sunk = self._sunk[child][seat] - self._sunk[v][seat]
        vertex = self._vertices[child]
        if vertex.player:
            return sunk + self._named(child, seat)
        events = zip(vertex.probabilities, vertex.children, strict=True) if vertex.children else ()
        return sunk + sympy.Add(
            *(chance * self._worth(child, below, seat) for chance, below in events)
        )

    def _moved(self, v: int, seat: int) -> bool:
        """Tell whether what is taken at a decision is of any account to a player."""
        if (v, seat) not in self._counts:
            worths = (self._worth(v, child, seat) for child in self._vertices[v].children)
            self._counts[v, seat] = len({sympy.expand(worth) for worth in worths}) > 1
        return self._counts[v, seat]

    def _named(self, v: int, seat: int) -> sympy.Expr:
        """Name what a decision is worth to a player, if that hangs on what is taken."""
        if not self._moved(v, seat):
            return self._worth(v, self._vertices[v].children[0], seat)
        name = re.sub(r"\W+", "_", self._players[seat]).lower()
        name += f"_{self._number[self._kinds[v]]}"
        while name in self._names:
            name += "_"
        return sympy.Symbol(name)


def _divided(vertices: Sequence[Vertex]) -> tuple[list[int], list[Payoffs]]:
    """Return of each vertex its kind, and what is paid there whatever follows."""
    known: dict[object, int] = {}
    kinds = [0] * len(vertices)
    sunk: list[Payoffs] = [()] * len(vertices)
    for v in reversed(range(len(vertices))):
        vertex = vertices[v]
        below = [sunk[child] for child in vertex.children]
        sunk[v] = tuple(map(_common, zip(*below, strict=True))) if below else vertex.payoffs
        inside = tuple(
            (kinds[c], *(sympy.expand(x - y) for x, y in zip(sunk[c], sunk[v], strict=True)))
            for c in vertex.children
        )
        tree = (vertex.player, vertex.branches, vertex.probabilities, inside, vertex.outcome)
        kinds[v] = known.setdefault(tree, len(known))
    return kinds, sunk


def _common(payoffs: Sequence[sympy.Expr]) -> sympy.Expr:
    """Return the terms that payoffs share."""
    terms = ({*formula.as_coefficients_dict().items()} for formula in payoffs)
    shared = reduce(lambda one, other: one & other, terms)
    return sympy.Add(*(factor * term for term, factor in shared))
