"""Armenia's choice of side: the closed form at random exact values and its boundaries."""

import random
from collections import Counter
from fractions import Fraction

import pytest

from caucasus_games import GameError
from caucasus_games.concepts import perfect_bayesian
from caucasus_games.guarantors import MINSK_GROUP, NONE, RUSSIAN_CORRIDOR, US_OPERATOR
from caucasus_games.models import alignment

Values = dict[str, Fraction]


def draw(rng: random.Random) -> Values:
    return {
        "guarantor_credibility": Fraction(rng.randint(2, 10), 10),
        "presence_value": Fraction(rng.randint(1, 9), 10),
        "letdown_cost": Fraction(rng.randint(1, 9), 10),
        "russian_help": Fraction(rng.randint(0, 5), 10),
        "engaged": Fraction(rng.randint(1, 9), 10),
        "protection_value": Fraction(rng.randint(1, 10), 10),
        "realignment_cost": Fraction(rng.randint(0, 4), 50),
        "punishment_harm": Fraction(rng.randint(1, 5), 20),
        "discipline_value": Fraction(rng.randint(1, 9), 10),
        "obstruction_cost": Fraction(rng.randint(1, 9), 20) + Fraction(1, 1000),
        "hedging_cost": Fraction(rng.randint(0, 4), 50),
        "hedge_reliability": Fraction(rng.randint(1, 10), 10),
    }


def worths(x: Values, belief: Fraction) -> dict[str, Fraction]:
    """Return what each choice brings Armenia at a belief, by the closed form."""
    russia, west = x["russian_help"], belief * x["guarantor_credibility"]
    saved, rho = x["protection_value"], x["hedge_reliability"]
    turned = x["discipline_value"] > x["obstruction_cost"]
    hedged = x["discipline_value"] / 2 > x["obstruction_cost"]
    k = x["realignment_cost"] + turned * x["punishment_harm"]
    h = x["hedging_cost"] + hedged * x["punishment_harm"]
    return {
        "Moscow": russia * saved,
        "West": west * saved - k,
        "hedge": (1 - (1 - rho * russia) * (1 - rho * west)) * saved - h,
    }


def best(x: Values, belief: Fraction) -> set[str]:
    worth = worths(x, belief)
    return {name for name, q in worth.items() if q == max(worth.values())}


def test_armenia_replies_by_the_closed_form_to_all_that_it_hears() -> None:
    rng, chosen, separated = random.Random(1), Counter[str](), Counter[bool]()
    game = alignment(US_OPERATOR)
    for _ in range(1000):
        x = draw(rng)
        found = perfect_bayesian(game.at(x))
        for e in found:
            for message in ("welcome", "do not rush"):
                told = (
                    e.strategies["engaged"].get(message, 0),
                    e.strategies["cautious"].get(message, 0),
                )
                weight = (x["engaged"] * told[0], (1 - x["engaged"]) * told[1])
                if sum(weight):
                    reply = set(e.strategies[f"after {message!r}"])
                    assert reply <= best(x, weight[0] / sum(weight))
                    chosen.update(reply)
        if best(x, Fraction(1)).isdisjoint({"Moscow"}) and best(x, Fraction(0)) == {"Moscow"}:
            apart = any(
                e.strategies["engaged"] == {"welcome": 1}
                and e.strategies["cautious"] == {"do not rush": 1}
                for e in found
            )
            assert apart == (x["letdown_cost"] >= x["presence_value"])
            separated[apart] += 1
    assert min(chosen.values()) > 50
    assert min(separated.values()) > 50


def test_it_turns_west_exactly_from_the_threshold_on() -> None:
    rng, met = random.Random(2), 0
    game = alignment(US_OPERATOR)
    while met < 100:
        x = draw(rng) | {"letdown_cost": Fraction(1), "hedge_reliability": Fraction(0)}
        x["hedging_cost"] = Fraction(1, 10)
        x["discipline_value"] = Fraction(0)  # nothing is punished
        edge = x["realignment_cost"] / x["protection_value"] + x["russian_help"]
        if not 0 < edge < 1 or x["russian_help"] == 0:
            continue
        met += 1
        x["guarantor_credibility"] = edge
        assert best(x, Fraction(1)) == {"Moscow", "West"}
        replies = {
            choice
            for e in perfect_bayesian(game.at(x))
            if e.strategies["engaged"] == {"welcome": 1}
            and e.strategies["cautious"] == {"do not rush": 1}
            for choice in e.strategies["after 'welcome'"]
        }
        assert replies == {"Moscow", "West"}


@pytest.mark.parametrize("setup", [NONE, RUSSIAN_CORRIDOR, MINSK_GROUP])
def test_moscow_is_weighed_against_another(setup: object) -> None:
    with pytest.raises(GameError, match="take a Western setup"):
        alignment(setup)  # type: ignore[arg-type]
