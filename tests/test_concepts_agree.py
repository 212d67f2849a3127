"""Every concept in every reading that it has: at values, in symbols and at many draws the same."""

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import product

import pytest
import sympy
from agreement import agree, untied

from caucasus_games import GameError, conditions, models, sweep
from caucasus_games.comparison.compare import games_under, setups_of
from caucasus_games.concepts import (
    CONCEPTS,
    markov_logit,
    perfect_bayesian,
    quantal_response,
    subgame_perfect,
)
from caucasus_games.concepts.concept import Solver
from caucasus_games.concepts.serving import Beyond, check_served, serving
from caucasus_games.concepts.usual import usual
from caucasus_games.games import (
    Chance,
    Decision,
    ExtensiveForm,
    MarkovGame,
    NormalForm,
    Stage,
    Terminal,
)
from caucasus_games.games.kinds import Game
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import NONE, named
from caucasus_games.sweeps import Run
from caucasus_games.sweeps.draws import Uniforms, quantiles
from caucasus_games.theorems.equilibria import read
from caucasus_games.theorems.theorem import theorem

X, Y, Z = sympy.symbols("x y z")
# few symbols and small numbers, of which many are equal whatever the values are
PAYOFFS = [0, 1, 2, X, Y, -X, X - Y, Z]
POINTS = ["-1", "1/2", "1"]
# what is asked where an option has to be given
GIVEN = {one.name: one.given(precision=2) for one in (markov_logit, quantal_response)}
ASKED = [GIVEN.get(one.name, one) for one in CONCEPTS]


def some_table(rng: random.Random) -> NormalForm:
    actions = {"A": ["a0", "a1"], "B": ["b0", "b1"]}
    payoffs = {p: [rng.choice(PAYOFFS), rng.choice(PAYOFFS)] for p in product(*actions.values())}
    labels = {profile: rng.choice(["peace", "war"]) for profile in payoffs}
    return NormalForm(actions, payoffs, labels)


def end(rng: random.Random) -> Terminal:
    paid = {"S": rng.choice(PAYOFFS), "R": rng.choice(PAYOFFS)}
    return Terminal(rng.choice(["peace", "war"]), paid)


def some_tree(rng: random.Random) -> ExtensiveForm:
    def node(depth: int) -> Node:
        if depth == 0:
            return end(rng)
        if rng.random() < 0.2:
            return Chance({"l": ("1/3", node(depth - 1)), "r": ("2/3", node(depth - 1))})
        return Decision(rng.choice("SR"), {"l": node(depth - 1), "r": node(depth - 1)})

    return ExtensiveForm(Decision("S", {"go": node(2), "stay": node(1)}), ["S", "R"])


def some_signals(rng: random.Random) -> ExtensiveForm:
    def sender(t: int) -> Node:
        def reply(m: str) -> Node:
            return Decision("R", {"u": end(rng), "d": end(rng)}, f"after {m}")

        return Decision("S", {"m": reply("m"), "n": reply("n")}, f"type {t}")

    return ExtensiveForm(Chance({"t": ("1/3", sender(0)), "v": ("2/3", sender(1))}), ["S", "R"])


def some_moves_at_once(rng: random.Random) -> ExtensiveForm:
    def second() -> Node:
        return Decision("R", {"l": end(rng), "r": end(rng)}, "R in the dark")

    at_once = Decision("S", {"a": second(), "b": second()})
    return ExtensiveForm(Decision("R", {"in": at_once, "out": end(rng)}), ["S", "R"])


def some_years(rng: random.Random) -> MarkovGame:
    def stage(k: int) -> Stage:
        actions = {"A": ["a0", "a1"], "B": ["b0", "b1"]}
        profiles = list(product(*actions.values()))
        paid = {p: [rng.choice(PAYOFFS), rng.choice(PAYOFFS)] for p in profiles}
        to = {p: rng.choice(["s0", "s1", {"s0": "1/3", "s1": "2/3"}]) for p in profiles}
        return Stage(actions, paid, {**to, profiles[0]: f"s{1 - k}"}, {profiles[k]: "war"})

    return MarkovGame(
        {"s0": stage(0), "s1": stage(1)}, "1/2", players=["A", "B"], otherwise="peace"
    )


MAKERS: list[Callable[[random.Random], Game]] = [
    some_table,
    some_tree,
    some_signals,
    some_moves_at_once,
    some_years,
]
READINGS: list[Beyond] = ["symbols", "draws"]
CASES = [
    (concept, reading, make, seed)
    for concept, reading, make, seed in product(ASKED, READINGS, MAKERS, range(3))
    if concept in [GIVEN.get(c.name, c) for c in serving(make(random.Random(seed)), reading)]
]


