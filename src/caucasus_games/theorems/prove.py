"""Proofs that something is so for all values of the parameters.

A claim is turned into the condition under which it fails, and that is searched for within the
ranges. A proof holds everywhere there but at ties: where a player is indifferent, so that more may
be possible, or a probability is zero, as at an end of its range, so that less may be.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from immutabledict import immutabledict

from caucasus_games.algebra.formula import ALWAYS, NEVER, Formula, Sign, both, either, moved, signs
from caucasus_games.algebra.ratio import ring_of
from caucasus_games.algebra.smt import search
from caucasus_games.concepts.concept import Solver, check_solver
from caucasus_games.concepts.usual import usual
from caucasus_games.errors import GameError, unknown
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.games.door import check_game, described
from caucasus_games.games.kinds import KINDS, Game
from caucasus_games.parameters import Relation
from caucasus_games.parameters.relation import Given
from caucasus_games.readings.given import given_of
from caucasus_games.readings.ranges import at_points, chosen_ranges
from caucasus_games.readings.symbols import Symbols
from caucasus_games.theorems.equilibria import bringing, read
from caucasus_games.theorems.statements import (
    Claim,
    Excluded,
    Guaranteed,
    Implies,
    Proof,
    Raising,
    Unique,
)

if TYPE_CHECKING:
    from caucasus_games.algebra.box import Box, Ranges

# ends the names of copies: of the second game's own, and of a parameter that was raised
_OTHER = "_there"


def prove(
    game: Game,
    claim: Claim | str,
    *,
    solver: Solver | None = None,
    within: Mapping[str, tuple[object, object]] | None = None,
    given: Given | None = None,
    time_limit: float = 30,
) -> Proof:
    """Prove a claim for all values of the parameters, or find values at which it fails.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        The game; what has a value by ``at`` is a number, the rest are free.
    claim : Guaranteed, Excluded, Raising, Implies, Unique or str
        What is claimed; an outcome claims that it is guaranteed.
    solver : callable, optional
        The solution concept, as for :func:`caucasus_games.theorems.conditions`.
    within : mapping of str to pair of exact numbers, optional
        Ranges to take instead of those of the parameters.
    given : list of str, optional
        Relations between parameters, as for :func:`caucasus_games.theorems.conditions`; what the
        second game of :class:`Implies` has for itself they do not bind.
    time_limit : float
        Seconds for the SMT solver, should it be needed, counted in steps, so that the verdict is
        the same on every machine: a million for each. It may take twice as long.

    Returns
    -------
    Proof
        Proved, refuted with values that the exact solver confirms, or unknown.

    Raises
    ------
    GameError
        As :func:`caucasus_games.theorems.conditions`; also if a range is empty or a parameter has
        none.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE, US_TREATY
    >>> from caucasus_games.models import deterrence_by_chance
    >>> game = deterrence_by_chance(US_TREATY).at({"operator_years": 10})
    >>> prove(game, Raising("guarantor_credibility", "peace"))
    proved within the ranges, but at ties
    >>> prove(deterrence_by_chance(NONE), "peace").verdict
    'refuted'
    """
    started = time.monotonic()
    check_game(game, "prove", *KINDS)
    check_solver(solver, "prove")
    claimed = Guaranteed(claim) if isinstance(claim, str) else claim
    if not isinstance(claimed, Claim):
        raise GameError(
            f"prove takes a claim and got {described(claim)}: give an outcome, Guaranteed, "
            "Excluded, Raising, Implies or Unique()"
        )
    chosen = chosen_ranges(game, within or {})
    if isinstance(claimed, Implies):
        there = {name: chosen[name] for name in _shared(game, claimed.other) & {*chosen}}
        claimed = replace(claimed, other=at_points(claimed.other, there))
    game = at_points(game, chosen)
    region = given_of(game, given, chosen)
    failure = _failure(game, claimed, checked_ranges(game, chosen), solver, region)
    return settled(game, claimed, failure, solver, time_limit, started)


class Failure(NamedTuple):
    """Where a claim is about, when it fails there, and the parameters of copies by their names."""

    box: Box
    formula: Formula
    copies: immutabledict[str, str] = immutabledict()
    given: tuple[Relation, ...] = ()


def settled(
    game: Game,
    claim: Claim,
    failure: Failure,
    solver: Solver | None,
    time_limit: float,
    started: float,
) -> Proof:
    """Find out whether a claim fails anywhere, and have a counterexample solved exactly."""
    verdict, values = search(
        failure.box,
        failure.formula,
        lambda point: _fails(game, claim, point, failure.copies, solver),
        time_limit,
    )
    copies = failure.copies if verdict == "refuted" else immutabledict[str, str]()
    seconds = time.monotonic() - started
    return Proof(claim, verdict, immutabledict(values), seconds, copies, failure.given)


def _shared(game: Game, other: Game) -> set[str]:
    """Return the parameters that two games have with one record."""
    both_have = set(game.parameters.values()) & set(other.parameters.values())
    return {record.name for record in both_have}


def checked_ranges(game: Game, chosen: Ranges) -> Ranges:
    """Return the range of each parameter, which none may lack."""
    ranges = {record.name: (record.low, record.high) for record in game.parameters.values()}
    ranges |= chosen
    missing = sorted(s.name for s in game.symbols if s.name not in {*ranges, *game.values})
    if missing:
        raise GameError(
            f"{', '.join(missing)} has no range: give it with within, or fix it with at()"
        )
    return ranges


def _failure(
    game: Game,
    claim: Claim,
    ranges: Ranges,
    solver: Solver | None,
    given: tuple[Relation, ...],
) -> Failure:
    """Return where a claim is about, and the condition under which it fails."""
    outcome = None if isinstance(claim, Unique) else claim.outcome
    listing = read(game, outcome, solver, ranges, given=given)
    reading = listing.plain
    if isinstance(claim, Unique):
        return Failure(reading.box, listing.apart(), given=given)
    possible = listing.possible(bringing(claim.outcome))
    if isinstance(claim, Guaranteed):
        sure = listing.guaranteed(bringing(claim.outcome), possible)
        return Failure(reading.box, sure.negation, given=given)
    if isinstance(claim, Excluded):
        return Failure(reading.box, possible, given=given)
    if isinstance(claim, Raising):
        own = {symbol.name: ranges[symbol.name] for symbol in reading.ring.symbols}
        if claim.name not in own:
            raise unknown("parameter", claim.name, sorted(own))
        return raised(reading, possible, claim, own)
    return _elsewhere(game, claim, reading, possible, ranges, solver)


def _elsewhere(
    game: Game,
    claim: Implies,
    reading: Symbols,
    possible: Formula,
    ranges: Ranges,
    solver: Solver | None,
) -> Failure:
    """Say where an outcome is possible here and not in the other game."""
    same = _shared(game, claim.other)
    wide = checked_ranges(claim.other, {}) | {n: ranges[n] for n in same}
    both_have = (one for one in reading.given if same.issuperset(one.names))
    there_given = given_of(claim.other, both_have, wide)
    other = read(claim.other, claim.outcome, solver, wide, given=there_given)
    taken = {symbol.name for one in (game, claim.other) for symbol in one.symbols}
    names: dict[str, str] = {}
    for symbol in other.plain.ring.symbols:
        n = symbol.name
        names[n] = n if n in same else _copy(n, {*taken, *names.values()})
    own = {symbol.name: ranges[symbol.name] for symbol in reading.ring.symbols}
    both_boxes = {**{new: wide[n] for n, new in names.items()}, **own}
    box = _box(both_boxes, (reading.given, {}), (other.plain.given, names))
    there = moved(other.possible(bringing(claim.outcome)), box.ring, names)
    copies = immutabledict({new: n for n, new in names.items() if n != new})
    failure = both(moved(possible, box.ring, {}), there.negation)
    given = tuple(dict.fromkeys((*reading.given, *there_given)))
    return Failure(box, failure, copies, given)


def raised(reading: Symbols, possible: Formula, claim: Raising, ranges: Ranges) -> Failure:
    """Let a parameter have two values, and say when the greater undoes what the less does."""
    there = _copy(claim.name, ranges)
    after = {claim.name: there}
    wide = {**ranges, there: ranges[claim.name]}
    box = _box(wide, (reading.given, {}), (reading.given, after))
    *_, greater = box.ring.gens
    x = reading.ring.gens[list(ranges).index(claim.name)]

    def undone(one: Formula) -> Formula:
        after = moved(one, box.ring, {claim.name: there})
        return both(moved(one, box.ring, {}), after.negation)

    def kept(one: Sign) -> Iterator[Formula]:
        # where a polynomial grows with it, what it is enough for is not undone
        slope = one.polynomial.diff(x)
        for way, grown in ((slope, one), (-slope, one.negation)):
            grows = reading.box.sign(way, strict=True)
            if grows == ALWAYS or (grows != NEVER and not slope.diff(x)):
                yield either(moved(grows, box.ring, {}).negation, undone(grown).negation)

    known = (row for one in signs(possible) for row in kept(one))
    rise = Sign(greater - x.set_ring(box.ring), strict=True)
    failure = both(undone(possible if claim.keeps else possible.negation), rise, *known)
    return Failure(box, failure, immutabledict({there: claim.name}), tuple(reading.given))


def _copy(name: str, taken: Collection[str]) -> str:
    """Return a name for a copy that nothing else has."""
    name += _OTHER
    return _copy(name, taken) if name in taken else name


def _box(ranges: Ranges, *regions: tuple[Mapping[Relation, Formula], Mapping[str, str]]) -> Box:
    """Return a box in which relations hold under the names that their parameters have there."""
    from caucasus_games.algebra.box import Box

    ring = ring_of(ranges)
    given = [moved(one, ring, names) for region, names in regions for one in region.values()]
    return Box(ring, list(ranges.values()), given=dict.fromkeys(given))


def _fails(
    game: Game,
    claim: Claim,
    point: Mapping[str, Fraction],
    copies: Mapping[str, str],
    solver: Solver | None,
) -> bool:
    """Tell by the exact solver whether a claim fails at a point."""
    second = {**point, **{name: point[copy] for copy, name in copies.items()}}
    other = claim.other if isinstance(claim, Implies) else game
    here, there = _at(game, point), _at(other, second)
    # at a pole, or where a chance is none, there is no game
    if not (_is_defined(here) and _is_defined(there)):
        return False
    found = _outcomes(here, solver)
    if isinstance(claim, Guaranteed):
        return not found or any(claim.outcome not in outcomes for outcomes in found)
    if isinstance(claim, Excluded):
        return any(claim.outcome in outcomes for outcomes in found)
    if isinstance(claim, Unique):
        return len(set(found)) > 1
    first = any(claim.outcome in outcomes for outcomes in found)
    after = any(claim.outcome in outcomes for outcomes in _outcomes(there, solver))
    return first != after and first == (claim.keeps if isinstance(claim, Raising) else True)


def _at(game: Game, point: Mapping[str, Fraction]) -> Game:
    free = {s.name for s in game.symbols} - set(game.values)
    return game.at({name: value for name, value in point.items() if name in free})


def _is_defined(at: Game) -> bool:
    # where numbers are chosen, that is found when the game is solved
    if isinstance(at, ExtensiveForm) and at.offers:
        return True
    try:
        return bool(at.numbers and (not isinstance(at, NormalForm) or at.chances))
    except GameError:
        return False


def _outcomes(at: Game, solver: Solver | None) -> list[frozenset[str]]:
    found = (solver or usual(at))(at)
    return [frozenset(equilibrium.outcomes) for equilibrium in found]
