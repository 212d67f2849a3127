"""Seven moments: the table is complete, its verdicts follow, and its misses are shown."""

from collections import Counter
from fractions import Fraction
from itertools import groupby

import pytest
from immutabledict import immutabledict

from caucasus_games.evidence import Hindsight, hindsight
from caucasus_games.parameters.data import bibliography


def test_the_moments_are_those_of_the_record() -> None:
    rows = hindsight()
    assert [moment for moment, _ in groupby(rows, lambda r: r.moment)] == [
        "1994",
        "2016",
        "2020",
        "2021",
        "2023",
        "2025",
        "2026",
    ]
    for row in rows:
        assert {key.strip() for key in row.sources.split(";")} <= bibliography().keys()
        assert row.account
        assert row.reason
        assert sum(row.says[0].values()) == 1


def test_misses_stand_beside_hits() -> None:
    assert Counter(row.verdict for row in hindsight()) == {
        "hit": 12,
        "miss": 11,
        "either": 6,
        "open": 4,
    }


@pytest.mark.parametrize(
    ("says", "happened", "verdict"),
    [
        ([{"war": 1}], "war", "hit"),
        ([{"war": "1/2", "peace": "1/2"}], "war", "hit"),
        ([{"war": "1/3", "peace": "2/3"}], "war", "miss"),
        ([{"war": 1}, {"peace": 1}], "war", "either"),
        ([{"war": 1}], "open", "open"),
    ],
)
def test_the_verdict(says: list[dict[str, object]], happened: str, verdict: str) -> None:
    answers = tuple(
        immutabledict({label: Fraction(str(q)) for label, q in answer.items()}) for answer in says
    )
    row = Hindsight("1", "NONE", "deterrence", answers, happened, "", "", "")
    assert row.verdict == verdict
    assert verdict in repr(row)
