"""Enclosed ends are narrow beside the range that is asked about, and beside each other."""

from fractions import Fraction

import pytest
import sympy

from caucasus_games import explain, required
from caucasus_games.comparison.deviations import CrowdedError, Line
from caucasus_games.concepts import subgame_perfect
from caucasus_games.exact import least, most
from caucasus_games.games import Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.parameters import Parameter, Parameters

W = sympy.Symbol("w")


def choice(worth: object, low: Fraction, high: Fraction, table: bool = False) -> object:
    """A stays for 1 or takes peace; w is in the middle of its range."""
    names = Parameters(
        [Parameter("w", "w", "share", low, (low + high) / 2, high, "assumption: a test", "uniform")]
    )
    if table:
        return NormalForm(
            {"A": ["l", "r"], "B": ["c"]},
            {("l", "c"): (1, 0), ("r", "c"): (worth, 0)},
            {("l", "c"): "stay", ("r", "c"): "peace"},
            parameters=names,
        )
    ends = {"l": Terminal("stay", {"A": 1}), "r": Terminal("peace", {"A": worth})}
    return ExtensiveForm(Decision("A", ends), parameters=names)


@pytest.mark.parametrize("table", [False, True])
@pytest.mark.parametrize("power", [-40, -15, -6, 0, 15, 40])
def test_a_range_of_any_order(power: int, table: bool) -> None:
    unit = Fraction(10) ** power
    scaled = 2 * (W / sympy.Rational(unit.numerator, unit.denominator)) ** 2
    # 2 w w is more than 1 in the whole range, and in the upper part of a wider one
    whole = required(choice(scaled, unit, 2 * unit, table), "peace", "w")  # type: ignore[arg-type]
    assert [(s.low, s.high) for s in whole.spans] == [(unit, 2 * unit)]
    game = choice(scaled, unit / 2, 2 * unit, table)
    (span,) = required(game, "peace", "w").spans  # type: ignore[arg-type]
    low, high = least(span.low), most(span.low)
    assert low < high <= low + unit * Fraction(3, 2) / 10**12
    assert (low / unit) ** 2 < Fraction(1, 2) < (high / unit) ** 2
    never = required(game, "peace", "w", within={"w": (unit / 2, unit * Fraction(7, 10))})  # type: ignore[arg-type]
    assert never.spans == ()


@pytest.mark.parametrize("power", [13, 20, 40])
def test_roots_that_are_near_each_other_beside_the_range(power: int) -> None:
    # peace between the roots of w**2 = 2 and of w**2 = 2 + 1/10**power alone
    near = sympy.Rational(1, 10**power)
    worth = 1 + (W**2 - 2) * (2 + near - W**2)
    (span,) = required(choice(worth, Fraction(1), Fraction(2)), "peace", "w").spans  # type: ignore[arg-type]
    assert most(span.low) < least(span.high)
    assert least(span.low) ** 2 < 2 < most(span.low) ** 2
    more = 2 + Fraction(1, 10**power)
    assert least(span.high) ** 2 < more < most(span.high) ** 2


@pytest.mark.parametrize("power", [13, 30])
def test_a_root_right_beside_an_end_of_the_range(power: int) -> None:
    # the root is just above 1, just below which nothing is asked
    worth = W**2 - sympy.Rational(1, 10**power)
    game = choice(worth, Fraction(1), Fraction(2))
    (span,) = required(game, "peace", "w").spans  # type: ignore[arg-type]
    assert 1 < least(span.low) <= 1 + Fraction(1, 10**power)
    below = required(game, "stay", "w").spans  # type: ignore[arg-type]
    assert [(s.low, s.high) for s in below] == [(Fraction(1), span.low)]


@pytest.mark.parametrize("power", [-40, -15, 0, 15])
def test_the_least_change_is_found_in_a_range_of_any_order(power: int) -> None:
    unit = Fraction(10) ** power
    scaled = 2 * (W / sympy.Rational(unit.numerator, unit.denominator)) ** 2
    game = choice(scaled, unit / 2, 2 * unit)
    (flip,) = explain(subgame_perfect(game)).flips  # type: ignore[arg-type]
    assert (least(flip.at) / unit) ** 2 < Fraction(1, 2) < (most(flip.at) / unit) ** 2
    assert flip.becomes == ("stay",)


def test_two_roots_that_are_near_are_both_passed() -> None:
    # peace, but for the least range between two roots above the value
    near = sympy.Rational(1, 10**20)
    worth = 1 + (W**2 - 3) * (W**2 - 3 - near)
    game = choice(worth, Fraction(1), Fraction(2))
    (flip,) = explain(subgame_perfect(game)).flips  # type: ignore[arg-type]
    assert least(flip.at) ** 2 < 3 < most(flip.at) ** 2 < 3 + Fraction(1, 10**20)
    assert flip.becomes == ("stay",)


def test_a_line_is_looked_at_again_where_roots_are_crowded() -> None:
    game = choice((W**2 - 2) * (W**2 - 2 - sympy.Rational(1, 10**20)) + 1, Fraction(1), Fraction(2))
    line = Line(game, "w")  # type: ignore[arg-type]
    plan = subgame_perfect(game).exact[0]  # type: ignore[arg-type]
    with pytest.raises(CrowdedError):
        line.turning_points(plan)
    assert len(line.turning_points(plan)) == 4
