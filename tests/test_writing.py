"""Inequalities and quotients in few letters say what they said."""

import random

import pytest
import sympy
from sympy import QQ
from sympy.polys.rings import ring

from caucasus_games.algebra.formula import Sign
from caucasus_games.algebra.rendering import quotient, relation

_, X, Y, Z = ring("x, y, z", QQ)


def test_constants_come_last() -> None:
    assert str(relation(Sign(2 * X - 3, strict=True))) == "x > 3/2"
    assert str(relation(Sign(3 - 2 * X, strict=True))) == "x < 3/2"
    assert str(relation(Sign(2 * X - Y + 1))) == "2*x + 1 >= y"
    assert str(relation(Sign(X - Y - 1))) == "x >= y + 1"
    assert str(relation(Sign(X + 1))) == "x >= -1"
    assert str(relation(Sign(2 * X * Y + X - 1))) == "x*(2*y + 1) >= 1"


def test_an_inequality_keeps_the_factors_that_it_was_made_of() -> None:
    told = {
        Z * (1 - X) * (1 - Y) - X * Z**2: "z*(1 - x)*(1 - y) >= x*z**2",
        Y * (Z * (1 - X) + X) - X * Z: "y*(x + z*(1 - x)) >= x*z",
        (1 + X) * (Y + Z) - Y * Z: "(x + 1)*(y + z) >= y*z",
        943 * X - 5000 * X * Y - 100: "x*(943 - 5000*y) >= 100",
    }
    for polynomial, words in told.items():
        one = relation(Sign(polynomial))
        assert str(one) == words
        assert sympy.expand(one.gts - one.lts - polynomial.as_expr()) == 0


@pytest.mark.parametrize("seed", range(20))
def test_what_is_written_short_is_the_same(seed: int) -> None:
    rng = random.Random(seed)
    x, y, z = sympy.symbols("x y z")

    def some(factors: int) -> sympy.Expr:
        simple = [1 - x, x, y, 1 - y, x * y - z, z, y + 2, 1 - x * z]
        return sympy.Mul(*(rng.choice(simple) for _ in range(factors)))

    above, below = some(2) + rng.randint(-2, 2) * some(1), some(rng.randint(0, 2)) * 3
    written = quotient(above, below)
    assert sympy.cancel(written - above / below) == 0
    assert len(str(written)) <= len(str(sympy.factor_terms(sympy.cancel(above / below))))


def test_an_end_that_is_no_fraction_of_polynomials_is_left() -> None:
    x, y = sympy.symbols("x y")
    assert quotient(2 * x**y + 2, sympy.Integer(2)) == x**y + 1
