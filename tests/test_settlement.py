"""The settlement at edge cases that can be reasoned by hand."""

from fractions import Fraction

import pytest

from caucasus_games import GameError, compare, load
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import (
    EU_MONITORS,
    NONE,
    RUSSIAN_CORRIDOR,
    US_OPERATOR,
    GuarantorSetup,
    named,
)
from caucasus_games.models import settlement
from caucasus_games.parameters import vintages
from caucasus_games.results import Equilibrium

every = [setup for vintage in vintages() for setup in named(vintage).values()]


def solved(setup: GuarantorSetup, **values: object) -> Equilibrium:
    """Solve; where ties leave several equilibria they must bring the same."""
    first, *rest = subgame_perfect(settlement(setup).at(values)).equilibria
    assert all(e.outcomes == first.outcomes for e in rest)
    assert isinstance(first, Equilibrium)
    return first


@pytest.mark.parametrize("setup", every, ids=lambda s: f"{s.name} {s.vintage}")
def test_every_setup_has_parameters_for_every_symbol_and_one_equilibrium(
    setup: GuarantorSetup,
) -> None:
    game = settlement(setup)
    assert {s.name for s in game.symbols} == set(game.parameters)
    equilibrium = solved(setup)
    assert sum(equilibrium.outcomes.values()) == 1
    assert set(equilibrium.outcomes) <= game.outcome_labels


def test_at_the_centre_a_vote_is_called_without_and_nothing_granted_with_the_operator() -> None:
    # two thirds of parliament in half of the cases, and 0.45 of them pass the vote
    assert solved(NONE).outcomes["peace"] == Fraction("0.5") * Fraction("0.45")
    assert solved(NONE).outcomes["transit"] == 1 - Fraction("0.225")
    # a tenth for the checks is more than peace is worth to Armenia
    assert solved(US_OPERATOR).outcomes == {"stalemate": 1}
    assert solved(US_OPERATOR, sovereignty_cost=0).outcomes["peace"] > 0
    assert "peace" not in solved(RUSSIAN_CORRIDOR).outcomes


def test_without_a_price_of_backing_down_nobody_needs_the_vote() -> None:
    assert solved(NONE, backdown_cost=0).outcomes == {"peace": 1}
    assert "Armenia: leave" in solved(NONE, backdown_cost=0).path


def test_a_hopeless_vote_is_not_called() -> None:
    path = solved(NONE, referendum_passes=0).path
    assert "Armenia: call" not in path


def test_a_costless_war_that_cannot_be_lost_is_fought() -> None:
    # force brings the whole of the transit for sure; a signature would give positions back
    equilibrium = solved(NONE, war_cost_azerbaijan=0, military_advantage=1)
    assert equilibrium.outcomes == {"war": 1}


def test_a_guarantor_that_surely_acts_keeps_azerbaijan_from_war() -> None:
    tempting = {"war_cost_azerbaijan": 0, "military_advantage": 1, "sovereignty_cost": 0}
    certain = {"guarantor_credibility": 1, "detection": 1, "enforcement_strength": "0.9"}
    never = {"guarantor_credibility": 0, "detection": 1, "enforcement_strength": "0.9"}
    assert "war" not in solved(US_OPERATOR, **tempting, **certain).outcomes
    assert solved(US_OPERATOR, **tempting, **never).outcomes == {"war": 1}


def test_russia_coerces_where_that_costs_it_nothing() -> None:
    free = {"obstruction_cost": 0, "sovereignty_cost": 0}
    assert "Russia: coerce" in solved(US_OPERATOR, **free).path


def test_a_party_cannot_guarantee() -> None:
    with pytest.raises(GameError, match="a party to the agreement cannot guarantee it"):
        settlement(GuarantorSetup.define("X", "Armenia"))


def test_the_comparison_is_a_table_a_frame_and_html() -> None:
    table = compare(settlement, [NONE, EU_MONITORS, US_OPERATOR], values={"corridor_value": 2})
    assert max(map(len, repr(table).splitlines()[:-3])) <= 100
    assert "note: NONE: corridor_value = 2 lies outside its range" in repr(table)
    assert list(dict.fromkeys(table.to_dataframe().index)) == ["NONE", "EU_MONITORS", "US_OPERATOR"]
    assert "<td>NONE</td>" in table._repr_html_()
    assert len(compare(settlement).solutions) == 9
    assert len(compare(settlement, [NONE], values={}).notes) == 0


def test_values_reach_the_setups_that_have_them_and_others_are_refused() -> None:
    table = compare(settlement, [NONE, US_OPERATOR], values={"guarantor_credibility": 1})
    assert table.solutions["NONE"] == compare(settlement, [NONE]).solutions["NONE"]
    with pytest.raises(GameError, match="did you mean 'neutrality'"):
        compare(settlement, values={"neutralty": 0})


def test_no_common_parameter_is_bound_by_a_setup() -> None:
    assert not set(load()) & set(NONE.parameters)
