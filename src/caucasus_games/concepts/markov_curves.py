r"""Curves of logit Markov equilibria over one number of a game, followed by their length.

With :math:`x` what actions are worth and :math:`t` the number, equilibria are the roots of
:math:`x - T_t(x)`. From one of them a curve is followed both ways: a step along its tangent, and
back to it by Newton's method at right angles to that [1]_. So it may turn, which it does where two
equilibria meet and vanish, until it leaves the range or comes back to where it began.

References
----------
.. [1] Keller (1977), Numerical solution of bifurcation and nonlinear eigenvalue problems. In
   Applications of Bifurcation Theory, 359–384. Academic Press.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

from caucasus_games.concepts.markov_response import Array, Response
from caucasus_games.games import MarkovGame

# how long the range is, where a unit of what actions are worth counts one
LONG = 40.0
_LONGEST, _LEAST, _SHORT, _FIRST = 3.0, 1e-6, 1e-4, 0.05
_MOST_STEPS = 3_000
# the least cosine between the directions before and after a step
_STRAIGHT = 0.98
# of the range, over which the derivative by the number is taken
_NEAR = 1e-5
_NEARLY, _LOST = 1e-9, 1e-17
_CORRECTIONS = 12


@dataclass(frozen=True)
class Place:
    """A point of a curve: what actions are worth, where on the range, and which way it goes on."""

    x: Array
    t: float
    tangent: Array
    # derivatives of what is zero, by what actions are worth and by the number
    slopes: Array

    @property
    def whole(self) -> Array:
        """Both as one array."""
        return np.append(self.x, self.t)

    @property
    def way(self) -> int:
        """The index, and the other sign where the number falls: the same all along a curve."""
        return int(np.sign(np.linalg.det(self.slopes[:, :-1]) * self.tangent[-1]))


class Family:
    """The equations of a game over a range of one of its numbers."""

    def __init__(
        self,
        game: MarkovGame,
        parameter: str,
        span: tuple[Fraction, Fraction],
        precision: float,
        shocks: bool,
    ) -> None:
        self._game = game
        self._parameter = parameter
        self._low, self._high = span
        self._precision = precision
        self._shocks = shocks
        # a step asks for its two ends, and for places just beside them
        self.response = lru_cache(maxsize=8)(self._response)

    def value(self, t: float) -> Fraction:
        """Return the number at a place of the range."""
        share = Fraction(min(max(t, 0.0), LONG)) / Fraction(LONG)
        return self._low + (self._high - self._low) * share

    def place(self, value: Fraction) -> float:
        """Return where on the range a number is."""
        return float((value - self._low) / (self._high - self._low)) * LONG

    def game(self, t: float) -> MarkovGame:
        """Return the game at a place of the range."""
        return self._game.at({self._parameter: self.value(t)})

    def _response(self, t: float) -> Response:
        """Return the equations at a place of the range."""
        return Response(self.game(t), self._precision, self._shocks)

    def gap(self, x: Array, t: float) -> Array:
        """Return what is zero at an equilibrium; beyond the range it goes on straight."""
        inside = min(max(t, 0.0), LONG)
        own: Array = x - self.response(inside)(x)
        return own if t == inside else own - (t - inside) * self._by_value(x, inside)

    def slopes(self, x: Array, t: float) -> Array:
        """Return the derivatives of that by what actions are worth, and by the number."""
        return np.column_stack([self.own_slopes(x, t), -self._by_value(x, min(max(t, 0.0), LONG))])

    def own_slopes(self, x: Array, t: float) -> Array:
        """Return its derivatives by what actions are worth."""
        own: Array = np.eye(len(x)) - self.response(min(max(t, 0.0), LONG)).slopes(x[None])[0]
        return own

    def _by_value(self, x: Array, t: float) -> Array:
        step = _NEAR * LONG * (1 if t < LONG / 2 else -1)
        here = self.response(t)(x)
        found: Array = (self.response(t + step)(x) - here) / step
        return found


def along(family: Family, x: Array, t: float) -> tuple[Place, ...]:
    """Follow the curve through a root both ways."""
    slopes = family.slopes(x, t)
    tangent = _tangent(slopes, np.eye(len(x) + 1)[-1])
    begin = Place(x, t, tangent, slopes)
    onwards = list(_followed(family, begin))
    if onwards and onwards[-1] is begin:
        return (begin, *onwards)
    back = _followed(family, Place(x, t, -tangent, slopes))
    return (*reversed([Place(p.x, p.t, -p.tangent, p.slopes) for p in back]), begin, *onwards)


def _followed(family: Family, begin: Place) -> Iterator[Place]:
    """Yield the places after one, up to an end of the range or to where it began."""
    at, length = begin, _FIRST
    for step in range(_MOST_STEPS):
        then = _stepped(family, at, length)
        if then is None:
            length /= 2
            if length < _LEAST:
                return
            continue
        if not 0 <= then.t <= LONG:
            if 0 < at.t < LONG:
                yield from _at_end(family, at, then)
            return
        if at.tangent[-1] * then.tangent[-1] < 0:
            yield _turn(family, at, length)
        if step > 1 and _passes(at, then, begin):
            yield begin
            return
        yield then
        at, length = then, min(1.3 * length, _LONGEST)


def _passes(at: Place, then: Place, begin: Place) -> bool:
    """Tell whether a step goes past where the curve began."""
    long = float(np.linalg.norm(then.whole - at.whole))
    away = begin.whole - at.whole
    ahead = float(away @ at.tangent)
    beside = float(np.linalg.norm(away - ahead * at.tangent))
    same_way = float(begin.tangent @ at.tangent) > _STRAIGHT
    return 0 < ahead <= long and beside < 0.2 * long and same_way


def _stepped(family: Family, at: Place, length: float) -> Place | None:
    """Go a step along the curve, unless it leads to another one."""
    guess = at.whole + length * at.tangent
    then = _corrected(family, guess, at.tangent, at.slopes[:, -1])
    if then is None or np.linalg.norm(then - guess) > 0.5 * length:
        return None
    slopes = family.slopes(then[:-1], then[-1])
    tangent = _tangent(slopes, at.tangent)
    if tangent @ at.tangent < _STRAIGHT:
        return None
    found = Place(then[:-1], float(then[-1]), tangent, slopes)
    # it turns at a crossing with another curve, which only the shortest steps go past
    return found if found.way == at.way or length < _SHORT else None


def _corrected(family: Family, guess: Array, normal: Array, by_value: Array) -> Array | None:
    """Go to the curve at right angles to a direction; what the number does is as it was nearby."""
    at, gap = guess, family.gap(guess[:-1], guess[-1])
    for _ in range(_CORRECTIONS):
        own = family.own_slopes(at[:-1], at[-1])
        matrix = np.vstack([np.column_stack([own, by_value]), normal])
        side = np.append(-gap, -normal @ (at - guess))
        if not (np.isfinite(matrix).all() and np.isfinite(side).all()):
            return None
        then = at + np.linalg.lstsq(matrix, side, rcond=None)[0]
        before, gap = np.abs(gap).max(), family.gap(then[:-1], then[-1])
        size = max(1.0, np.abs(at).max())
        # down to what decimals can tell
        falls = np.abs(gap).max() < before / 2 and before > _LOST * size
        if before < _NEARLY * size and not falls:
            return at
        at = then
    return None


def _tangent(slopes: Array, before: Array) -> Array:
    side = np.zeros(len(before))
    side[-1] = 1.0
    found: Array = np.linalg.lstsq(np.vstack([slopes, before]), side, rcond=None)[0]
    unit: Array = found / np.linalg.norm(found)
    return unit


def _turn(family: Family, at: Place, length: float) -> Place:
    """Return where a curve turns within a step, by halves."""
    low, high, found = 0.0, length, at
    while high - low > _LEAST * length:
        middle = (low + high) / 2
        then = _stepped(family, at, middle)
        if then is None:
            break
        found = then
        low, high = (middle, high) if then.tangent[-1] * at.tangent[-1] > 0 else (low, middle)
    return found


def _at_end(family: Family, at: Place, then: Place) -> Iterator[Place]:
    """Yield the root at the end of the range, which a step goes beyond."""
    end = 0.0 if then.t < 0 else LONG
    share = (end - at.t) / (then.t - at.t)
    guess = np.append(at.x + share * (then.x - at.x), end)
    found = _corrected(family, guess, np.eye(len(guess))[-1], at.slopes[:, -1])
    if found is not None:
        slopes = family.slopes(found[:-1], end)
        yield Place(found[:-1], end, _tangent(slopes, at.tangent), slopes)
