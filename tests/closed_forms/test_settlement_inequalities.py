"""The inequalities of the settlement's page, at random exact values."""

import random
from collections import Counter
from fractions import Fraction

from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import US_OPERATOR
from caucasus_games.models import settlement

Values = dict[str, Fraction]


def draw(rng: random.Random) -> Values:
    """Return values at which the guarantor gains by offering and Russia does not obstruct."""

    def part(low: int, high: int, of: int = 97) -> Fraction:
        return Fraction(rng.randint(low, high), of)

    return {
        "corridor_value": part(20, 97),
        "military_advantage": part(40, 97),
        "power_shift": part(0, 60),
        "war_cost_azerbaijan": part(1, 40),
        "escalation_factor": Fraction(1),
        "war_cost_armenia": part(0, 60),
        "escalation_risk": part(1, 60),
        "bypass_value": part(20, 97, 101),
        "access_risk": Fraction(1),
        "neutrality": part(-60, 97),
        "azerbaijan_dividend": Fraction(0),
        "armenia_dividend": part(0, 40),
        "sovereignty_cost": part(0, 40, 89),
        "audience_cost": part(0, 20, 83),
        "referendum_passes": part(5, 90),
        "guarantor_credibility": part(0, 97),
        "enforcement_strength": part(1, 97),
        "detection": part(0, 97),
        "guarantor_stake": part(1, 50),
        "intervention_cost": part(1, 50, 79),
        "constitution_value": part(0, 20),
        "presence_value": Fraction(5),
        "presence_cost": Fraction(0),
        "obstruction_effect": Fraction(0),
        "obstruction_cost": Fraction(1),
    }


def inequalities(x: Values) -> dict[str, bool]:
    v, p, rho = x["corridor_value"], x["military_advantage"], x["escalation_risk"]
    cost, quiet = x["war_cost_azerbaijan"], x["bypass_value"] * v
    tested = x["guarantor_credibility"]
    if x["guarantor_stake"] > x["intervention_cost"]:
        tested = Fraction(1)  # on second thoughts it acts as well
    worth = v * (1 - x["access_risk"] * (1 - x["neutrality"]) / 2)
    after = p + x["power_shift"] * (1 - p)
    breach = after * v * (1 - x["detection"] * tested * x["enforcement_strength"]) - cost
    force = p * v * (1 - tested * x["enforcement_strength"]) - cost
    uncovered = p * v - cost
    war = x["war_cost_armenia"] + p * v
    waiting = -war * (rho if quiet > uncovered else 1)
    passes = x["referendum_passes"]
    peace = x["armenia_dividend"] - x["sovereignty_cost"]
    return {
        "complies": worth > breach,
        "signs": worth > max(force, (1 - rho) * quiet + rho * force),
        "grants": passes * (peace - waiting) > (1 - passes) * x["audience_cost"],
        "not without": max(uncovered, (1 - rho) * quiet + rho * uncovered) > 0,
    }


def test_peace_iff_azerbaijan_complies_and_signs_and_armenia_grants() -> None:
    rng, failing = random.Random(1), Counter[str]()
    game = settlement(US_OPERATOR)
    draws = 0
    while draws < 1000:
        x = draw(rng)
        held = inequalities(x)
        # Armenian checks alone are worth nothing to Azerbaijan here, so there is no other peace
        if not held.pop("not without"):
            continue
        draws += 1
        outcomes = {frozenset(e.outcomes) for e in subgame_perfect(game.at(x))}
        assert {"peace" in labels for labels in outcomes} == {all(held.values())}
        failing.update(name for name, true in held.items() if not true)
        failing["none"] += all(held.values())
    assert min(failing[name] for name in ("complies", "signs", "grants", "none")) > 50
