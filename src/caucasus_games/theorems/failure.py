"""Where a claim fails, and the search for a point there that the exact solver confirms."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from immutabledict import immutabledict

from caucasus_games.algebra.formula import Formula, moved
from caucasus_games.algebra.ratio import ring_of
from caucasus_games.algebra.smt import search
from caucasus_games.concepts.concept import Solver
from caucasus_games.concepts.usual import usual
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.games.kinds import Game
from caucasus_games.parameters import Relation
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
    *,
    points: bool = True,
) -> Proof:
    """Find out whether a claim fails anywhere, and have a counterexample solved exactly."""
    verdict, values = search(
        failure.box,
        failure.formula,
        lambda point: fails(game, claim, point, failure.copies, solver),
        time_limit,
        points=points,
    )
    copies = failure.copies if verdict == "refuted" else immutabledict[str, str]()
    seconds = time.monotonic() - started
    return Proof(claim, verdict, immutabledict(values), seconds, copies, failure.given)


def copy_of(name: str, taken: Collection[str]) -> str:
    """Return a name for a copy that nothing else has."""
    name += _OTHER
    return copy_of(name, taken) if name in taken else name


def box_of(ranges: Ranges, *regions: tuple[Mapping[Relation, Formula], Mapping[str, str]]) -> Box:
    """Return a box in which relations hold under the names that their parameters have there."""
    from caucasus_games.algebra.box import Box

    ring = ring_of(ranges)
    given = [moved(one, ring, names) for region, names in regions for one in region.values()]
    return Box(ring, list(ranges.values()), given=dict.fromkeys(given))


def fails(
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
