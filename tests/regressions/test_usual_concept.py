"""Everything that solves a game for which no concept is named takes the same one."""

import importlib
from typing import Any

import numpy as np
import pytest

from caucasus_games import GameError, compare, sweep
from caucasus_games.comparison.compare import games_under, setups_of
from caucasus_games.concepts import (
    markov_perfect,
    perfect_bayesian,
    pure_nash,
    quantal_response,
    subgame_perfect,
)
from caucasus_games.concepts.usual import usual
from caucasus_games.explorer.state import read
from caucasus_games.games import ExtensiveForm, MarkovGame, NormalForm
from caucasus_games.guarantors import NONE, RUSSIAN_PEACEKEEPERS, US_OPERATOR, named
from caucasus_games.models import (
    MODELS,
    Model,
    alignment,
    ceasefire,
    peacekeepers,
    settlement,
    transit_gains,
)
from caucasus_games.parameters.data import document
from caucasus_games.plot import correspondence

PLAYED = [model for model in MODELS if model.has_moves]


@pytest.mark.no_cover
@pytest.mark.parametrize("model", PLAYED, ids=lambda m: m.name)
def test_every_model_has_one_usual_concept(model: Model[..., Any]) -> None:
    games, _ = games_under(model, setups_of(None, None), True)
    for game in games.values():
        expected = (
            pure_nash
            if isinstance(game, NormalForm)
            else markov_perfect
            if isinstance(game, MarkovGame)
            else subgame_perfect
            if game.perfect_information
            else perfect_bayesian
        )
        assert usual(game) is model.solver(game) is expected
    setup = next(s for s in named().values() if s.name in games)
    solution = compare(model, [setup]).solutions[setup.name]
    assert solution == usual(games[setup.name])(games[setup.name])
    # the page draws tables and trees
    if not model.has_states:
        assert read({"model": model.name, "setup": setup.name}).solution == solution


@pytest.mark.parametrize(
    ("model", "setup", "count"),
    [(alignment, US_OPERATOR, 4), (peacekeepers, RUSSIAN_PEACEKEEPERS, 2), (ceasefire, NONE, 2)],
)
def test_comparison_and_sweep_find_as_many(model: object, setup: object, count: int) -> None:
    own: dict[str, object] = {"setups": [setup]}
    solution = next(iter(compare(model, **own).solutions.values()))  # type: ignore[arg-type]
    assert len(solution) == count
    game = model(setup)  # type: ignore[operator]
    name, value = next((n, r.central) for n, r in sorted(game.parameters.items()) if r.low < r.high)
    found = sweep(model, grid={name: [value]}, **own)  # type: ignore[arg-type]
    assert found.equilibria.values.tolist() == [[count]]
    assert found.attrs["solver"] == usual(game).name


def test_figures_and_hindsight_take_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def noted(game: NormalForm | ExtensiveForm) -> object:
        asked.append(game)
        return usual(game)

    for place in ("plot.correspondence", "models.model", "comparison.deviations"):
        module = importlib.import_module(f"caucasus_games.{place}")
        monkeypatch.setattr(module, "usual", noted)
    ax = correspondence(ceasefire(NONE), "peace", "detection", points=2)
    assert set(np.asarray(ax.lines[1].get_ydata()).tolist()) == {0.0, 1.0}
    assert len(asked) == 1
    rows = importlib.import_module("caucasus_games.evidence.hindsight").hindsight()
    assert len(asked) == 1 + len(rows)
    entry = document("hindsight.toml")["2016"]
    setup = named(entry["vintage"])[entry["setup"]]
    found = compare(ceasefire, [setup], values={"military_advantage": 0}).solutions
    assert len(next(iter(found.values()))) == 2
    (row,) = [r for r in rows if (r.moment, r.model) == ("2016", "ceasefire")]
    assert row.said == "peace 1 or war 1"


def test_a_sweep_asks_for_it_and_says_what_it_is() -> None:
    told = "got pure_nash, which is for a normal form: take one of these, or solve it at single"
    with pytest.raises(GameError, match=told):
        sweep(settlement, draws=1, setups=[NONE], solver=pure_nash)
    with pytest.raises(GameError, match="name a solver"):
        usual(transit_gains(NONE))  # type: ignore[arg-type]
    assert repr(quantal_response.given(precision=2)) == "quantal_response(precision=2)"
