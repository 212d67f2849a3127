"""Every function of the library is a command, or it is said why not; one mechanism writes all."""

import csv
import inspect
import io
import json
import os
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

import caucasus_games as cg
from caucasus_games import GameError, concepts, evidence, formats, parameters, plot, sweeps
from caucasus_games.cli import app, run
from caucasus_games.cli.catalogue import ASKED_BY, NO_COMMAND, VERBS
from caucasus_games.cli.derived import FOUND, NO_OPTION, place_of
from caucasus_games.cli.figures import figure_verbs
from caucasus_games.cli.files import write_figure, write_text
from caucasus_games.cli.options import Format
from caucasus_games.cli.output import tell
from caucasus_games.cli.taken import TAKEN
from caucasus_games.cli.verbs import Verb
from caucasus_games.exact import Interval
from caucasus_games.formats import to_efg
from caucasus_games.games import Decision, ExtensiveForm, Terminal
from caucasus_games.guarantors import NONE
from caucasus_games.models import deterrence

RULES: dict[str, Callable[[str], bool]] = {
    "table": lambda told: bool(told.strip()),
    "csv": lambda told: len(list(csv.DictReader(io.StringIO(told)))) > 0,
    "json": lambda told: len(json.loads(told)) > 0,
    "latex": lambda told: "\\" in told or told.startswith("@"),
}
CHANCE = "deterrence_by_chance"
BELIEVED = ["--set", "operator_years=3", "--setup", "US_TREATY"]
# quick questions: a model that is solved in no time, few draws
QUICK = {
    "compare": [CHANCE],
    "solve": [CHANCE],
    "explain": [CHANCE, "--set", "operator_years=3"],
    "join": ["--source", "referendum"],
    "conditions": [CHANCE],
    "required": [CHANCE, "--parameter", "corridor_value"],
    "regions": [CHANCE],
    "prove": [CHANCE, "--claim", "Excluded(war)"],
    "statics": [CHANCE],
    "summary": [CHANCE, "--draws", "20"],
    "sweep": [CHANCE, "--draws", "3", "--setup", "NONE", "--drawn"],
    "sensitivity": [CHANCE, "--draws", "128"],
    "designs": [
        *[CHANCE, *BELIEVED, "--draws", "20"],
        *["--level", "guarantor_credibility=0,1/2", "--price", "guarantor_credibility=2"],
    ],
    "decompose": [CHANCE, "--draws", "5", "--to", "RUSSIAN_PEACEKEEPERS"],
    "obstacles": ["settlement", "--draws", "5", "--setup", "NONE"],
    "crossed": [CHANCE, "--draws", "5", "--regime", "ARMENIAN_LAW", "--regime", "NONE"],
    "beside": ["--draws", "5", "--model", CHANCE],
    "verdicts": ["--claim", "S12", "--draws", "5"],
    "yearly": ["--draws", "2", "--model", CHANCE],
    "posterior": ["peacekeepers", "--draws", "20", "--precision", "2"],
    "scores": ["peacekeepers", "--draws", "20", "--precision", "2"],
    "model-weights": ["--draws", "20", "--precision", "2"],
    "score-forecasts": ["--answer", "war=no"],
    "identified": [CHANCE, "--moment", "2020"],
    "backward-induction": [CHANCE],
    "principal-branch": ["TABLE"],
    "indifferent-mixtures": ["TREE"],
    "mixture-formulas": ["TABLE"],
    "bibliography": [CHANCE],
}
# these take seconds, and their rows are told below
LONG = {"markov-branches"}


