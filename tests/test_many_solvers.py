"""Many draws by mixed, perfect Bayesian and logit equilibria against the exact solvers."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import product
from typing import Any

import pytest
import sympy
from agreement import agree, games_of, has_hidden_moves

from caucasus_games import GameError, sweep
from caucasus_games.concepts import (
    logit_branch,
    mixed_nash,
    perfect_bayesian,
    pure_nash,
    quantal_response,
    sequential,
    subgame_perfect,
)
from caucasus_games.concepts.concept import Solver
from caucasus_games.concepts.fast import runs, stages
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import RUSSIAN_PEACEKEEPERS, US_OPERATOR
from caucasus_games.models import (
    MODELS,
    Model,
    alignment,
    ceasefire,
    corridor,
    guarantee,
    peacekeepers,
    probe,
    settlement,
    spoilers,
    unilateral_deterrence,
)
from caucasus_games.results import Solution
from caucasus_games.sweeps import Run
from caucasus_games.sweeps.draws import Uniforms, quantiles

X, Y, Z = sympy.symbols("x y z")
Game = NormalForm | ExtensiveForm
# whole numbers, of which many are equal, and a few symbols
PAYOFFS = [0, 1, 2, 3, X, Y, X - Y, X + 1, 2 - Y]
POINTS = [-1, "2/5", 1, 2]


def on_points(
    game: Game,
    solver: Solver,
    *,
    most: int | None = None,
    exact: Callable[..., Solution[Any]] | None = None,
) -> None:
    """Compare at all points, or at so many of them at random where each takes long."""
    names = sorted(s.name for s in game.symbols)
    found = sweep(game, grid=dict.fromkeys(names, POINTS), solver=solver).isel(setup=0)
    points = list(product(POINTS, repeat=len(names)))
    for at in random.Random(7).sample(points, most) if most else points:
        places = {name: POINTS.index(x) for name, x in zip(names, at, strict=True)}
        agree(game, found.isel(places), dict(zip(names, at, strict=True)), exact or solver)


def at_draws(game: Game, solver: Solver, draws: int, values: Mapping[str, object]) -> None:
    found = sweep(game, draws=draws, solver=solver, seed=4, values=values).isel(setup=0)
    moving = [r for n, r in game.parameters.items() if n not in {*values, *game.values}]
    uniforms = Uniforms(tuple(r.name for r in moving), 4, draws)
    drawn = quantiles(moving, uniforms.block(0, draws))
    for k in range(draws):
        at = {**values, **{r.name: Fraction(float(drawn[r][k])) for r in moving}}
        agree(game, found.isel(draw=k), at, solver)


@pytest.mark.no_cover
@pytest.mark.parametrize("sizes", [(2, 2), (2, 3), (3, 3), (1, 4), (4, 2), (4, 4)])
@pytest.mark.parametrize("seed", range(3))
def test_every_extreme_equilibrium_of_two_players(sizes: tuple[int, int], seed: int) -> None:
    rng = random.Random(10 * seed + sum(sizes))
    actions = {
        player: [f"{player}{k}" for k in range(n)] for player, n in zip("AB", sizes, strict=True)
    }
    payoffs = {p: [rng.choice(PAYOFFS) for _ in sizes] for p in product(*actions.values())}
    labels = {p: rng.choice(["peace", "war"]) for p in payoffs}
    payoffs[next(iter(payoffs))] = [X, Y]
    on_points(NormalForm(actions, payoffs, labels), mixed_nash)


def end(rng: random.Random, label: str) -> Terminal:
    return Terminal(label, {"S": rng.choice(PAYOFFS), "R": rng.choice(PAYOFFS)})


def signal(rng: random.Random, types: int, messages: int, replies: int, early: bool) -> Node:
    def reply(m: int) -> Node:
        ends = {f"r{a}": end(rng, rng.choice(["peace", "war"])) for a in range(replies)}
        return Decision("R", ends, f"after m{m}")

    def sender(t: int) -> Node:
        ways: dict[str, Node] = {f"m{m}": reply(m) for m in range(messages)}
        return Decision("S", {**ways, **({"out": end(rng, "out")} if early else {})}, f"type {t}")

    share = Fraction(1, types + 1)
    shares = [share] * (types - 1) + [1 - (types - 1) * share]
    return Chance({f"t{t}": (shares[t], sender(t)) for t in range(types)})


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("shape", "seed"),
    [
        *product([(2, 2, 2, False), (2, 1, 3, True), (3, 1, 2, True)], range(6)),
        ((2, 2, 3, True), 0),
        ((2, 2, 3, True), 1),
    ],
)
def test_every_equilibrium_of_a_signalling_game(
    shape: tuple[int, int, int, bool], seed: int
) -> None:
    rng = random.Random(seed)
    # a point of the largest takes as long as all points of another
    most = 2 if shape == (2, 2, 3, True) else 8
    on_points(ExtensiveForm(signal(rng, *shape), ["S", "R"]), perfect_bayesian, most=most)


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(6))
def test_pure_equilibria_where_a_player_moves_again(seed: int) -> None:
    rng = random.Random(100 + seed)

    def last(name: str) -> Node:
        return Decision("S", {"on": end(rng, "war"), "off": end(rng, "peace")}, name)

    def reply(first: str) -> Node:
        later = {"d": end(rng, "war"), "e": last(f"S again after {first}")}
        return Decision("R", {"c": last(f"known after {first}"), **later}, "R in the dark")

    odds = {"x": ("1/3", reply("a")), "y": ("2/3", end(rng, "war"))}
    moves = {"a": Chance(odds), "b": reply("b"), "out": end(rng, "out")}
    again = Decision("R", {"up": Decision("S", moves, "S"), "down": end(rng, "down")}, "R first")
    on_points(ExtensiveForm(again, ["S", "R"]), perfect_bayesian, most=8)


def test_one_who_may_look_and_then_is_in_the_dark_plans_ahead() -> None:
    rng = random.Random(5)

    def second(first: str) -> Node:
        return Decision("S", {"l": end(rng, "war"), "r": end(rng, "peace")}, "S in the dark again")

    def reply(first: str) -> Node:
        return Decision("R", {"c": second(first), "d": second(first)}, f"R after {first}")

    start = Decision("R", {"a": reply("a"), "b": reply("b"), "out": end(rng, "out")}, "R first")
    on_points(ExtensiveForm(start, ["S", "R"]), perfect_bayesian)


HIDDEN = {
    model: game
    for model in MODELS
    # the setup with a Russian guarantor, where the model takes it
    for _, game in [next(games_of(model, RUSSIAN_PEACEKEEPERS, US_OPERATOR))]
    if has_hidden_moves(game)
}


@pytest.mark.no_cover
@pytest.mark.parametrize("model", HIDDEN, ids=lambda m: m.name)
def test_models_with_hidden_moves(model: Model[..., Any]) -> None:
    game = HIDDEN[model]
    years = {"operator_years": 10} if "operator_years" in game.parameters else {}
    # a draw of a large tree takes long
    at_draws(game, perfect_bayesian, 12 if len(game.vertices) < 30 else 3, years)


def test_there_are_models_with_hidden_moves() -> None:
    assert set(HIDDEN) >= {probe, peacekeepers, unilateral_deterrence, spoilers, alignment}


def test_a_tree_without_hidden_moves_may_be_asked_for_beliefs() -> None:
    game = corridor(US_OPERATOR)
    with_beliefs = sweep(game, draws=50, solver=perfect_bayesian)
    assert with_beliefs.equals(sweep(game, draws=50, solver=subgame_perfect))


@pytest.mark.parametrize("precision", [0, 2, 12])
@pytest.mark.parametrize("model", [ceasefire, guarantee, probe, spoilers, settlement])
def test_logit_equilibria(model: Callable[..., Game], precision: int) -> None:
    game = model(RUSSIAN_PEACEKEEPERS if model is probe else US_OPERATOR)
    draws = 2 if model is settlement else 4
    at_draws(game, quantal_response.given(precision=precision), draws, {})


def test_equal_payoffs_have_a_logit_equilibrium() -> None:
    payoffs: dict[tuple[str, ...], list[object]] = {p: [1, X] for p in product("ab", "cd")}
    game = NormalForm({"A": ["a", "b"], "B": ["c", "d"]}, payoffs)
    found = sweep(game, grid={"x": [0, 1]}, solver=quantal_response.given(precision=3))
    assert (abs(found.probability_low - 0.25) < 1e-6).all()


def test_a_branch_that_cannot_be_followed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logit_branch, "_STEPS", 3)
    with pytest.raises(GameError, match="could not be followed to precision 5 in 3 steps at 10"):
        sweep(
            guarantee(US_OPERATOR),
            draws=10,
            solver=quantal_response.given(precision=5),
            on=Run(workers=1),
        )


def unnamed(game: Game) -> None:
    """Nobody asks it."""


@pytest.mark.parametrize(
    ("solver", "message"),
    [
        (
            mixed_nash,
            r"are solved by perfect_bayesian, quantal_response.given\(precision=…\) or "
            "subgame_perfect, and got mixed_nash, which is for a normal form: take one of these",
        ),
        (sequential, "and got sequential, which is found at single values alone: take one"),
        (subgame_perfect.given(find="one"), "whose find is for single values"),
        (quantal_response, r"the precision of quantal_response .*response.given\(precision=…\)"),
        (partial(pure_nash), "takes a solution concept and got a partial: take one of"),
        (unnamed, "takes a solution concept and got the function unnamed: take one of"),
    ],
)
def test_solvers_that_do_not_serve_are_told(solver: Any, message: str) -> None:
    with pytest.raises(GameError, match=message):
        sweep(probe(RUSSIAN_PEACEKEEPERS), draws=3, solver=solver)


def test_larger_tables_have_pure_equilibria_alone() -> None:
    with pytest.raises(
        GameError,
        match="by mixed_nash, pure_nash or quantal_response",
    ):
        sweep(ceasefire(US_OPERATOR), draws=3, solver=subgame_perfect)
    with pytest.raises(
        GameError,
        match="by pure_nash or quantal_response",
    ):
        sweep(guarantee(US_OPERATOR), draws=3, solver=mixed_nash)


def tied() -> ExtensiveForm:
    def reply(kind: int) -> Node:
        last = Decision(
            "S",
            {
                "on": Terminal("war", {"S": X, "R": kind}),
                "off": Terminal("peace", {"S": 1, "R": Y}),
            },
            f"S {kind} again",
        )
        return Decision("R", {"yes": last, "no": Terminal("out", {"S": 0, "R": 1})}, "R")

    types = {f"t{k}": ("1/2", Decision("S", {"send": reply(k)}, f"S {k}")) for k in (0, 2)}
    return ExtensiveForm(Chance(types), ["S", "R"])


def test_ties_after_hidden_moves_leave_pure_strategies() -> None:
    on_points(tied(), perfect_bayesian)


def test_too_many_choices_in_the_dark_are_told() -> None:
    node: Node = Terminal("end", {"A": X, "B": 0})
    for k in range(13):
        ways = {"l": node, "r": Terminal("end", {"A": 0, "B": X})}
        node = Decision("AB"[k % 2], ways, f"known {k}")
    hidden = Decision("B", {"l": node, "r": Terminal("end", {"A": 1, "B": 1})}, "dark")
    twin = Decision("B", {"l": node, "r": Terminal("end", {"A": 1, "B": 0})}, "dark")
    game = ExtensiveForm(Decision("A", {"a": hidden, "b": twin}, "start"))
    with pytest.raises(GameError, match=r"hidden moves leave .* choices of pure strategies"):
        sweep(game, grid={"x": [1, 2]})


def together(rng: random.Random, players: str, depth: int) -> Node:
    """Players who move at once, one after the other in the tree; then perhaps again."""

    def stage(left: str, so_far: str) -> Node:
        if not left:
            if depth and rng.random() < 0.4:
                return together(rng, "AB", depth - 1)
            return Terminal(rng.choice(["peace", "war"]), {p: rng.choice(PAYOFFS) for p in "ABC"})
        ways = {f"m{k}": stage(left[1:], f"{so_far}{k}") for k in range(2)}
        return Decision(left[0], ways, f"{left[0]} in {name}")

    name = f"stage {rng.random()} of {len(players)}"
    return stage(players, "")


def pure_of_three(game: ExtensiveForm) -> Solution[Any]:
    """Solve without the mixtures of three who move at once, of which sweeps have the pure ones."""
    found = subgame_perfect(game)
    kept = [
        one
        for one in found
        if not any(len(mix) > 1 for name, mix in one.strategies.items() if name.endswith("of 3"))
    ]
    return replace(found, equilibria=tuple(kept))


@pytest.mark.parametrize("seed", range(3))
def test_simultaneous_stages_are_solved_subgame_by_subgame(seed: int) -> None:
    rng = random.Random(seed)
    end = Terminal("out", {"A": 1, "B": X, "C": Y})
    odds = {"e": ("1/4", together(rng, "AB", 1)), "f": ("3/4", end)}
    ways = {"in": together(rng, "ABC"[: 2 + seed % 2], 1), "luck": Chance(odds), "out": end}
    game = ExtensiveForm(Decision("C", ways, "C first"), list("ABC"))
    # what three who move at once may mix takes seconds at each point
    on_points(game, subgame_perfect, most=3 if seed % 2 else None, exact=pure_of_three)


def test_a_stage_without_a_pure_equilibrium_leaves_none() -> None:
    def end(one: int, other: int) -> Terminal:
        return Terminal("end", {"A": X if one == other else 0, "B": int(one != other), "C": 0})

    third = [[Decision("C", {"c": end(a, b)}, "C of 3") for b in (0, 1)] for a in (0, 1)]
    second = [Decision("B", {"l": third[a][0], "r": third[a][1]}, "B of 3") for a in (0, 1)]
    stage = Decision("A", {"l": second[0], "r": second[1]}, "A of 3")
    out = Terminal("out", {"A": 0, "B": 0, "C": Y})
    game = ExtensiveForm(Decision("C", {"in": stage, "out": out}, "C first"), list("ABC"))
    on_points(game, subgame_perfect, exact=pure_of_three)
    none = sweep(game, grid={"x": [1, 2], "y": [0]}, solver=subgame_perfect)
    assert (none.equilibria == 0).all()


def test_stages_that_are_too_large_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def stage(actions: int, players: str) -> ExtensiveForm:
        def below(left: str) -> Node:
            if not left:
                return Terminal("end", dict.fromkeys(players, X))
            return Decision(left[0], {str(k): below(left[1:]) for k in range(actions)}, left[0])

        return ExtensiveForm(below(players), list(players))

    with pytest.raises(GameError, match="in the subgame at the start a player has more than 4"):
        sweep(stage(5, "AB"), grid={"x": [0]}, solver=subgame_perfect)
    with pytest.raises(GameError, match="or moves at several information sets"):
        sweep(spoilers(US_OPERATOR), draws=3, solver=subgame_perfect)
    # the limits themselves take a tree that is slow to write
    monkeypatch.setattr(stages, "_LIMIT", 100)
    with pytest.raises(GameError, match="has more than 100 combinations of plans"):
        sweep(stage(5, "ABC"), grid={"x": [0]}, solver=subgame_perfect)
    monkeypatch.setattr(runs, "_MOST", 50)
    with pytest.raises(GameError, match="more than 50 equilibria at a draw"):
        sweep(stage(4, "ABC"), grid={"x": [0]}, solver=subgame_perfect)
