"""The choice of side derived again: every pure profile by hand, over the ranges of the table."""

import random
from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import pytest

from caucasus_games import GuarantorSetup
from caucasus_games.concepts import perfect_bayesian
from caucasus_games.guarantors import named
from caucasus_games.models import alignment

Values = Mapping[str, Fraction]
MESSAGES, CHOICES = ("welcome", "do not rush"), ("Moscow", "West", "hedge")
SETUPS = [named()[name] for name in ("EU_MONITORS", "US_OPERATOR", "US_TREATY", "WESTERN_MIX")]


def armenia(x: Values, engaged: bool, choice: str) -> Fraction:
    """Return what a choice brings Armenia once Russia has done what is best for it."""
    saved = x["protection_value"]
    help_west = x["guarantor_credibility"] if engaged else Fraction(0)
    if choice == "Moscow":
        return x["russian_help"] * saved
    if choice == "West":
        worth, share = help_west * saved - x["realignment_cost"], Fraction(1)
    else:
        alone = 1 - x["hedge_reliability"] * x["russian_help"]
        alone *= 1 - x["hedge_reliability"] * help_west
        worth, share = saved - alone * saved - x["hedging_cost"], Fraction(1, 2)
    punished = share * x["discipline_value"] - x["obstruction_cost"] > 0
    return worth - x["punishment_harm"] if punished else worth


def guarantor(x: Values, engaged: bool, message: str, choice: str) -> Fraction:
    share = {"Moscow": Fraction(0), "West": Fraction(1), "hedge": Fraction(1, 2)}[choice]
    broken = x["letdown_cost"] if message == "welcome" and not engaged else Fraction(0)
    return share * x["presence_value"] - share * broken


def supported(x: Values, belief: Fraction | None, choice: str) -> bool:
    """Tell whether the choice is best at the belief, or at some belief if there is none."""
    lines = {c: (armenia(x, False, c), armenia(x, True, c) - armenia(x, False, c)) for c in CHOICES}

    def best_at(b: Fraction) -> bool:
        return all(lines[choice][0] + b * lines[choice][1] >= a + b * d for a, d in lines.values())

    if belief is not None:
        return best_at(belief)
    ends = [Fraction(0), Fraction(1)]
    for a, d in lines.values():
        if d != lines[choice][1]:
            crossing = (lines[choice][0] - a) / (d - lines[choice][1])
            if 0 <= crossing <= 1:
                ends.append(crossing)
    return any(best_at(b) for b in ends)


def by_hand(x: Values) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    prior = {True: x["engaged"], False: 1 - x["engaged"]}
    for one, two, after_one, after_two in product(MESSAGES, MESSAGES, CHOICES, CHOICES):
        said, reply = (
            {True: one, False: two},
            dict(zip(MESSAGES, (after_one, after_two), strict=True)),
        )
        honest = all(
            guarantor(x, kind, said[kind], reply[said[kind]])
            >= guarantor(x, kind, other, reply[other])
            for kind in said
            for other in MESSAGES
        )
        beliefs = {}
        for message in MESSAGES:
            weight = sum(prior[kind] for kind in said if said[kind] == message)
            beliefs[message] = prior[True] * (one == message) / weight if weight else None
        if honest and all(supported(x, beliefs[m], reply[m]) for m in MESSAGES):
            found.add((one, two, after_one, after_two))
    return found


@pytest.mark.parametrize("setup", SETUPS, ids=lambda s: s.name)
def test_every_pure_equilibrium(setup: GuarantorSetup) -> None:
    rng = random.Random(setup.name)
    game = alignment(setup)
    for _ in range(25):
        x = {
            r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(1, 9973), 9973)
            for r in game.parameters.values()
        }
        sets = ("engaged", "cautious", "after 'welcome'", "after 'do not rush'")
        found = {
            tuple(next(iter(e.strategies[name])) for name in sets)
            for e in perfect_bayesian(game.at(x))
            if all(len(e.strategies[name]) == 1 for name in sets)
        }
        assert found == by_hand(x)
