"""Relations that are given for a game, or that its numbers come with."""

from __future__ import annotations

from collections.abc import Iterable

from caucasus_games.algebra.region import check_region
from caucasus_games.games.kinds import Game
from caucasus_games.parameters import Relation
from caucasus_games.parameters.relation import Given, relations
from caucasus_games.readings.ranges import Ranges


def given_of(game: Game, given: Given | None, ranges: Ranges | None = None) -> tuple[Relation, ...]:
    """Return relations that are given and those of the game's table; refuse an empty region."""
    own = relations(given, sorted(symbol.name for symbol in game.symbols))
    found = tuple(dict.fromkeys((*game.parameters.given, *own)))
    if found:
        within = {p.name: (p.low, p.high) for p in game.parameters.values()} | (ranges or {})
        points = {name: low for name, (low, high) in within.items() if low == high}
        check_region(found, within, points | game.values)
    return found


def told_given(given: Iterable[Relation]) -> str:
    """Say what is given, after a comma; nothing if nothing is."""
    found = " and ".join(map(str, given))
    return f", given {found}" if found else ""
