"""The numbers at which a case may be best, or waited for, with the case there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sympy.polys.rings import PolyElement

from caucasus_games.algebra.formula import (
    NEVER,
    Formula,
    at_ties,
    both,
    either,
    signs,
)
from caucasus_games.algebra.ratio import Ratio
from caucasus_games.concepts.offers.awaited import awaited, follows_several
from caucasus_games.concepts.offers.beside import substituted, within
from caucasus_games.concepts.offers.roots import at, composed, has, known_roots, roots, slope
from caucasus_games.errors import GameError
from caucasus_games.games.vertices import Vertex
from caucasus_games.readings.case import Case, constrained, feasible
from caucasus_games.readings.symbols import Symbols


class Place(NamedTuple):
    """An option before it has a name: the numbers that stand for it; none if any does."""

    numbers: tuple[Ratio, ...]
    case: Case
    threat: Formula


def offer_of(reading: Symbols, vertex: Vertex) -> tuple[int, int, list[Ratio]]:
    """Return who offers, the place of the number, and what is not negative within its bounds."""
    offer = vertex.offer
    assert offer is not None
    x = reading.ring.symbols.index(offer.symbol)
    number = Ratio(reading.ring.gens[x], reading.ring(1))
    bounds = [number - reading.of(offer.low), reading.of(offer.high) - number]
    return reading.game.players.index(vertex.player), x, bounds


def candidates(reading: Symbols, vertex: Vertex, case: Case) -> dict[Ratio, None]:
    """List where a case may be best: at its ends, or where what it pays is largest."""
    offer = vertex.offer
    assert offer is not None
    i, x, _ = offer_of(reading, vertex)
    cuts = [sign.polynomial for sign in signs(case.formula)]
    cuts.append(slope(case.values[i], x))
    ends = reading.of(offer.low), reading.of(offer.high)
    return dict.fromkeys((*ends, *(place for cut in cuts for place in told_roots(cut, x))))


def best_places(reading: Symbols, vertex: Vertex, case: Case) -> Iterator[tuple[Ratio, Case]]:
    """Yield where a case may be best, with the case there."""
    i, x, bounds = offer_of(reading, vertex)
    rises = slope(case.values[i], x)
    for place in candidates(reading, vertex, case):
        new = _put(reading, vertex, case, place)
        threat = _threat(reading, case.formula, rises, bounds, x, place)
        new = constrained(reading, new, (vertex.player, vertex.history, "", ""), threat)
        if feasible(reading, new):
            yield place, new


def _put(reading: Symbols, vertex: Vertex, case: Case, place: Ratio) -> Case:
    """Put a number into a case, within the bounds."""
    _, x, bounds = offer_of(reading, vertex)
    inside = both(*(reading.sign(at(bound, x, place)) for bound in bounds))
    new = Case(
        case.moves,
        both(inside, substituted(reading, case.given, x, place)),
        (),
        tuple(at(value, x, place) for value in case.values),
        tuple(
            (outcome, substituted(reading, when, x, place, strict=True))
            for outcome, when in case.ends
        ),
    )
    for one in case.constraints:
        what = (one.player, one.after, one.action, one.instead)
        new = constrained(reading, new, what, substituted(reading, one.formula, x, place))
    return new


def waited(
    reading: Symbols, vertex: Vertex, case: Case, levels: Iterable[Ratio]
) -> Iterator[Place]:
    """Yield the numbers for which somebody may wait who moved before.

    They are the best of no case, and so no threat to others.
    """
    i, x, _ = offer_of(reading, vertex)
    if not any(has(value, x) for value in case.values):
        return
    cuts = [*awaited(reading, vertex, case.values)]
    if follows_several(reading, vertex):
        # a range may end where no more is had than must be
        cuts += [(case.values[i] - level).above for level in levels]
    for place in (one for one in known_roots(cuts, x) if isinstance(one, Ratio)):
        new = _put(reading, vertex, case, place)
        if feasible(reading, new):
            yield Place((place,), new, NEVER)


def told_roots(cut: PolyElement, x: int) -> Iterator[Ratio]:
    """Yield the roots of a polynomial, each of which must be a fraction of polynomials."""
    for place in roots(cut, x):
        if not isinstance(place, Ratio):
            raise GameError(
                f"the best {cut.ring.symbols[x]} may be a root of {cut.as_expr()}, which is "
                "irrational: solve the game at values, or list numbers with menu(game)"
            )
        yield place


def _threat(
    reading: Symbols,
    formula: Formula,
    rises: PolyElement,
    bounds: list[Ratio],
    x: int,
    place: Ratio,
) -> Formula:
    """Say where a number is the best of its case beside it, and the case holds beside it."""
    over, under = (within(reading, formula, bounds, x, place, way) for way in (1, -1))
    if not rises:
        # the ends of a range of numbers that are all as good stand for them
        return both(either(over, under), at_ties(both(over, under).negation, True))
    gain = composed(rises, x, place)
    return both(
        either(over, under),
        either(at_ties(over.negation, True), reading.sign(-gain)),
        either(at_ties(under.negation, True), reading.sign(gain)),
    )
