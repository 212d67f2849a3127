"""The demand that voters must ratify: closed forms at random exact values and boundaries."""

import random
from collections import Counter
from fractions import Fraction

import pytest

from caucasus_games import ExtensiveForm
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import NONE, RUSSIAN_CORRIDOR, US_OPERATOR
from caucasus_games.models import referendum, referendum_known

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
STEPS = 12


def nearest(best: Fraction, low: Fraction, high: Fraction) -> set[Fraction]:
    """Return the demands of the menu that are nearest, each as the chance that it passes."""
    chances = [Fraction(k, STEPS) for k in range(STEPS + 1)]
    distance = {q: abs(low + q * (high - low) - best) for q in chances}
    return {q for q in chances if distance[q] == min(distance.values())}


def demands(game: ExtensiveForm, values: dict[str, object]) -> set[Fraction]:
    found = {next(iter(e.strategies["Azerbaijan"])) for e in subgame_perfect(game.at(values))}
    return {Fraction(name.rpartition(" ")[2]) for name in found}


@pytest.mark.parametrize("order", ["vote first", "signature first"])
def test_the_best_demand_and_the_chance_that_it_fails(order: str) -> None:
    rng, seen = random.Random(order), Counter[str]()
    game = referendum(US_OPERATOR, order, STEPS)  # type: ignore[arg-type]
    for _ in range(500):
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
        expected = nearest(best, low, high)
        assert demands(game, values) == expected
        for e in subgame_perfect(game.at(values)):
            if len(expected) == 1:
                assert e.outcomes.get("peace", 0) == min(expected)
        kind = "low" if best == low else "high" if best == high else "inner"
        seen["tie" if len(expected) == 2 else kind] += 1
    kinds = ("high", "inner", "tie", *(["low"] if order == "signature first" else []))
    assert min(seen[kind] for kind in kinds) > 5
    # a menu that holds the demand itself fails with the chance of the formula
    low, high, d0 = Fraction(1, 4), Fraction(5, 4), Fraction(1, 4)
    best = (1 - d0 + low) / 2
    values = BARE | {"floor_low": low, "floor_high": high, "constitution_value": 1}
    game = referendum(US_OPERATOR, "signature first", 4).at(values | {"bypass_value": "1.25"})
    risks = {e.outcomes["stalemate"] for e in subgame_perfect(game)}
    assert risks == {(high - best) / (high - low)} == {Fraction(3, 4)}


def test_a_government_that_foresees_that_nothing_is_signed_does_not_call_the_vote() -> None:
    values: dict[str, object] = {"bypass_value": "0.6", "corridor_value": "0.25"}
    paths = {}
    for order in ("vote first", "signature first"):
        game = referendum(NONE, order).at(values)
        paths[order] = {label for e in subgame_perfect(game) for label in e.outcomes}
    assert paths == {"vote first": {"stalemate"}, "signature first": {"peace", "stalemate"}}


def test_russia_amplifies_iff_it_pays() -> None:
    rng, seen = random.Random(3), Counter[bool]()
    game = referendum(US_OPERATOR, "signature first", 1)
    for _ in range(200):
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
        # one demand passes for sure unless amplified, the other never
        (e,) = subgame_perfect(game.at(values))
        passes = 1 - effect if effect * influence > cost else Fraction(1)
        assert e.outcomes["peace"] == passes
        seen[passes == 1] += 1
    assert min(seen.values()) > 30


def test_a_guarantor_does_not_amplify_against_its_own_agreement() -> None:
    game = referendum(RUSSIAN_CORRIDOR, "signature first")
    peace = [v.payoffs[2] for v in game.vertices if v.outcome == "peace"]
    assert {str(f) for f in peace} == {"0", "-obstruction_cost"}


def test_a_known_electorate_is_asked_for_as_much_as_passes() -> None:
    rng, seen = random.Random(4), Counter[str]()
    game = referendum_known(US_OPERATOR, 20)
    own = {s.name for s in game.symbols}
    for _ in range(1000):
        mean, spread = Fraction(rng.randint(0, 16), 10), Fraction(rng.randint(1, 4), 10)
        quantile = Fraction(rng.randint(0, 10), 5)
        change, bypass = Fraction(rng.randint(1, 10), 10), Fraction(rng.randint(0, 28), 20)
        asked = mean + spread * quantile
        left = next((Fraction(k, 10) for k in range(21) if Fraction(k, 10) >= asked), None)
        values = BARE | {
            "mean_floor": mean,
            "voter_spread": spread,
            "quorum_quantile": quantile,
            "constitution_value": change,
            "bypass_value": bypass,
            "audience_cost": "0.1",
        }
        found = subgame_perfect(game.at({k: q for k, q in values.items() if k in own}))
        worth = None if left is None else 1 + change * (1 - left) - bypass
        if worth is not None and worth > 0:
            assert [e.path for e in found] == [
                f"Azerbaijan: leave {left} → Armenia: call; if passes (1): peace"
            ]
            seen["asked"] += 1
        elif worth is None or worth < 0:
            assert len(found.exact) == len(found)
            assert all(e.outcomes == {"stalemate": 1} for e in found.exact)
            seen["not worth it"] += 1
        else:
            assert {label for e in found for label in e.outcomes} == {"peace", "stalemate"}
            seen["tie"] += 1
    assert len(seen) == 3
    assert min(seen.values()) > 3
