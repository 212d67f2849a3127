"""The corridor's closed forms: regimes, split, hold-up and cooperative shares."""

import random
from collections import Counter
from fractions import Fraction

import pytest
import sympy
from without_offers import fixed

from caucasus_games.concepts import core, nucleolus, shapley, shapley_formulas, subgame_perfect
from caucasus_games.guarantors import NONE, RUSSIAN_CORRIDOR, US_OPERATOR
from caucasus_games.models import corridor, investment, transit_gains, transit_split

Values = dict[str, Fraction]

QUIET: dict[str, object] = {"escalation_risk": 0}


def test_when_the_third_party_is_the_only_regime_that_both_accept() -> None:
    rng, only, at_the_edge = random.Random(1), 0, 0
    game = corridor(US_OPERATOR)
    for _ in range(1000):
        v = Fraction(rng.randint(1, 9), 10)
        dividend, risk = Fraction(rng.randint(2, 6), 20), Fraction(rng.randint(5, 10), 10)
        third, extra = Fraction(rng.randint(0, 6), 20), Fraction(rng.randint(4, 8), 20)
        neutral, bypass = Fraction(rng.randint(-5, 5), 5), Fraction(rng.randint(0, 10), 10)
        values = QUIET | {
            "corridor_value": v,
            "armenia_dividend": dividend,
            "azerbaijan_dividend": 0,
            "access_risk": risk,
            "sovereignty_cost": third,
            "extraterritorial_cost": extra,
            "neutrality": neutral,
            "bypass_value": bypass,
        }
        access = 1 - risk * (1 - neutral) / 2
        alone = third <= dividend < extra and 1 - risk < bypass <= access
        strict = alone and third < dividend and bypass < access
        found = {label for e in subgame_perfect(game.at(values)) for label in e.outcomes}
        if strict:
            assert found == {"third party"}
        elif alone:
            assert "third party" in found
            assert found <= {"third party", "no transit"}
            at_the_edge += 1
        elif found == {"third party"}:
            # another regime is acceptable too, and worse to whoever could propose it
            assert 1 - risk >= bypass or dividend >= extra
        only += strict
    assert min(only, at_the_edge) > 20


def test_iran_acts_iff_it_pays_and_russia_is_no_news_to_it() -> None:
    rng, acts, abstains = random.Random(2), 0, 0
    game = corridor(US_OPERATOR).at(QUIET | {"armenia_dividend": "0.15"})
    for _ in range(300):
        effect, loss, cost = (Fraction(rng.randint(1, 10), k) for k in (11, 10, 31))
        values = {"block_effect": effect, "iran_loss": loss, "block_cost": cost}
        found = {label for e in subgame_perfect(game.at(values)) for label in e.outcomes}
        stopped = "no transit" in found
        if effect * loss > cost:
            assert stopped
            acts += 1
        elif effect * loss < cost:
            assert found == {"third party"}
            abstains += 1
    assert min(acts, abstains) > 50
    russian = corridor(RUSSIAN_CORRIDOR)
    ends = [v for v in russian.vertices if v.outcome == "third party"]
    assert all(v.payoffs[russian.players.index("Iran")] == 0 for v in ends)


def share(first: Fraction, second: Fraction, h1: Fraction, h2: Fraction) -> Fraction:
    """Return the first proposer's share as the page states it, one case after the other."""
    return min(1 - h2, max(1 - second * (1 - h1), (1 - second) / (1 - first * second)))


def test_the_three_cases_of_a_common_discount_factor() -> None:
    rng, cases = random.Random(3), Counter[str]()
    for _ in range(1000):
        delta = Fraction(rng.randint(1, 19), 20)
        h1, h2 = (Fraction(rng.randint(0, 20), 40) for _ in range(2))
        q = delta / (1 + delta)
        if max(h1, h2) <= q:
            cases["none"] += 1
            expected = 1 / (1 + delta)
            if h2 > delta * (1 - h1):
                continue
        elif h2 > q:
            cases["second"] += 1
            expected = 1 - h2
        else:
            cases["first"] += 1
            expected = 1 - delta * (1 - h1)
            if h2 > 1 - expected:
                expected = 1 - h2
        assert share(delta, delta, h1, h2) == expected
    assert min(cases.values()) > 50


@pytest.mark.parametrize("proposer", ["Azerbaijan", "Armenia"])
def test_a_solved_offer_is_rubinsteins_share(proposer: str) -> None:
    # what the other gets as the first is d₂ times as much a year earlier: 1 - x = d₂ x₂, where
    # the floors leave room, so that x₁ answers to itself exactly
    rng, floors = random.Random(proposer), 0
    game = transit_split(NONE, proposer)
    for _ in range(60):
        d1, d2 = (Fraction(rng.randint(601, 949), 1000) for _ in range(2))
        h1, h2 = (Fraction(rng.randint(0, 479), 1000) for _ in range(2))
        first, second = ("azerbaijan", "armenia")[:: 1 if proposer == "Azerbaijan" else -1]
        values = {
            f"{first}_discount": d1,
            f"{second}_discount": d2,
            f"{first}_floor": h1,
            f"{second}_floor": h2,
        }
        exact = share(d1, d2, h1, h2)
        floors += exact != share(d1, d2, Fraction(0), Fraction(0))
        (e,) = subgame_perfect(game.at(values)).exact
        assert e.outcomes == {"agreement": 1}
        assert e.payoffs[proposer] == exact
        assert set(e.strategies[f"{proposer} at the start"]) == {f"share = {exact}"}
    assert floors > 10


