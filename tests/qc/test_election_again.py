"""The election derived again, on numbers, as expectations over the two results of the vote."""

import random
from collections.abc import Mapping
from fractions import Fraction

import pytest

from caucasus_games import GuarantorSetup
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import named
from caucasus_games.models import election
from caucasus_games.parameters import vintages

Values = Mapping[str, Fraction]
Ends = tuple[Fraction, ...]  # Armenia, Azerbaijan, Russia, and the chance of peace

setups = [setup for vintage in vintages() for setup in named(vintage).values()]


def campaign(x: Values, russian: bool, signed: bool) -> Ends:
    """Return what follows once something is signed or not, Russia's choice included."""
    won = x["military_advantage"] * x["corridor_value"]
    rho = x["escalation_risk"]
    without = (
        -rho * (x["war_cost_armenia"] + won),
        rho * (won - x["escalation_factor"] * x["war_cost_azerbaijan"])
        + (1 - rho) * x["bypass_value"] * x["corridor_value"],
    )
    leaning = x["access_risk"] * (1 - x["neutrality"]) / 2
    treaty = (
        x["armenia_dividend"] - x["sovereignty_cost"],
        x["corridor_value"] * (1 - leaning) + x["azerbaijan_dividend"],
    )
    both = all(t > w for t, w in zip(treaty, without, strict=True))
    results = []
    for backed in (False, True):
        lead = x["opposition_discredit"] + signed * x["peace_swing"]
        lead -= backed * x["backing_swing"]
        stays = (1 + lead / x["lead_spread"]) / 2
        if signed:
            peace, late = stays + (1 - stays) * (1 - x["reversal"]), Fraction(0)
        else:
            peace, late = (stays if both else Fraction(0)), Fraction(1)
        patience = (x["armenia_discount"], x["azerbaijan_discount"])
        countries = [
            w + peace * (t - w) * (d if late else 1)
            for t, w, d in zip(treaty, without, patience, strict=True)
        ]
        countries[0] += stays * x["office_value"]
        russia = Fraction(0) if russian else -peace * x["influence_loss"]
        results.append((*countries, russia - backed * x["obstruction_cost"], peace))
    return max(results, key=lambda ends: ends[2])


@pytest.mark.parametrize("setup", setups, ids=lambda s: f"{s.name} {s.vintage}")
def test_what_is_signed_and_what_comes_of_it(setup: GuarantorSetup) -> None:
    rng = random.Random(setup.name)
    game = election(setup)
    for _ in range(20):
        own = {
            r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(1, 9973), 9973)
            for r in game.parameters.values()
        }
        x = {r.name: r.central for r in setup.parameters.values()} | own
        russian = setup.guarantor == "Russia"
        later, now = campaign(x, russian, False), campaign(x, russian, True)
        offered = now if now[0] > later[0] else later
        expected = offered if offered[1] > later[1] else later
        for e in subgame_perfect(game.at(own)):
            assert (*e.payoffs.values(), e.outcomes.get("peace", 0)) == expected
