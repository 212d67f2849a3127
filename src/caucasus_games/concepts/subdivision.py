r"""The roots of the equations of a support, by subdivision that proves it misses none.

The box of the unknown probabilities is divided. A part is dropped if an equation has one sign on
it, which its corners tell, if another action is better on all of it, or by Krawczyk's operator,
which also tells where a part holds exactly one root [1]_. What floats decide is decided with a
margin far above their rounding.

References
----------
.. [1] Neumaier (1990), Interval Methods for Systems of Equations, section 5.1. Cambridge
   University Press.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from time import monotonic
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from caucasus_games.games import NormalForm

Array = NDArray[Any]
Support = Sequence[Sequence[str]]

# payoffs are scaled to one, and no sum has more than some hundred terms
_MARGIN = 1e-11
_PARTS, _FEW = 100_000, 2_000
_NARROW = 1e-7
# where no root is isolated, parts are not divided to the end
_COARSE = 1e-4
# a division of all parts costs as much as so many parts
_DIVISION = 20
_SAME = 1e-10


@dataclass(frozen=True)
class System:
    """The equations and inequalities of a support, payoffs scaled to at most one."""

    sizes: tuple[int, ...]
    equal: tuple[Array, ...]
    better: tuple[Array, ...]
    starts: tuple[int, ...]

    @property
    def unknowns(self) -> int:
        """How many there are."""
        return sum(self.sizes) - len(self.sizes)


@dataclass(frozen=True)
class Bound:
    """How many steps are left, and until when."""

    steps: int
    until: float

    @property
    def over(self) -> bool:
        """Whether it is reached."""
        return self.steps <= 0 or monotonic() > self.until

    def less(self, steps: int) -> Self:
        """Return what is left after some steps."""
        return replace(self, steps=self.steps - steps)


def system_of(game: NormalForm, support: Support) -> System:
    """Write the equations and inequalities of a support."""
    sizes = tuple(map(len, support))
    equal, better = [], []
    for i, player in enumerate(game.players):
        shape = sizes[:i] + sizes[i + 1 :]
        others = list(product(*(s for j, s in enumerate(support) if j != i)))
        paid = [payoffs[i] for payoffs in game.numbers.values()]
        unit = max(paid) - min(paid) or Fraction(1)
        first = support[i][0]
        tables = {
            action: [
                float(
                    (
                        game.numbers[(*rest[:i], action, *rest[i:])][i]
                        - game.numbers[(*rest[:i], first, *rest[i:])][i]
                    )
                    / unit
                )
                for rest in others
            ]
            for action in game.actions[player]
        }
        outside = [action for action in game.actions[player] if action not in support[i]]
        equal.append(np.array([tables[a] for a in support[i][1:]]).reshape(-1, *shape))
        better.append(np.array([tables[a] for a in outside]).reshape(-1, *shape))
    starts, place = [], 0
    for size in sizes:
        starts.append(place)
        place += size - 1
    return System(sizes, tuple(equal), tuple(better), tuple(starts))


def roots_of(system: System, bound: Bound) -> tuple[Array, Array, Bound]:
    """Return every isolated root in the box, the middles of undecided parts, and the bound left."""
    d = system.unknowns
    low, high = np.zeros((1, d)), np.ones((1, d))
    roots, left = np.zeros((0, d)), np.zeros((0, d))
    # equations that never determine the unknowns have no isolated root
    most, narrow = (_PARTS, _NARROW) if _determined(system) else (_FEW, _COARSE)
    while len(low):
        bound = bound.less(len(low) + _DIVISION)
        if len(low) > most or bound.over:
            return roots, np.concatenate([left, (low + high) / 2]), bound
        keep = _possible(system, low, high)
        low, high, found = _krawczyk(system, low[keep], high[keep])
        for root in found:
            if not (np.abs(roots - root).max(axis=1) < _SAME).any():
                roots = np.concatenate([roots, root[None]])
        wide = (high - low).max(axis=1, initial=0.0) > narrow
        left = np.concatenate([left, (low + high)[~wide] / 2])
        low, high = _halved(low[wide], high[wide])
    return roots, left, bound


def _determined(system: System) -> bool:
    somewhere = np.linspace(0.1, 0.3, system.unknowns)[None]
    slopes, _ = _jacobian(system, somewhere, somewhere)
    return bool(abs(np.linalg.det(slopes[0])) > _MARGIN)


def _halved(low: Array, high: Array) -> tuple[Array, Array]:
    rows = np.arange(len(low))
    widest = (high - low).argmax(axis=1) if len(low) else rows
    middle = (low[rows, widest] + high[rows, widest]) / 2
    left, right = high.copy(), low.copy()
    left[rows, widest] = middle
    right[rows, widest] = middle
    return np.concatenate([low, right]), np.concatenate([left, high])


def _corners(system: System, low: Array, high: Array) -> list[Array]:
    """Return each player's mixes at the corners of its part of the boxes: (box, corner, action)."""
    found = []
    for size, start in zip(system.sizes, system.starts, strict=True):
        ends = np.stack([low, high])[:, :, start : start + size - 1]
        picks = list(product((0, 1), repeat=size - 1))
        some = [[ends[b, :, k] for k, b in enumerate(pick)] for pick in picks]
        rest = np.array(some).reshape(len(picks), size - 1, len(low)).transpose(2, 0, 1)
        found.append(np.concatenate([1 - rest.sum(axis=2, keepdims=True), rest], axis=2))
    return found


