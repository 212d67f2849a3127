"""Relations hold in every reading of draws: parts, tables, models beside, designs, weights."""

import numpy as np
import pytest

from caucasus_games import GameError, beside, crossed, decompose, optimal, summary, sweep
from caucasus_games.evidence import Observation, observations, posterior
from caucasus_games.guarantors import NONE, RUSSIAN_PEACEKEEPERS, US_OPERATOR
from caucasus_games.models import ceasefire, deterrence_by_chance, peacekeepers
from caucasus_games.models.model import ModelLike

CHEAP_WAR = "corridor_value > 2 * war_cost_azerbaijan"
MODELS: list[ModelLike] = [deterrence_by_chance, ceasefire]
BOTH = [NONE, US_OPERATOR]


def inside(setup: str) -> float:
    """Return the share of peace at the draws inside, counted by hand."""
    drawn = sweep(deterrence_by_chance, 600, setups=BOTH, seed=4)
    kept = (drawn.corridor_value > 2 * drawn.war_cost_azerbaijan).values
    assert 0 < kept.sum() < 600
    return float(drawn.possible.sel(setup=setup, outcome="peace").values[kept].mean())


def test_parts_are_of_the_draws_inside() -> None:
    # they differ in one channel, so that there are two games
    unchecked = US_OPERATOR.with_regime(NONE, "US, no checks")
    found = decompose(
        deterrence_by_chance, unchecked, US_OPERATOR, "peace", draws=600, seed=4, given=[CHEAP_WAR]
    )
    assert float(found.ends[1]) == pytest.approx(inside("US_OPERATOR"))
    assert found.draws < 600
    assert found.asked.told["given"] == CHEAP_WAR
    assert sum(own.part for own in found.parts.values()) == found.ends[1] - found.ends[0]


def test_a_crossing_is_of_the_draws_inside() -> None:
    found = crossed(
        deterrence_by_chance, [NONE], "peace", regimes=[NONE], draws=600, seed=4, given=CHEAP_WAR
    )
    assert found.shares["NONE", "NONE"] == pytest.approx(inside("NONE"))
    assert f"given {CHEAP_WAR}" in str(found.asked)


def test_models_beside_hold_what_is_given_where_they_have_its_numbers() -> None:
    models: list[ModelLike] = [deterrence_by_chance, ceasefire]
    found = beside(NONE, US_OPERATOR, models=models, draws=600, seed=4, given=[CHEAP_WAR])
    own, other = found.answers["deterrence_by_chance"], found.answers["ceasefire"]
    assert (own.before, own.after) == pytest.approx(tuple(inside(s.name) for s in BOTH))
    names = {symbol.name for symbol in ceasefire(NONE).symbols}
    assert "corridor_value" not in names or "war_cost_azerbaijan" not in names
    assert other.draws == found.draws == 600
    assert own.draws < 600
    free = beside(NONE, US_OPERATOR, models=models, draws=600, seed=4)
    assert free.answers["ceasefire"] == other
    head = " ".join(repr(found).split())
    assert f"given {CHEAP_WAR}" in head
    assert f" {own.draws} " in head
    assert "draws</th>" in found._repr_html_()
    assert "draws</th>" not in free._repr_html_()
    assert list(found.to_dataframe()["draws"]) == [own.draws, 600]


def test_a_relation_that_no_model_has_is_refused() -> None:
    with pytest.raises(GameError, match="no game has all numbers of"):
        beside(
            NONE,
            US_OPERATOR,
            models=MODELS,
            given=[no_model_has()],
        )
    with pytest.raises(GameError, match="unknown parameter 'nothing'"):
        beside(NONE, US_OPERATOR, models=[ceasefire], given=["nothing > 0"])


def no_model_has() -> str:
    one, other = (
        {symbol.name for symbol in model(NONE).symbols}
        for model in (ceasefire, deterrence_by_chance)
    )
    first, second = sorted(one - other)[0], sorted(other - one)[0]
    return f"{first} > {second} / 1000"


def test_designs_are_tried_at_the_draws_inside() -> None:
    game = deterrence_by_chance(US_OPERATOR)
    tried = {"guarantor_credibility": ["0.1", "0.5"]}
    prices = {"guarantor_credibility": 1}
    found = optimal(game, "peace", tried, prices, draws=600, seed=4, given=[CHEAP_WAR])
    for design in found.designs:
        alone = summary(game.at(design.values), 600, seed=4, given=[CHEAP_WAR])
        assert design.share == pytest.approx(alone.share(alone.setups[0], "peace"))
    assert found.asked.told["given"] == CHEAP_WAR
    with pytest.raises(GameError, match="which is designed: leave it out, or choose levels"):
        optimal(game, "peace", tried, prices, given=["guarantor_credibility > 0.2"])


def test_weights_are_of_the_draws_inside() -> None:
    seen = observations(peacekeepers)
    tie = "probe_gain > reaction_cost"
    free = posterior(peacekeepers, seen, draws=300, precision=5, seed=1)
    found = posterior(peacekeepers, seen, draws=300, precision=5, seed=1, given=[tie])
    kept = free.values["probe_gain"] > free.values["reaction_cost"]
    assert 0 < kept.sum() < 300
    np.testing.assert_array_equal(found.likelihoods, free.likelihoods[:, kept])
    for name, drawn in found.values.items():
        np.testing.assert_array_equal(drawn, free.values[name][kept])
    assert f"given {tie}" in " ".join(repr(found).split())
    assert "given" not in repr(free)


def test_what_one_moment_alone_has_is_given_at_that_moment() -> None:
    seen = [one for one in observations(deterrence_by_chance) if one.moment in ("1994", "2025")]
    tie = "guarantor_credibility > 0.5"
    free = posterior(deterrence_by_chance, seen, draws=300, precision=5, seed=1)
    found = posterior(deterrence_by_chance, seen, draws=300, precision=5, seed=1, given=[tie])
    kept = free.values["guarantor_credibility"] > 0.5
    assert 0 < kept.sum() < 300
    np.testing.assert_array_equal(found.likelihoods, free.likelihoods[:, kept])


def test_what_holds_at_no_draw_of_all_moments_is_refused() -> None:
    seen = [
        Observation(moment, RUSSIAN_PEACEKEEPERS, "war", {"reaction_cost": cost})
        for moment, cost in (("here", "0.04"), ("there", "0.01"))
    ]
    tie = "(probe_gain - 0.1) * (reaction_cost - 0.02) > 0"
    with pytest.raises(GameError, match="at no draw what is given holds at every moment"):
        posterior(peacekeepers, seen, draws=50, precision=5, seed=1, given=[tie])
