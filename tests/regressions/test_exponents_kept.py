"""Theorems answer out of the box where a payoff has a power, and say what they keep."""

import random
from fractions import Fraction
from typing import Any

import pytest
import sympy

import caucasus_games as cg
from caucasus_games import Decision, ExtensiveForm, GameError, Parameter, Parameters, Terminal
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import EU_MONITORS, NONE, US_OPERATOR, US_TREATY
from caucasus_games.models import deterrence, provocation
from caucasus_games.theorems.conditions import at_exponents
from caucasus_games.theorems.theorem import kept

d, n, m = sympy.symbols("d n m")


def choice(worth: Any, label: str = "war") -> ExtensiveForm:
    record: Any = Parameter
    ranges = [record("d", "", "", "0.5", "0.8", "0.9", "assumption: a test")]
    ranges += [record(k, "", "", 1, 2, 9, "assumption: a test") for k in ("n", "m")]
    ends = {"go": Terminal(label, {"A": worth}), "stay": Terminal("peace", {"A": 0})}
    return ExtensiveForm(Decision("A", ends), parameters=Parameters(ranges), title="choice")


@pytest.mark.parametrize("model", [deterrence, provocation], ids=lambda model: model.__name__)
@pytest.mark.parametrize("setup", [US_OPERATOR, US_TREATY, EU_MONITORS, NONE], ids=lambda s: s.name)
def test_conditions_answer_out_of_the_box_and_agree_with_the_solver(model: Any, setup: Any) -> None:
    game, rng = model(setup), random.Random(6)
    found = cg.conditions(game, "peace")
    years = {"operator_years": Fraction(3)} if "operator_years" in game.parameters else {}
    assert dict(found.fixed) == years
    assert ("with operator_years, an exponent, kept at 3" in " ".join(repr(found).split())) == bool(
        years
    )
    seen = set()
    for _ in range(12):
        drawn = {
            name: r.low + (r.high - r.low) * Fraction(rng.randint(1, 98), 99)
            for name, r in game.parameters.items()
            if name in found.possible.symbols
        }
        solution = subgame_perfect(game.at({**drawn, **years}))
        possible = any("peace" in e.outcomes for e in solution)
        assert found.holds(drawn) == possible
        seen.add(possible)
    assert seen


def test_statics_answer_out_of_the_box() -> None:
    game = deterrence(US_OPERATOR)
    found = cg.statics(game, "peace", time_limit=1)
    assert found.fixed == {"operator_years": 3}
    assert "operator_years" not in found.effects
    assert found.effects["guarantor_stake"] == "+"
    told = " ".join(repr(found).split())
    assert told.startswith(
        "peace of the deterrence under US_OPERATOR, with operator_years, an exponent, kept at 3, "
        "when one number is raised"
    )
    set_by_hand = cg.statics(game.at({"operator_years": 3}), "peace", time_limit=1)
    assert set_by_hand.effects == found.effects
    assert not set_by_hand.fixed
    assert "exponent" not in repr(set_by_hand)


def test_what_is_kept_is_told_in_every_case() -> None:
    some = cg.conditions(choice(d**n - sympy.Rational(1, 2)), "war")
    assert some.formula == (d**2 >= sympy.Rational(1, 2))
    assert repr(some).startswith(
        "war is in a subgame perfect equilibrium of the choice, with n, an exponent, kept at 2, if"
    )
    always = cg.conditions(choice(d**n + 1), "war")
    assert repr(always).endswith("of the choice, with n, an exponent, kept at 2, everywhere")
    never = cg.conditions(choice(-(d**n) - 1), "war")
    assert repr(never).endswith("with n, an exponent, kept at 2, but at ties")
    both = cg.conditions(choice(d**n - d**m / 2), "war")
    assert "with m, an exponent, kept at 2 and n, an exponent, kept at 2," in " ".join(
        repr(both).split()
    )
    assert "an exponent, kept at 2" in some.to_latex()
    assert "an exponent, kept at 2" in some._repr_html_()
    assert kept({}) == ""


def test_what_is_asked_about_is_not_kept() -> None:
    game = choice(d**n - sympy.Rational(1, 2))
    for over in ({"n": (1, 5)}, {n: (1, 5)}):
        asked: Any = over
        with pytest.raises(GameError, match="is no fraction of polynomials: set n with at"):
            cg.conditions(game, "war", within=asked)
    # a proof is for all numbers
    with pytest.raises(GameError, match="is no fraction of polynomials: set n with at"):
        cg.prove(game, "war")
    one = choice(d**n - sympy.Rational(1, 2)).at({"n": 3})
    same, fixed = at_exponents(one, {})
    assert same == one
    assert not fixed
    assert cg.conditions(one, "war").formula == (d**3 >= sympy.Rational(1, 2))
    # a root is none either
    with pytest.raises(GameError, match="is no fraction of polynomials"):
        cg.conditions(choice(d ** (n / 4) - 1), "war")
    wrong: Any = "game"
    with pytest.raises(GameError, match="conditions is for a game in normal form or a tree"):
        cg.conditions(wrong, "war")
