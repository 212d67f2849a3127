"""One point of a sweep against the exact solver at the same values."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import xarray as xr

from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.results import Solution
from caucasus_games.solvers import pure_nash, subgame_perfect

Solver = Callable[..., Solution[Any]]


def agree(
    game: NormalForm | ExtensiveForm,
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
