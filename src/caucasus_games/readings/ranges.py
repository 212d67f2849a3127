"""Ranges that take the place of those of the parameters; a range of one number is that number."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import by_name, fraction
from caucasus_games.games.kinds import Game

Ends = tuple[object, object]
Ranges = dict[str, tuple[Fraction, Fraction]]


def range_of(game: Game, name: str, ends: Ends) -> tuple[Fraction, Fraction]:
    """Read a range of a parameter of a game, which may be one number."""
    low, high = (fraction(end, f"an end of the range of {name}") for end in ends)
    if low > high:
        raise GameError(f"the range of {name} goes from {low} to {high}: give the least first")
    for end in (low, high):
        game.limits.check_value(name, end)
    return low, high


def chosen_ranges(game: Game, within: Mapping[str, Ends]) -> Ranges:
    """Read ranges that take the place of those of the parameters."""
    names = sorted(symbol.name for symbol in game.symbols)
    ranges: Ranges = {}
    for name, ends in by_name(within).items():
        if name not in names:
            raise unknown("parameter", name, names)
        ranges[name] = range_of(game, name, ends)
    return ranges


def at_points(game: Game, ranges: Ranges) -> Game:
    """Give what has a range of one number that value, unless it has another."""
    free = {symbol.name for symbol in game.symbols} - set(game.values)
    points = {n: low for n, (low, high) in ranges.items() if n in free and low == high}
    return game.at(points) if points else game
