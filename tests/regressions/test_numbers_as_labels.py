"""Quantities and bids are numbers: whole numbers and fractions serve as labels everywhere."""

from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy

from caucasus_games import GameError, concepts, games
from caucasus_games.concepts import bayes_nash, mixed_nash, pure_nash, shapley, subgame_perfect
from caucasus_games.formats import parse, to_efg, to_latex, to_nfg
from caucasus_games.games.labels import label, labelled, labels

# by their types labels are text
Terminal: Any = games.Terminal
Decision: Any = games.Decision
Chance: Any = games.Chance
ExtensiveForm: Any = games.ExtensiveForm
NormalForm: Any = games.NormalForm
BayesianGame: Any = games.BayesianGame
CoalitionalGame: Any = games.CoalitionalGame
one_deviation: Any = games.one_deviation
stackelberg: Any = concepts.stackelberg
correlated: Any = concepts.correlated
critical_discount: Any = concepts.critical_discount


class Kind(str, Enum):  # noqa: UP042  # as programs of before have it
    WAR = "war"


def cournot() -> Any:
    def profits(move: Any) -> list[int]:
        price = 12 - sum(move.values())
        return [quantity * price for quantity in move.values()]

    quantities = {1: range(6), 2: range(6)}
    return NormalForm.from_function(quantities, profits, lambda move: sum(move.values()))


def test_quantities_are_numbers_in_a_table() -> None:
    game = cournot()
    assert game.players == ("1", "2")
    assert game.payoffs["4", "4"] == (16, 16)
    assert "8" in game.outcome_labels
    assert [one.path for one in pure_nash(game)] == ["1: 3; 2: 5", "1: 4; 2: 4", "1: 5; 2: 3"]
    assert parse(to_nfg(game)) == game
    assert to_latex(game).startswith("\\begin{tabular}")
    direct = NormalForm({1: [0, 1]}, {(0,): {1: 2}, (1,): [3]}, {(0,): 5, 1: {6: 1}})
    assert direct.outcomes["1",] == {"6": 1}
    assert pure_nash(direct).equilibria[0].path == "1: 1"


def test_actions_events_and_outcomes_of_a_tree_are_numbers() -> None:
    ends = {k: Terminal(k, {1: k, 2: -k}) for k in range(3)}
    draw = {7: ("1/2", Decision(1, ends)), Fraction(1, 2): ("1/2", Terminal("", {1: 0, 2: 0}))}
    seats = [1, 2]
    game = ExtensiveForm(Chance(draw), seats)
    assert game.players == ("1", "2")
    assert [v.history for v in game.vertices if not v.children][:2] == [("7", "0"), ("7", "1")]
    assert subgame_perfect(game).exact[0].outcomes == {"2": Fraction(1, 2), "": Fraction(1, 2)}
    assert parse(to_efg(game)) == game
    told = Decision("A", {0: Terminal("a", {"A": 0})}, 3)
    assert told.information_set == "3"


def test_types_and_bids_of_a_bayesian_game_are_numbers() -> None:
    def payoff(types: Any, bids: Any) -> list[Fraction]:
        best = max(bids.values())
        winners = [p for p in bids if bids[p] == best]
        return [
            Fraction(types[p] - bids[p], len(winners)) if p in winners else Fraction(0)
            for p in bids
        ]

    types = {1: [0, 2], 2: [0, 2]}
    prior = {(a, b): "1/4" for a in (0, 2) for b in (0, 2)}
    bids = {1: range(3), 2: range(3)}
    game = BayesianGame(types, prior, bids, payoff)
    assert game.types == {"1": ("0", "2"), "2": ("0", "2")}
    assert any(one.path.startswith("1 (0): 0; 1 (2): 1") for one in bayes_nash(game))
    lone = BayesianGame({1: [5]}, {5: 1}, {1: [0]}, lambda _, __: [0])
    assert lone.agent("1", "5") == "1"


def test_players_of_coalitions_are_numbers() -> None:
    worth = {1: 0, (2,): 0, frozenset([1, 2]): 4}
    players = [1, 2]
    game = CoalitionalGame(players, worth)
    assert shapley(game) == {"1": 2, "2": 2}
    made = CoalitionalGame.from_function(players, lambda group: 4 * (sum(group) == 3))
    assert made == game


