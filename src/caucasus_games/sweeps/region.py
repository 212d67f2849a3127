"""Which draws are kept: those at which all relations hold, under every setup.

A relation between numbers of a guarantor is about the numbers of each: a draw is kept where it
holds under all setups whose games have its names, so that all see the same draws.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from immutabledict import immutabledict

from caucasus_games.algebra.region import check_region
from caucasus_games.errors import GameError
from caucasus_games.games.kinds import Game
from caucasus_games.parameters import Parameter, Relation
from caucasus_games.parameters.relation import Given, relations

# a relation, by name what is drawn for it, and the numbers that are not
_Sign = tuple[Relation, immutabledict[str, Hashable], immutabledict[str, float]]


@dataclass(frozen=True)
class Region:
    """Where relations hold.

    Parameters
    ----------
    given : tuple of Relation
        As they were given.
    signs : tuple
        Each relation with what is drawn for its names, once for setups that draw the same.
    """

    given: tuple[Relation, ...]
    signs: tuple[_Sign, ...] = ()

    def inside(self, drawn: Mapping[Any, Any]) -> Any:
        """Tell at which draws all relations hold."""
        return reduce(
            and_,
            (
                one.holds({**fixed, **{name: drawn[key] for name, key in keys.items()}}, float)
                for one, keys, fixed in self.signs
            ),
        )


EVERYWHERE = Region(())


def region_of(
    games: Mapping[str, Game],
    keys: Mapping[str, Mapping[str, Parameter | str]],
    given: Given | None,
    *,
    on_grid: bool,
    checked: bool,
) -> Region:
    """Return where relations hold that are given or that the games' numbers come with."""
    names = {setup: {symbol.name for symbol in game.symbols} for setup, game in games.items()}
    own = relations(given, sorted(set().union(*names.values())))
    if on_grid:
        if own:
            raise GameError("a grid takes its points as they are: leave given out, or take draws")
        return EVERYWHERE
    _check_somewhere(own, names.values())
    known = (one for game in games.values() for one in game.parameters.given)
    found = tuple(dict.fromkeys((*known, *own)))
    signs: dict[_Sign, None] = {}
    for setup, game in games.items():
        taken = [one for one in found if names[setup].issuperset(one.names)]
        # rows of a sample may be beyond the ranges
        if checked:
            _check(setup, game, taken)
        signs.update(dict.fromkeys(_signs_of(game, keys[setup], taken)))
    return Region(found, tuple(signs))


def _check_somewhere(own: Iterable[Relation], names: Collection[set[str]]) -> None:
    """Refuse a relation whose numbers no game has together."""
    for one in own:
        if not any(here.issuperset(one.names) for here in names):
            raise one.refused(f"no game has all numbers of {one}: leave it out")


def _signs_of(
    game: Game, keys: Mapping[str, Parameter | str], taken: Iterable[Relation]
) -> Iterator[_Sign]:
    """Tell for each relation what is drawn for its names, where anything is."""
    numbers = {**game.parameters.central, **game.values}
    for one in taken:
        moving = immutabledict({n: keys[n] for n in one.names if n in keys})
        fixed = immutabledict({n: float(numbers[n]) for n in one.names if n not in moving})
        if moving:
            yield one, moving, fixed


def _check(setup: str, game: Game, taken: list[Relation]) -> None:
    """Refuse relations that hold nowhere under a setup."""
    ranges = {p.name: (p.low, p.high) for p in game.parameters.values()}
    points = {name: low for name, (low, high) in ranges.items() if low == high}
    try:
        check_region(taken, ranges, points | game.values)
    except GameError as refused:
        raise GameError(f"{refused} (under {setup})") from None
