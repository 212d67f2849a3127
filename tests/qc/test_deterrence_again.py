"""Deterrence derived again, on numbers: what each move brings, weighed from the last one back."""

import random
from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest

from caucasus_games import ExtensiveForm, GuarantorSetup
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import named
from caucasus_games.models import (
    deterrence,
    deterrence_by_chance,
    deterrence_private_cost,
    provocation,
    unilateral_deterrence,
)

Values = Mapping[str, Fraction]
Model = Callable[[GuarantorSetup], ExtensiveForm]


def drawn(model: Model, setup: GuarantorSetup, rng: random.Random) -> tuple[ExtensiveForm, Values]:
    """Return the game at values that tie nothing, half of them far outside the ranges."""
    game = model(setup)
    own = {
        r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(1, 9973), 9973)
        for r in game.parameters.values()
    }
    if "operator_years" in own:
        own["operator_years"] = Fraction(rng.randrange(1, 20))
    if rng.random() < 0.5:
        own["corridor_value"] *= 2
        own["escalation_factor"] = Fraction(rng.randrange(1, 9973), 9973)
    x = {r.name: r.central for r in setup.parameters.values()} | own
    return game.at(own), x


def worths(x: Values) -> tuple[Fraction, Fraction, Fraction]:
    """Return Azerbaijan's worth of the agreement, of war alone and of war against a guarantor."""
    v = x["corridor_value"]
    fear = x["access_risk"] * (1 - x["neutrality"]) / 2
    cost = x["escalation_factor"] * x["war_cost_azerbaijan"]
    alone = x["military_advantage"] * v
    return (
        v - v * fear + x["azerbaijan_dividend"],
        alone - cost,
        alone - alone * x["enforcement_strength"] - cost,
    )


def stake(x: Values) -> Fraction:
    profit = sum(
        (x["transit_profit"] * x["discount_factor"] ** t for t in range(int(x["operator_years"]))),
        Fraction(0),
    )
    return x["guarantor_stake"] + x["operator_share"] * profit


def labels(game: ExtensiveForm) -> set[str]:
    return {label for e in subgame_perfect(game) for label in e.outcomes}


SETUPS = list(named().values())


@pytest.mark.parametrize("setup", SETUPS, ids=lambda s: s.name)
def test_a_guarantor_that_decides(setup: GuarantorSetup) -> None:
    rng, seen = random.Random(setup.name), set()
    for _ in range(40):
        game, x = drawn(deterrence, setup, rng)
        peace, alone, held = worths(x)
        acts = setup.guarantor is not None and stake(x) > x["intervention_cost"]
        expected = "war" if (held if acts else alone) > peace else "peace"
        assert labels(game) == {expected}
        seen.add(expected)
    assert len(seen) == 2


@pytest.mark.parametrize("setup", SETUPS, ids=lambda s: s.name)
def test_a_guarantor_that_may_act(setup: GuarantorSetup) -> None:
    rng = random.Random(setup.name)
    for _ in range(40):
        game, x = drawn(deterrence_by_chance, setup, rng)
        peace, alone, held = worths(x)
        acts = x["guarantor_credibility"] if setup.guarantor else Fraction(0)
        attack = acts * held + (1 - acts) * alone
        assert labels(game) == {"war" if attack > peace else "peace"}


@pytest.mark.parametrize("setup", SETUPS, ids=lambda s: s.name)
def test_a_guarantor_whose_cost_is_private(setup: GuarantorSetup) -> None:
    rng = random.Random(setup.name)
    record = setup.parameters["intervention_cost"]
    for _ in range(40):
        game, x = drawn(deterrence_private_cost, setup, rng)
        peace, alone, held = worths(x)
        if setup.guarantor is None:
            acts = Fraction(0)
        elif record.low == record.high:
            acts = Fraction(stake(x) >= record.low)
        else:
            share = (stake(x) - record.low) / (record.high - record.low)
            acts = min(Fraction(1), max(Fraction(0), share))
        attack = acts * held + (1 - acts) * alone
        assert labels(game) == {"war" if attack > peace else "peace"}


@pytest.mark.parametrize("setup", SETUPS, ids=lambda s: s.name)
def test_a_protege_that_may_provoke(setup: GuarantorSetup) -> None:
    rng = random.Random(setup.name)
    for _ in range(40):
        game, x = drawn(provocation, setup, rng)
        peace, alone, held = worths(x)
        acts = x["guarantor_credibility"] if setup.guarantor else Fraction(0)
        lost = x["military_advantage"] * x["corridor_value"]
        lost -= acts * x["enforcement_strength"] * lost
        war = -x["war_cost_armenia"] - lost
        attacked = acts * held + (1 - acts) * alone > peace
        quiet = war if attacked else x["armenia_dividend"] - x["sovereignty_cost"]
        provokes = war + x["provocation_gain"] > quiet
        assert labels(game) == {"war" if attacked or provokes else "peace"}


@pytest.mark.parametrize("setup", [s for s in SETUPS if s.guarantor], ids=lambda s: s.name)
def test_a_challenger_of_unknown_resolve(setup: GuarantorSetup) -> None:
    rng, checked = random.Random(setup.name), 0
    for _ in range(40):
        game, x = drawn(unilateral_deterrence, setup, rng)
        peace, alone, held = worths(x)
        presses = {
            "hard": held > held - x["backdown_cost"],
            "soft": held > peace - x["backdown_cost"],
        }
        denied = {
            "hard": held if presses["hard"] else held - x["backdown_cost"],
            "soft": held if presses["soft"] else peace - x["backdown_cost"],
        }
        own = x["presence_value"]
        denying = {
            kind: -x["intervention_cost"] if presses[kind] else own for kind in ("hard", "soft")
        }
        for e in subgame_perfect(game):
            reply = e.strategies["guarantor challenged"]
            if len(reply) == 2:
                continue
            (move,) = reply
            challenged = denied if move == "deny" else {"hard": alone, "soft": alone}
            hard = x["challenger_hard"] * (challenged["hard"] > peace)
            soft = (1 - x["challenger_hard"]) * (challenged["soft"] > peace)
            if hard + soft:
                mean = (hard * denying["hard"] + soft * denying["soft"]) / (hard + soft)
                assert (move == "deny") == (mean > -stake(x))
            fights = sum(
                (
                    weight
                    for weight, kind in ((hard, "hard"), (soft, "soft"))
                    if move == "concede" or presses[kind]
                ),
                Fraction(0),
            )
            assert e.outcomes.get("war", 0) == fights
            checked += 1
    assert checked > 20
