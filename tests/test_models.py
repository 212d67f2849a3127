"""Every model with every setup: what must hold of all of them."""

import importlib
import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from caucasus_games import (
    ExtensiveForm,
    GameError,
    GuarantorSetup,
    NormalForm,
    compare,
    load,
    usual,
)
from caucasus_games.concepts import iterated_dominance, mixed_nash, pure_nash, subgame_perfect
from caucasus_games.games import menu
from caucasus_games.guarantors import NONE, RUSSIAN_CORRIDOR, US_OPERATOR, named
from caucasus_games.models import (
    MODELS,
    Model,
    alignment,
    closing_window,
    commitment,
    corridor,
    deterrence_private_cost,
    guarantee,
    investment,
    peacekeepers,
    probe,
    referendum,
    settlement,
    spoilers,
    transit_gains,
    transit_split,
    ultimatum,
    unilateral_deterrence,
)
from caucasus_games.parameters import vintages
from caucasus_games.parameters.data import guarantor_vocabulary
from caucasus_games.results import Solution

models = [model for model in MODELS if model.has_moves]
setups = [setup for vintage in vintages() for setup in named(vintage).values()]
refused = cache(Model.refused)


def _solved(game: NormalForm | ExtensiveForm) -> Solution[Any]:
    return pure_nash(game) if isinstance(game, NormalForm) else subgame_perfect(game)


@pytest.mark.no_cover
@pytest.mark.parametrize("model", models, ids=lambda m: m.name)
@pytest.mark.parametrize("setup", setups, ids=lambda s: f"{s.name} {s.vintage}")
def test_every_symbol_is_a_parameter_and_the_game_is_solved(
    model: Model[..., Any], setup: GuarantorSetup
) -> None:
    if setup.name in refused(model, setup.vintage):
        with pytest.raises(GameError, match=re.escape(refused(model, setup.vintage)[setup.name])):
            model(setup)
        return
    game = model(setup)
    assert {s.name for s in game.symbols} == set(game.parameters)
    for label in game.outcome_labels:
        assert f'``"{label}"``' in str(model.__doc__)
    assert setup.name in game.title
    solution = usual(game)(game) if model.has_states else _solved(game)
    assert len(solution.exact) == len(solution)
    for equilibrium in solution.exact:
        assert sum(equilibrium.outcomes.values()) == 1
        assert set(equilibrium.payoffs) == set(game.players)


def test_every_parameter_of_the_table_is_used_by_some_model() -> None:
    used = {name for model in models for name in model(US_OPERATOR).parameters}
    # without foreign checks, and where something may be conceded
    used |= {*settlement(NONE, concessions=True).parameters}
    assert used == set(load()) | set(guarantor_vocabulary())


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.name)
def test_a_party_cannot_guarantee_its_own_agreement(
    model: Callable[[GuarantorSetup], object],
) -> None:
    # a model begins with terms.check_outsider
    with pytest.raises(GameError, match="a party to the agreement cannot guarantee it"):
        model(GuarantorSetup.define("X", "Armenia"))


@pytest.mark.no_cover
@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.name)
def test_it_takes_the_same_setups_on_all_figures(model: Model[..., object]) -> None:
    first, *others = ({*refused(model, vintage)} for vintage in vintages())
    assert others == [first] * len(others)
    for vintage in vintages():
        taken = model.setups(vintage)
        assert [*taken] == [name for name in named(vintage) if name not in first]
        assert {setup.vintage for setup in taken.values()} == {vintage}


@pytest.mark.parametrize(
    ("model", "setup", "reason"),
    [
        (alignment, "NONE", "take a Western setup"),
        (alignment, "RUSSIAN_CORRIDOR", "take a Western setup"),
        (investment, "MINSK_GROUP", "has no operator that would invest"),
        (peacekeepers, "NONE", "has no guarantor to probe"),
        (probe, "NONE", "has no guarantor to probe"),
        (spoilers, "RUSSIAN_CORRIDOR", "Russia sponsors the attack"),
        (unilateral_deterrence, "NONE", "has no guarantor"),
    ],
)
def test_it_says_why_it_does_not_take_a_setup(
    model: Model[..., object], setup: str, reason: str
) -> None:
    assert reason in refused(model, None)[setup]


def test_a_setup_that_a_model_does_not_take_is_left_out_with_the_reason() -> None:
    table = compare(unilateral_deterrence)
    assert "NONE" not in table.solutions
    assert "left out: NONE has no guarantor" in repr(table)
    with pytest.raises(GameError, match="use deterrence"):
        compare(unilateral_deterrence, [NONE])
    with pytest.raises(GameError, match="two setups are called 'NONE'"):
        compare(settlement, [NONE, NONE])
    with pytest.raises(GameError, match="no setup to compare: none given"):
        compare(settlement, [])


def test_what_is_no_model_or_setup_is_refused_in_a_sentence() -> None:
    for build, sentence in (
        (lambda: settlement("NONE"), "settlement takes a GuarantorSetup and got 'NONE'"),  # type: ignore[arg-type]
        (lambda: compare(transit_gains), "a coalitional game is for shapley, core and nucleolus"),  # type: ignore[arg-type]
        (lambda: compare("settlement"), "give a function, such as models.settlement"),  # type: ignore[arg-type]
        (lambda: compare(settlement, NONE), r"give a list, \[NONE\]"),  # type: ignore[arg-type]
        (lambda: compare(settlement, ["NONE"]), "'NONE' is no setup"),  # type: ignore[list-item]
    ):
        with pytest.raises(GameError, match=sentence):
            build()


