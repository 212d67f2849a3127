"""What a question is not about: subgames without the outcome count by what they pay alone.

Whether war is a raid or a campaign does not matter to when there is peace, but for what each side
gets by it. So a subgame in which the outcome cannot come about is an end, with names for what is
paid there; what they stand for goes by the cases of the subgame. Subgames that differ by sunk
payoffs alone share the names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import chain, count
from typing import NamedTuple

import sympy

from caucasus_games.concepts.alike import Alike
from caucasus_games.concepts.subgame_cases import subgames
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.subtrees import last_of
from caucasus_games.games.values import changed
from caucasus_games.games.vertices import Vertex
from caucasus_games.readings.case import Case
from caucasus_games.readings.defined import span_of
from caucasus_games.readings.noted import written
from caucasus_games.readings.renamed import Meaning, Renamed, Stands, hull
from caucasus_games.readings.symbols import Symbols


def by_worth(reading: Symbols, outcome: str) -> Renamed | None:
    """Read a tree with subgames without an outcome as ends, if there are any."""
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    # what is paid after a number that is chosen has no name that would do for all of them
    tops = [] if game.offers else _tops(game, outcome)
    if not tops:
        return None
    kinds, worths = _settled(reading, game, tops)
    if not worths:
        return None
    shown = {name: stands for kind in kinds for name, stands in kind.shown.items()}
    spans = {name: hull([span_of(reading, x) for x, _ in row]) for name, row in shown.items()}
    return Renamed(
        reading,
        reading.like_this(
            changed(game, vertices=_cut(game, worths)),
            {name: span for name, span in spans.items() if span is not None},
        ),
        [kind.meanings for kind in kinds if kind.shown],
        shown,
    )


def _settled(
    reading: Symbols, game: ExtensiveForm, tops: list[int]
) -> tuple[list[_Kind], dict[int, tuple[sympy.Expr, ...]]]:
    """Name what is paid in subgames, by their kinds; one with several equilibria is left out."""
    alike = Alike(reading)
    inner = {v for top in tops for v in range(top, last_of(game, top) + 1)}
    found = subgames(reading, alike=alike, only=inner)
    kinds: dict[int, _Kind] = {}
    worths: dict[int, tuple[sympy.Expr, ...]] = {}
    taken = {symbol.name for symbol in reading.ring.symbols} | {*game.parameters}
    for top in tops:
        first, shift = alike.first(top)
        if first is None or reading.undecided(game.vertices[top].history):
            continue
        if first not in kinds:
            kinds[first] = _kind(game, game.vertices[first].history, found[first], taken)
        worths[top] = tuple(
            sympy.expand(paid + written(by))
            for paid, by in zip(kinds[first].worth, shift, strict=True)
        )
    return list(kinds.values()), worths


class _Kind(NamedTuple):
    """What is paid in subgames that differ by what is sunk, and what the names in it stand for."""

    worth: tuple[sympy.Expr, ...]
    meanings: list[Meaning]
    shown: dict[str, Stands]


def _kind(
    game: ExtensiveForm, history: tuple[str, ...], cases: list[Case], taken: set[str]
) -> _Kind:
    """Name what each player is paid whose payoff goes by cases, and take the names."""
    names: dict[int, sympy.Symbol] = {}
    for i, player in enumerate(game.players):
        if len({case.values[i] for case in cases}) > 1:
            names[i] = sympy.Symbol(_name(history, player, taken))
            taken.add(names[i].name)
    return _Kind(
        tuple(names.get(i, written(worth)) for i, worth in enumerate(cases[0].values)),
        [(case.formula, {own: case.values[i] for i, own in names.items()}) for case in cases],
        {
            own.name: tuple((written(case.values[i]), case.formula) for case in cases)
            for i, own in names.items()
        },
    )


def _tops(game: ExtensiveForm, outcome: str) -> list[int]:
    """List the subgames, not inside each other, in which an outcome cannot come about."""
    has = [False] * len(game.vertices)
    for v in reversed(range(len(game.vertices))):
        vertex = game.vertices[v]
        has[v] = vertex.outcome == outcome or any(has[child] for child in vertex.children)
    tops = []
    last = 0
    for v, vertex in enumerate(game.vertices):
        if v > last and vertex.children and not has[v]:
            tops.append(v)
            last = last_of(game, v)
    return tops


def _name(history: tuple[str, ...], player: str, taken: Collection[str]) -> str:
    """Name what a player has after a move, with as many moves before it as tell it apart."""
    moves = (history[-length:] for length in range(1, len(history) + 1))
    again = ((*history, str(k)) for k in count(2))
    names = (
        re.sub(r"\W+", "_", " ".join(("after", *some, player))).lower()
        for some in chain(moves, again)
    )
    return next(name for name in names if name not in taken)


def _cut(game: ExtensiveForm, worths: Mapping[int, tuple[sympy.Expr, ...]]) -> tuple[Vertex, ...]:
    """Return the vertices of a tree with some subgames as ends."""
    gone = {v for top in worths for v in range(top + 1, last_of(game, top) + 1)}
    place: dict[int, int] = {}
    for v in range(len(game.vertices)):
        if v not in gone:
            place[v] = len(place)
    found = []
    for v in place:
        vertex = game.vertices[v]
        if v in worths:
            inside = range(v, last_of(game, v) + 1)
            labels = dict.fromkeys(
                game.vertices[k].outcome for k in inside if not game.vertices[k].children
            )
            found.append(Vertex(vertex.history, "", "", (), (), (), " or ".join(labels), worths[v]))
        else:
            found.append(replace(vertex, children=tuple(place[child] for child in vertex.children)))
    return tuple(found)
