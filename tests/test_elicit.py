"""Experts: quantiles to distributions and back, pools, Cooke's scores, and sheets to fill in."""

import csv
from collections.abc import Callable
from itertools import product
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import beta

from caucasus_games import GameError, load, summary
from caucasus_games.evidence import (
    Answer,
    calibration,
    classical,
    elicit,
    questionnaire,
    read_answers,
)
from caucasus_games.guarantors import NONE
from caucasus_games.models import commitment
from caucasus_games.parameters import Parameters

THREE = ("5%", "50%", "95%")
FIVE = ("5%", "20%", "25%", "25%", "20%", "5%")


def said(expert: str, name: str, *values: object) -> Answer:
    return Answer(expert, name, dict(zip(THREE, values, strict=True)))


def test_a_beta_distribution_is_found_again_and_told_back() -> None:
    # what an expert would say whose belief is beta(3, 6) on the range
    record = load()["corridor_value"]
    low, wide = float(record.low), float(record.high - record.low)
    values = [str(round(low + wide * beta.ppf(q, 3, 6), 6)) for q in (0.05, 0.5, 0.95)]
    found = elicit([said("expert A", "corridor_value", *values)])
    pooled = found.pooled["corridor_value"]
    assert (pooled.low, pooled.high) == (record.low, record.high)
    exponents = pooled.distribution.removeprefix("beta(").removesuffix(")").split(", ")
    assert [float(x) for x in exponents] == pytest.approx([3, 6], abs=0.01)
    assert float(pooled.central) == pytest.approx(float(values[1]), abs=1e-3)
    frame = found.feedback().set_index("probability")
    assert len(frame) == 7
    assert frame.fitted[0.25] == pytest.approx(low + wide * beta.ppf(0.25, 3, 6), abs=1e-3)
    assert np.isnan(frame.said[0.25])
    assert frame.said[0.05] == pytest.approx(frame.fitted[0.05], abs=1e-3)
    assert "assumption: answer of expert A" in pooled.source
    assert not found.notes


def test_a_pool_is_a_mixture_with_equal_weights() -> None:
    answers = [
        said("expert A", "bypass_value", "0.15", "0.2", "0.25"),
        said("expert B", "bypass_value", "0.7", "0.8", "0.85"),
        said("expert A", "access_risk", "0.1", "0.3", "0.5"),
        said("expert B", "access_risk", "0.2", "0.4", "0.6"),
    ]
    found = elicit(answers)
    assert dict(found.weights) == {"expert A": 0.5, "expert B": 0.5}
    drawn = found.sample(4_000, seed=1)
    # half of the draws are of each, and an expert's numbers stay together
    first = drawn["bypass_value"] < 0.5
    assert first.mean() == pytest.approx(0.5, abs=0.03)
    assert np.median(drawn["bypass_value"][first]) == pytest.approx(0.2, abs=0.01)
    assert np.median(drawn["access_risk"][first]) == pytest.approx(0.3, abs=0.02)
    assert np.median(drawn["access_risk"][~first]) == pytest.approx(0.4, abs=0.02)
    # one that is near to both is one with two humps, as beta distributions may have them
    assert "bypass_value" in repr(found)
    pooled = found.pooled["access_risk"]
    assert 0.3 < pooled.central < 0.4
    assert pooled.source == "assumption: answers of expert A, expert B, pooled"
    # in place of the package's numbers
    table = load().override(found.pooled)
    assert table["access_risk"] == pooled


def test_pooled_numbers_and_draws_are_used_in_sweeps() -> None:
    game = commitment(NONE)
    moving = [n for n, one in game.parameters.items() if one.low < one.high]
    answers = [
        Answer("expert A", n, {"5%": one.low, "95%": one.high})
        for n, one in game.parameters.items()
        if n in moving
    ]
    found = elicit(answers, parameters=game.parameters)
    assert set(found.pooled) == set(moving)
    assert all(
        found.pooled[n].low <= game.parameters[n].low < game.parameters[n].high for n in moving
    )
    drawn = found.sample(50, seed=3)
    assert summary(game, sample=drawn).draws == 50


def test_what_a_beta_distribution_cannot_say_is_told() -> None:
    answer = Answer(
        "expert A", "access_risk", {"5%": "0.01", "45%": "0.02", "55%": "0.5", "95%": "0.51"}
    )
    found = elicit([answer])
    (note,) = found.notes
    assert "no beta distribution says what expert A says of access_risk: a probability is" in note
    assert "note: no beta" in repr(found).replace("\n     ", "")
    # a share stays within zero and one, a number of another kind does not
    wide = elicit([said("expert A", "access_risk", "0.01", "0.5", "0.99")]).pooled["access_risk"]
    assert [wide.low, wide.high] == [0, 1]
    years = elicit([said("expert A", "operator_years", 2, 50, 99)]).pooled["operator_years"]
    assert years.high > 99


