r"""The equations of logit Markov equilibria, and how their roots are found.

In units of shocks, player :math:`i` at spot :math:`s` gets from action :math:`a`

.. math::

   v_i(s, a) = E_{a_{-i}} \Big[ \lambda u_i(s, a, a_{-i}) + \delta_i \sum_t q(t) W_i(t) \Big],
   \qquad W_i(t) = \log \sum_b e^{v_i(t, b)},

and plays it with probability :math:`e^{v_i(s, a) - W_i(s)}`. So :math:`v = T(v)`; Newton's method
goes to roots of :math:`v - T(v)` from a path that begins at :math:`\lambda = 0`, and from many
random places. Derivatives are taken along the imaginary axis, where nothing cancels [1]_.

References
----------
.. [1] Squire & Trapp (1998), Using complex variables to estimate derivatives of real functions.
   SIAM Review 40, 110–112.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from caucasus_games.games import MarkovGame

Array = npt.NDArray[Any]

_TINY = 1e-30
_NEWTON_STEPS = 60
_LONGEST_STEP = 20.0
_SMALL, _NEARLY = 1e-11, 1e-8
_LAST_STEPS = 3
# of a path, and of Newton's method back to it after each
_PATH_STEPS, _CORRECTIONS = 2_000, 8
_LONGEST_LENGTH, _LEAST_LENGTH = 1.0, 1e-6
# the least cosine between the directions before and after a step
_STRAIGHT = 0.98
# how far beyond the precision a path is followed, as it may come back
_BEYOND = 1.2


@dataclass(frozen=True)
class _Seat:
    """A player at a spot: where its actions stand among the unknowns, and what they meet."""

    player: int
    spot: int
    first: int
    size: int
    # payoffs and chances of what comes next, its own action first; which seats the others are
    payoffs: Array
    moves: Array
    others: tuple[int, ...]
    discount: float


class Response:
    """A Markov game at its values, as the map from what actions are worth to the same."""

    def __init__(self, game: MarkovGame, precision: float, shocks: bool) -> None:
        self.game = game
        self.shocks = shocks
        spots = game.spots
        number = {f: float(x) for f, x in game.numbers.items()}
        factors = [number[f] for f in game.discounts.values()]
        self.seats: list[_Seat] = []
        self._at: dict[tuple[int, int], int] = {}
        first = 0
        # who does not choose at a spot has one action there
        for k, spot in enumerate(spots):
            movers = [game.players.index(p) for p in spot.actions]
            for i in range(len(game.players)):
                shape = [len(own) for own in spot.actions.values()]
                paid, moves = np.zeros(shape), np.zeros((*shape, len(spots)))
                for place, branch in zip(
                    product(*map(range, shape)), spot.branches.values(), strict=True
                ):
                    paid[place] = precision * number[branch.payoffs[i]]
                    for to, chance in branch.to:
                        moves[(*place, to)] += number[chance]
                if i in movers:
                    axis = movers.index(i)
                    paid, moves = np.moveaxis(paid, axis, 0), np.moveaxis(moves, axis, 0)
                else:
                    paid, moves = paid[None], moves[None]
                others = tuple(m for m in movers if m != i)
                discount = 1.0 if spot.at_once else factors[i]
                self._at[k, i] = len(self.seats)
                self.seats.append(_Seat(i, k, first, len(paid), paid, moves, others, discount))
                first += len(paid)
        self.size = first

    def chances(self, x: Array) -> list[Array]:
        """Return how often each action of each seat is played, for many places at once."""
        found = []
        for seat in self.seats:
            own = x[..., seat.first : seat.first + seat.size]
            weights = np.exp(own - own.real.max(axis=-1, keepdims=True))
            found.append(weights / weights.sum(axis=-1, keepdims=True))
        return found

    def mixes(self, x: Array) -> dict[int, dict[str, dict[str, float]]]:
        """Return how often each action of those who choose at each spot is played."""
        chances = self.chances(x)
        return {
            k: {
                player: dict(
                    zip(
                        own,
                        map(float, chances[self._at[k, self.game.players.index(player)]]),
                        strict=True,
                    )
                )
                for player, own in spot.actions.items()
            }
            for k, spot in enumerate(self.game.spots)
        }

    def __call__(self, x: Array, scale: Array | float = 1.0) -> Array:
        """Return what actions are worth if what follows is worth this."""
        chances = self.chances(x)
        worth = self._worth(x, chances)
        found = np.empty(x.shape, np.result_type(x, float))
        for seat in self.seats:
            # (…, own action, others' actions)
            later = np.tensordot(worth[seat.player], seat.moves, axes=([-1], [-1]))
            levels = np.asarray(scale)[(..., *[None] * seat.payoffs.ndim)]
            total = levels * seat.payoffs + seat.discount * later
            for other in reversed(seat.others):
                mix = chances[self._at[seat.spot, other]]
                total = (total * mix[(..., *[None] * (total.ndim - mix.ndim), slice(None))]).sum(-1)
            found[..., seat.first : seat.first + seat.size] = total
        return found

    def worth_of(
        self, played: Mapping[tuple[int, str], Mapping[str, Any]]
    ) -> dict[tuple[int, str], dict[str, Any]]:
        """Return what each action at each spot is worth where this is played, and goes on to be."""
        spots, players = self.game.spots, self.game.players
        chances = []
        for seat in self.seats:
            own = spots[seat.spot].actions.get(players[seat.player], ("",))
            mix = played.get((seat.spot, players[seat.player]), {"": 1.0})
            chances.append(np.array([mix.get(action, 0.0) for action in own]))
        found: dict[tuple[int, str], dict[str, Any]] = {}
        for i, player in enumerate(players):
            seats = [n for n, seat in enumerate(self.seats) if seat.player == i]
            paid = {n: self._met(self.seats[n], self.seats[n].payoffs, chances) for n in seats}
            moves = {n: self._met(self.seats[n], self.seats[n].moves, chances) for n in seats}
            side = np.array([chances[n] @ paid[n] for n in seats])
            matrix = np.array([self.seats[n].discount * (chances[n] @ moves[n]) for n in seats])
            worth = np.linalg.solve(np.eye(len(seats)) - matrix, side)
            for n in seats:
                seat = self.seats[n]
                total = paid[n] + seat.discount * (moves[n] @ worth)
                if player in spots[seat.spot].actions:
                    own = spots[seat.spot].actions[player]
                    found[seat.spot, player] = dict(zip(own, total, strict=True))
        return found

    def _met(self, seat: _Seat, table: Array, chances: list[Array]) -> Array:
        """Return a table against what the others do."""
        for other in reversed(seat.others):
            mix = chances[self._at[seat.spot, other]]
            axis = 1 + seat.others.index(other)
            table = np.tensordot(table, mix, axes=([axis], [0]))
        return table

    def _worth(self, x: Array, chances: list[Array]) -> Array:
        """Return what each spot is worth to each player."""
        shape = (len(self.game.players), *x.shape[:-1], len(self.game.spots))
        worth = np.empty(shape, x.dtype)
        for seat, mix in zip(self.seats, chances, strict=True):
            own = x[..., seat.first : seat.first + seat.size]
            if self.shocks:
                top = own.real.max(axis=-1, keepdims=True)
                value = np.log(np.exp(own - top).sum(axis=-1)) + top[..., 0]
            else:
                value = (mix * own).sum(axis=-1)
            worth[seat.player, ..., seat.spot] = value
        return worth

    def worth(self, x: Array) -> dict[str, list[float]]:
        """Return what each spot is worth to each player."""
        return dict(zip(self.game.players, self._worth(x, self.chances(x)).tolist(), strict=True))

    def slopes(self, x: Array, scale: Array | float = 1.0) -> Array:
        """Return the derivatives of the map, for many places at once."""
        steps = x[..., None, :] + 1j * _TINY * np.eye(self.size)
        levels = np.asarray(scale)[..., None] if np.ndim(scale) else scale
        return np.swapaxes(self(steps, levels).imag / _TINY, -1, -2)

    def roots(self, x: Array, scale: float = 1.0) -> Array:
        """Go to roots from many places by Newton's method; return those that are reached."""
        with np.errstate(all="ignore"):
            for _ in range(_NEWTON_STEPS):
                gap = x - self(x, scale)
                if np.abs(gap).max(initial=0) < _SMALL:
                    break
                x = self._step(x, gap, scale)
            gap = np.abs(x - self(x, scale)).max(axis=-1)
            x = x[gap < _NEARLY * np.maximum(1.0, np.abs(x).max(axis=-1))]
            # down to what decimals can tell
            for _ in range(_LAST_STEPS):
                x = self._step(x, x - self(x, scale), scale)
        return x

    def _step(self, x: Array, gap: Array, scale: float) -> Array:
        """Take a step of Newton's method, where that can be done."""
        identity = np.eye(self.size)
        matrix = identity - self.slopes(x, scale)
        good = np.isfinite(matrix).all(axis=(-1, -2)) & np.isfinite(gap).all(axis=-1)
        x, gap, matrix = x[good], gap[good], matrix[good]
        # where nothing can be divided by, a start is moved a little
        singular = np.linalg.det(matrix) == 0
        matrix[singular] += _NEARLY * identity
        step = np.linalg.solve(matrix, gap[..., None])[..., 0]
        longest = np.abs(step).max(axis=-1, keepdims=True)
        moved: Array = x - step * np.minimum(1.0, _LONGEST_STEP / np.maximum(longest, _TINY))
        return moved

    def places(self, rng: np.random.Generator, count: int) -> Array:
        """Return what actions are worth under random strategies, pure ones among them."""
        x = np.zeros((count, self.size))
        # random mixtures, from even ones to nearly pure ones
        sharp = rng.choice([0.5, 2.0, 8.0, 30.0], size=(count, 1))
        noise = sharp * rng.gumbel(size=(count, self.size))
        for _ in range(30):
            x = self(x) * 1.0
            for seat in self.seats:
                part = slice(seat.first, seat.first + seat.size)
                own = x[:, part]
                # what is worth the same on average, played as the noise has it
                x[:, part] = own.mean(axis=1, keepdims=True) + noise[:, part]
        return self(x)

    def path(self) -> Iterator[Array]:
        """Follow the roots from payoffs of nothing, by length, and yield those at the precision."""
        start = np.zeros(self.size)
        for _ in range(500):
            start = self(start, 0.0)
        near = self.roots(start[None], 0.0)
        at = np.append(near[0] if len(near) else start, 0.0)
        upwards = np.zeros(self.size + 1)
        upwards[-1] = 1.0
        tangent, length = self._tangent(at, upwards), 0.01
        way = self._way(at, tangent)
        for _ in range(_PATH_STEPS):
            guess = at + length * tangent
            then = self._corrected(guess, tangent)
            after = None if then is None else self._tangent(then, tangent)
            if then is None or after is None or self._bent(tangent, then, after, way, length):
                length /= 2
                if length < _LEAST_LENGTH / 100:
                    return
                continue
            way = self._way(then, after)
            if (at[-1] - 1) * (then[-1] - 1) <= 0:
                share = (1 - at[-1]) / (then[-1] - at[-1]) if then[-1] != at[-1] else 0.0
                yield at[:-1] + share * (then[:-1] - at[:-1])
            length = min(length * 1.3, _LONGEST_LENGTH)
            at, tangent = then, after
            if not -0.01 <= at[-1] <= _BEYOND:
                return

    def _bent(self, tangent: Array, then: Array, after: Array, way: int, length: float) -> bool:
        """Tell whether a step may have ended on another branch."""
        if after @ tangent < _STRAIGHT:
            return True
        # along one branch the index turns where the scale does; it does not at a crossing
        return length > _LEAST_LENGTH and way != self._way(then, after)

    def _tangent(self, at: Array, before: Array) -> Array:
        matrix = np.vstack([self._wide(at), before])
        side = np.zeros(self.size + 1)
        side[-1] = 1.0
        found = np.linalg.lstsq(matrix, side, rcond=None)[0]
        unit: Array = found / np.linalg.norm(found)
        return unit

    def _way(self, at: Array, tangent: Array) -> int:
        slopes = self.slopes(at[None, :-1], at[-1:])[0]
        return int(np.sign(np.linalg.det(np.eye(self.size) - slopes) * tangent[-1]))

    def _corrected(self, guess: Array, tangent: Array) -> Array | None:
        at = guess.copy()
        for _ in range(_CORRECTIONS):
            gap = at[:-1] - self(at[None, :-1], at[-1:])[0]
            if np.abs(gap).max() < 1e-9 * max(1.0, np.abs(at).max()):
                return at
            matrix = np.vstack([self._wide(at), tangent])
            side = np.append(-gap, -tangent @ (at - guess))
            at = at + np.linalg.lstsq(matrix, side, rcond=None)[0]
        return None

    def _wide(self, at: Array) -> Array:
        """Return the derivatives of what is to be zero, by unknowns and by the scale of payoffs."""
        x, scale = at[None, :-1], at[-1:]
        own = np.eye(self.size) - self.slopes(x, scale)[0]
        by_scale = -self(x.astype(complex), scale + 1j * _TINY).imag[0] / _TINY
        return np.column_stack([own, by_scale])

    def index(self, x: Array) -> int:
        """Return the index of a root: the sign of a determinant."""
        return int(np.sign(np.linalg.det(np.eye(self.size) - self.slopes(x[None])[0])))

    def stable(self, x: Array) -> bool:
        """Tell whether best replies, of all to all at once, come back to a root from near it."""
        slopes = self.slopes(x[None])[0]
        own = np.zeros_like(slopes)
        for i in range(len(self.game.players)):
            mine = np.concatenate(
                [np.arange(s.first, s.first + s.size) for s in self.seats if s.player == i]
            )
            own[np.ix_(mine, mine)] = slopes[np.ix_(mine, mine)]
        # each solves its own problem, the others' play being given
        replies = np.linalg.solve(np.eye(self.size) - own, slopes - own)
        return bool(np.abs(np.linalg.eigvals(replies)).max() < 1)
