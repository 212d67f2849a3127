"""Indices against those that can be worked out by hand, and the box of failures."""

import sys
from fractions import Fraction

import numpy as np
import pytest
import sympy

from caucasus_games import GameError, sensitivity
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.games.profiles import Profile
from caucasus_games.guarantors import US_OPERATOR
from caucasus_games.models import settlement
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.sweeps import failure_box

X, Y, Z = sympy.symbols("x y z")


def unit(*names: str) -> Parameters:
    half = Fraction(1, 2)
    ends = (Fraction(0), half, Fraction(1))
    return Parameters(
        [Parameter(n, n, "share", *ends, "assumption: for a test", "uniform") for n in names]
    )


def choice(gain: sympy.Expr) -> ExtensiveForm:
    go, stay = Terminal("war", {"A": gain}), Terminal("peace", {"A": Z * 0})
    root = Decision("A", {"go": go, "stay": stay})
    return ExtensiveForm(root, parameters=unit("x", "y", "z"), title="choice")


def test_the_indices_of_a_sum_that_reaches_one() -> None:
    # y is 1 where x + y > 1: its mean given x is x, so that the first index is (1/12)/(1/4)
    found = sensitivity(choice(X + Y - 1), "war", draws=4_096)
    for name in ("x", "y"):
        effect = found.effects[name]
        assert effect.first == pytest.approx(1 / 3, abs=0.05)
        assert effect.total == pytest.approx(2 / 3, abs=0.05)
        # given a tenth of the range the share moves by 1/4 at the median
        assert effect.pawn == pytest.approx(0.25, abs=0.03)
        assert (effect.low, effect.high) == (0, 1)
    assert found.mean == pytest.approx(0.5, abs=0.02)
    assert found.box is not None
    assert found.box.density > 0.8


def test_one_parameter_may_decide_alone() -> None:
    found = sensitivity(choice(X - Fraction(7, 10) + 0 * Y), "war", draws=1_000)
    assert list(found.effects) == ["x"]
    assert found.effects["x"].total == pytest.approx(1, abs=0.05)
    assert found.box is not None
    assert found.box.limits["x"][1] == pytest.approx(0.7, abs=0.03)
    assert str(found).startswith("war is possible in 30% of the draws of the choice\n  x: 1.0")
    assert "fails where x below 0." in str(found)
    frame = found.to_dataframe()
    assert frame.loc["x", "low"] == 0
    again = sensitivity(choice(X - Fraction(7, 10)), "war", draws=1_000)
    assert again.effects == found.effects


def test_nothing_may_matter() -> None:
    found = sensitivity(choice(X + 1), "war", draws=64)
    assert found.box is None
    assert found.effects["x"].total == found.effects["x"].first == found.effects["x"].pawn == 0
    assert str(found) == "war is possible in 100% of the draws of the choice"


def test_probabilities_and_guarantees() -> None:
    draw = Chance(
        {"peace": (X, Terminal("peace", {"A": 1})), "war": (1 - X, Terminal("war", {"A": 1}))}
    )
    tree = ExtensiveForm(
        Decision("A", {"try": draw, "stay": Terminal("quiet", {"A": Y})}),
        parameters=unit("x", "y"),
        title="lottery",
    )
    found = sensitivity(tree, "peace", response="probability", draws=512)
    assert found.box is None
    assert found.central == 0.5
    assert next(iter(found.effects)) == "x"
    assert str(found).startswith("peace has the mean probability 0.5")
    pennies: dict[Profile, list[object]] = {
        ("a", "c"): [X, 0],
        ("a", "d"): [0, X],
        ("b", "c"): [0, X],
        ("b", "d"): [X, 0],
    }
    game = NormalForm({"A": ["a", "b"], "B": ["c", "d"]}, pennies, parameters=unit("x"))
    none = sensitivity(game, "a, c", response="guaranteed", draws=64)
    assert none.mean == 0
    assert none.title == "game"
    assert str(none).startswith(
        "a, c is guaranteed in 0% of the draws of the game\n  fails anywhere"
    )
    assert sensitivity(game, "a, c", response="probability", draws=64).mean == 0


def test_the_box_has_limits_on_both_sides() -> None:
    rng = np.random.default_rng(5)
    draws = dict(zip("xyz", rng.random((3, 20_000)), strict=True))
    fails = (abs(draws["x"] - 0.5) < 0.2) & (draws["y"] < 0.5)
    found = failure_box(draws, fails)
    low, high = found.limits["x"]
    assert (low, high, found.limits["y"][1]) == pytest.approx((0.3, 0.7, 0.5), abs=0.03)
    assert set(found.limits) == {"x", "y"}
    assert found.density > 0.93
    assert found.coverage > 0.93
    assert found.mass == pytest.approx(0.2, abs=0.02)
    assert str(found).startswith(f"x between {low:.3g} and {high:.3g} and y below 0.")
    assert str(failure_box(draws, draws["z"] >= 0)).startswith("anywhere: 100% of these draws fail")


def test_the_settlement_hangs_on_danger_more_than_on_credibility() -> None:
    found = sensitivity(settlement(US_OPERATOR), "peace", draws=512)
    assert found.effects["guarantor_credibility"].total < 0.1
    assert found.effects["escalation_risk"].total > 0.2
    assert found.central == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((settlement, "peace"), "sensitivity is for a game .* and got the function"),
        ((choice(X), "piece"), "unknown outcome 'piece'"),
        ((choice(X), "war", {"response": "likely"}), "unknown response 'likely'"),
        ((choice(X).at({"x": 1}), "war"), "every number of this game is fixed"),
        ((choice(X), "war", {"draws": 0}), "draws is 0"),
    ],
)
def test_bad_input_is_told(arguments: tuple[object, ...], message: str) -> None:
    game, outcome, *more = arguments
    own = more[0] if more else {}
    with pytest.raises(GameError, match=message):
        sensitivity(game, outcome, **own)  # type: ignore[arg-type]


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib.sample.sobol", None)
    with pytest.raises(GameError, match=r"pip install \"caucasus-games\[sensitivity\]\""):
        sensitivity(choice(X), "war", draws=16)
