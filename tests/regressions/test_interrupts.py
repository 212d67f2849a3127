"""An interrupt ends a sweep at once, with what is finished."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from caucasus_games import GameError, sweep
from caucasus_games.guarantors import NONE
from caucasus_games.models import election
from caucasus_games.sweeps import Run
from caucasus_games.sweeps import execution as blocks
from caucasus_games.sweeps.execution import in_blocks

SCRIPT = """
import sys, time
from caucasus_games import Run, sweep
from caucasus_games.sweeps import execution as blocks
from caucasus_games.sweeps.work import Work
from caucasus_games.guarantors import NONE
from caucasus_games.models import election
blocks.BLOCK = 100
block = Work.block
def slow(work, start, stop):
    if start >= 300:
        print("slow\\n", end="", flush=True)
        time.sleep(30)
    return block(work, start, stop)
Work.block = slow
workers, store = int(sys.argv[1]), sys.argv[2]
found = sweep(election, draws=5_000, setups=[NONE], seed=3,
    on=Run(workers=workers, store=store))
print(found.sizes["draw"], found.attrs["solved"], flush=True)
"""


def test_what_is_finished_comes_back(tmp_path: Path) -> None:
    workers, store = 2, tmp_path / "run.zarr"
    command = [sys.executable, "-c", SCRIPT, str(workers), str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        for _ in range(workers):
            assert run.stdout.readline() == "slow\n"
        run.send_signal(signal.SIGINT)
        told, _ = run.communicate(timeout=20)
    # it would take half a minute to wait for the blocks that were begun
    assert told == "300 300\n"
    assert run.returncode == 0
    assert {p.name for p in (store / "blocks").iterdir()} == {"0", "100", "200", "zarr.json"}


def waiting(event: threading.Event, start: int, stop: int) -> int:
    if start >= 200:
        event.wait(30)
    return start


def test_an_interrupt_does_not_hit_what_is_done_with_a_block(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 100)
    event, found = threading.Event(), []
    for stop, start in in_blocks(lambda *own: waiting(event, *own), 1_000, 2, None):
        os.kill(os.getpid(), signal.SIGINT) if start == 100 else None
        found.append((start, stop))
    assert found == [(0, 100), (100, 200)]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    event.set()


def test_without_a_block_it_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 100)
    event = threading.Event()
    timer = threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        list(in_blocks(lambda start, stop: event.wait(30), 1_000, 2, None))
    event.set()


def test_a_second_interrupt_raises_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 100)
    for _ in in_blocks(lambda start, stop: start, 1_000, 2, None):
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        break
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_in_another_thread_and_under_another_handler_it_is_left_alone() -> None:
    found: list[list[tuple[int, int]]] = []

    def work() -> None:
        found.append(list(in_blocks(lambda start, stop: stop, 10, 1, None)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        work()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    assert found == [[(10, 10)], [(10, 10)]]


def test_no_more_is_done_ahead_than_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 1)
    begun: list[int] = []

    def work(start: int, stop: int) -> int:
        begun.append(start)
        return start

    results: Iterator[tuple[int, int]] = in_blocks(work, 1_000, 2, None)
    assert [next(results) for _ in range(5)] == [(k + 1, k) for k in range(5)]
    time.sleep(0.2)
    assert len(begun) <= 5 + 2 * 2
    results.close()  # type: ignore[attr-defined]


def test_an_error_in_a_block_comes_after_those_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 1)

    def work(start: int, stop: int) -> int:
        if start == 1:
            raise GameError("the second")
        time.sleep(0.05 if start == 0 else 0)
        return start

    found: list[tuple[int, int]] = []
    with pytest.raises(GameError, match="the second"):
        found.extend(in_blocks(work, 4, 3, None))
    results = in_blocks(work, 4, 3, None)
    assert next(iter(results)) == (1, 0)


def test_the_number_of_workers_is_checked() -> None:
    with pytest.raises(GameError, match="workers is 0: give 1 or more"):
        sweep(election, draws=5, setups=[NONE], on=Run(workers=0))
