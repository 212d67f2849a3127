"""The explorer: every part says what the library says, and every address is answered."""

import multiprocessing
import runpy
import time
import webbrowser
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import pytest
import uvicorn
from starlette.testclient import TestClient
from typer.testing import CliRunner

import caucasus_games as cg
from caucasus_games import GameError
from caucasus_games.cli import app
from caucasus_games.explorer import application, parts, serve
from caucasus_games.explorer.downloads import FILES, script
from caucasus_games.explorer.state import State, playable, read
from caucasus_games.explorer.workers import Workers, _send, about, effects, explanation, theorem
from caucasus_games.guarantors import NONE, named
from caucasus_games.models import settlement
from caucasus_games.solvers import subgame_perfect


@pytest.fixture(scope="module")
def page() -> Iterator[TestClient]:
    with TestClient(application(), base_url="http://localhost") as client:
        yield client


def test_an_address_is_the_whole_state() -> None:
    state = read({"setup": "NONE", "bypass_value": " 3/10 ", "corridor_value": "0.25"})
    # the corridor's value is the central one
    assert dict(state.values) == {"bypass_value": "0.3"}
    assert state.solution == subgame_perfect(settlement(NONE).at({"bypass_value": "0.3"}))
    assert (
        read(dict(pair.split("=") for pair in state.query.replace("%2F", "/").split("&"))) == state
    )


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"model": "setlement"}, "unknown model 'setlement': did you mean 'settlement'"),
        ({"setup": "US"}, "unknown setup 'US'"),
        ({"vintage": "2020"}, "unknown vintage '2020'"),
        ({"outcome": "truce"}, "unknown outcome 'truce'"),
        ({"x": "operator_years"}, "unknown number for the map 'operator_years'"),
        ({"pages": "3"}, "unknown parameter 'pages'"),
        ({"bypass_value": "much"}, "bypass_value"),
        ({"model": "probe", "setup": "NONE"}, "has no guarantor to probe"),
    ],
)
def test_what_cannot_be_shown_is_said(page: TestClient, query: dict[str, str], said: str) -> None:
    for path in ("/", "/parts/now", "/files/game.svg"):
        answer = page.get(path, params=query)
        assert answer.status_code == 422
        assert said in unescape(answer.text)


@pytest.mark.parametrize("model", playable())
def test_every_model_has_a_page_and_a_picture(page: TestClient, model: str) -> None:
    for setup in named():
        try:
            state = read({"model": model, "setup": setup})
        except GameError:
            continue
        whole = page.get(f"/?{state.query}")
        assert whole.status_code == 200
        for name, record in state.start.parameters.items():
            assert f'name="{name}"' in whole.text
            assert record.source in unescape(whole.text)
        told = page.get(f"/parts/now,answer,game?{state.query}").json()
        assert all(label in told["now"] for one in state.solution for label in one.outcomes)
        assert "<svg" in told["game"]
        break


def test_parts_say_what_the_library_says(page: TestClient) -> None:
    asked = "setup=NONE&bypass_value=0.44"
    told = page.get(f"/parts/now,answer,area,share,setups?{asked}").json()
    found = cg.compare(settlement, values={"bypass_value": "0.44"})
    assert found._repr_html_() in told["setups"]
    assert found.solutions["NONE"]._repr_html_() in told["answer"]
    # a picture that is a tree of elements, with the words of the map and the cross
    picture = ElementTree.fromstring(told["area"].removeprefix("<figure>").partition("<figcap")[0])
    assert "stalemate, war" in {element.text for element in picture.findall(".//{*}text")}
    counted = cg.summary(settlement, parts.DRAWS, [NONE], values={"bypass_value": "0.44"})
    assert f"{100 * counted.share('NONE', 'peace'):.1f} %" in told["share"]
    assert "kept as set: bypass_value" in told["share"]
    assert told["again"] == []


def test_a_wrong_part_or_file_is_said(page: TestClient) -> None:
    assert "unknown part 'nowt'" in unescape(page.get("/parts/nowt").json()["nowt"])
    assert "unknown file 'map.gif'" in unescape(page.get("/files/map.gif").text)
    assert page.get("/", headers={"Host": "elsewhere.example"}).status_code == 400


def test_theorems_and_reasons_arrive_later(page: TestClient) -> None:
    def whole(names: str, query: str) -> dict[str, str]:
        for _ in range(300):
            told: dict[str, str] = page.get(f"/parts/{names}?{query}").json()
            if not told["again"]:
                return told
            assert "Working it out" in told[told["again"][0]]
            time.sleep(0.1)
        raise AssertionError("nothing arrives")

    told = whole("theorem,why", "model=deterrence&military_advantage=0.9")
    assert "✓ holds" in told["theorem"]
    assert "operator_years stays as set" in told["theorem"]
    assert "least change" in told["why"] or "no single parameter" in told["why"]
    pushed = whole("effects", "model=commitment&setup=NONE&power_shift=0.3")["effects"]
    assert (
        "may take it away, never brings it</dt><dd>armenia_discount, corridor_value, power"
        in pushed
    )
    refused = whole("theorem,why", "model=spoilers")
    assert "does not know where it is" in refused["why"]


