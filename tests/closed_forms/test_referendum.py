"""The demand that voters must ratify: closed forms at random exact values and boundaries."""

import random
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from without_offers import fixed

from caucasus_games import ExtensiveForm
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import NONE, RUSSIAN_CORRIDOR, US_OPERATOR
from caucasus_games.models import referendum, referendum_known
from caucasus_games.results import Solution

# with these waiting is worth the bypass to Azerbaijan and nothing to Armenia, which calls the vote
BARE: dict[str, object] = {
    "escalation_risk": 0,
    "corridor_value": 1,
    "access_risk": 0,
    "azerbaijan_dividend": 0,
    "sovereignty_cost": 0,
    "armenia_dividend": 1,
    "audience_cost": 0,
    "obstruction_effect": 0,
    "obstruction_cost": "0.01",
}


def offered(game: ExtensiveForm, values: dict[str, object]) -> set[Fraction]:
    """Return what is asked, as the chance that it passes."""
    found = {next(iter(e.strategies["Azerbaijan at the start"])) for e in _solved(game, values)}
    return {Fraction(name.rpartition(" ")[2]) for name in found}


def _solved(game: ExtensiveForm, values: dict[str, object]) -> Solution[Any]:
    return subgame_perfect(game.at(values))


@pytest.mark.parametrize("order", ["vote first", "signature first"])
def test_the_best_demand_and_the_chance_that_it_fails(order: str) -> None:
    rng, seen = random.Random(order), Counter[str]()
    game = referendum(US_OPERATOR, order)  # type: ignore[arg-type]
    for _ in range(60):
        low = Fraction(rng.randint(1, 12), 12)
        high = low + Fraction(rng.randint(1, 18), 12)
        change, bypass = Fraction(rng.randint(1, 12), 12), Fraction(rng.randint(0, 24), 12)
        d0 = (bypass - 1) / change
        if order == "vote first" and bypass >= 1:
            continue  # Azerbaijan would keep the change and not sign, so there is no vote
        best = min(high, max(low, (1 - d0 + low) / 2))
        values = BARE | {
            "floor_low": low,
            "floor_high": high,
            "constitution_value": change,
            "bypass_value": bypass,
        }
        assert offered(game, values) == {(best - low) / (high - low)}
        for e in _solved(game, values):
            assert e.outcomes.get("stalemate", 0) == (high - best) / (high - low)
        seen["low" if best == low else "high" if best == high else "inner"] += 1
    kinds = ("high", "inner", *(["low"] if order == "signature first" else []))
    assert min(seen[kind] for kind in kinds) > 5


def test_a_demand_may_be_what_just_keeps_russia_out_or_just_makes_armenia_call() -> None:
    game = referendum(US_OPERATOR, "signature first")
    values = BARE | {"bypass_value": 0, "floor_low": 0, "floor_high": 1, "constitution_value": 1}
    # without either it would ask for what is sure to pass
    assert offered(game, values) == {1}
    # it passes with a half at most if Russia is to abstain, which takes away nearly all
    keen = {"obstruction_effect": "0.9", "influence_loss": 1, "obstruction_cost": "0.45"}
    (e,) = _solved(game, values | keen)
    assert offered(game, values | keen) == {Fraction(1, 2)}
    assert e.outcomes == {"peace": Fraction(1, 2), "stalemate": Fraction(1, 2)}
    # of a vote that fails too often Armenia, who loses 3 by that and gains 1, would not hear
    wary = {"bypass_value": 1, "audience_cost": 3, "constitution_value": "0.5"}
    assert offered(game, values | wary) == {Fraction(3, 4)}


def test_a_government_that_foresees_that_nothing_is_signed_does_not_call_the_vote() -> None:
    values: dict[str, object] = {"bypass_value": "0.6", "corridor_value": "0.25"}
    paths = {}
    for order in ("vote first", "signature first"):
        game = referendum(NONE, order).at(values)
        paths[order] = {label for e in subgame_perfect(game) for label in e.outcomes}
    assert paths == {"vote first": {"stalemate"}, "signature first": {"peace", "stalemate"}}


