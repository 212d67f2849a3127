"""The exchange derived again: the plans played against each other year after year."""

import random
from fractions import Fraction

import pytest

from caucasus_games import GuarantorSetup
from caucasus_games.guarantors import named
from caucasus_games.models import arms_for_oil

YEARS = 400


@pytest.mark.parametrize("setup", named().values(), ids=lambda s: s.name)
def test_the_averages_are_those_of_play_over_many_years(setup: GuarantorSetup) -> None:
    rng = random.Random(setup.name)
    game = arms_for_oil(setup)
    for _ in range(5):
        own = {
            r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(11), 10)
            for r in game.parameters.values()
        }
        x = {r.name: float(q) for r, q in zip(game.parameters.values(), own.values(), strict=True)}
        undone = x.get("guarantor_credibility", 0) * x.get("enforcement_strength", 0)
        arms = x["arms_shift"] * x["corridor_value"] * (1 - undone)
        numbers = game.at(own).numbers
        for profile in game.payoffs:
            willing = [move.startswith("deliver") for move in profile]
            total, betrayed = [0.0, 0.0], False
            for year in range(YEARS):
                gives = [will and not betrayed for will in willing]
                oil, guns = gives
                azerbaijan = guns * (arms + x["broker_gain"]) - oil * x["oil_cost"]
                israel = oil * (x["oil_gain"] + x["broker_gain"]) - guns * x["arms_cost"]
                for i, (pay, name) in enumerate(
                    ((azerbaijan, "azerbaijan_discount"), (israel, "israel_discount"))
                ):
                    total[i] += (1 - x[name]) * x[name] ** year * pay
                betrayed = betrayed or not all(gives)
            assert [float(q) for q in numbers[profile]] == pytest.approx(total, rel=1e-3, abs=1e-7)
