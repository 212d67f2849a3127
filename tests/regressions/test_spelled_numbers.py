"""Numbers in every usual spelling, read by one reader wherever they come in."""

import random
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy

from caucasus_games import (
    Decision,
    ExtensiveForm,
    GameError,
    NormalForm,
    Parameter,
    Terminal,
    sweep,
)
from caucasus_games.exact import expression, fraction, show
from caucasus_games.explorer import state
from caucasus_games.formats import parse
from caucasus_games.guarantors import NONE, GuarantorSetup
from caucasus_games.models import settlement
from caucasus_games.parameters import load

SPELLED = {
    "1e-05": Fraction(1, 100_000),
    "1E-5": Fraction(1, 100_000),
    "2.5e3": Fraction(2_500),
    "1.5E+2": Fraction(150),
    "30%": Fraction(3, 10),
    "12,5 %": Fraction(1, 8),
    "-5%": Fraction(-1, 20),
    "1/3": Fraction(1, 3),
    " -1 / 3 ": Fraction(-1, 3),
    " 0.3 ": Fraction(3, 10),
    "−0.3": Fraction(-3, 10),
    "+.5": Fraction(1, 2),
    "5.": Fraction(5),
    "0,3": Fraction(3, 10),
    ",3": Fraction(3, 10),
    "-1,25": Fraction(-5, 4),
    "0,125": Fraction(1, 8),
    "1234,567": Fraction(1_234_567, 1_000),
    "1,2345": Fraction(12_345, 10_000),
    "1,5e3": Fraction(1_500),
    "0.5/2": Fraction(1, 4),
    "1e300": Fraction(10**300),
    "1e-300": Fraction(1, 10**300),
    "0.30\N{NO-BREAK SPACE}": Fraction(3, 10),
}
TYPED: list[tuple[Any, Fraction]] = [
    (1e-05, Fraction(0)),
    (np.float32(0.5), Fraction(1, 2)),
    (np.float16(0.25), Fraction(1, 4)),
    (np.longdouble("0.5"), Fraction(1, 2)),
    (np.int8(-3), Fraction(-3)),
    (np.str_("0.3"), Fraction(3, 10)),
    (sympy.Integer(3), Fraction(3)),
    (sympy.Rational(-2, 7), Fraction(-2, 7)),
    (sympy.Float(0.5), Fraction(1, 2)),
    (sympy.S.Half, Fraction(1, 2)),
    (Decimal("1E+2"), Fraction(100)),
    (Decimal("-0.125"), Fraction(-1, 8)),
    (Decimal("0E+100000000"), Fraction(0)),
]


@pytest.mark.parametrize(("text", "value"), SPELLED.items())
def test_usual_spellings_are_read(text: str, value: Fraction) -> None:
    assert fraction(text) == value
    read = expression(text)
    assert (read.p, read.q) == (value.numerator, value.denominator)


@pytest.mark.parametrize(("given", "value"), TYPED[1:], ids=repr)
def test_numbers_of_other_libraries_are_read(given: Any, value: Fraction) -> None:
    assert fraction(given) == value


def test_what_a_refused_float_is_told_to_write_is_taken() -> None:
    rng = random.Random(1)
    floats: list[Any] = [1e-05, 2.5e-3, 1e22 / 3, *(rng.uniform(-1, 1) for _ in range(50))]
    floats += [rng.uniform(0, 1) * 10.0 ** rng.randint(-250, 250) for _ in range(50)]
    for number in (*floats, np.float32(0.1), np.float64(0.3)):
        with pytest.raises(GameError, match="which is not exactly that decimal: write '") as told:
            fraction(number, "p")
        advised = str(told.value).split("write '")[1].rstrip("'")
        assert float(fraction(advised)) == float(advised)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("1,500", "comma may stand between thousands or before decimals: write '1500' or '1.500'"),
        ("-12,000", "write '-12000' or '-12.000'"),
        ("1 000", "write '1000', with nothing between digits"),
        ("1_000.5", "write '1000.5', with nothing between digits"),
        ("10\N{NO-BREAK SPACE}000", "write '10000', with nothing"),
        ("1.000.000", "is '1.000.000': give a number such as 3, 1/3, 0.25, 30% or 2.5e-3"),
        ("1,000,000", "write '1000000', with nothing between digits"),
        ("½", "give a number such as"),
        ("1/-3", "give a number such as"),
        ("1/3%", "give a number such as"),
        ("", "value is '': give a number such as"),
        ("0x10", "give a number such as"),
        ("inf", "give a number such as"),
        ("nan%", "give a number such as"),
        ("three", "give a number such as"),
        ("0/0", "denominator is zero"),
        (True, "value is True: give a number such as"),
        (np.True_, "give a number such as"),
        (1j, "give a number such as"),
        ([1], "value is \\[1\\]: give a number"),
        (np.float32("nan"), "finite number is needed"),
        (sympy.Float(0.1), "which is not exactly that decimal"),
        (Decimal("Infinity"), "finite number is needed"),
        ("9" * 100 + "x", "9…: give a number such as"),
    ],
)
def test_other_spellings_are_refused_with_the_way_out(given: Any, sentence: str) -> None:
    with pytest.raises(GameError, match=sentence):
        fraction(given)