def _at(table: Array, mixes: Sequence[Array]) -> Array:
    """Return a table's means: (box, row of the table, a corner of each of the others)."""
    means: Array = table[None]
    for mix in mixes:
        # the first of the others that is left goes last, and comes out as its corners
        turned = np.moveaxis(means, 2, -1)
        flat = turned.reshape(len(means), -1, turned.shape[-1])
        means = (flat @ mix.transpose(0, 2, 1)).reshape(len(mix), *turned.shape[1:-1], -1)
    return means


def _range(table: Array, mixes: Sequence[Array]) -> tuple[Array, Array]:
    """Return the least and greatest means over the boxes, each of shape (box, row)."""
    means = _at(table, mixes)
    flat = means.reshape(*means.shape[:2], -1)
    return flat.min(axis=2), flat.max(axis=2)


def _possible(system: System, low: Array, high: Array) -> Array:
    """Tell which boxes may hold an equilibrium."""
    keep = np.ones(len(low), dtype=bool)
    corners = _corners(system, low, high)
    for i, (size, start) in enumerate(zip(system.sizes, system.starts, strict=True)):
        keep &= low[:, start : start + size - 1].sum(axis=1) <= 1
        others = corners[:i] + corners[i + 1 :]
        if len(system.equal[i]):
            least, most = _range(system.equal[i], others)
            keep &= ((least <= _MARGIN) & (most >= -_MARGIN)).all(axis=1)
        if len(system.better[i]):
            least, _ = _range(system.better[i], others)
            keep &= (least <= _MARGIN).all(axis=1)
    return keep


def _krawczyk(system: System, low: Array, high: Array) -> tuple[Array, Array, list[Array]]:
    """Narrow boxes; take out those without a root, and those with one, which is returned."""
    if not len(low):
        return low, high, []
    # a little more than the box, so that a root on its border lies within
    room = 0.1 * (high - low) + 1e-12
    low_wide, high_wide = low - room, high + room
    middle, radius = (low + high) / 2, (high_wide - low_wide) / 2
    _, here = _jacobian(system, middle, middle)
    value = _values(system, middle)
    least, most = _jacobian(system, low_wide, high_wide)
    regular = np.abs(np.linalg.det(here)) > 1e-12
    inverse = np.zeros_like(here)
    inverse[regular] = np.linalg.inv(here[regular])
    size = np.abs(inverse).sum(axis=(1, 2))
    # |I - Y J(X)| from the middle and the radius of J(X)
    centre, spread = (least + most) / 2, (most - least) / 2
    rest = np.abs(np.eye(system.unknowns) - inverse @ centre) + np.abs(inverse) @ spread
    reach = np.einsum("zij,zj->zi", rest, radius) + _MARGIN * (1 + size)[:, None]
    target = middle - np.einsum("zij,zj->zi", inverse, value)
    inside = ((target - reach > low_wide) & (target + reach < high_wide)).all(axis=1) & regular
    empty = ((target + reach < low) | (target - reach > high)).any(axis=1) & regular
    roots = [newton(system, x) for x in target[inside & ~empty]]
    left = ~inside & ~empty
    narrow_low = np.where(regular[:, None], np.maximum(low, target - reach), low)[left]
    narrow_high = np.where(regular[:, None], np.minimum(high, target + reach), high)[left]
    return narrow_low, narrow_high, roots


def _values(system: System, x: Array) -> Array:
    mixes = _corners(system, x, x)
    points = [mix[:, :1] for mix in mixes]
    parts = [
        _at(table, points[:i] + points[i + 1 :]).reshape(len(x), -1)
        for i, table in enumerate(system.equal)
        if len(table)
    ]
    return np.concatenate(parts, axis=1)


def _jacobian(system: System, low: Array, high: Array) -> tuple[Array, Array]:
    """Return the least and greatest slopes over the boxes: (box, equation, unknown)."""
    d = system.unknowns
    least, most = np.zeros((len(low), d, d)), np.zeros((len(low), d, d))
    corners = _corners(system, low, high)
    for i, table in enumerate(system.equal):
        rows = slice(system.starts[i], system.starts[i] + system.sizes[i] - 1)
        for j in range(len(system.sizes)):
            if j == i or system.sizes[j] == 1 or system.sizes[i] == 1:
                continue
            axis = 1 + j - (j > i)
            moved = np.moveaxis(table, axis, 0)
            others = [c for k, c in enumerate(corners) if k not in (i, j)]
            for t in range(1, system.sizes[j]):
                column = system.starts[j] + t - 1
                slopes = moved[t] - moved[0]
                down, up = _range(slopes, others) if others else (slopes, slopes)
                least[:, rows, column], most[:, rows, column] = down, up
    return least, most


def newton(system: System, x: Array) -> Array:
    """Return the root of the equations near a place, if there is one."""
    for _ in range(8):
        here, _ = _jacobian(system, x[None], x[None])
        x = x - np.linalg.lstsq(here[0], _values(system, x[None])[0], rcond=1e-9)[0]
    return x
