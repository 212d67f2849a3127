"""Settlement derived a second time from its rules: backward induction by hand, without a tree."""

import random
from collections.abc import Mapping
from fractions import Fraction

import pytest

from caucasus_games import ExtensiveForm, GuarantorSetup
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import named
from caucasus_games.models import settlement
from caucasus_games.parameters import vintages

Values = Mapping[str, Fraction]
Result = tuple[dict[str, Fraction], dict[str, Fraction]]  # payoffs, outcomes

setups = [setup for vintage in vintages() for setup in named(vintage).values()]


class ByHand:
    """One settlement at given values; each method is the value of one situation."""

    def __init__(self, guarantor: str | None, values: Values) -> None:
        self.guarantor, self.x = guarantor, values
        self.players = dict.fromkeys(["Armenia", "Azerbaijan", "Russia", guarantor or "Russia"])

    def mean(self, *parts: tuple[Fraction, Result]) -> Result:
        payoffs = {p: sum((w * r[0][p] for w, r in parts), Fraction(0)) for p in self.players}
        outcomes: dict[str, Fraction] = {}
        for weight, (_, chances) in parts:
            for outcome, chance in chances.items():
                if weight * chance:
                    outcomes[outcome] = outcomes.get(outcome, Fraction(0)) + weight * chance
        return payoffs, outcomes

    def best(self, player: str, *options: Result) -> Result:
        return max(options, key=lambda option: option[0][player])

    def war(self, chance: Fraction, passed: bool, called: bool, own: Fraction) -> Result:
        x = self.x
        payoffs = dict.fromkeys(self.players, Fraction(0))
        payoffs["Armenia"] = -x["war_cost_armenia"] - chance * x["corridor_value"]
        payoffs["Azerbaijan"] = chance * x["corridor_value"]
        payoffs["Azerbaijan"] -= x["escalation_factor"] * x["war_cost_azerbaijan"]
        if passed:
            payoffs["Azerbaijan"] += x["constitution_value"]
        if called:
            payoffs["Armenia"] -= x["audience_cost"]
        if self.guarantor:
            payoffs[self.guarantor] += own
        return payoffs, {"war": Fraction(1)}

    def tested(self, chance: Fraction) -> Result:
        x = self.x
        acts = self.war(
            chance * (1 - x["enforcement_strength"]), True, True, -x["intervention_cost"]
        )
        leaves = self.war(chance, True, True, -x["guarantor_stake"])
        assert self.guarantor
        second = self.best(self.guarantor, acts, leaves)
        gamma = x["guarantor_credibility"]
        return self.mean((gamma, acts), (1 - gamma, second))

    def after_vote(self, called: bool, passed: bool, offered: bool) -> Result:
        x, zero = self.x, Fraction(0)
        covered = passed and offered
        p = x["military_advantage"]
        force = self.tested(p) if covered else self.war(p, passed, called, zero)
        quiet = dict.fromkeys(self.players, zero)
        quiet["Azerbaijan"] = x["bypass_value"] * x["corridor_value"]
        quiet["Azerbaijan"] += x["constitution_value"] if passed else zero
        quiet["Armenia"] = -x["audience_cost"] if called else zero
        risk = x["escalation_risk"]
        wait = self.mean((1 - risk, (quiet, {"stalemate": Fraction(1)})), (risk, force))
        if not passed:
            return self.best("Azerbaijan", wait, force)
        later = p + x["power_shift"] * (1 - p)
        breach = self.war(later, True, True, zero)
        if covered:
            seen = x["detection"]
            breach = self.mean((seen, self.tested(later)), (1 - seen, breach))
        keep = self.best("Azerbaijan", self.peace(offered), breach)
        return self.best("Azerbaijan", keep, wait, force)

    def peace(self, offered: bool) -> Result:
        x = self.x
        leaning = x["neutrality"] if offered else Fraction(-1)
        payoffs = dict.fromkeys(self.players, Fraction(0))
        payoffs["Armenia"] = x["armenia_dividend"]
        payoffs["Azerbaijan"] = x["corridor_value"] * (1 - x["access_risk"] * (1 - leaning) / 2)
        payoffs["Azerbaijan"] += x["azerbaijan_dividend"] + x["constitution_value"]
        if not (offered and self.guarantor == "Russia"):
            payoffs["Russia"] -= x["influence_loss"]
        if offered and self.guarantor:
            payoffs["Armenia"] -= x["sovereignty_cost"]
            payoffs[self.guarantor] += x["presence_value"]
        return payoffs, {"peace": Fraction(1)}

    def armenia(self, offered: bool, obstructed: bool) -> Result:
        x = self.x
        q = x["referendum_passes"] * (1 - (x["obstruction_effect"] if obstructed else 0))
        vote = self.mean(
            (q, self.after_vote(True, True, offered)),
            (1 - q, self.after_vote(True, False, offered)),
        )
        payoffs, outcomes = self.best("Armenia", vote, self.after_vote(False, False, offered))
        paid = {p: Fraction(0) for p in self.players}
        if obstructed:
            paid["Russia"] += x["obstruction_cost"]
        if offered and self.guarantor:
            paid[self.guarantor] += x["presence_cost"]
        return {p: payoffs[p] - paid[p] for p in self.players}, outcomes

    def russia(self, offered: bool) -> Result:
        return self.best("Russia", self.armenia(offered, False), self.armenia(offered, True))

    def play(self) -> Result:
        if self.guarantor is None:
            return self.russia(False)
        taken = self.armenia(True, False) if self.guarantor == "Russia" else self.russia(True)
        return self.best(self.guarantor, taken, self.russia(False))


def draw(game: ExtensiveForm, rng: random.Random) -> dict[str, Fraction]:
    fine = 10**9 + 7  # so fine that ties do not happen
    return {
        r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(fine), fine)
        for r in game.parameters.values()
    }


def expected(setup: GuarantorSetup, values: Values) -> Result:
    zero = {name: record.central for name, record in setup.parameters.items()}
    return ByHand(setup.guarantor, {**zero, **values}).play()


@pytest.mark.parametrize("setup", setups, ids=lambda s: f"{s.name} {s.vintage}")
def test_the_tree_and_the_rules_say_the_same_at_the_centre(setup: GuarantorSetup) -> None:
    game = settlement(setup)
    payoffs, outcomes = expected(setup, game.parameters.central)
    assert (payoffs, outcomes) in [
        (dict(e.payoffs), dict(e.outcomes)) for e in subgame_perfect(game)
    ]


@pytest.mark.parametrize("setup", setups, ids=lambda s: f"{s.name} {s.vintage}")
def test_the_tree_and_the_rules_say_the_same_at_random_values(setup: GuarantorSetup) -> None:
    rng = random.Random(f"{setup.name} {setup.vintage}")
    game = settlement(setup)
    for _ in range(60):
        values = draw(game, rng)
        payoffs, outcomes = expected(setup, values)
        found = {(e.payoffs, e.outcomes) for e in subgame_perfect(game.at(values))}
        assert [(dict(a), dict(b)) for a, b in found] == [(payoffs, outcomes)]
