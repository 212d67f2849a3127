"""Branches of logit Markov equilibria, against closed forms and equations with known curves."""

from fractions import Fraction
from math import exp
from typing import Any

import numpy as np
import pytest
import sympy
from matplotlib.figure import Figure

from caucasus_games import GameError, Parameter, Parameters, plot
from caucasus_games.concepts import markov_branches, markov_logit
from caucasus_games.concepts.markov_branches import _alarms
from caucasus_games.concepts.markov_curves import LONG, Place, _turn, along
from caucasus_games.games import MarkovGame, Stage
from caucasus_games.guarantors import NONE
from caucasus_games.models import war_and_peace
from caucasus_games.results import MarkovBranches

GAIN = sympy.Symbol("gain")
PRECISION = 3


def meeting(**options: Any) -> MarkovGame:
    """Two who want to meet at x, which is worth the gain, or at y, which is worth 2."""
    stage = Stage(
        {"A": "xy", "B": "xy"},
        {("x", "x"): [GAIN] * 2, ("x", "y"): [0, 0], ("y", "x"): [0, 0], ("y", "y"): [2, 2]},
        "again",
    )
    return MarkovGame({"again": stage}, "0.5", players="AB", **options)


@pytest.fixture(scope="module")
def found() -> MarkovBranches:
    return markov_branches(meeting(), "gain", PRECISION, within=(0, 3), starts=20)


def response(p: float, gain: float) -> float:
    return 1 / (1 + exp(-PRECISION * (gain * p - 2 * (1 - p))))


def test_a_branch_turns_where_two_equilibria_meet(found: MarkovBranches) -> None:
    # both play alike: with p the chance of x, gain = (log(p / (1 - p)) / 3 + 2 (1 - p)) / p, which
    # has its extremes where the branch turns
    p = np.linspace(0.001, 0.999, 200_001)
    gains = (np.log(p / (1 - p)) / PRECISION + 2 * (1 - p)) / p
    slopes = np.diff(gains)
    extremes = gains[1:-1][slopes[:-1] * slopes[1:] < 0]
    turns = [x for branch in found for x in branch.folds]
    assert sorted(float(x) for x in turns) == pytest.approx(
        sorted(x for x in extremes if 0 < x < 3), abs=1e-6
    )
    assert found.notes == ()


def test_every_point_is_an_equilibrium_and_all_are_on_a_branch(found: MarkovBranches) -> None:
    for branch in found:
        for value, one in zip(branch.values, branch.equilibria, strict=True):
            p, q = (one.strategies[f"{player} in again"]["x"] for player in "AB")
            assert p == pytest.approx(response(q, float(value)), abs=1e-9)
    for value in (Fraction(1, 3), Fraction(1), Fraction(5, 2)):
        alone = markov_logit(meeting().at({"gain": value}), PRECISION, starts=200)
        here = found.at(value)
        assert len(here) == len(alone)
        assert sum(one.index for one in here) == 1
        assert sorted((o.index, o.stable) for o in here) == sorted(
            (o.index, o.stable) for o in alone
        )


def test_ends_are_on_the_branches(found: MarkovBranches) -> None:
    ends = [x for branch in found for x in (branch.values[0], branch.values[-1])]
    assert set(ends) == {Fraction(0), Fraction(3)}
    for end in (Fraction(0), Fraction(3)):
        alone = markov_logit(meeting().at({"gain": end}), PRECISION, starts=100)
        assert len(found.at(end)) == len(alone)


def test_what_is_shown(found: MarkovBranches) -> None:
    told = repr(found)
    assert told.startswith(f"{len(found)} branch")
    assert "branches of logit Markov equilibria over gain\n  branch from 0 to" in told
    assert "turning at" in told
    alone = MarkovBranches("", "gain", None, 1.0, found.branches[:1], ("some are missing",))
    assert repr(alone).startswith("1 branch of logit")
    assert repr(alone).endswith("note: some are missing")


def test_the_nine_of_the_published_game() -> None:
    here = markov_branches(
        war_and_peace(NONE), "month_discount", 1, within=("0.885", "0.9"), starts=100
    )
    nine = here.at(Fraction(9, 10))
    shares = sorted(float(one.chain.stationary()["war"]) for one in nine)
    expected = [0.02, 0.03, 0.03, 0.072, 0.075, 0.144, 0.527, 0.583, 0.591]
    assert shares == pytest.approx(expected, abs=6e-4)
    assert [one.stable for one in nine].count(True) == 2
    # the published one meets another where months count for a little less
    (born,) = (
        float(branch.folds[0])
        for branch in here
        if any(
            0.52 < one.chain.stationary()["war"] < 0.53 for one in branch.passing(Fraction(9, 10))
        )
    )
    assert born == pytest.approx(0.8877, abs=1e-3)
    for number, count in ((Fraction(88, 100), 0), (Fraction(886, 1000), 7)):
        assert len(here.at(number)) == count
    ax = plot.markov_branches(here, "war")
    diamonds = [line for line in ax.lines if line.get_marker() == "D"]
    assert len(diamonds) == 9
    assert [line.get_marker() for line in ax.lines].count("o") == len(here)
    assert isinstance(ax.figure, Figure)


def test_a_line_for_each_stretch_that_is_stable_or_not(found: MarkovBranches) -> None:
    ax = plot.markov_branches(found, "again")
    stretches = [line for line in ax.lines if line.get_linestyle() != "None"]
    changes = sum(
        sum(
            a.stable != b.stable
            for a, b in zip(branch.equilibria, branch.equilibria[1:], strict=False)
        )
        for branch in found
    )
    assert len(stretches) == len(found) + changes
    with pytest.raises(GameError, match="unknown state 'elsewhere'"):
        plot.markov_branches(found, "elsewhere")


