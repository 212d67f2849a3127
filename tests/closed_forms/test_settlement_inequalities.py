"""The inequalities of the settlement's page, at random exact values."""

import random
from collections import Counter
from fractions import Fraction

import pytest

from caucasus_games import GuarantorSetup, conditions, load
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import EU_MONITORS, NONE, US_OPERATOR
from caucasus_games.models import settlement

Values = dict[str, Fraction]


class Page:
    """What the page says, with its letters, at given values."""

    def __init__(self, setup: GuarantorSetup, x: Values) -> None:
        self.x, self.own_checks = x, setup.parameters["neutrality"].high == -1
        acts = x["guarantor_credibility"] if setup.guarantor else Fraction(0)
        self.acts, self.seen = acts, acts * x["detection"]
        v, b = x["corridor_value"], x["bypass_value"]
        self.gap, self.base = v * (1 - b), v * b
        quality = 1 - x["access_risk"] * (1 - x["neutrality"]) / 2
        self.access = self.base + self.gap * quality

    def weight(self, side: str, hazard: Fraction) -> Fraction:
        patience = self.x[f"{side}_discount"] ** 3
        return patience * hazard / (1 - patience * (1 - hazard))

    def war(self, advantage: Fraction, acts: Fraction) -> tuple[Fraction, Fraction]:
        x = self.x
        wins = advantage * (1 - acts * x["enforcement_strength"])
        cost = x["escalation_factor"] * x["war_cost_azerbaijan"]
        return (
            -x["war_cost_armenia"] - wins * x["corridor_value"],
            self.base + wins * self.gap - cost,
        )

    def waiting(self, granted: bool) -> tuple[Fraction, Fraction]:
        x = self.x
        early = x["early_transit"] if granted else Fraction(0)
        later = x["military_advantage"] + x["power_shift"] * (1 - x["military_advantage"])
        flows = (
            early * x["armenia_dividend"],
            self.base + x["border_leverage"] + early * (self.access - self.base),
        )
        war = self.war(later, self.acts if granted else Fraction(0))
        found = []
        for side, flow, then in zip(("armenia", "azerbaijan"), flows, war, strict=True):
            w = self.weight(side, x["escalation_risk"])
            found.append((1 - w) * flow + w * then)
        return found[0], found[1]

    def unsigned(self, granted: bool) -> tuple[Fraction, Fraction]:
        """N, of which Armenia has what goes with Azerbaijan's best."""
        x = self.x
        acts, seen = (self.acts, self.seen) if granted else (Fraction(0), Fraction(0))
        waits = self.waiting(granted)
        gain = x["incursion_gain"] * (1 - seen * x["enforcement_strength"])
        cost = x["escalation_factor"] * x["fighting_cost"]
        seizes = waits[0] - gain, waits[1] + gain - cost
        return max(waits, seizes, self.war(x["military_advantage"], acts), key=lambda pair: pair[1])

    def agreed(self, hazard: Fraction) -> tuple[Fraction, Fraction]:
        x, waits = self.x, self.waiting(True)
        flows = x["armenia_dividend"], self.access + x["azerbaijan_dividend"]
        u = [self.weight(side, hazard) for side in ("armenia", "azerbaijan")]
        return (
            (1 - u[0]) * flows[0] + u[0] * waits[0],
            (1 - u[1]) * flows[1] + u[1] * waits[1],
        )

    def kept(self, peace: tuple[Fraction, Fraction], voted: bool) -> bool:
        """Commitment of both."""
        x = self.x
        later = x["military_advantage"] + x["power_shift"] * (1 - x["military_advantage"])
        if peace[1] < self.war(later, self.seen)[1]:
            return False
        a, runs = x["audience_cost"], x["early_transit"]
        stays = peace[0] - x["sovereignty_cost"] - (0 if voted else a)
        closes = self.waiting(True)[0] - runs * x["sovereignty_cost"] + x["closure_gain"]
        return not self.own_checks or stays >= closes - (a if voted else 0)

    def vote(self, coerced: bool) -> tuple[Fraction, Fraction]:
        """What granting is worth to Armenia, and the chance of peace that comes with it."""
        x = self.x
        given = x["positions_held"]
        bare, changed = (
            self.agreed(hazard)
            for hazard in (x["undone_risk"], x["undone_risk"] * (1 - x["constitution_binding"]))
        )
        nothing, a = self.unsigned(True), x["audience_cost"]
        full, part = x["sovereignty_cost"], x["early_transit"] * x["sovereignty_cost"]
        signs = self.kept(bare, False) and bare[1] - given - x["backdown_cost"] >= nothing[1]
        signs_changed = self.kept(changed, True) and changed[1] - given >= nothing[1]
        chance = x["two_thirds"] * x["referendum_passes"]
        chance *= 1 - (x["obstruction_effect"] if coerced else 0)
        leaves = (
            (bare[0] + given - full - a, Fraction(1)) if signs else (nothing[0] - part, Fraction(0))
        )
        passed = changed[0] + given - full if signs_changed else nothing[0] - part - a
        calls = (
            chance * passed + (1 - chance) * (nothing[0] - part - a),
            chance if signs_changed else Fraction(0),
        )
        worth, peace = max(leaves, calls, key=lambda pair: pair[0])
        return worth - (x["punishment_harm"] if coerced else 0), peace

    def peace(self) -> Fraction:
        """The chance of peace."""
        x = self.x
        quiet, pressed = self.vote(False), self.vote(True)
        deters = Fraction(0) if self.own_checks else x["discipline_value"]
        saved = x["influence_loss"] * (quiet[1] - pressed[1])
        worth, chance = pressed if deters + saved > x["obstruction_cost"] else quiet
        return chance if worth > self.unsigned(False)[0] else Fraction(0)


@pytest.mark.parametrize("setup", [NONE, EU_MONITORS, US_OPERATOR], ids=lambda s: s.name)
def test_peace_is_as_likely_as_the_page_says(setup: GuarantorSetup) -> None:
    rng, found = random.Random(setup.name), Counter[str]()
    game = settlement(setup)
    theorem = conditions(game, "peace")
    records = {**load(), **setup.parameters}
    for _ in range(60):
        x = {
            r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(1, 10**6), 10**6)
            for r in records.values()
        }
        at = game.at({name: value for name, value in x.items() if name in game.parameters})
        (solved,) = {e.outcomes.get("peace", Fraction(0)) for e in subgame_perfect(at).exact}
        assert Page(setup, x).peace() == solved
        assert theorem.holds({n: x[n] for n in theorem.possible.symbols}) == (solved > 0)
        found["sure" if solved == 1 else "chance" if solved else "none"] += 1
    assert min(found[kind] for kind in ("sure", "chance", "none")) > 3
