"""Every public function tells who brings something else what is wanted, in one sentence."""

import inspect
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import caucasus_games as cg
from caucasus_games import (
    Decision,
    ExtensiveForm,
    GameError,
    NormalForm,
    Terminal,
    concepts,
    formats,
    games,
)
from caucasus_games.concepts.concept import check_solver
from caucasus_games.games import BayesianGame, CoalitionalGame
from caucasus_games.games.door import (
    check_function,
    check_game,
    check_model,
    check_setup,
    described,
)
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import settlement

TREE = ExtensiveForm(
    Decision("A", {"x": Terminal("war", {"A": 1}), "y": Terminal("peace", {"A": 0})})
)
TABLE = NormalForm({"A": ["x", "y"]}, {("x",): [1], ("y",): [2]})
COALITIONS = CoalitionalGame(["A", "B"], {"A": 0, "B": 0, ("A", "B"): 1})
TYPES = BayesianGame(
    {"A": ["s"], "B": ["t"]},
    {("s", "t"): 1},
    {"A": ["x"], "B": ["y"]},
    lambda _, __: (0, 0),
)
NO_GAMES = {
    "model": settlement,
    "class": NormalForm,
    "solution": concepts.subgame_perfect(TREE),
    "text": "settlement",
    "None": None,
    "int": 3,
    "node": Terminal("x", {}),
    "setup": NONE,
    "list": [1],
}
GAMES = {"tree": TREE, "table": TABLE, "coalitions": COALITIONS, "types": TYPES}
NO_GAME = {"beside", "bounds", "claims", "hindsight", "report", "usual"}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{
        f"concepts.{name}": getattr(concepts, name)
        for name in concepts.__all__
        # bids of two are of distributions
        if inspect.isroutine(getattr(concepts, name)) and name != "double_auction"
    },
    **{
        n: getattr(cg, n)
        for n in cg.__all__
        # these take no game, or are asked below
        if inspect.isfunction(getattr(cg, n)) and n not in NO_GAME
    },
    **{f"formats.{name}": getattr(formats, name) for name in formats.__all__},
    "games.strategic_form": games.strategic_form,
    "games.one_deviation": partial(games.one_deviation, discount="1/2"),
}
MORE: dict[str, tuple[object, ...]] = {
    "statics": ("war",),
    "backward_induction": ("war",),
    "conditions": ("war",),
    "crossed": ([NONE], "war"),
    "decompose": (NONE, US_OPERATOR, "war"),
    "formats.write": ("game.efg",),
    "games.one_deviation": ({"A": "x"}, {"A": "x"}),
    "join": (NONE, []),
    "obstacles": ("war",),
    "optimal": ("war", {}, {}),
    "prove": ("war",),
    "required": ("x", "war"),
    "sensitivity": ("war",),
    "concepts.critical_discount": ({"A": "x"}, {"A": "x"}),
    "concepts.markov_branches": ("x", 1),
    "concepts.markov_logit": (1,),
    "concepts.public_perfect": ("1/2",),
    "concepts.penal_code": ({"A": "x"}, {"A": "x"}),
    "concepts.quantal_response": (1,),
    "summary": (10,),
    "sweep": (10,),
}
# they take a model, a text or a path
OTHERS = {
    "compare": {"model"},
    "crossed": {"model"},
    "decompose": {"model"},
    "explain": {"solution"},
    "formats.from_gambit": set[str](),
    "formats.parse": {"text"},
    "formats.read": {"text"},
    "join": {"model"},
    "load": set[str](),
    "obstacles": {"model"},
    "summary": {"model"},
    "sweep": {"model"},
}
# they take points as well
POINTS = {"concepts.kalai_smorodinsky", "concepts.nash_bargaining"}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_is_no_game_is_told_in_one_sentence(function: str) -> None:
    for kind, brought in NO_GAMES.items():
        if kind in OTHERS.get(function, set()) or (kind == "list" and function in POINTS):
            continue
        with pytest.raises(GameError) as refusal:
            FUNCTIONS[function](brought, *MORE.get(function, ()))
        told = str(refusal.value)
        assert "\n" not in told or function == "load"
        assert " at 0x" not in told or function == "load"
        if function not in OTHERS:
            assert " is for " in told
            assert f"and got {described(brought)}: " in told


