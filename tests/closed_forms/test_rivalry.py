"""Rivalry against its closed form: when transit is attacked for in the last year."""

import random
from fractions import Fraction

import pytest

from caucasus_games import GuarantorSetup
from caucasus_games.concepts import markov_perfect
from caucasus_games.guarantors import NONE, named
from caucasus_games.models import rivalry
from caucasus_games.models.rivalry import balance

# where clashes are not worth their cost
QUIET = {"incursion_gain": Fraction(1, 100), "fighting_cost": Fraction(1, 10)}


@pytest.mark.parametrize("setup", named().values(), ids=lambda s: s.name)
def test_transit_is_attacked_for_in_the_last_year_as_the_formula_says(
    setup: GuarantorSetup,
) -> None:
    rng = random.Random(setup.name)
    game = rivalry(setup, first=2019)
    said = set()
    for draw in range(4):
        x = {
            name: r.low + (r.high - r.low) * Fraction(rng.randrange(1, 20), 20)
            for name, r in game.parameters.items()
        } | QUIET
        if draw % 2:
            x |= {
                "war_cost_azerbaijan": Fraction(rng.randrange(1, 10), 200),
                "bypass_value": Fraction(rng.randrange(1, 6), 20),
                "azerbaijan_discount": Fraction(19, 20),
            }
        found = markov_perfect(game.at(x)).equilibria[0]
        won = (
            x["military_advantage"]
            * Fraction(int(balance(2026).p), int(balance(2026).q))
            * (1 - x["guarantor_credibility"] * x["enforcement_strength"])
        )
        d, b, v = x["azerbaijan_discount"], x["bypass_value"], x["corridor_value"]
        cost = x["escalation_factor"] * x["war_cost_azerbaijan"]
        gain = won * d * v * (1 - b) - cost - (1 - d) * b * v
        (act,) = found.strategies["Azerbaijan in 2026 border: no offer"]
        assert act == ("attack" if gain > 0 else "wait"), (x, gain)
        said.add(act)
    if setup == NONE:
        assert said == {"attack", "wait"}


def test_the_balance_is_that_of_the_record() -> None:
    assert [float(balance(year)) for year in (1994, 2015, 2024, 2026)] == pytest.approx(
        [0.632, 1.039, 1, 1], abs=1e-3
    )
