"""No public object fails to be shown, compared, hashed or pickled."""

import pickle
from collections.abc import Iterator
from copy import deepcopy
from fractions import Fraction
from random import Random

import pytest

import caucasus_games as cg
from caucasus_games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.concepts import (
    bayes_nash,
    core,
    correlated,
    correlated_polytope,
    critical_discount,
    feasible_payoffs,
    individually_rational,
    iterated_dominance,
    logit_limit,
    minmax,
    mixed_nash,
    nucleolus,
    payoff_dominance,
    perfect_bayesian,
    principal_branch,
    pure_nash,
    quantal_response,
    risk_dominance,
    sequential,
    shapley,
    shapley_formulas,
    stackelberg,
    subgame_perfect,
)
from caucasus_games.evidence import claims
from caucasus_games.games import BayesianGame, CoalitionalGame
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import ceasefire, deterrence_by_chance
from caucasus_games.theorems import Excluded, Guaranteed, Raising, Unique


def check(one: object) -> None:
    assert isinstance(repr(one), str)
    assert one == one  # that comparing does not fail
    assert one != "another"
    assert isinstance(hash(one), int)
    again = pickle.loads(pickle.dumps(one))
    assert again == one
    assert hash(again) == hash(one)
    assert repr(again) == repr(one)
    assert deepcopy(one) == one
    for shown in ("_repr_html_", "_repr_latex_", "to_latex"):
        if hasattr(one, shown):
            assert isinstance(getattr(one, shown)(), str)


def random_table(seed: int) -> NormalForm:
    rng = Random(seed)
    moves = {"A": ["x", "y"], "B": ["l", "r"]}
    return NormalForm.from_function(moves, lambda _: [rng.randint(-2, 2) for _ in moves])


def random_tree(seed: int) -> ExtensiveForm:
    rng = Random(seed)

    def node(depth: int, name: str) -> Node:
        if not depth:
            return Terminal(rng.choice(["", "war"]), {p: rng.randint(-2, 2) for p in "AB"})
        below = [node(depth - 1, f"{name}{k}") for k in "lr"]
        if rng.random() < 0.3:
            return Chance({k: ("1/2", one) for k, one in zip("lr", below, strict=True)})
        hidden = f"set {depth}" if depth == 1 and rng.random() < 0.5 else ""
        player = "B" if depth == 1 else "A"
        return Decision(player, dict(zip("lr", below, strict=True)), hidden)

    return ExtensiveForm(node(3, ""), ["A", "B"])


@pytest.mark.parametrize("seed", range(8))
def test_solutions_of_tables(seed: int) -> None:
    game = random_table(seed)
    check(game)
    for found in (
        pure_nash(game),
        mixed_nash(game),
        correlated(game),
        stackelberg(game),
        iterated_dominance(game),
        quantal_response(game, 1),
        payoff_dominance(game),
    ):
        check(found)
        for one in found:
            check(one)
    for value in (minmax(game), correlated_polytope(game), feasible_payoffs(game)):
        check(value)


@pytest.mark.parametrize("seed", range(12))
def test_solutions_of_trees(seed: int) -> None:
    game = random_tree(seed)
    check(game)
    for solver in (subgame_perfect, perfect_bayesian, sequential):
        found = solver(game)
        check(found)
        for one in found:
            check(one)
        assert "  \n" not in repr(found)


def results() -> Iterator[object]:
    ties = random_table(1)
    yield logit_limit(NormalForm({"A": ["x", "y"]}, {("x",): [1], ("y",): [2]}))
    yield principal_branch(ties)[-1]
    volunteer = NormalForm.from_function(
        {p: ["help", "wait"] for p in "ABC"},
        lambda move: [
            int("help" in move.values()) - Fraction(act == "help", 2) for act in move.values()
        ],
    )
    yield mixed_nash(volunteer)
    yield from mixed_nash(volunteer)
    coalitions = CoalitionalGame(["A", "B"], {"A": 0, "B": 0, ("A", "B"): 1})
    for solver in (core, shapley, nucleolus, shapley_formulas):
        yield solver(coalitions)
    types = BayesianGame({"A": ["s"], "B": ["t"]}, {("s", "t"): 1}, {"A": "x", "B": "y"}, _idle)
    yield types
    yield bayes_nash(types)
    coordination = NormalForm.from_arrays([[2, 0], [0, 1]], [[2, 0], [0, 1]])
    yield risk_dominance(coordination)
    yield individually_rational(coordination)
    yield critical_discount(coordination, {"1": "1", "2": "1"}, {"1": "2", "2": "2"})
    check(cg.compare(ceasefire, [NONE, US_OPERATOR]))


def _idle(_: object, __: object) -> tuple[int, int]:
    return 0, 0


def test_other_results() -> None:
    for one in results():
        check(one)


def test_theorems_and_explanations() -> None:
    table, tree = ceasefire(NONE), deterrence_by_chance(NONE)
    theorem = cg.conditions(table, "peace")
    for one in (
        theorem,
        theorem.possible,
        theorem.guaranteed,
        *theorem.possible.nearest(),
        *theorem.ways,
        *cg.regions(table),
        cg.explain(subgame_perfect(tree)),
        cg.required(tree, "peace", "corridor_value"),
        cg.prove(table, "peace"),
        cg.statics(table, "peace"),
        Guaranteed("war"),
        Excluded("war"),
        Raising("x", "war"),
        Unique(),
        *list(claims().values())[:1],
        NONE,
        *list(cg.load().values())[:2],
        Terminal("war", {"A": 1}),
        Terminal("", {}),
    ):
        check(one)
