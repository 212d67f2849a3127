"""The referendum derived again: each demand weighed on numbers, from the last move back."""

import random
from collections.abc import Mapping
from fractions import Fraction

import pytest

from caucasus_games import GuarantorSetup
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import named
from caucasus_games.models import referendum, referendum_known
from caucasus_games.results import Equilibrium

Values = Mapping[str, Fraction]
Ends = tuple[Fraction, Fraction, Fraction, Fraction]  # three payoffs and the chance of peace


def lottery(chance: Fraction, one: Ends, other: Ends) -> Ends:
    a, z, r, q = (chance * x + (1 - chance) * y for x, y in zip(one, other, strict=True))
    return a, z, r, q


def quiet(x: Values) -> tuple[Fraction, Fraction]:
    won = x["military_advantage"] * x["corridor_value"]
    rho = x["escalation_risk"]
    armenia = rho * (-x["war_cost_armenia"] - won)
    azerbaijan = rho * (won - x["escalation_factor"] * x["war_cost_azerbaijan"])
    return armenia, azerbaijan + (1 - rho) * x["bypass_value"] * x["corridor_value"]


def treaty(x: Values, russian: bool, left: Fraction) -> Ends:
    access = 1 - x["access_risk"] * (1 - x["neutrality"]) / 2
    return (
        x["armenia_dividend"] - x["sovereignty_cost"],
        access * x["corridor_value"]
        + x["azerbaijan_dividend"]
        + x["constitution_value"] * (1 - left),
        Fraction(0) if russian else -x["influence_loss"],
        Fraction(1),
    )


def by_hand(x: Values, russian: bool, vote_first: bool, steps: int) -> Ends:
    """Return what is played; the draws are such that only refused demands tie."""
    armenia, azerbaijan = quiet(x)
    refused = (armenia, azerbaijan, Fraction(0), Fraction(0))
    failed = (armenia - x["audience_cost"], azerbaijan, Fraction(0), Fraction(0))
    best = refused
    for k in range(steps + 1):
        likely = Fraction(k, steps)
        left = x["floor_low"] + likely * (x["floor_high"] - x["floor_low"])
        passed = treaty(x, russian, left)
        if vote_first:
            kept = azerbaijan + x["constitution_value"] * (1 - left)
            if kept > passed[1]:
                passed = (failed[0], kept, Fraction(0), Fraction(0))
        calm = lottery(likely, passed, failed)
        stirred = lottery(likely * (1 - x["obstruction_effect"]), passed, failed)
        a, z, r, q = stirred
        stirred = (a, z, r - x["obstruction_cost"], q)
        vote = stirred if stirred[2] > calm[2] else calm
        outcome = vote if vote[0] > refused[0] else refused
        if outcome[1] > best[1]:
            best = outcome
    return best


@pytest.mark.parametrize("order", ["vote first", "signature first"])
@pytest.mark.parametrize("setup", named().values(), ids=lambda s: s.name)
def test_what_is_asked_and_what_comes_of_it(setup: GuarantorSetup, order: str) -> None:
    rng = random.Random(setup.name)
    game = referendum(setup, order, 9)  # type: ignore[arg-type]
    for _ in range(25):
        own = {
            r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(1, 9973), 9973)
            for r in game.parameters.values()
        }
        x = {r.name: r.central for r in setup.parameters.values()} | own
        a, z, r, q = by_hand(x, setup.guarantor == "Russia", order == "vote first", 9)
        for e in subgame_perfect(game.at(own)):
            assert (e.payoffs["Armenia"], e.payoffs["Azerbaijan"], e.payoffs["Russia"]) == (a, z, r)
            assert e.outcomes.get("peace", 0) == q


@pytest.mark.parametrize("setup", named().values(), ids=lambda s: s.name)
def test_what_is_asked_of_a_known_electorate(setup: GuarantorSetup) -> None:
    rng = random.Random(setup.name)
    game = referendum_known(setup)
    seen: set[str] = set()
    for _ in range(12):
        own = {
            r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(1, 9973), 9973)
            for r in game.parameters.values()
        }
        x = {r.name: r.central for r in setup.parameters.values()} | own
        armenia, azerbaijan = quiet(x)
        asked = x["mean_floor"] + x["voter_spread"] * x["quorum_quantile"]
        # what is left is all, or as little as the voters approve
        kept = {Fraction(1)} | ({max(asked, Fraction(0))} if asked <= 1 else set())
        signed = [treaty(x, setup.guarantor == "Russia", left) for left in kept]
        peace = max((z, a) for a, z, _, _ in signed)
        agreed = peace[0] > azerbaijan and peace[1] > armenia
        for e in subgame_perfect(game.at(own)):
            assert isinstance(e, Equilibrium)
            assert e.outcomes == {"peace" if agreed else "stalemate": 1}
            assert e.payoffs["Azerbaijan"] == (peace[0] if agreed else azerbaijan)
            seen.update(e.outcomes)
