"""Claims are tried in the models by what they say, and the verdict is what comes out."""

from dataclasses import replace

import pytest

from caucasus_games import GameError, summary
from caucasus_games.evidence import Trial, Verdict, claims, verdicts
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import NAMED, alignment, closing_window
from caucasus_games.parameters.data import document

TESTS = [
    (number, test)
    for number, entry in document("claims.toml").items()
    for test in entry.get("tests", [])
]


@pytest.mark.parametrize(("number", "test"), TESTS, ids=lambda x: x if isinstance(x, str) else "")
def test_each_test_is_of_a_model_that_has_what_it_changes(
    number: str, test: dict[str, str]
) -> None:
    game = NAMED[test["model"]](US_OPERATOR)
    assert test["outcome"] in game.outcome_labels
    assert test["claimed"] in ("+", "-")
    changes = {symbol.name for symbol in game.symbols} | {"guarantor", "checks", "operator"}
    assert test["change"] in changes
    assert claims()[number].models


def test_a_parameter_goes_from_near_one_end_to_near_the_other() -> None:
    (trial,) = verdicts(["S12"], draws=60)["S12"].trials
    record = alignment(US_OPERATOR).parameters["russian_help"]
    inward = (record.high - record.low) / 10
    ends = []
    for name, value in (("low", record.low + inward), ("high", record.high - inward)):
        fixed = replace(record, low=value, central=value, high=value, distribution="fixed")
        setup = US_OPERATOR.derive(name, russian_help=fixed)
        ends.append(summary(alignment, 60, setups=[setup], seed=1))
    assert trial.mean == ends[1].mean("high", "West") - ends[0].mean("low", "West")
    shares = [end.share(name, "West") for end, name in zip(ends, ("low", "high"), strict=True)]
    assert trial.comes - trial.goes == pytest.approx(shares[1] - shares[0])
    assert trial.verdict == "supported"


def test_the_guarantor_alone_is_one_with_armenian_checks() -> None:
    found = verdicts(["S38"], draws=30)["S38"]
    (trial,) = (t for t in found.trials if t.model == "closing_window")
    operator = US_OPERATOR.with_regime(NONE, "X")
    alone = summary(closing_window, 30, setups=[NONE, operator], seed=1)
    assert trial.mean == alone.mean("X", "peace") - alone.mean("NONE", "peace")
    assert trial.verdict == "refuted"
    assert found.verdict == "disputed"
    assert "of 30 draws" in repr(found)


def test_the_checks_alone_need_no_guarantor_and_the_operator_brings_both() -> None:
    found = verdicts(["S40"], draws=60)["S40"].trials
    trials = {one.model: one for one in found if one.outcome != "stalemate"}
    settled, bargained = trials["settlement"], trials["corridor"]
    checked = NONE.with_regime(US_OPERATOR, "X")
    alone = summary(NAMED["settlement"], 60, setups=[NONE, checked], seed=1)
    assert settled.mean == pytest.approx(alone.mean("X", "peace") - alone.mean("NONE", "peace"))
    both = summary(NAMED["corridor"], 60, setups=[NONE, US_OPERATOR], seed=1)
    change, _ = both.difference("US_OPERATOR", "NONE", "no transit")
    assert bargained.comes - bargained.goes == pytest.approx(change)


def test_a_stake_that_decides_nothing_is_inert() -> None:
    found = verdicts(["S42"], draws=50)["S42"]
    assert found.verdict == "inert"
    assert "of 50 draws" in repr(found)


@pytest.mark.parametrize(
    ("claimed", "mean", "comes", "goes", "verdict"),
    [
        ("+", 0.2, 0.2, 0.0, "supported"),
        ("-", 0.2, 0.2, 0.0, "refuted"),
        ("-", -0.2, 0.0, 0.2, "supported"),
        ("+", 0.001, 0.2, 0.2, "mixed"),
        ("+", 0.001, 0.001, 0.0, "inert"),
    ],
)
def test_what_counts_as_what(
    claimed: str, mean: float, comes: float, goes: float, verdict: str
) -> None:
    assert Trial("m", "x", "peace", claimed, mean, comes, goes).verdict == verdict


def test_models_that_agree_have_one_verdict_whatever_others_leave_open() -> None:
    helped = Trial("m", "x", "peace", "+", 0.2, 0.2, 0.0)
    still = Trial("n", "x", "peace", "+", 0.0, 0.0, 0.0)
    assert Verdict("S38", "", (helped, still), 10).verdict == "supported"
    assert Verdict("S38", "", (helped, replace(helped, claimed="-")), 10).verdict == "disputed"


def test_claims_without_a_trial_say_why() -> None:
    found = verdicts(["S1", "S11"])
    assert found["S1"].verdict == "no direction"
    assert found["S11"].verdict == "not modelled"
    assert repr(found["S1"]).endswith(claims()["S1"].remark[-20:])
    assert repr(Verdict("S4", "x", (), 10)) == "S4: x: no direction"
    assert set(verdicts(["S1"], draws=1)) == {"S1"}


def test_all_claims_are_listed() -> None:
    assert {number for number, _ in TESTS} < set(claims())
    with pytest.raises(GameError, match="unknown claim 'S47'"):
        verdicts(["S47"])
