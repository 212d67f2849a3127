"""Any terminal: an encoding without the signs, few columns, no colours, a pipe that is closed."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from caucasus_games import GameError
from caucasus_games.cli import app
from caucasus_games.cli.output import spelled
from caucasus_games.text.spreadsheet import safe_cell, safe_frame
from caucasus_games.version import __version__

COMMANDS = [
    ["compare", "--setup", "NONE"],
    ["solve", "--why"],
    ["statics", "spoilers"],
    ["conditions", "--free", "bypass_value"],
    ["models"],
    ["parameters"],
    ["setups"],
    ["--version"],
]
CODE = f"""
import sys
from caucasus_games.cli import run
for arguments in {COMMANDS!r}:
    sys.argv = ["caucasus-games", *arguments]
    try:
        run()
    except SystemExit as stop:
        assert not stop.code, arguments
"""


@pytest.mark.parametrize(
    "own",
    [
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "iso-8859-1", "COLUMNS": "60", "NO_COLOR": "1"},
        {"PYTHONIOENCODING": "ascii"},
    ],
    ids=["windows", "narrow", "ascii"],
)
def test_every_command_writes_to_any_terminal(own: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE], env={**os.environ, **own}, capture_output=True, timeout=300
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    told = done.stdout.decode(own["PYTHONIOENCODING"])
    assert "->" in told
    assert "~" in told
    assert "\x1b" not in told
    assert done.stderr == b""


def test_a_reader_who_has_enough_is_left() -> None:
    code = "import sys; from caucasus_games.cli import run; sys.argv[1:] = ['models']; run()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as asked:
        assert asked.stdout
        assert asked.stderr
        asked.stdout.close()
        assert asked.stderr.read() == b""


def test_signs_arespelled() -> None:
    def told_of(text: str) -> str:
        told, end = spelled(UnicodeEncodeError("ascii", text, 0, len(text), "lacks"))
        assert end == len(text)
        return told

    assert [told_of(sign) for sign in ("≈", "→", "−", "é", "和")] == ["~", "->", "-", "e", "?"]


def test_the_version_is_told() -> None:
    assert CliRunner().invoke(app, ["--version"]).output == f"caucasus-games {__version__}\n"


def test_a_file_that_cannot_be_written_is_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> str:
        raise AssertionError("work was begun")

    monkeypatch.setattr("caucasus_games.reports.report", never)
    for wrong in (tmp_path / "no" / "report.html", tmp_path, Path("/proc/nothing/report.html")):
        with pytest.raises(GameError, match="cannot be written"):
            CliRunner().invoke(app, ["report", "-o", str(wrong)], catch_exceptions=False)
    kept = tmp_path / "kept.html"
    kept.write_text("old", encoding="utf-8")
    with pytest.raises(AssertionError):
        CliRunner().invoke(app, ["report", "-o", str(kept)], catch_exceptions=False)
    assert kept.read_text(encoding="utf-8") == "old"
    new = tmp_path / "new.html"
    with pytest.raises(AssertionError):
        CliRunner().invoke(app, ["report", "-o", str(new)], catch_exceptions=False)
    assert not new.exists()


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+HYPERLINK", "'+HYPERLINK"),
        ("-cmd", "'-cmd"),
        ("@sum", "'@sum"),
        ("\t=1", "'\t=1"),
        ("-0.5", "-0.5"),
        ("−1/3", "-1/3"),
        ("−", "-"),
        ("peace - for now", "peace - for now"),
        (-0.5, -0.5),
    ],
)
def test_no_label_is_a_formula_in_a_spreadsheet(cell: object, safe: object) -> None:
    assert safe_cell(cell) == safe
    frame = safe_frame(pd.DataFrame({"a": [cell]}, index=pd.Index([cell], name="=name")))
    assert frame.to_dict() == {"a": {safe: safe}}
    assert frame.index.name == "'=name"


def test_numbers_are_numbers_in_csv_and_json() -> None:
    def call(*arguments: str) -> str:
        return str(CliRunner().invoke(app, list(arguments), catch_exceptions=False).output)

    for command, name in (("setups", "credibility"), ("parameters", "central")):
        rows = json.loads(call(command, "--format", "json"))
        assert all(isinstance(row[name], float) for row in rows)
        table = list(csv.DictReader(io.StringIO(call(command, "--format", "csv"))))
        assert [float(row[name]) for row in table] == [row[name] for row in rows]
