import pickle
from fractions import Fraction

import pytest

from caucasus_games import GameError, GuarantorSetup, Parameters, load
from caucasus_games.guarantors import EU_MONITORS, NONE, US_OPERATOR, WESTERN_MIX, named
from caucasus_games.parameters import vintages
from caucasus_games.parameters.data import bibliography, guarantor_vocabulary

every = [setup for vintage in vintages() for setup in named(vintage).values()]


@pytest.mark.parametrize("setup", every, ids=lambda s: f"{s.name} {s.vintage}")
def test_each_named_setup_is_whole(setup: GuarantorSetup) -> None:
    assert set(setup.parameters) == set(guarantor_vocabulary())
    keys = {part.strip() for part in setup.sources.split(";")}
    assert all(key in bibliography() or key.startswith("assumption:") for key in keys)
    assert setup.account in (setup.__doc__ or "")
    assert setup.title in repr(setup)
    assert setup.account.split("'")[0] in setup._repr_html_()
    for name in ("guarantor_credibility", "detection", "enforcement_strength", "operator_share"):
        assert 0 <= setup.parameters[name].low <= setup.parameters[name].high <= 1
    assert pickle.loads(pickle.dumps(setup)) == setup


def test_later_figures_belong_to_the_later_vintage() -> None:
    later = named("2026-09")["US_OPERATOR"].parameters
    assert US_OPERATOR.parameters["guarantor_credibility"].central == Fraction(45, 100)
    assert later["guarantor_credibility"].central == Fraction(6, 10)
    assert later["operator_share"].as_of == "2026-01"


def test_two_guarantors_fail_only_if_both_fail() -> None:
    for name in ("guarantor_credibility", "detection", "enforcement_strength"):
        one, two = US_OPERATOR.parameters[name].central, EU_MONITORS.parameters[name].central
        assert WESTERN_MIX.parameters[name].central == one + two - one * two
    assert WESTERN_MIX.partners == ("European Union",)
    assert WESTERN_MIX.guarantor == "United States"
    assert US_OPERATOR.combine(EU_MONITORS, "X").title.endswith("of the European Union")
    fixed = US_OPERATOR.derive("A", detection=1).combine(EU_MONITORS.derive("B", detection=1), "C")
    assert fixed.parameters["detection"].distribution == "fixed"


def test_a_setup_of_ones_own() -> None:
    force = GuarantorSetup.define("F", "European Union", guarantor_credibility=("0", "0.5", "1"))
    assert force.parameters["guarantor_credibility"].distribution == "triangular"
    assert force.parameters["neutrality"].central == -1
    assert force.guarantor == "European Union"
    assert US_OPERATOR.derive("G", detection="0.9").parameters["detection"].is_assumption
    assert repr(GuarantorSetup("N", None, NONE.parameters)) == "N: setup (guarantor: nobody)"
    assert "<p></p>" not in force._repr_html_()


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (
            lambda: US_OPERATOR.derive("X", credibility=1),
            "unknown guarantor parameter 'credibility'",
        ),
        (lambda: US_OPERATOR.derive("X", detection=(0, 1)), "give one number, or"),
        (lambda: US_OPERATOR.derive("X", detection=0.3), "write '0.3'"),
        (lambda: US_OPERATOR.combine(NONE, "X"), "both must have a guarantor"),
        (lambda: GuarantorSetup("X", None, Parameters()), "lacks guarantor_credibility"),
        (
            lambda: GuarantorSetup("X", None, NONE.parameters, vintage="2024"),
            "unknown vintage '2024'",
        ),
        (
            lambda: GuarantorSetup("X", None, load()),
            "setup 'X' lacks guarantor_credibility",
        ),
    ],
)
def test_a_bad_setup_is_refused_in_a_sentence(build, sentence) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(GameError, match=sentence):
        build()
