"""The closed form of the spoilers, at random exact values and at its boundaries."""

import random
from fractions import Fraction

import pytest

from caucasus_games import GameError, compare
from caucasus_games.concepts import sequential
from caucasus_games.guarantors import RUSSIAN_PEACEKEEPERS, US_OPERATOR
from caucasus_games.models import spoilers

BARE: dict[str, Fraction | int] = {
    "corridor_value": 1,
    "access_risk": 0,
    "azerbaijan_dividend": 0,
    "constitution_value": 0,
    "detection": 0,
}


def test_an_attack_wrecks_the_agreement_iff_it_could_have_been_stopped_too_well() -> None:
    rng = random.Random(1)
    game, wrecked, withstood, at_the_edge = spoilers(US_OPERATOR), 0, 0, 0
    for draw in range(1000):
        gain, loss = Fraction(rng.randint(1, 9), 10), Fraction(rng.randint(1, 9), 10)
        needed = loss / (gain + loss)
        trust = needed + (1 - needed) * Fraction(rng.randint(1, 9), 20)
        threshold = 1 - needed * (1 - trust) / (trust * (1 - needed))
        stopped = threshold if draw % 4 == 0 else Fraction(rng.randint(0, 9), 10)
        influence, cost = Fraction(rng.randint(1, 9), 10), Fraction(rng.randint(1, 9), 90)
        values = BARE | {
            "bypass_value": 1 - gain,
            "betrayal_loss": loss,
            "restrains": trust,
            "restraint": stopped,
            "influence_loss": influence,
            "obstruction_cost": cost,
        }
        worth = influence * trust * (1 - stopped)
        expected = set()
        if stopped >= threshold and worth >= cost:
            expected.add("sponsor")
        if stopped <= threshold or worth <= cost:
            expected.add("abstain")
        found = sequential(game.at(values))
        assert {next(iter(e.strategies["Russia"])) for e in found} == expected
        posterior = trust * (1 - stopped) / (trust * (1 - stopped) + 1 - trust)
        for equilibrium in found:
            held = equilibrium.consistent["after an attack"]
            assert sum(q for node, q in held.items() if "does not" not in node) == posterior
        wrecked += expected == {"sponsor"}
        withstood += expected == {"abstain"}
        at_the_edge += stopped == threshold
    assert min(wrecked, withstood, at_the_edge) > 100


def test_a_sponsor_cannot_guarantee() -> None:
    with pytest.raises(GameError, match="Russia sponsors the attack: take another setup"):
        spoilers(RUSSIAN_PEACEKEEPERS)
    table = compare(spoilers, solver=sequential)
    assert "RUSSIAN_CORRIDOR" not in table.solutions
    assert "left out: RUSSIAN_CORRIDOR has Russia as guarantor" in repr(table)
