r"""Every Nash equilibrium of more than two players, by subdivision that proves it misses none.

A profile with support :math:`S` is an equilibrium iff each player is indifferent on its support,
which are as many polynomial equations :math:`f(x) = 0` as unknown probabilities, each linear in
every unknown, and no other action is better. For each support the box :math:`[0, 1]^d` is divided.
A part is dropped if an equation has one sign on it, which its corners tell, if another action is
better on all of it, or by Krawczyk's operator, which also tells where a part holds exactly one
root [1]_. What floats decide is decided with a margin far above their rounding; roots are then
made exact, or enclosed, in fractions.

References
----------
.. [1] Neumaier (1990), Interval Methods for Systems of Equations, section 5.1. Cambridge
   University Press.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from math import inf, prod
from time import monotonic
from typing import TYPE_CHECKING, Any

import sympy
from immutabledict import immutabledict

from caucasus_games.certificates import certified, certified_enclosed
from caucasus_games.certificates.nash import evaluated
from caucasus_games.errors import GameError
from caucasus_games.games import NormalForm
from caucasus_games.results import EnclosedEquilibrium, Equilibrium

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

# unknown probabilities of all players together
_LARGEST = 8
# payoffs are scaled to one, and no sum has more than some hundred terms
_MARGIN = 1e-11
_PARTS, _FEW = 100_000, 2_000
_NARROW = 1e-7
# where no root is isolated, parts are not divided to the end
_COARSE = 1e-4
# a division of all parts costs as much as so many parts
_DIVISION = 20
# about twice what 3×3×3×3 random payoffs take
USUAL_STEPS = 1_000_000
_SAME = 1e-10
# irrational roots are computed to so many bits, and enclosed within this radius
_BITS = 120
_RADIUS = Fraction(1, 2**80)
_CLOSE = Fraction(1, 2**60)
_SIMPLE = 10**6
# where roots are not isolated, so many places are tried, in such fractions
_TRIED, _ROUGH = 20, 100

Support = tuple[tuple[str, ...], ...]
Found = Equilibrium | EnclosedEquilibrium
Mixes = dict[str, dict[str, Fraction]]


@dataclass(frozen=True)
class _System:
    """The equations and inequalities of a support, payoffs scaled to at most one.

    For each player ``equal[i]`` holds what each action of the support but the first pays more than
    the first, over the supports of the others, and ``better[i]`` the same for the other actions.
    """

    sizes: tuple[int, ...]
    equal: tuple[Array, ...]
    better: tuple[Array, ...]
    starts: tuple[int, ...]

    @property
    def unknowns(self) -> int:
        return sum(self.sizes) - len(self.sizes)


@dataclass(frozen=True)
class Search:
    """What was found, and where there may be more.

    Parameters
    ----------
    found : tuple
        The equilibria, pure ones first.
    unclear : tuple of str
        The supports in which roots lie on a curve or a border.
    skipped : tuple of str
        The supports that were not searched to the end.
    """

    found: tuple[Found, ...]
    unclear: tuple[str, ...]
    skipped: tuple[str, ...]


@dataclass(frozen=True)
class _Bound:
    """How many steps are left, and until when."""

    steps: int
    until: float

    @property
    def over(self) -> bool:
        return self.steps <= 0 or monotonic() > self.until

    def less(self, steps: int) -> _Bound:
        return _Bound(self.steps - steps, self.until)


def several_players(
    game: NormalForm, steps: int = USUAL_STEPS, time_limit: float | None = None
) -> Search:
    """Find every Nash equilibrium of a nondegenerate game, and the supports that could not be told.

    1. For each support drop it if some action is worse than another against all that is left.
    2. Divide the box of its probabilities until each part is empty or has one root.
    3. Make the roots exact where they are rational and certify all.

    Parameters
    ----------
    game : NormalForm
        Three players or more; up to eight unknown probabilities.
    steps : int
        How many parts of boxes may be looked at.
    time_limit : float or None
        After how many seconds to stop.

    Returns
    -------
    Search
        What was found, and the supports that were not decided or not reached.

    Raises
    ------
    GameError
        If there are more than eight unknown probabilities.
    """
    import numpy as np

    if not solvable(game):
        raise GameError(
            f"mixed_nash takes more than two players with up to {_LARGEST} free probabilities "
            f"(3×3×3×3 or 3×3×5) and the game has {_free(game)}, which takes minutes to hours: "
            "quantal_response and logit_limit find one equilibrium, to_gambit has other solvers"
        )
    found: dict[Support, list[Found]] = {}
    unclear: list[str] = []
    skipped: list[str] = []
    bound = _Bound(steps, inf if time_limit is None else monotonic() + time_limit)
    for support in _supports(game):
        if bound.over:
            skipped.append(_named(game, support))
            continue
        if _hopeless(game, support):
            continue
        system = _system(game, support)
        roots, left = np.zeros((1, 0)), np.zeros((0, 0))
        if system.unknowns:
            roots, left, bound = _roots(system, bound)
        own: list[Found] = []
        clear = not len(left)
        for root in roots:
            equilibrium, told = _certified(game, support, root)
            clear = clear and told
            own += [equilibrium] if equilibrium else []
        if bound.over and len(left):
            skipped.append(_named(game, support))
        elif not clear:
            unclear.append(_named(game, support))
            if not own and not any(_within(other, support) for other in found):
                own += _somewhere(game, support, system, left)
        if own:
            found[support] = own
    every = tuple(one for own in found.values() for one in own)
    return Search(every, tuple(unclear), tuple(skipped))


def _named(game: NormalForm, support: Support) -> str:
    named = zip(game.players, support, strict=True)
    return "; ".join(f"{player}: {' or '.join(played)}" for player, played in named)


def _within(small: Support, large: Support) -> bool:
    return all(set(one) <= set(other) for one, other in zip(small, large, strict=True))


def _somewhere(game: NormalForm, support: Support, system: _System, left: Array) -> list[Found]:
    """Return one equilibrium of those that are not isolated, if it is in simple fractions."""
    for start in left[:: 1 + len(left) // _TRIED]:
        x = [Fraction(float(q)).limit_denominator(_ROUGH) for q in _newton(system, start)]
        equilibrium = _simple(game, support, x)
        if equilibrium:
            return [equilibrium]
    return []


def solvable(game: NormalForm) -> bool:
    """Tell whether every equilibrium is found in about a minute.

    Parameters
    ----------
    game : NormalForm
        The game.

    Returns
    -------
    bool
        Whether it has two players, or more with up to eight unknown probabilities.
    """
    return len(game.players) == 2 or _free(game) <= _LARGEST


def _free(game: NormalForm) -> int:
    return sum(len(own) - 1 for own in game.actions.values())


def _supports(game: NormalForm) -> Iterator[Support]:
    choices = [
        [s for size in range(1, len(own) + 1) for s in combinations(own, size)]
        for own in game.actions.values()
    ]
    yield from sorted(product(*choices), key=lambda support: sum(map(len, support)))


def _hopeless(game: NormalForm, support: Support) -> bool:
    """Tell whether an action of the support is worse than another whatever the others do in it."""
    for i, player in enumerate(game.players):
        others = list(product(*(s for j, s in enumerate(support) if j != i)))
        paid = {
            action: [game.numbers[(*rest[:i], action, *rest[i:])][i] for rest in others]
            for action in game.actions[player]
        }
        for action in support[i]:
            for other in game.actions[player]:
                if all(x < y for x, y in zip(paid[action], paid[other], strict=True)):
                    return True
    return False


def _system(game: NormalForm, support: Support) -> _System:
    import numpy as np

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
    return _System(sizes, tuple(equal), tuple(better), tuple(starts))


def _roots(system: _System, bound: _Bound) -> tuple[Array, Array, _Bound]:
    """Return every isolated root in the box, the middles of undecided parts, and the bound left."""
    import numpy as np

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


def _determined(system: _System) -> bool:
    import numpy as np

    somewhere = np.linspace(0.1, 0.3, system.unknowns)[None]
    slopes, _ = _jacobian(system, somewhere, somewhere)
    return bool(abs(np.linalg.det(slopes[0])) > _MARGIN)


def _halved(low: Array, high: Array) -> tuple[Array, Array]:
    import numpy as np

    rows = np.arange(len(low))
    widest = (high - low).argmax(axis=1) if len(low) else rows
    middle = (low[rows, widest] + high[rows, widest]) / 2
    left, right = high.copy(), low.copy()
    left[rows, widest] = middle
    right[rows, widest] = middle
    return np.concatenate([low, right]), np.concatenate([left, high])


def _corners(system: _System, low: Array, high: Array) -> list[Array]:
    """Return each player's mixes at the corners of its part of the boxes: (box, corner, action)."""
    import numpy as np

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
    import numpy as np

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