def test_calibrations_of_the_arkansas_case() -> None:
    # published for 4 experts, 10 seeds and 5 quantiles (doi 10.17632/tp5sp4gcd5.1): each is that of
    # some way in which ten answers fall into the six bins
    published = [1.14529e-5, 0.00714474, 0.0698213, 7.83148e-5]
    # what falls into the two bins of a kind may be exchanged: those in order are all
    scores = [
        calibration(counts, FIVE)
        for counts in product(range(11), repeat=6)
        if sum(counts) == 10
        and counts[0] <= counts[5]
        and counts[1] <= counts[4]
        and counts[2] <= counts[3]
    ]
    for score in published:
        assert min(scores, key=lambda one: abs(one - score)) == pytest.approx(score, rel=1e-5)
    assert calibration([1, 4, 5, 5, 4, 1], FIVE) == pytest.approx(1)


def test_cookes_weights_by_hand() -> None:
    answers = [
        said("expert A", "first", 0, 5, 10),
        said("expert B", "first", 4, 5, 6),
        said("expert A", "second", 0, 5, 10),
        said("expert B", "second", 4, 5, 6),
        said("expert A", "access_risk", "0.1", "0.2", "0.3"),
        said("expert B", "access_risk", "0.2", "0.3", "0.4"),
    ]
    truth = {"first": 3, "second": 8}
    scores = classical(answers, truth)
    bins = ["5%", "45%", "45%", "5%"]
    assert scores.calibration["expert A"] == calibration([0, 1, 1, 0], bins)
    assert scores.calibration["expert B"] == calibration([1, 0, 0, 1], bins)
    # from zero to ten with a tenth beyond: twelve long
    expected = 2 * (0.05 * log(0.05 * 12 / 1) + 0.45 * log(0.45 * 12 / 5))
    assert scores.information["expert A"] == pytest.approx(expected)
    assert scores.information["expert B"] > expected
    raw = {e: scores.calibration[e] * scores.information[e] for e in scores.weights}
    assert scores.weights["expert A"] == pytest.approx(raw["expert A"] / sum(raw.values()))
    assert "2 experts, 2 known answers: so few tell next to nothing" in repr(scores)
    assert scores.to_dataframe().weight.sum() == pytest.approx(1)
    found = elicit(answers, pool="classical", truth=truth)
    assert found.weights == scores.weights
    assert found.scores is not None
    assert list(found.fitted) == ["access_risk"]
    assert set(found.feedback().name) == {"access_risk"}
    # with a cut-off one alone is left
    one = elicit(answers, pool="classical", truth=truth, cutoff="0.5")
    assert one.weights["expert B"] == 0
    assert one.sample(10)["access_risk"].max() < 0.4
    many = {f"q{k}": 5 for k in range(10)}
    told = repr(classical([said("expert A", name, 4, 6, 7) for name in many], many))
    assert "1 expert, 10 known answers\n" in told


def test_a_sheet_is_written_filled_in_and_read(tmp_path: Path) -> None:
    asked = load().select(["corridor_value", "bypass_value"])
    sheet = tmp_path / "sheet.csv"
    questionnaire(asked, sheet)
    with sheet.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == list(asked)
    for row in rows:
        record = asked[row["name"]]
        assert row["question"] == f"What is the {record.description}?"
        assert row["unit"] == record.unit
        assert row["source"] == record.source
        assert "most likely" in row["anchor"]
        row |= {"expert": "expert A", "date": "2026-11"}
        row |= dict(zip(THREE, ("0.2", "0.3", "0.4"), strict=True))
    rows[1]["95%"] = ""
    with sheet.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    first, second = read_answers(sheet)
    assert repr(first) == (
        "expert A on corridor_value, 2026-11: 5% below 0.2, 50% below 0.3, 95% below 0.4"
    )
    assert len(second.quantiles) == 2
    questionnaire(asked, sheet)
    with pytest.raises(GameError, match="has no answer: fill in"):
        read_answers(sheet)
    questionnaire(asked, tmp_path / "sheet.html", quantiles=["10%", "1/2", "0.9"])
    page = (tmp_path / "sheet.html").read_text()
    assert '"col">10%</th><th scope="col">50%</th><th scope="col">90%</th>' in page
    assert asked["bypass_value"].unit in page
    # with a semicolon between, as spreadsheets of many countries write it
    sheet.write_text("expert;name;5%;95%\nexpert A;bypass_value;0,2;0,4\n")
    assert list(map(float, read_answers(sheet)[0].said.values())) == [0.2, 0.4]


