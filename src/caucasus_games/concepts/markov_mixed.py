r"""Stationary equilibria in mixed strategies, where they are fractions.

Logit equilibria of mistakes are followed to a high precision, where they are near to equilibria.
On the actions that are played there, each player is indifferent at each spot: Newton's method goes
to a root of these equations, and the simplest fractions near it are certified exactly. What has no
fractions near it is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from caucasus_games.certificates import certified_markov
from caucasus_games.concepts.markov_response import Response
from caucasus_games.errors import GameError
from caucasus_games.games import MarkovGame

if TYPE_CHECKING:
    from caucasus_games.results.markov import MarkovEquilibrium

Mixes = dict[int, dict[str, dict[str, Fraction]]]
# times the range of payoffs
_PRECISION = 300.0
_STARTS = 100
# an action that is played less often is not played
_PLAYED = 0.01
_LARGEST_DENOMINATOR = 10**6
_NEWTON_STEPS = 30
_TINY = 1e-30


def mixed_equilibria(game: MarkovGame) -> Iterator[MarkovEquilibrium]:
    """Yield the equilibria in fractions to which sharp logit equilibria are near."""
    payoffs = [float(x) for s in game.spots for b in s.branches.values() for x in _paid(game, b)]
    spread = max(payoffs) - min(payoffs) or 1.0
    response = Response(game, _PRECISION / spread, shocks=False)
    # far from precision zero few random places lead anywhere
    path = np.array(list(response.path())).reshape(-1, response.size)
    places = np.concatenate([path, response.places(np.random.default_rng(0), _STARTS)])
    seen: set[object] = set()
    for x in response.roots(places):
        mixes = _exact(game, response.mixes(x))
        key = repr(mixes)
        if mixes is None or key in seen:
            continue
        seen.add(key)
        try:
            yield certified_markov(game, mixes)
        except GameError:
            # no fractions, or an action that is better is not played
            continue


def _paid(game: MarkovGame, branch: Any) -> list[Fraction]:
    return [game.numbers[payoff] for payoff in branch.payoffs]


def _exact(game: MarkovGame, near: Mapping[int, Mapping[str, Mapping[str, float]]]) -> Mixes | None:
    """Go to where all are indifferent among what they play, and take the simplest fractions."""
    support = {
        (k, player): [a for a, q in mix.items() if q > _PLAYED]
        for k, own in near.items()
        for player, mix in own.items()
    }
    system = _Indifference(Response(game, 1.0, shocks=False), support)
    x = system.root(np.array([near[k][p][a] for k, p, a in system.unknown]))
    found: Mixes = {k: {} for k in near}
    for (k, player), shares in system.mixes([_simple(q) for q in x.tolist()], Fraction(1)).items():
        if min(shares.values()) < 0:
            return None
        found[k][player] = shares
    return found


def _simple(number: float) -> Fraction:
    return Fraction(number).limit_denominator(_LARGEST_DENOMINATOR)


class _Indifference:
    """The equations that all are indifferent at each spot among what they play there."""

    def __init__(self, response: Response, support: Mapping[tuple[int, str], list[str]]) -> None:
        self._response = response
        self._support = support
        self.unknown = [(k, p, a) for (k, p), own in support.items() for a in own[1:]]

    def mixes(self, x: Sequence[Any], one: Any) -> dict[tuple[int, str], dict[str, Any]]:
        """Return how often all play what, from the shares of all but the first of their actions."""
        found: dict[tuple[int, str], dict[str, Any]] = {
            place: {own[0]: one} for place, own in self._support.items()
        }
        for (k, p, a), share in zip(self.unknown, x, strict=True):
            mix = found[k, p]
            mix[a] = share
            mix[self._support[k, p][0]] -= share
        return found

    def _gaps(self, x: Any) -> Any:
        """Return what each action gains over the first one."""
        worth = self._response.worth_of(self.mixes(x, 1.0))
        first = {place: own[0] for place, own in self._support.items()}
        return np.array([worth[k, p][a] - worth[k, p][first[k, p]] for k, p, a in self.unknown])

    def root(self, x: Any) -> Any:
        """Go on from near a root by Newton's method."""
        for _ in range(_NEWTON_STEPS if self.unknown else 0):
            rows = np.eye(len(self.unknown))
            columns = [self._gaps(x + 1j * _TINY * row).imag / _TINY for row in rows]
            # where the equations are degenerate the shortest step is taken
            x = x - np.linalg.lstsq(np.array(columns).T, self._gaps(x).real, rcond=None)[0]
        return x
