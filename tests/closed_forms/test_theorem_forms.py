"""The theorems that come out of the games are the closed forms, everywhere in the ranges."""

import pytest
import sympy

from caucasus_games.algebra.formula import ALWAYS, Formula, Sign, both, either, moved
from caucasus_games.concepts.bayesian_cases import bayesian_cases
from caucasus_games.concepts.usual import usual
from caucasus_games.games import NormalForm, one_deviation
from caucasus_games.games.kinds import Game
from caucasus_games.guarantors import NONE, RUSSIAN_PEACEKEEPERS, US_OPERATOR
from caucasus_games.models import (
    arms_for_oil,
    ceasefire,
    ceasefire_stage,
    closing_window,
    commitment,
    deterrence,
    deterrence_by_chance,
    investment,
    probe,
    provocation,
    terms,
)
from caucasus_games.models.terms import (
    agreement,
    armenia_discount,
    attribution,
    azerbaijan_discount,
    credibility,
    enforcement,
    intervention_cost,
    operator_stake,
    p,
    v,
)
from caucasus_games.readings.symbols import Symbols
from caucasus_games.theorems.equilibria import Listing
from caucasus_games.theorems.theorem import theorem

YEARS = {terms.years: 10}
# the attacker's war payoff without and with intervention, and its peace
W0 = p * v - terms.war_cost_azerbaijan
W1 = p * v * (1 - enforcement) - terms.war_cost_azerbaijan
PEACE = agreement["Azerbaijan"]


def deterred() -> sympy.logic.boolalg.Boolean:
    intervenes = sympy.Ge(operator_stake, intervention_cost)
    return sympy.Or(sympy.Ge(PEACE, W0), sympy.And(intervenes, sympy.Ge(PEACE, W1)))


def deterred_by_chance() -> sympy.logic.boolalg.Boolean:
    # gamma >= (W0 - P) / (W0 - W1), without the division
    return sympy.Ge(credibility * (W0 - W1), W0 - PEACE)


def in_the_window() -> sympy.logic.boolalg.Boolean:
    gain, dividend = sympy.Symbol("provocation_gain"), agreement["Armenia"]
    war = -terms.war_cost_armenia - p * v
    # gamma <= (P - V0) / (V1 - V0), without the division
    calm = sympy.Ge(dividend - war - gain, credibility * p * v * enforcement)
    return sympy.And(deterred_by_chance(), calm)


def patient() -> sympy.logic.boolalg.Boolean:
    # delta >= (T - R) / (T - R + m (R - P)) for each
    kept = []
    for side, success in ((armenia_discount, 1 - p), (azerbaijan_discount, p)):
        gain = success * terms.incursion_gain * (1 - credibility * enforcement)
        kept.append(sympy.Ge(side * (gain + attribution * terms.fighting_cost), gain))
    return sympy.And(*kept)


def declining_fights() -> sympy.logic.boolalg.Boolean:
    later = terms.advantage_after_shift * (1 - credibility * enforcement)
    delta, cost = armenia_discount, terms.war_cost_armenia
    # c in years of the stake is cost / (v (1 - delta))
    worth = sympy.Ge((1 - later) * v, cost)
    soon = sympy.Ge(v * (delta * later - p), cost * (1 - delta))
    desperate = sympy.Ge(v * (delta - p), cost)
    return sympy.Or(sympy.And(worth, soon), sympy.And(sympy.Lt((1 - later) * v, cost), desperate))


def rising_fights() -> sympy.logic.boolalg.Boolean:
    later = 1 - p * (1 - credibility * enforcement)
    delta, cost = azerbaijan_discount, terms.war_cost_azerbaijan
    worth = sympy.Ge((1 - later) * v, cost)
    soon = sympy.Ge(v * (delta * later - (1 - p)), cost * (1 - delta))
    desperate = sympy.Ge(v * (delta - (1 - p)), cost)
    return sympy.Or(sympy.And(worth, soon), sympy.And(sympy.Lt((1 - later) * v, cost), desperate))


def exchanged() -> sympy.logic.boolalg.Boolean:
    relief = v * terms.arms_shift * (1 - credibility * enforcement)
    oil = sympy.Ge(azerbaijan_discount * (relief + terms.broker_gain), terms.oil_cost)
    arms = sympy.Ge(terms.israel_discount * (terms.oil_gain + terms.broker_gain), terms.arms_cost)
    return sympy.And(oil, arms)


def written(reading: Symbols, condition: sympy.logic.boolalg.Boolean) -> Formula:
    if isinstance(condition, sympy.And | sympy.Or):
        join = both if isinstance(condition, sympy.And) else either
        return join(*(written(reading, part) for part in condition.args))
    gap = sympy.cancel((condition.gts - condition.lts).xreplace(YEARS))
    numerator, denominator = sympy.fraction(gap)
    polynomial = reading.ring.from_expr(sympy.expand(numerator * denominator))
    return Sign(polynomial, isinstance(condition, sympy.Gt | sympy.Lt))


