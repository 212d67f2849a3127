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


def span(low: Fraction, high: Fraction) -> tuple[Fraction, Fraction] | None:
    """Return where a line that is so high at 0 and at 1 is not below zero."""
    if low < 0 and high < 0:
        return None
    if low >= 0 and high >= 0:
        return Fraction(0), Fraction(1)
    root = low / (low - high)
    return (root, Fraction(1)) if high >= 0 else (Fraction(0), root)


def by_hand(x: Values, russian: bool, vote_first: bool) -> Ends:
    """Return what is played; the draws are such that only refused demands tie."""
    armenia, azerbaijan = quiet(x)
    refused = (armenia, azerbaijan, Fraction(0), Fraction(0))
    failed = (armenia - x["audience_cost"], azerbaijan, Fraction(0), Fraction(0))

    def vote(likely: Fraction, amplified: bool) -> Ends:
        left = x["floor_low"] + likely * (x["floor_high"] - x["floor_low"])
        passed = treaty(x, russian, left)
        if vote_first:
            kept = azerbaijan + x["constitution_value"] * (1 - left)
            if kept > passed[1]:
                passed = (failed[0], kept, Fraction(0), Fraction(0))
        if not amplified:
            return lottery(likely, passed, failed)
        a, z, r, q = lottery(likely * (1 - x["obstruction_effect"]), passed, failed)
        return a, z, r - x["obstruction_cost"], q

    best = refused
    for amplified in (False, True):
        # where Russia does so and Armenia calls, each margin being a line in the chance
        ends = [(vote(q, amplified), vote(q, not amplified)) for q in map(Fraction, (0, 1))]
        wanted = span(*(own[2] - other[2] for own, other in ends))
        called = span(*(own[0] - armenia for own, _ in ends))
        if not (wanted and called):
            continue
        low, high = max(wanted[0], called[0]), min(wanted[1], called[1])
        if low > high:
            continue
        # what Azerbaijan gets is a parabola in the chance, through three points
        at = [vote(q, amplified)[1] for q in map(Fraction, ("0", "1/2", "1"))]
        bend = 2 * (at[0] - 2 * at[1] + at[2])
        tops = [-(at[2] - at[0] - bend) / (2 * bend)] if bend < 0 else []
        for likely in (low, high, *(min(high, max(low, top)) for top in tops)):
            outcome = vote(likely, amplified)
            if outcome[1] > best[1]:
                best = outcome
    return best


@pytest.mark.parametrize("order", ["vote first", "signature first"])
@pytest.mark.parametrize("setup", named().values(), ids=lambda s: s.name)
def test_what_is_asked_and_what_comes_of_it(setup: GuarantorSetup, order: str) -> None:
    rng = random.Random(setup.name)
    game = referendum(setup, order)  # type: ignore[arg-type]
    for _ in range(15):
        own = {
            r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(1, 9973), 9973)
            for r in game.parameters.values()
        }
        x = {r.name: r.central for r in setup.parameters.values()} | own
        a, z, r, q = by_hand(x, setup.guarantor == "Russia", order == "vote first")
        found = subgame_perfect(game.at(own))
        assert found.exact
        for e in found.exact:
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
