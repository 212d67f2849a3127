"""The closed forms of bargaining under shifting power, at random exact values and boundaries."""

import random
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from without_offers import fixed

from caucasus_games import ExtensiveForm
from caucasus_games.concepts import subgame_perfect
from caucasus_games.games import menu
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
    for draw in range(120):
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
    assert min(seen[kind] for kind in ("war", "peace", "tie")) > 5


def test_the_least_credibility_and_that_none_may_suffice() -> None:
    rng, reachable, beyond = random.Random(2), 0, 0
    game = commitment(US_OPERATOR)
    for _ in range(90):
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
    assert min(reachable, beyond) > 8


def test_powells_inequality_is_enough_for_war_and_not_needed() -> None:
    rng, both, ours_alone = random.Random(3), 0, 0
    game = commitment(NONE)
    for _ in range(90):
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
    assert min(both, ours_alone) > 8


def test_who_holds_how_much_changes_what_is_paid_and_not_whether_there_is_war() -> None:
    # the most that the other can be left this year is all, whoever holds it: 1 - held + held
    rng, seen = random.Random(4), Counter[str]()
    games = {held: commitment(US_OPERATOR, held) for held in (0, "1/3", 1)}
    for _ in range(50):
        values: dict[str, object] = {
            r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(11), 10)
            for r in games[0].parameters.values()
        }
        values |= {
            "corridor_value": Fraction(1),
            "military_advantage": Fraction(rng.randrange(1, 8), 10),
            "war_cost_armenia": Fraction(rng.randrange(4), 40),
        }
        found = [outcomes(game, values) for game in games.values()]
        assert found[0] == found[1] == found[2]
        seen.update(found[0])
    assert min(seen[kind] for kind in ("war", "peace")) > 8


def test_what_is_offered_makes_up_for_a_war_today() -> None:
    # accepting brings offer v(1-δ) + δ max(0, v(1-p₂) - c) and war v(1-p) - c, so that the least
    # offer that is accepted is as much of the year's stake as is missing
    rng, seen = random.Random(7), Counter[str]()
    game = commitment(NONE)
    for _ in range(90):
        now, delta = Fraction(rng.randint(1, 12), 20), Fraction(rng.randint(5, 19), 20)
        later = now + Fraction(rng.randint(0, 10), 20) * (1 - now)
        cost = Fraction(rng.randint(0, 40), 50)
        values: dict[str, object] = {
            "corridor_value": 1,
            "military_advantage": now,
            "power_shift": (later - now) / (1 - now),
            "armenia_discount": delta,
            "war_cost_armenia": cost,
            "war_cost_azerbaijan": 1,
        }
        least = (1 - now - cost - delta * max(Fraction(0), 1 - later - cost)) / (1 - delta)
        found = subgame_perfect(game.at(values)).exact
        kind = "nothing" if least <= 0 else "some" if least < 1 else "war"
        seen[kind] += 1
        # without the offer there is war wherever something is to be offered
        off = outcomes(fixed(game, "offer", 0), values)
        if kind == "some":
            (e,) = found
            assert e.path == f"Azerbaijan: offer = {least} → Armenia: accept → peace"
            assert off == {"war"}
        elif kind == "nothing" and least < 0:
            assert {e.path for e in found} == {"Azerbaijan: offer = 0 → Armenia: accept → peace"}
            assert off == {"peace"}
        elif least > 1:
            assert off == {o for e in found for o in e.outcomes} == {"war"}
    assert min(seen.values()) > 8
    assert len(seen) == 3


def test_without_an_offer_the_side_that_declines_attacks_before_the_guarantee() -> None:
    game = closing_window(US_OPERATOR).at(
        {"corridor_value": 1, "escalation_factor": 1, "guarantor_credibility": "0.05"}
    )
    assert outcomes(game, {}) == {"peace"}
    assert outcomes(fixed(game, "offer", 0), {}) == {"war"}


def test_a_guarantee_to_come_may_bring_on_the_attack() -> None:
    rng, seen = random.Random(5), Counter[str]()
    game = closing_window(US_OPERATOR)
    for draw in range(120):
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
    assert min(seen[kind] for kind in ("war", "peace", "tie")) > 5


def test_the_demand_and_the_risk_of_war() -> None:
    # Azerbaijan gets D(1 - F) + (p - c_A)F with F = (D - p - a)/(b - a), so that it is best at
    # D = p + (b - c_A)/2 where that is p + a or more, and F = (b - c_A - 2a)/(2(b - a)) there
    rng, seen = random.Random(6), Counter[str]()
    games: dict[tuple[Fraction, Fraction], ExtensiveForm] = {}
    for _ in range(90):
        low = Fraction(rng.randint(0, 2), 10)
        high = low + Fraction(rng.randint(1, 4), 10)
        p, own = Fraction(rng.randint(20, 95), 100), Fraction(rng.randint(0, 20), 70)
        if (low, high) not in games:
            games[low, high] = ultimatum(NONE, (low, high))
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
        assert [set(e.strategies["Azerbaijan at the start"]) for e in found] == [
            {f"demand = {demand}"}
        ]
        assert found.equilibria[0].outcomes.get("war", 0) == risk
        seen[kind] += 1
    assert min(seen[kind] for kind in ("inner", "safe", "all")) > 8


def test_fearons_numbers_and_that_strength_does_not_enter_the_risk() -> None:
    # published: p = 1/2, costs from 0 to 2/5, own cost 1/5: demand 3/5, risk 1/4
    for p, demand in (("0.5", "3/5"), ("0.7", "4/5")):
        values = {"corridor_value": 1, "military_advantage": p, "war_cost_azerbaijan": "0.1"}
        (e,) = subgame_perfect(ultimatum(NONE, ("0", "0.4")).at(values))
        assert set(e.strategies["Azerbaijan at the start"]) == {f"demand = {demand}"}
        assert e.outcomes["war"] == Fraction(1, 4)


def test_a_demand_that_is_fixed_changes_the_risk() -> None:
    game = ultimatum(NONE, ("0", "0.4")).at({"corridor_value": 1, "military_advantage": "0.5"})
    off = fixed(game, "demand", 0)
    assert subgame_perfect(off).exact[0].outcomes == {"peace": 1}
    assert subgame_perfect(game).equilibria[0].outcomes["war"] == Fraction(1, 4)
    # a menu that holds the best demand finds it
    listed = subgame_perfect(menu(game, 10)).equilibria[0]
    assert listed.outcomes["war"] == Fraction(1, 4)