def call(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return str(result.output)


@pytest.fixture(scope="module")
def game(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a tree in which B is indifferent, so that A is in two minds."""
    reply = Decision(
        "B", {"x": Terminal("peace", {"A": 1, "B": 0}), "y": Terminal("war", {"A": -1, "B": 0})}
    )
    tree = ExtensiveForm(
        Decision("A", {"in": reply, "out": Terminal("rest", {"A": 0, "B": 1})}), title="in or out"
    )
    file = tmp_path_factory.mktemp("games") / "own.efg"
    file.write_text(to_efg(tree), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def pennies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a table whose only equilibrium is mixed."""
    file = tmp_path_factory.mktemp("tables") / "pennies.nfg"
    text = 'NFG 1 R "pennies" { "A" "B" } { 2 2 } 1 -1 -1 1 -1 1 1 -1'
    file.write_text(text, encoding="utf-8")
    return file


def test_every_function_of_the_library_is_a_command_or_has_a_reason() -> None:
    places = [cg, evidence, formats, concepts, plot, sweeps]
    functions = {
        place_of(function)
        for place in places
        for name in place.__all__
        if inspect.isfunction(function := getattr(place, name))
    } | {place_of(parameters.load)}
    functions.discard("sweeps.failure_box")  # which sensitivity tells
    verbs = {place_of(verb.function) for verb in (*VERBS, *figure_verbs())}
    verbs = {place for place in verbs if not place.startswith("cli.")}
    assert functions == verbs | {*ASKED_BY} | {*NO_COMMAND}
    assert not verbs & {*NO_COMMAND}
    assert all(NO_COMMAND.values())
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert {*ASKED_BY.values()} <= {*commands}


def test_every_parameter_of_a_function_is_an_option_or_has_a_reason() -> None:
    used = set()
    for verb in (*VERBS, *figure_verbs()):
        for name in inspect.signature(verb.function).parameters:
            own = f"{place_of(verb.function)}.{name}"
            known = [key for key in (own, name) if key in {*NO_OPTION, *FOUND, *TAKEN}]
            assert known, own
            used.add(known[0])
        assert verb.told.endswith("."), verb.spelled
        assert all(option.annotation for option in verb.options)
    assert all(NO_OPTION.values())
    assert used == {*NO_OPTION, *FOUND, *TAKEN}


@pytest.mark.parametrize("verb", [v for v in VERBS if not v.output and v.spelled not in LONG],
                         ids=lambda verb: verb.spelled)  # fmt: skip
def test_every_command_is_told_in_every_format(
    verb: Verb,
    game: Path,
    pennies: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    found: list[object] = []
    monkeypatch.setattr("caucasus_games.cli.verbs.tell", lambda result, _: found.append(result))
    name = verb.spelled
    own = {"TREE": str(game), "TABLE": str(pennies)}
    call(name, *[own.get(word, word) for word in QUICK.get(name, [])])
    told = {}
    for form, rule in RULES.items():
        tell(found[0], Format(form))
        told[form] = capsys.readouterr().out
        assert rule(told[form]), (name, form)
    head = next(csv.reader(io.StringIO(told["csv"])))
    assert list(json.loads(told["json"])[0]) == head
    assert len({*head}) == len(head)
    assert "index" not in head


FIGURES = {
    "compare": [CHANCE],
    "correspondence": [CHANCE, *BELIEVED, "--parameter", "guarantor_credibility"],
    "decomposition": [CHANCE, "--draws", "3", "--to", "RUSSIAN_PEACEKEEPERS"],
    "pareto": QUICK["designs"],
    "reliability": ["--draws", "2", "--model", CHANCE, "--deaths", "25"],
    "regions": ["ceasefire", "--x", "military_advantage", "--y", "incursion_gain"],
    "shares": [CHANCE, "--draws", "5"],
    "tornado": [CHANCE, "--draws", "32"],
    "value-functions": [CHANCE, "--parameter", "corridor_value"],
    "years": ["--draws", "2", "--model", CHANCE],
}


@pytest.mark.parametrize(
    "name", [verb.spelled for verb in figure_verbs() if verb.spelled not in LONG]
)
def test_every_figure_is_written(name: str, tmp_path: Path) -> None:
    file = tmp_path / "figure.svg"
    assert "written" in call("plot", name, *FIGURES.get(name, []), "-o", str(file))
    assert "<svg" in file.read_text(encoding="utf-8")


def test_a_game_of_ones_own_is_a_file(game: Path, pennies: Path, tmp_path: Path) -> None:
    own = str(game)
    assert "out → rest" in call("solve", own)
    assert "chooses out" in call("explain", own, "--which", "1")
    assert call("prove", own, "--claim", "Excluded(rest)").startswith("refuted")
    assert "characters" in call("latex", own, "-o", str(tmp_path / "own.tex"))
    assert r"\begin{" in (tmp_path / "own.tex").read_text(encoding="utf-8")
    call("plot", "tree", own, "--unsolved", "-o", str(tmp_path / "own.pdf"))
    for wrong, told in {
        ("solve", own, "--setup", "NONE"): "leave out --setup NONE",
        ("solve", own, "--numbers", "x.toml"): "leave out --numbers",
        ("plot", "beliefs", str(pennies), "--solver", "pure_nash"): "nothing to draw: no pure",
        ("compare", own): "own.efg holds one game",
        ("solve", "missing.nfg"): "cannot read missing.nfg",
        ("explain", own, "--which", "7"): "7",
        ("plot", "beliefs", own, "--which", "7"): "give a whole number from 0 to 1",
        ("plot", "tree", own, "-o", "tree.doc"): "no ending of a figure",
        ("plot", "tree", own, "-o", "/proc/no/tree.svg"): "cannot be written",
        ("plot", "tree-svg", own, "-o", str(tmp_path / "own.pdf")): "as .svg alone",
    }.items():
        with pytest.raises(GameError, match=told):
            call(*wrong)


def test_a_game_goes_to_a_file_and_back(tmp_path: Path) -> None:
    file = tmp_path / "game.efg"
    call("convert", "deterrence", "-o", str(file))
    assert file.read_text(encoding="utf-8") == to_efg(deterrence(NONE))
    with pytest.raises(GameError, match="is for a tree"):
        call("convert", "deterrence", "-o", str(tmp_path / "game.nfg"))


def test_a_disk_that_fails_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "taken.svg"

    def made() -> str:
        file.mkdir()
        return "text"

    for write in (write_text, write_figure):
        with pytest.raises(GameError, match="cannot be written"):
            write(made, file)
        file.rmdir()


def test_claims_are_written_as_in_a_call() -> None:
    def asked(claim: str) -> str:
        return call("prove", "deterrence_by_chance", *BELIEVED, "--claim", claim)

    assert asked("Raising(guarantor_credibility, peace)").startswith("proved")
    assert asked("Raising(guarantor_credibility, peace, keeps=False)").startswith("refuted")
    assert asked("Implies(peace, NONE)").startswith("refuted")
    assert asked("Unique()").startswith("proved")
    assert asked("Unique").startswith("proved")
    for wrong in ("Excluded(war", "Excluded()", "Implies(peace)", "Unique(1, 2)", "Excluded"):
        with pytest.raises(GameError, match="cannot be read: write an outcome"):
            asked(wrong)
    for wrong, told in {
        "Exclude(war)": "did you mean 'Excluded'",
        "wars": "'wars'",
        "Implies(peace, NOBODY)": "unknown setup 'NOBODY'",
    }.items():
        with pytest.raises(GameError, match=told):
            asked(wrong)


def test_what_is_asked_wrongly_is_one_sentence() -> None:
    for wrong, told in {
        ("prove", CHANCE, "--within", "corridor_value=1"): "write both ends, as 0..1/2",
        ("conditions", CHANCE, "--free", "corridor"): "did you mean 'corridor_value'",
        ("identified", CHANCE, "--moment", "1900"): "unknown moment '1900'",
        ("identified", "probe"): "the record says nothing in the terms of probe",
        ("crossed", CHANCE, "--regime", "NOBODY"): "unknown regime 'NOBODY'",
        ("decompose", CHANCE, "--from", "NOBODY"): "unknown setup 'NOBODY'",
        ("solve", "transit_gains"): "coalitional",
        ("summary", CHANCE, "--vintage", "1900"): "unknown vintage '1900'",
    }.items():
        with pytest.raises(GameError, match=told):
            call(*wrong)
    for usage in (
        ["required", CHANCE],
        ["plot", "trie"],
        ["solve", "--set", "a=1", "--set", "a=2"],
    ):
        assert CliRunner().invoke(app, usage).exit_code == 2


def test_ranges_and_relations_are_taken() -> None:
    asked = ["--free", "corridor_value", "--within", "corridor_value=1/10..1/5"]
    within = call("prove", CHANCE, *asked, "--claim", "peace")
    assert within.startswith("proved")
    asked = ["--within", "corridor_value=0..1", "--given", "corridor_value <= 1/4"]
    given = call("required", CHANCE, "--parameter", "corridor_value", *asked, "--format", "csv")
    assert given.splitlines()[1].startswith("corridor_value,peace,0.0,0.25,")
    grid = call("sweep", CHANCE, "--setup", "NONE", "--grid", "corridor_value=1/10,2/5",
                "--workers", "1", "--format", "csv")  # fmt: skip
    assert len(grid.splitlines()) == 5
    with_why = json.loads(call("solve", CHANCE, "--setup", "NONE", "--why", "--format", "json"))
    assert {row["kind"] for row in with_why} == {"reason", "change"}


def test_markov_branches_are_rows() -> None:
    asked = ["--parameter", "armenia_audience", "--precision", "0.1", "--range", "-2..-1.99",
             "--no-shocks", "--starts", "0"]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(call("markov-branches", *asked, "--format", "csv"))))
    assert list(rows[0]) == ["branch", "armenia_audience", "index", "stable"]
    assert {row["branch"] for row in rows} >= {"0"}
    assert all(-2 <= float(row["armenia_audience"]) <= -1.99 for row in rows)


def test_what_there_is_is_listed_in_every_format() -> None:
    for name in ("models", "setups", "regimes", "parameters", "solvers"):
        for form, rule in RULES.items():
            assert rule(call(name, "--format", form)), (name, form)
    assert "@" in call("bibliography", "--format", "latex")


def test_nothing_found_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    for form, told in {"table": "nothing", "csv": "", "json": "[]", "latex": "nothing"}.items():
        tell((), Format(form))
        assert capsys.readouterr().out.strip() == told
    # an irrational number is enclosed
    tell({"root": Interval(Fraction(1, 4), Fraction(3, 4)), "none": float("nan")}, Format.csv)
    assert capsys.readouterr().out == "name,value\nroot,0.5\nnone,\n"
    tell({"root": 1.25, "none": float("nan")}, Format.table)
    assert capsys.readouterr().out.split() == ["name", "value", "─" * 14, "root", "1.25", "none"]
    for wrong in (object(), (object(),)):
        with pytest.raises(GameError, match="has no rows: leave --format out"):
            tell(wrong, Format.csv)


def test_no_line_is_longer_than_a_narrow_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # a table that fits stays one, with the sentences about it
    monkeypatch.setenv("COLUMNS", "80")
    told = call("summary", CHANCE, "--draws", "9").splitlines()
    assert told[0] == "9 draws by subgame_perfect, with standard errors"
    assert told[-1] == "    guaranteed: in all"
    assert max(map(len, call("compare").splitlines())) <= 80
    assert call("compare").startswith("by subgame perfect")
    monkeypatch.setenv("COLUMNS", "60")
    assert call("compare").startswith("setup: NONE")
    for asked in (["setups"], ["compare", CHANCE], ["regions", CHANCE],
                  ["minmax"], ["summary", CHANCE, "--draws", "9"], ["regimes"]):  # fmt: skip
        assert max(map(len, call(*asked).splitlines())) <= 60, asked


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is another error there")
def test_a_pipe_that_closes_ends_in_silence(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    asked = ["sweep", CHANCE, "--draws", "500", "--setup", "NONE", "--format", "csv"]
    monkeypatch.setattr(sys, "argv", ["caucasus-games", *asked])
    with open(writer, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        with pytest.raises(SystemExit) as stop:
            run()
    assert stop.value.code == 0
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("words", "place", "completed"),
    [
        ("caucasus-games solve deterrence_b", 2, "deterrence_by_chance"),
        ("caucasus-games solve --setup US_T", 3, "US_TREATY"),
        ("caucasus-games solve --solver trem", 3, ""),
        ("caucasus-games plot torn", 2, "tornado"),
    ],
)
def test_a_shell_completes_names(words: str, place: int, completed: str) -> None:
    asked = {
        "_CAUCASUS_GAMES_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(place),
    }
    done = CliRunner().invoke(app, [], prog_name="caucasus-games", env={**os.environ, **asked})
    assert done.output.strip() == completed