def test_bad_shares_and_costs_are_refused_in_a_sentence() -> None:
    for share in (-1, "1.01"):
        with pytest.raises(GameError, match=r"held of commitment is .*: give a share, from 0 to 1"):
            commitment(NONE, share)
        with pytest.raises(GameError, match="front_office of corridor is"):
            corridor(US_OPERATOR, share)
    with pytest.raises(GameError, match="held of closing_window"):
        closing_window(NONE, "half")
    for costs in (("0.4", "0.1"), ("-0.1", "0.1"), (1, 1)):
        with pytest.raises(GameError, match="give the least and the highest cost"):
            ultimatum(NONE, costs)


def test_setups_without_an_operator_are_refused() -> None:
    with pytest.raises(GameError, match="unknown proposer 'Iran'"):
        transit_split(NONE, "Iran")
    with pytest.raises(GameError, match="has no operator that would invest"):
        investment(RUSSIAN_CORRIDOR)


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(GameError, match="did you mean 'vote first'"):
        referendum(NONE, "vote frist")  # type: ignore[arg-type]


def test_refused_demands_are_told_in_one_row() -> None:
    def listed(setup: GuarantorSetup) -> ExtensiveForm:
        return menu(referendum(setup), 20)

    table = compare(listed, [NONE])
    assert "and 20 more with the same outcomes" in " ".join(repr(table).split())
    assert "and 20 more with the same outcomes and payoffs" in repr(table.solutions["NONE"])


def test_a_setup_without_equilibrium_keeps_its_row() -> None:
    table = compare(guarantee, [US_OPERATOR, RUSSIAN_CORRIDOR])
    assert table.concept == "pure Nash"
    frame = table.to_dataframe()
    assert frame.loc["RUSSIAN_CORRIDOR", "path"] == "no pure Nash equilibrium"
    assert frame["P(peace)"].isna().tolist() == [False, True]
    assert "no pure Nash equilibrium" in repr(table)
    assert "no pure Nash equilibrium" in table._repr_html_()


def test_dominance_across_setups() -> None:
    table = compare(guarantee, [NONE, RUSSIAN_CORRIDOR], solver=iterated_dominance)
    frame = table.to_dataframe()
    assert frame.loc["NONE", "P(peace)"] == 0.45
    assert "several profiles are left" in str(frame.loc["RUSSIAN_CORRIDOR", "path"])


def test_a_private_cost_that_is_known_is_a_threshold() -> None:
    sure = US_OPERATOR.derive("SURE", intervention_cost="0.1", operator_share=0)
    war = {"corridor_value": 1, "war_cost_azerbaijan": 0, "neutrality": -1, "access_risk": 1}
    game = deterrence_private_cost(sure).at({**war, "enforcement_strength": 1})
    assert subgame_perfect(game.at({"guarantor_stake": "0.1"})).exact[0].outcomes == {"peace": 1}
    assert subgame_perfect(game.at({"guarantor_stake": "0.09"})).exact[0].outcomes == {"war": 1}


two = {"A": ["x", "y"], "B": ["x", "y"]}


def test_weak_dominance_records_its_rounds_and_may_go_further_than_strict() -> None:
    game = NormalForm.from_arrays([[1, 1], [1, 0]], [[1, 1], [1, 0]], actions=two)
    assert iterated_dominance(game).surviving == {"A": ("x", "y"), "B": ("x", "y")}
    weak = iterated_dominance(game, weak=True)
    assert weak.steps == (
        "round 1: A: x weakly dominates y",
        "round 1: B: x weakly dominates y",
    )
    assert weak.equilibria[0].payoffs == {"A": 1, "B": 1}


def test_twins_do_not_dominate_each_other() -> None:
    game = NormalForm.from_arrays([[1, 1], [1, 1]], [[0, 1], [0, 1]], actions=two)
    assert iterated_dominance(game, weak=True).surviving == {"A": ("x", "y"), "B": ("y",)}


@pytest.mark.parametrize("seed", range(50))
def test_what_strict_dominance_leaves_holds_every_equilibrium(seed: int) -> None:
    import random

    rng = random.Random(seed)
    wide = {"A": list("abcd"), "B": list("abcd")}
    game = NormalForm.from_function(wide, lambda _: [rng.randint(0, 9), rng.randint(0, 9)])
    strict, weak = iterated_dominance(game), iterated_dominance(game, weak=True)
    for equilibrium in mixed_nash(game):
        for player, mix in equilibrium.strategies.items():
            assert set(mix) <= set(strict.surviving[player])
    for player, actions in weak.surviving.items():
        assert set(actions) <= set(strict.surviving[player])
    if len(strict):
        assert [e.strategies for e in strict] == [e.strategies for e in mixed_nash(game)]


def test_a_solver_for_the_wrong_kind_of_game_names_the_one_that_serves() -> None:
    for solver in (pure_nash, mixed_nash, iterated_dominance, iterated_dominance.given(weak=True)):
        with pytest.raises(GameError, match="got a tree: subgame_perfect takes trees"):
            compare(settlement, [NONE], solver=solver)
    with pytest.raises(GameError, match="got a normal form: pure_nash, mixed_nash"):
        compare(guarantee, [NONE], solver=subgame_perfect)
    with pytest.raises(GameError, match="got Fraction"):
        subgame_perfect(Fraction(1))  # type: ignore[arg-type]


def test_the_capability_table_lists_every_solver() -> None:
    module = importlib.import_module("caucasus_games.concepts")
    listed = {concept.name for concept in module.CONCEPTS}
    for name in set(module.__all__) - {"Concept", *listed}:
        assert f"``{name}``" in str(module.__doc__)
    assert "quantal_response" in listed
