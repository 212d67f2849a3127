"""Frozen forecasts: what they say, that nobody changed them, and what they score."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from importlib import import_module
from math import log
from pathlib import Path

import pytest

from caucasus_games import GameError, summary
from caucasus_games.cli.asked import answers_asked
from caucasus_games.concepts import subgame_perfect
from caucasus_games.evidence import Forecasts, ForecastScores, forecasts, score_forecasts
from caucasus_games.evidence.events import by_move, said_by
from caucasus_games.evidence.forecasts import digest_of, frozen_text
from caucasus_games.evidence.seen_years import CONFLICT, WAR, recorded
from caucasus_games.guarantors import NONE, named
from caucasus_games.models import NAMED, rivalry, settlement
from caucasus_games.parameters.data import bibliography, document

module = import_module("caucasus_games.evidence.forecasts")
ENTRIES = document("questions.toml")
RULE, QUESTIONS = ENTRIES["rule"], ENTRIES["questions"]
# those whose draws are solved within a second
QUICK = ["deterrence_by_chance", "guarantee", "normalisation", "settlement", "spoilers"]


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_a_day_a_source_and_a_record(name: str) -> None:
    one = QUESTIONS[name]
    assert date(2026, 11, 30) < one["from"] < one["by"] == date(2027, 12, 31)
    assert one["question"].endswith("?")
    assert one["yes"].endswith(".")
    assert 0 <= one["happened"] <= one["years"]
    assert all(key in bibliography() for key in one["sources"].split("; "))
    assert {*one["models"]} <= {*NAMED}


@pytest.mark.parametrize(("name", "deaths"), [("clashes", CONFLICT), ("war", WAR)])
def test_base_rates_of_deaths_are_those_of_the_record(name: str, deaths: int) -> None:
    first, last = recorded()["scored"], recorded()["counted"]
    kind = "conflict" if deaths == CONFLICT else "war"
    own = [year for year in recorded()[kind] if first <= year <= last]
    assert (QUESTIONS[name]["happened"], QUESTIONS[name]["years"]) == (len(own), last - first + 1)


@pytest.mark.parametrize("name", ["clashes", "war"])
def test_every_model_of_war_is_asked_about_it(name: str) -> None:
    setups = [named(RULE["vintage"])[one] for one in RULE["setups"]]
    speaking = {model for own in forecasts().questions[name].said.values() for model in own}
    for model, written in NAMED.items():
        if written is rivalry:
            assert model in speaking
            continue
        try:
            labels = [getattr(written(setup), "outcome_labels", ()) for setup in setups]
        except GameError:
            continue
        of_war = any({"war", "peace"} <= {*own} for own in labels)
        assert (model in speaking) == of_war


@pytest.mark.parametrize("model", QUICK)
def test_a_forecast_is_what_its_rule_gives(model: str) -> None:
    events = {n: one["models"][model] for n, one in QUESTIONS.items() if model in one["models"]}
    for setup in RULE["setups"]:
        told = said_by(model, events, named(RULE["vintage"])[setup], RULE["draws"], RULE["seed"])
        for name, chance in told.items():
            assert forecasts().questions[name].said[setup][model] == pytest.approx(chance, abs=6e-5)


def test_a_war_is_no_likelier_than_clashes() -> None:
    war, clashes = (forecasts().questions[name].said for name in ("war", "clashes"))
    for setup, own in war.items():
        assert all(chance <= clashes[setup][model] for model, chance in own.items())


def test_a_move_on_the_way_is_read_off_the_same_play() -> None:
    game = settlement(NONE)
    marked = by_move(game, "sign")
    for one, other in zip(subgame_perfect(game), subgame_perfect(marked), strict=True):
        assert one.payoffs == other.payoffs
        after = {"peace", "closure", "breach"}
        signed = [Fraction(str(q)) for label, q in one.outcomes.items() if label in after]
        assert other.outcomes.get("yes", 0) == sum(signed)
    found = summary(marked, 500, seed=1)
    assert found.outcomes == ("no", "yes")


def test_rivalry_speaks_of_deaths_by_its_last_year() -> None:
    events = {"clashes": {"deaths": 25}, "war": {"deaths": 1000}}
    told = said_by("rivalry", events, NONE, 40, 1)
    assert 0 <= told["war"] <= told["clashes"] <= 1


def test_a_changed_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    real = module._text
    monkeypatch.setattr(module, "_text", lambda name: real(name).replace("1,000", "100"))
    with pytest.raises(GameError, match="they were changed"):
        forecasts()


def test_a_frozen_text_states_its_own_hash() -> None:
    text = frozen_text("2026-01-01", "1", {"war": {"NONE": {"m": 0.25}}}, "questions\n")
    first, rest = text.split("\n", 1)
    assert first == f'sha256 = "{digest_of("questions", rest)}"' or first.startswith("sha256")
    assert digest_of("questions\n", text) == first.split('"')[1]
    assert "[said.war.NONE]\nm = 0.2500\n" in rest


def test_models_are_asked_again_beside_what_was_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = document("forecasts.toml")["said"]
    monkeypatch.setattr(module, "asked_now", lambda: kept)
    assert "asked again, all models say the same" in repr(forecasts(recompute=True))
    moved = {n: {s: {m: 1 - p for m, p in own.items()} for s, own in one.items()}
             for n, one in kept.items()}  # fmt: skip
    monkeypatch.setattr(module, "asked_now", lambda: moved)
    found = forecasts(recompute=True)
    assert "war: settlement under US_OPERATOR said" in repr(found)
    assert "says" in found._repr_html_()
    frame = found.to_dataframe()
    assert (frame["now"] + frame["forecast"]).eq(1).all()


def test_asking_again_leaves_out_what_takes_no_such_setup(monkeypatch: pytest.MonkeyPatch) -> None:
    one = {"models": {"investment": {"move": "invest"}}}
    rule = {**RULE, "draws": 20}
    monkeypatch.setattr(module, "document", lambda _: {"rule": rule, "questions": {"q": one}})
    found = module.asked_now()
    assert {*found["q"]} == {"US_OPERATOR"}
    assert 0 <= found["q"]["US_OPERATOR"]["investment"] <= 1


def test_all_is_told_in_a_table() -> None:
    found = forecasts()
    assert isinstance(found, Forecasts)
    assert found.digest[:16] in repr(found)
    assert "asked again" not in repr(found)
    assert "<table" in found._repr_html_()
    frame = found.to_dataframe()
    assert "now" not in frame
    assert len(frame) == sum(len(own) for q in found.questions.values() for own in q.said.values())
    assert frame["forecast"].between(0, 1).all()


def test_scores_are_those_of_their_formulas() -> None:
    found = score_forecasts({"war": "no", "clashes": True})
    assert isinstance(found, ForecastScores)
    setup, questions = "EU_MONITORS", forecasts().questions
    war, clashes = (questions[name] for name in ("war", "clashes"))
    own = found.score(setup)
    p, q = clashes.together(setup), war.together(setup)
    assert own.brier == pytest.approx(((1 - p) ** 2 + q**2) / 2)
    assert own.brier_base == pytest.approx(((1 - clashes.base_rate) ** 2 + war.base_rate**2) / 2)
    assert own.brier_half == 0.25
    assert own.logarithmic_half == pytest.approx(-log(0.5))
    base = -(log(clashes.base_rate) + log(1 - war.base_rate)) / 2
    assert own.logarithmic_base == pytest.approx(base)
    assert own.skill == pytest.approx(1 - own.brier / own.brier_base)
    # by the year that is played once a war is certain: the least that counts is the floor
    stage = found.score(setup, "ceasefire_stage")
    assert stage.questions == ("clashes", "war")
    assert stage.logarithmic == pytest.approx(-log(0.01) / 2)


def test_scores_are_told() -> None:
    found = score_forecasts({"border": False})
    assert "after border no; 6 questions open" in repr(found)
    assert "<table" in found._repr_html_()
    frame = found.to_dataframe()
    assert list(frame["model"]) == ["all models", "normalisation"] * 2
    with pytest.raises(GameError, match="forecaster"):
        found.score("EU_MONITORS", "settlement")


def test_a_setup_of_which_nothing_is_said_has_no_score(monkeypatch: pytest.MonkeyPatch) -> None:
    scoring = import_module("caucasus_games.evidence.forecast_scores")
    found = forecasts()
    one = found.questions["border"]
    said = type(one.said)({"US_OPERATOR": one.said["US_OPERATOR"]})
    less = found.questions.set("border", replace(one, said=said))
    monkeypatch.setattr(scoring, "forecasts", lambda: replace(found, questions=less))
    assert {own.setup for own in score_forecasts({"border": True}).scores} == {"US_OPERATOR"}


def test_answers_are_read_from_files(tmp_path: Path) -> None:
    toml, table = tmp_path / "a.toml", tmp_path / "a.csv"
    toml.write_text("war = false\nvote = true\n", encoding="utf-8")
    table.write_text("question,happened\nvote,YES\n\nwar,0\n", encoding="utf-8")
    told = {"war": False, "vote": True}
    assert score_forecasts(toml).answers == score_forecasts(str(table)).answers == told
    assert list(score_forecasts(toml).answers) == ["vote", "war"]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.txt", "", "a.txt is no file of answers"),
        ("a.toml", "war = ", "is no TOML"),
        ("a.csv", "", "begins with nothing"),
        ("a.csv", "war,no\n", "the first line is question,happened"),
        ("a.csv", "question,happened\nwar\n", "line 2"),
        ("a.csv", "question,happened\nwar,no\nwar,no\n", "line 3"),
        ("a.csv", "question,happened\nwar,perhaps\n", "give yes or no"),
        ("a.toml", "peace = true\n", "unknown question"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, name: str, text: str, told: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(GameError, match=told):
        score_forecasts(tmp_path / name)


def test_what_is_no_answer_is_refused() -> None:
    with pytest.raises(GameError, match="no question is answered"):
        score_forecasts({})
    with pytest.raises(GameError, match="give answers by question"):
        score_forecasts(3)  # type: ignore[arg-type]
    with pytest.raises(GameError, match="floor is 1"):
        score_forecasts({"war": True}, floor=1)


def test_the_command_takes_answers_one_by_one_or_as_a_file() -> None:
    assert answers_asked({"answer": ["war=no"], "answers": ""}) == {"war": "no"}
    assert answers_asked({"answer": None, "answers": "a.csv"}) == "a.csv"
    with pytest.raises(GameError, match="take one of"):
        answers_asked({"answer": ["war=no"], "answers": "a.csv"})
