"""Weights of models by the record, beside even chances and the base rate."""

from itertools import product
from math import log
from typing import Any

import numpy as np
import pytest

from caucasus_games import GameError
from caucasus_games.evidence import ModelWeights, model_weights, observations, posterior, scores
from caucasus_games.evidence.scores import foreseen
from caucasus_games.evidence.weights import EVEN, _base_evidence, _mixed
from caucasus_games.models import (
    Model,
    ceasefire,
    commitment,
    deterrence_by_chance,
    peacekeepers,
    rivalry,
)

TWO: list[Model[..., Any]] = [ceasefire, deterrence_by_chance]


@pytest.fixture(scope="module")
def found() -> ModelWeights:
    return model_weights(TWO, draws=100, seed=2, precision=2)


def test_evidence_is_that_of_each_posterior(found: ModelWeights) -> None:
    for model in TWO:
        seen = [one for one in observations(model) if one.moment in found.moments]
        own = posterior(model, seen, draws=100, seed=2, precision=2)
        kept = found.weights[model.name]
        assert kept.evidence == pytest.approx(own.evidence)
        assert kept.left_out == pytest.approx(tuple(foreseen(own)[1]))
    assert scores(own).model == "deterrence_by_chance at precision 2"
    assert sum(own.weight for own in found.weights.values()) == pytest.approx(1)
    assert found.weights[EVEN].evidence == 0.5**5
    assert found.weights[EVEN].logarithmic == pytest.approx(log(2))


def test_what_needs_no_model_adds_up_over_all_records() -> None:
    records = product(["peace", "war"], repeat=4)
    assert sum(_base_evidence(list(one), 2) for one in records) == pytest.approx(1)


def test_the_base_rate_learns_from_the_other_moments(found: ModelWeights) -> None:
    # peace, war, war, peace, war
    assert found.weights["base rate"].left_out == pytest.approx((0.3, 0.5, 0.5, 0.3, 0.5))


def test_no_other_mixture_foresees_better() -> None:
    rng = np.random.default_rng(3)
    likely = rng.uniform(0.1, 0.9, (3, 6))
    best = np.array(_mixed(likely.tolist()))
    assert best.sum() == pytest.approx(1)
    reached = np.log(best @ likely).sum()
    for _ in range(300):
        assert np.log(rng.dirichlet(np.ones(3)) @ likely).sum() <= reached + 1e-6


def test_a_model_that_always_foresees_best_takes_all() -> None:
    assert _mixed([[0.9, 0.8], [0.5, 0.5]]) == pytest.approx([1, 0], abs=1e-6)


def test_weights_are_told(found: ModelWeights) -> None:
    assert repr(found).startswith("weights by 5 moments, 1994, 2016, 2020, 2021, 2023\n")
    assert "<table" in found._repr_html_()
    frame = found.to_dataframe()
    assert list(frame.index) == [*(model.name for model in TWO), EVEN, "base rate"]
    assert frame["2020"][EVEN] == 0.5


def test_without_a_list_models_with_four_moments_are_weighed() -> None:
    found = model_weights(draws=20, precision=1)
    assert list(found.weights)[:-2] == ["ceasefire", "closing_window", "deterrence_by_chance"]


def test_models_that_cannot_be_weighed_are_refused() -> None:
    with pytest.raises(GameError, match="two are the least"):
        model_weights([ceasefire, rivalry])
    with pytest.raises(GameError, match="no model all speak"):
        model_weights([])
    with pytest.raises(GameError, match="peacekeepers has the outcomes peace, stalemate, war"):
        model_weights([deterrence_by_chance, peacekeepers], draws=20, precision=1)


def test_the_precision_is_the_one_by_the_other_moments() -> None:
    seen = observations(commitment)
    found = posterior(commitment, seen, draws=100, seed=2)
    before, after = foreseen(found)
    assert scores(found).model == "commitment, its precision by the other moments"
    for k, one in enumerate(seen):
        alone = posterior(commitment, [x for x in seen if x is not one], draws=100, seed=2)
        own = found.tried[alone.precision][k]
        assert before[k] == pytest.approx(own.mean())
        assert after[k] == pytest.approx(alone.weights @ own)
