"""Proofs that something is so for all values of the parameters.

A claim is turned into the condition under which it fails, and that is searched for within the
ranges. A proof holds everywhere there but at ties: where a player is indifferent, so that more may
be possible, or a probability is zero, as at an end of its range, so that less may be.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.algebra.formula import Formula, both, moved
from caucasus_games.concepts.concept import Solver, check_solver
from caucasus_games.errors import GameError, unknown
from caucasus_games.games.door import check_game, described
from caucasus_games.games.kinds import KINDS, Game
from caucasus_games.parameters.relation import Given
from caucasus_games.readings.given import given_of
from caucasus_games.readings.ranges import at_points, chosen_ranges
from caucasus_games.readings.symbols import Symbols
from caucasus_games.theorems.equilibria import Listing, bringing, read
from caucasus_games.theorems.failure import Failure, box_of, checked_ranges, copy_of, settled
from caucasus_games.theorems.raising import Raised
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
    from caucasus_games.algebra.box import Ranges


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
    ranges = checked_ranges(game, chosen)
    outcome = None if isinstance(claimed, Unique) else claimed.outcome
    listing = read(game, outcome, solver, ranges, given=region)
    if isinstance(claimed, Raising):
        raised = Raised(listing, claimed.outcome, ranges)
        if claimed.name not in raised.ranges:
            raise unknown("parameter", claimed.name, sorted(raised.ranges))
        half = claimed.name, claimed.keeps
        return raised.proofs([half], solver, time_limit)[half]
    failure = _failure(listing, claimed, ranges, solver)
    return settled(game, claimed, failure, solver, time_limit, started)


def _shared(game: Game, other: Game) -> set[str]:
    """Return the parameters that two games have with one record."""
    both_have = set(game.parameters.values()) & set(other.parameters.values())
    return {record.name for record in both_have}


def _failure(
    listing: Listing,
    claim: Guaranteed | Excluded | Implies | Unique,
    ranges: Ranges,
    solver: Solver | None,
) -> Failure:
    """Return where a claim is about, and the condition under which it fails."""
    reading, given = listing.plain, tuple(listing.plain.given)
    if isinstance(claim, Unique):
        return Failure(reading.box, listing.apart(), given=given)
    possible = listing.possible(bringing(claim.outcome))
    if isinstance(claim, Guaranteed):
        sure = listing.guaranteed(bringing(claim.outcome), possible)
        return Failure(reading.box, sure.negation, given=given)
    if isinstance(claim, Excluded):
        return Failure(reading.box, possible, given=given)
    return _elsewhere(claim, reading, possible, ranges, solver)


def _elsewhere(
    claim: Implies,
    reading: Symbols,
    possible: Formula,
    ranges: Ranges,
    solver: Solver | None,
) -> Failure:
    """Say where an outcome is possible here and not in the other game."""
    game = reading.game
    same = _shared(game, claim.other)
    wide = checked_ranges(claim.other, {}) | {n: ranges[n] for n in same}
    both_have = (one for one in reading.given if same.issuperset(one.names))
    there_given = given_of(claim.other, both_have, wide)
    other = read(claim.other, claim.outcome, solver, wide, given=there_given)
    taken = {symbol.name for one in (game, claim.other) for symbol in one.symbols}
    names: dict[str, str] = {}
    for symbol in other.plain.ring.symbols:
        n = symbol.name
        names[n] = n if n in same else copy_of(n, {*taken, *names.values()})
    own = {symbol.name: ranges[symbol.name] for symbol in reading.ring.symbols}
    both_boxes = {**{new: wide[n] for n, new in names.items()}, **own}
    box = box_of(both_boxes, (reading.given, {}), (other.plain.given, names))
    there = moved(other.possible(bringing(claim.outcome)), box.ring, names)
    copies = immutabledict({new: n for n, new in names.items() if n != new})
    failure = both(moved(possible, box.ring, {}), there.negation)
    given = tuple(dict.fromkeys((*reading.given, *there_given)))
    return Failure(box, failure, copies, given)