def _possible(system: _System, low: Array, high: Array) -> Array:
    """Tell which boxes may hold an equilibrium."""
    import numpy as np

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


def _krawczyk(system: _System, low: Array, high: Array) -> tuple[Array, Array, list[Array]]:
    """Narrow boxes; take out those without a root, and those with one, which is returned."""
    import numpy as np

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
    roots = [_newton(system, x) for x in target[inside & ~empty]]
    left = ~inside & ~empty
    narrow_low = np.where(regular[:, None], np.maximum(low, target - reach), low)[left]
    narrow_high = np.where(regular[:, None], np.minimum(high, target + reach), high)[left]
    return narrow_low, narrow_high, roots


def _values(system: _System, x: Array) -> Array:
    import numpy as np

    mixes = _corners(system, x, x)
    points = [mix[:, :1] for mix in mixes]
    parts = [
        _at(table, points[:i] + points[i + 1 :]).reshape(len(x), -1)
        for i, table in enumerate(system.equal)
        if len(table)
    ]
    return np.concatenate(parts, axis=1)


def _jacobian(system: _System, low: Array, high: Array) -> tuple[Array, Array]:
    """Return the least and greatest slopes over the boxes: (box, equation, unknown)."""
    import numpy as np

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


def _newton(system: _System, x: Array) -> Array:
    import numpy as np

    for _ in range(8):
        here, _ = _jacobian(system, x[None], x[None])
        x = x - np.linalg.lstsq(here[0], _values(system, x[None])[0], rcond=1e-9)[0]
    return x