@pytest.mark.parametrize("function", FUNCTIONS)
def test_another_kind_of_game_is_taken_or_told_in_one_sentence(
    function: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a tree is a game for write, which leaves it where the tests run
    monkeypatch.chdir(tmp_path)
    for brought in GAMES.values():
        told = ""
        try:
            FUNCTIONS[function](brought, *MORE.get(function, ()))
        except GameError as refusal:
            told = str(refusal)
        assert "\n" not in told
        assert " at 0x" not in told


def test_the_sentence_says_what_to_do() -> None:
    told = {
        settlement: "the function settlement: a model is called with a setup, as settlement(NONE)",
        ExtensiveForm: "the class ExtensiveForm: give a game that was made with it",
        int: "the class int: give the game itself",
        "chess": "the text 'chess': give the game itself",
        Terminal("x", {}): "a Terminal: make it a game with ExtensiveForm(…)",
        concepts.pure_nash(
            TABLE
        ): "the Solution of a game: give its game, which is its attribute game",
        COALITIONS: "a coalitional game: shapley, core and nucleolus take coalitional games",
        TYPES: "a Bayesian game: agent_form() writes it as a normal form",
        TREE: "a tree: subgame_perfect takes trees, and strategic_form writes them as normal forms",
        True: "True: give the game itself",
    }
    for brought, sentence in told.items():
        with pytest.raises(GameError) as refusal:
            check_game(brought, "pure_nash", NormalForm)
        assert str(refusal.value) == f"pure_nash is for a game in normal form and got {sentence}"
    with pytest.raises(GameError, match=r"a function without a name: .* as model\(NONE\)"):
        check_game(lambda _: TREE, "conditions")
    with pytest.raises(GameError, match="got a tree: subgame_perfect takes trees"):
        check_game(TREE, "shapley", CoalitionalGame)
    with pytest.raises(GameError, match="got a normal form: to_nfg writes tables"):
        check_game(TABLE, "to_efg", ExtensiveForm, advice="to_nfg writes tables")


@pytest.mark.parametrize(
    "call",
    [
        lambda solver: cg.compare(settlement, [NONE], solver=solver),
        lambda solver: cg.conditions(TREE, "war", solver=solver),
        lambda solver: cg.statics(TREE, "war", solver=solver),
        lambda solver: cg.prove(TREE, "war", solver=solver),
        lambda solver: cg.regions(TREE, solver=solver),
        lambda solver: cg.summary(TREE, 10, solver=solver),
        lambda solver: cg.sweep(TREE, 10, solver=solver),
        lambda solver: cg.sensitivity(TREE, "war", solver=solver),
        lambda solver: cg.optimal(TREE, "war", {}, {}, solver=solver),
    ],
)
def test_a_solver_is_a_function(call: Callable[[Any], object]) -> None:
    named = r"takes a solver and got the text 'subgame_perfect': .*, without quotes"
    with pytest.raises(GameError, match=named):
        call("subgame_perfect")
    with pytest.raises(GameError, match=r"takes a solver and got a tree: give a function"):
        call(TREE)
    with pytest.raises(GameError, match=r"takes a solver and got the class ExtensiveForm"):
        call(ExtensiveForm)


def test_a_solver_gives_a_solution() -> None:
    anything: Any = repr
    with pytest.raises(GameError, match=r"the function repr gives the text .* takes a solver that"):
        cg.compare(settlement, [NONE], solver=anything)


def test_a_model_is_a_function_of_a_setup() -> None:
    nothing: Any = lambda: TREE  # noqa: E731  # what a user writes
    with pytest.raises(GameError, match="a function without a name, which does not take one setup"):
        cg.compare(nothing)
    with pytest.raises(GameError, match="compare takes a model and got a tree: give a function"):
        cg.compare(TREE)  # type: ignore[arg-type]
    with pytest.raises(GameError, match="a sweep takes a model and got None"):
        cg.sweep(None, 10)  # type: ignore[arg-type]
    with pytest.raises(GameError, match="got the solver subgame_perfect: give it as solver"):
        cg.compare(concepts.subgame_perfect)  # type: ignore[arg-type]
    with pytest.raises(GameError, match="got the solver pure_nash: give the game itself"):
        check_game(concepts.pure_nash, "mixed_nash", NormalForm)
    # what is written in C may not say what it takes
    check_model(print, "compare")
    check_model(min, "compare")
    check_solver(None, "compare")
    with pytest.raises(GameError, match="compare takes a solver and got 3"):
        check_function(3, "compare", "a solver", "pure_nash")


def test_setups_are_a_list_of_setups() -> None:
    named: Any = "NONE"
    with pytest.raises(GameError, match=r"setups is the text 'NONE': give a list of setups"):
        cg.compare(settlement, named)
    number: Any = 3
    with pytest.raises(GameError, match="setups is 3: give a list of setups"):
        cg.compare(settlement, number)
    with pytest.raises(GameError, match="join takes a setup and got the text 'NONE'"):
        cg.join(settlement, named, [])
    with pytest.raises(GameError, match="join takes a list of models, such as"):
        cg.join(settlement, NONE, named)
    with pytest.raises(GameError, match="join takes a model and got the text 'referendum'"):
        cg.join(settlement, NONE, ["referendum"])  # type: ignore[list-item]
    check_setup(NONE, "join")
    assert described(NONE) == "the setup NONE"


def test_a_claim_and_a_number_of_an_equilibrium() -> None:
    claim: Any = None
    with pytest.raises(GameError, match="prove takes a claim and got None: give an outcome"):
        cg.prove(TREE, claim)
    with pytest.raises(GameError, match="there is no equilibrium first: the solution has 1"):
        cg.explain(concepts.subgame_perfect(TREE), "first")  # type: ignore[arg-type]


def test_an_outcome_is_a_label() -> None:
    ends: Any = {k: games.Terminal(k, {"A": k}) for k in (1, 2)}  # type: ignore[arg-type]
    game = ExtensiveForm(Decision("A", ends))
    two: Any = 2
    assert str(cg.conditions(game, two)).startswith("2 is in a subgame perfect equilibrium")
    several: Any = ["war"]
    for ask in (cg.conditions, cg.statics, cg.prove):
        with pytest.raises(GameError, match=r"\['war'\]"):
            ask(TREE, several)


# the others draw lists of results
@pytest.mark.parametrize("name", sorted({*cg.plot.__all__} - {"timeline", "quantal_response"}))
def test_figures_say_what_they_draw(name: str) -> None:
    more: dict[str, tuple[object, ...]] = {
        "correspondence": ("x", "war"),
        "offer_curve": ("x",),
        "value_functions": ("x",),
        "markov_branches": ("war",),
        "regions": ("x", "y"),
        "state_path": (3,),
    }
    for kind in ("model", "class", "text", "None", "int"):
        with pytest.raises(GameError, match="and got"):
            getattr(cg.plot, name)(NO_GAMES[kind], *more.get(name, ()))
