"""The closed forms of bargaining under shifting power, at random exact values and boundaries."""

import random
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from caucasus_games import ExtensiveForm
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import closing_window, commitment, ultimatum

Values = Mapping[str, object]


def outcomes(game: ExtensiveForm, values: Values) -> set[str]:
    return {label for e in subgame_perfect(game.at(values)) for label in e.outcomes}


def allowed(excess: Fraction) -> set[str]:
    """Return what may happen if the declining side fights for this much."""
    return {"war"} if excess > 0 else {"peace"} if excess < 0 else {"peace", "war"}


def test_the_declining_side_fights_iff_the_other_rises_fast_enough() -> None:
    rng = random.Random(1)
    game, seen = commitment(US_OPERATOR), Counter[str]()
    for draw in range(1000):
        now, delta = Fraction(rng.randint(1, 12), 20), Fraction(rng.randint(5, 19), 20)
        support = Fraction(rng.randint(0, 5), 10)
        later = (now + Fraction(rng.randint(0, 10), 10) * (1 - now)) * (1 - support)
        # c in years of the stake; every third draw stands on the boundary itself
        cost = Fraction(rng.randint(0, 40), 20)
        if draw % 3 == 0:
            cost = max(Fraction(0), (delta * later - now) / (1 - delta) ** 2)
        if (1 - later) / (1 - delta) >= cost:
            excess = delta * later - now - cost * (1 - delta) ** 2
        else:
            excess = delta - now - cost * (1 - delta)
        values = {
            "corridor_value": 1,
            "military_advantage": now,
            "power_shift": (later / (1 - support) - now) / (1 - now) if support < 1 else 0,
            "guarantor_credibility": support,
            "enforcement_strength": 1,
            "armenia_discount": delta,
            "war_cost_armenia": cost * (1 - delta),
            "war_cost_azerbaijan": 1,
        }
        found = outcomes(game, values)
        assert found == allowed(excess)
        seen["tie" if len(found) == 2 else found.pop()] += 1
    assert min(seen[kind] for kind in ("war", "peace", "tie")) > 50


def test_the_least_credibility_and_that_none_may_suffice() -> None:
    rng, reachable, beyond = random.Random(2), 0, 0
    game = commitment(US_OPERATOR)
    for _ in range(300):
        now, delta = Fraction(rng.randint(1, 9), 20), Fraction(rng.randint(15, 19), 20)
        later = now + (1 - now) * Fraction(rng.randint(5, 9), 10)
        kappa, cost = Fraction(rng.randint(1, 10), 10), Fraction(rng.randint(0, 5), 100)
        # κ p₂ is what the guarantor takes off in probability
        least = (delta * later - now - cost * (1 - delta)) / (delta * kappa * later)
        values: dict[str, object] = {
            "corridor_value": 1,
            "military_advantage": now,
            "power_shift": (later - now) / (1 - now),
            "enforcement_strength": kappa,
            "armenia_discount": delta,
            "war_cost_armenia": cost,
            "war_cost_azerbaijan": 1,
        }
        if least > 1:
            assert outcomes(game, values | {"guarantor_credibility": 1}) == {"war"}
            beyond += 1
        elif least >= 0 and 1 - later >= cost:
            assert outcomes(game, values | {"guarantor_credibility": least}) == {"peace", "war"}
            reachable += 1
    assert min(reachable, beyond) > 30


def test_powells_inequality_is_enough_for_war_and_not_needed() -> None:
    rng, both, ours_alone = random.Random(3), 0, 0
    game = commitment(NONE)
    for _ in range(300):
        now, delta = Fraction(rng.randint(1, 9), 20), Fraction(rng.randint(15, 19), 20)
        shift = Fraction(rng.randint(1, 8), 10)
        later = now + (1 - now) * shift
        costs = [Fraction(rng.randint(1, 20), 100) for _ in range(2)]
        values: dict[str, object] = {
            "corridor_value": 1,
            "military_advantage": now,
            "power_shift": shift,
            "armenia_discount": delta,
            "war_cost_armenia": costs[0],
            "war_cost_azerbaijan": costs[1],
            "escalation_factor": 1,
        }
        mine, other, next_year = now - costs[1], 1 - now - costs[0], later - costs[1]
        powell = delta * next_year - mine > 1 - (mine + other)
        war = outcomes(game, values) == {"war"}
        assert war or not powell
        both += powell
        ours_alone += war and not powell
    assert min(both, ours_alone) > 30


def test_finer_offers_change_payoffs_and_not_the_outcome() -> None:
    rng = random.Random(4)
    games = {steps: commitment(US_OPERATOR, steps) for steps in (1, 7)}
    for _ in range(30):
        values = {
            r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(11), 10)
            for r in games[1].parameters.values()
        }
        coarse, fine = (outcomes(game, values) for game in games.values())
        assert coarse == fine


def test_a_guarantee_to_come_may_bring_on_the_attack() -> None:
    rng, seen = random.Random(5), Counter[str]()
    game = closing_window(US_OPERATOR)
    for draw in range(1000):
        p, delta = Fraction(rng.randint(10, 19), 20), Fraction(rng.randint(10, 19), 20)
        kappa, cost = Fraction(rng.randint(5, 10), 10), Fraction(rng.randint(0, 20), 100)
        # with c(1 - δ) for the cost as a share of the stake
        edge = (1 - delta) * (cost + 1 - p) / (delta * kappa * p)
        credibility = edge if draw % 3 == 0 and edge <= 1 else Fraction(rng.randint(0, 10), 10)
        if p * (1 - credibility * kappa) < cost:
            continue
        values: dict[str, object] = {
            "corridor_value": 1,
            "military_advantage": p,
            "azerbaijan_discount": delta,
            "enforcement_strength": kappa,
            "guarantor_credibility": credibility,
            "war_cost_azerbaijan": cost,
            "escalation_factor": 1,
            "war_cost_armenia": 1,
        }
        found = outcomes(game, values)
        assert found == allowed(credibility - edge)
        seen["tie" if len(found) == 2 else found.pop()] += 1
    assert min(seen[kind] for kind in ("war", "peace", "tie")) > 50


def test_the_demand_and_the_risk_of_war() -> None:
    rng, seen = random.Random(6), Counter[str]()
    games: dict[tuple[Fraction, Fraction], ExtensiveForm] = {}
    for _ in range(1000):
        # everything in tenths, so that the best demand stands on the menu of twentieths
        low = Fraction(rng.randint(0, 2), 10)
        high = low + Fraction(rng.randint(1, 4), 10)
        p, own = Fraction(rng.randint(2, 9), 10), Fraction(rng.randint(0, 2), 10)
        if (low, high) not in games:
            games[low, high] = ultimatum(NONE, (low, high), 20)
        values: dict[str, object] = {
            "corridor_value": 1,
            "military_advantage": p,
            "war_cost_azerbaijan": own,
            "escalation_factor": 1,
        }
        demand = p + (high - own) / 2 if high - own >= 2 * low else p + low
        risk = max(Fraction(0), (high - own - 2 * low) / (2 * (high - low)))
        kind = "inner" if risk else "safe"
        if demand > 1:
            demand, kind = Fraction(1), "all"
            risk = max(Fraction(0), (1 - p - low) / (high - low))
        found = subgame_perfect(games[low, high].at(values))
        assert [set(e.strategies["Azerbaijan"]) for e in found] == [{f"demand {demand}"}]
        assert found.equilibria[0].outcomes.get("war", 0) == risk
        seen[kind] += 1
    assert min(seen[kind] for kind in ("inner", "safe", "all")) > 50
