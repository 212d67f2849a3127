"""Choices that are drawn again and estimated again: their spread, and what has no estimate."""

import numpy as np
import pytest

from caucasus_games import GameError, NormalForm
from caucasus_games.evidence import Bootstrap, Fit, bootstrap, fit
from caucasus_games.evidence.bootstrap import _drawn
from caucasus_games.evidence.climb import climbed_again

MOVES = {"A": ["up", "down"], "B": ["left", "right"]}
# one of which the other is sure to choose the better, so that the precision has a formula
ALONE = NormalForm.from_arrays([[1, 1], [0, 0]], [[0, 0], [0, 0]], actions=MOVES)
SEEN = {"A": {"up": 70, "down": 30}}


@pytest.fixture(scope="module")
def found() -> Fit:
    return fit(ALONE, SEEN)


@pytest.fixture(scope="module")
def again(found: Fit) -> Bootstrap:
    return bootstrap(found, 60, seed=1)


def test_estimates_are_those_of_the_choices_that_are_drawn(found: Fit, again: Bootstrap) -> None:
    # of a choice between two the precision is the logarithm of the odds
    assert found.estimates["precision"] == pytest.approx(np.log(7 / 3), rel=1e-6)
    rng, expected = np.random.default_rng(1), []
    for _ in range(60):
        (part,) = _drawn(found, rng).parts
        up, down, *others = part.choices.counts[:, 0]
        assert (up + down, sum(others)) == (100, 0)
        expected.append(np.log(up / down))
    np.testing.assert_allclose(again.values["precision"], expected, rtol=1e-6)


def test_spread_and_range_are_of_the_estimates(found: Fit, again: Bootstrap) -> None:
    own = again.values["precision"]
    assert again.standard_errors["precision"] == pytest.approx(own.std(ddof=1))
    assert again.interval("precision", 0.5) == pytest.approx(np.quantile(own, [0.25, 0.75]))
    # with a hundred choices both ways agree but for a fifth
    assert again.standard_errors["precision"] == pytest.approx(
        found.standard_errors["precision"], rel=0.25
    )
    assert again.failed == 0


def test_the_same_seed_draws_the_same(found: Fit, again: Bootstrap) -> None:
    one, other = (bootstrap(found, 3, rng=np.random.default_rng(1)) for _ in range(2))
    np.testing.assert_array_equal(one.values["precision"], other.values["precision"])
    same = bootstrap(found, 3, seed=1)
    np.testing.assert_array_equal(same.values["precision"], again.values["precision"][:3])


def test_what_is_drawn_may_have_no_estimate() -> None:
    few = fit(ALONE, {"A": {"up": 4, "down": 3}})
    found = bootstrap(few, 30, seed=1)
    # as often down as up, or never down
    assert 0 < found.failed < 30
    assert len(found.to_dataframe()) == 30 - found.failed
    assert f"{found.failed} more have no estimate" in repr(found)
    with pytest.raises(GameError, match="too small to say how sure"):
        bootstrap(fit(ALONE, {"A": {"up": 2, "down": 1}}), 2, seed=3)


def test_the_branch_nearest_to_the_data_is_followed() -> None:
    game = NormalForm.from_arrays([[2, 0], [0, 1]], [[2, 0], [0, 1]], actions=MOVES)
    seen = {"A": {"up": 5, "down": 95}, "B": {"left": 4, "right": 96}}
    near = fit(game, seen, branch="data")
    found = bootstrap(near, 5, seed=2)
    assert len(found.values["precision"]) + found.failed == 5
    assert abs(found.values["precision"].mean() - near.estimates["precision"]) < 1
    # where the equilibrium has come to an end there is nothing to begin at
    assert climbed_again(near.summit.likelihood, np.array([0.5])) is None


def test_it_is_told(again: Bootstrap) -> None:
    assert repr(again).startswith("drawn and estimated 60 times\n")
    assert "<table" in again._repr_html_()
    assert list(again.to_dataframe()) == ["precision"]


def test_what_is_no_estimate_is_refused(found: Fit, again: Bootstrap) -> None:
    with pytest.raises(GameError, match="bootstrap takes an object of the class Fit"):
        bootstrap(SEEN)  # type: ignore[arg-type]
    for times in (1, True, "5"):
        with pytest.raises(GameError, match="give a whole number of two or more"):
            bootstrap(found, times)  # type: ignore[arg-type]
    with pytest.raises(GameError, match="unknown estimate"):
        again.interval("gain")
    with pytest.raises(GameError, match="share is 2"):
        again.interval("precision", 2)
