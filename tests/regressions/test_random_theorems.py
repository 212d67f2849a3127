"""Theorems, proofs and regions of random games against brute force in plain fractions."""

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from brute_force import Point, game_of, some_point, some_table, some_tree

from caucasus_games import conditions, prove, regions
from caucasus_games.concepts import mixed_nash
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.theorems import Excluded, Guaranteed, Raising, Unique

RANGES = {
    "p": (Fraction(0), Fraction(1)),
    "q": (Fraction(1, 10), Fraction(1)),
    "x": (Fraction(0), Fraction(3)),
}
NAMES = "pqx"


Brought = Callable[[Point], list[frozenset[str]]]


def check(
    game: ExtensiveForm | NormalForm, brought: Brought, rng: random.Random, solver: Any = None
) -> int:
    names = sorted(symbol.name for symbol in game.symbols)
    ranges = {n: RANGES[n] for n in names}
    said = {
        o: conditions(game, o, solver=solver, within=ranges) for o in sorted(game.outcome_labels)
    }
    points = [some_point(rng, ranges) for _ in range(8)]
    found = [brought(point) for point in points]
    for outcome, theorem in said.items():
        for point, ends in zip(points, found, strict=True):
            possible = any(outcome in one for one in ends)
            assert theorem.holds(point) == possible, (outcome, point)
            always = bool(ends) and all(outcome in one for one in ends)
            assert theorem.guaranteed.holds(point) == always, (outcome, point)
            floats = {n: float(v) for n, v in point.items()}
            exactly = {n: Fraction(v) for n, v in floats.items()}
            if all(lo <= exactly[n] <= hi for n, (lo, hi) in ranges.items()):
                assert theorem.holds_on(floats).item() == theorem.holds(exactly)
    if solver is not None:
        return len(said)
    outcome = rng.choice(sorted(said))
    for claim in (Excluded(outcome), Guaranteed(outcome), Unique()):
        proof = prove(game, claim, within=ranges, time_limit=0.2, solver=solver)
        if proof:
            for ends in found:
                fails = {
                    Excluded: any(outcome in one for one in ends),
                    Guaranteed: not ends or any(outcome not in one for one in ends),
                    Unique: len(set(ends)) > 1,
                }
                assert not fails[type(claim)], claim
    for name in names[:1]:
        for keeps in (True, False):
            if prove(
                game, Raising(name, outcome, keeps), within=ranges, time_limit=0.2, solver=solver
            ):
                for point in points:
                    more = (ranges[name][1] - point[name]) * Fraction(
                        rng.randint(1, 10_000), 10_061
                    )
                    raised = {**point, name: point[name] + more}
                    before, after = (
                        any(outcome in one for one in brought(at)) for at in (point, raised)
                    )
                    assert not (before and not after if keeps else after and not before)
    # together the regions say what is brought
    for region in regions(game):
        for point, ends in zip(points, found, strict=True):
            here = any(one == frozenset(region.outcomes) for one in ends)
            assert region.condition.holds(point) == (here or not (ends or region.outcomes))
    return len(said)


def tree_case(seed: int, depth: int = 3) -> int:
    rng = random.Random(seed)
    players = rng.choice(["A", "AB", "AB", "ABC"])
    tree = some_tree(rng, NAMES, players, rng.choice([2, depth]))
    game = game_of(tree, players)

    def brought(point: Point) -> list[frozenset[str]]:
        return [
            ends for _, ends in tree.plays({**{n: Fraction(1, 3) for n in NAMES}, **point}, players)
        ]

    return check(game, brought, rng)


def table_case(seed: int, mixed: bool) -> int:
    rng = random.Random(seed)
    table = some_table(rng, NAMES, 2, rng.choice([2, 2, 3]) if not mixed else 2)
    game = table.game()

    def pure(point: Point) -> list[frozenset[str]]:
        return table.brought({**{n: Fraction(1, 3) for n in NAMES}, **point})

    def every(point: Point) -> list[frozenset[str]]:
        return [frozenset(one.outcomes) for one in mixed_nash(game.at(point))]

    return check(game, every if mixed else pure, rng, mixed_nash if mixed else None)


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(4))
def test_random_trees(seed: int) -> None:
    assert tree_case(seed, depth=2) > 0


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(4))
def test_random_tables(seed: int) -> None:
    assert table_case(seed, mixed=False) > 0


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(4))
def test_random_tables_with_mixtures(seed: int) -> None:
    assert table_case(seed, mixed=True) > 0
