"""The probe derived again: every pure profile by hand, every mixed one weighed by hand."""

import random
from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import pytest

from caucasus_games import GuarantorSetup
from caucasus_games.concepts import perfect_bayesian
from caucasus_games.guarantors import named
from caucasus_games.models import probe

Values = Mapping[str, Fraction]
Mix = Mapping[str, Fraction]
TYPES, MOVES, REPLIES = ("reliable", "unreliable"), ("react", "stand by"), ("attack", "stop")
SETUPS = [setup for setup in named().values() if setup.guarantor]


def payoffs(x: Values, kind: str, move: str, reply: str) -> tuple[Fraction, Fraction]:
    """Return what the guarantor and Azerbaijan get."""
    cost = x["reaction_cost"] if kind == "reliable" else x["bluff_cost"]
    own = -cost if move == "react" else Fraction(0)
    if reply == "stop":
        return own, -x["backdown_cost"] if move == "react" else x["probe_gain"]
    won = x["military_advantage"] * x["contested_value"]
    if kind == "reliable":
        held = won - won * x["enforcement_strength"]
        return own - x["intervention_cost"], held - x["war_cost_azerbaijan"] - x["clash_cost"]
    return own - x["guarantor_stake"], won - x["war_cost_azerbaijan"]


def gain_from_attack(x: Values, move: str, belief: Fraction) -> Fraction:
    """Return what attacking gains over stopping if the guarantor is reliable so likely."""
    worth = {
        reply: belief * payoffs(x, "reliable", move, reply)[1]
        + (1 - belief) * payoffs(x, "unreliable", move, reply)[1]
        for reply in REPLIES
    }
    return worth["attack"] - worth["stop"]


def posterior(x: Values, sent: Mapping[str, Mix], move: str) -> Fraction | None:
    prior = {"reliable": x["prior_reliability"], "unreliable": 1 - x["prior_reliability"]}
    weight = {kind: prior[kind] * sent[kind].get(move, Fraction(0)) for kind in TYPES}
    total = sum(weight.values(), Fraction(0))
    return weight["reliable"] / total if total else None


def sensible(x: Values, sent: Mapping[str, Mix], answered: Mapping[str, Mix]) -> bool:
    """Tell whether nobody gains by anything else, for some belief where Bayes' rule is silent."""
    for kind in TYPES:
        worth = {
            move: sum(
                (q * payoffs(x, kind, move, reply)[0] for reply, q in answered[move].items()),
                Fraction(0),
            )
            for move in MOVES
        }
        if any(worth[move] < max(worth.values()) for move in sent[kind]):
            return False
    for move in MOVES:
        belief = posterior(x, sent, move)
        gains = [gain_from_attack(x, move, Fraction(b)) for b in (0, 1)]
        if belief is not None:
            gains = [gain_from_attack(x, move, belief)]
        # linear in the belief: one of the two ends decides
        if "attack" in answered[move] and max(gains) < 0:
            return False
        if "stop" in answered[move] and min(gains) > 0:
            return False
        if len(answered[move]) == 2 and belief is not None and gains != [0]:
            return False
    return True


@pytest.mark.parametrize("setup", SETUPS, ids=lambda s: s.name)
def test_every_pure_equilibrium_and_that_the_mixed_ones_are_some(setup: GuarantorSetup) -> None:
    rng = random.Random(setup.name)
    plain = probe(setup)
    certain = {name: {name: Fraction(1)} for name in (*MOVES, *REPLIES)}
    for _ in range(40):
        x = {
            r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(1, 10), 10)
            for r in plain.parameters.values()
        }
        pure = set()
        for e in perfect_bayesian(plain.at(x)):
            sent = {kind: e.strategies[f"{setup.guarantor}, {kind}"] for kind in TYPES}
            answered = {
                "react": e.strategies["after a reaction"],
                "stand by": e.strategies["after standing by"],
            }
            assert sensible(x, sent, answered)
            plans = [*sent.values(), *answered.values()]
            if all(len(plan) == 1 for plan in plans):
                pure.add(tuple(next(iter(plan)) for plan in plans))
        expected = {
            (one, two, three, four)
            for one, two, three, four in product(MOVES, MOVES, REPLIES, REPLIES)
            if sensible(
                x,
                {"reliable": certain[one], "unreliable": certain[two]},
                {"react": certain[three], "stand by": certain[four]},
            )
        }
        assert pure == expected
