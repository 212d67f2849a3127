"""Numbers of any size: floats find values, and exact numbers decide."""

import random
from fractions import Fraction

import numpy as np
import pytest
import sympy
from sympy.polys.rings import PolyElement

from caucasus_games import conditions, prove, regions
from caucasus_games.algebra import bounds
from caucasus_games.algebra.box import Box
from caucasus_games.algebra.formula import ALWAYS, NEVER, Sign, holds
from caucasus_games.algebra.linearisation import digits, error, exponent, power_of_two, scaled
from caucasus_games.algebra.ratio import ring_of
from caucasus_games.errors import GameError
from caucasus_games.exact import show
from caucasus_games.games import Decision, ExtensiveForm, Terminal
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.theorems import Excluded, Raising, Unique, statics

X, Y = sympy.symbols("x y")
# as long as a number may be
BIG = 10**300


def choice(payoff: sympy.Expr) -> ExtensiveForm:
    ends = {"go": Terminal("war", {"A": payoff}), "stay": Terminal("peace", {"A": 0})}
    return ExtensiveForm(Decision("A", ends))


def tiny(k: int) -> Fraction:
    return Fraction(1, 10**k)


@pytest.mark.parametrize(
    ("payoff", "x", "y"),
    [
        # a power that underflows, a factor that overflows, and both
        (10**300 * X**3 - Y, (tiny(110), 2 * tiny(110)), (tiny(32), tiny(31))),
        (X**2 / 10**300 - Y, (10**299, 2 * 10**299), (10**297, 2 * 10**297)),
        (
            10**300 * X**2 * Y - sympy.Rational(1, 2),
            (tiny(299), 2 * tiny(299)),
            (10**298, 2 * 10**298),
        ),
        # the wanted difference is lost among the digits
        (X - Y, (10**20 + 2, 10**20 + 3), (10**20, 10**20 + 1)),
        ((X - Y) * 10**30, (1 + tiny(25), 1 + 2 * tiny(25)), (1, 1 + tiny(26))),
    ],
)
def test_what_floats_lose_is_not_excluded(
    payoff: sympy.Expr, x: tuple[object, object], y: tuple[object, object]
) -> None:
    game, ranges = choice(payoff), {"x": x, "y": y}
    assert prove(game, Excluded("war"), within=ranges).verdict == "refuted"
    assert prove(game, "war", within=ranges)
    assert str(conditions(game, "war", within=ranges).possible) == "always"
    assert str(conditions(game, "peace", within=ranges).possible) == "never"


RING = ring_of(["x", "y"])
x, y = RING.gens


def some_box(rng: random.Random) -> Box:
    ranges = []
    for _ in range(2):
        low = Fraction(rng.randint(-9, 9)) * Fraction(10) ** rng.randint(-200, 200)
        wide = Fraction(rng.randint(1, 9)) * Fraction(10) ** rng.randint(-200, 200)
        ranges.append((low, low + wide))
    return Box(RING, ranges)


def some_polynomial(rng: random.Random, box: Box) -> PolyElement:
    """A polynomial in the parts of the ranges, so that its sign may well change in the box."""
    (a, b), (c, d) = ((r[0], r[1] - r[0]) for r in box.ranges if r)
    to = sympy.QQ
    s = (x - to(a.numerator, a.denominator)) * to(b.denominator, b.numerator)
    t = (y - to(c.numerator, c.denominator)) * to(d.denominator, d.numerator)
    parts = [s**i * t**j * rng.randint(-4, 4) for i in range(3) for j in range(2)]
    return sum(parts, RING(0)) * to(10) ** rng.randint(-300, 300)


def test_a_sign_of_any_size_is_decided_as_the_box_has_it() -> None:
    rng, decided = random.Random(1), 0
    for _ in range(60):
        box = some_box(rng)
        polynomial = some_polynomial(rng, box)
        formula = box.sign(polynomial)
        decided += formula in (ALWAYS, NEVER)
        found = box.definite(polynomial)
        for _ in range(20):
            at = {
                name: r[0] + (r[1] - r[0]) * Fraction(rng.randint(1, 996), 997)
                for name, r in zip("xy", box.ranges, strict=True)
                if r
            }
            assert holds(formula, at) == holds(Sign(polynomial), at)
            assert not found or holds(Sign(polynomial * found, strict=True), at)
    assert 10 < decided < 55