def test_numbers_are_taken_back() -> None:
    x, y = sympy.symbols("x y")
    game = NormalForm.from_arrays(
        [[2, 0], [3, 1]],
        [[2, 3], [0, 1]],
        actions={1: [0, 1], 2: [0, 1]},
    )
    found = critical_discount(game, {1: 0, 2: 0}, {1: 1, 2: 1})
    assert found.critical == Fraction(1, 2)
    repeated = one_deviation(
        game,
        {1: 0, 2: 0},
        {1: 1, 2: 1},
        discount={1: "1/2", 2: "1/3"},
    )
    assert repeated.players == ("1", "2")
    harsh = {1: 1, 2: 1}
    each = one_deviation(game, {1: 0, 2: 0}, {1: harsh, 2: harsh}, discount="1/2")
    assert "1 once" in each.actions["1"]
    with pytest.raises(GameError, match="the punishments are 'x': give a mapping"):
        one_deviation(game, {1: 0, 2: 0}, "x", discount="1/2")
    assert stackelberg(game, 1).equilibria[0].leader == "1"
    assert correlated(game, {1: 1}).equilibria[0].payoffs["1"] == 1
    free = NormalForm({"A": ["go"]}, {("go",): [x + y]})
    chosen = {x: 1, "y": 2}
    assert free.at(chosen).numbers["go",] == (3,)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (Fraction(1, 2), "1/2"),
        (Decimal("0.5"), "0.5"),
        (np.int64(4), "4"),
        (sympy.Rational(1, 3), "1/3"),
        (sympy.Symbol("q"), "q"),
        ("two words", "two words"),
        (Kind.WAR, "war"),
    ],
)
def test_what_is_a_label(value: object, text: str) -> None:
    assert label(value, "an action") == text


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (None, "an action is None: give a text, a whole number or a fraction"),
        (True, "an action is True: give a text"),
        (sympy.Float("0.5") + sympy.Symbol("q"), "an action is the float q"),
        (0.5, "an action is the float 0.5: give a text, '0.5', or a fraction"),
        ("", "an action is an empty text: give it a name"),
        ((1, 2), r"an action is \(1, 2\): give a text"),
        (b"x", "an action is b'x': give a text"),
        ("long " * 300, "of 1,500 characters: give up to 1,000"),
    ],
)
def test_what_is_no_label_is_told_in_a_sentence(value: object, sentence: str) -> None:
    with pytest.raises(GameError, match=sentence):
        label(value, "an action")