@pytest.mark.parametrize("proposer", ["Azerbaijan", "Armenia"])
def test_floors_that_ask_for_more_than_all_leave_no_agreement(proposer: str) -> None:
    game = transit_split(NONE, proposer).at({"armenia_floor": "0.6", "azerbaijan_floor": "0.6"})
    found = subgame_perfect(game)
    assert len(found)
    for e in found:
        assert "agreement" not in e.outcomes
        assert e.payoffs["Azerbaijan"] == 0


def test_a_share_that_is_fixed_leaves_the_bargaining_undone() -> None:
    game = transit_split(NONE)
    assert subgame_perfect(game).exact[0].outcomes == {"agreement": 1}
    # to keep nothing is not ratified, as Azerbaijan's floor is above it
    off = fixed(game, "share", 0)
    assert subgame_perfect(off).exact[0].outcomes == {"bargaining goes on": 1}


def test_a_hybrid_stands_between_armenian_checks_and_the_third_party() -> None:
    # it costs Armenia f σ and leans by -1 + f(1 + n): at the ends it is one of the two
    rng, seen = random.Random(6), Counter[str]()
    for _ in range(12):
        part = Fraction(rng.randint(1, 9), 10)
        game = corridor(US_OPERATOR, part)
        values = {
            "sovereignty_cost": Fraction(rng.randint(0, 8), 20),
            "neutrality": Fraction(rng.randint(-5, 5), 5),
            "bypass_value": Fraction(rng.randint(0, 10), 10),
            "iran_loss": Fraction(rng.randint(1, 9), 10),
        }
        own = game.at(values)
        cost = part * values["sovereignty_cost"]
        leans = -1 + part * (1 + values["neutrality"])
        alike = corridor(US_OPERATOR).at(
            values
            | {
                "sovereignty_cost": cost,
                "neutrality": leans,
                "iran_loss": part * values["iran_loss"],
            }
        )
        ends = {
            (v.outcome, paid.subs(one.values))
            for one, name in ((own, "hybrid"), (alike, "third party"))
            for v in one.vertices
            if v.outcome == name
            for paid in [sympy.Tuple(*v.payoffs)]
        }
        hybrid = {paid for name, paid in ends if name == "hybrid"}
        assert hybrid == {paid for name, paid in ends if name == "third party"}
        seen.update(label for e in subgame_perfect(own) for label in e.outcomes)
    assert seen["hybrid"]
    assert "hybrid" not in corridor(NONE, "1/2").outcome_labels
    russian = corridor(RUSSIAN_CORRIDOR, "1/2")
    last = russian.players.index("Iran")
    assert all(v.payoffs[last] == 0 for v in russian.vertices if v.outcome == "hybrid")


def test_a_hybrid_is_agreed_where_neither_end_is() -> None:
    # at a cost of 0.3 Armenia bears half of the third party, not all of it
    dear = {"sovereignty_cost": "0.3"}
    alone = subgame_perfect(corridor(US_OPERATOR).at(dear))
    assert {label for e in alone for label in e.outcomes} == {"no transit"}
    half = subgame_perfect(corridor(US_OPERATOR, "1/2").at(dear))
    assert {label for e in half for label in e.outcomes} == {"hybrid"}


def test_the_operator_builds_iff_it_expects_to_keep_enough() -> None:
    rng, seen = random.Random(4), Counter[str]()
    game = investment(US_OPERATOR)
    for draw in range(1000):
        profit, worth = Fraction(rng.randint(0, 10), 20), Fraction(rng.randint(0, 10), 20)
        spent, saved = Fraction(rng.randint(1, 10), 10), Fraction(rng.randint(0, 10), 10)
        power, own = Fraction(rng.randint(0, 10), 10), Fraction(rng.randint(0, 10), 10)
        rupture = Fraction(rng.randint(0, 4), 20)
        total, outside = profit + worth, saved * spent
        if draw % 4 == 0:  # on the boundary of the hold-up
            spent = power * total / (1 - (1 - power) * saved) if power else spent
            outside = saved * spent
        values = {
            "transit_profit": profit,
            "operator_years": 1,
            "presence_value": worth,
            "investment": spent,
            "salvage": saved,
            "operator_bargaining": power,
            "operator_share": own,
            "rupture_cost": rupture,
        }
        found = {e.path for e in subgame_perfect(game.at(values))}
        honour = (1 - own) * profit - ((1 - power) * (total - outside) - rupture)
        expected = set()
        for broken in [*([False] if honour >= 0 else []), *([True] if honour <= 0 else [])]:
            gain = power * total + (1 - power) * outside if broken else own * profit + worth
            ends = "renegotiate → renegotiation" if broken else "honour → contract"
            if gain >= spent:
                expected.add(f"United States: invest → Armenia: {ends}")
            if gain <= spent:
                expected.add("United States: stay away → no transit")
        assert found == expected
        seen.update({"tie"} if len(expected) > 1 else expected)
    assert len(seen) == 4
    assert min(seen.values()) > 30


def test_shapley_value_nucleolus_and_core() -> None:
    rng = random.Random(5)
    game = transit_gains(NONE)
    (alpha,) = {s for f in shapley_formulas(game).values() for s in f.free_symbols}
    assert alpha.name == "bypass_value"
    for _ in range(100):
        a = Fraction(rng.randint(0, 100), 100)
        at = game.at({"bypass_value": a})
        assert dict(shapley(at)) == {
            "Azerbaijan": (3 + a) / 6,
            "Armenia": (3 - 2 * a) / 6,
            "Iran": a / 6,
        }
        assert dict(nucleolus(at)) == {"Azerbaijan": (1 + a) / 2, "Armenia": (1 - a) / 2, "Iran": 0}
        ends = {point["Azerbaijan"] for point in core(at).vertices}
        assert ends == {a, Fraction(1)}
