"""Questions that several threads ask at once, and one alone: the answers must be the same.

``python tests/adversary/threads.py 7`` prints what differs; a crash of the interpreter is a fault
too, which is why this is a program of its own.
"""

from __future__ import annotations

import random
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import generators

from caucasus_games import GameError, conditions
from caucasus_games.concepts import perfect_bayesian, sequential
from caucasus_games.theorems import Excluded, prove, statics

_THREADS = 6
_GAMES = 24


def _asked(own: tuple[Any, str, bool]) -> tuple[str, ...]:
    game, label, hidden = own
    solver = perfect_bayesian if hidden else None
    told = []
    try:
        told.append(conditions(game, label, solver=solver).possible.to_latex())
        told.append(prove(game, Excluded(label), solver=solver, time_limit=1).verdict)
        if hidden:
            told.append(repr(sequential(game)))
        else:
            effects = statics(game, label, time_limit=0.5).effects
            told.append(repr(sorted(effects.items())))
    except GameError as error:
        told.append(str(error))
    return tuple(told)


def _games(seed: int) -> list[tuple[Any, str, bool]]:
    rng = random.Random(seed)
    found: list[tuple[Any, str, bool]] = []
    while len(found) < _GAMES:
        family = rng.choice(("trees", "hidden"))
        game = generators.FAMILIES[family](rng)
        if game.letters and all(at.parameter and at.low < at.high for at in game.letters):
            try:
                own = generators.made(generators.source(game))["game"]
            except GameError:
                # two symbols of one name
                continue
            found.append((own, generators.labels(game)[0], family == "hidden"))
    return found


def main(seed: int) -> int:
    """Ask in threads first, while nothing has been kept, then alone."""
    games = _games(seed)
    with ThreadPoolExecutor(_THREADS) as pool:
        together = list(pool.map(_asked, games))
    alone = [_asked(one) for one in _games(seed)]
    for (game, label, _), said, right in zip(games, together, alone, strict=True):
        if said != right:
            print(f"{game!r}, {label}: {said} in threads, {right} alone")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
