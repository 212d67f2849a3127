"""What the settlement must show: each mechanism works, and what happened can be told in it."""

import random
from collections.abc import Mapping
from fractions import Fraction
from functools import cache

import pytest

from caucasus_games import GameError, summary, sweep
from caucasus_games.concepts import subgame_perfect
from caucasus_games.games import ExtensiveForm
from caucasus_games.guarantors import NONE, US_OPERATOR, GuarantorSetup, Regime, named, regimes
from caucasus_games.models import settlement
from caucasus_games.parameters import vintages

POWERLESS = US_OPERATOR.derive(
    "POWERLESS", guarantor_credibility=0, enforcement_strength=0, detection=0
)
# from July 2025 to September 2026, as far as the tree tells it
SEEN = ("grant", "coerce", "leave", "decline", "wait")


def draw(game: ExtensiveForm, rng: random.Random) -> dict[str, Fraction]:
    return {
        r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(10**9 + 7), 10**9 + 7)
        for r in game.parameters.values()
    }


def check_plausible(game: ExtensiveForm, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        record = game.parameters[name]
        assert record.low <= Fraction(str(value)) <= record.high, name


def may_bring_peace(game: ExtensiveForm) -> bool:
    return any("peace" in found.outcomes for found in subgame_perfect(game))


@cache
def peace(setup: GuarantorSetup, mechanism: str = "", value: str = "0") -> float:
    """The mean probability of peace over 400 draws; at each the equilibrium is one."""
    values = {mechanism: value} if mechanism else {}
    found = sweep(settlement, 400, setups=[setup], values=values).sel(outcome="peace")
    assert (found.probability_low == found.probability_high).all()
    return float(found.probability_low.mean())


@pytest.mark.parametrize("regime", regimes().values(), ids=lambda r: r.name)
def test_a_guarantor_without_power_changes_the_checks_alone(regime: Regime) -> None:
    nobody, powerless = (s.with_regime(regime, s.name) for s in (NONE, POWERLESS))
    found = summary(settlement, 60, setups=[nobody, powerless])
    for outcome in found.outcomes:
        assert found.share("NONE", outcome) == found.share("POWERLESS", outcome)


@pytest.mark.parametrize(
    ("setup", "mechanism", "sign"),
    [
        # a little above a point: 1.2 at 2,000 draws
        (NONE, "constitution_binding", -1),
        (NONE, "backdown_cost", 1),
        (NONE, "positions_held", 1),
        (NONE, "border_leverage", 1),
        (US_OPERATOR, "early_transit", 1),
        (US_OPERATOR, "discipline_value", 1),
        (US_OPERATOR, "obstruction_effect", 1),
    ],
    ids=lambda x: getattr(x, "name", str(x)),
)
def test_each_mechanism_moves_peace_by_a_point(
    setup: GuarantorSetup, mechanism: str, sign: int
) -> None:
    assert sign * (peace(setup, mechanism) - peace(setup)) >= 0.01


def test_who_gains_by_closing_the_transit_brings_less_peace() -> None:
    top = str(settlement(NONE).parameters["closure_gain"].high)
    assert peace(NONE, "closure_gain") - peace(NONE, "closure_gain", top) >= 0.01


def test_discipline_and_closing_hang_on_who_runs_the_checks() -> None:
    assert "discipline_value" not in settlement(NONE).parameters
    assert "closure_gain" not in settlement(US_OPERATOR).parameters


@pytest.mark.parametrize("part", range(4))
def test_what_armenia_may_concede_leaves_peace_possible(part: int) -> None:
    rng = random.Random(part)
    without, conceding = (settlement(NONE, concessions=made) for made in (False, True))
    for values in [{}, *(draw(conceding, rng) for _ in range(10))]:
        known = {name: x for name, x in values.items() if name in without.parameters}
        before = may_bring_peace(without.at(known))
        assert may_bring_peace(conceding.at(values)) >= before


def test_a_signature_may_be_bought_and_the_transit_closed_instead_of_peace() -> None:
    # what Armenia may concede can also take peace away, if seldom: instead of calling a vote it
    # buys back the positions that are held, 3/100, and then closes the transit that it checks
    setup = named("2026-09")["NONE"]
    without, conceding = (settlement(setup, concessions=made) for made in (False, True))
    values = {
        "armenia_dividend": 0,
        "escalation_risk": "0.26",
        "backdown_cost": 0,
        "armenia_discount": "0.87",
        "azerbaijan_discount": "0.9",
        "border_leverage": "0.01",
        "undone_risk": "0.3",
        "closure_gain": "0.1",
    }
    check_plausible(without, values)
    assert may_bring_peace(without.at(values))
    (found,) = subgame_perfect(conceding.at({**values, "concession_limit": "0.1"}))
    assert "leave → Armenia: concession = 3/100 → Azerbaijan: sign → Armenia: close" in found.path


@pytest.mark.parametrize("vintage", vintages())
def test_what_happened_is_told(vintage: str) -> None:
    vertices = settlement(named(vintage)["US_OPERATOR"]).vertices
    outcome = {vertex.history: vertex.outcome for vertex in vertices}
    for k in range(len(SEEN)):
        assert outcome[SEEN[:k]] == ""
    assert outcome[SEEN] == "transit"


def test_what_happened_is_played_at_values_that_are_plausible() -> None:
    game = settlement(named("2026-09")["US_OPERATOR"])
    values = {
        "corridor_value": "0.1",
        "armenia_dividend": "0.3",
        "obstruction_cost": "0.01",
        "azerbaijan_discount": "0.9",
        "border_leverage": "0.1",
    }
    check_plausible(game, values)
    (found,) = subgame_perfect(game.at(values))
    assert found.path == (
        "Armenia: grant → Russia: coerce → Armenia: leave → Azerbaijan: decline → "
        "Azerbaijan: wait → transit"
    )


def test_a_party_cannot_guarantee() -> None:
    with pytest.raises(GameError, match="a party to the agreement cannot guarantee it"):
        settlement(GuarantorSetup.define("X", "Armenia"))
