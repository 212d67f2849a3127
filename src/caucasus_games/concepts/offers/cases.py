r"""Offers in symbols: a decision among formulas.

Let the cases :math:`c` of what follows the number :math:`x` hold under :math:`C_c(x)`, formulas of
signs of polynomials, and pay who offers :math:`u_c(x)`. Where :math:`C_c` is to hold the best
:math:`x` is an end of where it does, which is a root of one of its signs, or a root of
:math:`u_c'`. Each such root is a fraction of polynomials in the parameters and in the numbers
chosen before: an *option* :math:`o = (c, x_o)`. It may be played where :math:`C_c(x_o)` and
:math:`l \le x_o \le h` hold, and it is a threat to all others where :math:`C_c` holds just above
or just below it as well, and :math:`u_c` does not grow from it on into there:

.. math:: T_o = (C_c^+ \vee C_c^-) \wedge (\neg C_c^+ \vee u_c'(x_o) \le 0)
   \wedge (\neg C_c^- \vee u_c'(x_o) \ge 0).

Then :math:`u_c` has its supremum over where :math:`C_c` holds at such an option, and :math:`o` is
chosen where

.. math:: T_o \wedge \bigwedge_p (\neg T_p \vee u_o \ge u_p).

At an option that is the root of somebody's margin, that player is indifferent, whatever the
parameters are; what it does there is a part of the option. Did it do the other thing, then no
number would be best.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import NamedTuple

from sympy.polys.rings import PolyElement

from caucasus_games.algebra.formula import (
    ALWAYS,
    NEVER,
    Formula,
    Sign,
    at_ties,
    both,
    either,
    signs,
    truth,
)
from caucasus_games.algebra.ratio import Ratio
from caucasus_games.concepts.offers.roots import at, composed, has, roots, slope
from caucasus_games.errors import GameError
from caucasus_games.games.vertices import Vertex
from caucasus_games.readings.case import Case, constrained, feasible
from caucasus_games.readings.symbols import Symbols

# what a number is called, where it may be chosen, and what it brings if what follows
Demand = tuple[str, Formula, list[tuple[Ratio, Formula]]]


class Option(NamedTuple):
    """A number that may be best, with what follows it; its case holds where it is a threat."""

    action: str
    case: Case


def offered(reading: Symbols, vertex: Vertex, below: Sequence[Case]) -> Iterator[Case]:
    """List the numbers that are chosen, each with what follows and its condition."""
    i = reading.game.players.index(vertex.player)
    options = threats(reading, vertex, below)
    several = follows_several(reading, vertex)
    demands = list((_several if several else _each)(reading, vertex, below, options))
    worths = [case.values[i] for _, case in options]
    if several or len({*worths}) < len(worths):
        reading.indifferent.add(vertex.history)
    for action, case in options:
        worth, new = case.values[i], moved(vertex, action, case)
        for other, unless, offers in demands:
            if new.formula == NEVER:
                break
            formula = either(
                at_ties(unless.negation, True),
                *(
                    both(
                        when,
                        reading.prefers(
                            worth - there, vertex.player, action, other, vertex.history, worth
                        ),
                    )
                    for there, when in offers
                ),
            )
            if reading.box.impossible(new.formula, formula):
                formula = NEVER
            new = constrained(reading, new, (vertex.player, vertex.history, action, other), formula)
        if feasible(reading, new):
            yield new


def follows_several(reading: Symbols, vertex: Vertex) -> bool:
    """Tell whether more than one thing may follow a number whatever the values are."""
    (name,) = vertex.branches
    start = (*vertex.history, name)
    return any(history[: len(start)] == start for history in reading.indifferent)


def _each(
    reading: Symbols, vertex: Vertex, below: Sequence[Case], options: Sequence[Option]
) -> Iterator[Demand]:
    """Say what a best number is no worse than, where one thing follows each number."""
    i = reading.game.players.index(vertex.player)
    paid: dict[Ratio, tuple[str, Formula]] = {}
    for action, case in options:
        name, before = paid.get(case.values[i], (action, NEVER))
        paid[case.values[i]] = name, either(before, case.formula)
    for worth, (action, threat) in paid.items():
        yield action, threat, [(worth, ALWAYS)]


def _several(
    reading: Symbols, vertex: Vertex, below: Sequence[Case], options: Sequence[Option]
) -> Iterator[Demand]:
    """Say the same where several things may follow: then one of them is to be no better.

    The least of several payoffs is the largest at an end of where one may follow, where two are the
    same, or where one is largest.
    """
    i, x, bounds = _of(reading, vertex)
    gaps = [
        (one.values[i] - other.values[i]).above
        for k, one in enumerate(below)
        for other in below[:k]
    ]
    places = dict.fromkeys(
        (
            *(place for case in below for place in _candidates(reading, vertex, case)),
            *(place for gap in gaps for place in _roots(gap, x)),
        )
    )
    for place, way in product(places, (1, -1)):
        inside = both(*(_beside(reading, Sign(_above(bound)), x, place, way) for bound in bounds))
        ways = [
            (at(case.values[i], x, place), _beside(reading, case.formula, x, place, way))
            for case in below
        ]
        some = both(inside, either(*(when for _, when in ways)))
        if not reading.dead(some):
            yield f"{vertex.branches[0]} = {written(place)}", some, ways


def moved(vertex: Vertex, action: str, case: Case) -> Case:
    """Put a move before those of a case."""
    return replace(case, moves=((vertex.player, vertex.history, action), *case.moves))


def threats(reading: Symbols, vertex: Vertex, below: Iterable[Case]) -> list[Option]:
    """List the numbers among which the best one is, each where it is a threat to all others."""
    assert vertex.offer is not None
    name = vertex.offer.symbol
    x = reading.ring.symbols.index(name)
    found: list[tuple[Ratio | None, Case]] = []
    meeting: dict[tuple[Ratio, tuple[Ratio, ...], object], Case] = {}
    for case in below:
        own = list(_places(reading, vertex, case))
        if own and not any(has(value, x) for value in case.values):
            # whatever is chosen where the case holds comes to the same
            first = own[0][1]
            given = either(*(one.formula for _, one in own))
            found.append((None, replace(first, given=given, constraints=())))
        else:
            for number, one in own:
                # where pieces meet they come to the same
                same = number, one.values, one.moves
                meeting[same] = _either(meeting[same], one) if same in meeting else one
    found += [(same[0], one) for same, one in meeting.items()]
    places = [place for place, _ in found]
    options = []
    for place, case in found:
        action = f"any {name}" if place is None else f"{name} = {written(place)}"
        if place is None or places.count(place) > 1:
            action += "".join(f", then {move}" for _, _, move in case.moves)
        options.append(Option(action, case))
    return options


def written(number: Ratio) -> str:
    """Write a formula for a number in few letters."""
    from caucasus_games.algebra.rendering import quotient

    return str(quotient(number.above.as_expr(), number.below.as_expr()))


def _either(one: Case, other: Case) -> Case:
    """Join two cases that come to the same."""
    ends = dict(one.ends)
    for outcome, when in other.ends:
        ends[outcome] = either(ends.get(outcome, NEVER), when)
    return replace(
        one, given=either(one.formula, other.formula), constraints=(), ends=tuple(ends.items())
    )


def _of(reading: Symbols, vertex: Vertex) -> tuple[int, int, list[Ratio]]:
    """Return who offers, the place of the number, and what is not negative within its bounds."""
    offer = vertex.offer
    assert offer is not None
    x = reading.ring.symbols.index(offer.symbol)
    number = Ratio(reading.ring.gens[x], reading.ring(1))
    bounds = [number - reading.of(offer.low), reading.of(offer.high) - number]
    return reading.game.players.index(vertex.player), x, bounds


def _candidates(reading: Symbols, vertex: Vertex, case: Case) -> dict[Ratio, None]:
    """List where a case may be best: at its ends, or where what it pays is largest."""
    offer = vertex.offer
    assert offer is not None
    i, x, _ = _of(reading, vertex)
    cuts = [sign.polynomial for sign in signs(case.formula)]
    cuts.append(slope(case.values[i], x))
    ends = reading.of(offer.low), reading.of(offer.high)
    return dict.fromkeys((*ends, *(place for cut in cuts for place in _roots(cut, x))))


def _places(reading: Symbols, vertex: Vertex, case: Case) -> Iterator[tuple[Ratio, Case]]:
    """Yield where a case may be best, with the case there."""
    i, x, bounds = _of(reading, vertex)
    rises = slope(case.values[i], x)
    for place in _candidates(reading, vertex, case):
        inside = both(*(reading.sign(at(bound, x, place)) for bound in bounds))
        new = Case(
            case.moves,
            both(inside, _substituted(reading, case.given, x, place)),
            (),
            tuple(at(value, x, place) for value in case.values),
            tuple(
                (outcome, _substituted(reading, when, x, place, strict=True))
                for outcome, when in case.ends
            ),
        )
        for one in case.constraints:
            what = (one.player, one.after, one.action, one.instead)
            new = constrained(reading, new, what, _substituted(reading, one.formula, x, place))
        threat = _threat(reading, case.formula, rises, bounds, x, place)
        new = constrained(reading, new, (vertex.player, vertex.history, "", ""), threat)
        if feasible(reading, new):
            yield place, new


def _roots(cut: PolyElement, x: int) -> Iterator[Ratio]:
    for place in roots(cut, x):
        if not isinstance(place, Ratio):
            raise GameError(
                f"the best {cut.ring.symbols[x]} may be a root of {cut.as_expr()}, which is "
                "irrational: solve the game at values, or list numbers with menu(game)"
            )
        yield place


def _substituted(
    reading: Symbols, formula: Formula, x: int, place: Ratio, strict: bool = False
) -> Formula:
    """Put a formula in the place of a number; what is zero there holds unless it must not be."""

    def sign(one: Sign) -> Formula:
        found = reading.sign(composed(one.polynomial, x, place), strict and one.strict)
        return reading.like(found, one)

    return truth(formula, sign, lambda every, parts: (both if every else either)(*parts))


def _beside(reading: Symbols, formula: Formula, x: int, place: Ratio, way: int) -> Formula:
    """Say that a formula holds just above a number, or just below it."""

    def sign(one: Sign) -> Formula:
        polynomial, turned = one.polynomial, 1
        # a polynomial that is not zero has a derivative that is not
        while not (value := composed(polynomial, x, place)):
            polynomial, turned = polynomial.diff(x), turned * way
        return reading.sign(value if turned > 0 else -value)

    return truth(formula, sign, lambda every, parts: (both if every else either)(*parts))


def _threat(
    reading: Symbols,
    formula: Formula,
    rises: PolyElement,
    bounds: list[Ratio],
    x: int,
    place: Ratio,
) -> Formula:
    """Say where a number is the best of its case beside it, and the case holds beside it."""
    above, below = (
        both(
            *(_beside(reading, Sign(_above(bound)), x, place, way) for bound in bounds),
            _beside(reading, formula, x, place, way),
        )
        for way in (1, -1)
    )
    if not rises:
        # the ends of a range of numbers that are all as good stand for them
        return both(either(above, below), at_ties(both(above, below).negation, True))
    gain = composed(rises, x, place)
    return both(
        either(above, below),
        either(at_ties(above.negation, True), reading.sign(-gain)),
        either(at_ties(below.negation, True), reading.sign(gain)),
    )


def _above(ratio: Ratio) -> PolyElement:
    """Return a polynomial of the sign of a ratio."""
    return ratio.above if ratio.below.is_ground else ratio.above * ratio.below


def narrowed(reading: Symbols, wide: Symbols, case: Case) -> Case:
    """Write a case without the numbers that were chosen, as no formula has one any more."""
    return Case(
        case.moves,
        reading.adopted(wide, case.given),
        tuple(replace(one, formula=reading.adopted(wide, one.formula)) for one in case.constraints),
        tuple(
            Ratio(reading.shortened(value.above), reading.shortened(value.below))
            for value in case.values
        ),
        tuple((outcome, reading.adopted(wide, when)) for outcome, when in case.ends),
    )
