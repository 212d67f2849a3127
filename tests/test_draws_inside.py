"""Draws at which relations do not hold are left out: the same under every setup, and told."""

from pathlib import Path

import numpy as np
import pytest

import caucasus_games as cg
from caucasus_games import GameError
from caucasus_games.evidence import observations, posterior
from caucasus_games.games.values import changed
from caucasus_games.guarantors import NONE, US_OPERATOR, GuarantorSetup
from caucasus_games.models import ceasefire, deterrence_by_chance, peacekeepers
from caucasus_games.parameters import Parameters
from caucasus_games.sweeps import Run, optimal, sensitivity, summary, sweep

CHEAP_WAR = "corridor_value > 2 * war_cost_azerbaijan"
BOTH = [NONE, US_OPERATOR]


def tied(game: cg.ExtensiveForm, *given: str) -> cg.ExtensiveForm:
    return changed(game, parameters=Parameters(game.parameters.values(), given))


def test_a_sweep_keeps_the_draws_inside_and_no_other() -> None:
    whole = sweep(deterrence_by_chance, 1_000, setups=BOTH, seed=2)
    found = sweep(deterrence_by_chance, 1_000, setups=BOTH, seed=2, given=[CHEAP_WAR])
    inside = (whole.corridor_value > 2 * whole.war_cost_azerbaijan).values
    assert 0 < inside.sum() < 1_000
    assert (found.draw.values == np.flatnonzero(inside)).all()
    for name in (*found.data_vars, "corridor_value", "guarantor_credibility"):
        expected = whole[name].isel(draw=inside).values
        np.testing.assert_array_equal(found[name].values, expected)
    assert (found.attrs["solved"], found.attrs["tried"]) == (inside.sum(), 1_000)
    assert found.attrs["given"] == CHEAP_WAR
    assert "tried" not in whole.attrs
    assert "given" not in whole.attrs


def test_shares_are_of_the_draws_inside() -> None:
    draws = sweep(deterrence_by_chance, 1_000, setups=BOTH, seed=2, given=[CHEAP_WAR])
    found = summary(deterrence_by_chance, 1_000, setups=BOTH, seed=2, given=[CHEAP_WAR])
    assert (found.draws, found.tried) == (draws.sizes["draw"], 1_000)
    assert found.kept == found.draws / 1_000
    share = float(draws.possible.sel(setup="NONE", outcome="peace").mean())
    assert found.share("NONE", "peace") == pytest.approx(share)
    head = " ".join(repr(found).split())
    assert f"given {CHEAP_WAR} ({found.kept:.1%} of 1,000)" in head
    assert "2 * war_cost_azerbaijan" in found._repr_html_()
    assert "corridor_value &gt; 2" in found._repr_html_()
    assert f"given {CHEAP_WAR}" in str(found.asked)
    assert found.asked.told["given"] == CHEAP_WAR
    plain = summary(deterrence_by_chance, 1_000, setups=BOTH, seed=2)
    assert plain.kept == 1
    assert plain != found
    assert "given" not in repr(plain)


@pytest.mark.parametrize("sampling", ["sobol", "latin"])
def test_sequences_are_cut_too(sampling: cg.sweeps.draws.Sampling) -> None:
    found = sweep(
        deterrence_by_chance, 256, setups=[NONE], given=[CHEAP_WAR], sampling=sampling, seed=1
    )
    assert bool((found.corridor_value > 2 * found.war_cost_azerbaijan).all())
    assert found.sizes["draw"] < 256


def test_all_setups_see_the_same_draws() -> None:
    weak = GuarantorSetup.define("WEAK", "US", guarantor_credibility=("0", "0.2", "0.4"))
    firm = GuarantorSetup.define("FIRM", "US", guarantor_credibility=("0.2", "0.6", "0.9"))
    tie = "guarantor_credibility > corridor_value"
    found = sweep(deterrence_by_chance, 500, setups=[weak, firm], given=[tie])
    assert found.guarantor_credibility.dims == ("setup", "draw")
    assert bool((found.guarantor_credibility > found.corridor_value).all())
    # the game without a guarantor has no such number, and is asked at the same draws
    more = sweep(deterrence_by_chance, 500, setups=[NONE, weak, firm], given=[tie])
    assert (more.draw.values == found.draw.values).all()


