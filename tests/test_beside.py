"""One question under every model: what another setup does, and by which of its two halves."""

from dataclasses import replace
from typing import Any, cast

import pytest

from caucasus_games import Decision, ExtensiveForm, GameError, Terminal, beside, summary
from caucasus_games.guarantors import NONE, US_OPERATOR, US_TREATY, GuarantorSetup, named
from caucasus_games.models import (
    Model,
    closing_window,
    commitment,
    deterrence_by_chance,
    guarantee,
    probe,
    referendum_known,
    transit_gains,
)
from caucasus_games.models.model import ModelLike


@pytest.mark.no_cover
def test_each_model_is_asked_the_same() -> None:
    models: list[Model[..., Any]] = [
        closing_window,
        commitment,
        deterrence_by_chance,
        guarantee,
    ]
    found = beside(NONE, US_OPERATOR, models=models, draws=100, seed=2)
    assert list(found.answers) == [model.name for model in models]
    for model in models:
        own = found.answers[model.name]
        alone = summary(model, 100, setups=[NONE, US_OPERATOR], seed=2)
        assert own.before == alone.share("NONE", "peace")
        assert own.after == alone.share("US_OPERATOR", "peace")
        assert (own.after - own.before, own.error) == alone.difference(
            "US_OPERATOR", "NONE", "peace"
        )
        assert own.gained - own.lost == pytest.approx(own.after - own.before)
        assert min(own.gained, own.lost) >= 0
    signs = {name: own.sign for name, own in found.answers.items()}
    assert signs == {
        "closing_window": "-",
        "commitment": "0",
        "deterrence_by_chance": "+",
        "guarantee": "+-",
    }
    moved = {name: own.moved_by for name, own in found.answers.items()}
    assert moved["closing_window"] == "guarantor"
    assert moved["commitment"] == "neither"
    assert moved["guarantee"] == "both"


def test_a_vote_hangs_on_the_checks_alone() -> None:
    found = beside(NONE, US_OPERATOR, models=[referendum_known], draws=100)
    own = found.answers["referendum_known"]
    assert own.moved_by == "checks"
    assert own.guarantor == 0
    assert replace(own, guarantor=-0.02).moved_by == "both"
    assert replace(own, checks=0.0).moved_by == "neither"
    assert found.to_dataframe().loc["referendum_known", "sign"] == own.sign
    assert "guarantor alone" in repr(found)
    assert "<table" in found._repr_html_()


def test_models_without_an_answer_say_why() -> None:
    asked: list[ModelLike] = [deterrence_by_chance, probe, cast("ModelLike", transit_gains)]
    found = beside(NONE, US_OPERATOR, models=asked, draws=20)
    assert list(found.answers) == ["deterrence_by_chance"]
    assert found.refused["probe"].startswith("NONE has no guarantor to probe")
    assert found.refused["transit_gains"] == "transit_gains has no outcome peace"


def test_a_model_of_ones_own_is_asked_too() -> None:
    def truce(setup: GuarantorSetup) -> ExtensiveForm:
        keeps = Terminal("kept", {"Azerbaijan": setup.parameters["detection"].central})
        return ExtensiveForm(
            Decision("Azerbaijan", {"keep": keeps, "break": Terminal("not", {"Azerbaijan": "1/2"})})
        )

    found = beside(NONE, US_TREATY, "kept", models=[truce], response="guaranteed", draws=3)
    assert (found.answers["truce"].before, found.answers["truce"].after) == (0, 1)
    assert found.answers["truce"].moved_by == "guarantor"


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda: beside("NONE", US_OPERATOR), "takes two guarantor setups and got 'NONE'"),  # type: ignore[arg-type]
        (lambda: beside(NONE, named("2026-09")["US_OPERATOR"]), "take both of one vintage"),
        (lambda: beside(NONE, US_OPERATOR, models=[probe]), "no model has the outcome 'peace'"),
        (lambda: beside(NONE, US_OPERATOR, response="sure"), "unknown response"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_asked_is_refused(ask: object, sentence: str) -> None:
    with pytest.raises(GameError, match=sentence):
        ask()  # type: ignore[operator]
