"""Many random games: what the library says of each, against the solver in fractions.

``python tests/adversary/long_run.py --games 5000 --proofs 1000 --seed 7 --family tables`` counts
what is right, false, missing, unknown, refused, late and crashed, and ends with status 1 if
anything is false, missing or has crashed. Several families may be given; by default all are. What
has been counted so far is printed every hundred games.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from readings import READINGS, Case, Tally, case
from smaller import smaller

_COLUMNS = (
    "games",
    "points",
    "proofs",
    "false",
    "missing",
    "unknown",
    "refused",
    "late",
    "crashed",
)
# seeds from one line to the next
_EVERY = 100


def _asked(found: Case, tally: Tally, proofs: int, seen: Counter[str], shown: int) -> None:
    """Ask some of the questions, and print what is wrong for the first time."""
    for reading, (ask, share) in READINGS[found.family].items():
        if reading == "prove":
            if found.rng.random() >= proofs / 100_000:
                continue
        elif found.rng.randrange(100) >= share:
            continue
        before = len(tally.faults)
        ask(found)
        for fault in tally.faults[before:]:
            key = f"{fault.kind}, {fault.reading}"
            seen[key] += 1
            if seen[key] <= shown:
                print(smaller(found, fault, ask, 5), end="\n\n", flush=True)
        del tally.faults[before:]


def run(family: str, games: int, proofs: int, seed: int, shown: int) -> tuple[Tally, float]:
    """Ask about many games of a family; nobody is asked twice."""
    tally, seen = Tally(), Counter[str]()
    started = time.process_time()
    for k in range(games):
        found = case(family, seed * 10_000_000 + k, tally)
        if found is not None:
            _asked(found, tally, round(100_000 * proofs / games), seen, shown)
        if not (k + 1) % _EVERY:
            counts = ", ".join(f"{getattr(tally, name)} {name}" for name in _COLUMNS)
            seconds = time.process_time() - started
            print(f"{family}: seeds to {k}: {counts}, {seconds:.0f} seconds", flush=True)
    for sentence, times in tally.sentences.most_common(8):
        print(f"{family}: {times} times: {sentence[:300]}", file=sys.stderr)
    for key, times in seen.most_common():
        print(f"{family}: {times} times {key}")
    return tally, time.process_time() - started


def main() -> int:
    """Read what is asked, and print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--games", type=int, default=1_000, help="of each family")
    asked.add_argument("--proofs", type=int, default=200, help="in all")
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--family", action="append", choices=list(READINGS))
    asked.add_argument("--show", type=int, default=1, help="of each kind of fault, in full")
    chosen = asked.parse_args()
    families = chosen.family or list(READINGS)
    rows = {}
    for family in families:
        proofs = -(-chosen.proofs // len(families))
        rows[family] = run(family, chosen.games, proofs, chosen.seed, chosen.show)
    script = Path(__file__).with_name("threads.py")
    threads = subprocess.run([sys.executable, script, str(chosen.seed)], check=False).returncode
    print(f"threads: {'as one alone' if threads == 0 else f'status {threads}'}")
    print(f"{'':10}" + "".join(f"{name:>9}" for name in (*_COLUMNS, "seconds")))
    for family, (tally, seconds) in rows.items():
        counts = "".join(f"{getattr(tally, name):9}" for name in _COLUMNS)
        print(f"{family:10}{counts}{seconds:9.0f}")
    return 0 if threads == 0 and all(tally.sound for tally, _ in rows.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
