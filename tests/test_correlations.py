"""Rank correlations between numbers: reached by the draws, and refused where there are none."""

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr

from caucasus_games import GameError
from caucasus_games.games.values import changed
from caucasus_games.guarantors import NONE, US_OPERATOR, named
from caucasus_games.guarantors.channels import between
from caucasus_games.models import deterrence_by_chance
from caucasus_games.parameters import Correlations, Parameters, load, write_numbers
from caucasus_games.sweeps import Run, sensitivity, summary, sweep
from caucasus_games.sweeps.copula import Copula

MINE = """
[correlations]
corridor_value = {access_risk = 0.6, military_advantage = "-1/3"}

[correlations.access_risk]
detection = 0.2
"""


def mine(folder: Path, text: str = MINE) -> Path:
    place = folder / "mine.toml"
    place.write_text(text, encoding="utf-8")
    return place


def test_draws_have_the_rank_correlations(tmp_path: Path) -> None:
    setups = named(own=mine(tmp_path))
    both = [setups["NONE"], setups["US_OPERATOR"]]
    found = sweep(deterrence_by_chance, 20_000, setups=both, seed=1)
    plain = sweep(deterrence_by_chance, 20_000, setups=[NONE, US_OPERATOR], seed=1)
    names = ("corridor_value", "access_risk", "military_advantage", "war_cost_armenia")
    ranks = spearmanr(np.stack([found[name].values for name in names], axis=1)).statistic
    expected = np.eye(4)
    expected[0, 1] = expected[1, 0] = 0.6
    expected[0, 2] = expected[2, 0] = -1 / 3
    assert abs(ranks - expected).max() < 0.02
    # each has its distribution, and what stands first or alone its draws
    for name in names:
        assert float(found[name].mean()) == pytest.approx(float(plain[name].mean()), abs=0.01)
    np.testing.assert_allclose(found.corridor_value, plain.corridor_value, rtol=1e-12)
    assert (found.war_cost_armenia == plain.war_cost_armenia).all()
    assert found.attrs["correlations"] == (
        "corridor_value with access_risk 0.6, corridor_value with military_advantage ≈-0.333, "
        "access_risk with detection 0.2"
    )
    counted = summary(deterrence_by_chance, 100, setups=both)
    assert "correlated: corridor_value with access_risk 0.6" in str(counted.asked)
    # a game that lacks some of the numbers has the same draws of the others
    alone = sweep(deterrence_by_chance, 20_000, setups=both[:1], seed=1)
    assert (alone.access_risk == found.access_risk).all()


def test_sequences_go_together_too(tmp_path: Path) -> None:
    game = deterrence_by_chance(named(own=mine(tmp_path))["NONE"])
    here, there = (
        sweep(game, 1_024, sampling="sobol", seed=1, on=Run(arrays=arrays))
        for arrays in ("numpy", "array_api_strict")
    )
    assert spearmanr(here.corridor_value, here.access_risk).statistic == pytest.approx(
        0.6, abs=0.02
    )
    assert (here.access_risk == there.access_risk).all()
    # a grid is not drawn
    grid = sweep(game, grid={"corridor_value": ["0.2"]})
    assert "correlations" not in grid.attrs


def test_numbers_may_be_tied_wholly() -> None:
    tied = Correlations({("a", "b"): 1, ("c", "a"): -1, ("b", "c"): -1})
    draws = {name: np.random.default_rng(k).random(100) for k, name in enumerate("abcd")}
    found = Copula(tied).together(draws)
    np.testing.assert_allclose(found["a"], found["b"])
    np.testing.assert_allclose(found["a"], 1 - found["c"])
    assert (found["d"] == draws["d"]).all()
    assert Copula(Correlations()).together(draws) == draws
    ends = Copula(Correlations({("a", "b"): "0.9"})).together(
        {"a": np.array([1 - 2.0**-54, 2.0**-54]), "b": np.array([1 - 2.0**-54, 2.0**-54])}
    )
    assert all(0 < x < 1 for column in ends.values() for x in column)


