"""A model is called, named, sent and found as the function that it is written over."""

import copy
import inspect
import pickle
import pydoc
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sympy

from caucasus_games import GameError, compare, join, summary
from caucasus_games.concepts import (
    intuitive_criterion,
    payoff_dominance,
    pure_nash,
    subgame_perfect,
)
from caucasus_games.explorer.downloads import script
from caucasus_games.explorer.state import Own, read
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.games.profiles import Outcome, Profile
from caucasus_games.guarantors import NONE, RUSSIAN_PEACEKEEPERS, US_OPERATOR, GuarantorSetup
from caucasus_games.models import (
    MODELS,
    Model,
    ceasefire,
    model_of,
    probe,
    referendum,
    settlement,
    transit_gains,
    ultimatum,
)
from caucasus_games.models.gives import BeliefIn, ByOutcome, ChanceOf, Gives
from caucasus_games.models.model import model
from caucasus_games.models.places import model_at, place_of
from caucasus_games.parameters import Parameter, Parameters

SAFE = Parameter("safe", "that it holds", "probability", "0.2", "0.5", "0.8", "assumption: a test")


def both(setup: GuarantorSetup) -> NormalForm:
    """Write a choice that is best made alike."""
    actions = {"A": ["keep", "break"], "B": ["keep", "break"]}
    payoffs: dict[Profile, list[object]] = {("keep", "keep"): [2, 2], ("break", "break"): [1, 1]}
    payoffs |= {("keep", "break"): [0, 0], ("break", "keep"): [0, 0]}
    labels: dict[Profile, Outcome] = {
        profile: "peace" if set(profile) == {"keep"} else "war" for profile in payoffs
    }
    return NormalForm(actions, payoffs, labels, title=f"both under {setup.name}")


@model("both alike", concept=payoff_dominance)
def better(setup: GuarantorSetup) -> NormalForm:
    """Write a choice that is best made alike, of which the better one is looked at."""
    return both(setup)


@model("luck", gives=Gives(subgame_perfect, ChanceOf("good", "referendum_passes", SAFE.symbol / 2)))
def luck(setup: GuarantorSetup, player: str = "A") -> ExtensiveForm:
    """Write a choice whether to try."""
    safe = SAFE.symbol
    odds: dict[str, tuple[object, Node]] = {
        "good": (safe, Terminal("peace", {player: 1})),
        "bad": (1 - safe, Terminal("war", {player: 0})),
    }
    moves: dict[str, Node] = {"try": Chance(odds), "leave": Terminal("war", {player: 0})}
    return ExtensiveForm(
        Decision(player, moves), [player], Parameters([SAFE]), title=luck.under(setup)
    )


class Writer:
    """Something that is called and is no function."""

    def __call__(self, setup: GuarantorSetup) -> NormalForm:
        return both(setup)


def with_more(setup: GuarantorSetup, times: int) -> NormalForm:
    return both(setup) if times else better(setup)


@pytest.mark.parametrize("one", MODELS, ids=lambda m: m.name)
def test_it_is_found_where_the_function_would_be(one: Model[..., Any]) -> None:
    assert pickle.loads(pickle.dumps(one)) is one
    assert copy.copy(one) is copy.deepcopy(one) is one
    assert model_at(place_of(one)) is one
    assert model_of(one, "a test") is one
    assert inspect.unwrap(one) is one.write
    assert inspect.signature(one) == inspect.signature(one.write)
    assert one.__doc__ == one.write.__doc__
    assert one.summary.endswith(".")
    assert one.title == one.title.strip() != ""
    told = pydoc.plain(pydoc.render_doc(one))
    assert f"{one.name}(setup" in told
    assert one.summary in told


def test_help_tells_the_options() -> None:
    assert "model ultimatum(setup, costs=None): ultimatum" in pydoc.render_doc(ultimatum)
    assert repr(settlement) == "model settlement(setup, concessions=False): settlement"


def test_a_function_of_ones_own_is_made_a_model() -> None:
    own = model_of(both, "a test")
    assert (own.name, own.title, own.concept, own.gives) == ("both", "both", None, None)
    assert own.summary == "Write a choice that is best made alike."
    assert own(NONE).title == "both under NONE"
    again = pickle.loads(pickle.dumps(own))
    assert again is not own
    assert again.write is both
    assert list(own.setups()) == list(own.written().games)
    assert own.refused("2026-09") == {}
    assert model_of(probe, "a test").refused("2026-09") == probe.refused()
    assert model_of(Writer(), "a test").name == "Writer"
    assert model_of(lambda setup: both(setup), "a test").summary == ""
    assert model_of(partial(with_more, times=1), "a test").name == "with_more"


