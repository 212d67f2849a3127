"""What raising a parameter undoes: looked for at many draws first, then with its two values."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.algebra.formula import (
    ALWAYS,
    NEVER,
    Formula,
    Sign,
    both,
    either,
    holds,
    moved,
    signs,
)
from caucasus_games.concepts.concept import Solver
from caucasus_games.theorems.equilibria import Listing, bringing
from caucasus_games.theorems.failure import Failure, box_of, copy_of, fails, settled
from caucasus_games.theorems.statements import Proof, Raising
from caucasus_games.theorems.told import Told

if TYPE_CHECKING:
    from caucasus_games.algebra.box import Ranges
    from caucasus_games.theorems.crossings import Half

Point = immutabledict[str, Fraction]


class Raised:
    """An outcome of a game, and what raising this or that parameter does to it."""

    def __init__(self, listing: Listing, outcome: str, ranges: Ranges) -> None:
        self._listing, self._reading, self._outcome = listing, listing.plain, outcome
        self._possible = listing.possible(bringing(outcome))
        self.ranges = {symbol.name: ranges[symbol.name] for symbol in self._reading.ring.symbols}

    def proofs(
        self, halves: Collection[Half], solver: Solver | None, time_limit: float
    ) -> dict[Half, Proof]:
        """Settle for parameters whether raising them keeps the outcome, or keeps it away."""
        if not halves:
            return {}
        started = time.monotonic()
        found = self._seen(halves, solver)
        # what is done for all of them at once is shared among them
        shared = (time.monotonic() - started) / len(halves)
        game, given = self._reading.game, tuple(self._reading.given)
        proofs = {}
        for half in halves:
            claim = self._claim(half)
            if half in found:
                copies = self._copies(claim.name)
                proofs[half] = Proof(claim, "refuted", found[half], shared, copies, given)
            else:
                since = time.monotonic() - shared
                failure = self._failure(claim)
                proofs[half] = settled(
                    game, claim, failure, solver, time_limit, since, points=False
                )
        return proofs

    def _claim(self, half: Half) -> Raising:
        name, keeps = half
        return Raising(name, self._outcome, keeps)

    def _copies(self, name: str) -> immutabledict[str, str]:
        return immutabledict({copy_of(name, self.ranges): name})

    def _seen(self, halves: Collection[Half], solver: Solver | None) -> dict[Half, Point]:
        """Return values, and the greater one of the parameter, at which claims fail."""
        from caucasus_games.theorems.crossings import crossings

        known = both(*self._reading.given.values())
        names = self._listing.names
        told = names.told(self._possible)

        def point(name: str, values: Mapping[str, Fraction], greater: Fraction) -> Point:
            return immutabledict({**values, **dict.fromkeys(self._copies(name), greater)})

        def confirmed(half: Half, values: Mapping[str, Fraction], greater: Fraction) -> bool:
            name, _ = half
            both_have = holds(known, values) and holds(known, {**values, name: greater})
            return (
                both_have
                and greater > values[name]
                and fails(
                    self._reading.game,
                    self._claim(half),
                    point(name, values, greater),
                    self._copies(name),
                    solver,
                )
            )

        written = Told(told, immutabledict(), names.needed(told))
        given = Told(known, immutabledict(), immutabledict())
        found = crossings(written, given, self.ranges, halves, confirmed)
        return {half: point(half[0], *pair) for half, pair in found.items()}

    def _failure(self, claim: Raising) -> Failure:
        """Let a parameter have two values, and say when the greater undoes what the less does."""
        reading, ranges = self._reading, self.ranges
        copies = self._copies(claim.name)
        (there,) = copies
        after = {claim.name: there}
        wide = {**ranges, there: ranges[claim.name]}
        box = box_of(wide, (reading.given, {}), (reading.given, after))
        *_, greater = box.ring.gens
        x = reading.ring.gens[list(ranges).index(claim.name)]

        def undone(one: Formula) -> Formula:
            return both(moved(one, box.ring, {}), moved(one, box.ring, after).negation)

        def kept(one: Sign) -> Iterator[Formula]:
            # where a polynomial grows with it, what it is enough for is not undone
            slope = one.polynomial.diff(x)
            for way, grown in ((slope, one), (-slope, one.negation)):
                grows = reading.box.sign(way, strict=True)
                if grows == ALWAYS or (grows != NEVER and not slope.diff(x)):
                    yield either(moved(grows, box.ring, {}).negation, undone(grown).negation)

        known = (row for one in signs(self._possible) for row in kept(one))
        rise = Sign(greater - x.set_ring(box.ring), strict=True)
        possible = self._possible if claim.keeps else self._possible.negation
        failure = both(undone(possible), rise, *known)
        return Failure(box, failure, copies, tuple(reading.given))
