import csv
import io
import json
import os
import sys

import pytest
from typer.testing import CliRunner

from caucasus_games import GameError
from caucasus_games.cli import app, run
from caucasus_games.cli.names import SOLVERS
from caucasus_games.concepts import CONCEPTS
from caucasus_games.games import ExtensiveForm, NormalForm

CHANCE = "deterrence_by_chance"
ONE = ["conditions", CHANCE, "--free", "corridor_value"]


def call(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return str(result.output)


def test_without_arguments_it_shows_the_comparison_and_what_to_try_next() -> None:
    told = call()
    assert "US_OPERATOR" in told
    assert "Next:" in told


def test_compare_and_solve_take_values_and_setups() -> None:
    asked = ["compare", CHANCE, "--setup", "NONE", "--set", "corridor_value=1"]
    rows = json.loads(call(*asked, "--format", "json"))
    assert [(row["setup"], row["P(war)"]) for row in rows] == [("NONE", 1)]
    assert "P(peace)" in call("compare", "commitment", "--format", "csv")
    assert "Azerbaijan: offer" in call("solve", "commitment")
    assert "least change: war_cost" in call("solve", CHANCE, "--setup", "NONE", "--why")
    assert "settlement" in call("models")


def test_every_model_and_solver_is_reached() -> None:
    assert "no pure Nash equilibrium" in call("compare", "guarantee")
    rows = json.loads(call("compare", "guarantee", "--format", "json"))
    assert [row["P(peace)"] for row in rows if row["setup"] == "RUSSIAN_CORRIDOR"] == [None]
    single = {NormalForm, ExtensiveForm}
    own = {concept.name for concept in CONCEPTS if single.intersection(concept.kinds)}
    assert set(SOLVERS) == own
    assert "3 Nash equilibria" in call("solve", "ceasefire", "--solver", "mixed_nash")
    assert "weakly dominates" in call(
        "solve", "guarantee", "--solver", "iterated_dominance(weak=True)"
    )
    assert "unilateral_deterrence" in call("models")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["solve", "--solver", "nash"], 1),
        (["solve", "--solver", "subgame_perfect('all')"], 1),
        (["solve", "--solver", "subgame_perfect("], 1),
        (["solve", "--solver", "subgame_perfect()()"], 1),
        (["solve", "--solver", "subgame_perfect(find='some')"], 1),
        (["solve", "--set", "p"], 2),
        (["solve", "war"], 1),
        (["solve", "--set", "p=1"], 1),
    ],
)
def test_bad_values_and_models_end_without_traceback(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int
) -> None:
    monkeypatch.setattr(sys, "argv", ["caucasus-games", *arguments])
    with pytest.raises(SystemExit) as stop:
        run()
    assert stop.value.code == code


def test_tables_come_as_csv_and_json_with_the_same_content() -> None:
    rows = list(csv.DictReader(io.StringIO(call("setups", "--format", "csv"))))
    records = json.loads(call("setups", "--format", "json"))
    assert rows == [{name: str(cell) for name, cell in record.items()} for record in records]
    assert [row["credibility"] for row in rows if row["setup"] == "US_OPERATOR"] == ["0.45"]


def test_parameters_of_the_world_and_of_a_setup() -> None:
    common = json.loads(call("parameters", "--format", "json"))
    assert {row["name"] for row in common} >= {"corridor_value", "referendum_passes"}
    later = json.loads(
        call("parameters", "--setup", "US_OPERATOR", "--vintage", "2026-09", "--format", "json")
    )
    assert {row["name"]: row["central"] for row in later}["operator_share"] == 0.74
    assert "transit_profit" in call("parameters")


def test_a_bad_name_ends_with_exit_code_1_and_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["caucasus-games", "parameters", "--setup", "US_OPERATER"])
    with pytest.raises(SystemExit) as stop:
        run()
    assert stop.value.code == 1
    assert "did you mean 'US_OPERATOR'" in capsys.readouterr().err


def test_wrong_usage_ends_with_exit_code_2() -> None:
    assert CliRunner().invoke(app, ["no-such-command"]).exit_code == 2


def test_a_sweep_counts_outcomes() -> None:
    told = call("summary", "--draws", "500", "--setup", "NONE", "--seed", "1")
    assert told.startswith("500 draws by subgame_perfect, with standard errors")
    assert "NONE   peace" in told
    soft = ("--solver", "quantal_response(precision=2)", "--draws", "4", "--setup", "NONE")
    assert "4 draws by quantal_response(precision=2)" in call("summary", "ceasefire", *soft)
    same = ("summary", "deterrence", "--draws", "100", "--set", "operator_years=10")
    records = json.loads(call(*same, "--format", "json"))
    assert {record["setup"] for record in records} >= {"NONE", "US_OPERATOR"}
    assert all(0 <= record["possible"] <= 1 for record in records)
    with pytest.raises(GameError, match="draws is 0"):
        call("summary", "--draws", "0")


def test_statics_are_told_for_every_number() -> None:
    told = call("statics", "commitment")
    assert told.startswith("peace of the commitment under NONE, when one number is raised")
    records = json.loads(call("statics", "commitment", "--format", "json"))
    effects = {record["parameter"]: record["effect"] for record in records}
    assert effects["war_cost_armenia"] == "+"
    assert effects["power_shift"] == "−"
    fixed = call("statics", "commitment", "--set", "power_shift=0.3", "--format", "csv")
    assert "power_shift" not in fixed


def test_conditions_are_told_for_all_numbers_or_for_one() -> None:
    assert call("conditions", CHANCE).startswith("peace is in a subgame perfect equilibrium of the")
    one = call(*ONE, "--setup", "NONE")
    assert "corridor_value <=" in one
    calm = call(*ONE, "--set", "access_risk=0")
    assert calm.startswith("peace is in a subgame perfect equilibrium")
    with pytest.raises(GameError, match="did you mean 'corridor_value'"):
        call("conditions", CHANCE, "--free", "corridor_valu")


def test_it_writes_to_a_stream_that_has_no_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    told = io.StringIO()
    monkeypatch.setattr(sys, "stdout", told)
    monkeypatch.setattr(
        sys, "argv", ["caucasus-games", "conditions", CHANCE, "--free", "corridor_value"]
    )
    with pytest.raises(SystemExit) as stop:
        run()
    assert stop.value.code == 0
    assert "corridor_value" in told.getvalue()


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is another error there")
def test_a_reader_that_has_left_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    monkeypatch.setattr(
        sys, "argv", ["caucasus-games", "conditions", CHANCE, "--free", "corridor_value"]
    )
    with open(writer, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        with pytest.raises(SystemExit) as stop:
            run()
        assert stop.value.code == 0
        # what comes after goes nowhere, and breaks nothing
        print("more", flush=True)
