"""The figure of reliability: shares of years by what was said, with their ranges."""

import numpy as np
import pytest
from immutabledict import immutabledict
from matplotlib.collections import PathCollection
from scipy.stats import binomtest

from caucasus_games import GameError, plot
from caucasus_games.evidence import Year, Yearly
from caucasus_games.plot.reliability import _points, _range


def made(said: dict[int, float], war: dict[int, bool | None]) -> Yearly:
    rows = [
        Year(year, "NONE", so, so, immutabledict({"m": (said[year],) * 2} if year in said else {}))
        for year, so in war.items()
    ]
    return Yearly(tuple(rows), ("m", "silent"), 1)


def test_points_are_shares_of_the_years_of_each_part() -> None:
    told = [(0.1, False), (0.15, True), (0.9, True), (1.0, True), (0.05, False)]
    (low, high) = _points(told)
    assert low[:2] == pytest.approx((0.1, 1 / 3))
    assert high[:2] == pytest.approx((0.95, 1))
    assert (low[-1], high[-1]) == (3, 2)


@pytest.mark.parametrize(("hits", "count"), [(0, 3), (1, 3), (5, 9), (4, 4)])
def test_ranges_are_those_of_wilson(hits: int, count: int) -> None:
    known = binomtest(hits, count).proportion_ci(0.9, method="wilson")
    assert _range(hits / count, count) == pytest.approx((known.low, known.high), abs=1e-3)


def test_a_figure_has_a_point_for_each_part() -> None:
    years: dict[int, bool | None] = {1995: False, 1996: False, 1997: True, 1998: None}
    found = made({1995: 0.1, 1996: 0.7, 1997: 0.9, 1998: 0.9}, years)
    ax = plot.reliability(found)
    (points,) = [one for one in ax.collections if isinstance(one, PathCollection)]
    assert np.asarray(points.get_offsets())[:, 1].tolist() == [0, 0, 1]
    assert ax.get_legend_handles_labels()[1] == ["all years", "m, 3 years"]
    assert ax.get_ylabel() == "share of years with 1,000 deaths or more"


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(GameError, match="no model speaks of a year that is known"):
        plot.reliability(made({}, {1995: True}))
    with pytest.raises(GameError, match="deaths is 3"):
        plot.reliability(made({1995: 0.5}, {1995: True}), deaths=3)
    with pytest.raises(GameError, match=r"plot\.reliability takes an object of the class Yearly"):
        plot.reliability(3)  # type: ignore[arg-type]
