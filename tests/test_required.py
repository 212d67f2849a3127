"""What a parameter must be: against the solver, a closed form, and with ends as formulas."""

import random
from collections.abc import Callable
from fractions import Fraction

import pytest
import sympy

from caucasus_games import (
    Decision,
    ExtensiveForm,
    GameError,
    GuarantorSetup,
    Terminal,
    required,
)
from caucasus_games.concepts import pure_nash, subgame_perfect
from caucasus_games.exact import Interval
from caucasus_games.games import menu
from caucasus_games.guarantors import NONE, RUSSIAN_CORRIDOR, RUSSIAN_PEACEKEEPERS, US_OPERATOR
from caucasus_games.models import (
    commitment,
    corridor,
    deterrence_by_chance,
    election,
    guarantee,
    normalisation,
    probe,
    settlement,
)
from caucasus_games.theorems import Requirement

Model = Callable[[GuarantorSetup], ExtensiveForm]

CASES: list[tuple[Model, str]] = [
    (corridor, "third party"),
    (election, "peace"),
    (normalisation, "peace and open border"),
]
t = sympy.Symbol("t")


def choice(worth: sympy.Expr) -> ExtensiveForm:
    ends = {"go": Terminal("war", {"A": worth}), "stay": Terminal("peace", {"A": 0})}
    return ExtensiveForm(Decision("A", ends))


def ends(found: Requirement) -> str:
    return ", ".join(f"{span.low} to {span.high}" for span in found.spans)


@pytest.mark.no_cover
@pytest.mark.parametrize(("model", "outcome"), CASES, ids=lambda c: getattr(c, "__name__", c))
def test_a_value_suffices_iff_the_solver_finds_the_outcome(model: Model, outcome: str) -> None:
    rng, inside, outside = random.Random(1), 0, 0
    for setup in (NONE, RUSSIAN_CORRIDOR, US_OPERATOR):
        game = model(setup)
        if outcome not in game.outcome_labels:
            continue
        for name, record in game.parameters.items():
            if record.low == record.high:
                continue
            found = required(game, outcome, name)
            for _ in range(3):
                reach = Fraction(rng.randint(1, 999), 1000)
                value = record.low + (record.high - record.low) * reach
                solution = subgame_perfect(game.at({name: value}))
                assert (value in found) == any(outcome in e.outcomes for e in solution)
                inside += value in found
                outside += value not in found
    assert inside > 20
    assert outside > 20


def test_the_credibility_of_deterrence_is_the_closed_form() -> None:
    p, v, k, r, n, d, c, phi = sympy.symbols(
        "military_advantage corridor_value enforcement_strength access_risk neutrality "
        "azerbaijan_dividend war_cost_azerbaijan escalation_factor"
    )
    alone, held = p * v - phi * c, p * v * (1 - k) - phi * c
    peace = v * (1 - r * (1 - n) / 2) + d
    closed = (alone - peace) / (alone - held)
    tempting = {"corridor_value": "0.6", "escalation_factor": 1}
    game = deterrence_by_chance(RUSSIAN_PEACEKEEPERS)
    found = required(
        game.at(tempting),
        "peace",
        "guarantor_credibility",
        within={"guarantor_credibility": (0, 1)},
    )
    (span,) = found.spans
    assert span.low_formula is not None
    assert sympy.simplify(span.low_formula - closed) == 0
    assert span.high == 1
    assert span.high_formula is None
    values = game.at(tempting).values | {
        name: record.central for name, record in game.parameters.items() if name not in tempting
    }
    numbers = {
        sympy.Symbol(name): sympy.Rational(q.numerator, q.denominator) for name, q in values.items()
    }
    at = span.low_formula.xreplace(numbers)
    assert isinstance(span.low, Fraction)
    assert at == sympy.Rational(span.low.numerator, span.low.denominator)
    assert "peace is possible for guarantor_credibility from ≈0.511 to 1" in repr(found)
    own = game.parameters["guarantor_credibility"]
    assert found.compared(own) == "outside"


def test_an_end_is_written_as_a_text_book_does() -> None:
    (span,) = required(corridor(US_OPERATOR), "third party", "sovereignty_cost").spans
    assert str(span.high_formula) == (
        "armenia_dividend + "
        "corridor_value*escalation_risk*military_advantage + escalation_risk*war_cost_armenia"
    )


def test_a_normal_form_with_and_without_pure_equilibria() -> None:
    rng = random.Random(2)
    game = guarantee(RUSSIAN_CORRIDOR)
    seen = set()
    for name in ("sovereignty_cost", "presence_value", "armenia_dividend"):
        found = required(game, "peace", name, within={name: (0, "0.6")})
        for _ in range(20):
            value = Fraction(rng.randint(1, 599), 1000)
            possible = any("peace" in e.outcomes for e in pure_nash(game.at({name: value})))
            assert (value in found) == possible
            seen.add(possible)
    assert seen == {True, False}
    assert "makes peace possible" in repr(required(game, "peace", "sovereignty_cost"))


def test_several_intervals_and_irrational_ends() -> None:
    game = choice((t - 1) * (t - 2))
    apart = required(game, "war", "t", within={"t": (0, 3)})
    assert ends(apart) == "0 to 1, 2 to 3"
    (middle,) = required(game, "peace", "t", within={"t": (0, 3)}).spans
    assert (str(middle.low), str(middle.high)) == ("1", "2")
    (root,) = required(choice(t**2 - 2), "war", "t", within={"t": (0, 3)}).spans
    assert isinstance(root.low, Interval)
    assert root.low.low**2 < 2 < root.low.high**2
    assert root.low_formula is None
    always = required(choice(t + 1), "war", "t", within={"t": (0, 3)})
    assert ends(always) == "0 to 3"
    # the first value that is tried is where both are possible
    tied = required(choice(t - 1), "war", "t", within={"t": (0, 2)})
    assert ends(tied) == "1 to 2"
    point = required(choice(t - 1), "war", "t", within={"t": (1, 1)})
    assert ends(point) == "1 to 1"


def test_a_range_is_within_across_or_outside() -> None:
    record = US_OPERATOR.parameters["guarantor_credibility"]  # 0.2 to 0.75
    apart = choice((t - 1) * (t - 2))
    for scale, expected in ((1, "within"), (2, "across"), ("1.5", "across")):
        moved = apart.at({}) if scale == 1 else choice((scale_of(scale) * t - 1) * (t - 2))
        assert required(moved, "war", "t", within={"t": (0, 3)}).compared(record) == expected
    assert required(choice(t - 1), "war", "t", within={"t": (0, 3)}).compared(record) == "outside"


def scale_of(scale: object) -> sympy.Rational:
    return sympy.Rational(str(scale))


def test_bad_requests_are_refused_in_a_sentence() -> None:
    game = settlement(US_OPERATOR)
    for (subject, outcome, name, *ends), sentence in (
        ((game, "peace", "corridor_vale"), "unknown parameter 'corridor_vale': did you mean"),
        ((game, "piece", "corridor_value"), "unknown outcome 'piece': did you mean 'peace'"),
        ((game, "peace", "corridor_value", (1, 0)), "goes from 1 to 0: give the least first"),
        ((choice(t), "war", "t"), "t has no range: give its least and highest value, as within="),
        ((menu(commitment(NONE), 1), "war", "war_cost_armenia"), "payoffs are no polynomials in"),
        ((probe(US_OPERATOR), "war", "clash_cost"), "required takes trees of perfect information"),
    ):
        with pytest.raises(GameError, match=sentence):
            required(subject, outcome, name, within={name: ends[0]} if ends else None)
