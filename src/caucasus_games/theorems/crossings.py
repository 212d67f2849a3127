"""Where a condition comes or goes as one number alone is raised, looked for at many draws at once.

1. Draws, each with one number near the low end of its range and near the high end.
2. Borders of the condition, between a draw at which it holds and one at which it does not, and
   steps across them in one number at a time, shorter and shorter.

What is found in floats proves nothing: of each point it is asked whether that is confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from fractions import Fraction
from functools import partial

import numpy as np
import numpy.typing as npt

from caucasus_games.algebra.points import short
from caucasus_games.theorems.told import Told

# a parameter, and whether raising it is asked to keep what holds, or what does not
Half = tuple[str, bool]
Values = Mapping[str, Fraction]
Ranges = Mapping[str, tuple[Fraction, Fraction]]
# whether a half fails at values as the parameter is raised to another
Confirmed = Callable[[Half, Values, Fraction], bool]
# as shares of their ranges, by parameter and draw
Shares = npt.NDArray[np.float64]
# draws, and what each parameter in turn goes from and to
Kind = tuple[Shares, Callable[[Shares], Shares], Callable[[Shares], Shares]]

_DRAWS, _JUMPS, _BORDERS, _HALVINGS = 10_000, 600, 600, 12
_LOW, _HIGH, _STEPS = 0.02, 0.98, (0.1, 0.03, 0.01, 0.003)
# so many are confirmed for a half of each kind
_TRIED = 8


def crossings(
    told: Told, given: Told, ranges: Ranges, halves: Collection[Half], confirmed: Confirmed
) -> dict[Half, tuple[Values, Fraction]]:
    """Return for each half that is seen to fail where it does, and the greater value there."""
    left = list(halves)
    found: dict[Half, tuple[Values, Fraction]] = {}
    draws = _Draws(told, given, ranges)
    kinds = draws.kinds()
    while left and (kind := next(kinds, None)):
        changed = draws.changed(kind, dict.fromkeys(name for name, _ in left))
        for name, keeps in left:
            low, high, goes = changed[name]
            for at in np.flatnonzero(goes == (1 if keeps else -1))[:_TRIED]:
                values = draws.values(low[:, at])
                greater = draws.values(high[:, at])[name]
                if confirmed((name, keeps), values, greater):
                    found[name, keeps] = values, greater
                    break
        left = [half for half in left if half not in found]
    return found


class _Draws:
    """Draws from the ranges, and at which of them a condition holds."""

    def __init__(self, told: Told, given: Told, ranges: Ranges) -> None:
        self._told, self._given, self._ranges = told, given, ranges
        self._rng = np.random.default_rng(0)
        self._low, wide = np.array([(float(a), float(b - a)) for a, b in ranges.values()]).T
        self._wide = wide

    def kinds(self) -> Iterator[Kind]:
        """Yield draws to change, those that leave the shortest fractions first."""
        size = (len(self._ranges), _DRAWS)
        # even draws, and as many that crowd at the ends
        shares = np.where(
            np.arange(_DRAWS) % 2, self._rng.random(size), self._rng.beta(0.5, 0.5, size)
        )
        yield (
            shares[:, :_JUMPS],
            partial(np.full_like, fill_value=_LOW),
            partial(np.full_like, fill_value=_HIGH),
        )
        held = self._held(shares)
        inside, outside = np.flatnonzero(held == 1), np.flatnonzero(held == -1)
        if not (len(inside) and len(outside)):
            return
        first, second = (shares[:, self._rng.choice(all_, _BORDERS)] for all_ in (inside, outside))
        for _ in range(_HALVINGS):
            middle = (first + second) / 2
            holds = self._held(middle) == 1
            first, second = np.where(holds, middle, first), np.where(holds, second, middle)
        for step in _STEPS:
            yield middle, partial(_moved, by=-step), partial(_moved, by=step)

    def changed(
        self, kind: Kind, names: Collection[str]
    ) -> dict[str, tuple[Shares, Shares, npt.NDArray[np.int64]]]:
        """Return draws with less and with more of each parameter: 1 where it is undone, else -1."""
        shares, lower, higher = kind
        places = [list(self._ranges).index(name) for name in names]
        low, high = (
            np.stack([_with(shares, k, change(shares[k])) for k in places], axis=1)
            for change in (lower, higher)
        )
        size = shares.shape[1]
        before, after = (
            self._held(one.reshape(len(shares), -1)).reshape(len(places), size)
            for one in (low, high)
        )
        # what is not sure of one of two gives no 2
        goes = np.sign(before - after) * (abs(before - after) == 2)
        return {name: (low[:, k], high[:, k], goes[k]) for k, name in enumerate(names)}

    def values(self, shares: Shares) -> dict[str, Fraction]:
        """Return a draw in short fractions."""
        return {
            name: short(Fraction(float(share)), ends)
            for share, (name, ends) in zip(shares, self._ranges.items(), strict=True)
        }

    def _held(self, shares: Shares) -> npt.NDArray[np.int64]:
        """Tell of each draw by 1 that the condition holds, by -1 that it does not, else by 0."""
        columns = self._low[:, None] + self._wide[:, None] * shares
        values = dict(zip(self._ranges, columns, strict=True))
        ties: list[int] = []

        def exactly(k: int) -> bool:
            ties.append(k)
            return False

        with np.errstate(all="ignore"):
            within = self._given.holds_on(values, exactly)
            found = np.where(self._told.holds_on(values, exactly), 1, -1) * within
        found[ties] = 0
        return found


def _with(shares: Shares, k: int, row: Shares) -> Shares:
    changed = shares.copy()
    changed[k] = row
    return changed


def _moved(row: Shares, by: float) -> Shares:
    return (row + by).clip(0, 1)
