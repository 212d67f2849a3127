"""A sweep that was killed goes on where it stopped, and ends as one that was not."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import pytest
import sympy
import xarray as xr

from caucasus_games import GameError, sweep
from caucasus_games.games import Decision, ExtensiveForm, Terminal
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import election, guarantee, settlement
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.readings.tally import Tally
from caucasus_games.sweeps import Run
from caucasus_games.sweeps import execution as blocks
from caucasus_games.sweeps.work import Work

SETUPS = [NONE, US_OPERATOR]
SCRIPT = """
import sys, time
from caucasus_games import Run, sweep
from caucasus_games.sweeps import execution as blocks
from caucasus_games.sweeps.work import Work
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import settlement
blocks.BLOCK = 500
block = Work.block
def slow(work, start, stop):
    time.sleep(0.1)
    return block(work, start, stop)
Work.block = slow
sweep(settlement, draws=6_000, setups=[NONE, US_OPERATOR], seed=3,
    on=Run(workers=1, store=sys.argv[1]))
"""


def finished(store: Path) -> int:
    notes = (note for note in (store / "blocks").glob("*") if note.name.isdigit())
    return max((json.loads(note.read_text())["stop"] for note in notes), default=0)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 500)


def test_a_run_that_was_killed_goes_on_bit_for_bit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "run.zarr"
    run = subprocess.Popen([sys.executable, "-c", SCRIPT, str(store)])
    for _ in range(600):
        if finished(store) >= 1_500:
            break
        time.sleep(0.05)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    before = finished(store)
    assert 1_500 <= before < 6_000
    solved = []
    block = Work.block

    def noted(work: Work, start: int, stop: int) -> list[tuple[str, Tally]]:
        solved.append(start)
        return block(work, start, stop)

    monkeypatch.setattr(Work, "block", noted)
    found = sweep(settlement, draws=6_000, setups=SETUPS, seed=3, on=Run(store=store))
    assert sorted(solved) == list(range(before, 6_000, 500))
    whole = sweep(settlement, draws=6_000, setups=SETUPS, seed=3)
    xr.testing.assert_identical(found, whole)
    again = sweep(settlement, draws=6_000, setups=SETUPS, seed=3, on=Run(store=store))
    xr.testing.assert_identical(again, whole)


def test_a_grid_is_kept_too(tmp_path: Path) -> None:
    grid = {"corridor_value": ["0.1", "0.5"], "bypass_value": [f"{k}/400" for k in range(401)]}
    store = tmp_path / "grid.zarr"
    found = sweep(guarantee, grid=grid, setups=[US_OPERATOR], on=Run(store=store))
    xr.testing.assert_identical(
        found, sweep(guarantee, grid=grid, setups=[US_OPERATOR], on=Run(store=store))
    )
    with pytest.raises(GameError, match="is of another sweep, grid is"):
        sweep(guarantee, grid={"bypass_value": [1]}, setups=[US_OPERATOR], on=Run(store=store))


def test_another_sweep_is_refused_by_what_differs(tmp_path: Path) -> None:
    store = tmp_path / "run.zarr"
    sweep(settlement, draws=600, setups=[NONE], on=Run(store=store))
    cases: list[tuple[str, dict[str, object]]] = [
        ("draws is '600' there and '700' here", {"draws": 700}),
        ("seed is '0' there and '1' here", {"draws": 600, "seed": 1}),
        ("sampling is 'random' there and 'sobol' here", {"draws": 600, "sampling": "sobol"}),
        (
            "value of bypass_value under NONE is None there and '0' here",
            {"draws": 600, "values": {"bypass_value": 0}},
        ),
        ("setups is 'NONE' there and 'NONE, US_OPERATOR' here", {"draws": 600, "setups": SETUPS}),
    ]
    for told, own in cases:
        arguments: dict[str, object] = {"setups": [NONE], "on": Run(store=store), **own}
        with pytest.raises(GameError, match=f"is of another sweep, {told}"):
            sweep(settlement, **arguments)  # type: ignore[arg-type]
    with pytest.raises(GameError, match="is of another sweep, model is 'settlement under NONE'"):
        sweep(election, draws=600, setups=[NONE], on=Run(store=store))


def test_a_store_that_cannot_be_used_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notes").mkdir()
    with pytest.raises(GameError, match="notes cannot be used"):
        sweep(settlement, draws=10, setups=[NONE], on=Run(store=tmp_path / "notes"))
    store = tmp_path / "run.zarr"
    sweep(settlement, draws=1_200, setups=[NONE], on=Run(store=store))
    chunk = next((store / "equilibria" / "c").rglob("1"))
    chunk.write_bytes(b"damaged")
    told = (
        r"the block of draws from 500 on in the store .*run.zarr is damaged \(.*: remove .*/500 to"
    )
    with pytest.raises(GameError, match=told):
        sweep(settlement, draws=1_200, setups=[NONE], on=Run(store=store))
    shutil.rmtree(store)

    def full(path: Path, target: Path) -> None:
        if path.name == "500.new":
            raise OSError("No space left on device")
        os.replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(GameError, match=r"No space left on device.*: blocks that are done stay in"):
        sweep(settlement, draws=1_200, setups=[NONE], on=Run(store=store))
    monkeypatch.undo()
    assert finished(store) == 500


def test_another_distribution_is_another_sweep(tmp_path: Path) -> None:
    x = sympy.Symbol("x")
    ends = {"go": Terminal("war", {"A": x}), "stay": Terminal("peace", {"A": 0})}
    for shape in ("triangular", "uniform"):
        half = Fraction(1, 2)
        record = Parameter("x", "x", "share", -half, half, half, "assumption: a test", shape)
        game = ExtensiveForm(Decision("A", ends), parameters=Parameters([record]))
        if shape == "triangular":
            sweep(game, draws=10, on=Run(store=tmp_path / "run.zarr"))
        else:
            told = "range of x under game is '-1/2 to 1/2 around 1/2, triangular' there and '"
            with pytest.raises(GameError, match=told):
                sweep(game, draws=10, on=Run(store=tmp_path / "run.zarr"))
