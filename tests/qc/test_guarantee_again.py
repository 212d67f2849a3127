"""The guarantee derived a second time from its rules, every payoff of every profile."""

import random
from fractions import Fraction

import pytest

from caucasus_games import GuarantorSetup
from caucasus_games.guarantors import named
from caucasus_games.models import guarantee

Shares = dict[str, Fraction]


def by_hand(guarantor: str | None, move: dict[str, str], x: Shares) -> tuple[Shares, Shares]:
    cost = x["escalation_factor"] * x["war_cost_azerbaijan"]
    offered = "guarantee" in move.values()
    pay = {player: Fraction(0) for player in move}
    if offered and guarantor:
        pay[guarantor] -= x["presence_cost"]
    if move["Russia"] == "obstruct":
        pay["Russia"] -= x["obstruction_cost"]
    p, v, rho = x["military_advantage"], x["corridor_value"], x["escalation_risk"]
    waiting = {
        "Armenia": -rho * (x["war_cost_armenia"] + p * v),
        "Azerbaijan": (1 - rho) * x["bypass_value"] * v + rho * (p * v - cost),
    }
    if move["Azerbaijan"] == "coerce":
        taken = p * v
        if move["Armenia"] == "settle":
            pay["Armenia"] -= x["audience_cost"]
            if offered and guarantor:
                g, k = x["guarantor_credibility"], x["enforcement_strength"]
                taken = g * p * (1 - k) * v + (1 - g) * p * v
                pay[guarantor] -= g * x["intervention_cost"] + (1 - g) * x["guarantor_stake"]
        pay["Armenia"] -= x["war_cost_armenia"] + taken
        pay["Azerbaijan"] += taken - cost
        return pay, {"war": Fraction(1)}
    peace = Fraction(0)
    if move["Armenia"] == "settle":
        peace = x["referendum_passes"]
        if move["Russia"] == "obstruct":
            peace -= peace * x["obstruction_effect"]
        side = x["neutrality"] if offered else Fraction(-1)
        good = {
            "Armenia": x["armenia_dividend"] - (x["sovereignty_cost"] if offered else 0),
            "Azerbaijan": v
            - v * x["access_risk"] * (1 - side) / 2
            + x["azerbaijan_dividend"]
            + x["constitution_value"],
        }
        for player in good:
            pay[player] += peace * good[player]
        pay["Armenia"] -= (1 - peace) * x["audience_cost"]
        if offered and guarantor:
            pay[guarantor] += peace * x["presence_value"]
        if not (offered and guarantor == "Russia"):
            pay["Russia"] -= peace * x["influence_loss"]
    for player, share in waiting.items():
        pay[player] += (1 - peace) * share
    chances = {"peace": peace, "stalemate": (1 - peace) * (1 - rho), "war": (1 - peace) * rho}
    return pay, {outcome: chance for outcome, chance in chances.items() if chance}


@pytest.mark.parametrize("setup", named().values(), ids=lambda s: s.name)
def test_every_payoff_of_every_profile(setup: GuarantorSetup) -> None:
    rng = random.Random(setup.name)
    plain = guarantee(setup)
    size = {None: 8, "Russia": 12}.get(setup.guarantor, 16)
    assert len(plain.payoffs) == size
    for _ in range(20):
        values = {
            r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(101), 100)
            for r in plain.parameters.values()
        }
        game = plain.at(values)
        central = {r.name: r.central for r in setup.parameters.values()}
        for profile in game.profiles:
            move = dict(zip(game.players, profile, strict=True))
            pay, chances = by_hand(setup.guarantor, move, {**central, **values})
            assert dict(zip(game.players, game.numbers[profile], strict=True)) == pay
            assert {o: c for o, c in game.chances[profile].items() if c} == chances