def test_numbers_that_are_not_drawn_take_part() -> None:
    fixed = {"war_cost_azerbaijan": "0.1"}
    found = sweep(deterrence_by_chance, 200, setups=[NONE], values=fixed, given=[CHEAP_WAR])
    assert float(found.corridor_value.min()) > 0.2
    # where none is drawn there is nothing to be left out
    chosen = {"war_cost_azerbaijan": "0.1", "corridor_value": "0.3"}
    found = sweep(deterrence_by_chance, 200, setups=[NONE], values=chosen, given=[CHEAP_WAR])
    assert found.sizes["draw"] == 200


def test_what_cannot_be_asked_is_refused() -> None:
    def asked(*given: str, **others: object) -> None:
        sweep(deterrence_by_chance, setups=BOTH, given=given, **({"draws": 10} | others))  # type: ignore[arg-type]

    with pytest.raises(GameError, match=r"a grid takes its points as they are: leave given out"):
        asked(CHEAP_WAR, draws=None, grid={"corridor_value": ["0.1"]})
    none = "at none of 10 draws it is so that corridor_value > 0.5999: take more draws"
    with pytest.raises(GameError, match=none):
        asked("corridor_value > 0.5999")
    with pytest.raises(GameError, match=none):
        summary(deterrence_by_chance, 10, given=["corridor_value > 0.5999"])
    with pytest.raises(
        GameError, match=r"guarantor_credibility > 0\.9 holds .* \(under US_OPERATO"
    ):
        asked("guarantor_credibility > 0.9")


def test_a_relation_needs_one_game_with_its_numbers() -> None:
    def either(setup: GuarantorSetup) -> cg.ExtensiveForm | cg.NormalForm:
        return deterrence_by_chance(setup) if setup.guarantor else ceasefire(setup)

    names = [{s.name for s in either(setup).symbols} for setup in BOTH]
    (here, *_), (there, *_) = sorted(names[0] - names[1]), sorted(names[1] - names[0])
    with pytest.raises(GameError, match=f"no game has all numbers of {here} > {there} / 1000"):
        summary(either, 10, setups=BOTH, given=[f"{here} > {there} / 1000"])


def test_a_grid_of_numbers_that_come_with_relations_takes_its_points() -> None:
    game = tied(deterrence_by_chance(NONE), CHEAP_WAR)
    found = sweep(game, grid={"corridor_value": ["0.1", "0.5"]})
    assert found.sizes["corridor_value"] == 2
    assert "given" not in found.attrs


def test_a_store_of_other_relations_is_refused(tmp_path: Path) -> None:
    place = Run(store=tmp_path / "store")
    first = sweep(deterrence_by_chance, 300, setups=[NONE], given=[CHEAP_WAR], on=place)
    again = sweep(deterrence_by_chance, 300, setups=[NONE], given=[CHEAP_WAR], on=place)
    assert first.identical(again)
    with pytest.raises(GameError, match=r"given is 'corridor_value > 2 .*' there and None here"):
        sweep(deterrence_by_chance, 300, setups=[NONE], on=place)


def test_designs_are_tried_at_the_draws_inside() -> None:
    game = deterrence_by_chance(US_OPERATOR)
    levels, prices = {"guarantor_credibility": [0, "0.5"]}, {"guarantor_credibility": 1}
    found = optimal(tied(game, CHEAP_WAR), "peace", levels, prices, draws=1_000)
    at = {"guarantor_credibility": 0}
    alone = summary(game, 1_000, values=at, given=[CHEAP_WAR])
    assert found.designs[0].share == pytest.approx(alone.share(alone.setups[0], "peace"))
    # what is chosen is not believed
    free = optimal(tied(game, "guarantor_credibility > 0.6"), "peace", levels, prices, draws=1_000)
    assert free.designs == optimal(game, "peace", levels, prices, draws=1_000).designs


def test_indices_are_for_numbers_that_are_drawn_apart() -> None:
    with pytest.raises(GameError, match=f"^{CHEAP_WAR.replace('*', '.')} ties numbers to each"):
        sensitivity(tied(deterrence_by_chance(NONE), CHEAP_WAR), "peace", draws=64)


def test_posteriors_have_the_draws_inside_at_every_moment() -> None:
    seen = observations(peacekeepers)
    name, other = "probe_gain", "reaction_cost"
    known = [{s.name for s in one.game(peacekeepers).symbols} for one in seen]
    assert all({name, other} <= names for names in known)

    def believed(setup: GuarantorSetup) -> cg.ExtensiveForm:
        return tied(peacekeepers(setup), f"{name} > {other}")

    found = posterior(believed, seen, draws=500, precision=5, seed=1)
    assert (found.values[name] > found.values[other]).all()
    assert 0 < found.likelihoods.shape[1] < 500
    assert found.likelihoods.shape[1] == len(found.values[name])
