r"""The numbers among which the best one is, in symbols, each with what follows it.

Where a case of what follows holds beside a number, ``concepts.offers.cases`` says when the number
may be best. A case may hold at a number alone: where the margin of somebody who is asked later
touches zero, or where two margins cross it at once. So at each end and at each root of a margin
the subgame is solved once more with the number put in. What may be played there, and is played
neither just above nor just below, is an option that threatens nobody: who is indifferent there may
as well do what it does beside it. Where payoffs jump what holds beside a number need not hold at
it, and what holds at it need not hold beside it: there the subgame at the number decides alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from sympy.polys.rings import PolyElement

from caucasus_games.algebra.formula import (
    NEVER,
    Formula,
    at_ties,
    both,
    either,
)
from caucasus_games.algebra.ratio import Ratio
from caucasus_games.concepts.offers.beside import within
from caucasus_games.concepts.offers.jumps import may_jump
from caucasus_games.concepts.offers.places import Place, best_places, offer_of, waited
from caucasus_games.concepts.offers.roots import at, has, root_of
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.offers import formulas_at
from caucasus_games.games.vertices import Vertex
from caucasus_games.readings.case import ENDS, Case, constrained, feasible
from caucasus_games.readings.symbols import Symbols

# what may follow a number, with the number put in
Solved = Callable[[Ratio], list[Case]]


class Option(NamedTuple):
    """A number that may be best, with what follows it and where it is a threat to all others."""

    action: str
    case: Case
    threat: Formula


def options(
    reading: Symbols, vertex: Vertex, below: Sequence[Case], solved: Solved
) -> list[Option]:
    """List the numbers among which the best one is, each with what follows and its condition."""
    assert vertex.offer is not None
    name = vertex.offer.symbol
    found = _beside_them(reading, vertex, below, solved)
    found = _alone(reading, vertex, below, solved, found)
    regular = [number for one in found if one.threat != NEVER for number in one.numbers]
    told = []
    for places, case, threat in found:
        action = " or ".join(f"{name} = {written(place)}" for place in places) or f"any {name}"
        if len(places) != 1 or regular.count(places[0]) > (threat != NEVER):
            action += "".join(f", then {move}" for _, _, move in case.moves)
        told.append(Option(action, case, threat))
    return told


def _beside_them(
    reading: Symbols, vertex: Vertex, below: Iterable[Case], solved: Solved
) -> list[Place]:
    """List the numbers that may be best among those around them."""
    x, jumps = offer_of(reading, vertex)[1], may_jump(reading, vertex)
    assert vertex.offer is not None
    ends = (reading.of(vertex.offer.low), reading.of(vertex.offer.high))
    found: list[Place] = []
    meeting: dict[object, Place] = {}
    for case in below:
        own = [
            _place(reading, place, one, solved(place) if jumps or place in ends else [], jumps)
            for place, one in best_places(reading, vertex, case)
        ]
        if own and not any(has(value, x) for value in case.values):
            # whatever is chosen where the case holds comes to the same
            given = either(*(one.case.formula for one in own))
            threat = either(*(one.threat for one in own))
            found.append(Place((), replace(own[0].case, given=given, constraints=()), threat))
            continue
        _meet(meeting, own)
    if vertex.history and not jumps:
        i = reading.game.players.index(vertex.player)
        levels = dict.fromkeys(one.case.values[i] for one in (*found, *meeting.values()))
        for case in below:
            _meet(meeting, waited(reading, vertex, case, [*levels, *(c.values[i] for c in below)]))
    return [*found, *meeting.values()]


def _meet(meeting: dict[object, Place], own: Iterable[Place]) -> None:
    """Add places; where pieces meet they come to the same."""
    for one in own:
        same = one.numbers, one.case.values, one.case.moves
        before = meeting.get(same)
        meeting[same] = one if before is None else _either(before, one)


def _alone(
    reading: Symbols, vertex: Vertex, below: Sequence[Case], solved: Solved, found: list[Place]
) -> list[Place]:
    """Add the numbers at which something may follow that follows no number around them."""
    told = [(_told(reading, case), case) for case in below]
    # where the number changes nothing one stands for all
    alike: dict[object, Place] = {
        (_told(reading, one.case), one.case.values): one for one in found if not one.numbers
    }
    single = [one for one in found if one.numbers]
    for place in touched(reading, vertex):
        for case in solved(place):
            moves = _told(reading, case)
            same = [other for own, other in told if own == moves]
            new = _lonely(reading, vertex, case, same, place)
            if not feasible(reading, new):
                continue
            one, key = Place((place,), new, NEVER), (moves, case.values)
            if _hangs(reading, vertex, case):
                single.append(one)
            else:
                alike[key] = _either(alike[key], one) if key in alike else one
    return [*alike.values(), *single]


def _lonely(
    reading: Symbols, vertex: Vertex, case: Case, same: Iterable[Case], place: Ratio
) -> Case:
    """Let a case that holds at a number count only where none that comes to it holds beside it."""
    x, bounds = offer_of(reading, vertex)[1:]
    around = (
        within(reading, other.formula, bounds, x, place, way)
        for other in same
        if tuple(at(value, x, place) for value in other.values) == case.values
        for way in (1, -1)
    )
    inside = (reading.sign(at(bound, x, place)) for bound in bounds)
    lonely = both(*inside, *(at_ties(beside.negation, True) for beside in around))
    return constrained(reading, case, (vertex.player, vertex.history, "", ""), lonely)


def _met(reading: Symbols, case: Case, there: Iterable[Case]) -> Case:
    """Let a case that holds beside a number hold at it only if that may be played there."""
    told = _told(reading, case)
    alike = (
        one.formula for one in there if one.values == case.values and _told(reading, one) == told
    )
    return replace(case, given=both(case.given, either(*alike)))


def _place(reading: Symbols, place: Ratio, case: Case, there: list[Case], jumps: bool) -> Place:
    """Return a number that may be best, with what follows it as it is at the number."""
    met = _met(reading, case, there) if jumps else case
    return Place((place,), _ending(reading, met, there), case.formula)


def _ending(reading: Symbols, case: Case, there: Iterable[Case]) -> Case:
    """Let a case end as it does at the number: at an end of an offer a chance may be zero."""
    told = _told(reading, case)
    same = (one for one in there if one.values == case.values and _told(reading, one) == told)
    known = next(same, None)
    return replace(case, ends=known.ends) if known else case


def touched(reading: Symbols, vertex: Vertex) -> list[Ratio]:
    """List the ends, and the numbers at which something may follow that does not beside them."""
    assert vertex.offer is not None
    offer = vertex.offer
    found = dict.fromkeys((reading.of(offer.low), reading.of(offer.high)))
    for factor in lone(reading, vertex):
        place = root_of(factor, offer_of(reading, vertex)[1])
        if place is not None:
            found[place] = None
        elif not reading.box.definite(factor):
            raise GameError(
                f"where {factor.as_expr()} is zero somebody may be indifferent, and not around "
                f"it, and {offer.symbol} is no fraction of polynomials there: solve the game at "
                "values, or list numbers with menu(game)"
            )
    return list(found)


def lone(reading: Symbols, vertex: Vertex, every: bool = False) -> list[PolyElement]:
    """List what is zero at a number at which something may follow that does not beside it.

    Somebody's margin touches zero there, or at once with another margin or where pieces of a payoff
    meet: it is a factor of even power, or one of what is asked more than once. Where payoffs jump
    that alone is enough, and so it is with ``every``, as where others meet it at single values of
    the numbers chosen before.
    """
    others = [
        reading.ring.symbols.index(one.offer.symbol)
        for one in _game(reading).vertices
        if one.offer and vertex.history[: len(one.history)] != one.history
    ]
    x, enough = offer_of(reading, vertex)[1], every or may_jump(reading, vertex)
    asking: dict[PolyElement, set[object]] = {}
    for cut, by in reading.asked.items():
        if cut.degree(x) > 0 and not any(cut.degree(k) > 0 for k in others):
            for factor, power in reading.factors(cut):
                if factor.degree(x) > 0:
                    # who touches zero asks twice
                    twice = {object()} if power % 2 == 0 else set()
                    asking.setdefault(factor, set()).update(by, twice)
    return [factor for factor, by in asking.items() if enough or len(by - {ENDS}) > 1]


def _told(reading: Symbols, case: Case) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """Return the moves of a case, without the numbers in them."""
    offers = {one.history for one in _game(reading).vertices if one.offer}
    return tuple(
        (player, after, "" if after in offers else action) for player, after, action in case.moves
    )


def _hangs(reading: Symbols, vertex: Vertex, case: Case) -> bool:
    """Tell whether what is paid after an offer hangs on its number, as far as play goes there."""
    assert vertex.offer is not None
    game, actions = _game(reading), {after: action for _, after, action in case.moves}
    stack = list(vertex.children)
    while stack:
        one = game.vertices[stack.pop()]
        if any(vertex.offer.symbol in formula.free_symbols for formula in formulas_at(one)):
            return True
        if one.offer or not one.player:
            stack += one.children
        elif one.history in actions:
            stack.append(one.children[one.branches.index(actions[one.history])])
    return False


def _game(reading: Symbols) -> ExtensiveForm:
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    return game


def written(number: Ratio) -> str:
    """Write a formula for a number in few letters."""
    from caucasus_games.algebra.rendering import quotient

    return str(quotient(number.above.as_expr(), number.below.as_expr()))


def _either(one: Place, other: Place) -> Place:
    """Join two that come to the same."""
    ends = dict(one.case.ends)
    for outcome, when in other.case.ends:
        ends[outcome] = either(ends.get(outcome, NEVER), when)
    given = either(one.case.formula, other.case.formula)
    case = replace(one.case, given=given, constraints=(), ends=tuple(ends.items()))
    numbers = one.numbers and tuple(dict.fromkeys((*one.numbers, *other.numbers)))
    return Place(numbers, case, either(one.threat, other.threat))
