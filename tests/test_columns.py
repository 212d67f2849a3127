"""Plain text fits 100 columns, whatever is shown."""

from collections.abc import Iterator
from typing import Any

import pytest

import caucasus_games as cg
from caucasus_games import evidence, models
from caucasus_games.comparison.compare import Comparison
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import NONE, US_OPERATOR, named
from caucasus_games.models import settlement
from caucasus_games.text.plain import plain

# compare refuses a coalitional game
PLAYED = [model for model in models.MODELS if model.has_moves]


def too_wide(shown: object) -> list[str]:
    return [line for line in repr(shown).splitlines() if len(line) > 100]


def within(found: Comparison) -> Iterator[object]:
    yield found
    for solution in found.solutions.values():
        yield solution
        yield solution.game
        yield solution.game.parameters
        yield from solution


@pytest.mark.no_cover
@pytest.mark.parametrize("model", PLAYED, ids=lambda m: m.name)
def test_what_a_model_gives_fits(model: models.Model[..., Any]) -> None:
    shown = [model, *within(cg.compare(model))]
    assert len(shown) > 3
    assert [line for one in shown for line in too_wide(one)] == []


def test_tables_fit() -> None:
    several = [
        *named().values(),
        *evidence.hindsight(),
        *evidence.claims().values(),
        cg.summary(settlement, 100),
        cg.sensitivity(settlement(US_OPERATOR), "peace", draws=256),
    ]
    assert [line for one in several for line in too_wide(one)] == []


@pytest.mark.no_cover
def test_answers_about_numbers_fit() -> None:
    game = settlement(US_OPERATOR)
    central = {name: record.central for name, record in game.parameters.items()}
    free = ("sovereignty_cost", "war_cost_armenia", "audience_cost", "referendum_passes")
    few = game.at({n: v for n, v in central.items() if n not in free})
    several = [
        cg.conditions(few, "peace"),
        *cg.regions(few),
        cg.conditions(models.corridor(US_OPERATOR), "third party"),
        cg.conditions(models.ceasefire(US_OPERATOR), "peace").guaranteed,
        cg.statics(few, "peace"),
        cg.required(few, "peace", "sovereignty_cost"),
        cg.explain(subgame_perfect(settlement(NONE))),
        *cg.explain(subgame_perfect(settlement(NONE))).reasons,
    ]
    assert [line for one in several for line in too_wide(one)] == []


def test_what_is_told_again_is_one_line_again() -> None:
    once = plain("word " * 30)
    assert "\n    " in once
    assert plain(f"  {once}") == plain("  " + "word " * 30)


def test_no_name_is_broken_and_no_line_is_lost() -> None:
    long = "a-b_c" * 30
    assert plain("first", "", f"  {long} last").splitlines() == [
        "first",
        "",
        f"  {long}",
        "      last",
    ]


def test_a_product_is_broken_where_it_is_longer_than_a_line() -> None:
    factors = [f"{'x' * 10}**{k}" for k in range(12)]
    told = plain("  " + "*".join(factors), "  short*product")
    first, second, third = told.splitlines()
    assert first.endswith("**6*")
    assert second.startswith("      xxxxxxxxxx**7*")
    assert first.strip() + second.strip() == "*".join(factors)
    assert third == "  short*product"
