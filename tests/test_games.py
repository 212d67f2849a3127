import pickle
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
import sympy

from caucasus_games import GameError, load
from caucasus_games.certificates import certified
from caucasus_games.concepts import pure_nash
from caucasus_games.games import Decision, ExtensiveForm, NormalForm, Terminal

x, v = sympy.symbols("x corridor_value")
two = {"A": ["in", "out"], "B": ["left", "right"]}


def formula_game() -> NormalForm:
    return NormalForm.from_function(
        two,
        lambda m: {"A": x if m["A"] == "in" else 0, "B": v},
        outcome=lambda m: "entry" if m["A"] == "in" else "none",
        parameters=load(),
        title="entry",
    )


def test_a_game_keeps_formulas_labels_and_only_its_own_parameters() -> None:
    game = formula_game()
    assert game.payoffs["in", "left"] == (x, v)
    assert game.outcomes["out", "left"] == {"none": 1}
    assert game.outcome_labels == {"entry", "none"}
    assert list(game.parameters) == ["corridor_value"]
    assert {s.name for s in game.symbols} == {"x", "corridor_value"}
    assert next(iter(game.profiles)) == ("in", "left")
    assert repr(game) == "entry: game of A (in, out) and B (left, right), 4 profiles"
    assert pickle.loads(pickle.dumps(game)) == game
    assert hash(game) == hash(formula_game())
    assert repr(NormalForm({"A": "x"}, {("x",): [1]})) == "game of A (x), 1 profile"


def lottery() -> NormalForm:
    return NormalForm({"A": "x"}, {("x",): [1]}, {("x",): {"won": x, "lost": 1 - x}})


def test_a_profile_may_end_in_a_lottery_of_outcomes() -> None:
    game = lottery().at({"x": "1/3"})
    assert game.outcome_labels == {"won", "lost"}
    (only,) = pure_nash(game)
    assert only.outcomes == {"won": Fraction(1, 3), "lost": Fraction(2, 3)}
    assert pure_nash(game.at({"x": 1})).equilibria[0].outcomes == {"won": 1}


def test_values_are_chosen_else_central() -> None:
    game = formula_game().at({"x": "1/3"})
    assert game.numbers["in", "left"] == (Fraction(1, 3), Fraction(1, 4))
    assert game.at({"corridor_value": 1}).numbers["in", "left"] == (Fraction(1, 3), Fraction(1))
    assert NormalForm({"A": "x"}, {("x",): [1]}).outcomes == {("x",): {"x": 1}}


def test_arrays_and_mappings_say_the_same() -> None:
    a, b = np.array([[1, 2], [3, 4]]), [[5, 6], [7, 8]]
    game = NormalForm.from_arrays(a, b, actions=two)
    assert game.payoffs["out", "left"] == (3, 7)


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: NormalForm({}, {}), "at least one player"),
        (lambda: NormalForm({"A": []}, {}), "each label once"),
        (lambda: NormalForm({"A": ["x", "x"]}, {}), "each label once"),
        (lambda: NormalForm(two, {}), "no payoffs for the profile"),
        (lambda: NormalForm({"A": ["x"]}, {("x",): (1, 2)}), "got 2 payoffs for 1 player at"),
        (lambda: NormalForm({"A": ["x"]}, {("x", "y"): (1,)}), "2 actions for 1 player"),
        (lambda: NormalForm({"A": ["x"]}, {("z",): (1,)}), "unknown action of A 'z'"),
        (lambda: NormalForm({"A": ["x"]}, {("x",): {"a": 1}}), "did you mean 'A'"),
        (lambda: NormalForm({"A": ["x"]}, {("x",): {}}), "got 0 payoffs for 1 player"),
        (lambda: NormalForm({"A": ["x"]}, {("x",): [float("nan")]}), "finite number"),
        (lambda: NormalForm({"A": ["x"]}, {("x",): [sympy.oo]}), "finite real number"),
        (lambda: NormalForm({"A": ["x"]}, {("x",): [0.1]}), "write '0.1'"),
        (lambda: NormalForm.from_arrays([1], actions=two), "got 1 payoff array for 2"),
        (lambda: NormalForm.from_arrays([1], [1], actions=two), "has shape"),
        (lambda: NormalForm({"A": "x"}, {("x",): [1]}, {("x",): {"w": x}}), "they must sum to 1"),
        (lambda: lottery().at({"x": 2}).chances, "each must lie between 0 and 1"),
        (lambda: formula_game().numbers, "no value for x"),
        (lambda: formula_game().at({"coridor_value": 1}), "did you mean 'corridor_value'"),
        (lambda: formula_game().at({"x": "two"}), "give a number such as"),
        (
            lambda: NormalForm({"A": ["x"]}, {("x",): [sympy.sqrt(x)]}).at({"x": 2}).numbers,
            "finite rational is needed",
        ),
        (
            lambda: NormalForm.from_function(
                {f"P{i}": ["a", "b"] for i in range(21)}, lambda _: [0] * 21
            ),
            "2,097,152 profiles",
        ),
    ],
)
def test_a_bad_game_is_refused_in_a_sentence(build: Callable[[], object], sentence: str) -> None:
    with pytest.raises(GameError, match=sentence):
        build()


def test_the_certificate_catches_a_profile_that_is_no_equilibrium() -> None:
    from immutabledict import immutabledict as frozen

    game = NormalForm.from_arrays([[1, 0], [2, 0]], [[0, 0], [0, 0]], actions=two)
    stay = frozen({"A": frozen({"in": Fraction(1)}), "B": frozen({"left": Fraction(1)})})
    with pytest.raises(GameError, match="A gains 1 by deviating"):
        certified(game, stay)


def test_many_actions_are_told_in_part() -> None:
    game = NormalForm({"A": list("abcdefghij")}, {(a,): [0] for a in "abcdefghij"})
    assert repr(game) == "game of A (a, b, c, d, e, f, g, h, … 2 more), 10 profiles"


def test_what_hangs_on_formulas_alone_is_found_once_for_all_values() -> None:
    x = sympy.Symbol("x")
    ends = {"go": Terminal("war", {"A": x}), "stay": Terminal("peace", {"A": 0})}
    game = ExtensiveForm(Decision("A", ends))
    low = game.at({"x": 1})
    assert low.symbols is game.symbols
    assert low.numbers.payoffs[1] == (Fraction(1),)
    high = low.at({"x": 2})
    assert high.symbols is game.symbols
    assert high.numbers.payoffs[1] == (Fraction(2),)
    assert game.information_sets == high.information_sets
