"""Thresholds of a parameter where payoffs go by cases of another one."""

from fractions import Fraction

import pytest
import sympy

from caucasus_games import Decision, ExtensiveForm, Parameter, Parameters, Terminal, required

W, Z = sympy.symbols("w z")


@pytest.mark.parametrize(
    ("payoff", "end"),
    [
        (sympy.Piecewise((2 * W - Z / 2, Z > 0), (W**2, True)), Fraction(3, 4)),
        (sympy.Piecewise((W**2, Z < 0), (4 * W, True)), Fraction(1, 4)),
        (W * sympy.Max(Z, sympy.Rational(1, 2)), Fraction(1)),
    ],
)
def test_the_threshold_is_found_without_a_formula(payoff: sympy.Expr, end: Fraction) -> None:
    game = ExtensiveForm(
        Decision("A", {"go": Terminal("war", {"A": payoff}), "rest": Terminal("peace", {"A": 1})}),
        parameters=Parameters(
            [Parameter(n, n, "share", 0, 1, 2, "assumption: a test") for n in ("w", "z")]
        ),
    ).at({"z": 1})
    (span,) = required(game, "war", "w").spans
    assert (span.low, span.high) == (end, Fraction(2))