def test_bad_answers_are_told_in_one_sentence(tmp_path: Path) -> None:
    good = said("expert A", "access_risk", "0.1", "0.2", "0.3")
    seed = said("expert A", "seed", 1, 2, 3)
    nothing: Any = 3
    mean: Any = "mean"

    def read(text: str, name: str = "sheet.csv") -> object:
        (tmp_path / name).write_text(text)
        return read_answers(tmp_path / name)

    refused: dict[str, Callable[[], object]] = {
        "the answer on access_risk has no expert: give a": lambda: said(
            " ", "access_risk", 1, 2, 3
        ),
        "needs two quantiles or more": lambda: Answer("A", "x", {"5%": 1}),
        "of A on x needs two quantiles": lambda: Answer("A", "x", nothing),
        "has a quantile at 1: give one between": lambda: Answer("A", "x", {"5%": 1, 1: 2}),
        "has 2 at 5% and 1 at 95%: values must rise": lambda: Answer("A", "x", {"95%": 1, "5%": 2}),
        "elicit takes one answer or more and got none": lambda: elicit([]),
        "elicit takes answers and got 3": lambda: elicit([nothing]),
        "expert A has two answers on access_risk": lambda: elicit([good, good]),
        "unknown parameter 'seed'": lambda: elicit([seed]),
        "takes an object of the class Parameters": lambda: elicit([good], parameters=nothing),
        "unknown pool 'mean'": lambda: elicit([good], pool=mean),
        "known answers, truth, go with": lambda: elicit([good], truth={"seed": 1}),
        "all answers are on questions of truth": lambda: elicit(
            [seed], pool="classical", truth={"seed": 1}
        ),
        "expert B has not answered the questions": lambda: elicit(
            [seed, said("expert B", "access_risk", "0.1", "0.2", "0.3")],
            pool="classical",
            truth={"seed": 2},
        ),
        "nobody who answered on access_risk has a weight": lambda: elicit(
            [said("expert A", "seed", 7, 8, 9), said("expert B", "seed", 1, 2, 3), good],
            pool="classical",
            truth={"seed": "1.5"},
            cutoff="0.5",
        ),
        "expert B has no answer on access_risk: draws keep": lambda: elicit(
            [good, said("expert B", "bypass_value", "0.1", "0.2", "0.3")]
        ).sample(3),
        "classical takes the known answers to some": lambda: classical([seed], {}),
        "expert A has no answer to other: all": lambda: classical([seed], {"seed": 1, "other": 2}),
        "nobody has no answer to other": lambda: classical([seed], {"other": 2}),
        "answers have different quantiles": lambda: classical(
            [seed, Answer("expert B", "seed", {"10%": 1, "90%": 2})], {"seed": 1}
        ),
        "nobody's calibration is above 1": lambda: classical([seed], {"seed": 9}, cutoff=1),
        "there are 2 counts and 1 chances": lambda: calibration([1, 2], [1]),
        "the counts are .0, 0.": lambda: calibration([0, 0], ["1/2", "1/2"]),
        "questionnaire takes a table of numbers and got 3": lambda: questionnaire(nothing, "x.csv"),
        "and got an empty table": lambda: questionnaire(Parameters(), "x.csv"),
        "asks for two quantiles or more": lambda: questionnaire(load(), "x.csv", quantiles=[1, 2]),
        "sheet.xlsx has the ending '.xlsx': write": lambda: questionnaire(load(), "sheet.xlsx"),
        "sheet.toml has the ending '.toml': answers are": lambda: read("", "sheet.toml"),
        "line 1: unknown column 'experts'": lambda: read("experts,name,5%\n"),
        "line 1: no column is 'name'": lambda: read("expert,5%\n"),
        "line 2: the answer on x has no expert": lambda: read("expert,name,5%,95%\n,x,1,2\n"),
        "line 2: the answer of A on x needs two": lambda: read("expert,name,5%,95%\nA,x,1,\n"),
    }
    for told, call in refused.items():
        with pytest.raises(GameError, match=told) as refusal:
            call()
        assert "\n" not in str(refusal.value)
