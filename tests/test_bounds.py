"""Enclosures of formulas: no value lies outside, and the ends are near what is attained."""

import random
from fractions import Fraction

import pytest
import sympy

from caucasus_games import GameError, required
from caucasus_games.algebra import bounds
from caucasus_games.exact import Interval
from caucasus_games.guarantors import RUSSIAN_PEACEKEEPERS
from caucasus_games.models import deterrence_by_chance
from caucasus_games.parameters import Parameter, Parameters

X, Y = sympy.symbols("x y")


def table(**ranges: tuple[str, str]) -> Parameters:
    return Parameters(
        Parameter(n, n, "share", Fraction(low), Fraction(low), Fraction(high), "assumption: a test")
        for n, (low, high) in ranges.items()
    )


UNIT = table(x=("0", "1"), y=("1", "2"), fixed=("3", "3"))


def test_what_bends_little_is_enclosed_tightly() -> None:
    found = bounds((X - Y) / (X + Y), UNIT)
    assert found.low <= -1 <= found.low + Fraction(1, 100)
    assert found.high - Fraction(1, 100) <= 0 <= found.high
    assert bounds(-1 / Y, UNIT).low <= -1


def test_no_value_lies_outside() -> None:
    rng = random.Random(1)
    for _ in range(20):
        a, b, c = (rng.randint(-5, 5) for _ in range(3))
        formula = (a * X**2 + b * X * Y + c + X) / Y
        found = bounds(formula, UNIT)
        for _ in range(30):
            x, y = Fraction(rng.randint(0, 100), 100), Fraction(rng.randint(100, 200), 100)
            assert (a * x**2 + b * x * y + c + x) / y in found


def test_what_has_one_value_is_that() -> None:
    assert bounds(sympy.Symbol("fixed") / 2, UNIT) == Interval(Fraction(3, 2), Fraction(3, 2))


def test_the_least_credibility_in_its_best_and_worst_case() -> None:
    tempting = {"corridor_value": "0.6", "escalation_factor": 1}
    game = deterrence_by_chance(RUSSIAN_PEACEKEEPERS).at(tempting)
    (span,) = required(
        game, "peace", "guarantor_credibility", within={"guarantor_credibility": (0, 1)}
    ).spans
    assert span.low_formula is not None
    found = bounds(span.low_formula, game.parameters)
    assert found.low < span.low < found.high  # type: ignore[operator]
    # above one no guarantor suffices
    assert found.high > 1


def test_what_cannot_be_enclosed_is_refused() -> None:
    with pytest.raises(GameError, match="z has no range"):
        bounds(X + sympy.Symbol("z"), UNIT)
    with pytest.raises(GameError, match="no fraction of polynomials"):
        bounds(sympy.exp(X), UNIT)
    with pytest.raises(GameError, match=r"2\*x - y may be zero within the ranges"):
        bounds(1 / (X - Y / 2), UNIT)
    many = table(**{f"x{k}": ("0", "1") for k in range(15)})
    with pytest.raises(GameError, match="too many parameters"):
        bounds(sympy.prod(record.symbol for record in many.values()) - 1, many)
