"""What sweeps and their readings promise at their limits."""

from fractions import Fraction

import numpy as np
import pytest
import sympy

from caucasus_games import GameError, compare, sensitivity
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.guarantors import NONE, RUSSIAN_PEACEKEEPERS, US_OPERATOR
from caucasus_games.models import alignment, deterrence_by_chance
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.sweeps import FailureBox, failure_box

X = sympy.Symbol("x")


def test_a_setup_that_is_named_is_not_left_out() -> None:
    with pytest.raises(GameError, match="RUSSIAN_PEACEKEEPERS has Russia in it"):
        compare(alignment, [US_OPERATOR, RUSSIAN_PEACEKEEPERS])
    with pytest.raises(GameError, match="RUSSIAN_PEACEKEEPERS has Russia in it"):
        compare(alignment, [RUSSIAN_PEACEKEEPERS, US_OPERATOR])
    assert "RUSSIAN_PEACEKEEPERS" in compare(alignment).refused


@pytest.mark.parametrize(("replies", "rows"), [("lr", 2), ("lrst", 1)])
def test_the_same_row_stands_once(replies: str, rows: int) -> None:
    """Few equilibria that differ off the path alone are told apart, and many are one row."""
    off = Decision("B", {reply: Terminal("war", {"A": 0, "B": 0}) for reply in replies})
    game = ExtensiveForm(Decision("A", {"in": off, "out": Terminal("peace", {"A": 1, "B": 0})}))

    def model(_: object) -> ExtensiveForm:
        return game

    found = compare(model, [NONE, US_OPERATOR])
    assert [len(solution) for solution in found.solutions.values()] == [len(replies)] * 2
    cells = found._cells()
    assert len(cells) == len(set(cells)) == 2 * rows
    assert repr(found).count("US_OPERATOR ") == rows


def test_draws_of_sensitivity_are_a_power_of_two() -> None:
    game = deterrence_by_chance(NONE)
    by_draws = {n: sensitivity(game, "peace", draws=n) for n in (64, 65, 100, 128, 129)}
    assert by_draws[65] == by_draws[100] == by_draws[128]
    assert by_draws[64] != by_draws[128] != by_draws[129]


def test_sensitivity_explains_the_least_probability() -> None:
    game = NormalForm(
        {"A": ["l", "r"], "B": ["l", "r"]},
        {("l", "l"): (X, 1), ("l", "r"): (0, 0), ("r", "l"): (0, 0), ("r", "r"): (1, 1)},
        {(a, b): "met" if (a, b) == ("l", "l") else "else" for a in "lr" for b in "lr"},
        parameters=Parameters(
            [
                Parameter(
                    "x",
                    "x",
                    "share",
                    Fraction("-0.5"),
                    Fraction("0.5"),
                    Fraction("1.5"),
                    "assumption: a test",
                    "uniform",
                )
            ]
        ),
    )
    # where both meet at l they may as well meet at r
    found = sensitivity(game, "met", response="probability", draws=64)
    assert (found.mean, found.central) == (0, 0)
    assert {(e.low, e.high) for e in found.effects.values()} == {(0, 0)}
    other = sensitivity(game, "else", response="probability", draws=256)
    assert other.central == 0
    assert (other.effects["x"].low, other.effects["x"].high) == (1, 0)
    assert other.mean == pytest.approx(0.25, abs=0.03)


def in_box(found: FailureBox, draws: dict[str, np.ndarray]) -> np.ndarray:
    inside = np.ones(len(next(iter(draws.values()))), dtype=bool)
    for name, (low, high) in found.limits.items():
        inside &= draws[name] >= (-np.inf if low is None else low)
        inside &= draws[name] <= (np.inf if high is None else high)
    return inside


def test_the_shares_of_a_box_are_those_of_its_limits() -> None:
    x, y, z = np.random.default_rng(5).random((3, 8_000))
    draws, fails = {"x": x, "y": y, "z": z}, (x > 0.7) & (y < 0.4)
    found = failure_box(draws, fails)
    assert set(found.limits) == {"x", "y"}
    (low, no_high), (no_low, high) = found.limits["x"], found.limits["y"]
    assert no_high is no_low is None
    # a twentieth of what is left goes in each step, so that the ends are as near as that
    assert low is not None
    assert high is not None
    assert 0.66 < low < 0.72
    assert 0.38 < high < 0.44
    inside = in_box(found, draws)
    assert found.mass == pytest.approx(inside.mean())
    assert found.density == pytest.approx(fails[inside].mean())
    assert found.coverage == pytest.approx(fails[inside].sum() / fails.sum())


def test_a_box_is_not_smaller_than_a_twentieth() -> None:
    x = (np.arange(4_000) + 0.5) / 4_000
    found = failure_box({"x": x}, x > 0.98)
    assert 0.05 <= found.mass < 0.056
    assert found.coverage == 1


def test_a_limit_stays_only_if_it_matters() -> None:
    x, y = np.random.default_rng(6).random((2, 8_000))
    # nearly all failures are below, and the limit on y adds less than a hundredth
    slight = failure_box({"x": x, "y": y}, (x > 0.5) & (y < 0.99))
    assert set(slight.limits) == {"x"}
    more = failure_box({"x": x, "y": y}, (x > 0.5) & (y < 0.9))
    assert set(more.limits) == {"x", "y"}


def test_a_box_may_have_both_ends_of_one_number() -> None:
    x = (np.arange(4_000) + 0.5) / 4_000
    found = failure_box({"x": x}, (x > 0.3) & (x < 0.6))
    ((low, high),) = found.limits.values()
    assert low is not None
    assert high is not None
    assert 0.27 < low <= 0.3
    assert 0.6 <= high < 0.63
    assert found.coverage == 1
    everywhere = failure_box({"x": x}, np.ones(4_000, dtype=bool))
    assert (dict(everywhere.limits), everywhere.density, everywhere.mass) == ({}, 1, 1)


def test_chance_alone_has_one_row() -> None:
    half = sympy.Rational(1, 2)
    game = ExtensiveForm(
        Chance({"a": (half, Terminal("war", {"A": 0})), "b": (half, Terminal("peace", {"A": 1}))}),
        ["A"],
    )
    assert compare(lambda _: game, [NONE]).to_dataframe()["P(peace)"].tolist() == [0.5]
