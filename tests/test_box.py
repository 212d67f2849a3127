"""What is said to hold everywhere in a box does, at random exact points of it."""

import random
from fractions import Fraction

import pytest
from sympy import QQ
from sympy.polys.rings import PolyElement, ring

from caucasus_games.algebra.box import Box
from caucasus_games.algebra.formula import (
    ALWAYS,
    NEVER,
    Formula,
    Sign,
    at_ties,
    both,
    either,
    grouped,
    holds,
    moved,
    signs,
    size,
)

RING, X, Y, Z = ring("x, y, z", QQ)
RANGES = [(Fraction(0), Fraction(1)), (Fraction(-1), Fraction(2)), (Fraction(1, 2), Fraction(3))]


def drawn(rng: random.Random) -> dict[str, Fraction]:
    return {
        name: low + (high - low) * Fraction(rng.randint(1, 9_999), 10_000)
        for name, (low, high) in zip("xyz", RANGES, strict=True)
    }


def some_polynomial(rng: random.Random) -> PolyElement:
    parts = [RING(rng.randint(-4, 4))]
    for _ in range(rng.randint(1, 4)):
        parts.append(rng.randint(-4, 4) * X ** rng.randint(0, 2) * Y ** rng.randint(0, 2) * Z)
    return sum(parts, RING(0))


def some_formula(rng: random.Random, box: Box, depth: int) -> Formula:
    if depth == 0:
        return box.sign(some_polynomial(rng), rng.random() < 0.5)
    join = rng.choice([both, either])
    return join(*(some_formula(rng, box, depth - 1) for _ in range(rng.randint(1, 3))))


def test_a_sign_is_decided_as_the_box_has_it() -> None:
    rng, box, decided = random.Random(1), Box(RING, RANGES), 0
    for _ in range(200):
        polynomial, strict = some_polynomial(rng), rng.random() < 0.5
        formula = box.sign(polynomial, strict)
        decided += formula in (ALWAYS, NEVER)
        for _ in range(20):
            at = drawn(rng)
            assert holds(formula, at) == holds(Sign(polynomial, strict), at)
    assert 20 < decided < 180
    assert box.sign(RING(0)) == ALWAYS
    assert box.sign(RING(0), strict=True) == NEVER


def test_positive_factors_and_common_numbers_are_dropped() -> None:
    box = Box(RING, RANGES)
    assert box.sign(6 * Z**2 * X - 4 * Z**2) == Sign(3 * X - 2)
    # x may be zero, so that its sign matters at the face
    assert box.sign(X * Y) == Sign(X * Y)
    assert box.sign((1 - X) * (Y - Z)) == Sign((1 - X) * (Y - Z))


def test_factors_in_one_symbol_are_dropped_where_they_have_a_sign() -> None:
    box = Box(RING, RANGES)
    assert box.sign((2 - X) * (3 * Y - 1)) == Sign(3 * Y - 1)
    assert box.sign((1 - 4 * Z) * (2 * X - 1), strict=True) == Sign(1 - 2 * X, strict=True)
    assert box.sign((2 - X) * (Y + 3) * (Y - Z)) == Sign((Y + 3) * (Y - Z))
    assert box.sign((1 - 2 * X) * (Y - X)) == Sign((1 - 2 * X) * (Y - X))
    free = Box(RING, [None, RANGES[1], RANGES[2]])
    assert free.sign((2 - X) * (Y - Z)) == Sign((2 - X) * (Y - Z))


def test_what_was_divided_still_serves_a_refutation() -> None:
    box = Box(RING, RANGES)
    short = box.sign((2 - X) * (Y - Z))
    assert short == Sign(Y - Z)
    # in products of the symbols only the longer form says it
    assert box.impossible(short, Sign(X * Y - X * Z - 2 * Y + 2 * Z))
    assert box.impossible(short.negation, Sign(2 * Y - 2 * Z - X * Y + X * Z))


def test_what_is_simplified_says_the_same() -> None:
    rng, shorter = random.Random(2), 0
    for _ in range(60):
        box = Box(RING, RANGES)
        formula = some_formula(rng, box, 2)
        simple = box.simplified(formula)
        shorter += len(list(signs(simple))) < len(list(signs(formula)))
        for _ in range(30):
            at = drawn(rng)
            assert holds(simple, at) == holds(formula, at)
            assert holds(formula.negation, at) != holds(formula, at)
    assert shorter > 5


