"""Numbers, exponents and powers beyond bounds are refused before anything is worked out."""

import random
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import sympy

import caucasus_games as cg
from caucasus_games import (
    Decision,
    ExtensiveForm,
    GameError,
    NormalForm,
    Parameter,
    Parameters,
    Terminal,
)
from caucasus_games.concepts import critical_discount, pure_nash, subgame_perfect
from caucasus_games.exact import expression, fraction
from caucasus_games.explorer import state
from caucasus_games.formats import parse
from caucasus_games.games import one_deviation
from caucasus_games.games.limits import check_powers
from caucasus_games.guarantors import US_OPERATOR
from caucasus_games.models import deterrence

x, y, n = sympy.symbols("x y n")
STAGE = NormalForm.from_arrays(
    [[2, -1], [3, 0]], [[2, 3], [-1, 0]], actions={"A": ["keep", "break"], "B": ["keep", "break"]}
)
KEEP, NEVER = ({"A": act, "B": act} for act in ("keep", "break"))


def choice(worth: Any) -> ExtensiveForm:
    ends = {"go": Terminal("war", {"A": worth}), "stay": Terminal("peace", {"A": 0})}
    return ExtensiveForm(Decision("A", ends))


def years(value: Any) -> Any:
    return deterrence(US_OPERATOR).at({"operator_years": value})


DIGITS: list[Any] = [
    10**400,
    -(10**5_000),
    Fraction(1, 10**400),
    "9" * 400,
    "9" * 5_000,
    "0." + "3" * 5_000,
    "1/" + "9" * 5_000,
    "1e999999999",
    "1e-999999999",
    "1e" + "9" * 5_000,
    Decimal("1E+100000000"),
    Decimal("-1E-100000000"),
    Decimal("9" * 5_000),
    sympy.Integer(10) ** 400,
]


@pytest.mark.parametrize("number", DIGITS, ids=lambda number: str(type(number).__name__))
def test_long_numbers_are_refused_at_every_door(number: Any) -> None:
    doors: list[Callable[[], object]] = [
        lambda: fraction(number),
        lambda: expression(number),
        lambda: choice(x).at({"x": number}),
        lambda: choice(number),
        lambda: Parameter("x", "", "", number, number, number, "assumption: a test"),
        lambda: cg.load().with_values({"bypass_value": number}),
        lambda: cg.required(choice(x), "war", "x", within={"x": (0, number)}),
        lambda: cg.sweep(choice(x), grid={"x": [1, number]}),
    ]
    for door in doors:
        with pytest.raises(GameError, match="more than 300 digits"):
            door()


def test_numbers_at_the_bound_are_taken() -> None:
    for number in (10**300, Fraction(1, 10**300), "1e300", Decimal("1e-300"), "0." + "3" * 299):
        assert pure_nash(NormalForm({"A": ["a"]}, {("a",): [number]})).equilibria
    # what was worked out of short numbers may be longer
    long = Fraction(10**500 + 1, 10**500 + 3)
    assert fraction(long) == long
    with pytest.raises(GameError, match="more than 300 digits"):
        fraction(Fraction(10**2_001 + 1, 10**2_001 + 3))


POWERS = [
    x ** (10**9),
    (x + 1) ** (10**9),
    x ** -(10**9),
    x ** sympy.Rational(10**9 + 1, 2),
    sympy.Pow(2, 2**100, evaluate=False),
    ((x + 1) ** 500 + 1) ** 500,
    (x * y + 1) ** 501,
    sympy.Max(0, x**1_001),
]


@pytest.mark.parametrize("formula", POWERS, ids=str)
def test_powers_beyond_the_thousandth_are_refused(formula: sympy.Expr) -> None:
    for build in (expression, choice):
        with pytest.raises(GameError, match="powers up to the 1,000th are taken"):
            build(formula)


def test_powers_up_to_the_thousandth_are_worked_out() -> None:
    game = choice(x**1_000 * y**1_000).at({"x": "1234567/7654321", "y": "7654321/1234567"})
    assert subgame_perfect(game).equilibria[0].payoffs["A"] == 1


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (10**6, "discount_factor\\*\\*operator_years has the exponent 1000000 at these values"),
        ("-1e6", "exponents up to 1,000 are taken"),
        ("1e299", "has the exponent 1e299 at"),
        ("23.4567890123", "is irrational at these values, as it has the exponent ≈23.457"),
        (Fraction(random.Random(1).uniform(1, 49)), "is irrational at these values"),
        (Fraction(0.1234567), "is irrational at these values"),
    ],
)
def test_exponents_are_bounded_before_they_are_used(value: Any, sentence: str) -> None:
    game = deterrence(US_OPERATOR)
    doors: list[Callable[[], object]] = [
        lambda: years(value),
        lambda: cg.compare(deterrence, values={"operator_years": value}),
        lambda: cg.summary(game, 100, values={"operator_years": value}),
        lambda: state.read({"model": "deterrence", "operator_years": str(value)}),
    ]
    for door in doors:
        with pytest.raises(GameError, match=sentence):
            door()


