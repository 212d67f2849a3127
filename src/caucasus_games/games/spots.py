"""Where players choose in a Markov game: its states, or its states in each period.

Spots are put into components, in which each may lead to each other; a component comes after those
that it leads to. In a game that ends, or whose states are passed but once, each is alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sympy
from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.games.profiles import Profile

if TYPE_CHECKING:
    from caucasus_games.games.markov import MarkovGame

_MOST_SPOTS = 100_000


@dataclass(frozen=True)
class Branch:
    """What a profile pays at a spot, to which spots it leads, and what it brings about."""

    profile: Profile
    payoffs: tuple[sympy.Expr, ...]
    to: tuple[tuple[int, sympy.Expr], ...]
    outcome: str


@dataclass(frozen=True)
class Spot:
    """A state, in a period if play ends."""

    name: str
    state: str
    period: int
    actions: immutabledict[str, tuple[str, ...]]
    branches: immutabledict[Profile, Branch]
    at_once: bool


@dataclass(frozen=True)
class Layout:
    """All spots from the start on, the first one first, and their components, the last ones first.

    Parameters
    ----------
    spots : tuple of Spot
        The places.
    components : tuple of tuple of int
        By number of the spot.
    circular : tuple of bool
        For each component whether play may come back to it.
    """

    spots: tuple[Spot, ...]
    components: tuple[tuple[int, ...], ...]
    circular: tuple[bool, ...]


def laid_out(game: MarkovGame) -> Layout:
    """Lay out the spots of a game from its start on."""
    found = _spots(game)
    after = [
        sorted({to for branch in spot.branches.values() for to, _ in branch.to}) for spot in found
    ]
    components = _components(after)
    _check_at_once(found, after)
    circular = tuple(len(own) > 1 or own[0] in after[own[0]] for own in components)
    return Layout(tuple(found), components, circular)


def _spots(game: MarkovGame) -> list[Spot]:
    """Return the states, or states in periods, that the start may lead to."""
    last = game.horizon
    # in the order in which they are met, which is also that in which they are looked at
    places: dict[tuple[str, int], int] = {(game.start, 1): 0}
    queue = [(game.start, 1)]
    found: list[Spot] = []
    for state, period in queue:
        stage = game.stages[state]
        then = period + 1 if last is not None and not stage.at_once else period
        goes_on = last is None or then <= last
        branches = {}
        for profile, cell in stage.cells.items():
            to = {(target, then): chance for target, chance in cell.to.items() if goes_on}
            for place in to:
                if place not in places:
                    places[place] = len(places)
                    queue.append(place)
            ways = tuple((places[place], chance) for place, chance in to.items())
            branches[profile] = Branch(profile, cell.payoffs, ways, cell.outcome)
        if len(places) > _MOST_SPOTS:
            raise GameError(
                f"the game has more than {_MOST_SPOTS:,} states and periods: give a shorter horizon"
            )
        name = state if last is None else f"{state} in period {period}"
        found.append(
            Spot(name, state, period, stage.actions, immutabledict(branches), stage.at_once)
        )
    return found


def _check_at_once(spots: Sequence[Spot], after: Sequence[Sequence[int]]) -> None:
    """Refuse states that follow at once upon themselves: play would never come to a next period."""
    quick = [
        [t for t in own if spots[t].at_once] if spots[k].at_once else []
        for k, own in enumerate(after)
    ]
    for own in _components(quick):
        if len(own) > 1 or own[0] in quick[own[0]]:
            names = ", ".join(sorted({spots[k].state for k in own}))
            raise GameError(
                f"{names} follow at once upon each other without end: let one of them take a period"
            )


def _components(after: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """Return strong components, each after those that it leads to, by Tarjan's algorithm."""
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    found: list[tuple[int, ...]] = []
    for root in range(len(after)):
        # without recursion, as games are longer than Python's stack
        work = [(root, 0)] if root not in order else []
        while work:
            k, step = work.pop()
            if step == 0:
                order[k] = low[k] = len(order)
                stack.append(k)
                on_stack.add(k)
            else:
                low[k] = min(low[k], low[after[k][step - 1]])
            for next_step in range(step, len(after[k])):
                t = after[k][next_step]
                if t not in order:
                    work += [(k, next_step + 1), (t, 0)]
                    break
                if t in on_stack:
                    low[k] = min(low[k], order[t])
            else:
                if low[k] == order[k]:
                    own: list[int] = []
                    while not own or own[-1] != k:
                        own.append(stack.pop())
                        on_stack.discard(own[-1])
                    found.append(tuple(sorted(own)))
    return tuple(found)
