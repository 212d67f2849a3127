"""A store answers what was asked when it was made, and refuses all else by what differs."""

from dataclasses import replace
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import sympy
import xarray as xr

from caucasus_games import GameError, sweep
from caucasus_games.comparison import asked
from caucasus_games.concepts import mixed_nash, pure_nash, quantal_response
from caucasus_games.games import Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.guarantors import EU_MONITORS, NONE, US_OPERATOR, named
from caucasus_games.models import ceasefire, settlement
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.sweeps import Run

PENNIES = NormalForm(
    {"A": ["a", "b"], "B": ["c", "d"]},
    {
        ("a", "c"): [sympy.Symbol("x"), -1],
        ("a", "d"): [-1, 1],
        ("b", "c"): [-1, 1],
        ("b", "d"): [1, -1],
    },
    title="pennies",
    parameters=Parameters(
        [
            Parameter(
                "x", "x", "share", Fraction(1, 2), Fraction(1), Fraction(2), "assumption: a test"
            )
        ]
    ),
)


def test_another_concept_is_refused(tmp_path: Path) -> None:
    store = tmp_path / "run.zarr"
    assert not sweep(PENNIES, draws=20, solver=pure_nash, on=Run(store=store)).equilibria.any()
    told = "solver is 'pure_nash' there and 'mixed_nash' here: name another store"
    with pytest.raises(GameError, match=told):
        sweep(PENNIES, draws=20, solver=mixed_nash, on=Run(store=store))
    fresh = sweep(PENNIES, draws=20, solver=mixed_nash, on=Run(store=tmp_path / "other.zarr"))
    assert (fresh.equilibria == 1).all()
    assert fresh.attrs["solver"] == "mixed_nash"
    # the usual concept is the one that it is
    xr.testing.assert_identical(
        sweep(PENNIES, draws=20, on=Run(store=store)), sweep(PENNIES, draws=20, solver=pure_nash)
    )


def test_another_precision_is_refused(tmp_path: Path) -> None:
    store = tmp_path / "run.zarr"
    sweep(PENNIES, draws=5, solver=quantal_response.given(precision=2), on=Run(store=store))
    told = r"solver is 'quantal_response\(precision=2\)' there and '.*precision=3\)' here"
    with pytest.raises(GameError, match=told):
        sweep(PENNIES, draws=5, solver=quantal_response.given(precision=3), on=Run(store=store))


def test_a_model_by_two_concepts(tmp_path: Path) -> None:
    own = {"draws": 50, "setups": [EU_MONITORS], "seed": 1, "on": Run(store=tmp_path / "run.zarr")}
    sweep(ceasefire, solver=pure_nash, **own)  # type: ignore[arg-type]
    with pytest.raises(GameError, match="solver is 'pure_nash' there and 'mixed_nash' here"):
        sweep(ceasefire, solver=mixed_nash, **own)  # type: ignore[arg-type]


@pytest.mark.skipif(find_spec("array_api_strict") is None, reason="needs another package")
def test_another_package_is_refused(tmp_path: Path) -> None:
    store = tmp_path / "run.zarr"
    sweep(PENNIES, draws=5, on=Run(store=store))
    with pytest.raises(GameError, match="arrays is 'numpy' there and 'array_api_strict' here"):
        sweep(PENNIES, draws=5, on=Run(store=store, arrays="array_api_strict"))


def test_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "run.zarr"
    sweep(PENNIES, draws=5, on=Run(store=store))
    monkeypatch.setattr(asked, "__version__", "0.0.9")
    with pytest.raises(GameError, match=r"version is '.*' there and '0.0.9' here"):
        sweep(PENNIES, draws=5, on=Run(store=store))


def test_another_release_of_a_package_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "run.zarr"
    sweep(PENNIES, draws=5, on=Run(store=store))
    monkeypatch.setattr(np, "__version__", "1.9")
    with pytest.raises(GameError, match=r"package is 'numpy \d.*' there and 'numpy 1.9' here"):
        sweep(PENNIES, draws=5, on=Run(store=store))


def test_another_vintage_is_refused(tmp_path: Path) -> None:
    store = tmp_path / "run.zarr"
    sweep(settlement, draws=5, setups=[NONE], on=Run(store=store))
    told = "vintage of NONE is '2025-07' there and '2026-09' here"
    with pytest.raises(GameError, match=told):
        sweep(settlement, draws=5, setups=[named("2026-09")["NONE"]], on=Run(store=store))


def test_other_numbers_are_refused_by_the_first_that_differs(tmp_path: Path) -> None:
    store = tmp_path / "run.zarr"
    sweep(settlement, draws=5, setups=[US_OPERATOR], on=Run(store=store))
    record = US_OPERATOR.parameters["guarantor_credibility"]
    lower = replace(record, low=record.low / 2)
    own = replace(US_OPERATOR, parameters=US_OPERATOR.parameters.override([lower]))
    told = r"range of guarantor_credibility under US_OPERATOR is '.*' there and '.*' here"
    with pytest.raises(GameError, match=told):
        sweep(settlement, draws=5, setups=[own], on=Run(store=store))


def test_who_moves_is_part_of_a_game(tmp_path: Path) -> None:
    x = sympy.Symbol("x")
    table = Parameters(
        [Parameter("x", "x", "share", Fraction(0), Fraction(1), Fraction(2), "assumption: a test")]
    )
    ends = {
        "go": Terminal("war", {"A": x, "B": 1 - x}),
        "stay": Terminal("peace", {"A": 1, "B": 0}),
    }
    for player in "AB":
        game = ExtensiveForm(Decision(player, ends), ["A", "B"], parameters=table)
        if player == "A":
            sweep(game, draws=5, on=Run(store=tmp_path / "run.zarr"))
        else:
            with pytest.raises(GameError, match="game under game is"):
                sweep(game, draws=5, on=Run(store=tmp_path / "run.zarr"))


def test_a_grid_has_no_seed(tmp_path: Path) -> None:
    own = {"grid": {"x": ["1/3", 2]}, "on": Run(store=tmp_path / "run.zarr")}
    one = sweep(PENNIES, seed=1, **own)  # type: ignore[arg-type]
    xr.testing.assert_identical(one, sweep(PENNIES, seed=2, **own))  # type: ignore[arg-type]
    with pytest.raises(GameError, match="grid is 'x 1/3, 2' there and 'x 1/3, 3' here"):
        sweep(PENNIES, grid={"x": ["1/3", 3]}, on=Run(store=tmp_path / "run.zarr"))
