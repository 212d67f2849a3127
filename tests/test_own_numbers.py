"""Numbers of one's own: written, changed, read again, and refused with file and line."""

from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner

from caucasus_games import GameError, compare, load, report, summary
from caucasus_games.cli import app
from caucasus_games.guarantors import named
from caucasus_games.models import deterrence_by_chance, probe, settlement
from caucasus_games.parameters import read_numbers, write_numbers

MINE = """
title = "Numbers of a seminar"
source = "assumption: our judgement"

[parameters]
power_shift = 0.1
corridor_value = {low = 0.3, central = 0.5, high = 0.7}

[setups.US_OPERATOR.guarantor_credibility]
low = "1/10"
central = "0,2"
high = 0.3
distribution = "uniform"

[setups.US_OPERATOR.corridor_value]
central = 0.6
"""


def file_of(folder: Path, text: str, name: str = "mine.toml") -> Path:
    place = folder / name
    place.write_text(text.replace("0,2", "0.2"), encoding="utf-8")
    return place


@pytest.mark.parametrize("ending", [".toml", ".csv"])
def test_what_is_written_is_read_as_it_was(tmp_path: Path, ending: str) -> None:
    place = tmp_path / f"all{ending}"
    setups = {n: s.parameters for n, s in named("2026-09").items() if n != "WESTERN_MIX"}
    write_numbers(place, load("2026-09"), setups)
    assert load("2026-09", own=place) == load("2026-09")
    back = named("2026-09", own=place)
    for name, setup in named("2026-09").items():
        for key, record in setup.parameters.items():
            assert back[name].parameters[key] == record


def test_thirds_are_written_exactly(tmp_path: Path) -> None:
    record = load().with_values({"power_shift": Fraction(1, 3)})["power_shift"]
    place = tmp_path / "third.toml"
    write_numbers(place, {"power_shift": record})
    assert 'central = "1/3"' in place.read_text()
    assert load(own=place)["power_shift"] == record


def test_what_is_given_replaces_and_the_rest_stays(tmp_path: Path) -> None:
    own = read_numbers(file_of(tmp_path, MINE))
    assert own.title == "Numbers of a seminar"
    table = load(own=own)
    shift, before = table["power_shift"], load()["power_shift"]
    assert (shift.low, shift.central, shift.high) == (Fraction(1, 10),) * 3
    assert (shift.distribution, shift.description) == ("fixed", before.description)
    corridor = table["corridor_value"]
    assert (corridor.low, corridor.high) == (Fraction(3, 10), Fraction(7, 10))
    assert (corridor.source, corridor.distribution) == ("assumption: our judgement", "triangular")
    assert table["bypass_value"] == load()["bypass_value"]
    setups = named(own=own)
    trust = setups["US_OPERATOR"].parameters["guarantor_credibility"]
    assert (trust.low, trust.distribution) == (Fraction(1, 10), "uniform")
    # what depends on no guarantor is in every setup, and one setup may see it otherwise
    assert setups["NONE"].parameters["corridor_value"] == corridor
    assert setups["US_OPERATOR"].parameters["corridor_value"].central == Fraction(3, 5)
    joint = setups["WESTERN_MIX"].parameters["guarantor_credibility"]
    assert joint.low == Fraction(1, 10)


def test_models_sweeps_and_commands_take_them(tmp_path: Path) -> None:
    place = file_of(tmp_path, MINE)
    game = settlement(named(own=place)["NONE"])
    assert game.parameters["corridor_value"].central == Fraction(1, 2)
    setups = settlement.setups(own=place)
    assert list(setups) == list(settlement.setups())
    found = compare(settlement, setups.values())
    assert found.solutions["NONE"] != compare(settlement).solutions["NONE"]
    counted = summary(settlement, 200, setups=[setups["NONE"]], seed=1)
    said = CliRunner().invoke(
        app,
        ["summary", "--numbers", str(place), "--draws", "200", "--seed", "1", "--setup", "NONE"],
    )
    assert said.output.splitlines()[:3] == repr(counted).splitlines()[:3]
    # a model is asked under the setups that it takes
    told = CliRunner().invoke(app, ["compare", "probe", "--numbers", str(place)])
    assert told.exit_code == 0
    assert "US_OPERATOR" in told.output
    assert "NONE" not in [line.split()[0] for line in told.output.splitlines() if line.split()]
    assert "NONE" in probe.refused()
    listed = CliRunner().invoke(app, ["parameters", "--numbers", str(place), "--format", "csv"])
    assert "power_shift,0.1,0.1,0.1" in listed.output


