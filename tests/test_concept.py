"""A solution concept is a record that is called, shown, compared, sent and documented."""

import copy
import doctest
import importlib
import inspect
import pickle
import pydoc
from functools import partial
from typing import Any

import pytest
from immutabledict import immutabledict

from caucasus_games import GameError, compare, conditions, plot
from caucasus_games.concepts import (
    CONCEPTS,
    Concept,
    iterated_dominance,
    lemke_howson,
    mixed_nash,
    perfect_bayesian,
    pure_nash,
    quantal_response,
    subgame_perfect,
)
from caucasus_games.concepts.concept import Solver, check_solver
from caucasus_games.games import KIND
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import ceasefire, deterrence_by_chance, settlement


def test_options_are_part_of_what_it_is() -> None:
    two, other = quantal_response.given(precision=2), quantal_response.given(precision=3)
    assert two == quantal_response.given(precision=2)
    assert hash(two) == hash(quantal_response.given(precision=2))
    assert two not in (other, quantal_response)
    assert two.given(precision=3) == other
    assert repr(two) == "quantal_response(precision=2)"
    assert (quantal_response.needed, two.needed) == (("precision",), ())
    assert quantal_response.call == "quantal_response.given(precision=…)"
    assert two.call == repr(two)
    both = iterated_dominance.given(weak=True).given(mixed=False)
    assert repr(both) == "iterated_dominance(mixed=False, weak=True)"
    game = ceasefire(NONE)
    assert two(game) == quantal_response(game, 2)
    assert two(game, precision=3) == quantal_response(game, 3)
    # what can change is kept as it was given
    drop = {"Armenia": "comply"}
    dropped = lemke_howson.given(drop=drop)
    drop.clear()
    assert repr(dropped) == "lemke_howson(drop={'Armenia': 'comply'})"
    assert dict(dropped.options)["drop"] == immutabledict({"Armenia": "comply"})
    assert isinstance(hash(dropped), int)
    ways = subgame_perfect.given(ties=["sign", "wait"])
    assert repr(ways) == "subgame_perfect(ties=('sign', 'wait'))"
    assert isinstance(hash(ways), int)


@pytest.mark.parametrize(
    ("concept", "options", "told"),
    [
        (pure_nash, {"weak": True}, "pure_nash has no options and got weak: leave it out"),
        (
            iterated_dominance,
            {"weka": True},
            "unknown option of iterated_dominance 'weka': did",
        ),
        (iterated_dominance, {"weak": 1}, "weak of iterated_dominance is True or False, and got 1"),
        (quantal_response, {"precision": -1}, "the precision is -1: give a finite number"),
        (subgame_perfect, {"find": "some"}, "unknown answer to find 'some'"),
        (subgame_perfect, {"ties": 3}, "ties is 3: give an action, a list"),
        (mixed_nash, {"steps": 0}, "above zero"),
        (mixed_nash, {"time_limit": -1}, "above zero"),
    ],
)
def test_a_wrong_option_is_told_at_once(
    concept: Solver, options: dict[str, object], told: str
) -> None:
    with pytest.raises(GameError, match=told):
        concept.given(**options)


def test_right_options_are_taken() -> None:
    assert mixed_nash.given(time_limit=None).options == (("time_limit", None),)
    assert subgame_perfect.given(ties=KIND, find="one").needed == ()
    assert subgame_perfect.given(ties=None).options == (("ties", None),)


@pytest.mark.parametrize("concept", CONCEPTS, ids=str)
def test_it_is_documented_as_the_function_that_it_is(concept: Solver) -> None:
    own: Any = concept
    routine = inspect.isroutine(own)
    assert routine
    assert own.__name__ == concept.name == repr(concept)
    assert own.__doc__ == own.__wrapped__.__doc__
    assert own.__module__.startswith("caucasus_games.concepts.")
    assert inspect.signature(own) == inspect.signature(own.__wrapped__)
    assert str(own.__doc__).splitlines()[0] in pydoc.plain(pydoc.render_doc(own))
    module = importlib.import_module(own.__module__)
    names = {test.name for test in doctest.DocTestFinder().find(module)}
    assert f"{own.__module__}.{concept.name}" in names
    assert getattr(module, concept.name) is concept


@pytest.mark.parametrize("concept", CONCEPTS, ids=str)
def test_it_is_sent_to_another_process_and_copied(concept: Solver) -> None:
    assert pickle.loads(pickle.dumps(concept)) is concept
    assert copy.deepcopy(concept) is concept


def test_one_with_options_is_sent_too() -> None:
    two = quantal_response.given(precision=2)
    assert pickle.loads(pickle.dumps(two)) == two
    assert copy.deepcopy(two) == two


def test_it_stays_what_it_is_in_a_class() -> None:
    class Held:
        solver = pure_nash

    assert Held.solver is Held().solver is pure_nash


def test_who_asks_by_something_else_is_told() -> None:
    asked: Any = partial(quantal_response, precision=2)
    told = "compare takes a solution concept and got a partial: take one of .*, or a function of"
    with pytest.raises(GameError, match=told):
        compare(ceasefire, [NONE], solver=asked)
    with pytest.raises(GameError, match="give the precision of quantal_response by name: "):
        compare(ceasefire, [NONE], solver=quantal_response)
    with pytest.raises(GameError, match="correspondence takes a solution concept and got a part"):
        plot.correspondence(ceasefire(NONE), "peace", "detection", solver=asked)
    with pytest.raises(GameError, match=r"sweep takes a solution concept .*given\(precision=2\)$"):
        check_solver(asked, "sweep")
    check_solver(test_right_options_are_taken, "compare", own=True)
    check_solver(pure_nash, "sweep")
    check_solver(None, "sweep")


def test_a_concept_of_ones_own_is_asked_as_the_others() -> None:
    own = Concept(
        "first_best",
        lambda game: subgame_perfect(game, find="one"),
        subgame_perfect.kinds,
        "tree",
        "one equilibrium",
    )
    assert len(compare(settlement, [NONE], solver=own).solutions["NONE"]) == 1
    assert own.symbols is None
    assert own.draws is None


def test_where_all_is_seen_beliefs_add_nothing() -> None:
    game = deterrence_by_chance(US_OPERATOR).at({"operator_years": 3})
    ways = [
        conditions(game, "peace", solver=own).ways for own in (perfect_bayesian, subgame_perfect)
    ]
    assert len(ways[0]) == len(ways[1]) == 1
    assert ways[0][0].constraints == ways[1][0].constraints
