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
    """Solve; where ties off the path leave several equilibria they must share the path."""
    first, *rest = subgame_perfect(settlement(setup).at(values)).equilibria
    assert {e.path for e in rest} <= {first.path}
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
    assert set(equilibrium.outcomes) <= {"peace", "stalemate", "war"}


def test_at_the_centre_the_obstacles_are_access_without_and_sovereignty_with_russia() -> None:
    # Under Armenian checks transit is worth 0.25 (1 − 0.7) + 0.02 = 0.095 to Azerbaijan, less than
    # waiting, 0.86 · 0.125 + 0.14 (0.76 · 0.25 − 0.2) = 0.1061; so it waits and Armenia refuses.
    assert solved(NONE).outcomes["stalemate"] == Fraction(86, 100)
    assert solved(NONE).payoffs["Azerbaijan"] == Fraction("0.1061")
    # With neutral checks transit is worth 0.25 · 0.65 + 0.02 = 0.1825, so Azerbaijan signs.
    assert solved(US_OPERATOR).outcomes["peace"] == Fraction(45, 100)
    # Russian control costs Armenia 0.3, above its dividend of 0.1 and the war it avoids.
    assert "peace" not in solved(RUSSIAN_CORRIDOR).outcomes


def test_a_certain_referendum_makes_peace_certain_under_the_operator() -> None:
    certain = {"referendum_passes": 1, "obstruction_effect": 0}
    assert solved(US_OPERATOR, **certain).outcomes == {"peace": 1}
    # At its central effect obstruction saves Russia 0.18 · 0.2 for 0.03, so it would obstruct.
    assert "Russia: obstruct" in solved(US_OPERATOR, referendum_passes=1).path


def test_a_hopeless_referendum_is_not_called() -> None:
    # Calling it would only cost the audience; the guarantor, foreseeing it, saves the presence.
    path = solved(US_OPERATOR, referendum_passes=0).path
    assert "United States: abstain" in path
    assert "Armenia: refuse" in path


def test_a_costless_war_that_cannot_be_lost_is_pressed_at_once() -> None:
    # Without an agreement force brings 0.25 for sure, waiting at most 0.86 · 0.125 + 0.14 · 0.25.
    equilibrium = solved(NONE, war_cost_azerbaijan=0, military_advantage=1)
    assert equilibrium.outcomes == {"war": 1}


tempting = {
    "war_cost_azerbaijan": 0,
    "military_advantage": 1,
    "referendum_passes": 1,
    "obstruction_effect": 0,
}


def test_a_guarantor_that_surely_acts_keeps_azerbaijan_from_breaking_the_peace() -> None:
    # Enforcement at 0.5, always seen: pressing or breaking brings 0.125 < 0.25 · 0.65 + 0.02.
    certain = {"guarantor_credibility": 1, "detection": 1, "enforcement_strength": "0.5"}
    assert solved(US_OPERATOR, **tempting, **certain).outcomes == {"peace": 1}


def test_a_guarantor_that_never_acts_and_would_abandon_does_not() -> None:
    # Nothing is taken off the gain of 0.25 > 0.1825, since abandoning costs less than acting;
    # but the same guarantor with a higher stake intervenes when it decides again.
    never = {"guarantor_credibility": 0, "detection": 1, "enforcement_strength": "0.5"}
    weak = solved(US_OPERATOR, **tempting, **never, guarantor_stake=0)
    assert weak.outcomes == {"war": 1}
    strong = solved(US_OPERATOR, **tempting, **never, guarantor_stake="0.3")
    assert strong.outcomes == {"peace": 1}


def test_russia_obstructs_when_it_pays() -> None:
    # Free of cost, it removes three tenths of the chance of losing 0.2.
    path = solved(US_OPERATOR, obstruction_effect="0.3", obstruction_cost=0).path
    assert "Russia: obstruct" in path


def test_payoffs_are_those_of_the_path() -> None:
    # 0.45 (0.1 − 0.1) − 0.55 (0.02 + 0.14 (0.3 + 0.76 · 0.25))
    armenia = solved(US_OPERATOR).payoffs["Armenia"]
    assert armenia == -Fraction("0.55") * (
        Fraction("0.02") + Fraction("0.14") * (Fraction("0.3") + Fraction("0.76") / 4)
    )


def test_a_party_cannot_guarantee() -> None:
    with pytest.raises(GameError, match="a party to the agreement cannot guarantee it"):
        settlement(GuarantorSetup.define("X", "Armenia"))


def test_the_comparison_is_a_table_a_frame_and_html() -> None:
    table = compare(settlement, [NONE, EU_MONITORS, US_OPERATOR], values={"corridor_value": 2})
    assert max(map(len, repr(table).splitlines()[:-3])) <= 100
    assert "note: NONE: corridor_value = 2 lies outside its range" in repr(table)
    assert list(table.to_dataframe().index) == ["NONE", "EU_MONITORS", "US_OPERATOR"]
    assert "<td>NONE</td>" in table._repr_html_()
    assert len(compare(settlement).solutions) == 9
    assert len(compare(settlement, [NONE], values={}).notes) == 0


def test_values_reach_the_setups_that_have_them_and_others_are_refused() -> None:
    table = compare(settlement, [NONE, US_OPERATOR], values={"neutrality": -1})
    assert table.to_dataframe()["P(peace)"].to_dict() == {"NONE": 0, "US_OPERATOR": 0}
    with pytest.raises(GameError, match="did you mean 'neutrality'"):
        compare(settlement, values={"neutralty": 0})


def test_no_common_parameter_is_bound_by_a_setup() -> None:
    assert not set(load()) & set(NONE.parameters)
