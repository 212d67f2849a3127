"""Random games of every family, each reading of the library against the solver in fractions."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from readings import READINGS, Tally, case
from smaller import smaller

# games of each family for a reading: together a hundred seconds of the processor
_GAMES = {
    "tables": {"solve": 150, "holds": 70, "required": 30, "sweep": 30, "statics": 20},
    "trees": {"solve": 150, "holds": 70, "required": 40, "sweep": 30, "statics": 20},
    "hidden": {"solve": 80, "ties": 25, "holds_on": 25, "prove": 8, "statics": 4},
    "signalling": {"solve": 12, "holds": 10, "ties": 8, "regions": 8, "prove": 3},
    "mixed": {"solve": 80, "store": 6, "prove": 10},
    "repeated": {"solve": 100, "discounts": 100, "required": 20, "sweep": 20, "statics": 10},
}
_OTHERS = {"tables": 40, "trees": 40, "hidden": 30, "mixed": 20, "repeated": 30}
_SEED = 2_000


def _questions() -> Iterator[tuple[str, str]]:
    for family, readings in READINGS.items():
        for reading in readings:
            yield family, reading


@pytest.mark.parametrize(("family", "reading"), list(_questions()))
def test_nothing_that_the_library_says_is_contradicted(family: str, reading: str) -> None:
    ask, _ = READINGS[family][reading]
    tally = Tally()
    games = _GAMES[family].get(reading) or _OTHERS[family]
    for seed in range(_SEED, _SEED + games):
        found = case(family, seed, tally)
        if found is not None:
            ask(found)
        if tally.faults:
            assert found is not None, tally.faults[0]
            pytest.fail(str(smaller(found, tally.faults[0], ask)), pytrace=False)
    # most of it was answered
    assert 2 * tally.points > games
    assert 2 * (tally.refused + tally.late) <= games
    assert 4 * tally.unknown <= tally.points


def test_threads_are_told_what_one_alone_is() -> None:
    script = Path(__file__).with_name("threads.py")
    run = subprocess.run([sys.executable, script, "1"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
