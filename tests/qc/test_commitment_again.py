"""Bargaining under shifting power derived again: the years one after another, and a density."""

import random
from collections.abc import Mapping
from fractions import Fraction

import pytest

from caucasus_games import GuarantorSetup, load
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import named
from caucasus_games.models import closing_window, commitment, ultimatum

Values = Mapping[str, Fraction]


def what_bargaining_leaves(war: Fraction, year: Fraction, delta: Fraction) -> Fraction:
    """Return the limit of what the weaker side gets, offer after offer, as the horizon grows."""
    value = Fraction(0)
    for _ in range(6):
        # the least of this year's stake that keeps it from fighting, if any does
        offer = min(year, max(Fraction(0), war - delta * value))
        value = max(war, offer + delta * value)
    return value


def fights(now: Fraction, later: Fraction, v: Fraction, cost: Fraction, delta: Fraction) -> int:
    """Return 1, 0 or −1 as the declining side fights, may or may not, or does not."""
    year = v * (1 - delta)
    ahead = what_bargaining_leaves((1 - later) * v - cost, year, delta)
    gain = (1 - now) * v - cost - year - delta * ahead
    return (gain > 0) - (gain < 0)


def drawn(setup: GuarantorSetup, rng: random.Random, names: set[str]) -> dict[str, Fraction]:
    table = load(setup.vintage).override(setup.parameters.values())
    return {
        r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(11), 10)
        for r in table.values()
        if r.name in names
    }


@pytest.mark.parametrize("setup", named().values(), ids=lambda s: s.name)
def test_who_fights(setup: GuarantorSetup) -> None:
    rng = random.Random(setup.name)
    games = {"rise": commitment(setup), "window": closing_window(setup, "1/2")}
    outcome = {1: {"war"}, 0: {"peace", "war"}, -1: {"peace"}}
    for draw in range(20):
        table = load().override(setup.parameters.values())
        x = {r.name: r.central for r in table.values()}
        # half of the draws far outside the ranges, where war is cheap and the stake is all
        x |= drawn(setup, rng, set(table))
        if draw % 2:
            x |= {
                "corridor_value": Fraction(1),
                "escalation_factor": Fraction(1),
                "war_cost_armenia": Fraction(rng.randrange(10), 60),
                "military_advantage": Fraction(rng.randrange(2, 9), 10),
            }
        cost = x["escalation_factor"] * x["war_cost_azerbaijan"]
        support = x["guarantor_credibility"] * x["enforcement_strength"]
        p, v = x["military_advantage"], x["corridor_value"]
        later = (p + x["power_shift"] * (1 - p)) * (1 - support)
        expected = {
            "rise": fights(p, later, v, x["war_cost_armenia"], x["armenia_discount"]),
            "window": fights(1 - p, 1 - p * (1 - support), v, cost, x["azerbaijan_discount"]),
        }
        for name, game in games.items():
            own = {s.name for s in game.symbols}
            found = subgame_perfect(game.at({k: q for k, q in x.items() if k in own}))
            assert {label for e in found for label in e.outcomes} == outcome[expected[name]]


@pytest.mark.parametrize("setup", named().values(), ids=lambda s: s.name)
def test_the_demand(setup: GuarantorSetup) -> None:
    rng = random.Random(setup.name)
    game = ultimatum(setup)
    record = load()["war_cost_armenia"]
    for _ in range(5):
        x = drawn(setup, rng, {s.name for s in game.symbols})
        x |= {"corridor_value": Fraction(1), "escalation_factor": Fraction(1)}
        p = x["military_advantage"]
        p -= p * x["guarantor_credibility"] * x["enforcement_strength"]

        def worth(demand: Fraction, p: Fraction = p, x: Values = x) -> tuple[Fraction, Fraction]:
            # Armenia fights if (1 - p) - cost > 1 - demand
            below = min(record.high, max(record.low, demand - p))
            risk = (below - record.low) / (record.high - record.low)
            return demand * (1 - risk) + (p - x["war_cost_azerbaijan"]) * risk, risk

        (e,) = subgame_perfect(game.at(x)).exact
        (named,) = e.strategies["Azerbaijan at the start"]
        demand = Fraction(named.removeprefix("demand = "))
        best, risk = worth(demand)
        assert e.outcomes.get("war", 0) == risk
        # no demand of a fine grid brings more, and those beside it bring less
        assert best >= max(worth(Fraction(k, 200))[0] for k in range(201))
        near = Fraction(1, 10_000)
        sides = [d for d in (demand - near, demand + near) if 0 <= d <= 1]
        assert all(worth(d)[0] < best for d in sides)
