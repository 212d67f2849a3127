"""The closed forms of deterrence, on grids that meet every boundary."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import product

import pytest

from caucasus_games import ExtensiveForm
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import US_OPERATOR, named
from caucasus_games.models import (
    deterrence,
    deterrence_by_chance,
    deterrence_private_cost,
    provocation,
    unilateral_deterrence,
)
from caucasus_games.results import Equilibrium

Values = dict[str, object]

tenths = [Fraction(k, 10) for k in range(0, 11, 2)]
# with these P is the dividend, W0 the military advantage p and W1 = p(1 - enforcement)
bare: Values = {
    "access_risk": 1,
    "neutrality": -1,
    "escalation_factor": 1,
    "war_cost_azerbaijan": 0,
    "corridor_value": 1,
    "operator_share": 0,
}


def outcomes(game: ExtensiveForm, values: Values) -> set[str]:
    """Return the outcomes of the equilibria, each of which has one."""
    own = {s.name for s in game.symbols}
    found = subgame_perfect(game.at({k: v for k, v in values.items() if k in own}))
    return {outcome for equilibrium in found for outcome in equilibrium.outcomes}


def allowed(better: Fraction, worse: Fraction, one: str, two: str) -> set[str]:
    if better == worse:
        return {one, two}
    return {one} if better > worse else {two}


def grid(*sides: Iterable[Fraction]) -> list[tuple[Fraction, ...]]:
    return list(product(*sides))


@pytest.mark.parametrize("p", tenths[1:])
def test_peace_iff_war_alone_does_not_pay_or_the_guarantor_would_act_and_it_does_not(
    p: Fraction,
) -> None:
    game = deterrence(US_OPERATOR)
    few = [Fraction(0), Fraction(1, 10), Fraction(2, 10)]
    for peace, kappa, stake, cost in grid(tenths, tenths, few, few):
        values = bare | {
            "azerbaijan_dividend": peace,
            "military_advantage": p,
            "enforcement_strength": kappa,
            "guarantor_stake": stake,
            "intervention_cost": cost,
        }
        w0, w1 = p, p * (1 - kappa)
        possible = outcomes(game, values)
        # some equilibrium is peaceful iff the condition holds, ties included
        assert ("peace" in possible) == (w0 <= peace or (stake >= cost and w1 <= peace))
        # and every one is iff it holds strictly whatever the indifferent do
        war = w0 >= peace if stake <= cost else False
        war = war or (w1 >= peace if stake >= cost else False)
        assert ("war" in possible) == war


def test_the_least_credibility_is_met_exactly() -> None:
    game = deterrence_by_chance(US_OPERATOR)
    for p, peace, kappa in grid(tenths[1:], tenths, tenths[1:]):
        values = bare | {
            "azerbaijan_dividend": peace,
            "military_advantage": p,
            "enforcement_strength": kappa,
        }
        least = (p - peace) / (p * kappa)
        for credibility in {Fraction(0), Fraction(1, 3), Fraction(1), least}:
            if 0 <= credibility <= 1:
                expected = allowed(credibility, least, "peace", "war")
                assert outcomes(game, values | {"guarantor_credibility": credibility}) == expected


def test_the_least_stake_follows_from_the_distribution_of_the_cost() -> None:
    setup = US_OPERATOR.derive("SPREAD", intervention_cost=("0.1", "0.2", "0.5"))
    game = deterrence_private_cost(setup)
    low, high = Fraction(1, 10), Fraction(1, 2)
    for p, peace, kappa in grid(tenths[1:], tenths, tenths[1:]):
        credibility = (p - peace) / (p * kappa)
        values = bare | {
            "azerbaijan_dividend": peace,
            "military_advantage": p,
            "enforcement_strength": kappa,
        }
        if 0 < credibility < 1:
            least = low + credibility * (high - low)
            for stake in (least - Fraction(1, 100), least, least + Fraction(1, 100)):
                expected = allowed(stake, least, "peace", "war")
                assert outcomes(game, values | {"guarantor_stake": stake}) == expected


def test_the_operators_profit_adds_up_year_by_year() -> None:
    values: Values = {
        "guarantor_stake": "0.1",
        "operator_share": "0.5",
        "transit_profit": "0.02",
        "discount_factor": "0.9",
        "operator_years": 7,
        "presence_cost": 0,
    }
    game = deterrence(US_OPERATOR).at(values)
    by_history = {v.history: i for i, v in enumerate(game.vertices)}
    abandoned = game.numbers.payoffs[by_history["attack", "abandon"]]
    profit = sum(Fraction(1, 2) * Fraction(2, 100) * Fraction(9, 10) ** t for t in range(7))
    assert abandoned[game.players.index("United States")] == -(Fraction(1, 10) + profit)


def test_the_window_between_deterring_and_emboldening() -> None:
    game = provocation(US_OPERATOR)
    for gain, kappa, credibility in grid(tenths, tenths[1:], tenths):
        values = bare | {
            "azerbaijan_dividend": 1,  # Azerbaijan never attacks first
            "armenia_dividend": 0,
            "sovereignty_cost": 0,
            "war_cost_armenia": 0,
            "military_advantage": Fraction(1, 2),
            "provocation_gain": gain,
            "enforcement_strength": kappa,
            "guarantor_credibility": credibility,
        }
        v0, v1 = gain - Fraction(1, 2), gain - Fraction(1, 2) * (1 - kappa)
        most = (0 - v0) / (v1 - v0)
        assert outcomes(game, values) == allowed(most, credibility, "peace", "war")


@pytest.mark.parametrize("hard", tenths)
def test_a_defender_denies_iff_the_challenger_is_hard_rarely_enough(hard: Fraction) -> None:
    game = unilateral_deterrence(US_OPERATOR)
    values = bare | {
        "challenger_hard": hard,
        "azerbaijan_dividend": Fraction(1, 10),
        "military_advantage": Fraction(9, 10),
        "enforcement_strength": Fraction(1, 2),
        "backdown_cost": Fraction(1, 20),
        "guarantor_stake": Fraction(3, 10),
        "intervention_cost": Fraction(7, 10),
        "presence_value": Fraction(1, 10),
        "presence_cost": 0,
    }
    conceded, conflict, defeated = Fraction(-3, 10), Fraction(-7, 10), Fraction(1, 10)
    # W1 = 0.45 > P: either type would press, so to deny is to fight, and the defender concedes
    for equilibrium in subgame_perfect(game.at(values)):
        assert isinstance(equilibrium, Equilibrium)
        assert equilibrium.outcomes == {"war": 1}
    # W1 = 0 < P - backdown: a soft one backs down, and the defender weighs the types
    most = (defeated - conceded) / (defeated - conflict)
    bold = (Fraction(9, 10) - Fraction(1, 10)) / Fraction(9, 10)
    for equilibrium in subgame_perfect(game.at(values | {"enforcement_strength": 1})):
        assert isinstance(equilibrium, Equilibrium)
        plan = equilibrium.strategies
        moves = [plan[f"Azerbaijan at Azerbaijan is {kind}"] for kind in ("hard", "soft")]
        deny = plan["guarantor challenged"].get("deny", Fraction(0))
        weights = [
            chance * move.get("challenge", Fraction(0))
            for chance, move in zip((hard, 1 - hard), moves, strict=True)
        ]
        if sum(weights) > 0:
            posterior = weights[0] / sum(weights)
            assert (deny > 0) <= (posterior <= most)
            assert (deny < 1) <= (posterior >= most)
        if hard > 0:
            assert ("challenge" in moves[0]) <= (deny <= bold)
            assert ("abide" in moves[0]) <= (deny >= bold)


def test_without_a_guarantor_war_is_plain() -> None:
    setup = named()["NONE"]
    assert outcomes(deterrence(setup), bare | {"azerbaijan_dividend": 0}) == {"war"}
    assert not any(v.probabilities for v in deterrence_by_chance(setup).vertices)