def test_exponents_of_ranges_and_of_given_values_are_bounded_too() -> None:
    central = Parameter("n", "", "", Fraction(0), Fraction(10**6), Fraction(10**7), "assumption: a")
    ends = {"go": Terminal("war", {"A": x**n}), "stay": Terminal("peace", {"A": 0})}
    for arguments in ({"parameters": Parameters([central])}, {"values": {"n": 10**6}}):
        with pytest.raises(GameError, match="x\\*\\*n has the exponent 1000000 at these values"):
            ExtensiveForm(Decision("A", ends), **arguments)
    with pytest.raises(GameError, match="has the exponent"):
        cg.required(choice(x**n).at({"x": 2}), "war", "n", within={"n": (1, 10**7)})


@pytest.mark.parametrize(
    ("formula", "values", "sentence"),
    [
        (x ** (y**n), {"x": 2, "y": 10, "n": 900}, "x\\*\\*\\(y\\*\\*n\\) has the exponent 1e900"),
        (x ** (x**x), {"x": 100}, "has the exponent 1e200 at"),
        (x ** (x**x), {"x": 999}, "about 2,997 digits at these values: up to 2,000"),
        (sympy.factorial(n), {"n": 10**7}, "factorial\\(n\\) has the argument 10000000 at"),
        (sympy.binomial(n, 2), {"n": 10**7}, "arguments up to 1,000 are taken"),
    ],
    ids=str,
)
def test_towers_and_factorials_are_bounded(
    formula: sympy.Expr, values: dict[str, object], sentence: str
) -> None:
    with pytest.raises(GameError, match=sentence):
        choice(formula).at(values)


def test_roots_are_exact_or_irrational() -> None:
    def worth(formula: sympy.Expr, **values: object) -> Fraction:
        found = pure_nash(NormalForm({"A": ["a"]}, {("a",): [formula]}).at(values))
        return found.equilibria[0].payoffs["A"]

    assert worth(x ** sympy.Rational(1, 3), x="8/27") == Fraction(2, 3)
    assert worth(x**n, x="1/4", n="1/2") == Fraction(1, 2)
    assert worth(x**n, x=1, n="0.123456789") == 1
    assert worth(x**n, x=0, n="0.123456789") == 0
    assert worth(sympy.factorial(n), n=5) == 120
    assert worth(sympy.sqrt(x) * sympy.sqrt(y), x=2, y=8) == 4
    for formula, values in (
        (sympy.sqrt(x), {"x": 2}),
        (x ** sympy.Rational(123_456_789, 10**9), {"x": "0.123456789"}),
        (sympy.exp(x), {"x": 500}),
        (x**n, {"x": -8, "n": "1/3"}),
        (x**y, {"x": 2, "y": "1/2"}),
    ):
        with pytest.raises(GameError, match="at these values"):
            worth(formula, **values)


def test_what_has_no_value_yet_is_not_bounded() -> None:
    check_powers([x**n, sympy.factorial(n)], {})
    check_powers([x**n], {n: sympy.Integer(3)})
    assert choice(x**n).at({"x": 2}).values["x"] == 2


def test_punishments_are_bounded() -> None:
    for periods in (1_001, 10**7):
        with pytest.raises(GameError, match="give 1 to 1,000, or none for ever"):
            critical_discount(STAGE, KEEP, NEVER, periods=periods)
        with pytest.raises(GameError, match="give 1 to 1,000, or none for ever"):
            one_deviation(STAGE, KEEP, NEVER, discount=x, periods=periods)
    found = critical_discount(STAGE, KEEP, NEVER, periods=1_000)
    # as good as for ever
    assert float(found.discounts["A"]) == pytest.approx(1 / 3)  # type: ignore[arg-type]
    assert critical_discount(STAGE, KEEP, NEVER, periods=1).discounts["A"] == Fraction(1, 2)


@pytest.mark.parametrize(
    "text",
    [
        'NFG 1 R "" { "A" } { 1 } 1e999999999',
        'EFG 2 R "" { "A" }\nt "" 1 "" { 1e999999999 }',
        f'EFG 2 R "" {{ "A" }}\nt "" 1 "" {{ {"9" * 5_000} }}',
        f'NFG 1 R "" {{ "A" }} {{ 1 }} 1/{"9" * 5_000}',
    ],
    ids=range(4),
)
def test_files_of_long_numbers_are_refused_with_their_place(text: str) -> None:
    with pytest.raises(GameError, match=r"line [12], column [0-9]+: .* has more than 300 digits"):
        parse(text)
