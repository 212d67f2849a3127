"""What one model gives to another, and which joins are refused."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from caucasus_games import GameError, GuarantorSetup, join
from caucasus_games.concepts import intuitive_criterion, subgame_perfect
from caucasus_games.guarantors import NONE, RUSSIAN_PEACEKEEPERS, US_OPERATOR, US_TREATY, named
from caucasus_games.models import (
    arms_for_oil,
    ceasefire,
    commitment,
    corridor,
    deterrence,
    election,
    guarantee,
    peacekeepers,
    probe,
    referendum,
    settlement,
)


def values(setup: GuarantorSetup, *sources: object, **given: object) -> Mapping[str, Fraction]:
    return join(settlement, setup, sources, values=given).values  # type: ignore[arg-type]


def test_the_balance_of_power_rests_on_the_exchange() -> None:
    assert values(US_OPERATOR, arms_for_oil) == {"military_advantage": Fraction("0.76")}
    dear = values(US_OPERATOR, arms_for_oil, oil_cost="0.5", arms_shift="0.1")
    assert dear == {"military_advantage": Fraction("0.66")}
    for model in (commitment, deterrence, guarantee, ceasefire):
        game = join(model, NONE, [arms_for_oil], values={"oil_cost": 1})
        assert game.values["military_advantage"] == Fraction("0.71")


def test_the_regime_agreed_on_gives_neutrality_and_cost() -> None:
    western = values(US_OPERATOR, corridor)
    assert western == {"neutrality": 0, "sovereignty_cost": Fraction(1, 10)}
    armenian = values(US_TREATY, corridor, bypass_value="0.2", neutrality="-1")
    assert armenian["neutrality"] == -1
    taken = values(US_OPERATOR, corridor, bypass_value="0.2", sovereignty_cost="0.4")
    # Armenia bears no third party at this cost, and Azerbaijan takes Armenian checks
    assert taken["neutrality"] == -1
    assert taken["sovereignty_cost"] == Fraction("0.4")  # what is set by hand stays
    far = join(guarantee, US_OPERATOR, [corridor], values={"extraterritorial_cost": 0})
    assert far.values == {"neutrality": 1, "sovereignty_cost": 0}


def test_the_passage_is_that_of_the_demand_made_times_the_chance_of_staying() -> None:
    alone = values(US_OPERATOR, referendum)["referendum_passes"]
    assert alone == Fraction(79, 125)
    stays = Fraction(1, 2) + (Fraction("0.2") - Fraction("0.055")) / Fraction("0.8")
    for sources in ((referendum, election), (election, referendum)):
        assert values(US_OPERATOR, *sources)["referendum_passes"] == alone * stays
    assert values(US_OPERATOR, election)["referendum_passes"] == Fraction("0.45") * stays
    # the chance is that without amplification, also where Russia amplifies
    angry = values(US_OPERATOR, referendum, influence_loss="0.5")
    (e,) = subgame_perfect(referendum(US_OPERATOR).at({"influence_loss": "0.5"}))
    assert e.outcomes["peace"] == angry["referendum_passes"] * (1 - Fraction("0.18"))


def test_the_credibility_is_the_belief_after_the_probe() -> None:
    assert values(RUSSIAN_PEACEKEEPERS, peacekeepers)["guarantor_credibility"] == 0
    (e,) = intuitive_criterion(probe(US_OPERATOR))
    trusted = values(US_OPERATOR, peacekeepers)["guarantor_credibility"]
    assert e.kind == "pooling"
    assert trusted == Fraction("0.6")


def test_sources_that_hang_together_are_solved_one_after_the_other() -> None:
    game = join(settlement, US_OPERATOR, [election, referendum, corridor, arms_for_oil])
    assert [part.split(" gives ")[0] for part in game.comment.split("; ")] == [
        "arms_for_oil",
        "corridor",
        "referendum",
        "election",
    ]
    overruled = join(settlement, US_OPERATOR, [referendum], values={"referendum_passes": "0.5"})
    assert overruled.comment == "referendum is overruled"
    assert overruled.values == {"referendum_passes": Fraction(1, 2)}


def test_a_join_changes_what_is_solved() -> None:
    treaty = named("2026-09")["US_TREATY"]
    plain, joined = settlement(treaty), join(settlement, treaty, [corridor, referendum, election])
    ends = [dict(subgame_perfect(g).equilibria[0].outcomes) for g in (plain, joined)]  # type: ignore[arg-type]
    assert ends == [{"peace": 1}, {"transit": 1}]
    assert plain.comment == ""


@pytest.mark.parametrize(
    ("model", "setup", "sources", "sentence"),
    [
        (settlement, US_OPERATOR, [arms_for_oil, peacekeepers], "this join is circular: "),
        (settlement, US_OPERATOR, [settlement], "unknown model to join 'settlement'"),
        (corridor, US_OPERATOR, [corridor], "corridor cannot be joined to itself"),
        (settlement, US_OPERATOR, [referendum, referendum], "referendum is named twice"),
        (commitment, US_OPERATOR, [referendum], "commitment under US_OPERATOR does not have"),
        (settlement, named("2026-09")["RUSSIAN_CORRIDOR"], [referendum], "comes to nothing"),
        (settlement, NONE, [peacekeepers], "has no guarantor to probe"),
    ],
)
def test_what_cannot_be_joined_is_refused(
    model: object, setup: GuarantorSetup, sources: list[object], sentence: str
) -> None:
    with pytest.raises(GameError, match=sentence):
        join(model, setup, sources)  # type: ignore[arg-type]


def test_the_circle_is_named() -> None:
    with pytest.raises(GameError, match="arms_for_oil needs guarantor_credibility from peace"):
        join(settlement, US_OPERATOR, [arms_for_oil, peacekeepers])


def test_equilibria_that_disagree_are_left_to_the_user() -> None:
    # with forces free a reaction may be a bluff, and what standing by says has two answers
    with pytest.raises(GameError, match=r"the equilibria of peacekeepers .* choose one and set it"):
        values(RUSSIAN_PEACEKEEPERS, peacekeepers, bluff_cost="0.03")


def test_an_unknown_value_is_refused() -> None:
    with pytest.raises(GameError, match="unknown parameter 'military_advantge': did you mean"):
        values(US_OPERATOR, arms_for_oil, military_advantge=1)