def _certified(game: NormalForm, support: Support, root: Array) -> tuple[Found | None, bool]:
    """Return the equilibrium at a root if it is one, and whether that could be told."""
    x = [Fraction(float(q)) for q in root]
    simple = [q.limit_denominator(_SIMPLE) for q in x]
    if not any(_equations(game, support, _mixes(game, support, simple))):
        return _simple(game, support, simple), True
    for _ in range(3):
        mixes = _mixes(game, support, x)
        slopes = _inverse_slopes(game, support, mixes)
        values = _equations(game, support, mixes)
        for k, row in enumerate(slopes):
            step = sum((y * f for y, f in zip(row, values, strict=True)), Fraction(0))
            x[k] = Fraction(round((x[k] - step) * 2**_BITS), 2**_BITS)
    mixes = _mixes(game, support, x)
    lacking = [-q for mix in mixes.values() for q in mix.values()]
    gains = [
        _paid(game, mixes, player, action) - _paid(game, mixes, player, own[0])
        for player, own in zip(game.players, support, strict=True)
        for action in game.actions[player]
        if action not in own
    ]
    worst = max([*lacking, *gains])
    if abs(worst) < _CLOSE:
        return None, False
    if worst > 0:
        return None, True
    try:
        return certified_enclosed(game, mixes, _RADIUS, slopes), True
    except GameError:
        # too close to degenerate for this radius
        return None, False


def _simple(game: NormalForm, support: Support, x: Sequence[Fraction]) -> Equilibrium | None:
    """Return the equilibrium in these fractions, if it is one of this support."""
    mixes = _mixes(game, support, x)
    strategies = immutabledict({p: immutabledict(mix) for p, mix in mixes.items()})
    if min(q for mix in mixes.values() for q in mix.values()) <= 0:
        return None
    if any(evaluated(game, strategies).regret.values()):
        return None
    return certified(game, strategies)


def _mixes(game: NormalForm, support: Support, x: Sequence[Fraction]) -> Mixes:
    found: Mixes = {}
    rest = list(x)
    for player, own in zip(game.players, support, strict=True):
        others, rest = rest[: len(own) - 1], rest[len(own) - 1 :]
        found[player] = dict(zip(own, [1 - sum(others, Fraction(0)), *others], strict=True))
    return found


def _paid(game: NormalForm, mixes: Mixes, player: str, action: str) -> Fraction:
    i = game.players.index(player)
    sure = {**mixes, player: {action: Fraction(1)}}
    return sum(
        (
            prod(mix[a] for mix, a in zip(sure.values(), profile, strict=True))
            * game.numbers[profile][i]
            for profile in product(*sure.values())
        ),
        Fraction(0),
    )


def _equations(game: NormalForm, support: Support, mixes: Mixes) -> list[Fraction]:
    return [
        _paid(game, mixes, player, action) - _paid(game, mixes, player, first)
        for player, (first, *others) in zip(game.players, support, strict=True)
        for action in others
    ]


def _inverse_slopes(game: NormalForm, support: Support, mixes: Mixes) -> list[list[Fraction]]:
    """Return the inverse of how each equation changes with each unknown, which is linear."""
    columns = []
    for player, (first, *others) in zip(game.players, support, strict=True):
        before = _equations(game, support, {**mixes, player: {first: Fraction(1)}})
        for action in others:
            after = _equations(game, support, {**mixes, player: {action: Fraction(1)}})
            columns.append([y - x for x, y in zip(before, after, strict=True)])
    rows = [[sympy.Rational(q.numerator, q.denominator) for q in column] for column in columns]
    inverse = sympy.Matrix(rows).T.inv(method="LU")
    return [[Fraction(int(q.p), int(q.q)) for q in inverse.row(k)] for k in range(len(rows))]