def test_a_table_keeps_its_correlations(tmp_path: Path) -> None:
    table = load(own=mine(tmp_path))
    assert table.correlations.names == (
        "corridor_value",
        "access_risk",
        "military_advantage",
        "detection",
    )
    assert "correlated: corridor_value with access_risk 0.6" in repr(table)
    assert "<p>correlated: corridor_value with" in table._repr_html_()
    assert table.select(["power_shift"]).correlations == table.correlations
    assert load().override(table).correlations == table.correlations
    assert table.override(load().values()).correlations == table.correlations
    setups = named(own=mine(tmp_path))
    halfway = between(setups["NONE"], setups["US_OPERATOR"], ["regime"], "halfway")
    assert halfway.parameters.correlations == table.correlations
    assert setups["WESTERN_MIX"].parameters.correlations == table.correlations


def test_a_table_is_written_and_read(tmp_path: Path) -> None:
    whole = mine(tmp_path, 'given = ["corridor_value > constitution_value"]\n' + MINE)
    table = load(own=whole)
    again = tmp_path / "again.toml"
    table.write(again)
    assert Parameters.read(again) == table
    load("2026-09").write(tmp_path / "later.csv")
    assert Parameters.read(tmp_path / "later.csv", "2026-09") == load("2026-09")
    with pytest.raises(GameError, match="has no place for samples and correlations: write"):
        write_numbers(tmp_path / "again.csv", load(own=mine(tmp_path)))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "[correlations.corridor_value]\naccess_risk = 1.5\n",
            "mine.toml, line 1: the correlation of corridor_value with access_risk is 1.5: give",
        ),
        (
            "[correlations.corridor_value]\naccess_risk = true\n",
            "mine.toml, line 1: the correlation of corridor_value with access_risk is True",
        ),
        (
            "[correlations.corridor_value]\ncorridor_value = 0.5\n",
            "mine.toml, line 1: corridor_value is correlated with itself: name two numbers",
        ),
        (
            "[correlations.corridor_valu]\naccess_risk = 0.5\n",
            "mine.toml, line 1: unknown parameter 'corridor_valu': did you mean 'corridor_value'",
        ),
        (
            "[correlations]\ncorridor_value = 0.5\n",
            "mine.toml, line 2: write [correlations.NAME] and below it OTHER = 0.5",
        ),
        ("correlations = 3\n", "mine.toml: write [correlations.NAME]"),
        (
            "[correlations.corridor_value]\naccess_risk = 0.5\n"
            "[correlations.access_risk]\ncorridor_value = 0.5\n",
            "mine.toml, line 3: the correlation of access_risk with corridor_value is given twice",
        ),
        (
            "[correlations]\ncorridor_value = {access_risk = 0.9, power_shift = 0.9}\n"
            "access_risk = {power_shift = -0.9}\n",
            "mine.toml: the correlations corridor_value with access_risk 0.9, corridor_value with",
        ),
    ],
)
def test_what_is_no_correlation_is_refused(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(GameError) as refused:
        load(own=mine(tmp_path, text))
    assert str(refused.value).startswith(why)


def test_correlations_are_checked_together(tmp_path: Path) -> None:
    # what a later line adds may be what makes them possible
    text = (
        "[correlations]\ncorridor_value = {access_risk = 0.9, power_shift = 0.9}\n"
        "access_risk = {power_shift = 0.9}\n"
    )
    assert len(load(own=mine(tmp_path, text)).correlations.pairs) == 3
    with pytest.raises(GameError, match="are no correlation matrix, where a pair that is not"):
        Correlations({("a", "b"): "0.9", ("b", "c"): "0.9", ("a", "c"): "-0.9"})
    with pytest.raises(GameError, match="the correlation of b with a is given twice: give one"):
        Correlations({("a", "b"): "0.9", ("b", "a"): "0.9"})
    assert repr(Correlations()) == "none"


def test_setups_have_one_set_of_correlations(tmp_path: Path) -> None:
    one = named(own=mine(tmp_path))["NONE"]
    other = named(own=mine(tmp_path, "[correlations.corridor_value]\naccess_risk = 0.1\n"))
    with pytest.raises(GameError, match="setups come with different correlations: take them from"):
        summary(deterrence_by_chance, 10, setups=[one, other["US_OPERATOR"]])
    game = deterrence_by_chance(one)
    with pytest.raises(GameError, match=r"^corridor_value with access_risk .* ties numbers to"):
        sensitivity(game, "peace", draws=64)
    apart = changed(game, parameters=Parameters(game.parameters.values()))
    assert summary(apart, 10).asked.drawn != summary(game, 10).asked.drawn
