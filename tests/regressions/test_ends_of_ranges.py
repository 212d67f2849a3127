"""Where a probability is zero, at an end of its range, and where nothing is free."""

from fractions import Fraction

import pytest
import sympy

from caucasus_games import conditions, prove, regions
from caucasus_games.algebra import bounds
from caucasus_games.concepts import mixed_nash, perfect_bayesian, subgame_perfect
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.theorems import Guaranteed, Proof, statics

A, X = sympy.symbols("a x")
UNIT = {"a": (0, 1)}


def drawn(chance: sympy.Expr) -> ExtensiveForm:
    ends = {
        "yes": (chance, Terminal("war", {"A": 1})),
        "no": (1 - chance, Terminal("peace", {"A": 1})),
    }
    out = Terminal("stay", {"A": 0})
    return ExtensiveForm(Decision("A", {"try": Chance(ends), "out": out}))


def test_at_an_end_where_a_chance_is_zero_nothing_is_said() -> None:
    theorem = conditions(drawn(A), "war", within=UNIT)
    assert str(theorem) == "war is in a subgame perfect equilibrium everywhere, but at ties"
    assert theorem.to_latex().endswith("everywhere, but at ties.")
    # the game says otherwise there
    assert "war" not in subgame_perfect(drawn(A).at({"a": 0})).equilibria[0].outcomes
    assert "war" in subgame_perfect(drawn(A).at({"a": "1/1000"})).equilibria[0].outcomes
    proof = prove(drawn(A), Guaranteed("war"), within=UNIT)
    assert str(proof) == "proved within the ranges, but at ties"


def test_where_a_case_of_a_payoff_ends_nothing_is_said() -> None:
    payoff = sympy.Piecewise((1, X > 0), (-1, True))
    ends = {"go": Terminal("war", {"A": payoff}), "stay": Terminal("peace", {"A": 0})}
    game = ExtensiveForm(Decision("A", ends))
    theorem = conditions(game, "war", within={"x": (0, 1)})
    assert str(theorem).endswith("everywhere, but at ties")
    assert "war" not in subgame_perfect(game.at({"x": 0})).equilibria[0].outcomes


def test_where_chances_are_numbers_everywhere_is_everywhere() -> None:
    for game in (drawn(sympy.Rational(1, 2)), drawn(A).at({"a": "1/2"})):
        assert str(conditions(game, "war")).endswith("equilibrium everywhere")
    table = NormalForm(
        {"A": ["go"]}, {("go",): [X]}, outcomes={("go",): {"war": A, "peace": 1 - A}}
    )
    assert str(conditions(table, "war", within=UNIT)).endswith("everywhere, but at ties")


def test_where_a_game_is_not_defined_no_claim_fails() -> None:
    pole = 1 / (X - sympy.Rational(1, 2))
    ends = {"go": Terminal("war", {"A": pole + 4}), "stay": Terminal("peace", {"A": 0})}
    game = ExtensiveForm(Decision("A", ends))
    proof = prove(game, "war", within={"x": (0, 1)})
    assert proof.verdict == "refuted"
    assert Fraction(1, 4) <= proof.values["x"] < Fraction(1, 2)
    # beyond one a is no chance, nor is 1 - a
    wide = drawn(A)
    assert prove(wide, Guaranteed("war"), within={"a": ("1/2", 3)}).verdict in ("proved", "unknown")
    assert prove(wide, Guaranteed("stay"), within={"a": ("1/2", 3)}).values["a"] <= 1
    lottery: dict[tuple[str, ...], dict[str, object]] = {("go",): {"war": A, "peace": 1 - A}}
    table = NormalForm({"A": ["go"]}, {("go",): [X]}, outcomes=lottery)
    refuted = prove(table.at({"x": 1}), Guaranteed("war"), within={"a": (-1, 1)})
    assert refuted.verdict != "refuted" or refuted.values["a"] >= 0


def unseen(left: object, right: object) -> ExtensiveForm:
    def reply(pays: object, war: int, stay: int) -> Decision:
        ends = {
            "l": Terminal("war", {"A": pays, "B": war}),
            "r": Terminal("stay", {"A": 0, "B": stay}),
        }
        return Decision("B", ends, "unseen")

    out = Terminal("peace", {"A": X, "B": 0})
    moves = {"L": reply(left, 1, 0), "R": reply(right, 0, 2)}
    return ExtensiveForm(Decision("A", {**moves, "out": out}))


@pytest.mark.parametrize("pays", [(1, 1), (2, -1), (-1, -2), ("1/2", "1/3")])
def test_off_the_path_payoffs_may_be_plain_numbers(pays: tuple[object, object]) -> None:
    game = unseen(*pays)
    for at in (Fraction(-3), Fraction(-2, 7), Fraction(2, 7), Fraction(3, 4), Fraction(3)):
        found = perfect_bayesian(game.at({"x": at}))
        for outcome in sorted(game.outcome_labels):
            theorem = conditions(game, outcome, solver=perfect_bayesian)
            assert theorem.holds({"x": at}) == any(outcome in one.outcomes for one in found)


def test_games_in_which_nothing_is_free_have_theorems() -> None:
    hidden = unseen(1, -1).at({"x": "1/2"})
    for outcome in sorted(hidden.outcome_labels):
        theorem = conditions(hidden, outcome, solver=perfect_bayesian)
        found = perfect_bayesian(hidden)
        assert theorem.holds() == any(outcome in one.outcomes for one in found)
        assert theorem.holds_on({}).item() == theorem.holds()
    pennies = NormalForm(
        {"A": ["h", "t"], "B": ["h", "t"]},
        {("h", "h"): [1, -1], ("h", "t"): [-1, 1], ("t", "h"): [-1, 1], ("t", "t"): [3, -3]},
    )
    for outcome in sorted(pennies.outcome_labels):
        assert conditions(pennies, outcome, solver=mixed_nash).holds()
        assert prove(pennies, outcome, solver=mixed_nash)
    assert len(regions(pennies, solver=mixed_nash)) == 1
    assert not statics(pennies, "h, h", solver=mixed_nash).effects


def record(low: Fraction, high: Fraction) -> Parameters:
    return Parameters([Parameter("x", "x", "share", low, low, high, "assumption: a test")])


@pytest.mark.parametrize("k", range(1, 30))
def test_bounds_are_rounded_outwards(k: int) -> None:
    low = Fraction(k, 7) + Fraction(1, 11)
    high = low + Fraction(1, 10**4)
    for scale in (Fraction(1), Fraction(1, 10**9), Fraction(10**300)):
        found = bounds(X * sympy.Rational(scale.numerator, scale.denominator), record(low, high))
        assert found.low <= low * scale
        assert found.high >= high * scale
        # and are near what they enclose
        assert found.high - found.low <= 2 * (high - low) * scale


def test_bounds_of_what_has_one_value_or_hardly_changes() -> None:
    unit = record(Fraction(0), Fraction(1))
    same = bounds((X**2 - 1) / ((X - 1) * (X + 1)) + X / (X + 1) + 1 / (X + 1), unit)
    assert same.low == same.high == 2
    assert bounds(X * (1 + X) - X**2 - X, unit).low == 0
    large = sympy.Integer(10) ** 30
    near = bounds(X + large, unit)
    assert near.low <= 10**30
    assert near.high >= 10**30 + 1


def test_how_long_a_proof_took_is_no_part_of_it() -> None:
    first, second = (prove(drawn(A), Guaranteed("war"), within=UNIT) for _ in range(2))
    assert first == second
    assert Proof(first.claim, "proved", first.values, 1.0) == first
    assert Proof(first.claim, "unknown", first.values, 1.0) != first
