"""The ceasefire derived a second time, state by state, from the rules in words.

In each state, all quiet and all fighting, the value of every strategy solves a linear equation, and
a side deviates once where that pays.
"""

import random
from fractions import Fraction

import pytest

from caucasus_games import GuarantorSetup
from caucasus_games.concepts import pure_nash
from caucasus_games.guarantors import named
from caucasus_games.models import ceasefire

Values = dict[str, Fraction]


def yearly(x: Values) -> dict[str, tuple[Fraction, Fraction]]:
    """Return what a lone violation brings its author and costs the other, by author."""
    found = {}
    for side in ("Armenia", "Azerbaijan"):
        success = x["military_advantage"] if side == "Azerbaijan" else 1 - x["military_advantage"]
        prize = success * x["incursion_gain"]
        kept = prize * (1 - x["guarantor_credibility"]) + prize * x["guarantor_credibility"] * (
            1 - x["enforcement_strength"]
        )
        found[side] = (kept, -x["fighting_cost"] - kept)
    return found


def present_value(first: Fraction, factor: Fraction, seen: Fraction, cost: Fraction) -> Fraction:
    """Return the value of a state that pays first and ends in fighting once it is seen."""
    fighting = -cost / (1 - factor)
    # value = first + factor * (seen * fighting + (1 - seen) * value)
    return (first + factor * seen * fighting) / (1 - factor * (1 - seen))


@pytest.mark.parametrize("setup", named().values(), ids=lambda s: s.name)
def test_every_payoff_and_the_ceasefire_itself(setup: GuarantorSetup) -> None:
    rng = random.Random(setup.name)
    plain = ceasefire(setup)
    assert plain.players == ("Armenia", "Azerbaijan")
    for _ in range(30):
        drawn = {
            r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(101), 100)
            for r in plain.parameters.values()
        }
        game = plain.at(drawn)
        x = {r.name: r.central for r in setup.parameters.values()} | drawn
        missed = (1 - x["own_detection"]) * (1 - x["detection"])
        factors = {"Armenia": x["armenia_discount"], "Azerbaijan": x["azerbaijan_discount"]}
        lone = yearly(x)
        for author, (gain, loss) in lone.items():
            moves = tuple("violate" if side == author else "keep" for side in game.players)
            for side, paid in zip(game.players, game.numbers[moves], strict=True):
                first = gain if side == author else loss
                worth = present_value(first, factors[side], 1 - missed, x["fighting_cost"])
                assert paid == (1 - factors[side]) * worth
        assert set(game.numbers["keep", "keep"]) == {Fraction(0)}
        assert set(game.numbers["violate", "violate"]) == {-x["fighting_cost"]}
        # one deviation from keeping: its gain now against a share of all years of quiet lost
        kept = all(
            gain <= factors[side] * (1 - missed) * x["fighting_cost"] / (1 - factors[side])
            for side, (gain, _) in lone.items()
        )
        peace = [e for e in pure_nash(game) if e.outcomes == {"peace": 1}]
        assert len(peace) == kept