def test_points_of_pure_and_of_unstable_ones() -> None:
    gain = Parameter("gain", "what x is worth", "payoff", 0, 1, 3, "assumption: an example")
    game = MarkovGame(
        {
            "again": Stage(
                {"A": "xy", "B": "xy"},
                {
                    ("x", "x"): [GAIN] * 2,
                    ("x", "y"): [0, 0],
                    ("y", "x"): [0, 0],
                    ("y", "y"): [2, 2],
                },
                "again",
                {("x", "x"): "met at x"},
            )
        },
        "0.5",
        players="AB",
        otherwise="not",
        parameters=Parameters([gain]),
    )
    ax = plot.correspondence(game, "met at x", "gain", points=4)
    # both pure ones from the gain 1 on, and at 0 the tie
    assert len(np.asarray(ax.lines[1].get_xdata())) == 8
    ax = plot.correspondence(
        game, "met at x", "gain", solver=markov_logit.given(precision=3, starts=30), points=4
    )
    assert [line.get_markerfacecolor() for line in ax.lines[1:]] == ["#0072b2", "white"]


def test_a_range_of_the_parameters_and_what_the_number_is() -> None:
    gain = Parameter("gain", "what x is worth", "payoff", 0, 1, 3, "assumption: an example")
    game = meeting(parameters=Parameters([gain]))
    here = markov_branches(game, "gain", PRECISION, starts=5, begin=["0.5"])
    assert here.central == 1
    ax = plot.markov_branches(here, "again")
    assert sum(line.get_marker() == "D" for line in ax.lines) == len(here.at(Fraction(1)))
    moved = markov_branches(game.at({"gain": 5}), "gain", PRECISION, starts=5)
    assert moved.central is None


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"parameter": "loss", "within": (0, 1)}, "unknown number of the game 'loss'"),
        ({}, "gain has no range: give within"),
        ({"within": 3}, "within is 3: give the two ends of a range"),
        ({"within": (1, 2, 3)}, "give the two ends of a range"),
        ({"within": (1, 1)}, "gain goes from 1 to 1: give the lower end first"),
        ({"within": (0, 1), "begin": [2]}, "gain begins at 2: give values from 0 to 1"),
        ({"within": (0, 1), "precision": 0}, "the precision is 0"),
    ],
)
def test_refusals(options: dict[str, Any], told: str) -> None:
    with pytest.raises(GameError, match=told):
        markov_branches(meeting(), **{"parameter": "gain", "precision": 1, **options})


def test_missing_branches_are_told() -> None:
    (told,) = _alarms("gain", Fraction(0), Fraction(1), [])
    assert told.startswith("for gain from 0 to 1 the indices sum to 0")


class Known:
    """Equations in one unknown whose curves are known."""

    def __init__(self, gap: Any) -> None:
        self._gap = gap

    def gap(self, x: Any, t: float) -> Any:
        return np.array([self._gap(x[0], t)])

    def slopes(self, x: Any, t: float) -> Any:
        h = 1e-6
        by_t = (self._gap(x[0], t) - self._gap(x[0], t - h)) / h
        return np.column_stack([self.own_slopes(x, t), [by_t]])

    def own_slopes(self, x: Any, t: float) -> Any:
        h = 1e-6
        return np.array([[(self._gap(x[0] + h, t) - self._gap(x[0] - h, t)) / (2 * h)]])


def followed(gap: Any, x: float, t: float) -> list[tuple[float, float]]:
    family: Any = Known(gap)
    return [(float(p.x[0]), p.t) for p in along(family, np.array([x]), t)]


def test_a_curve_that_closes_is_followed_once() -> None:
    points = followed(lambda x, t: x**2 + (t - 20) ** 2 - 25, 5.0, 20.0)
    assert points[0] == points[-1]
    assert all(x**2 + (t - 20) ** 2 == pytest.approx(25) for x, t in points)
    turned = [np.arctan2(x, t - 20) for x, t in points]
    assert abs(np.unwrap(turned)[-1] - turned[0]) == pytest.approx(2 * np.pi)


def test_a_curve_goes_straight_past_a_crossing() -> None:
    points = followed(lambda x, t: x * (x**2 - (t - 20.0317)), 0.0, 0.0)
    assert all(x == pytest.approx(0, abs=1e-9) for x, _ in points)
    assert (points[0][1], points[-1][1]) == (0.0, LONG)


def test_where_a_curve_cannot_be_followed_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    # what is asked for is no number beyond
    points = followed(lambda x, t: x - 0.1 * t if t < 10 else np.nan, 0.5, 5.0)
    assert 9.9 < points[-1][1] < 10
    assert points[0][1] == 0
    # or at the very end of the range
    points = followed(lambda x, t: np.nan if t == LONG else x - 0.1 * t, 0.0, 0.0)
    assert LONG - 3 < points[-1][1] < LONG
    # steps do not get around a corner
    points = followed(lambda x, t: x - 3 * abs(t - 10), 30.0, 0.0)
    assert 9.9 < points[-1][1] < 10
    # there is nothing to go to
    assert followed(lambda x, t: 1.0 + 0 * x if t > 5 else x, 0.0, 5.0)[-1][1] == 5
    # what cannot be halved is where it was
    nowhere: Any = Known(lambda x, t: np.nan)
    place = Place(np.zeros(1), 5.0, np.array([0.0, 1.0]), np.ones((1, 2)))
    assert _turn(nowhere, place, 1.0) is place
    # a curve has an end to its steps
    monkeypatch.setattr("caucasus_games.concepts.markov_curves._MOST_STEPS", 3)
    assert len(followed(lambda x, t: x - 0.1 * t, 0.0, 0.0)) == 4
