"""Squares are taken out of polynomials as by factoring, in all that is drawn."""

import random
from functools import reduce
from operator import mul

import pytest
from sympy import QQ
from sympy.polys.rings import PolyElement

from caucasus_games.algebra.ratio import ring_of
from caucasus_games.algebra.squares import without_squares

RING = ring_of("abcde")


def by_factoring(polynomial: PolyElement) -> PolyElement:
    whole, factors = polynomial.factor_list()
    return reduce(mul, (part for part, power in factors if power % 2), RING(whole))


def drawn(rng: random.Random) -> PolyElement:
    terms = (
        RING(QQ(rng.randint(-4, 4), rng.randint(1, 3)))
        * reduce(mul, (g ** rng.randint(0, 2) for g in rng.sample(RING.gens, rng.randint(1, 3))))
        for _ in range(rng.randint(1, 4))
    )
    return sum(terms, RING(0))


def test_the_same_is_left_as_by_factoring() -> None:
    rng, seen = random.Random(1), 0
    for _ in range(300):
        whole = reduce(mul, (drawn(rng) ** rng.randint(1, 3) for _ in range(rng.randint(1, 2))))
        if not whole or len(whole) > 40:
            continue
        one, other = without_squares(whole), by_factoring(whole)
        assert one.monic() == other.monic()
        assert (one.LC > 0) == (other.LC > 0)
        seen += one.monic() != whole.monic()
    assert seen > 80


@pytest.mark.parametrize("number", [0, -3])
def test_a_number_is_left_as_it_is(number: int) -> None:
    assert without_squares(RING(number)) == number


def test_the_sign_of_a_square_that_is_taken_off_stays() -> None:
    a, b, *_ = RING.gens
    for sign in (1, -1):
        assert sign == without_squares(sign * (a**2 - b) ** 2).LC
        assert without_squares(sign * (a**2 - b) ** 3 * (b - 1) ** 2) == sign * (a**2 - b)
