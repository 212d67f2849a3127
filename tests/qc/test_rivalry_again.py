"""Rivalry derived again from its description: what each year is worth, from the last one back."""

import random
from collections.abc import Mapping
from fractions import Fraction
from functools import cache

import pytest

from caucasus_games import GuarantorSetup
from caucasus_games.concepts import markov_perfect
from caucasus_games.guarantors import named
from caucasus_games.models import rivalry
from caucasus_games.parameters.data import document

SHARE = document("balance.toml")["share"]
Pay = tuple[Fraction, Fraction]


def solved(x: Mapping[str, Fraction], first: int) -> tuple[Pay, dict[str, Fraction]]:
    """Return what play is worth to Armenia and Azerbaijan, and how it begins to end."""
    patience = (x["armenia_discount"], x["azerbaijan_discount"])
    power = 1 - x["guarantor_credibility"] * x["enforcement_strength"]
    stake, transit = x["contested_value"], x["corridor_value"]
    taken = (Fraction(0), x["first_share"] * stake, stake, stake)

    def holds(n: int) -> Pay:
        route = transit if n == 3 else x["bypass_value"] * transit
        return stake - taken[n], taken[n] + route

    def agreed(n: int) -> Pay:
        armenia, azerbaijan = holds(n + 1)
        return armenia + x["armenia_dividend"], azerbaijan + x["azerbaijan_dividend"]

    def year_and_then(flow: Pay, then: Pay) -> Pay:
        a, z = (f + d * t for f, d, t in zip(flow, patience, then, strict=True))
        return a, z

    def mix(q: Fraction, one: Pay, other: Pay) -> Pay:
        a, z = (q * s + (1 - q) * t for s, t in zip(one, other, strict=True))
        return a, z

    @cache
    def at(year: int, n: int, tired: bool) -> tuple[Pay, tuple[tuple[str, Fraction], ...]]:
        if year == 2027 or n == 3:
            return holds(n), (("neither", Fraction(1)),)
        won = x["military_advantage"] * Fraction(SHARE[str(year)], SHARE["2024"]) * power
        a, z = ((1 - d) * w for d, w in zip(patience, holds(n), strict=True))
        rest, still = at(year + 1, n, False), at(year + 1, n, True)
        rest_share = x["recovery"] if tired else Fraction(1)
        later = mix(rest_share, rest[0], still[0])
        ends = join(rest_share, rest[1], still[1])
        moved = won * x["incursion_gain"]
        acts: dict[str, tuple[Pay, tuple[tuple[str, Fraction], ...]]] = {
            "wait": (year_and_then((a, z), later), ends),
            "clash": (
                year_and_then(
                    (a - moved - x["fighting_cost"], z + moved - x["fighting_cost"]), later
                ),
                ends,
            ),
        }
        if not tired:
            cost = x["war_cost_azerbaijan"] * (x["escalation_factor"] if n == 2 else 1)
            in_war = (1 - patience[1]) * taken[n] - cost
            after = mix(won, at(year + 1, n + 1, True)[0], at(year + 1, n, True)[0])
            acts["attack"] = (
                year_and_then((a - x["war_cost_armenia"], in_war), after),
                (("war", Fraction(1)),),
            )
        best = max(acts.values(), key=lambda one: one[0][1])
        accepted = year_and_then((a, z), agreed(n))
        if accepted[1] > best[0][1]:
            offered: tuple[Pay, tuple[tuple[str, Fraction], ...]] = (
                accepted,
                (("agreement", Fraction(1)),),
            )
        else:
            offered = ((best[0][0] - x["audience_cost"], best[0][1]), best[1])
        return max(offered, best, key=lambda one: one[0][0])

    worth, ends = at(first, 0, True)
    return worth, dict(ends)


def join(
    q: Fraction,
    one: tuple[tuple[str, Fraction], ...],
    other: tuple[tuple[str, Fraction], ...],
) -> tuple[tuple[str, Fraction], ...]:
    """Mix chances; nothing that ends has happened yet."""
    found: dict[str, Fraction] = {}
    for weight, ends in ((q, one), (1 - q, other)):
        for label, chance in ends:
            found[label] = found.get(label, Fraction(0)) + weight * chance
    return tuple(found.items())


@pytest.mark.no_cover
@pytest.mark.parametrize("setup", named().values(), ids=lambda s: s.name)
def test_every_year_again(setup: GuarantorSetup) -> None:
    rng = random.Random(setup.name)
    for first in (1994, 2012):
        game = rivalry(setup, first=first)
        x = {
            name: r.low + (r.high - r.low) * Fraction(rng.randrange(1, 300), 307)
            for name, r in game.parameters.items()
        }
        (found,) = markov_perfect(game.at(x))
        worth, ends = solved(x, first)
        assert tuple(found.payoffs.values()) == worth
        assert dict(found.outcomes) == {label: q for label, q in ends.items() if q}
