"""What every question takes, and in what order: the subject first, then keywords alike."""

import inspect
from fractions import Fraction

import numpy as np
import pytest

import caucasus_games as cg
from caucasus_games.concepts import mixed_nash, pure_nash
from caucasus_games.deadline import deadline
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import ceasefire, deterrence_by_chance, guarantee, settlement

ASKED = ("solver", "within", "given", "time_limit")


@pytest.mark.parametrize("name", ["conditions", "regions", "required", "prove", "statics"])
def test_theorems_take_the_same_by_keyword(name: str) -> None:
    signature = inspect.signature(getattr(cg, name))
    keywords = [p.name for p in signature.parameters.values() if p.kind is p.KEYWORD_ONLY]
    assert tuple(keywords) == ASKED
    assert next(iter(signature.parameters)) == "game"


@pytest.mark.parametrize("name", ["sweep", "summary", "optimal", "decompose", "crossed"])
def test_draws_are_carried_out_alike(name: str) -> None:
    parameters = inspect.signature(getattr(cg, name)).parameters
    assert {"solver", "values", "given", "seed", "rng", "on"} <= set(parameters)


def test_the_package_lists_what_it_offers() -> None:
    assert dir(cg) == sorted(cg.__all__)
    assert callable(cg.report)
    assert len(cg.claims()) > 1
    assert all(getattr(cg, name) is not None for name in cg.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nowt'"):
        _ = cg.nowt


def test_ranges_divide_the_box_that_is_asked_for() -> None:
    game = ceasefire(NONE)
    wide, narrow = cg.regions(game), cg.regions(game, within={"detection": ("0.9", 1)})
    assert len(wide) == 2
    assert [region.outcomes for region in wide] == [("peace",), ("war",)]
    assert narrow[0].condition.ranges["detection"] == (Fraction(9, 10), Fraction(1))
    assert repr(wide).count(" if\n") == 2
    assert wide.concept == "pure Nash"


def test_a_requirement_is_of_the_concept_that_is_asked_for() -> None:
    game = guarantee(US_OPERATOR)
    name = next(n for n, record in game.parameters.items() if record.low < record.high)
    outcome = min(game.outcome_labels)
    usual = cg.required(game, outcome, name)
    assert cg.required(game, outcome, name, solver=pure_nash) == usual
    with pytest.raises(cg.GameError, match="pure"):
        cg.required(ceasefire(NONE), "peace", "detection", solver=mixed_nash)


def test_a_requirement_is_along_one_parameter() -> None:
    game = settlement(US_OPERATOR)
    with pytest.raises(cg.GameError, match="along sovereignty_cost alone, and within has detect"):
        cg.required(game, "peace", "sovereignty_cost", within={"detection": (0, 1)})


@pytest.mark.parametrize(
    "ask",
    [
        lambda game: cg.conditions(game, "peace", time_limit=1e-9),
        lambda game: cg.regions(game, time_limit=1e-9),
        lambda game: cg.required(game, "peace", "corridor_value", time_limit=1e-9),
    ],
)
def test_what_takes_too_long_says_what_to_do(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(cg.GameError, match="no answer within 1e-09 s: give more time_limit"):
        ask(settlement(US_OPERATOR))
    with pytest.raises(cg.GameError, match="time_limit is 0: give seconds above zero"):
        deadline(0)
    deadline(1_000)()


def test_a_generator_gives_the_seed() -> None:
    def share(**more: object) -> float:
        found = cg.summary(deterrence_by_chance, 500, setups=[NONE], **more)  # type: ignore[arg-type]
        return found.mean("NONE", "peace")

    assert share(rng=np.random.default_rng(5)) == share(rng=5)
    assert share(rng=5) != share(seed=5)
    with pytest.raises(cg.GameError, match="seed is 1 and rng 2: give one of them"):
        share(seed=1, rng=2)


def test_counts_are_not_kept_in_a_store() -> None:
    run = cg.Run(store="nowhere")
    with pytest.raises(cg.GameError, match="summary keeps counts alone, and got a store"):
        cg.summary(settlement, 10, on=run)
    with pytest.raises(cg.GameError, match="optimal keeps counts alone"):
        cg.optimal(settlement(NONE), "peace", {}, {}, on=run)
