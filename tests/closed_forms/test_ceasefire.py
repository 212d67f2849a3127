"""The closed form of the ceasefire, at random exact values and at its boundaries."""

import random
from fractions import Fraction

import pytest
import sympy

from caucasus_games.concepts import critical_discount, pure_nash
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import ceasefire, ceasefire_stage, terms

KEEP, VIOLATE = ({"Armenia": act, "Azerbaijan": act} for act in ("keep", "violate"))
SIDES = {"Armenia": "armenia_discount", "Azerbaijan": "azerbaijan_discount"}


def drawn(rng: random.Random) -> dict[str, Fraction]:
    names = ["military_advantage", "own_detection", "detection", "guarantor_credibility"]
    names += ["enforcement_strength", "incursion_gain", "fighting_cost"]
    values = {name: Fraction(rng.randint(0, 20), 20) for name in names}
    # a year of fighting costs something, and a discount factor of one has no average
    values["fighting_cost"] += Fraction(1, 20)
    return values | {name: Fraction(rng.randint(0, 19), 20) for name in SIDES.values()}


def least(values: dict[str, Fraction]) -> dict[str, Fraction]:
    chance = values["military_advantage"]
    undone = values["guarantor_credibility"] * values["enforcement_strength"]
    seen = 1 - (1 - values["own_detection"]) * (1 - values["detection"])
    found = {}
    for side, success in (("Armenia", 1 - chance), ("Azerbaijan", chance)):
        gain = success * values["incursion_gain"] * (1 - undone)
        loss = seen * values["fighting_cost"]
        found[side] = gain / (gain + loss) if gain else Fraction(0)
    return found


def test_it_is_kept_iff_both_are_patient_enough() -> None:
    rng = random.Random(1)
    game, held, broken, at_the_edge = ceasefire(US_OPERATOR), 0, 0, 0
    for draw in range(1000):
        values = drawn(rng)
        needed = least(values)
        if draw % 4 == 0:
            # on the boundary, for whom it can be reached
            side = rng.choice(list(SIDES))
            if needed[side] < 1:
                values[SIDES[side]] = needed[side]
        kept = all(values[name] >= needed[side] for side, name in SIDES.items())
        at_the_edge += any(values[name] == needed[side] for side, name in SIDES.items())
        found = [e.outcomes for e in pure_nash(game.at(values)) if "violate" not in e.path]
        assert found == [{"peace": 1}] * kept
        held, broken = held + kept, broken + (not kept)
    assert min(held, broken, at_the_edge) > 100


def test_the_stage_game_gives_the_same_factor() -> None:
    rng = random.Random(2)
    stage = ceasefire_stage(US_OPERATOR)
    for _ in range(200):
        values = drawn(rng)
        own = {name: q for name, q in values.items() if name in stage.parameters}
        rest = {name: q for name, q in values.items() if name in ("own_detection", "detection")}
        found = critical_discount(
            stage.at(own), KEEP, VIOLATE, detection=terms.attribution, values=rest
        )
        for side, needed in least(values).items():
            assert (found.discounts[side] or Fraction(0 if needed == 0 else 1)) == needed


def test_the_formula_is_that_of_the_literature() -> None:
    stage = ceasefire_stage(NONE)
    m = sympy.Symbol("m")
    found = critical_discount(stage, KEEP, VIOLATE, detection=m, values={"m": "1/2"})
    temptation = stage.payoffs["keep", "violate"][1]
    reward, punished = stage.payoffs["keep", "keep"][1], stage.payoffs["violate", "violate"][1]
    expected = (temptation - reward) / (temptation - reward + m * (reward - punished))
    assert sympy.simplify(found.formulas["Azerbaijan"] - expected) == 0


@pytest.mark.parametrize("periods", [1, 3, 10])
def test_a_limited_punishment_needs_more_patience(periods: int) -> None:
    stage = ceasefire_stage(NONE)
    forever = critical_discount(stage, KEEP, VIOLATE)
    limited = critical_discount(stage, KEEP, VIOLATE, periods=periods)
    for side, needed in forever.discounts.items():
        within = limited.discounts[side]
        assert needed is not None
        assert within is None or float(within) > float(needed)
