r"""Stationary equilibria in mixed strategies, where they are fractions.

Logit equilibria of mistakes are followed to a high precision, where they are near to equilibria.
On the actions that are played there, each player is indifferent at each spot: Newton's method goes
to a root of these equations, and the simplest fractions near it are certified exactly. What has no
fractions near it is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    unknown = [(k, p, a) for (k, p), own in support.items() for a in own[1:]]
    x = np.array([near[k][p][a] for k, p, a in unknown])
    response = Response(game, 1.0, shocks=False)

    def gaps(x: Any) -> Any:
        chances: dict[tuple[int, str], dict[str, Any]] = {
            place: {own[0]: 1.0 - sum(x[n] for n, u in enumerate(unknown) if u[:2] == place)}
            for place, own in support.items()
        }
        for n, (k, p, a) in enumerate(unknown):
            chances[k, p][a] = x[n]
        worth = response.worth_of(chances)
        return np.array([worth[k, p][a] - worth[k, p][support[k, p][0]] for k, p, a in unknown])

    for _ in range(_NEWTON_STEPS if unknown else 0):
        columns = [gaps(x + 1j * _TINY * row).imag / _TINY for row in np.eye(len(unknown))]
        # where the equations are degenerate the shortest step is taken
        x = x - np.linalg.lstsq(np.array(columns).T, gaps(x).real, rcond=None)[0]
    found: Mixes = {k: {p: {} for p in own} for k, own in near.items()}
    for (k, p), own in support.items():
        rest = {
            a: Fraction(float(x[n])).limit_denominator(_LARGEST_DENOMINATOR)
            for n, (m, q, a) in enumerate(unknown)
            if (m, q) == (k, p)
        }
        found[k][p] = {own[0]: 1 - sum(rest.values(), Fraction(0)), **rest}
        if min(found[k][p].values()) < 0:
            return None
    return found