def test_near_zero_exact_numbers_decide() -> None:
    box = Box(RING, [(Fraction(0), Fraction(1))] * 2)
    # zero at a face, which is left aside, and at a point within
    assert box.definite(-x) == -1
    assert box.definite(x * y) == 1
    assert box.definite(x * (1 - x)) == 1
    # a sign that changes where no float looks
    part = sympy.QQ(1, 10**15)
    assert box.definite(x - 1 + part) == 0
    assert box.definite(x - 1 - part) == -1
    assert box.definite(x * y - 1 + part) == 0
    assert box.definite(x * y - 1 - part) == -1
    assert box.definite(1 - x * y + part) == 1


@pytest.mark.parametrize("base", [0, 10**15, -(10**15), 10**6])
def test_many_draws_near_a_tie_are_decided_one_by_one(base: int) -> None:
    game = choice((X - Y) ** 2 * 100 - 1)
    ranges = {"x": (base - 1, base + 1), "y": (base - 1, base + 1)}
    theorem = conditions(game, "war", within=ranges)
    rng = np.random.default_rng(1)
    draws = {name: base + rng.random(200) - 0.5 for name in "xy"}
    # exactly a tie, and beside it
    draws["x"][:3], draws["y"][:3] = base + 0.5, [base + 0.375, base + 0.5, base + 0.25]
    said = theorem.holds_on(draws).tolist()
    exactly = [
        theorem.holds({"x": Fraction(a), "y": Fraction(b)})
        for a, b in zip(draws["x"].tolist(), draws["y"].tolist(), strict=True)
    ]
    assert said == exactly
    assert 20 < sum(said) < 200


def test_draws_of_every_kind_are_what_they_are() -> None:
    theorem = conditions(choice(3 * X - Y), "war", within={"x": (-BIG, BIG), "y": (-BIG, BIG)})
    thirds = np.array([Fraction(1, 3), Fraction(1, 3) - tiny(30)], dtype=object)
    assert theorem.holds_on({"x": thirds, "y": 1}).tolist() == [True, False]
    whole = np.array([2**53 + 1, 2**53])
    assert theorem.holds_on({"x": whole, "y": 3 * (2**53) + 3}).tolist() == [True, False]
    single = np.array([0.1, 0.5], dtype=np.float32)
    assert theorem.holds_on({"x": single, "y": [3 * float(single[0]), 1.5]}).tolist() == [True] * 2
    assert theorem.holds_on({"x": [], "y": 1}).shape == (0,)
    assert theorem.holds_on({"x": 1, "y": 3}).tolist() is True
    assert theorem.holds_on({"x": 1e-300, "y": 1e-320}).tolist() is True
    assert theorem.holds_on({"x": [1e299], "y": [[-1e299], [9e299]]}).tolist() == [[True], [False]]
    with pytest.raises(GameError, match="x has draws that are no finite numbers"):
        theorem.holds_on({"x": [1.0, np.nan], "y": 1})


def test_values_are_compared_with_ranges_exactly() -> None:
    theorem = conditions(choice(X - 1), "war", within={"x": (0, "1/3")})
    third = 1 / 3
    assert not theorem.holds_on({"x": third})
    with pytest.raises(GameError, match=r"the condition is for 0 to ≈0\.333"):
        theorem.holds({"x": Fraction(1, 3) + tiny(30)})
    with pytest.raises(GameError, match=r"x goes from 0\.5 to 0\.5"):
        theorem.holds_on({"x": 0.5})
    half = Fraction(1, 2)
    central = Parameter("x", "x", "share", half, half, half, "assumption: a test")
    narrow = conditions(choice(X - Y), "war", within={"y": (0, 1)})
    assert narrow.holds({"x": BIG, "y": 1})
    game = ExtensiveForm(
        Decision("A", {"go": Terminal("war", {"A": X - Y}), "stay": Terminal("peace", {"A": 0})}),
        parameters=Parameters([central]),
    )
    # a range of one value is that value
    assert conditions(game, "war", within={"y": (0, 1)}).holds_on({"y": [0.25, 0.75]}).tolist() == [
        True,
        False,
    ]


