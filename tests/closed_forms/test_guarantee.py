"""When all settle at once, by the inequalities of the page, at random exact values."""

import random
from fractions import Fraction

import pytest

from caucasus_games.concepts import pure_nash
from caucasus_games.guarantors import NONE, RUSSIAN_CORRIDOR, US_OPERATOR, GuarantorSetup
from caucasus_games.models import guarantee

Values = dict[str, Fraction]


def draw(rng: random.Random, setup: GuarantorSetup) -> Values:
    records = guarantee(setup).parameters.values()
    return {r.name: r.low + (r.high - r.low) * Fraction(rng.randint(0, 97), 97) for r in records}


def all_settle(x: Values, guarantor: str | None) -> bool:
    """Whether nobody gains by another choice where all settle, guarantee and do not obstruct."""
    p, v, q, risk = (
        x[n] for n in ("military_advantage", "corridor_value", "referendum_passes", "access_risk")
    )
    cost = x["escalation_factor"] * x["war_cost_azerbaijan"]
    rho = x["escalation_risk"]
    waits = -rho * (x["war_cost_armenia"] + p * v)
    waits_too = (1 - rho) * x["bypass_value"] * v + rho * (p * v - cost)
    lost, leaning, undone = Fraction(0), Fraction(-1), Fraction(0)
    if guarantor:
        lost, leaning = x["sovereignty_cost"], x["neutrality"]
        undone = x["guarantor_credibility"] * x["enforcement_strength"]
    worth = x["armenia_dividend"] - lost
    worth_too = v * (1 - risk * (1 - leaning) / 2) + x["azerbaijan_dividend"]
    settles = q * (worth - waits) >= (1 - q) * x["audience_cost"]
    keeps = (
        q * (worth_too + x["constitution_value"]) + (1 - q) * waits_too
        >= p * (1 - undone) * v - cost
    )
    stays_out = x["obstruction_cost"] >= q * x["obstruction_effect"] * x["influence_loss"]
    stands = q * x.get("presence_value", Fraction(0)) >= x.get("presence_cost", Fraction(0))
    return settles and keeps and stays_out and (stands or guarantor is None)


@pytest.mark.parametrize("setup", [NONE, US_OPERATOR], ids=lambda s: s.name)
def test_all_settle_iff_the_inequalities_hold(setup: GuarantorSetup) -> None:
    rng, seen = random.Random(8), set()
    settled = {"Armenia": "settle", "Azerbaijan": "settle", "Russia": "accept"}
    settled |= {setup.guarantor: "guarantee"} if setup.guarantor else {}
    path = "; ".join(f"{who}: {act}" for who, act in settled.items())
    game = guarantee(setup)
    for _ in range(150):
        x = draw(rng, setup)
        found = path in {equilibrium.path for equilibrium in pure_nash(game.at(x))}
        assert found == all_settle(x, setup.guarantor), x
        seen.add(found)
    assert seen == {True, False}


def test_a_russian_guarantor_guarantees_instead_of_accepting() -> None:
    game = guarantee(RUSSIAN_CORRIDOR)
    assert game.actions["Russia"] == ("guarantee", "accept", "obstruct")
