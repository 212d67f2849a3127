"""What all equilibria of a tree have in common, against the trees solved at exact points."""

import random
from collections.abc import Iterator
from fractions import Fraction

import pytest
import sympy
from agreement import untied

import caucasus_games as cg
from caucasus_games.concepts import subgame_perfect
from caucasus_games.games import Chance, Decision, ExtensiveForm, Terminal, menu
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import referendum, settlement, ultimatum
from caucasus_games.theorems import Unique
from caucasus_games.theorems.equilibria import read
from caucasus_games.theorems.theorem import theorem

X, Y, Z = sympy.symbols("x y z")
RANGES = dict.fromkeys("xyz", (-3, 3))


def some_node(rng: random.Random, depth: int, labels: Iterator[int]) -> Node:
    # few symbols and small numbers, so that some choices are equal whatever the values are
    if depth == 0 or rng.random() < 0.2:
        payoffs = [rng.choice([0, 1, X, Y, -X, X - Y, Z]) for _ in "AB"]
        return Terminal(f"end {next(labels) % 3}", dict(zip("AB", payoffs, strict=True)))
    below = [some_node(rng, depth - 1, labels) for _ in range(rng.randint(2, 3))]
    if rng.random() < 0.2:
        odds = [Fraction(1, len(below))] * len(below)
        return Chance({f"e{k}": pair for k, pair in enumerate(zip(odds, below, strict=True))})
    return Decision(rng.choice("AB"), {f"m{k}": node for k, node in enumerate(below)})


def some_tree(seed: int) -> ExtensiveForm:
    rng = random.Random(seed)
    labels = iter(range(99))
    below = {f"m{k}": some_node(rng, 2, labels) for k in range(rng.randint(2, 4))}
    root: Node = Decision("A", below)
    if seed % 8 == 0:
        odds = Fraction(1, len(below))
        root = Chance({event: (odds, node) for event, node in below.items()})
    return ExtensiveForm(root, players=["A", "B"])


@pytest.mark.parametrize("seed", range(16))
def test_an_outcome_is_possible_and_guaranteed_where_the_solver_says_so(seed: int) -> None:
    game = some_tree(seed)
    ranges = {s.name: (Fraction(-3), Fraction(3)) for s in game.symbols}
    listing = read(game, None, None, ranges)
    theorems = [theorem(listing, outcome) for outcome in sorted(game.outcome_labels)]
    rng = random.Random(seed)
    for _ in range(25):
        at = untied(game, rng)
        found = [equilibrium.outcomes for equilibrium in subgame_perfect(game.at(at))]
        for one in theorems:
            assert one.holds(at) == any(one.outcome in ends for ends in found), one.outcome
            assert one.guaranteed.holds(at) == all(one.outcome in ends for ends in found)


def indifferent() -> ExtensiveForm:
    reply = Decision(
        "B",
        {
            "give": Terminal("gift", {"A": 5, "B": 0}),
            "keep": Terminal("nothing", {"A": 0, "B": 0}),
        },
    )
    return ExtensiveForm(Decision("A", {"ask": reply, "rest": Terminal("rest", {"A": X, "B": 1})}))


def test_one_reply_of_several_is_enough() -> None:
    theorems = {o: cg.conditions(indifferent(), o, within={"x": (1, 3)}) for o in ("gift", "rest")}
    assert all(one.formula == sympy.true for one in theorems.values())
    assert all(one.guaranteed.expression == sympy.false for one in theorems.values())
    assert cg.prove(indifferent(), Unique(), within={"x": (1, 3)}).verdict == "refuted"
    assert cg.prove(indifferent(), Unique(), within={"x": (6, 7)}).verdict == "proved"


def test_what_every_offer_brings_is_not_compared() -> None:
    assert cg.conditions(ultimatum(US_OPERATOR), "peace").formula == sympy.true


def test_the_same_choice_at_several_places_is_told_apart() -> None:
    game = settlement(NONE)
    free = ("audience_cost", "two_thirds", "obstruction_effect", "undone_risk", "backdown_cost")
    kept = {n: r.central for n, r in game.parameters.items() if n not in free}
    told = str(cg.conditions(game.at(kept), "peace"))
    assert "Armenia, after grant, acquiesce: call rather than leave" in told
    assert "Azerbaijan: sign rather than decline" in told
    votes = str(cg.conditions(menu(referendum(NONE), 2), "peace"))
    assert "Armenia, after passing = 1/2: call rather than refuse" in votes


def test_regions_are_by_what_may_come_together() -> None:
    assert read(indifferent(), None, None).ends == (
        ("gift",),
        ("nothing",),
        ("rest",),
    )
