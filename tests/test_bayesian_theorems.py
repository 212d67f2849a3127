"""Conditions of perfect Bayesian equilibria against the exact solver at random values."""

import random
from fractions import Fraction

import pytest
import sympy
from agreement import untied

from caucasus_games import GameError, conditions, regions
from caucasus_games.concepts import perfect_bayesian, subgame_perfect
from caucasus_games.games import Chance, Decision, ExtensiveForm, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import RUSSIAN_PEACEKEEPERS, US_OPERATOR
from caucasus_games.models import alignment, peacekeepers, probe, spoilers, unilateral_deterrence
from caucasus_games.theorems.equilibria import read
from caucasus_games.theorems.theorem import Theorem, theorem

X, Y, Z = sympy.symbols("x y z")
# few symbols and small numbers, so that some payoffs are equal whatever the values are
PAYOFFS = [0, 1, 2, X, Y, -X, X - Y, Z, X * Y]


def end(rng: random.Random, label: str) -> Terminal:
    return Terminal(label, {"S": rng.choice(PAYOFFS), "R": rng.choice(PAYOFFS)})


def theorems(game: ExtensiveForm) -> list[Theorem]:
    listing = read(game, None, perfect_bayesian)
    return [theorem(listing, o) for o in sorted(game.outcome_labels)]


def check(game: ExtensiveForm, rng: random.Random, points: int) -> None:
    found = theorems(game)
    for _ in range(points):
        at = untied(game, rng)
        outcomes = [equilibrium.outcomes for equilibrium in perfect_bayesian(game.at(at))]
        for one in found:
            assert one.holds(at) == any(one.outcome in ends for ends in outcomes), (at, one)
            sure = bool(outcomes) and all(one.outcome in ends for ends in outcomes)
            assert one.guaranteed.holds(at) == sure, (at, one)


def signal(rng: random.Random, types: int, messages: int, replies: int, early: bool) -> Node:
    def reply(t: int, m: int) -> Node:
        ends: dict[str, Node] = {
            f"r{a}": end(rng, rng.choice(["peace", "war", f"end {m}"])) for a in range(replies)
        }
        return Decision("R", ends, f"after m{m}")

    def sender(t: int) -> Node:
        ways = {f"m{m}": reply(t, m) for m in range(messages)}
        if early:
            ways["out"] = end(rng, "out")
        return Decision("S", ways, f"type {t}")

    share = Fraction(1, types + 1)
    last = 1 - (types - 1) * share
    shares = [share] * (types - 1) + [last]
    return Chance({f"t{t}": (shares[t], sender(t)) for t in range(types)})


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(10))
def test_two_types_with_two_messages(seed: int) -> None:
    rng = random.Random(seed)
    check(ExtensiveForm(signal(rng, 2, 2, 2, early=False), ["S", "R"]), rng, 12)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("types", "messages", "replies", "early"),
    [(2, 1, 2, True), (2, 1, 3, True), (3, 1, 2, True), (2, 2, 2, True)],
)
def test_larger_signalling_games(types: int, messages: int, replies: int, early: bool) -> None:
    rng = random.Random(types + 10 * replies)
    game = ExtensiveForm(signal(rng, types, messages, replies, early), ["S", "R"])
    check(game, rng, 8)


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(8))
def test_any_tree_with_hidden_moves_in_pure_strategies(seed: int) -> None:
    rng = random.Random(100 + seed)

    def last(name: str) -> Node:
        return Decision("S", {"on": end(rng, "war"), "off": end(rng, "peace")}, name)

    def reply(first: str) -> Node:
        later = {"d": end(rng, "war"), "e": last(f"S again after {first}")}
        return Decision("R", {"c": last(f"known after {first}"), **later}, "R in the dark")

    moves = {"a": reply("a"), "b": reply("b"), "out": end(rng, "out")}
    again = Decision("R", {"up": Decision("S", moves, "S"), "down": end(rng, "down")}, "R first")
    check(ExtensiveForm(again, ["S", "R"]), rng, 10)


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(6))
def test_a_draw_before_hidden_moves(seed: int) -> None:
    rng = random.Random(200 + seed)
    dark = [
        Decision("R", {"c": end(rng, "war"), "d": end(rng, "peace")}, "R in the dark")
        for _ in range(3)
    ]
    some = Chance({"x": ("1/3", dark[0]), "y": ("2/3", dark[1])})
    game = ExtensiveForm(
        Decision("S", {"a": some, "b": dark[2], "out": end(rng, "out")}), ["S", "R"]
    )
    check(game, rng, 10)


@pytest.mark.no_cover
@pytest.mark.parametrize("model", [probe, peacekeepers, unilateral_deterrence, spoilers])
def test_models_at_random_values(model: object) -> None:
    rng = random.Random(7)
    game = model(US_OPERATOR if model is spoilers else RUSSIAN_PEACEKEEPERS)  # type: ignore[operator]
    if sympy.Symbol("operator_years") in game.symbols:
        game = game.at({"operator_years": 10})
    found = theorems(game)
    for _ in range(25):
        at = {
            n: p.low + (p.high - p.low) * Fraction(rng.randint(1, 9_972), 9_973)
            for n, p in game.parameters.items()
            if n not in game.values
        }
        free = {n: x for n, x in at.items() if game.parameters[n].low < game.parameters[n].high}
        outcomes = [equilibrium.outcomes for equilibrium in perfect_bayesian(game.at(at))]
        for one in found:
            assert one.holds(free) == any(one.outcome in ends for ends in outcomes)