def test_the_impossible_never_happens() -> None:
    rng, refuted = random.Random(3), 0
    for _ in range(60):
        box = Box(RING, RANGES)
        formulas = [some_formula(rng, box, 1) for _ in range(3)]
        if box.impossible(*formulas):
            refuted += 1
            for _ in range(50):
                at = drawn(rng)
                assert not all(holds(formula, at) for formula in formulas)
    assert refuted > 5


def test_products_of_the_ranges_refute_what_no_sum_does() -> None:
    box = Box(RING, RANGES)
    # x y <= 2 x in the box: only the product of x and 2 - y says so
    assert box.impossible(Sign(X * Y - 2 * X - Z + Fraction(1, 2)), Sign(X * Z - 0 * X))
    assert box.impossible(Sign(X * Y - Z * X - 2 * X), Sign(1 - X * Z))


def test_without_a_range_little_is_known() -> None:
    box = Box(RING, [None, None, None])
    assert box.definite(X**2 + 1) == 0
    assert box.definite(RING(3)) == 1
    assert box.impossible(Sign(X - Y), Sign(Y - X - 1))
    # a square is below zero nowhere, which linear arithmetic cannot tell
    assert not box.impossible(Sign(-(X**2) * Y**2 - Fraction(1, 10**9)))


@pytest.mark.no_cover
def test_too_many_unknowns_are_left_to_others() -> None:
    wide = ring([f"x{k}" for k in range(15)], QQ)[0]
    total = wide(-1)
    for one in wide.gens:
        total = total * (one + 1)
    box = Box(wide, [(Fraction(1), Fraction(2))] * 15)
    assert box.definite(total) == 0
    product = wide(1)
    for one in wide.gens:
        product = product * one
    # as many products of ranges as that are not written down
    assert not box.impossible(Sign(-product - sum(wide.gens[:2], wide(0)), strict=True))


def test_a_formula_moves_to_other_names() -> None:
    other, *_ = ring("z, y, x, w", QQ)
    there = moved(both(Sign(X - Y), Sign(Z - 1)), other, {"z": "w"})
    at = {"x": Fraction(2), "y": Fraction(1), "z": Fraction(0), "w": Fraction(1)}
    assert holds(there, at)
    assert not holds(there, at | {"w": Fraction(0)})


def test_what_parts_share_is_written_once() -> None:
    a, b, c, d = (Sign(p) for p in (X - Y, Y - Z, X * Y - Z, X + Y - 1))
    assert grouped(either(both(a, b), both(a, c))) == both(a, either(b, c))
    assert grouped(both(either(a, b), d, either(a, c))) == both(either(a, both(b, c)), d)
    assert grouped(either(both(a, b, d), both(a, c), both(a, b))) == both(a, either(b, c))
    rng, box = random.Random(4), Box(RING, RANGES)
    for _ in range(100):
        formula = some_formula(rng, box, 3)
        shorter = grouped(formula)
        assert size(shorter) <= size(formula)
        for _ in range(10):
            at = drawn(rng)
            assert holds(shorter, at) == holds(formula, at)


def test_a_formula_says_the_same_but_at_ties() -> None:
    rng, box = random.Random(5), Box(RING, RANGES)
    for _ in range(50):
        formula = some_formula(rng, box, 2)
        at = drawn(rng)
        assert {one.strict for one in signs(at_ties(formula, False))} <= {True}
        assert {one.strict for one in signs(at_ties(formula, True))} <= {False}
        for holding in (True, False):
            assert holds(at_ties(formula, holding), at) == holds(formula, at)


def test_formulas_are_kept_short() -> None:
    one, other = Sign(X - Y), Sign(Y)
    assert both(one, one.negation) == NEVER
    mirror, strict = Sign(-one.polynomial), Sign(one.polynomial, True)
    assert either(one, mirror) == ALWAYS
    assert both(strict, Sign(-one.polynomial, True)) == NEVER
    # at a tie one of these fails and the other holds
    assert either(strict, Sign(-one.polynomial, True)) not in (ALWAYS, NEVER)
    assert both(one, mirror) not in (ALWAYS, NEVER)
    assert either(one, one.negation) == ALWAYS
    assert both(one, either(one, other)) == one
    assert either(one, both(one, other)) == one
    assert both(one, both(other, one)) == both(one, other)
    assert both(one, other) != both(other)
    assert both(one, other) != one
