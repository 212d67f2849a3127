"""Which negotiation unlocks the other: the closed forms at random exact values."""

import random
from collections import Counter
from fractions import Fraction

from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import US_OPERATOR
from caucasus_games.models import normalisation

Values = dict[str, Fraction]

# with these waiting is worth nothing to Armenia, and Azerbaijan would sign
BARE = {
    "escalation_risk": Fraction(0),
    "corridor_value": Fraction(1),
    "access_risk": Fraction(0),
    "bypass_value": Fraction(1, 2),
}


def draw(rng: random.Random) -> Values:
    return BARE | {
        "turkish_share": Fraction(rng.randint(1, 9), 10),
        "armenia_dividend": Fraction(rng.randint(1, 10), 10),
        "sovereignty_cost": Fraction(rng.randint(0, 20), 21),
        "turkey_gain": Fraction(rng.randint(1, 10), 10),
        "history_cost": Fraction(rng.randint(0, 14), 10) + Fraction(1, 100),
        "concession_cost": Fraction(rng.randint(0, 10), 11),
        "alliance_loss": Fraction(rng.randint(1, 12), 10) + Fraction(1, 1000),
        "border_leverage": Fraction(rng.randint(0, 10), 10),
        "objection_cost": Fraction(rng.randint(1, 10), 23),
    }


def border(x: Values, signed: bool) -> tuple[bool, bool]:
    """Return whether the border opens, and whether Armenia concedes for it."""
    worth = x["turkish_share"] * x["armenia_dividend"]
    opens = {}
    for conceded in (True, False):
        gain = x["turkey_gain"] - (0 if conceded else x["history_cost"])
        objection = x["border_leverage"] > x["objection_cost"] and 0 < gain < x["alliance_loss"]
        opens[conceded] = gain > 0 and (signed or not objection)
    if opens[False]:
        return True, False
    return (opens[True] and worth > x["concession_cost"],) * 2


def test_what_unlocks_what() -> None:
    rng, seen = random.Random(1), Counter[str]()
    game = normalisation(US_OPERATOR)
    for _ in range(1000):
        x = draw(rng)
        apart, apart_conceded = border(x, signed=False)
        after, after_conceded = border(x, signed=True)
        share, dividend = x["turkish_share"], x["armenia_dividend"]
        without = apart * share * dividend - apart_conceded * x["concession_cost"]
        treaty = (1 - share) * dividend - x["sovereignty_cost"]
        treaty += after * share * dividend - after_conceded * x["concession_cost"]
        if treaty == without:
            continue
        signed = treaty > without
        opened = after if signed else apart
        label = {
            (True, True): "peace and open border",
            (True, False): "peace",
            (False, True): "open border",
            (False, False): "neither",
        }[signed, opened]
        found = subgame_perfect(game.at(x))
        assert {outcome for e in found for outcome in e.outcomes} == {label}
        seen[label] += 1
        # the two sentences of the page
        binds = x["border_leverage"] > x["objection_cost"] and not apart
        if after and not apart and binds:
            seen["the agreement unlocks the border"] += 1
        if signed and (1 - share) * dividend - x["sovereignty_cost"] < 0 and not apart:
            assert label == "peace and open border"
            seen["the border unlocks the agreement"] += 1
    assert len(seen) == 6
    assert min(seen.values()) > 20


def test_turkey_opens_exactly_from_the_threshold_on() -> None:
    rng = random.Random(2)
    game = normalisation(US_OPERATOR)
    for _ in range(100):
        x = draw(rng)
        x["turkey_gain"] = x["history_cost"]
        x["alliance_loss"] = x["turkey_gain"] + 1
        x["border_leverage"] = x["objection_cost"] + 1
        x["concession_cost"] = Fraction(10)  # no concession
        x["sovereignty_cost"] = Fraction(0)  # the agreement is signed
        labels = {label for e in subgame_perfect(game.at(x)) for label in e.outcomes}
        assert labels == {"peace and open border", "peace"}