def in_symbols(game: Game, concept: Solver, rng: random.Random) -> None:
    listing = read(game, None, concept)
    theorems = [theorem(listing, outcome) for outcome in sorted(game.outcome_labels)]
    for _ in range(4):
        at = untied(game, rng)
        brought = [equilibrium.outcomes for equilibrium in concept(game.at(at))]
        for one in theorems:
            assert one.holds(at) == any(one.outcome in ends for ends in brought), (at, one)
            always = bool(brought) and all(one.outcome in ends for ends in brought)
            assert one.guaranteed.holds(at) == always, (at, one)


def at_draws(game: Game, concept: Solver) -> None:
    names = sorted(symbol.name for symbol in game.symbols)
    found = sweep(game, grid=dict.fromkeys(names, POINTS), solver=concept, on=Run(workers=1))
    for at in product(POINTS, repeat=len(names)):
        places = {name: POINTS.index(x) for name, x in zip(names, at, strict=True)}
        values = dict(zip(names, at, strict=True))
        agree(game, found.isel(setup=0, **places), values, concept)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("concept", "reading", "make", "seed"),
    CASES,
    ids=lambda one: getattr(one, "__name__", str(one)),
)
def test_a_concept_says_the_same_in_every_reading(
    concept: Solver, reading: Beyond, make: Callable[[random.Random], Game], seed: int
) -> None:
    rng = random.Random(seed)
    game = make(rng)
    if reading == "symbols":
        # where players move at once subgame perfection is read at values and at draws
        hidden = isinstance(game, ExtensiveForm) and not game.perfect_information
        if concept == subgame_perfect and hidden:
            with pytest.raises(GameError, match="take the solver perfect_bayesian"):
                read(game, None, concept)
        else:
            in_symbols(game, concept, rng)
    elif concept == subgame_perfect and make is some_signals:
        # two who move at several sets without a subgame of their own
        with pytest.raises(GameError, match="moves at several information sets: solve the game at"):
            at_draws(game, concept)
    else:
        at_draws(game, concept)


def test_every_reading_of_every_concept_is_tried() -> None:
    tried = {(concept.name, reading) for concept, reading, _, _ in CASES}
    had = {(c.name, "symbols") for c in CONCEPTS if c.symbols}
    had |= {(c.name, "draws") for c in CONCEPTS if c.draws}
    assert tried == had


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("concept", ASKED, ids=str)
def test_what_a_concept_lacks_is_told_in_one_sentence(concept: Solver, reading: Beyond) -> None:
    for make in MAKERS:
        game = make(random.Random(0))
        own = concept.symbols if reading == "symbols" else concept.draws
        if isinstance(game, concept.kinds) and own:
            check_served(concept, game, reading)
            continue
        why = "which is found at single values alone"
        if not isinstance(game, concept.kinds):
            why = f"which is for a {concept.games}"
        with pytest.raises(GameError) as refusal:
            check_served(concept, game, reading)
        told = str(refusal.value)
        assert f"and got {concept}, {why}: take one of these, or " in told
        assert all(one.call in told for one in serving(game, reading))


def test_options_for_single_values_are_told() -> None:
    game = some_tree(random.Random(0))
    with pytest.raises(GameError, match="whose find is for single values"):
        conditions(game, "peace", solver=subgame_perfect.given(find="one"))
    told = r"found for perfect_bayesian or subgame_perfect, and got quantal_response\(precision=2\)"
    with pytest.raises(GameError, match=told):
        conditions(game, "peace", solver=quantal_response.given(precision=2))


PLAYABLE = [model.name for model in models.MODELS if model.has_moves]
# their exact solution takes seconds
LONG = ("alignment", "closing_window", "commitment", "referendum", "rivalry", "transit_split")


@pytest.mark.no_cover
@pytest.mark.parametrize("setup", named().values(), ids=lambda setup: setup.name)
@pytest.mark.parametrize("name", PLAYABLE)
def test_every_model_under_every_setup_at_draws(name: str, setup: object) -> None:
    chosen = setups_of([setup], None)  # type: ignore[list-item]
    try:
        games, _ = games_under(models.NAMED[name], chosen, False)
    except GameError as error:
        pytest.skip(str(error))
    (game,) = games.values()
    if name == "transit_split" and setup is not NONE:
        # it hangs on no setup
        assert isinstance(game, ExtensiveForm)
        assert game.vertices == models.transit_split(NONE).vertices
        return
    years = {"operator_years": 10} if "operator_years" in game.parameters else {}
    game = game.at(years)
    draws = 1 if name in LONG else 3
    solver = usual(game)
    found = sweep(game, draws, solver=solver, seed=6, on=Run(workers=1)).isel(setup=0)
    moving = [r for n, r in game.parameters.items() if n not in game.values]
    drawn = quantiles(moving, Uniforms(tuple(r.name for r in moving), 6, draws).block(0, draws))
    for k in range(draws):
        at = {r.name: Fraction(float(drawn[r][k])) for r in moving}
        agree(game, found.isel(draw=k), at, solver)
        if isinstance(game, ExtensiveForm) and game.perfect_information and not game.offers:
            agree(game, found.isel(draw=k), at, perfect_bayesian)
