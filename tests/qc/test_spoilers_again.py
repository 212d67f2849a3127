"""The spoilers derived a second time: every pure profile, with the beliefs worked out by hand."""

import random
from fractions import Fraction
from itertools import product

import pytest

from caucasus_games import GuarantorSetup
from caucasus_games.concepts import sequential
from caucasus_games.guarantors import named
from caucasus_games.models import spoilers

Values = dict[str, Fraction]
Profile = tuple[str, str, str]

SETUPS = [setup for setup in named().values() if setup.guarantor != "Russia"]


def by_hand(x: Values) -> set[Profile]:
    """Return (Russia, Azerbaijan after an attack, after quiet) in every sequential equilibrium."""
    v, trust = x["corridor_value"], x["restrains"]
    stopped = 1 - (1 - x["restraint"]) * (1 - x["detection"])
    apart = x["bypass_value"] * v
    together = v - v * x["access_risk"] * (1 - x["neutrality"]) / 2
    together += x["azerbaijan_dividend"] + x["constitution_value"]
    betrayed = apart - x["betrayal_loss"]
    attacked = trust * (1 - stopped) / (trust * (1 - stopped) + 1 - trust)
    found = set()
    for russia, after_attack, after_quiet in product(
        ("sponsor", "abstain"), ("go on", "withdraw"), ("go on", "withdraw")
    ):
        # quiet where an attack was ordered: somebody stopped it, if anybody could have
        surely = russia == "sponsor" and trust * stopped > 0
        quiet = Fraction(1) if surely else trust
        replies = ((attacked, after_attack), (quiet, after_quiet))
        wise = True
        for belief, reply in replies:
            gain = belief * together + (1 - belief) * betrayed - apart
            wise = wise and (gain >= 0 if reply == "go on" else gain <= 0)
        # peace costs Russia its influence
        peace = {
            "abstain": trust * (after_quiet == "go on"),
            "sponsor": trust * stopped * (after_quiet == "go on")
            + trust * (1 - stopped) * (after_attack == "go on"),
        }
        pays = {
            move: -x["influence_loss"] * chance
            - (x["obstruction_cost"] if move == "sponsor" else 0)
            for move, chance in peace.items()
        }
        if wise and pays[russia] == max(pays.values()):
            found.add((russia, after_attack, after_quiet))
    return found


@pytest.mark.parametrize("setup", SETUPS, ids=lambda s: s.name)
def test_every_sequential_equilibrium(setup: GuarantorSetup) -> None:
    rng = random.Random(setup.name)
    plain = spoilers(setup)
    for _ in range(40):
        drawn = {
            r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(11), 10)
            for r in plain.parameters.values()
        }
        x = {r.name: r.central for r in setup.parameters.values()} | drawn
        found = {
            tuple(
                next(iter(e.strategies[name]))
                for name in ("Russia", "after an attack", "after quiet")
            )
            for e in sequential(plain.at(drawn))
        }
        assert found == by_hand(x)
