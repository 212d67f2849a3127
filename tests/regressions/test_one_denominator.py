"""Means and shares of a summary are of all draws, and the means add up to one."""

from fractions import Fraction

import numpy as np
import pytest
import sympy

from caucasus_games import GameError, summary, sweep
from caucasus_games.concepts import mixed_nash
from caucasus_games.games import Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.guarantors import NONE, RUSSIAN_CORRIDOR, US_OPERATOR
from caucasus_games.models import ceasefire, guarantee, settlement
from caucasus_games.parameters import Parameter, Parameters

X = sympy.Symbol("x")
EVEN = Parameters(
    [
        Parameter(
            "x",
            "x",
            "share",
            Fraction(-1),
            Fraction(0),
            Fraction(1),
            "assumption: a test",
            "uniform",
        )
    ]
)


def test_draws_without_an_equilibrium_count() -> None:
    found = summary(guarantee, 4_000, setups=[NONE, RUSSIAN_CORRIDOR], seed=1)
    frame = found.to_dataframe()
    for setup in found.setups:
        assert frame["mean"].loc[setup].sum() == pytest.approx(1)
        assert found.missing(setup) == pytest.approx(frame.loc[(setup, found.none), "mean"])
        for outcome in found.outcomes:
            low, high = found.probability(setup, outcome)
            assert low <= found.mean(setup, outcome) <= high <= found.share(setup, outcome)
            assert found.share(setup, outcome, "guaranteed") <= found.share(setup, outcome)
    swept = sweep(guarantee, draws=4_000, setups=[NONE, RUSSIAN_CORRIDOR], seed=1)
    missing = float((swept.equilibria.sel(setup="RUSSIAN_CORRIDOR") == 0).mean())
    assert found.missing("RUSSIAN_CORRIDOR") == pytest.approx(missing)
    assert missing > 0.05
    assert "no pure equilibrium" in repr(found)
    assert "no pure equilibrium" in found._repr_html_()
    assert "no pure equilibrium" in found.to_latex()
    with pytest.raises(GameError, match="unknown setup 'NOBODY'"):
        found.missing("NOBODY")


def test_three_equilibria_count_alike() -> None:
    """A coordination of two: both meet here, or there, or they mix."""
    game = NormalForm(
        {"A": ["l", "r"], "B": ["l", "r"]},
        {
            ("l", "l"): (2 + X, 1),
            ("l", "r"): (0, 0),
            ("r", "l"): (0, 0),
            ("r", "r"): (1, 2),
        },
        parameters=EVEN,
    )
    found = summary(game, 500, solver=mixed_nash)
    swept = sweep(game, draws=500, solver=mixed_nash)
    assert (swept.equilibria == 3).all()
    # B mixes so that A is indifferent, A so that B is
    left = 1 / (3 + swept["x"])
    mixed = float((2 / 3 * left).mean())
    assert found.mean("game", "l, l") == pytest.approx((1 + mixed) / 3, abs=1e-6)
    assert sum(found.mean("game", outcome) for outcome in found.outcomes) == pytest.approx(1)
    assert found.labels == found.outcomes
    assert found.none == "no equilibrium"


def test_possible_says_what_it_is_and_the_mean_comes_first() -> None:
    found = summary(settlement, 1_000, setups=[US_OPERATOR], seed=1)
    told = repr(found).splitlines()
    assert told[0] == "1,000 draws by subgame_perfect, with standard errors"
    assert told[1].split() == ["setup", "outcome", "mean", "possible", "%", "guaranteed", "%"]
    assert "possible: above zero in some equilibrium" in told[-1]
    frame = found.to_dataframe()
    assert list(frame.columns)[:4] == ["mean", "mean ±", "probability_low", "probability_high"]
    assert found.share("US_OPERATOR", "peace") > found.mean("US_OPERATOR", "peace") > 0


def test_the_error_of_a_mean() -> None:
    ends = {"a": Terminal("a", {"A": X}), "b": Terminal("b", {"A": 0})}
    found = summary(ExtensiveForm(Decision("A", ends), parameters=EVEN), 2_000, seed=4)
    share = found.mean("game", "a")
    assert share == found.share("game", "a")
    assert found.mean_error("game", "a") == pytest.approx(found.error("game", "a"))
    assert found.mean_error("game", "a") == pytest.approx((share * (1 - share) / 2_000) ** 0.5)


def test_summaries_are_compared() -> None:
    one = summary(guarantee, 200, setups=[NONE], seed=1)
    again = summary(guarantee, 200, setups=[NONE], seed=1)
    other = summary(guarantee, 200, setups=[NONE], seed=2)
    assert one == again
    assert hash(one) == hash(again)
    assert one != other
    assert one != "a summary"
    assert summary(ceasefire, 50, setups=[NONE]) != summary(
        ceasefire, 50, setups=[NONE], solver=mixed_nash
    )
    assert {one, again} == {one}


def test_what_is_missing_is_no_number() -> None:
    """Least and greatest of nothing are infinite on the way, and missing in the answer."""
    pennies = NormalForm(
        {"A": ["a", "b"], "B": ["c", "d"]},
        {
            ("a", "c"): (1 + X, -1),
            ("a", "d"): (-1, 1),
            ("b", "c"): (-1, 1),
            ("b", "d"): (1, -1),
        },
        parameters=Parameters(
            [
                Parameter(
                    "x", "x", "share", Fraction(0), Fraction(1), Fraction(2), "assumption: a test"
                )
            ]
        ),
    )
    found = sweep(pennies, draws=50)
    for name in ("probability_low", "probability_high", "payoff_low", "payoff_high"):
        assert np.isnan(found[name]).all()
    assert not found.possible.any()
    assert not found.guaranteed.any()
