"""The exchange that no contract secures: closed form at random exact values, and the stage game."""

import random
from collections import Counter
from fractions import Fraction

from caucasus_games.concepts import critical_discount, pure_nash
from caucasus_games.guarantors import US_OPERATOR
from caucasus_games.models import arms_for_oil, arms_for_oil_stage

KEPT = {"Azerbaijan": "deliver oil", "Israel": "deliver arms"}
ENDED = {"Azerbaijan": "divert oil", "Israel": "withhold arms"}


def test_both_deliver_iff_both_are_patient_enough() -> None:
    rng, seen = random.Random(1), Counter[str]()
    game, stage = arms_for_oil(US_OPERATOR), arms_for_oil_stage(US_OPERATOR)
    for draw in range(1000):
        shift, v = Fraction(rng.randint(1, 10), 20), Fraction(rng.randint(1, 10), 10)
        support = Fraction(rng.randint(0, 10), 10)
        broker, oil = Fraction(rng.randint(0, 5), 50), Fraction(rng.randint(1, 10), 20)
        cost_z, cost_i = (Fraction(rng.randint(1, 10), 150) for _ in range(2))
        worth = {"Azerbaijan": shift * v * (1 - support) + broker, "Israel": oil + broker}
        if not worth["Azerbaijan"]:
            continue
        least = {"Azerbaijan": cost_z / worth["Azerbaijan"], "Israel": cost_i / worth["Israel"]}
        patience = {who: Fraction(rng.randint(1, 19), 20) for who in worth}
        if draw % 3 == 0 and least["Azerbaijan"] < 1:
            patience["Azerbaijan"] = least["Azerbaijan"]
        values = {
            "arms_shift": shift,
            "corridor_value": v,
            "guarantor_credibility": support,
            "enforcement_strength": 1,
            "broker_gain": broker,
            "oil_gain": oil,
            "oil_cost": cost_z,
            "arms_cost": cost_i,
        }
        full = values | {
            "azerbaijan_discount": patience["Azerbaijan"],
            "israel_discount": patience["Israel"],
        }
        found = [label for e in pure_nash(game.at(full)) for label in e.outcomes]
        kept = all(patience[who] >= least[who] for who in least)
        assert found.count("exchange") == kept
        edge = patience["Azerbaijan"] == least["Azerbaijan"]
        seen[f"{kept}, at the edge" if edge else f"{kept}"] += 1
        if max(least.values()) < 1:
            cooperation = critical_discount(stage.at(values), KEPT, ENDED)
            assert dict(cooperation.discounts) == least
            seen["stage"] += 1
    assert min(seen["True"], seen["False"], seen["stage"]) > 100
    assert seen["True, at the edge"] > 50


def test_a_stronger_guarantee_makes_the_arms_worth_less_and_may_end_the_exchange() -> None:
    game = arms_for_oil(US_OPERATOR).at({"broker_gain": 0, "enforcement_strength": 1})
    outcomes = []
    for credibility in ("0", "0.5", "0.9"):
        found = pure_nash(game.at({"guarantor_credibility": credibility}))
        outcomes.append(any("exchange" in e.outcomes for e in found))
    assert outcomes == [True, True, False]
