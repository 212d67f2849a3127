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
number would be best. What follows a number and none around it is an option too, and threatens
nobody (``concepts.offers.options``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from caucasus_games.algebra.formula import (
    ALWAYS,
    NEVER,
    Formula,
    Sign,
    at_ties,
    both,
    either,
)
from caucasus_games.algebra.ratio import Ratio
from caucasus_games.concepts.offers.awaited import follows_several
from caucasus_games.concepts.offers.beside import above, beside
from caucasus_games.concepts.offers.jumps import may_jump
from caucasus_games.concepts.offers.options import Option, Solved, options, touched, written
from caucasus_games.concepts.offers.places import candidates, offer_of, told_roots
from caucasus_games.concepts.offers.roots import at
from caucasus_games.games.vertices import Vertex
from caucasus_games.readings.case import Case, constrained, feasible
from caucasus_games.readings.symbols import Symbols

# what a number is called, where it may be chosen, and what it brings if what follows
Demand = tuple[str, Formula, list[tuple[Ratio, Formula]]]


def offered(
    reading: Symbols, vertex: Vertex, below: Sequence[Case], solved: Solved
) -> Iterator[Case]:
    """List the numbers that are chosen, each with what follows and its condition."""
    i = reading.game.players.index(vertex.player)
    found = options(reading, vertex, below, solved)
    several = follows_several(reading, vertex)
    demands = list(_several(reading, vertex, below) if several else _each(i, found))
    if may_jump(reading, vertex):
        demands += _at_places(reading, vertex, solved)
    worths = [one.case.values[i] for one in found]
    # an option that threatens nobody may be as good as nothing else, and be chosen all the same
    if several or len({*worths}) < len(worths) or any(one.threat == NEVER for one in found):
        reading.indifferent.add(vertex.history)
    for action, case, _ in found:
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


def _each(i: int, found: Sequence[Option]) -> Iterator[Demand]:
    """Say what a best number is no worse than, where one thing follows each number."""
    paid: dict[Ratio, tuple[str, Formula]] = {}
    for action, case, threat in found:
        name, before = paid.get(case.values[i], (action, NEVER))
        paid[case.values[i]] = name, either(before, threat)
    for worth, (action, threat) in paid.items():
        if threat != NEVER:
            yield action, threat, [(worth, ALWAYS)]


def _at_places(reading: Symbols, vertex: Vertex, solved: Solved) -> Iterator[Demand]:
    """Say the same of what is had at a number and not beside it, as where payoffs jump."""
    i, x, bounds = offer_of(reading, vertex)
    for place in touched(reading, vertex):
        inside = both(*(reading.sign(at(bound, x, place)) for bound in bounds))
        if inside != NEVER:
            ways = [(case.values[i], case.formula) for case in solved(place)]
            yield f"{vertex.branches[0]} = {written(place)}", inside, ways


def _several(reading: Symbols, vertex: Vertex, below: Sequence[Case]) -> Iterator[Demand]:
    """Say the same where several things may follow: then one of them is to be no better.

    The least of several payoffs is the largest at an end of where one may follow, where two are the
    same, or where one is largest.
    """
    i, x, bounds = offer_of(reading, vertex)
    gaps = [
        (one.values[i] - other.values[i]).above
        for k, one in enumerate(below)
        for other in below[:k]
    ]
    places = dict.fromkeys(
        (
            *(place for case in below for place in candidates(reading, vertex, case)),
            *(place for gap in gaps for place in told_roots(gap, x)),
        )
    )
    for place, way in product(places, (1, -1)):
        inside = both(*(beside(reading, Sign(above(bound)), x, place, way) for bound in bounds))
        ways = [
            (at(case.values[i], x, place), beside(reading, case.formula, x, place, way))
            for case in below
        ]
        some = both(inside, either(*(when for _, when in ways)))
        if not reading.dead(some):
            yield f"{vertex.branches[0]} = {written(place)}", some, ways


def moved(vertex: Vertex, action: str, case: Case) -> Case:
    """Put a move before those of a case."""
    return replace(case, moves=((vertex.player, vertex.history, action), *case.moves))


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