def test_the_probe_is_read_as_its_docstring_says() -> None:
    told = conditions(probe(RUSSIAN_PEACEKEEPERS), "war", solver=perfect_bayesian)
    paths = {way.path for way in told.ways}
    bluff = "Russia, reliable: react; Russia, unreliable: react or stand by; "
    assert any(path.startswith(bluff) for path in paths)
    assert str(told).startswith("war is in a perfect Bayesian equilibrium of the probe")


def test_where_only_pure_strategies_were_looked_for_it_says_so() -> None:
    told = conditions(peacekeepers(RUSSIAN_PEACEKEEPERS), "stalemate", solver=perfect_bayesian)
    assert str(told).startswith("stalemate is in a pure perfect Bayesian equilibrium of the")


def test_nothing_hidden_is_subgame_perfection() -> None:
    tree = ExtensiveForm(
        Decision("S", {"go": Terminal("war", {"S": X}), "stay": Terminal("peace", {"S": Y})})
    )
    bayesian = conditions(tree, "war", solver=perfect_bayesian)
    assert bayesian.formula == conditions(tree, "war", solver=subgame_perfect).formula
    assert bayesian.concept == "perfect Bayesian"


def test_regions_of_a_signalling_game_cover_the_box() -> None:
    game = spoilers(US_OPERATOR)
    found = regions(game, solver=perfect_bayesian)
    draw = {n: p.central for n, p in game.parameters.items() if p.low < p.high}
    assert any(region.condition.holds(draw) for region in found)


def test_types_that_never_reach_the_receiver() -> None:
    def sender(gain: object) -> Node:
        reply = {
            "c": Terminal("war", {"S": 1, "R": gain}),
            "d": Terminal("peace", {"S": 0, "R": 0}),
        }
        out = Terminal("out", {"S": X, "R": 0})
        return Decision("S", {"m": Decision("R", reply, "R"), "out": out})

    apart = Decision(
        "S", {"l": Terminal("left", {"S": Y, "R": 0}), "r": end(random.Random(2), "right")}, "z"
    )
    game = ExtensiveForm(
        Chance({"x": ("1/4", sender(Y)), "y": ("1/4", sender(1)), "z": ("1/2", apart)}),
        ["S", "R"],
    )
    check(game, random.Random(3), 20)


def test_two_messages_of_a_type_that_look_alike_are_no_signals() -> None:
    rng = random.Random(4)

    def reply() -> Node:
        return Decision("R", {"c": end(rng, "war"), "d": end(rng, "peace")}, "R")

    def sender(name: str) -> Node:
        return Decision("S", {"l": reply(), "m": reply()}, name)

    types = {"x": ("1/4", sender("x")), "y": ("3/4", sender("y"))}
    check(ExtensiveForm(Chance(types), ["S", "R"]), rng, 10)


def test_a_choice_that_changes_nothing_needs_no_belief() -> None:
    same = {"S": X, "R": Y}
    dark = [
        Decision("R", {"c": Terminal("war", same), "d": Terminal("peace", same)}, "R")
        for _ in range(2)
    ]
    out = Terminal("out", {"S": 0, "R": 0})
    game = ExtensiveForm(Decision("S", {"a": dark[0], "b": dark[1], "out": out}))
    assert conditions(game, "out", solver=perfect_bayesian).formula == sympy.Le(X, 0)
    assert conditions(game, "war", solver=perfect_bayesian).formula == sympy.Ge(X, 0)


def test_alignment_says_what_hangs_on_the_letdown() -> None:
    game = alignment(US_OPERATOR)
    known = {n: p.central for n, p in game.parameters.items() if n not in ("letdown_cost",)}
    told = conditions(game.at(known), "hedge", solver=perfect_bayesian)
    assert str(told) == "hedge is in a perfect Bayesian equilibrium of the alignment under " + (
        "US_OPERATOR everywhere"
    )


def test_what_is_too_large_is_refused() -> None:
    rng = random.Random(1)
    wide = ExtensiveForm(signal(rng, 2, 3, 3, early=False), ["S", "R"])
    with pytest.raises(GameError, match="16,807 choices of messages and replies"):
        conditions(wide, "peace", solver=perfect_bayesian)
    dark = Decision("R", {f"r{k}": end(rng, "war") for k in range(50)}, "R")
    whole = Decision("S", {f"s{k}": dark for k in range(50)})
    with pytest.raises(GameError, match="2,500 ways to play before"):
        conditions(ExtensiveForm(whole), "war", solver=perfect_bayesian)
    with pytest.raises(GameError, match="take the solver perfect_bayesian"):
        conditions(probe(RUSSIAN_PEACEKEEPERS), "war", solver=subgame_perfect)
    # by default the usual concept, which takes the game
    assert conditions(probe(RUSSIAN_PEACEKEEPERS), "war").solver == perfect_bayesian
