"""Symbols with assumptions are the plain ones of their names, wherever they come in."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy

import caucasus_games as cg
from caucasus_games import (
    Chance,
    Decision,
    ExtensiveForm,
    GameError,
    NormalForm,
    Parameter,
    Parameters,
    Terminal,
    plot,
)
from caucasus_games.algebra import bounds
from caucasus_games.concepts import critical_discount, pure_nash, shapley, subgame_perfect
from caucasus_games.exact import assumed, by_name, expression, name_of
from caucasus_games.games import (
    BayesianGame,
    CoalitionalGame,
    one_deviation,
    strategic_form,
)
from caucasus_games.sweeps import failure_box, optimal
from caucasus_games.theorems import Raising

PLAIN = sympy.Symbol("v")
POSITIVE = sympy.Symbol("v", positive=True)
KINDS = [
    PLAIN,
    POSITIVE,
    sympy.Symbol("v", nonnegative=True),
    sympy.Symbol("v", integer=True),
    sympy.Symbol("v", real=True, nonzero=True),
    sympy.Dummy("v"),
]
THREE: Any = 3
TWO = {"A": ["x", "y"], "B": ["l", "r"]}


def choice(worth: sympy.Expr, records: Parameters | None = None) -> ExtensiveForm:
    ends = {"fight": Terminal("war", {"A": worth}), "rest": Terminal("peace", {"A": 1})}
    return ExtensiveForm(Decision("A", ends), parameters=records)


def record(name: Any, low: Any = 0, high: Any = 2) -> Parameter:
    return Parameter(name, "worth", "share", low, Fraction(1, 2), high, "assumption: a test")


@pytest.mark.parametrize("v", KINDS, ids=str)
@pytest.mark.parametrize("name", [*KINDS[:2], "v"], ids=repr)
def test_every_analysis_answers_as_for_a_plain_symbol(v: sympy.Symbol, name: Any) -> None:
    game = choice(v)
    (war,) = cg.required(game.at({name: "1/2"}), "war", name, within={name: (0, 2)}).spans
    (peace,) = cg.required(game, "peace", name, within={name: (0, 2)}).spans
    assert [float(end) for end in (war.low, war.high, peace.low, peace.high)] == [1, 2, 0, 1]
    over = {name: (0, 2)}
    theorem = cg.conditions(game, "war", within=over)
    assert theorem.formula == (PLAIN >= 1)
    for value in (0, "1/2", "3/2", 2):
        holds = theorem.holds({name: value})
        at = subgame_perfect(game.at({name: value}))
        assert holds == any("war" in e.outcomes for e in at) == (Fraction(value) >= 1)
        assert theorem.possible.nearest({name: value})[0].holds == holds
    assert theorem.holds_on({name: [0, 2]}).tolist() == [False, True]
    assert "v" in theorem.possible.to_latex({name: "v"})
    assert [region.outcomes for region in cg.regions(game)] == [("war",), ("peace",)]
    assert cg.prove(game, Raising(name, "war"), within=over)
    assert cg.statics(game, "war", within=over).effects == {"v": "+"}
    ranged = choice(v, Parameters([record(name)]))
    (flip,) = cg.explain(subgame_perfect(ranged)).flips
    assert flip.at == Fraction(1)
    assert flip.becomes == ("war",)
    found = bounds(v + 1, ranged.parameters)
    assert (float(found.low), float(found.high)) == pytest.approx((1, 3), abs=0.01)


@pytest.mark.parametrize("name", [PLAIN, POSITIVE, "v"], ids=repr)
def test_sweeps_grids_and_figures_take_a_symbol_for_its_name(name: str) -> None:
    other = sympy.Symbol("w", positive=True)
    records = Parameters([record(name), record("w")])
    game = choice(POSITIVE * other, records)
    swept = cg.sweep(game, grid={name: [0, 2], other: ["1/4", 2]})
    assert swept.possible.sel(outcome="war").values.ravel().tolist() == [False] * 3 + [True]
    fixed = cg.summary(game, 200, values={name: 2, "w": 2})
    assert fixed.share("game", "war", "guaranteed") == 1
    designs = optimal(game, "war", {name: [0, 2]}, {name: 1}, draws=50)
    assert [design.share > 0 for design in designs.designs] == [False, True]
    assert plot.regions(game, name, other, points=11).get_xlabel().startswith("v ")
    assert plot.correspondence(game, "war", name, points=3).get_xlabel().startswith("v ")
    x = np.linspace(0, 1, 100)
    assert list(failure_box({name: x}, x > 0.5).limits) == ["v"]
    assert records.with_values({name: 1})["v"].central == 1
    assert list(records.select([name])) == ["v"]


def games() -> list[Any]:
    """Return a game of every kind with v positive in it, told where it has a value."""
    seats = {"A": [[POSITIVE, 0], [0, 1]], "B": [[1, 0], [0, POSITIVE]]}
    table = NormalForm.from_arrays(*seats.values(), actions=TWO)
    chance = Chance({"on": (POSITIVE, Terminal("x", {"A": 1})), "off": (1 - POSITIVE, _end())})
    tree = ExtensiveForm(Decision("A", {"go": chance, "stay": _end()}))
    hidden = BayesianGame(
        {"A": ["mild", "harsh"], "B": ["only"]},
        {("mild", "only"): POSITIVE, ("harsh", "only"): 1 - POSITIVE},
        TWO,
        lambda types, moves: (POSITIVE if types["A"] == "mild" else 1, 0),
    )
    group = CoalitionalGame.from_function("AB", lambda own: POSITIVE if len(own) > 1 else 0)
    keep, never = ({"A": a, "B": b} for a, b in (("x", "l"), ("y", "r")))
    repeated = one_deviation(table, keep, never, discount=sympy.Symbol("d", positive=True))
    drawn = NormalForm({"A": ["x"]}, {("x",): [0]}, {("x",): {"a": POSITIVE, "b": 1 - POSITIVE}})
    forms = [hidden.agent_form(), hidden.tree(), strategic_form(tree)]
    return [table, tree, hidden, group, repeated, drawn, *forms]


def _end() -> Terminal:
    return Terminal("y", {"A": 0})


@pytest.mark.parametrize("kind", range(9))
def test_a_value_of_the_wrong_sign_is_refused(kind: int) -> None:
    game = games()[kind]
    assert repr(game).endswith("v positive")
    assert game.at({POSITIVE: "1/2"}).values["v"] == Fraction(1, 2)
    # what is positive may come as near to zero as a range does
    assert game.at({"v": 0}).values["v"] == 0
    with pytest.raises(GameError, match="v is -1, and the formulas are written with a symbol that"):
        game.at({"v": -1})


def test_ranges_of_the_wrong_sign_are_refused_everywhere() -> None:
    game, below = choice(POSITIVE), sympy.Symbol("v", negative=True)
    refused: list[Callable[[], object]] = [
        lambda: cg.required(game, "war", "v", within={"v": (-1, 1)}),
        lambda: cg.conditions(game, "war", within={"v": (-1, 1)}),
        lambda: cg.sweep(game, grid={"v": [1, -1]}),
        lambda: choice(POSITIVE, Parameters([record("v", -1)])),
        lambda: choice(below, Parameters([record("v", 0, 1)])),
        lambda: ExtensiveForm(
            Decision("A", {"go": Terminal("x", {"A": POSITIVE})}), values={"v": -1}
        ),
    ]
    for ask in refused:
        with pytest.raises(GameError, match="the formulas are written with a symbol that is"):
            ask()
    # a value takes the place of the range
    assert choice(below).at({"v": -2}).values["v"] == -2


def test_two_symbols_of_one_name_are_refused() -> None:
    even = sympy.Symbol("v", even=True)
    refused: list[tuple[Callable[[], object], str]] = [
        (lambda: choice(PLAIN + POSITIVE), "that is positive, and before came one that is plain"),
        (
            lambda: NormalForm({"A": ["x", "y"]}, {("x",): [even], ("y",): [POSITIVE]}),
            "a symbol v that is positive, and before came one that is even",
        ),
        (
            lambda: NormalForm(
                {"A": ["x"]}, {("x",): [PLAIN]}, {("x",): {"a": even, "b": 1 - even}}
            ),
            "write one symbol for one name",
        ),
        (
            lambda: BayesianGame(
                {"A": ["mild", "harsh"]},
                {("mild",): PLAIN, ("harsh",): 1 - PLAIN},
                {"A": ["x"]},
                lambda types, moves: (POSITIVE,),
            ),
            "mild has a symbol v that is positive",
        ),
        (
            lambda: one_deviation(
                NormalForm({"A": ["x"]}, {("x",): [PLAIN]}), {"A": "x"}, {"A": "x"}, discount=even
            ),
            "discount factor of A has a symbol v that is even",
        ),
        (
            lambda: critical_discount(
                NormalForm({"A": ["x"]}, {("x",): [PLAIN]}).at({"v": 1}),
                {"A": "x"},
                {"A": "x"},
                detection=POSITIVE,
            ),
            "detection has a symbol v that is positive",
        ),
        (
            lambda: CoalitionalGame(["A"], {"A": POSITIVE + sympy.Symbol("v", real=True)}),
            "that is positive, and before came one that is real",
        ),
        (lambda: choice(sympy.Dummy("v") + sympy.Dummy("v")), "write one symbol for one name"),
        (lambda: choice(PLAIN).at({"v": 1, PLAIN: 2}), "parameter v is given twice"),
        (lambda: choice(PLAIN).at({THREE: 1}), "named by a text or a symbol, and got 3"),
    ]
    for build, sentence in refused:
        with pytest.raises(GameError, match=sentence):
            build()


def test_what_stands_for_no_rational_number_is_refused() -> None:
    for told in ({"imaginary": True}, {"commutative": False}, {"irrational": True}):
        with pytest.raises(GameError, match="v can be no rational number: write"):
            expression(sympy.Symbol("v", **told) + 1)
    with pytest.raises(GameError, match="no rational number"):
        expression(sympy.Symbol("v", infinite=True))


def test_what_sympy_made_of_an_assumption_stays() -> None:
    assert expression(sympy.sqrt(POSITIVE**2)) == PLAIN
    assert expression(sympy.Max(POSITIVE, 0)) == PLAIN
    assert expression(abs(PLAIN)) == abs(PLAIN)


def test_names_and_assumptions_in_words() -> None:
    assert assumed(sympy.Symbol("n", even=True, nonnegative=True)) == "nonnegative and even"
    assert assumed(sympy.Symbol("n", nonzero=True)) == "nonzero"
    assert assumed(sympy.Symbol("n", positive=True, integer=False)) == "positive and noninteger"
    assert name_of(POSITIVE) == "v"
    assert by_name({POSITIVE: 1, "w": 2}) == {"v": 1, "w": 2}


def test_solvers_answer_as_for_plain_symbols() -> None:
    seats = [[[POSITIVE, 0], [0, 1]], [[1, 0], [0, POSITIVE]]]
    assumed_game = NormalForm.from_arrays(*seats, actions=TWO).at({"v": 3})
    plain = NormalForm.from_arrays(
        *[[[sympy.sympify(x).subs(POSITIVE, PLAIN) for x in row] for row in own] for own in seats],
        actions=TWO,
    ).at({"v": 3})
    assert assumed_game.payoffs == plain.payoffs
    found, right = (pure_nash(game).equilibria for game in (assumed_game, plain))
    assert [e.strategies for e in found] == [e.strategies for e in right]
    group = CoalitionalGame.from_function("AB", lambda own: POSITIVE if len(own) > 1 else 0)
    assert dict(shapley(group.at({POSITIVE: 3}))) == {
        "A": Fraction(3, 2),
        "B": Fraction(3, 2),
    }
