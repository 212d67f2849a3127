from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy

from caucasus_games import GameError
from caucasus_games.errors import unknown
from caucasus_games.exact import Interval, expression, fraction, show


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, Fraction(3)),
        (np.int64(3), Fraction(3)),
        (Fraction(1, 3), Fraction(1, 3)),
        (sympy.Rational(2, 7), Fraction(2, 7)),
        (Decimal("0.1"), Fraction(1, 10)),
        (0.5, Fraction(1, 2)),
        ("-1/4", Fraction(-1, 4)),
        (" .25 ", Fraction(1, 4)),
    ],
)
def test_exact_numbers_are_read_exactly(value: object, expected: Fraction) -> None:
    assert fraction(value) == expected


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (True, "give a number such as"),
        (float("inf"), "finite"),
        (Decimal("NaN"), "finite"),
        (0.1, "write '0.1'"),
        ("1/0", "denominator is zero"),
        ("one", "give a number such as"),
        ("1e400", "more than 300 digits"),
        (None, "give a number such as"),
        (sympy.sqrt(2), "give a number such as"),
    ],
)
def test_anything_else_is_refused(value: object, sentence: str) -> None:
    with pytest.raises(GameError, match=sentence):
        fraction(value)


def test_formulas_hold_exact_numbers_only() -> None:
    x = sympy.Symbol("x")
    assert expression("1/3") == sympy.Rational(1, 3)
    assert expression(x / 3) == x / 3
    with pytest.raises(GameError, match="holds a float"):
        expression(0.5 * x)
    with pytest.raises(GameError, match="finite real number"):
        expression(sympy.oo)


def test_numbers_are_shown_short_and_honest() -> None:
    assert show(Fraction(-1, 10000)) == "-0.0001"
    assert show(Fraction(1, 30)) == "≈0.0333"
    assert show(Fraction(0)) == "0"
    assert show(Fraction(2, 3), digits=2) == "≈0.67"
    assert show(Fraction(10)) == "10"


def test_unknown_names_get_a_suggestion_or_the_list() -> None:
    assert "did you mean 'Russia'" in str(unknown("player", "russia", ["Russia"]))
    assert str(unknown("player", "x", [])) == "unknown player 'x': (known: none)"
    assert "… 3 more" in str(unknown("n", "zz", [f"a{i}" for i in range(15)]))


def test_an_interval_goes_up() -> None:
    with pytest.raises(GameError, match="goes from low to high and got 2 to 1"):
        Interval(Fraction(2), Fraction(1))