def test_russia_amplifies_iff_it_pays() -> None:
    rng, seen = random.Random(3), Counter[str]()
    game = referendum(US_OPERATOR, "signature first")
    for _ in range(60):
        effect, influence, cost = (Fraction(rng.randint(1, 10), k) for k in (11, 10, 31))
        values = BARE | {
            "bypass_value": 0,
            "constitution_value": "0.1",
            "floor_low": "0.1",
            "floor_high": "0.9",
            "obstruction_effect": effect,
            "influence_loss": influence,
            "obstruction_cost": cost,
            "audience_cost": "0.01",
        }
        # the more passes the better, amplified or not; or as much as Russia lets pass
        (e,) = subgame_perfect(game.at(values))
        most = min(Fraction(1), cost / (effect * influence))
        demand = {
            q: (1 + Fraction("0.1") * (Fraction("0.9") - Fraction("0.8") * q)) for q in (1, most)
        }
        amplified, let = (1 - effect) * demand[1], most * demand[most]
        assert e.payoffs["Azerbaijan"] == max(amplified, let)
        assert e.outcomes["peace"] == (most if let >= amplified else 1 - effect)
        seen["sure" if most == 1 else "let" if let > amplified else "amplified"] += 1
    assert min(seen[kind] for kind in ("sure", "let", "amplified")) > 3


def test_a_guarantor_does_not_amplify_against_its_own_agreement() -> None:
    game = referendum(RUSSIAN_CORRIDOR, "signature first")
    peace = [v.payoffs[2] for v in game.vertices if v.outcome == "peace"]
    assert {str(f) for f in peace} == {"0", "-obstruction_cost"}


def test_a_known_electorate_is_asked_for_as_much_as_passes() -> None:
    rng, seen = random.Random(4), Counter[str]()
    game = referendum_known(US_OPERATOR)
    own = {s.name for s in game.symbols}
    for _ in range(120):
        mean, spread = Fraction(rng.randint(-4, 11), 10), Fraction(rng.randint(1, 4), 10)
        quantile = Fraction(rng.randint(0, 5), 5)
        change, bypass = Fraction(rng.randint(1, 10), 10), Fraction(rng.randint(0, 28), 20)
        asked = mean + spread * quantile
        values = BARE | {
            "mean_floor": mean,
            "voter_spread": spread,
            "quorum_quantile": quantile,
            "constitution_value": change,
            "bypass_value": bypass,
            "audience_cost": "0.1",
        }
        found = subgame_perfect(game.at({k: q for k, q in values.items() if k in own}))
        demand = min(Fraction(1), 1 - asked)
        # an agreement is worth 1 to Azerbaijan and to Armenia, and waiting the bypass and nothing
        worth = 1 + change * max(Fraction(0), demand) - bypass
        labels = {label for e in found for label in e.outcomes}
        if worth == 0 or asked == 1:
            seen["tie"] += 1
        elif worth < 0:
            assert labels == {"stalemate"}
            seen["not worth it"] += 1
        elif demand < 0:
            assert [e.path for e in found] == ["Azerbaijan: ask for none → Armenia: sign → peace"]
            seen["none"] += 1
        else:
            start = f"Azerbaijan: ask for a change → Azerbaijan: demand = {demand}"
            assert [e.path for e in found] == [f"{start} → Armenia: call → Voters: approve → peace"]
            seen["all" if demand == 1 else "some"] += 1
    assert len(seen) == 5
    assert min(seen.values()) > 3


def test_where_the_best_demand_is_none_there_are_two_ways_to_the_same() -> None:
    even = {"mean_floor": "0.94"}  # with 0.4 times 0.15 just no change passes
    found = subgame_perfect(referendum_known(US_OPERATOR).at(even))
    assert {tuple(e.payoffs.values()) for e in found} == {
        tuple(e.payoffs.values()) for e in found.equilibria[:1]
    }
    assert {label for e in found for label in e.outcomes} == {"peace"}


def test_a_demand_that_is_fixed_loses_the_change() -> None:
    game = referendum_known(NONE).at({"mean_floor": "0.7"})
    (e,) = subgame_perfect(game).exact
    assert e.payoffs["Azerbaijan"] == Fraction("0.095") + Fraction("0.1") * Fraction("0.24")
    for demand, outcome, worth in ((0, "peace", "0.095"), (1, "stalemate", "0.1061")):
        off = subgame_perfect(fixed(game, "demand", demand))
        assert {label for e in off for label in e.outcomes} == {outcome}
        assert {e.payoffs["Azerbaijan"] for e in off.exact} == {Fraction(worth)}
