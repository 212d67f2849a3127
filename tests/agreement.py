"""What tests of agreement with the exact solvers share."""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from itertools import count
from typing import Any

import numpy as np
import xarray as xr

from caucasus_games.concepts import pure_nash, subgame_perfect
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.games.kinds import Game
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.results import Solution

Solver = Callable[..., Solution[Any]]


def games_of(
    model: Callable[[GuarantorSetup], Any], *setups: GuarantorSetup
) -> Iterator[tuple[GuarantorSetup, Any]]:
    """Write a model under those of the setups that it takes."""
    for setup in setups:
        with suppress(GameError):
            yield setup, model(setup)


def has_hidden_moves(game: object) -> bool:
    return isinstance(game, ExtensiveForm) and not game.perfect_information


def untied(game: Game, rng: random.Random) -> dict[str, Fraction]:
    """Return values between -3 and 3 of all symbols, no two with a denominator in common.

    A polynomial with small whole coefficients is then zero nowhere, so that nothing is a tie.
    """
    names = sorted(symbol.name for symbol in game.symbols)
    primes = (p for p in count(907) if all(p % k for k in range(2, 31)))
    return {
        name: Fraction(rng.randrange(-3, 3) * p + rng.randrange(1, p), p)
        for name, p in zip(names, primes, strict=False)
    }


def agree(
    game: Game,
    point: xr.Dataset,
    at: Mapping[str, object],
    solver: Solver | None = None,
) -> None:
    own = {s.name: at[s.name] for s in game.symbols if s.name not in game.values}
    usual: Solver = pure_nash if isinstance(game, NormalForm) else subgame_perfect
    found = (solver or usual)(game.at(own))
    assert int(point.equilibria) == len(found), (at, found)
    for outcome in game.outcome_labels:
        chances = [float(e.outcomes.get(outcome, 0)) for e in found]
        here = point.sel(outcome=outcome)
        assert bool(here.possible) == any(chances)
        assert bool(here.guaranteed) == (bool(chances) and all(chances))
        if chances:
            assert np.allclose(here.probability_low, min(chances), atol=1e-6)
            assert np.allclose(here.probability_high, max(chances), atol=1e-6)
        else:
            assert np.isnan(here.probability_low)
    for player in game.players if len(found) else ():
        paid = [float(e.payoffs[player]) for e in found]
        here = point.sel(player=player)
        assert np.allclose([here.payoff_low, here.payoff_high], [min(paid), max(paid)], atol=1e-5)
