"""A tree in which others move before a number is chosen, at many draws at once.

What follows from each offer on is found in symbols, by itself; before it everybody knows where they
are, and at each draw takes what is worth most. A draw at which two things may be worth the same, or
something else than one case holds after an offer, is solved exactly, by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import sympy

from caucasus_games.concepts.fast.offers import (
    Offers,
    add_exactly,
    held_at,
    offers_in,
    paid_and_free,
)
from caucasus_games.concepts.offers.cases import narrowed
from caucasus_games.concepts.offers.sound import check_sound
from caucasus_games.concepts.subgame_cases import subgames
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.subtrees import last_of
from caucasus_games.readings.compiled import Compiled, compiled
from caucasus_games.readings.defined import in_names
from caucasus_games.readings.symbols import Symbols
from caucasus_games.readings.tally import Numbers, Tally, Truth
from caucasus_games.readings.ties import TIE


@dataclass(frozen=True)
class OffersBelow:
    """A tree with offers below other moves, ready for arrays."""

    game: ExtensiveForm
    free: frozenset[str]
    outcomes: int
    before: tuple[int, ...]
    # by vertex: what follows an offer, and which formulas are chances there or paid at an end
    offers: Mapping[int, Offers]
    rows: Mapping[int, slice]
    formulas: Compiled


def takes_offers_below(game: ExtensiveForm) -> bool:
    """Tell whether others move before the first offer, and all know where they are."""
    hidden = any(vertex.known for vertex in game.vertices)
    return not game.vertices[0].offer and game.perfect_information and not hidden


def offers_below_of(
    game: ExtensiveForm, fixed: Mapping[sympy.Symbol, sympy.Expr], outcomes: tuple[str, ...]
) -> OffersBelow:
    """Make a tree with offers below other moves ready for arrays."""
    whole, free = paid_and_free(game, fixed, outcomes)
    plain = Symbols(whole)
    # in the names of the tree formulas are short, and what is impossible in them is so
    renamed = in_names(plain)
    reading = renamed.reading if renamed else plain
    wide = reading.with_offers
    check_sound(wide)
    vertices = whole.short or whole.vertices
    first: list[int] = []
    inside: set[int] = set()
    for v, vertex in enumerate(vertices):
        if vertex.offer and v not in inside:
            first.append(v)
            inside.update(range(v, last_of(whole, v) + 1))
    cases = subgames(wide, only=inside)
    definitions = {sympy.Symbol(name): formula for name, formula in game.definitions.items()}
    before = tuple(v for v in range(len(vertices)) if v not in inside)
    formulas: list[sympy.Expr] = []
    rows: dict[int, slice] = {}
    for v in before:
        own = vertices[v].probabilities or vertices[v].payoffs
        rows[v] = slice(len(formulas), len(formulas) + len(own))
        formulas += own
    return OffersBelow(
        whole,
        free,
        len(outcomes),
        before,
        {
            top: offers_in(
                whole,
                free,
                len(outcomes),
                "",
                [[narrowed(reading, wide, case) for case in cases[top]]],
                fixed,
                definitions,
            )
            for top in first
        },
        rows,
        compiled(formulas, fixed, definitions),
    )


def offers_below_equilibria(
    below: OffersBelow, values: Mapping[str, Numbers], size: int, tie: float = TIE
) -> Tally:
    """Find the subgame perfect equilibria at many draws."""
    players = len(below.game.players) - below.outcomes
    tally = Tally.empty(below.outcomes, players, size)
    rows, sizes = below.formulas.pairs(values, size)
    near = np.zeros(size, bool)
    worth: dict[int, Numbers] = {}
    largest = sizes.max(axis=0, initial=0)
    for top, offers in below.offers.items():
        worth[top], most, unsure = _after_offer(offers, values, size, tie)
        largest, near = np.maximum(largest, most), near | unsure
    for v in reversed(below.before):
        vertex = below.game.vertices[v]
        if not vertex.children:
            worth[v] = rows[below.rows[v]]
        elif not vertex.player:
            parts = zip(rows[below.rows[v]], vertex.children, strict=True)
            worth[v] = sum((chance * worth[child] for chance, child in parts), np.zeros(1))
        else:
            own = np.stack([worth[child] for child in vertex.children])
            paid = own[:, below.game.players.index(vertex.player)]
            best = paid.argmax(axis=0)
            gaps = paid.max(axis=0) - paid
            near = near | ((gaps <= tie * largest).sum(axis=0) > 1)
            worth[v] = np.take_along_axis(own, best[None, None, :], axis=0)[0]
    draws = np.flatnonzero(~near)
    tally.add(draws, worth[0][players:, draws], worth[0][:players, draws])
    add_exactly(tally, below.game, below.free, values, near)
    return tally


def _after_offer(
    offers: Offers, values: Mapping[str, Numbers], size: int, tie: float
) -> tuple[Numbers, Numbers, Truth]:
    """Return what an offer is worth, how large the numbers are, and where it is not sure."""
    held, near = held_at(offers, values, size, tie)
    found = np.zeros((len(offers.game.players), size))
    largest = np.zeros(size)
    for mask, formulas in zip(held, offers.worth, strict=True):
        draws = np.flatnonzero(mask)
        if len(draws):
            some = {name: x[draws] for name, x in values.items()}
            worths, sizes = formulas.pairs(some, len(draws))
            found[:, draws] = worths
            largest[draws] = np.maximum(largest[draws], sizes.max(axis=0))
    return found, largest, near | (np.sum(held, axis=0) != 1)