def test_what_fails_is_named() -> None:
    state = read({"setup": "NONE"})
    found = theorem(about(state))
    told = parts.theorem(state, found)
    assert told.count('class="fails"') == 1
    assert "<b>✗ fails</b> Azerbaijan: sign rather than wait" in told
    assert "0.195 ≥ 0.2061" in told
    moved = read({"setup": "NONE", "bypass_value": "0.3"})
    assert about(moved) == about(state)
    assert 'class="fails"' not in parts.theorem(moved, found)
    with pytest.raises(GameError, match="find it with over"):
        parts.theorem(read({"setup": "NONE", "bypass_value": "0.9"}), found)


def test_effects_hold_whatever_was_moved() -> None:
    state = read({"model": "deterrence", "outcome": "peace", "military_advantage": "0.9"})
    found = effects(about(state))
    assert found.effects["military_advantage"] == "−"
    assert "operator_years" not in found.effects
    told = parts.effects(found)
    assert "<dt><b>+</b> may bring it, never takes it away</dt>" in told


def test_what_always_or_never_comes_about() -> None:
    state = read({"model": "ceasefire_stage"})
    assert "<b>peace</b> never comes about" in parts.theorem(state, theorem(about(state)))
    state = replace(state, outcome="war")
    assert "<b>war</b> comes about whatever" in parts.theorem(state, theorem(about(state)))


def test_several_equilibria_are_possible_and_guaranteed() -> None:
    state = read({"model": "ceasefire"})
    assert "in every equilibrium" in parts.share(state)


def test_reasons_of_a_game_without_equilibrium() -> None:
    state = read({"model": "guarantee", "setup": "RUSSIAN_CORRIDOR"})
    assert explanation(state) == "no pure Nash equilibrium"
    assert "no pure Nash equilibrium" in parts.now(state)


def wait(state: State) -> str:
    time.sleep(60)
    return state.model


def leave(state: State) -> str:
    raise SystemExit


@pytest.mark.parametrize("start", ["forkserver", "spawn"])
def test_what_is_no_longer_wanted_is_ended(start: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: [start])
    workers = Workers()
    one, other = read({"setup": "NONE"}), read({"setup": "US_OPERATOR"})
    assert workers.result(wait, one) is None
    assert workers.result(wait, other) is None
    assert len(multiprocessing.active_children()) == 1
    workers.close()
    assert not multiprocessing.active_children()
    assert workers.result(leave, one) is None
    multiprocessing.active_children()[0].join()
    with pytest.raises(GameError, match="was ended: move a number to try again"):
        workers.result(leave, one)


def test_a_process_sends_its_answer_or_what_is_wrong() -> None:
    answer, own = multiprocessing.Pipe(duplex=False)
    state = read({"model": "deterrence"})
    _send(own, explanation, state)
    assert answer.recv() == (True, explanation(state))
    _send(own, explanation, read({"model": "spoilers"}))
    well, told = answer.recv()
    assert not well
    assert "does not know where it is" in told


def test_another_setup_keeps_what_it_has_too(page: TestClient) -> None:
    query = (
        "model=settlement&setup=NONE&bypass_value=0.3&sovereignty_cost=0.1&outcome=war&x=neutrality"
    )
    answer = page.get(f"/switch?{query}", follow_redirects=False)
    assert answer.status_code == 303
    assert (
        answer.headers["location"] == "/?model=settlement&setup=NONE&bypass_value=0.3&outcome=war"
    )


@pytest.mark.parametrize(
    "query",
    [
        {"setup": "NONE", "bypass_value": "0.3"},
        {"model": "guarantee"},
        {"model": "deterrence"},
        {"model": "unilateral_deterrence"},
    ],
)
def test_the_script_shows_the_same(
    query: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    state = read(query)
    monkeypatch.chdir(tmp_path)
    Path("explored.py").write_text(script(state), encoding="utf-8")
    made = runpy.run_path("explored.py")
    plt.close("all")
    assert made["found"] == state.solution
    assert repr(state.solution) in capsys.readouterr().out
    game = {path.name for path in tmp_path.glob("*.pdf")}
    assert game == {"map.pdf"} | (
        {"payoffs.pdf"} if query.get("model") == "guarantee" else {"tree.pdf"}
    )


@pytest.mark.parametrize("model", ["settlement", "guarantee"])
def test_files_are_what_they_are_called(page: TestClient, model: str) -> None:
    state = read({"model": model})
    starts = {"svg": b"<", "png": b"\x89PNG", "pdf": b"%PDF", "csv": b"setup,", "py": b'"""'}
    for name in FILES:
        answer = page.get(f"/files/{name}?{state.query}")
        assert answer.status_code == 200
        assert answer.content.startswith(starts[name.partition(".")[2]])
        assert name in answer.headers["content-disposition"]
        if name.endswith("svg"):
            ElementTree.fromstring(answer.text)


def test_it_serves_until_it_is_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: time.sleep(1.2))
    told = CliRunner().invoke(app, ["explore", "--port", "0"]).output
    assert told.startswith("http://127.0.0.1:")
    assert opened == [told.split()[0]]
    serve(0, browser=False)
    assert len(opened) == 1
    with pytest.raises(GameError, match=r"port 1000000 cannot be had .*: give another"):
        serve(1_000_000)
