"""Relations that are given for a game, or that its numbers come with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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


def given_among(
    groups: Sequence[Sequence[Game]], given: Given | None
) -> list[tuple[Relation, ...]]:
    """Return for each group the relations whose numbers a game of it has; refuse one of none."""
    names = [[{symbol.name for symbol in game.symbols} for game in games] for games in groups]
    found = relations(given, sorted({name for own in names for one in own for name in one}))
    kept = [
        tuple(one for one in found if any(here.issuperset(one.names) for here in own))
        for own in names
    ]
    for one in found:
        if not any(one in own for own in kept):
            raise one.refused(f"no game has all numbers of {one}: leave it out")
    return kept


def told_given(given: Iterable[Relation]) -> str:
    """Say what is given, after a comma; nothing if nothing is."""
    found = " and ".join(map(str, given))
    return f", given {found}" if found else ""
