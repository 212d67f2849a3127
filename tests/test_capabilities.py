"""The table in the docstring of the concepts says what each takes; the solvers must agree."""

import inspect
import re
from collections.abc import Callable
from typing import Any

import pytest

from caucasus_games import concepts
from caucasus_games.errors import GameError
from caucasus_games.games import (
    BayesianGame,
    CoalitionalGame,
    Decision,
    ExtensiveForm,
    MarkovGame,
    NormalForm,
    Stage,
    Terminal,
)
from caucasus_games.parameters import Parameter, Parameters

CALLED = {name: getattr(concepts, name) for name in concepts.__all__}
FUNCTIONS = sorted(name for name, one in CALLED.items() if inspect.isroutine(one))
# what the records say, and the table of the other functions
ROWS = {concept.name: concept.games for concept in concepts.CONCEPTS} | dict(
    re.findall(r"^``(\w+)`` +(.+?)  ", concepts.__doc__ or "", re.MULTILINE)
)

TWO = NormalForm.from_arrays(
    [[0, 0], [0, 0]], [[0, 0], [0, 0]], actions={"A": ["x", "w"], "B": ["y", "z"]}
)
THREE = NormalForm({name: ["x"] for name in "ABC"}, {("x", "x", "x"): [0, 0, 0]})
TREE = ExtensiveForm(Decision("A", {"x": Terminal("end", {"A": 0, "B": 0})}), ["A", "B"])
# to bargain, both must have something to gain
GAIN = NormalForm.from_arrays(
    [[1, 0], [0, 0]], [[1, 0], [0, 0]], actions={"A": ["x", "w"], "B": ["y", "z"]}
)
GROUP = CoalitionalGame(["A"], {"A": 1})
DRAWN = BayesianGame(
    {"A": ["t"], "B": ["u"]}, {("t", "u"): 1}, {"A": ["x"], "B": ["y"]}, lambda types, moves: (0, 0)
)
PAID = Parameter("paid", "", "", 0, 1, 2, "assumption: an example")
YEARS = MarkovGame(
    {"s": Stage({"A": ["x"]}, {"x": [PAID.symbol]}, "s")},
    "0.5",
    players=["A"],
    parameters=Parameters([PAID]),
)


def takes(name: str, game: object) -> str:
    """Return the error of a solver, or nothing."""
    solver: Callable[..., Any] = getattr(concepts, name)
    needed: dict[str, object] = (
        {"precision": 1} if "precision" in inspect.signature(solver).parameters else {}
    )
    if "parameter" in inspect.signature(solver).parameters:
        needed["parameter"] = "paid"
    if "discount" in inspect.signature(solver).parameters:
        needed["discount"] = "0.5"
    profiles = {"target", "punishment"} & set(inspect.signature(solver).parameters)
    actions = {p: own[0] for p, own in game.actions.items()} if isinstance(game, NormalForm) else {}
    try:
        solver(game, **needed, **dict.fromkeys(profiles, actions))
    except GameError as error:
        return str(error)
    return ""


def test_the_table_lists_every_solver_and_nothing_else() -> None:
    assert sorted(ROWS) == FUNCTIONS
    own = {name for name, one in CALLED.items() if isinstance(one, concepts.Concept)}
    assert own == {concept.name for concept in concepts.CONCEPTS}
    assert not own & set(re.findall(r"^``(\w+)``", concepts.__doc__ or "", re.MULTILINE))


@pytest.mark.parametrize("name", [n for n in FUNCTIONS if not ROWS[n].startswith("none")])
def test_a_solver_takes_what_the_table_says(name: str) -> None:
    normal = "normal form" in ROWS[name]
    bargains = name in ("nash_bargaining", "kalai_smorodinsky")
    kinds = {
        "normal": GAIN if bargains else TWO,
        "coalitional": GROUP,
        "Bayesian": DRAWN,
        "Markov": YEARS,
    }
    right = next((game for word, game in kinds.items() if word in ROWS[name]), TREE)
    if "or tree" in ROWS[name]:
        assert not takes(name, TREE)
    wrongs = [game for word, game in [*kinds.items(), ("tree", TREE)] if word not in ROWS[name]]
    for wrong in (game for game in wrongs if game is not right):
        assert " got a " in takes(name, wrong)
    assert " got the text 'chess'" in takes(name, "chess")
    assert takes(name, "chess").startswith(f"{name} is for ")
    if "signalling" in ROWS[name]:
        assert "is for a signalling game" in takes(name, right)
    else:
        assert not takes(name, right)
    if normal:
        refused = takes(name, THREE)
        assert bool(refused) == ("two players" in ROWS[name])
