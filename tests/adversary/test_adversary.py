"""Random games of every family, each reading of the library against the solver in fractions."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from readings import READINGS, Tally, case
from smaller import smaller

# games of each family for a reading, so that each takes a few seconds of the processor
_GAMES = {
    "tables": {"solve": 150, "holds": 80, "required": 60, "sweep": 40, "prove": 40, "statics": 25},
    "trees": {"solve": 150, "holds": 80, "required": 80, "sweep": 40, "prove": 40, "statics": 25},
    "hidden": {"solve": 80, "holds": 50, "sweep": 40, "prove": 12, "statics": 8},
    "signalling": {"solve": 15, "holds": 12, "ties": 6, "regions": 8, "prove": 3},
    "mixed": {"solve": 80, "holds": 25, "regions": 20, "sweep": 20, "store": 2, "prove": 12},
    "repeated": {"solve": 80, "holds": 50, "required": 40, "sweep": 30, "prove": 30, "statics": 20},
}
_OTHERS = 40
_SEED = 2_000


def _questions() -> Iterator[tuple[str, str]]:
    for family, readings in READINGS.items():
        for reading in readings:
            yield family, reading


@pytest.mark.parametrize(("family", "reading"), list(_questions()))
def test_nothing_that_the_library_says_is_contradicted(family: str, reading: str) -> None:
    ask, _ = READINGS[family][reading]
    tally = Tally()
    games = _GAMES[family].get(reading, _OTHERS)
    for seed in range(_SEED, _SEED + games):
        found = case(family, seed, tally)
        if found is not None:
            ask(found)
        if tally.faults:
            assert found is not None, tally.faults[0]
            pytest.fail(str(smaller(found, tally.faults[0], ask)), pytrace=False)
    # most of it was answered
    assert tally.points > games
    assert 4 * (tally.refused + tally.late) <= games
    assert 4 * tally.unknown <= tally.points


@pytest.mark.parametrize("seed", [1, 2])
def test_threads_are_told_what_one_alone_is(seed: int) -> None:
    script = Path(__file__).with_name("threads.py")
    run = subprocess.run(
        [sys.executable, script, str(seed)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
