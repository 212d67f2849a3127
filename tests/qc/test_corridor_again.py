"""The bargaining over regimes and the hold-up derived again, by backward induction on numbers."""

import random
from collections.abc import Mapping
from fractions import Fraction

import pytest

from caucasus_games import GuarantorSetup
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import named
from caucasus_games.models import corridor, investment

Values = Mapping[str, Fraction]


def regimes(x: Values, operator: bool, russian: bool) -> dict[str, tuple[Fraction, ...]]:
    """Return each regime's worth to Armenia, Azerbaijan, and its loss to Iran."""
    v, risk, half = x["corridor_value"], x["access_risk"], Fraction(1, 2)
    gain_a, gain_z = x["armenia_dividend"], x["azerbaijan_dividend"]
    known: dict[str, tuple[Fraction, ...]] = {
        "Armenian checks": (gain_a, v - v * risk + gain_z, Fraction(0)),
        "extraterritorial": (gain_a - x["extraterritorial_cost"], v + gain_z, x["iran_loss"]),
    }
    if operator:
        lost = v * risk * half * (1 - x["neutrality"])
        known["third party"] = (
            gain_a - x["sovereignty_cost"],
            v - lost + gain_z,
            Fraction(0) if russian else x["iran_loss"],
        )
    return known


def by_hand(x: Values, operator: bool, russian: bool) -> dict[str, Fraction]:
    """Return the probability of each end; the draws are such that nothing ties on the way."""
    war_a = -x["war_cost_armenia"] - x["military_advantage"] * x["corridor_value"]
    war_z = x["military_advantage"] * x["corridor_value"]
    war_z -= x["escalation_factor"] * x["war_cost_azerbaijan"]
    rho = x["escalation_risk"]
    quiet = x["bypass_value"] * x["corridor_value"]
    waiting = (rho * war_a, (1 - rho) * quiet + rho * war_z)
    chances: dict[str, dict[str, Fraction]] = {}
    worth: dict[str, tuple[Fraction, Fraction]] = {}
    for name, (a, z, loss) in regimes(x, operator, russian).items():
        stops = x["block_effect"] if x["block_effect"] * loss > x["block_cost"] else Fraction(0)
        chances[name] = {name: 1 - stops, "no transit": stops}
        worth[name] = (
            (1 - stops) * a + stops * waiting[0],
            (1 - stops) * z + stops * waiting[1],
        )
    patience = (x["armenia_discount"], x["azerbaijan_discount"])

    def delayed(pair: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
        a, z = (d * q + (1 - d) * w for d, q, w in zip(patience, pair, waiting, strict=True))
        return a, z

    # a year later Armenia picks the best of what Azerbaijan would take
    second, second_name = waiting, "no transit"
    for name, pair in worth.items():
        if pair[1] > waiting[1] and delayed(pair)[0] > second[0]:
            second, second_name = delayed(pair), name
    first, first_name = second, second_name
    for name, pair in worth.items():
        if pair[0] > second[0] and pair[1] > first[1]:
            first, first_name = pair, name
    ends = chances.get(first_name, {"no transit": Fraction(1)})
    return {name: q for name, q in ends.items() if q}


@pytest.mark.parametrize("setup", named().values(), ids=lambda s: s.name)
def test_which_regime_is_agreed(setup: GuarantorSetup) -> None:
    rng = random.Random(setup.name)
    game = corridor(setup)
    operator = setup.guarantor is not None and setup.parameters["neutrality"].high > -1
    seen: set[str] = set()
    for _ in range(60):
        x = {r.name: r.central for r in setup.parameters.values()}
        own = {
            r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(1, 9973), 9973)
            for r in game.parameters.values()
        }
        expected = by_hand(x | own, operator, setup.guarantor == "Russia")
        for e in subgame_perfect(game.at(own)):
            assert dict(e.outcomes) == expected
        seen.update(expected)
    assert len(seen) > 1


@pytest.mark.parametrize("name", ["US_OPERATOR", "US_TREATY", "WESTERN_MIX"])
def test_whether_the_operator_builds(name: str) -> None:
    rng = random.Random(name)
    game = investment(named()[name])
    for _ in range(100):
        x = {
            r.name: r.low + (r.high - r.low) * Fraction(rng.randrange(1, 9973), 9973)
            for r in game.parameters.values()
        }
        x["operator_years"] = Fraction(rng.randrange(1, 50))
        x["presence_value"] *= Fraction(rng.randrange(5), 5)
        profit = sum(
            (
                x["transit_profit"] * x["discount_factor"] ** t
                for t in range(int(x["operator_years"]))
            ),
            Fraction(0),
        )
        pie = profit + x["presence_value"]
        saved = x["salvage"] * x["investment"]
        # the surplus over what each has apart is divided
        company = saved + x["operator_bargaining"] * (pie - saved)
        armenia = pie - company - x["rupture_cost"]
        honours = (1 - x["operator_share"]) * profit >= armenia
        if honours:
            company = x["operator_share"] * profit + x["presence_value"]
        ends = "contract" if honours else "renegotiation"
        expected = ends if company > x["investment"] else "no transit"
        (e,) = subgame_perfect(game.at(x)).exact
        assert e.outcomes == {expected: 1}