END = Terminal("end", {"A": 0})


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: Decision("A", {1: END, "1": END}), "the actions of A name '1' twice"),
        (lambda: Decision(None, {"x": END}), "the player of a decision is None"),
        (lambda: Decision("A", [END]), r"the actions of A are \[end\]: give a mapping"),
        (lambda: Decision("A", {"x": END}, None), "the information set of a decision is None"),
        (lambda: Chance({True: (1, END)}), "an event is True"),
        (lambda: Terminal(None, {}), "the outcome of an end is None"),
        (lambda: ExtensiveForm(END, 3), "the players are 3: give a list"),
        (lambda: ExtensiveForm(END, ["A", "A"]), "the players are A, A: name each once"),
        (lambda: NormalForm({"A": [1, "1"]}, {}), r"the actions of A are \['1', '1'\]"),
        (lambda: NormalForm({1: "x", "1": "y"}, {}), "the players are 1, 1: give each a name"),
        (lambda: NormalForm({"A": 3}, {}), "the actions of A are 3: give a list"),
        (lambda: NormalForm([["x"]], {}), r"the actions are \[\['x'\]\]: give them by player"),
        (lambda: NormalForm({"A": "x"}, [1]), r"the payoffs are \[1\]: give them by profile"),
        (
            lambda: NormalForm({"A": "xy"}, {1: [0], ("1",): [0]}),
            "unknown action of A '1'",
        ),
        (
            lambda: NormalForm({"A": [0, 1]}, {0: [0], "0": [0]}),
            r"the payoffs name the profile \(0\) twice",
        ),
        (lambda: NormalForm({"A": "x", "B": "y"}, {"xy": (0, 0)}), "the profile 'xy' is no tuple"),
        (lambda: NormalForm({"A": "x"}, {"x": None}), r"the payoffs at \(x\) are None"),
        (lambda: NormalForm({"A": "x"}, {"x": "1"}), r"the payoffs at \(x\) are '1': give one"),
        (lambda: NormalForm({"A": "x"}, {"x": [0]}, {"x": True}), r"an outcome at \(x\) is True"),
        (lambda: CoalitionalGame(3, {}), "the players are 3"),
        (lambda: CoalitionalGame(["A"], 3), "the worths are 3: give them by coalition"),
        (lambda: CoalitionalGame([1, "1"], {}), "each with a name of its own, and got 1, 1"),
        (
            lambda: BayesianGame({"A": [1, "1"]}, {}, {"A": "x"}, None),
            r"the types of A are \['1', '1'\]: give one or more, each once",
        ),
        (lambda: BayesianGame({"A": "t"}, 3, {"A": "x"}, None), "the prior is 3: give the prob"),
        (lambda: BayesianGame(3, {}, {"A": "x"}, None), "the types are 3: give them by player"),
        (lambda: BayesianGame({"A": "t"}, {}, None, None), "the actions are None: give them by"),
        (
            lambda: BayesianGame({"A": "s", "B": "t"}, {"st": 1}, {"A": "x", "B": "x"}, None),
            "the prior names 'st': give a tuple",
        ),
        (
            lambda: BayesianGame({"A": [0]}, {0: 0, "0": 1}, {"A": "x"}, None),
            "the prior names the types 0 twice",
        ),
        (lambda: cournot().at(3), "the values are 3: give them by name"),
        (lambda: critical_discount(cournot(), 4, 4), "the profile is 4: give an action by player"),
    ],
)
def test_bad_labels_are_refused_in_a_sentence(build: Callable[[], object], sentence: str) -> None:
    with pytest.raises(GameError, match=sentence):
        build()


def test_several_labels() -> None:
    assert labels("ab", "the players") == ("a", "b")
    assert labelled({1: 2}, "a player", "the payoffs") == {"1": 2}
    with pytest.raises(GameError, match="one of the players is None"):
        labels([None], "the players")


def test_payoffs_that_are_not_given_by_player() -> None:
    with pytest.raises(GameError, match=r"'x' are \(1, 2\): give them by player, as \{'A': 1"):
        Terminal("x", (1, 2))
    with pytest.raises(GameError, match="the payoffs of an end are 1: give them by player"):
        Terminal("", 1)


def test_arrays_need_no_labels() -> None:
    game = NormalForm.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    assert game.actions == {"1": ("1", "2"), "2": ("1", "2")}
    assert [one.path for one in mixed_nash(game)] == ["1: 1 0.5 or 2 0.5; 2: 1 0.5 or 2 0.5"]
    shared = NormalForm.from_arrays(np.array([[1, 2, 3]]), np.array([[3, 2, 1]]))
    assert shared.payoffs["1", "2"] == (2, 2)
    with pytest.raises(GameError, match="got 1 payoff array for 2 players: give one for each"):
        NormalForm.from_arrays([[1, 2], [3, 4]])
    with pytest.raises(GameError, match=r"the array of 2 has shape \(1,\): \(1, 2\) is needed"):
        NormalForm.from_arrays([[1, 2]], [1])
    with pytest.raises(GameError, match="a game needs at least one player"):
        NormalForm.from_arrays()


def test_who_is_paid_and_never_moves_is_named_in_players() -> None:
    root = Decision("A", {"go": Terminal("war", {"A": 1, "Bystander": -1})})
    with pytest.raises(GameError, match=r"who never moves is named in players=\[…, 'Bystander'\]"):
        ExtensiveForm(root)
    assert ExtensiveForm(root, ["A", "Bystander"]).players == ("A", "Bystander")
    with pytest.raises(GameError, match=r"unknown player .* 'Bystander': \(known: A\)$"):
        ExtensiveForm(root, ["A"])
    with pytest.raises(GameError, match=r"has one action, as 'Bystander': \['wait'\]"):
        NormalForm({"A": "x"}, {"x": {"A": 1, "Bystander": -1}})
