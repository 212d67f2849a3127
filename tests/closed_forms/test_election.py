"""What is signed before a vote: the closed form at random exact values and its boundary."""

import random
from collections import Counter
from fractions import Fraction

from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import RUSSIAN_CORRIDOR, US_OPERATOR
from caucasus_games.models import election
from caucasus_games.results import Equilibrium

# with these the agreement is worth the dividend more than waiting to Armenia
BARE: dict[str, object] = {
    "escalation_risk": 0,
    "sovereignty_cost": 0,
    "corridor_value": 1,
    "access_risk": 0,
    "bypass_value": "0.5",
}


def test_an_unpopular_agreement_is_put_off_iff_office_is_worth_more_than_the_threshold() -> None:
    rng, seen = random.Random(1), Counter[str]()
    game = election(US_OPERATOR)
    for draw in range(1000):
        spread = Fraction(rng.randint(6, 12), 20)
        lead, swing = Fraction(rng.randint(0, 5), 20), -Fraction(rng.randint(1, 5), 20)
        undone, patience = Fraction(rng.randint(0, 10), 10), Fraction(rng.randint(1, 19), 20)
        gain = Fraction(rng.randint(0, 6), 20)
        waits = Fraction(1, 2) + lead / (2 * spread)
        signs = Fraction(1, 2) + (lead + swing) / (2 * spread)
        kept = 1 - undone * (1 - signs)
        threshold = 2 * spread * (kept - patience * waits) * gain / -swing
        office = Fraction(rng.randint(0, 20), 20)
        if draw % 3 == 0:
            office = max(Fraction(0), threshold)
        values = BARE | {
            "lead_spread": spread,
            "opposition_discredit": lead,
            "peace_swing": swing,
            "backing_swing": 0,
            "reversal": undone,
            "armenia_discount": patience,
            "armenia_dividend": gain,
            "office_value": office,
        }
        found = subgame_perfect(game.at(values))
        moves = {move for e in found for move in e.strategies["Armenia before the vote"]}
        if office == threshold:
            assert moves == {"sign", "wait"}
            seen["tie"] += 1
        else:
            assert moves == {"sign" if office < threshold else "wait"}
            seen[moves.pop()] += 1
    assert min(seen.values()) > 100


def test_without_a_vote_pending_the_gain_decides_alone() -> None:
    # a government that cannot lose and does not care for office signs what it gains by
    sure = BARE | {
        "lead_spread": "0.4",
        "opposition_discredit": "0.4",
        "peace_swing": 0,
        "backing_swing": 0,
        "office_value": 0,
    }
    for gain, move in (("0.01", "sign"), ("-0.01", "wait")):
        game = election(US_OPERATOR).at(sure | {"armenia_dividend": gain})
        for e in subgame_perfect(game):
            assert isinstance(e, Equilibrium)
            assert e.strategies["Armenia before the vote"] == {move: 1}


def test_russia_backs_the_opposition_iff_it_pays() -> None:
    rng, seen = random.Random(3), Counter[bool]()
    game = election(US_OPERATOR)
    for _ in range(300):
        effect, influence = Fraction(rng.randint(0, 6), 20), Fraction(rng.randint(1, 9), 10)
        cost, undone = Fraction(rng.randint(1, 9), 97), Fraction(rng.randint(1, 9), 10)
        values = BARE | {
            "lead_spread": "0.4",
            "opposition_discredit": 0,
            "peace_swing": 0,
            "backing_swing": effect,
            "reversal": undone,
            "influence_loss": influence,
            "obstruction_cost": cost,
            "office_value": 0,
        }
        # what was signed is undone more often by half the lead lost over the span
        backs = undone * effect / Fraction(8, 10) * influence > cost
        for e in subgame_perfect(game.at(values)):
            assert e.path.startswith("Azerbaijan: before the vote → Armenia: sign")
            assert ("back the opposition" in e.path) == backs
        seen[backs] += 1
    assert min(seen.values()) > 50


def test_russia_loses_nothing_by_an_agreement_of_its_own() -> None:
    game = election(RUSSIAN_CORRIDOR)
    peace = {str(v.payoffs[2]) for v in game.vertices if v.outcome == "peace"}
    assert peace == {"0", "-obstruction_cost"}
