"""Every claim of the article is held by a model, or says why not."""

from pathlib import Path

import pytest

from caucasus_games.evidence import Claim, claims
from caucasus_games.guarantors import US_OPERATOR
from caucasus_games.models import MODELS, NAMED, Model
from caucasus_games.parameters import load
from caucasus_games.parameters.data import bibliography, guarantor_vocabulary

THEORY = Path(__file__).parents[1] / "docs" / "theory"


def test_they_are_numbered_from_1_to_46() -> None:
    assert list(claims()) == [f"S{k}" for k in range(1, 47)]


@pytest.mark.parametrize("claim", claims().values(), ids=lambda c: c.number)
def test_each_leads_to_a_model_with_its_parameters_and_page_or_says_why_not(claim: Claim) -> None:
    assert claim.kind in ("fact", "fact, loosely put", "reported", "opinion")
    assert claim.sources
    assert {key.strip() for key in claim.sources.split(";")} <= bibliography().keys()
    assert set(claim.models) <= set(NAMED)
    assert set(claim.parameters) <= set(load()) | set(guarantor_vocabulary())
    if not claim.models:
        assert claim.remark
        assert not claim.parameters
    used = {name for model in claim.models for name in NAMED[model](US_OPERATOR).parameters}
    assert set(claim.parameters) <= used, "a parameter that none of the models has"
    for model in claim.models:
        assert (THEORY / f"{NAMED[model].family}.rst").exists()


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.name)
def test_every_model_represents_something_that_the_article_claims_or_says_why_not(
    model: Model[..., object],
) -> None:
    held = {name for claim in claims().values() for name in claim.models}
    assert (model.name in held) != bool(model.unclaimed), (
        f"name {model.name} under a claim in data/claims.toml, or say with @model(…, unclaimed=…) "
        "why none leads to it, not both"
    )
