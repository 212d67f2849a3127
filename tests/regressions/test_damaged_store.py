"""What was killed or damaged on disk comes back bit for bit, or is refused by name; never wrong."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
import zarr

from caucasus_games import GameError, sweep
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import guarantee
from caucasus_games.readings.tally import Tally
from caucasus_games.sweeps import Run
from caucasus_games.sweeps import execution as blocks
from caucasus_games.sweeps.work import Work

DRAWS, SETUPS = 1_200, [NONE, US_OPERATOR]
SCRIPT = """
import sys, time
from caucasus_games import Run, sweep
from caucasus_games.sweeps import execution as blocks
from caucasus_games.sweeps.store import Store
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import guarantee
blocks.BLOCK = 300
made = Store._made
def noted(store, *arguments):
    print("making", flush=True)
    made(store, *arguments)
Store._made = noted
sweep(guarantee, draws=1_200, setups=[NONE, US_OPERATOR], seed=3,
    on=Run(workers=1, store=sys.argv[1]))
"""


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 300)


def ask(store: Path | None = None, workers: int | None = None) -> xr.Dataset:
    run = Run(workers=workers, store=store)
    return sweep(guarantee, draws=DRAWS, setups=SETUPS, seed=3, on=run)


@pytest.fixture(scope="module")
def whole() -> xr.Dataset:
    return ask()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sound") / "run.zarr"
    with pytest.MonkeyPatch.context() as small:
        small.setattr(blocks, "BLOCK", 300)
        ask(made)
    return made


@pytest.fixture
def store(tmp_path: Path, sound: Path) -> Path:
    return shutil.copytree(sound, tmp_path / "run.zarr")


def same_or_refused(store: Path, whole: xr.Dataset) -> str:
    """Return what was said, if it was refused; fail if the answer is another."""
    try:
        found = ask(store)
    except GameError as error:
        return str(error) if "run.zarr" in str(error) else pytest.fail(str(error))
    xr.testing.assert_identical(found, whole)
    return ""


@pytest.mark.parametrize("seed", range(5))
def test_a_bit_that_is_flipped(store: Path, whole: xr.Dataset, seed: int) -> None:
    rng = random.Random(seed)
    kept = store.with_name("kept")
    shutil.copytree(store, kept)
    refused = 0
    for path in rng.sample(sorted(p for p in store.rglob("*") if p.is_file()), 4):
        data = bytearray(path.read_bytes())
        place = rng.randrange(8 * len(data))
        data[place // 8] ^= 1 << (place % 8)
        path.write_bytes(data)
        refused += bool(same_or_refused(store, whole))
        shutil.rmtree(store)
        shutil.copytree(kept, store)
    assert refused


def test_a_chunk_that_is_removed(store: Path, whole: xr.Dataset) -> None:
    chunks = sorted(p for p in store.rglob("c/**/*") if p.is_file())
    assert len(chunks) >= 4 * 7
    for path in chunks[::4]:
        data = path.read_bytes()
        path.unlink()
        told = same_or_refused(store, whole)
        assert "block of draws from" in told
        assert "is damaged" in told
        path.write_bytes(data)
    assert not same_or_refused(store, whole)


@pytest.mark.parametrize("text", ["null", "[1]", "-5", "true", "{}", "", '{"stop": true}', "\\"])
def test_a_note_that_says_nothing(store: Path, whole: xr.Dataset, text: str) -> None:
    (store / "blocks" / "300").write_text(text)
    assert "the block of draws from 300 on" in same_or_refused(store, whole)
    # as it says, without the note it is solved again
    (store / "blocks" / "300").unlink()
    assert not same_or_refused(store, whole)


@pytest.mark.parametrize("stop", [299, 300, 1_201, 600.0, True])
def test_a_note_of_another_end(store: Path, whole: xr.Dataset, stop: object) -> None:
    note = json.loads((store / "blocks" / "300").read_text())
    (store / "blocks" / "300").write_text(json.dumps({**note, "stop": stop}))
    assert "the block of draws from 300 on" in same_or_refused(store, whole)


def test_a_store_that_claims_to_be_another(store: Path) -> None:
    text = (store / "zarr.json").read_text()
    (store / "zarr.json").write_text(text.replace('"seed": "3"', '"seed": "4"'))
    with pytest.raises(GameError, match="seed is '4' there and '3' here"):
        ask(store)
    with pytest.raises(GameError, match="block of draws from 0 on"):
        sweep(guarantee, draws=DRAWS, setups=SETUPS, seed=4, on=Run(store=store))


def test_what_is_not_there_is_no_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(work: Work, start: int, stop: int) -> list[tuple[str, Tally]]:
        if start:
            raise KeyboardInterrupt
        return block(work, start, stop)

    block = Work.block
    monkeypatch.setattr(Work, "block", stopped)
    ask(tmp_path / "run.zarr", workers=1)
    group = zarr.open_group(tmp_path / "run.zarr", mode="r")
    for name, array in group.arrays():
        values = np.asarray(array[..., 300:])
        assert (np.isnan(values) if name.startswith("p") and "_" in name else values == -1).all()


def test_a_resumed_run_that_is_interrupted_at_once(
    tmp_path: Path, whole: xr.Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = Work.block
    for first in (600, 0):

        def stopped(work: Work, start: int, stop: int) -> list[tuple[str, Tally]]:
            if start >= first:  # noqa: B023
                raise KeyboardInterrupt
            return block(work, start, stop)

        monkeypatch.setattr(Work, "block", stopped)
        found = ask(tmp_path / "run.zarr", workers=1)
        assert found.sizes["draw"] == found.attrs["solved"] == 600
    monkeypatch.undo()
    monkeypatch.setattr(blocks, "BLOCK", 300)
    assert not same_or_refused(tmp_path / "run.zarr", whole)


@pytest.mark.parametrize("wait", [0.0, 0.08])
def test_a_run_that_is_killed_at_any_moment(tmp_path: Path, whole: xr.Dataset, wait: float) -> None:
    store = tmp_path / "run.zarr"
    command = [sys.executable, "-c", SCRIPT, str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as run:
        assert run.stdout
        assert run.stdout.readline() == b"making\n"
        time.sleep(wait)
        os.kill(run.pid, signal.SIGKILL)
    # a folder that is half made is not in its place, and no block is half done
    assert not same_or_refused(store, whole)


def test_a_folder_that_cannot_be_made_is_not_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, *_: object, **__: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(GameError, match=r"run.zarr cannot be used"):
        ask(tmp_path / "run.zarr")
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []
