"""Who runs the checks is chosen apart from who guarantees, and a guarantor works by its power."""

import pytest

from caucasus_games import GameError, Parameters, crossed, summary
from caucasus_games.guarantors import (
    EU_MONITORS,
    NONE,
    RUSSIAN_PEACEKEEPERS,
    US_OPERATOR,
    US_TREATY,
    WESTERN_MIX,
    Regime,
    named,
    regimes,
)
from caucasus_games.models import (
    MODELS,
    closing_window,
    corridor,
    deterrence_by_chance,
    guarantee,
    settlement,
    spoilers,
)
from caucasus_games.models.model import ModelLike
from caucasus_games.parameters import vintages
from caucasus_games.parameters.data import guarantor_vocabulary

POWERLESS = US_OPERATOR.derive(
    "POWERLESS",
    guarantor_credibility=0,
    guarantor_stake=0,
    intervention_cost=0,
    enforcement_strength=0,
    detection=0,
    operator_share=0,
    presence_value=0,
    presence_cost=0,
)
WEAK = US_OPERATOR.derive(
    "WEAK", guarantor_credibility="0.3", enforcement_strength="0.3", detection="0.5"
)
STRONGER = [
    WEAK.derive(name, **{name: value})
    for name, value in {
        "guarantor_credibility": "0.8",
        "enforcement_strength": "0.8",
        "detection": "0.9",
    }.items()
]
# those that need no guarantor and have a number of one
BOTH_WAYS = [
    model
    for model in MODELS
    if model.has_moves
    and not model.has_states
    and "NONE" not in model.refused()
    and {symbol.name for symbol in model(US_OPERATOR).symbols} & set(guarantor_vocabulary())
]


@pytest.mark.no_cover
@pytest.mark.parametrize("model", BOTH_WAYS, ids=lambda m: m.name)
def test_a_guarantor_without_power_is_none(model: ModelLike) -> None:
    checks = regimes()["ARMENIAN_CHECKS"]
    nobody, powerless = (s.with_regime(checks, s.name) for s in (NONE, POWERLESS))
    found = summary(model, 40, setups=[nobody, powerless], seed=1)
    for outcome in found.outcomes:
        assert found.share("NONE", outcome) == found.share("POWERLESS", outcome)


def test_a_guarantor_may_keep_its_checks_away() -> None:
    checks = regimes()["EXTRATERRITORIAL"]
    nobody, powerless = (s.with_regime(checks, s.name) for s in (NONE, POWERLESS))
    found = summary(guarantee, 200, setups=[nobody, powerless], seed=1)
    assert found.share("NONE", "peace") < found.share("POWERLESS", "peace")


@pytest.mark.parametrize(
    "model", [settlement, guarantee, deterrence_by_chance], ids=lambda m: m.name
)
def test_power_at_no_cost_never_takes_peace_away(model: ModelLike) -> None:
    found = summary(model, 300, setups=[WEAK, *STRONGER], seed=1)
    for setup in STRONGER:
        # at no draw, and not on balance alone
        both = found.together["possible"][found.outcomes.index("peace")]
        k = found.setups.index(setup.name)
        assert both[0, k] == both[0, 0]


def test_power_takes_peace_away_where_a_window_closes_or_peace_shows_too_much() -> None:
    window = summary(closing_window, 300, setups=[WEAK, STRONGER[0]], seed=1)
    assert window.difference(STRONGER[0].name, "WEAK", "peace")[0] < -0.05
    spoiled = summary(spoilers, 300, setups=[WEAK, STRONGER[2]], seed=1)
    assert spoiled.difference("detection", "WEAK", "peace")[0] < 0


def test_a_partner_that_costs_others_nothing_never_takes_peace_away() -> None:
    unseen = EU_MONITORS.derive("UNSEEN", sovereignty_cost=0)
    joint = US_OPERATOR.combine(unseen, "JOINT")
    found = summary(settlement, 500, setups=[US_OPERATOR, joint], seed=1)
    both = found.together["possible"][found.outcomes.index("peace")]
    assert both[0, 1] == both[0, 0]
    for name in ("guarantor_stake", "presence_cost", "presence_value", "intervention_cost"):
        assert WESTERN_MIX.parameters[name] == US_OPERATOR.parameters[name]
    burden = WESTERN_MIX.parameters["sovereignty_cost"]
    parts = [s.parameters["sovereignty_cost"].high for s in (US_OPERATOR, EU_MONITORS)]
    assert burden.high == sum(parts)


