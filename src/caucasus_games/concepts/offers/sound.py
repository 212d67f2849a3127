"""Whether chances stay between zero and one, and bounds do not cross, wherever numbers may be."""

from __future__ import annotations

import sympy

from caucasus_games.algebra.formula import Formula, Sign, both, holds, signs
from caucasus_games.algebra.ratio import Ratio
from caucasus_games.concepts.offers.beside import above
from caucasus_games.concepts.offers.places import offer_of
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.vertices import Vertex, said
from caucasus_games.readings.symbols import Symbols

# points of the ranges that are looked at exactly
_MOST = 20


def check_sound(reading: Symbols) -> None:
    """Refuse a tree in whose ranges a chance or the bounds of a number are found to be none."""
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    for vertex in game.vertices:
        allowed = _allowed(reading, game, vertex)
        for event, chance in zip(vertex.branches, vertex.probabilities, strict=False):
            if not chance.free_symbols & {sympy.Symbol(name) for name in game.offers}:
                continue
            for given, (odds,) in reading.ways([chance]):
                for outside in (-odds, odds - reading.number(1)):
                    if point := _met(reading, both(allowed, given, _positive(outside))):
                        raise GameError(
                            f"the probability {chance} of {event!r} after {said(vertex.history)} "
                            f"is not between 0 and 1 where {point}: let it be so wherever numbers "
                            "and parameters may be"
                        )
        if vertex.offer and (vertex.offer.high - vertex.offer.low).free_symbols:
            low, high = vertex.offer.low, vertex.offer.high
            for given, (width,) in reading.ways([low - high]):
                if point := _met(reading, both(allowed, given, _positive(width))):
                    raise GameError(
                        f"{vertex.player} offers {vertex.offer.symbol} from {low} to {high}, which "
                        f"cross where {point}: choose ranges, or bounds, of which the first is "
                        "never above the second"
                    )


def _allowed(reading: Symbols, game: ExtensiveForm, vertex: Vertex) -> Formula:
    """Say that the numbers that were chosen before lie within their bounds."""
    before = (
        one
        for one in game.vertices
        if one.offer and one is not vertex and one.history == vertex.history[: len(one.history)]
    )
    return both(
        *(Sign(above(bound), False) for one in before for bound in offer_of(reading, one)[2])
    )


def _positive(ratio: Ratio) -> Formula:
    return Sign(above(ratio), True)


def _met(reading: Symbols, formula: Formula) -> str:
    """Tell a point of the ranges at which a formula holds; nothing if none is found."""
    box = reading.box
    used = [
        k
        for k in range(reading.ring.ngens)
        if any(one.polynomial.degree(k) > 0 for one in signs(formula))
    ]
    if not all(box.ranges[k] for k in used):
        return ""
    names = [reading.ring.symbols[k].name for k in used]
    points = map(box.point, map(int, box.true(both(formula, *box.given)).nonzero()[0][:_MOST]))
    # in short fractions it may be elsewhere
    found = next((one for one in points if holds(both(formula, *box.given), one)), None)
    return ", ".join(f"{name} = {found[name]}" for name in names) if found else ""