def choice() -> ExtensiveForm:
    v = sympy.Symbol("v")
    ends = {"go": Terminal("war", {"A": v}), "stay": Terminal("peace", {"A": "1e-1"})}
    return ExtensiveForm(Decision("A", ends))


@pytest.mark.parametrize("text", ["30%", "0,3", "3e-1", "−0.3", " 0.3"])
def test_every_door_reads_alike(text: str) -> None:
    right = Fraction(-3 if "−" in text else 3, 10)
    doors: list[Callable[[], object]] = [
        lambda: choice().at({"v": text}).values["v"],
        lambda: Parameter("v", "", "", text, text, text, "assumption: x").high,
        lambda: load().with_values({"bypass_value": text})["bypass_value"].central,
        lambda: Fraction(str(NormalForm({"A": ["x"]}, {("x",): [text]}).payoffs["x",][0])),
        lambda: GuarantorSetup.define("X", None, neutrality=text).parameters["neutrality"].central,
        lambda: Fraction(
            str(round(float(sweep(choice(), grid={"v": [text]}).coords["v"].values[0]), 6))
        ),
        lambda: Fraction(
            state.read({"setup": "NONE", "bypass_value": text}).values["bypass_value"]
        ),
    ]
    for door in doors:
        assert door() == right


def test_the_explorer_speaks_of_numbers() -> None:
    for text in ("a third", "1,500", "1 000", "sqrt(2)"):
        with pytest.raises(GameError, match="bypass_value is ") as told:
            state.read({"setup": "NONE", "bypass_value": text})
        assert "sympy" not in str(told.value)
    typed = state.read({"setup": "NONE", "bypass_value": "1/3"})
    assert dict(typed.values) == {"bypass_value": "1/3"}
    central = str(settlement(NONE).parameters["bypass_value"].central)
    assert not state.read({"setup": "NONE", "bypass_value": central}).values


def test_numbers_of_files_keep_their_own_grammar() -> None:
    game: Any = parse('NFG 1 R "" { "A" } { 3 } 1e-05 -.5 1/3')
    assert [game.numbers[p][0] for p in game.profiles] == [
        Fraction(1, 100_000),
        Fraction(-1, 2),
        Fraction(1, 3),
    ]


def test_long_numbers_are_shown_by_their_own_digits() -> None:
    assert show(Fraction(5_066_788_53, 100), 12) == "5066788.53"
    assert show(Fraction(-83_464, 5), 12) == "-16692.8"
    assert show(Fraction(10**300)) == "1e300"
    assert show(Fraction(-1, 3 * 10**20)) == "≈-3.33e-21"
    assert show(Fraction(123_456_789_012_345_678)) == "≈1.23e17"
    assert show(Fraction(1, 10**12)) == "0.000000000001"
    rng = random.Random(2)
    for _ in range(200):
        value = Fraction(rng.randint(-(10**20), 10**20), 10 ** rng.randint(0, 20))
        for digits in (1, 3, 6, 12):
            told = show(value, digits)
            read = fraction(told.lstrip("≈"))
            assert told.startswith("≈") == (read != value)
            assert abs(read - value) <= abs(value) * Fraction(5, 10**digits)
