"""Many random trees with one or two offers, against code that shares nothing with the solver.

``python tests/adversary/offers_run.py --trees 1000 --seed 7`` counts what is right, false, missing,
beaten, off, told otherwise in symbols, refused and crashed, and ends with status 1 if anything but
the first and the refused is there. A tree with one offer is solved exactly. Of a tree with two the
first number is tried on a grid that is refined at what was found, and the second exactly after
each: no number may bring more, whatever follows, than the worst that was found; what brings as much
must have been found; and the value on the grid is off by no more than the slope times the step.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import mpmath  # type: ignore[import-untyped]
import sympy

sys.path.insert(0, str(Path(__file__).parents[1]))

from offer_trees import (
    PLAYERS,
    Bid,
    End,
    Move,
    Payoff,
    Tree,
    Way,
    decimals,
    drawn,
    game_of,
    solved,
    value,
)
from random_offers import ranges

import caucasus_games as cg
from caucasus_games.concepts import subgame_perfect
from caucasus_games.concepts.offers.plays import SEVERAL
from caucasus_games.errors import GameError
from caucasus_games.results import EnclosedEquilibrium

_NEAR = mpmath.mpf(10) ** -18
_STEPS = 24
_FINEST = 20
# by how much a payoff may change with a number, which also moves the number that follows
_STEEPEST = 200
_COLUMNS = (
    "trees",
    "right",
    "false",
    "missing",
    "beaten",
    "off",
    "symbols",
    "refused",
    "no game",
    "crashed",
)


def tree_of(seed: int, offers: int) -> Tree:
    """Draw a tree; some begin with a decision."""
    rng = random.Random(seed)
    tree = drawn(rng, offers, quadratic=rng.random() < 0.5)
    if offers == 1 and rng.random() < 0.25:
        out = tuple(Payoff(max, ({(0, 0): Fraction(rng.randint(-2, 2), 2)},)) for _ in PLAYERS)
        tree = Move(rng.choice(PLAYERS), (tree, End("out", out)))
    return tree


def found_ways(equilibria: object) -> list[Way]:
    """Return what was found as ways to compare."""
    ways = []
    for one in equilibria:  # type: ignore[attr-defined]
        enclosed = isinstance(one, EnclosedEquilibrium)
        worth = tuple((x.low if enclosed else x) for x in map(one.payoffs.__getitem__, PLAYERS))
        ends = {o for o, q in one.outcomes.items() if (q.high if enclosed else q) > 0}
        ways.append(Way(tuple(worth), frozenset(ends)))
    return ways


def numbers_of(one: Any) -> list[tuple[str, Fraction]]:
    """Return the rational numbers that are chosen, each with its name."""
    labels = (label for mix in one.strategies.values() for label in mix if " = " in label)
    told = (label.split(" = ") for label in labels if "≈" not in label)
    return [(name, Fraction(text)) for name, text in told]


def near(one: Way, other: Way) -> bool:
    """Tell whether two come to the same."""
    gaps = (decimals(x) - decimals(y) for x, y in zip(one.worth, other.worth, strict=True))
    return one.ends == other.ends and all(abs(gap) < _NEAR for gap in gaps)


def faults_of_one(tree: Tree) -> Iterator[str]:
    """Compare a tree with one offer with what is known of it exactly."""
    told = subgame_perfect(game_of(tree))
    found = found_ways(told)
    exact = solved(tree, also=[x for one in told for _, x in numbers_of(one)])
    if any(not any(near(one, way) for way in exact) for one in found):
        yield "false"
    if SEVERAL not in told.notes:
        lacking = any(not any(near(one, way) for one in found) for way in exact)
    else:
        i = PLAYERS.index(tree.player if isinstance(tree, Bid | Move) else "A")
        tops = [max(decimals(way.worth[i]) for way in ways) for ways in (exact, found)]
        lacking = abs(tops[0] - tops[1]) > _NEAR
        lacking |= {way.ends for way in exact} != {way.ends for way in found}
    if lacking:
        yield "missing"
    yield from faults_in_symbols(tree, {end for way in found for end in way.ends}, found)


def faults_in_symbols(tree: Tree, brought: set[str], found: list[Way]) -> Iterator[str]:
    """Ask for theorems on the same tree with its number moved by a parameter."""
    game = game_of(tree, sympy.Symbol("p"), ranges(p=("1/3", "5/3")))
    for outcome in sorted(game.outcome_labels):
        try:
            theorem = cg.conditions(game, outcome)
        except GameError:
            return
        sure = bool(found) and all(outcome in way.ends for way in found)
        for p in map(Fraction, ("1/2", "1", "10/7")):
            told = theorem.holds({"p": p}), theorem.guaranteed.holds({"p": p})
            if told != (outcome in brought, sure):
                yield "symbols"
                return


def faults_of_two(tree: Tree) -> Iterator[str]:
    """Compare a tree with two offers with what the first number brings on a fine grid."""
    assert isinstance(tree, Bid)
    told = subgame_perfect(game_of(tree))
    found, i = found_ways(told), PLAYERS.index(tree.player)
    own = set()
    for one in told:
        (label,) = one.strategies[f"{tree.player} at the start"]
        text = label.partition(" = ")[2]
        own |= {sympy.Rational(text)} if "≈" not in text else set()
    high = value(tree.high, ())
    numbers = {high * k / _STEPS for k in range(_STEPS + 1)}
    numbers |= {high * k / 18 for k in range(19)}
    for number in own:
        exact = Fraction(int(number.p), int(number.q))
        numbers |= {exact + sign * Fraction(1, 2**k) for k in range(4, _FINEST) for sign in (1, -1)}
        numbers.add(exact)
    tried = {x: solved(tree.below, (x,)) for x in sorted(numbers) if 0 <= x <= high}
    # what was found is had after its own number
    for one in told:
        (label,) = one.strategies[f"{tree.player} at the start"]
        text = label.partition(" = ")[2]
        # the numbers of a range are tried where they are rational
        if not any("≈" in own for mix in one.strategies.values() for own in mix):
            (way,) = found_ways([one])
            own_last = [number for name, number in numbers_of(one) if name == "y"]
            exact_ways = solved(tree.below, (Fraction(text),), own_last)
            if not any(near(way, other) for other in exact_ways):
                yield "false"
                break
    worst = min(decimals(way.worth[i]) for way in found)
    best = max(decimals(way.worth[i]) for way in found)
    sure = max(min(decimals(way.worth[i]) for way in ways) for ways in tried.values())
    if sure > worst + _NEAR:
        yield "beaten"
    good = [
        way for ways in tried.values() for way in ways if decimals(way.worth[i]) > worst - _NEAR
    ]
    # of a range of numbers that are as good only the ends are told
    whole = SEVERAL not in told.notes
    more = whole and any(decimals(way.worth[i]) > best + _NEAR for way in good)
    if more or not {way.ends for way in good} <= {way.ends for way in found}:
        yield "missing"
    if own and whole and worst - sure > _STEEPEST / mpmath.mpf(2) ** _FINEST:
        yield "off"


def run(trees: int, seed: int, shown: int, two: float) -> Counter[str]:
    """Ask about many trees."""
    tally: Counter[str] = Counter()
    started = time.process_time()
    for k in range(trees):
        own = seed * 10_000_000 + k
        offers = 1 + (random.Random(own).random() < two)
        tally["trees"] += 1
        tally[f"with {offers} offers"] += 1
        try:
            tree = tree_of(own, offers)
            game_of(tree)
        except GameError:
            # no payoff has the number
            tally["no game"] += 1
            continue
        try:
            faults = list((faults_of_one, faults_of_two)[offers - 1](tree))
        except GameError as refused:
            # a certificate that fails is no refusal
            faults = ["false"] if "no equilibrium" in str(refused) else []
            if not faults:
                tally["refused"] += 1
                tally[f"refused: {str(refused)[-90:]}"] += 1
                continue
        except Exception:
            faults = ["crashed"]
            traceback.print_exc()
        tally["right"] += not faults
        for fault in faults:
            tally[fault] += 1
            if tally[fault] <= shown:
                print(f"{fault}: seed {own}, {offers} offers", flush=True)
        if not (k + 1) % 50:
            counts = ", ".join(f"{tally[name]} {name}" for name in _COLUMNS)
            print(f"{counts}, {time.process_time() - started:.0f} seconds", flush=True)
    return tally


def main() -> int:
    """Read what is asked, and print the counts."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--trees", type=int, default=1_000)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--two", type=float, default=0.4, help="the share with two offers")
    asked.add_argument("--show", type=int, default=5, help="of each kind of fault")
    given = asked.parse_args()
    tally = run(given.trees, given.seed, given.show, given.two)
    for name, times in tally.most_common():
        print(f"{times:6} {name}")
    return int(any(tally[name] for name in _COLUMNS[2:-3]) or tally["crashed"] > 0)


if __name__ == "__main__":
    sys.exit(main())