@pytest.mark.parametrize(
    ("game", "outcome", "form"),
    [
        (deterrence(US_OPERATOR), "peace", deterred()),
        (deterrence_by_chance(US_OPERATOR), "peace", deterred_by_chance()),
        (provocation(US_OPERATOR), "peace", in_the_window()),
        (ceasefire(US_OPERATOR), "peace", patient()),
        (commitment(US_OPERATOR), "war", declining_fights()),
        (closing_window(US_OPERATOR), "war", rising_fights()),
        (arms_for_oil(US_OPERATOR), "exchange", exchanged()),
    ],
    ids=lambda case: case if isinstance(case, str) else getattr(case, "title", ""),
)
def test_the_theorem_is_the_closed_form(
    game: Game, outcome: str, form: sympy.logic.boolalg.Boolean
) -> None:
    if "operator_years" in game.parameters:
        game = game.at({"operator_years": 10})
    reading = Symbols(game)
    possible = theorem(Listing(reading, usual(reading.game)), outcome).possible.formula
    closed = written(reading, form)
    assert 0 < reading.box.true(closed).mean() < 1
    assert reading.box.impossible(possible, closed.negation, thorough=True)
    assert reading.box.impossible(closed, possible.negation, thorough=True)


def test_the_investor_comes_iff_what_it_keeps_covers_the_cost() -> None:
    game = investment(US_OPERATOR).at({"operator_years": 10})
    reading = Symbols(game)
    share, cost = terms.operator_bargaining, terms.investment
    profit = terms.presence_value + terms.years_of_profit
    # beta S + (1 - beta) S_alt >= I under renegotiation
    renegotiated = share * profit + (1 - share) * terms.salvage * cost
    held_up = written(reading, sympy.Ge(renegotiated, cost))
    possible = theorem(Listing(reading, usual(reading.game)), "renegotiation").possible.formula
    assert reading.box.impossible(possible, held_up.negation, thorough=True)


def test_without_a_guarantor_no_credibility_is_asked_for() -> None:
    reading = Symbols(commitment(NONE))
    found = theorem(Listing(reading, usual(reading.game)), "war")
    assert "guarantor_credibility" not in found.possible.symbols


def test_the_equilibria_of_the_probe_are_those_of_its_closed_forms() -> None:
    game = probe(RUSSIAN_PEACEKEEPERS)
    reading = Symbols(game)
    theta, foe, gone = terms.prior_reliability, terms.intervention_cost, terms.stake
    react, bluff = terms.reaction_cost, terms.bluff_cost
    cost = sympy.Symbol("war_cost_azerbaijan")
    alone = terms.p * terms.contested_value - cost
    fought = terms.p * terms.contested_value * (1 - enforcement) - cost - terms.clash_cost
    # the docstring's case, and its thresholds without the divisions
    case = sympy.And(-terms.backdown_cost > fought, alone > terms.probe_gain)
    trusted = sympy.Ge(theta * (alone - fought), alone + terms.backdown_cost)
    spared = sympy.Ge(theta * (alone - fought), alone - terms.probe_gain)
    steep = sympy.Ge(bluff * foe, react * gone)
    forms = {
        ("react", "stand by"): sympy.And(sympy.Ge(foe, react), sympy.Ge(bluff, gone)),
        ("stand by", "stand by"): sympy.true,
        ("react", "react"): sympy.And(trusted, sympy.Ge(foe, react), sympy.Ge(gone, bluff)),
        ("react", "react or stand by"): sympy.And(sympy.Not(trusted), sympy.Ge(gone, bluff), steep),
        ("react or stand by", "stand by"): sympy.And(spared, sympy.Ge(foe, react), steep),
    }
    within = written(reading, case)
    found: dict[tuple[str, ...], list[Formula]] = {}
    for one in bayesian_cases(reading):
        sent = tuple(action for player, _, action in one.moves if player == "Russia")
        found.setdefault(sent, []).append(one.formula)
    assert reading.box.true(within).any()
    for sent, form in forms.items():
        ours = either(*found.pop(sent))
        closed = ALWAYS if form is sympy.true else written(reading, form)
        assert reading.box.impossible(within, ours, closed.negation, thorough=True), sent
        assert reading.box.impossible(within, closed, ours.negation, thorough=True), sent
    # whatever else may be played is outside this case
    for rest in found.values():
        assert reading.box.impossible(within, either(*rest), thorough=True)


@pytest.mark.parametrize(
    ("stage", "whole", "kept", "ended", "discounts"),
    [
        (
            ceasefire_stage(US_OPERATOR),
            ceasefire(US_OPERATOR),
            {"Armenia": "keep", "Azerbaijan": "keep"},
            {"Armenia": "violate", "Azerbaijan": "violate"},
            {"Armenia": armenia_discount, "Azerbaijan": azerbaijan_discount},
        ),
    ],
)
def test_the_repeated_stage_is_the_game_over_the_years(
    stage: NormalForm,
    whole: NormalForm,
    kept: dict[str, str],
    ended: dict[str, str],
    discounts: dict[str, sympy.Expr],
) -> None:
    repeated = one_deviation(
        stage,
        kept,
        ended,
        discount=discounts,
        detection=attribution,
        parameters=terms.parameters_of(US_OPERATOR).select(
            name for name in whole.parameters if name not in stage.parameters
        ),
    )
    here, there = Symbols(repeated), Symbols(whole)
    ours = theorem(Listing(here, usual(here.game)), "peace").possible.formula
    theirs = moved(
        theorem(Listing(there, usual(there.game)), "peace").possible.formula, here.ring, {}
    )
    assert here.box.impossible(ours, theirs.negation, thorough=True)
    assert here.box.impossible(theirs, ours.negation, thorough=True)
