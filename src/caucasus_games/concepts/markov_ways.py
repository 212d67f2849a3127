r"""Pure Markov perfect equilibria, component by component, whatever numbers are.

Components of spots are taken from the last on. In each, every choice of profiles is tried: its
values solve :math:`(I - \delta_i P) V_i = u_i`, given those of later components, and it is kept
where no deviation at one spot gains, which by the one-deviation principle is enough [1]_. As
:math:`I - \delta_i P` is diagonally dominant, it is eliminated without a choice of pivots.

References
----------
.. [1] Blackwell (1965), Discounted dynamic programming. Annals of Mathematical Statistics 36,
   226–235.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Generic, TypeVar

import sympy

from caucasus_games.errors import GameError
from caucasus_games.games import MarkovGame
from caucasus_games.games.profiles import Profile
from caucasus_games.games.spots import Branch, Spot
from caucasus_games.readings.reading import N, S, Search, T

# choices of profiles in one component
_MOST_CHOICES = 100_000

K = TypeVar("K", int, str)

Profiles = tuple[Profile, ...]


@dataclass(frozen=True)
class Way(Generic[N, S]):
    """What is played in a component, what its spots are worth, and what is known where that is."""

    profiles: Profiles
    values: tuple[tuple[N, ...], ...]
    known: S


class Solver(Generic[N, T, S]):
    """A Markov game with its formulas read as numbers."""

    def __init__(
        self, reading: Search[N, T, S], game: MarkovGame, numbers: Mapping[sympy.Expr, N]
    ) -> None:
        self.reading = reading
        self.game = game
        self.spots = game.spots
        self._numbers = numbers
        self._factors = tuple(numbers[factor] for factor in game.discounts.values())
        # players of the same discount factor share an elimination
        self._alike: dict[sympy.Expr, list[int]] = {}
        for i, factor in enumerate(game.discounts.values()):
            self._alike.setdefault(factor, []).append(i)

    def ways(
        self,
        component: tuple[int, ...],
        circular: bool,
        later: Mapping[int, tuple[N, ...]],
        known: S,
    ) -> Iterator[Way[N, S]]:
        """Yield the choices of profiles from which nobody deviates, but those nowhere possible."""
        spots = [self.spots[k] for k in component]
        check_choices(spots)
        alone = {} if circular else self.alone(component[0], later)
        for profiles in product(*(spot.branches for spot in spots)):
            values = self.worth(component, profiles, later) if circular else (alone[profiles[0]],)
            then = {**later, **dict(zip(component, values, strict=True))} if circular else later
            kept = known
            for spot, profile, own in zip(spots, profiles, values, strict=True):
                kept = self._kept(spot, profile, own, then, alone, kept)
                if self.reading.excludes(kept):
                    break
            else:
                yield Way(profiles, values, kept)

    def number(self, formula: sympy.Expr) -> N:
        """Return a formula of the game as a number."""
        return self._numbers[formula]

    def alone(self, k: int, later: Mapping[int, tuple[N, ...]]) -> dict[Profile, tuple[N, ...]]:
        """Return what each profile of a spot is worth, given what those after it are."""
        spot = self.spots[k]
        return {p: self._worth(spot, branch, later) for p, branch in spot.branches.items()}

    def _kept(
        self,
        spot: Spot,
        profile: Profile,
        own: tuple[N, ...],
        then: Mapping[int, tuple[N, ...]],
        alone: Mapping[Profile, tuple[N, ...]],
        known: S,
    ) -> S:
        """Add that nobody gains by another action at a spot."""
        for seat, (player, actions) in enumerate(spot.actions.items()):
            i = self.game.players.index(player)
            for other in actions:
                if other == profile[seat]:
                    continue
                away = (*profile[:seat], other, *profile[seat + 1 :])
                there = alone[away] if alone else self._worth(spot, spot.branches[away], then)
                action = f"in {spot.name} {profile[seat]}"
                holds = self.reading.prefers(own[i] - there[i], player, action, other)
                known = self.reading.require(known, holds, (player, (), action, other))
        return known

    def _worth(
        self, spot: Spot, branch: Branch, values: Mapping[int, tuple[N, ...]]
    ) -> tuple[N, ...]:
        found = []
        for i, payoff in enumerate(branch.payoffs):
            total = self._numbers[payoff]
            if branch.to:
                after: N | None = None
                for to, chance in branch.to:
                    part = values[to][i] if chance == 1 else self._numbers[chance] * values[to][i]
                    after = part if after is None else after + part
                assert after is not None
                total = total + (after if spot.at_once else self._factors[i] * after)
            found.append(total)
        return tuple(found)

    def worth(
        self,
        component: tuple[int, ...],
        profiles: Profiles,
        later: Mapping[int, tuple[N, ...]],
    ) -> tuple[tuple[N, ...], ...]:
        """Return what the spots of a component are worth, in which play may come back."""
        places = {k: row for row, k in enumerate(component)}
        found: dict[int, list[N]] = {}
        for seats in self._alike.values():
            factor = self._factors[seats[0]]
            rows: list[dict[int, N]] = []
            sides: list[list[N]] = []
            for k, profile in zip(component, profiles, strict=True):
                spot = self.spots[k]
                branch = spot.branches[profile]
                row = {places[k]: self.reading.number(1)}
                side = [self._numbers[branch.payoffs[i]] for i in seats]
                for to, chance in branch.to:
                    weight = (
                        self._numbers[chance] if spot.at_once else factor * self._numbers[chance]
                    )
                    if to in places:
                        column = places[to]
                        row[column] = row[column] - weight if column in row else -weight
                    else:
                        side = [x + weight * later[to][i] for x, i in zip(side, seats, strict=True)]
                rows.append(row)
                sides.append(side)
            for i, own in zip(seats, zip(*self._eliminated(rows, sides), strict=True), strict=True):
                found[i] = list(own)
        return tuple(
            tuple(found[i][row] for i in range(len(self.game.players)))
            for row in range(len(component))
        )

    def _eliminated(self, rows: list[dict[int, N]], sides: list[list[N]]) -> list[list[N]]:
        """Solve a system whose rows hold what is not zero, by Gauss and Jordan."""
        divide = self.reading.divide
        for c, pivot in enumerate(rows):
            for r, row in enumerate(rows):
                if r == c or c not in row:
                    continue
                share = divide(row.pop(c), pivot[c])
                for column, x in pivot.items():
                    if column != c:
                        row[column] = row[column] - share * x if column in row else -(share * x)
                sides[r] = [x - share * y for x, y in zip(sides[r], sides[c], strict=True)]
        return [[divide(x, rows[r][r]) for x in side] for r, side in enumerate(sides)]

    def chances(
        self,
        component: tuple[int, ...],
        profiles: Profiles,
        later: Mapping[int, Mapping[str, N]],
    ) -> tuple[dict[str, N], ...]:
        """Return with what chance each outcome comes about from each spot of a component on."""
        one = self.reading.number(1)
        branches = {k: self.spots[k].branches[p] for k, p in zip(component, profiles, strict=True)}
        open_ones = {k: branches[k] for k in leaving(branches) if not branches[k].outcome}
        # play that never leaves the component ends otherwise
        told = {
            k: {branch.outcome or self.game.otherwise: one}
            for k, branch in branches.items()
            if k not in open_ones
        }
        told |= self._brought(open_ones, {**told, **_after(open_ones, later)})
        return tuple(told[k] for k in component)

    def _brought(
        self, open_ones: Mapping[int, Branch], known: Mapping[int, Mapping[str, N]]
    ) -> dict[int, dict[str, N]]:
        """Return the chances of outcomes at spots that lead to each other and to known ones."""
        places = {k: row for row, k in enumerate(open_ones)}
        system = [self._row(k, branch, places, known) for k, branch in open_ones.items()]
        rows, parts = [row for row, _ in system], [part for _, part in system]
        if not any(to in places for branch in open_ones.values() for to, _ in branch.to):
            return dict(zip(open_ones, parts, strict=True))
        zero = self.reading.number(0)
        labels = dict.fromkeys(label for part in parts for label in part)
        solved = self._eliminated(rows, [[part.get(o, zero) for o in labels] for part in parts])
        return {
            k: dict(zip(labels, own, strict=True)) for k, own in zip(open_ones, solved, strict=True)
        }

    def _row(
        self,
        k: int,
        branch: Branch,
        places: Mapping[int, int],
        known: Mapping[int, Mapping[str, N]],
    ) -> tuple[dict[int, N], dict[str, N]]:
        """Return the open spots that follow as a row of equations, and outcomes from others."""
        one = self.reading.number(1)
        row, part = {places[k]: one}, dict[str, N]()
        for to, chance in branch.to:
            weight = one if chance == 1 else self._numbers[chance]
            if to in places:
                _add(row, places[to], -weight)
                continue
            for label, q in known[to].items():
                _add(part, label, q if chance == 1 else weight * q)
        return row, part


def _after(
    branches: Mapping[int, Branch], later: Mapping[int, Mapping[str, N]]
) -> dict[int, Mapping[str, N]]:
    """Return what is known of the later spots to which branches lead."""
    return {to: later[to] for own in branches.values() for to, _ in own.to if to in later}


def _add(sums: dict[K, N], key: K, part: N) -> None:
    """Add to a sum, or begin it."""
    sums[key] = sums[key] + part if key in sums else part


def leaving(branches: Mapping[int, Branch]) -> list[int]:
    """Return the spots from which play may leave a component or bring an outcome about."""
    found = [
        k
        for k, branch in branches.items()
        if branch.outcome or any(to not in branches for to, _ in branch.to)
    ]
    for k in found:
        found += [
            other
            for other, branch in branches.items()
            if other not in found and any(to == k for to, _ in branch.to)
        ]
    return [k for k in branches if k in found]


def check_choices(spots: Sequence[Spot]) -> None:
    """Refuse a component with too many choices."""
    choices = prod(len(spot.branches) for spot in spots)
    if choices > _MOST_CHOICES:
        names = ", ".join(spot.name for spot in spots[:5])
        raise GameError(
            f"in {names}{' …' if len(spots) > 5 else ''} there are {choices:,} ways to play, more "
            f"than {_MOST_CHOICES:,}: give the game a horizon, or fewer states that come back to "
            "each other"
        )
