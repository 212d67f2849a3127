"""A model and a setup of one's own, by where they are written, in every place that takes one."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from caucasus_games import Decision, ExtensiveForm, GameError, Terminal
from caucasus_games.cli import app
from caucasus_games.explorer import app as server
from caucasus_games.explorer import panels
from caucasus_games.explorer.downloads import script
from caucasus_games.explorer.page import page
from caucasus_games.explorer.state import Own, playable, read
from caucasus_games.guarantors import NONE, US_OPERATOR, GuarantorSetup
from caucasus_games.models import ceasefire
from caucasus_games.models.places import model_at, name_of, object_at, place_of, setup_at
from caucasus_games.parameters import Parameter
from caucasus_games.reports import report

FILE = '''
"""A truce that patrols watch."""
import sympy
from caucasus_games import Decision, ExtensiveForm, Terminal
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.parameters import Parameter

patrols = Parameter("patrols", "chance that they stop it", "probability", "0.2", "0.5", "0.8",
                    "Smith2026; assumption: by day")
WATCH = GuarantorSetup.define("WATCH", "European Union", patrols=patrols)
number = 3


def truce(setup):
    """Write a truce that one side may break."""
    gain = 1 - 2 * sympy.Symbol("patrols")
    moves = {"keep": Terminal("peace", {"A": 0}), "break": Terminal("war", {"A": gain})}
    own = setup.parameters if "patrols" in setup.parameters else WATCH.parameters
    return ExtensiveForm(Decision("A", moves), parameters=own, title="truce")
'''

PICKY = '''

def picky(setup):
    """Write a truce that one setup may not watch."""
    from caucasus_games import GameError
    if setup.name == "WATCH":
        raise GameError("not WATCH: take another")
    return truce(setup)
'''


@pytest.fixture
def where(tmp_path: Path) -> str:
    (tmp_path / "mine.py").write_text(FILE, encoding="utf-8")
    return f"{tmp_path / 'mine.py'}:truce"


def call(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return str(result.output)


def test_every_command_takes_a_model_of_ones_own(where: str, tmp_path: Path) -> None:
    watch = where.replace("truce", "WATCH")
    firm = ("--set", "patrols=0.7")
    assert "A: keep → peace" in call("solve", where, "--setup", watch, *firm)
    rows = json.loads(call("compare", where, "--setup", watch, *firm, "--format", "json"))
    assert [(row["setup"], row["P(peace)"]) for row in rows] == [("WATCH", 1)]
    assert "patrols >= 1/2" in call("conditions", where, "--setup", watch)
    assert "patrols" in call("statics", where, "--setup", watch)
    assert "50 draws by subgame_perfect" in call(
        "summary", where, "--draws", "50", "--setup", watch
    )
    target = tmp_path / "truce.html"
    told = call("report", where, "--setup", watch, "--draws", "50", "-o", str(target))
    assert "explaining equilibrium 1" in told
    text = target.read_text(encoding="utf-8")
    assert "chance that they stop it" in text
    assert "<li>Smith2026</li>" in text
    assert "WATCH" in text


def test_the_explorer_shows_a_model_of_ones_own_first(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert next(iter(playable(where))) == name_of(where) == "truce"
    state = read({"patrols": "0.7"}, Own(where))
    assert (state.model, state.x, state.y) == ("truce", "patrols", "")
    assert "A truce that patrols watch" in page(state) or "truce" in page(state)
    assert "takes two numbers" in panels.area(state)
    assert f"model_at({where!r})" in script(state)
    assert "models.settlement" in script(read({"model": "settlement"}, Own(where)))
    with pytest.raises(GameError, match="unknown model 'truce'"):
        read({"model": "truce"})
    served: list[tuple[str, str, list[str]]] = []

    def serve(
        port: int,
        query: str = "",
        *,
        browser: bool = True,
        own: str = "",
        setups: Sequence[str] = (),
    ) -> None:
        served.append((query, own, list(setups)))

    monkeypatch.setattr(server, "serve", serve)
    monkeypatch.setattr("caucasus_games.explorer.serve", serve)
    call("explore", where)
    call("explore", "ceasefire")
    server.explore(ceasefire)
    place = "caucasus_games.models.ceasefire:ceasefire"
    assert served == [("", where, []), ("?model=ceasefire", "", []), ("", place, [])]
    del served[:]
    watch = where.replace("truce", "WATCH")
    call("explore", where, "--setup", watch, "--setup", "NONE")
    call("explore", "ceasefire", "--setup", "NONE", "--setup", watch)
    assert served == [
        ("?setup=WATCH", where, [watch]),
        ("?model=ceasefire&setup=NONE", "", [watch]),
    ]


def test_the_explorer_shows_a_setup_of_ones_own_first(where: str, tmp_path: Path) -> None:
    watch = where.replace("truce", "WATCH")
    own = Own(where, (watch,))
    state = read({}, own)
    assert state.setup == "WATCH"
    assert state.guarantor == setup_at(watch)
    assert '<select name="setup" id="setup" form="state"><option selected>WATCH<' in page(state)
    assert list(panels.comparison(state).solutions)[:2] == ["WATCH", "NONE"]
    assert f"setup = setup_at({watch!r})" in script(state)
    assert "setup = named('2025-07')['NONE']" in script(read({"setup": "NONE"}, own))
    # a model that does not take it says why, beside those that it takes
    odd = tmp_path / "odd.py"
    odd.write_text(FILE + PICKY, encoding="utf-8")
    found = panels.comparison(read({"setup": "NONE"}, Own(f"{odd}:picky", (watch,))))
    assert found.refused["WATCH"] == "not WATCH: take another"
    assert "WATCH" not in found.solutions
    with pytest.raises(GameError, match=r"is <function truce .* give a GuarantorSetup"):
        server.serve(0, browser=False, setups=[where])
    with pytest.raises(GameError, match="unknown setup 'WATCH'"):
        read({"setup": "WATCH"})


def test_a_module_is_looked_for_in_the_current_folder(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a_truce_of_mine.py").write_text(FILE, encoding="utf-8")
    folder = tmp_path / "other"
    folder.mkdir()
    monkeypatch.setattr(sys, "path", [p for p in sys.path if p not in ("", str(Path.cwd()))])
    before = list(sys.path)
    monkeypatch.chdir(folder)
    with pytest.raises(GameError, match="a_truce_of_mine cannot be read"):
        model_at("a_truce_of_mine:truce")
    monkeypatch.chdir(tmp_path)
    assert "A: keep → peace" in call("solve", "a_truce_of_mine:truce", "--set", "patrols=0.7")
    assert sys.path == before
    # one that is there already is not taken out
    sys.path.append(str(tmp_path))
    assert object_at("a_truce_of_mine:number") == 3
    assert sys.path == [*before, str(tmp_path)]
    # nothing of Python's own is hidden
    (tmp_path / "fractions.py").write_text("truce = 1", encoding="utf-8")
    with pytest.raises(GameError, match="there is no 'truce' in fractions"):
        object_at("fractions:truce")


def test_what_is_not_there_is_said_in_a_sentence(where: str) -> None:
    for wrong, said in (
        ("mine", "names no place: write module:name"),
        ("no_such_module:f", "cannot be read"),
        ("no/such/file.py:f", "cannot be read"),
        (where + "s", "there is no 'truces' in"),
        (where.replace("truce", "number"), "is 3: give a function"),
    ):
        with pytest.raises(GameError, match=said):
            model_at(wrong)
    with pytest.raises(GameError, match="is 3: give a GuarantorSetup"):
        call("solve", where, "--setup", where.replace("truce", "number"))
    assert place_of(model_at("caucasus_games.models:ceasefire")).endswith("ceasefire:ceasefire")
    for model in (lambda setup: setup, 3, model_at(where)):
        with pytest.raises(GameError, match="cannot be read by another process"):
            place_of(model)


def test_a_function_of_a_script_is_found_in_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    main = __import__("__main__")
    monkeypatch.setattr(main, "own_truce", own_truce, raising=False)
    monkeypatch.setattr(own_truce, "__module__", "__main__")
    monkeypatch.setattr(own_truce, "__qualname__", "own_truce")
    assert place_of(own_truce) == f"{Path(__file__).resolve()}:own_truce"


def test_a_function_of_a_prompt_has_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    main = __import__("__main__")
    typed: dict[str, object] = {"__name__": "__main__"}
    exec(compile("def typed_truce(setup): return setup", "<typed>", "exec"), typed)
    monkeypatch.setattr(main, "typed_truce", typed["typed_truce"], raising=False)
    with pytest.raises(GameError, match=r"typed_truce .* cannot be read by another process: write"):
        place_of(typed["typed_truce"])


def test_a_number_without_a_range_has_no_slider(tmp_path: Path) -> None:
    fixed = FILE.replace('"0.2", "0.5", "0.8"', '"0.5", "0.5", "0.5"').replace(
        'by day")', 'by day", "fixed")'
    )
    (tmp_path / "fixed.py").write_text(fixed, encoding="utf-8")
    state = read({}, Own(f"{tmp_path / 'fixed.py'}:truce"))
    assert (state.x, state.y) == ("", "")
    text = page(state)
    assert 'name="patrols"' in text
    assert 'type="range"' not in text


def own_truce(setup: GuarantorSetup) -> ExtensiveForm:
    return ExtensiveForm(Decision("A", {"keep": Terminal(setup.name, {"A": 0})}))


def test_a_setup_takes_parameters_of_ones_own_with_a_source() -> None:
    patrols = Parameter("patrols", "how many", "number", 1, 2, 3, "assumption: by day")
    watch = GuarantorSetup.define("WATCH", "European Union", patrols=patrols, detection="0.9")
    assert watch.parameters["patrols"] is patrols
    assert "patrols" in US_OPERATOR.combine(watch, "BOTH").parameters
    less = NONE.derive(
        "LESS",
        escalation_risk=Parameter(
            "escalation_risk", "chance of war", "probability", 0, 0, 0, "assumption: none", "fixed"
        ),
    )
    assert less.parameters["escalation_risk"].high == 0
    with pytest.raises(GameError, match="one of your own is given as a Parameter with a source"):
        NONE.derive("LESS", patrols=2)
    with pytest.raises(GameError, match="patrol is given the parameter patrols: use one name"):
        NONE.derive("LESS", patrol=patrols)


def test_the_report_takes_a_function(where: str) -> None:
    watch = object_at(where.replace("truce", "WATCH"))
    assert isinstance(watch, GuarantorSetup)
    steps: list[str] = []
    assert "Under WATCH" in report(model_at(where), watch, draws=20, tell=steps.append)
    assert steps[0] == "solving under every setup"