def test_numbers_beyond_floats_are_numbers() -> None:
    ranges = {"x": (0, 1), "y": (0, 1)}
    size = sympy.Symbol("size")
    game = choice(size**2 * X - Y * size**2 / 3).at({"size": BIG})
    assert conditions(game, "war", within=ranges).formula == sympy.Ge(3 * X, Y)
    assert prove(game, Excluded("war"), within=ranges).verdict == "refuted"
    assert prove(game, Raising("x", "war"), within=ranges)
    assert prove(game, Unique(), within=ranges)
    assert statics(game, "war", within=ranges).effects == {"x": "+", "y": "−"}
    assert len(regions(game)) == 2
    zero, one, big = Fraction(0), Fraction(1), Fraction(BIG)
    central = [Parameter(n, n, "share", zero, zero, one, "assumption: a test") for n in "xy"]
    fixed = Parameter("size", "size", "share", big, big, big, "assumption: a test")
    found = bounds(size**2 * (X + Y), Parameters([*central, fixed]))
    assert found.low <= 0
    assert 2 * BIG**2 <= found.high <= 3 * BIG**2


def test_numbers_too_long_to_be_written_at_once_are_decided() -> None:
    sizes = sympy.symbols("size:3")
    long, values = sympy.prod(sizes) ** 6, dict.fromkeys(map(str, sizes), BIG)
    ranges = {"x": (0, 1), "y": (0, 1)}
    assert prove(choice(-((X - Y) ** 2) * long - 1 / long).at(values), "peace", within=ranges)
    assert prove(choice(X * long - Y * long / 7 - 1).at(values), Raising("x", "war"), within=ranges)
    long = 10**5000
    assert digits(long) == "1" + "0" * 5000
    assert digits(long + 7)[-3:] == "007"
    assert digits(0) == "0"


def test_numbers_of_any_size_are_shown() -> None:
    assert show(Fraction(BIG)) == "1e300"
    assert show(Fraction(10**400 + 1)) == "≈1e400"
    assert show(Fraction(-(10**400), 3)) == "≈-3.33e399"
    assert show(Fraction(-1, 8)) == "-0.125"
    assert show(Fraction(0)) == "0"


def test_scaled_coefficients_are_near_one() -> None:
    rng = random.Random(5)
    for _ in range(100):
        size = Fraction(rng.randint(1, 10**6)) * Fraction(10) ** rng.randint(-400, 400)
        e = exponent([size, -size / 3])
        assert power_of_two(e) / 4 < size <= power_of_two(e)
        terms, shift = scaled(x * sympy.QQ(size.numerator, size.denominator) + y, (3, -900))
        assert 0.25 <= max(map(abs, terms.values())) <= 1
        exactly = size * 8 / power_of_two(shift)
        assert abs(Fraction(terms[1, 0]) - exactly) <= exactly / 2**53 + Fraction(1, 2**1074)
    assert exponent([Fraction(0)]) == 0
    assert scaled(RING(0), (0, 0)) == ({}, 0)
    assert error(np.array([0.0]), RING(0))[0] == 0


def test_no_rounding_is_larger_than_its_bound() -> None:
    rng, wide = random.Random(6), 0.0
    for _ in range(200):
        polynomial = sum(
            (
                sympy.QQ(rng.randint(-(10**9), 10**9), rng.randint(1, 10**9))
                * x ** rng.randint(0, 9)
                * y ** rng.randint(0, 9)
                for _ in range(6)
            ),
            RING(0),
        )
        at = {n: Fraction(rng.randint(-(10**9), 10**9), 10**9 + 7) for n in "xy"}
        terms, shift = scaled(polynomial, (0, 0))
        floats = [
            factor * float(at["x"]) ** i * float(at["y"]) ** j for (i, j), factor in terms.items()
        ]
        exactly = sum(
            (
                Fraction(int(c.numerator), int(c.denominator)) * at["x"] ** i * at["y"] ** j
                for (i, j), c in polynomial.terms()
            ),
            Fraction(0),
        ) / power_of_two(shift)
        missed = abs(float(Fraction(sum(floats)) - exactly))
        bound = error(np.array([sum(map(abs, floats))]), polynomial)[0]
        assert missed <= bound
        wide = max(wide, missed / bound)
    # within two orders of what may be
    assert wide > 0.001