@pytest.mark.parametrize("vintage", vintages())
def test_regimes_go_from_one_side_to_the_other(vintage: str) -> None:
    known = regimes(vintage)
    leanings = [r.parameters["neutrality"].central for r in known.values()]
    costs = [r.parameters["sovereignty_cost"].central for r in known.values()]
    assert leanings == sorted(leanings)
    assert costs == sorted(costs)
    setups = named(vintage)
    for number in ("neutrality", "sovereignty_cost"):
        one = known["ARMENIAN_CHECKS"].parameters[number]
        assert (one.low, one.high) == (setups["NONE"].parameters[number].low,) * 2
    # the framework of 2026 is the operator's regime by then
    now = {"2025-07": "THIRD_PARTY", "2026-09": "ARMENIAN_LAW"}[vintage]
    for number, mine in known[now].parameters.items():
        own = setups["US_OPERATOR"].parameters[number]
        assert (own.low, own.central, own.high) == (mine.low, mine.central, mine.high)


def test_regimes_alone_of_guarantors_alone() -> None:
    found = crossed(settlement, [NONE, US_OPERATOR, US_TREATY], "peace", draws=400, seed=1)
    checked = US_OPERATOR.with_regime(regimes()["ARMENIAN_LAW"], "X")
    alone = summary(settlement, 400, setups=[checked], seed=1)
    assert found.shares["US_OPERATOR", "ARMENIAN_LAW"] == alone.share("X", "peace")
    assert found.errors["US_OPERATOR", "ARMENIAN_LAW"] == alone.error("X", "peace")
    frame = found.to_dataframe()
    assert frame.loc["NONE", "THIRD_PARTY"] == found.shares["NONE", "THIRD_PARTY"]
    down, along = found.spans
    columns = [frame[r].max() - frame[r].min() for r in frame.columns]
    assert down == pytest.approx(sum(columns) / 4)
    assert along > down
    assert "points down a column" in repr(found)
    assert "<table" in found._repr_html_()
    assert "THIRD_PARTY" in repr(found)


def test_columns_may_be_those_of_setups() -> None:
    found = crossed(
        deterrence_by_chance,
        [NONE, RUSSIAN_PEACEKEEPERS],
        "peace",
        regimes=[NONE, US_OPERATOR],
        response="guaranteed",
        draws=200,
    )
    assert found.regimes == ("NONE", "US_OPERATOR")
    mixed = NONE.with_regime(US_OPERATOR)
    assert mixed.name == "NONE, US_OPERATOR"
    assert mixed.title.endswith("with the checks of American operator of the transit")


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: Regime("X", Parameters()), "regime 'X' has no numbers: give neutrality and"),
        (lambda: NONE.with_regime("THIRD_PARTY"), "or a setup that has it; got 'THIRD_PARTY'"),  # type: ignore[arg-type]
        (lambda: regimes("2024"), "unknown vintage '2024'"),
        (lambda: crossed(settlement, [], "peace"), "takes one guarantor or more"),
        (lambda: crossed(settlement, [NONE, NONE], "peace"), "and got NONE, NONE"),
        (lambda: crossed(settlement, [NONE], "peace", regimes=[]), "takes one regime or more"),
        (lambda: crossed(settlement, ["NONE"], "peace"), "takes guarantor setups as rows"),  # type: ignore[list-item]
        (lambda: crossed(settlement, [NONE], "piece"), "piece"),
        (lambda: crossed(settlement, [NONE], "peace", response="sure"), "unknown response"),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_regime_is_refused(build: object, sentence: str) -> None:
    with pytest.raises(GameError, match=sentence):
        build()  # type: ignore[operator]


def test_a_regime_shows_its_title() -> None:
    assert repr(regimes()["ARMENIAN_LAW"]).endswith("front office under Armenian law")
    assert repr(Regime("MINE", regimes()["THIRD_PARTY"].parameters)) == "MINE: regime"


def test_checks_of_a_third_party_are_proposed_without_a_guarantor_too() -> None:
    assert "third party" not in corridor(NONE).outcome_labels
    assert "third party" in corridor(NONE.with_regime(US_OPERATOR)).outcome_labels
    assert "hybrid" not in corridor(NONE, "1/2").outcome_labels
    assert "hybrid" in corridor(NONE.with_regime(US_OPERATOR), "1/2").outcome_labels
