"""How long exact mixed Nash equilibria take, as a ratio to Gambit in rationals and to Nashpy.

Random 4x4 games with integer payoffs; each solver gets the same games in one run, built before.
"""

import random
import time
import warnings
from collections.abc import Callable

import nashpy
import pygambit

from caucasus_games.concepts import mixed_nash
from caucasus_games.formats import to_gambit
from caucasus_games.games import NormalForm

SIZE, GAMES, REPEATS = 4, 40, 3


def seconds(solve: Callable[[], object]) -> float:
    """Return the shortest of a few runs."""
    best = float("inf")
    for _ in range(REPEATS):
        start = time.perf_counter()
        solve()
        best = min(best, time.perf_counter() - start)
    return best


def tables(seed: int) -> tuple[list[list[int]], list[list[int]]]:
    rng = random.Random(seed)
    one, two = ([[rng.randint(-9, 9) for _ in range(SIZE)] for _ in range(SIZE)] for _ in range(2))
    return one, two


def main() -> None:
    """Print both ratios."""
    drawn = [tables(seed) for seed in range(GAMES)]
    labels = [str(k) for k in range(SIZE)]
    ours = [NormalForm.from_arrays(a, b, actions={"A": labels, "B": labels}) for a, b in drawn]
    gambit = [to_gambit(game) for game in ours]
    floats = [nashpy.Game(a, b) for a, b in drawn]
    for game in ours:
        game.numbers  # noqa: B018  # part of building the game, as in the others

    def by_nashpy() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for game in floats:
                list(game.support_enumeration())

    here = seconds(lambda: [mixed_nash(game) for game in ours])
    there = seconds(lambda: [pygambit.nash.enummixed_solve(game) for game in gambit])
    print(f"mixed_nash, 4x4: {here / there:.2f} times Gambit's rational enummixed")
    print(f"mixed_nash, 4x4: {here / seconds(by_nashpy):.3f} times Nashpy's support enumeration")


if __name__ == "__main__":
    main()
