"""A guarantor's chance to act by a base rate and its record: conjugate, monotone, and refused."""

from fractions import Fraction

import pytest
from scipy import stats

from caucasus_games import GameError, summary
from caucasus_games.guarantors import NONE, RUSSIAN_PEACEKEEPERS, US_OPERATOR, by_record
from caucasus_games.models import settlement

NAME = "guarantor_credibility"


def test_it_is_the_beta_distribution_after_the_record() -> None:
    found = by_record(US_OPERATOR, 1, 3, base_rate="0.22", weight=4).parameters[NAME]
    assert found.central == Fraction("1.88") / 7
    after = stats.beta(1.88, 5.12)
    assert float(found.low) == pytest.approx(after.ppf(0.05), abs=5e-4)
    assert float(found.high) == pytest.approx(after.ppf(0.95), abs=5e-4)
    # where the record is empty it is the base rate
    assert by_record(US_OPERATOR, 0, 0, base_rate="0.22").parameters[NAME].central == Fraction(
        "0.22"
    )


def test_the_same_record_says_the_same_of_every_guarantor() -> None:
    one, two = (
        by_record(setup, 0, 5, base_rate="1/2", source="Clashes2016").parameters[NAME]
        for setup in (RUSSIAN_PEACEKEEPERS, US_OPERATOR)
    )
    assert (one.low, one.central, one.high) == (two.low, two.central, two.high)
    assert one.keys == ("Clashes2016",)
    assert one.is_assumption


def test_all_else_stays_and_peace_follows() -> None:
    worse, better = (by_record(US_OPERATOR, acted, 3, base_rate="1/2") for acted in (0, 3))
    for name, number in US_OPERATOR.parameters.items():
        assert name == NAME or worse.parameters[name] == number
    shares = [
        summary(settlement, 200, setups=[setup], seed=1).mean("US_OPERATOR", "peace")
        for setup in (worse, better)
    ]
    assert shares[0] < shares[1]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"setup": NONE}, "NONE has no guarantor and no record"),
        ({"acted": 4}, "4 acts in 3 tests is no record"),
        ({"acted": 0.5}, r"0\.5 acts in 3 tests is no record"),
        ({"base_rate": 1}, "a base rate of 1 with the weight 2 says nothing"),
        ({"weight": 0}, r"a base rate of 0\.5 with the weight 0 says nothing"),
        ({"base_rate": 0.3}, r"float 0\.3"),
    ],
)
def test_what_is_no_record_is_told(given: dict[str, object], said: str) -> None:
    asked = {"setup": US_OPERATOR, "acted": 0, "tests": 3, "base_rate": "0.5"} | given
    with pytest.raises(GameError, match=said):
        by_record(**asked)  # type: ignore[arg-type]