def test_options_leave_what_is_known_of_it() -> None:
    order = partial(partial(referendum), order="signature first")
    later = model_of(order, "a test")
    assert (later.name, later.title) == (referendum.name, referendum.title)
    assert later.gives is referendum.gives
    assert later(NONE).title == "referendum, signature first, under NONE"
    assert pickle.loads(pickle.dumps(later))(NONE).title == later(NONE).title
    joined = join(settlement, US_OPERATOR, [order])
    assert joined.comment == "referendum gives referendum_passes = 0.632"
    with pytest.raises(GameError, match="referendum cannot be joined to itself"):
        join(referendum, NONE, [order])


def test_a_concept_of_its_own_is_taken_if_none_is_asked_for() -> None:
    alike = better(NONE)
    assert better.solver(alike) is payoff_dominance
    assert model_of(both, "a test").solver(alike) is pure_nash
    assert len(compare(both, [NONE]).solutions["NONE"]) == 2
    assert len(compare(better, [NONE]).solutions["NONE"]) == 1
    assert len(compare(better, [NONE], solver=pure_nash).solutions["NONE"]) == 2
    assert compare(partial(better), [NONE]).concept == compare(better, [NONE]).concept
    with pytest.raises(GameError, match="payoff_dominance"):
        summary(better, 5, setups=[NONE])


def test_the_explorer_and_its_script_take_it_too() -> None:
    own = Own(f"{Path(__file__).resolve()}:better")
    state = read({"setup": "NONE"}, own)
    assert state.written.name == "better"
    assert [one.path for one in state.solution] == ["A: keep; B: keep"]
    told = script(state)
    assert "solver = model.concept" in told
    assert "import payoff_dominance" not in told
    assert place_of(better).endswith(":better")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: model(both), "a model has a title and got the function both: write @model"),  # type: ignore[arg-type]
        (lambda: model(""), "a model has a title and got the text ''"),
        (lambda: model("x", concept="pure_nash"), "a model takes a solver and got the text"),  # type: ignore[arg-type]
        (lambda: model("x", gives=ByOutcome({})), "gives is a ByOutcome: give Gives"),  # type: ignore[arg-type]
        (lambda: model("x")(3), "@model takes a model and got 3: give a function"),  # type: ignore[arg-type]
        (lambda: model("x")(with_more), "with_more, which does not take one setup"),
        (lambda: model_of(None, "compare"), "compare takes a model and got None"),  # type: ignore[arg-type]
        (lambda: model_of(pure_nash, "compare"), "got the solver pure_nash: give it as solver"),
        (lambda: model_of(with_more, "compare"), "with_more, which does not take one setup"),
        (lambda: pure_nash(settlement), "got the function settlement: a model is called with a"),  # type: ignore[arg-type]
        (lambda: join(settlement, NONE, [both]), "unknown model to join 'both'"),
    ],
)
def test_what_is_no_model_is_told_in_a_sentence(make: Callable[[], object], sentence: str) -> None:
    with pytest.raises(GameError, match=sentence):
        make()


def test_a_cooperative_game_has_no_moves() -> None:
    assert [one for one in MODELS if not one.has_moves] == [transit_gains]
    assert model_of(lambda setup: both(setup), "a test").has_moves


def test_a_model_of_ones_own_gives_to_a_join() -> None:
    game = join(settlement, US_OPERATOR, [luck], values={"safe": "0.6"})
    assert game.comment == "luck gives referendum_passes = 0.18"
    assert str(luck.gives and luck.gives.way) == (
        "referendum_passes = safe/2 times the chance of good"
    )


def test_ways_to_read_what_an_equilibrium_says() -> None:
    def number(formula: sympy.Expr) -> Fraction:
        return Fraction(str(formula))

    game = luck(NONE).at({"safe": "0.6"})
    (equilibrium,) = subgame_perfect(game).exact
    by_label = ByOutcome({"peace": {"x": sympy.Integer(3), "y": sympy.Symbol("z")}})
    assert by_label.parameters == {"x", "y"}
    assert by_label.needs(game) == {"z"}
    assert by_label.needs(ceasefire(NONE)) == {"z"}
    assert ByOutcome({"other": {"x": sympy.Symbol("z")}}).needs(game) == frozenset()
    only = ByOutcome({"peace": {"x": sympy.Integer(3)}})
    assert list(only.values(game, equilibrium, number)) == [{"x": 3}]
    assert list(ChanceOf("good", "x").values(game, equilibrium, number)) == [{"x": Fraction(3, 5)}]
    never = ChanceOf("good", "x", as_if={"A": "leave"})
    assert list(never.values(game, equilibrium, number)) == []
    assert str(never) == "x = the chance of good, as if A chose leave"
    asked = Gives(intuitive_criterion, BeliefIn("reliable", "after waiting", "x"))
    with pytest.raises(GameError, match="unknown information set 'after waiting'"):
        asked.read(probe(RUSSIAN_PEACEKEEPERS), number)