def test_the_command_writes_a_file_to_begin_with(tmp_path: Path) -> None:
    place = tmp_path / "begin.csv"
    said = CliRunner().invoke(app, ["parameters", "--output", str(place)])
    assert said.exit_code == 0
    assert "give it to any command with --numbers" in said.output
    assert load(own=place) == load()
    assert ",military_advantage," in place.read_text()
    assert "US_OPERATOR,detection," in place.read_text()


def test_the_report_shows_what_differs(tmp_path: Path) -> None:
    page = report(deterrence_by_chance, draws=50, own=file_of(tmp_path, MINE))
    assert "of one's own" in page
    assert "0.5 (0.3 to 0.7), triangular" in page or "0.6 (" in page
    assert "of one's own" not in report(deterrence_by_chance, draws=50)


def test_a_setup_of_ones_own_has_its_numbers(tmp_path: Path) -> None:
    place = file_of(tmp_path, MINE)
    said = CliRunner().invoke(app, ["solve", "--setup", "mine.py:MINE", "--numbers", str(place)])
    assert isinstance(said.exception, GameError)
    assert "is a setup of your own, with its numbers" in str(said.exception)


@pytest.mark.parametrize("divider", [",", ";"])
def test_spreadsheets_of_any_country(tmp_path: Path, divider: str) -> None:
    rows = [
        ["name", "low", "central", "high", "setup"],
        ["corridor_value", "0.3", "0.4", "0.5", ""],
        ["", "", "", "", ""],
        ["detection", "", "0.9", "", "EU_MONITORS"],
    ]
    text = "\ufeff" + "\r\n".join(divider.join(row) for row in rows)
    own = read_numbers(file_of(tmp_path, text, "mine.csv"))
    assert load(own=own)["corridor_value"].central == Fraction(2, 5)
    assert named(own=own)["EU_MONITORS"].parameters["detection"].central == Fraction(9, 10)


def test_a_number_that_is_new_says_what_it_is(tmp_path: Path) -> None:
    text = (
        "name,low,central,high,unit,description,source\n"
        "morale,0,0.5,1,share,how willing they are,assumption: ours\n"
    )
    record = load(own=file_of(tmp_path, text, "mine.csv"))["morale"]
    assert (record.description, record.distribution) == ("how willing they are", "triangular")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.toml", "[parameters.corridor]\nlow=0", "line 1: unknown parameter 'corridor': did"),
        ("a.toml", "[parameters]\npower_shift = true", "line 2: low of power_shift is True"),
        ("a.toml", "[parameters.power_shift]\nhigh = 0.1", "line 1: parameter 'power_shift' has"),
        ("a.toml", '[parameters.power_shift]\nhigh = "x"', "a.toml, line 1: high"),
        ("a.toml", '[parameters.power_shift]\nunit = "%"', "in '%' and measured in 'share'"),
        ("a.toml", "[parameters.power_shift]\nmode = 1", "a.toml, line 1: unknown field 'mode'"),
        ("a.toml", "parameters.power_shift.mode = 1", "a.toml: unknown field 'mode'"),
        ("a.toml", "[parameters\n", "a.toml is no TOML: .*line 1"),
        ("a.toml", "[numbers]\n", "a.toml: unknown table 'numbers'"),
        ("a.toml", "parameters = 1", r"parameters is no table: write \[parameters.NAME\]"),
        ("a.toml", "setups = 1", r"setups is no table: write \[setups.SETUP.NAME\]"),
        ("a.toml", "[setups]\nNONE = 1", r"setups.NONE is no table"),
        ("a.toml", "[setups.US.detection]\ncentral=1", "line 1: unknown setup 'US'"),
        ("a.csv", "name,mode\n", "a.csv, line 1: unknown column 'mode'"),
        ("a.csv", "low,high\n", "a.csv, line 1: no column is 'name'"),
        ("a.csv", "name,low\n,1\n", "a.csv, line 2: the row has no name"),
        ("a.csv", "name,low\npower_shift,0,5\n", "line 2: there are 3 cells and 2 columns"),
        ("a.csv", "name,low\npower_shift,0\n\npower_shift,0\n", "line 4: power_shift was given"),
        ("a.csv", "name,unit,description\nx,share,new\n", "line 2: x lacks low, central, high"),
        ("a.xlsx", "", "numbers are read from .toml and .csv"),
        ("a", "", "ending 'none'"),
    ],
)  # fmt: skip
def test_what_is_refused(tmp_path: Path, name: str, text: str, words: str) -> None:
    with pytest.raises(GameError, match=words):
        named(own=file_of(tmp_path, text, name))


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(GameError, match=r"cannot read .*No such file"):
        load(own=tmp_path / "none.toml")
    with pytest.raises(
        GameError, match="read_numbers takes the path of a file and got something of type int"
    ):
        load(own=3)  # type: ignore[arg-type]
    with pytest.raises(GameError, match="and got an empty text"):
        read_numbers("")
