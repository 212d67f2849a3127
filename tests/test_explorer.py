"""The explorer: every part says what the library says, and every address is answered."""

import importlib
import multiprocessing
import re
import runpy
import signal
import time
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from html import unescape
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from urllib.parse import parse_qsl
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import pytest
import uvicorn
from starlette.testclient import TestClient
from typer.testing import CliRunner

import caucasus_games as cg
from caucasus_games import GameError
from caucasus_games.cli import app
from caucasus_games.concepts import subgame_perfect
from caucasus_games.explorer import application, panels, serve
from caucasus_games.explorer.downloads import FILES, file, script
from caucasus_games.explorer.hands import _answers
from caucasus_games.explorer.numbers import groups
from caucasus_games.explorer.questions import (
    about,
    changes,
    download,
    effects,
    explanation,
    first,
    hindered,
    kept,
    several,
    shares,
    theorem,
    whole,
)
from caucasus_games.explorer.state import Own, State, playable, read, sifted
from caucasus_games.explorer.workers import Workers
from caucasus_games.guarantors import NONE, US_OPERATOR, named
from caucasus_games.models import corridor, settlement


@pytest.fixture(scope="module")
def page() -> Iterator[TestClient]:
    # a busy machine takes its time
    patient = partial(Workers, at_once=3_600, later=3_600)
    with pytest.MonkeyPatch.context() as limits:
        limits.setattr("caucasus_games.explorer.app.Workers", patient)
        made = application()
    with TestClient(made, base_url="http://localhost") as client:
        yield client


@pytest.fixture
def children() -> Callable[[], list[BaseProcess]]:
    """Return a function that says which processes a test began itself, and not its page."""
    before = multiprocessing.active_children()
    return lambda: [one for one in multiprocessing.active_children() if one not in before]


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
        # a page says what of a link it leaves out, as long as there is a game to show
        left_out = path == "/" and not {"model", "setup", "vintage"} & query.keys()
        assert answer.status_code == (200 if left_out else 422)
        assert said in unescape(answer.text)
        assert ("is left out" in answer.text) == left_out


def test_an_old_link_keeps_what_is_still_there(page: TestClient) -> None:
    told = page.get("/?setup=NONE&bypass_value=0.3&pages=3&outcome=truce&y=&x=power_shift").text
    assert 'name="bypass_value" id="bypass_value" form="state"' in told
    assert re.search(r'id="bypass_value"[^>]*value="0\.3"', told)
    dropped = unescape(told[told.index('class="dropped"') : told.index("</ul></div>")])
    assert re.findall(r"<li>(\S+) is left out", dropped) == ["pages=3", "outcome=truce"]
    assert 'class="dropped"' not in page.get("/?setup=NONE&bypass_value=0.3").text


def test_numbers_stand_with_whom_they_belong_to() -> None:
    found = groups(read({"setup": "US_OPERATOR"}))
    assert found["The guarantor's, US_OPERATOR"][0] == "guarantor_credibility"
    assert "obstruction_cost" in found["Russia's payoffs"]
    assert "war_cost_azerbaijan" in found["Azerbaijan's payoffs"]
    assert "military_advantage" in found["Several players' payoffs"]
    assert found["Chances alone"] == ["referendum_passes", "obstruction_effect", "two_thirds"]
    every = list(settlement(US_OPERATOR).parameters)
    assert sorted(name for names in found.values() for name in names) == sorted(every)
    table = groups(read({"model": "guarantee", "setup": "NONE"}))
    assert "war_cost_armenia" in table["Armenia's payoffs"]


def test_the_first_view_says_what_the_library_says() -> None:
    state = first(read({"model": "corridor", "outcome": "Armenian checks", "access_risk": "0.5"}))
    totals, nows = shares(state), changes(state)
    found = cg.summary(corridor, 500, setups=corridor.setups().values())
    assert totals == found
    told = panels.landing(state, totals, nows)
    for name in found.setups:
        mean, error = (f(name, state.outcome) for f in (found.mean, found.mean_error))
        assert f"{100 * mean:.0f} % ± {100 * error:.0f}" in told
        assert f"setup={name}&amp;" in told
    # the change that is linked brings it
    (address, *_) = re.findall(r'href="/\?([^"]*access_risk[^"]*)"', told)
    there = read(dict(parse_qsl(unescape(address))))
    assert state.outcome in {label for one in there.solution for label in one.outcomes}
    assert "is being worked out" in panels.landing(state, totals, None)
    assert hindered(state) == ()
    setup = replace(first(read({})), vintage="2026-09")
    (stands,) = hindered(setup)
    assert stands.now["NONE"][0] == pytest.approx(shares(setup).mean("NONE", "peace"))


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
    assert "peace, transit" in {element.text for element in picture.findall(".//{*}text")}
    # on the ground of the page, be it dark, and in its colour
    grounds = [path.get("style", "") for path in picture.findall(".//{*}g[@id='patch_1']/{*}path")]
    assert grounds == ["fill: none"]
    assert "currentColor" in told["area"]
    assert "#000000" not in told["area"]
    counted = cg.summary(settlement, panels.DRAWS, setups=[NONE], values={"bypass_value": "0.44"})
    assert f"{100 * counted.share('NONE', 'peace'):.1f} %" in told["share"]
    assert "kept as set: bypass_value" in told["share"]
    assert told["again"] == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"setup": "NONE"}, "The tree, with payoffs and what is played."),
        (
            {"model": "normalisation", "setup": "NONE"},
            "The tree, with payoffs and what is played; the first of 2 equilibria is thick.",
        ),
        (
            {"model": "ultimatum"},
            "The tree, with payoffs and some of the numbers that may be offered.",
        ),
        ({"model": "guarantee"}, "Payoffs, with the equilibria framed."),
        ({"model": "ceasefire"}, "Payoffs, with the equilibria framed."),
    ],
)
def test_the_game_is_drawn_with_what_can_be_done(query: dict[str, str], told: str) -> None:
    state = read(query)
    picture, _, caption = panels.PANELS["game"](state).partition("<figcaption>")
    words = unescape("".join(ElementTree.fromstring(picture.removeprefix("<figure>")).itertext()))
    assert caption.partition("</")[0] == told
    assert all(player in words for player in state.game.players)
    kind, content = file("game.svg", state)
    assert kind == "image/svg+xml"
    drawn = "".join(ElementTree.fromstring(content).itertext())
    assert all(player in drawn for player in state.game.players)


@pytest.mark.parametrize("query", [{"setup": "NONE"}, {"model": "guarantee"}])
def test_the_map_names_its_numbers_and_outcomes(query: dict[str, str]) -> None:
    state = read(query)
    told = panels.PANELS["area"](state)
    picture = ElementTree.fromstring(told.removeprefix("<figure>").partition("<figcap")[0])
    words = " ".join(element.text or "" for element in picture.findall(".//{*}text"))
    assert state.x in words
    assert state.y in words
    assert any(label in words for label in state.game.outcome_labels)
    assert f"Equilibria over {state.x} and {state.y}, all else as set." in told
    assert file("map.png", state)[1].startswith(b"\x89PNG")


def test_what_is_told_of_draws_and_setups() -> None:
    state = read({"setup": "NONE", "bypass_value": "0.44"})
    assert state.solution._repr_html_() in panels.PANELS["answer"](state)
    found = cg.compare(settlement, values={"bypass_value": "0.44"})
    assert found._repr_html_() in panels.PANELS["setups"](state)
    counted = cg.summary(settlement, panels.DRAWS, setups=[NONE], values={"bypass_value": "0.44"})
    told = panels.PANELS["share"](state)
    # one equilibrium each, so what is possible is guaranteed
    assert f"{100 * counted.share('NONE', 'peace'):.1f} %" in told
    assert "in every equilibrium" not in told


def test_a_wrong_part_or_file_is_said(page: TestClient) -> None:
    assert "unknown part 'nowt'" in unescape(page.get("/parts/nowt").json()["error"])
    assert "unknown file 'map.gif'" in unescape(page.get("/files/map.gif").text)
    with pytest.raises(GameError, match=r"unknown file 'map\.gif'"):
        file("map.gif", read({}))


def test_theorems_and_reasons_arrive_later(page: TestClient) -> None:
    def whole(names: str, query: str) -> dict[str, str]:
        while True:
            told: dict[str, str] = page.get(f"/parts/{names}?{query}").json()
            if not told["again"]:
                return told
            assert "being worked out" in told[told["again"][0]]
            time.sleep(0.1)

    told = whole("landing", "model=deterrence")
    assert "comes about for sure" in told["landing"]
    told = whole("theorem,why", "model=deterrence&military_advantage=0.9")
    assert "✓ holds" in told["theorem"]
    assert "operator_years stays as set" in told["theorem"]
    assert "least change" in told["why"] or "no single parameter" in told["why"]
    pushed = whole("effects", "model=commitment&setup=NONE&power_shift=0.3")["effects"]
    # what is proved is counted in steps, and the same on every machine
    assert "What raising a number does to peace" in pushed
    signs = re.findall(r"<dt><b>(.)</b>.*?</dt><dd>(.*?)</dd>", pushed)
    assert signs == [
        ("+", "military_advantage, war_cost_armenia"),
        ("−", "armenia_discount, corridor_value, power_shift"),
        ("0", "escalation_factor, war_cost_azerbaijan"),
    ]
    refused = whole("theorem,why", "model=spoilers")
    assert "does not know where it is" in refused["why"]


def test_what_fails_is_named() -> None:
    state = read({"setup": "NONE", "referendum_passes": "0.1"})
    found = theorem(about(state))
    told = panels.checks(state, found)
    assert told.count('class="fails"') == 1
    assert "<b>✗ fails</b> Azerbaijan: sign rather than decline" in told
    assert "0.07565 ≥ 0.111" in told
    moved = read({"setup": "NONE"})
    assert about(moved) == about(state)
    assert 'class="fails"' not in panels.checks(moved, found)
    with pytest.raises(GameError, match="find it with over"):
        panels.checks(read({"setup": "NONE", "bypass_value": "0.9"}), found)


def test_effects_hold_whatever_was_moved() -> None:
    state = read({"model": "deterrence", "outcome": "peace", "military_advantage": "0.9"})
    found = effects(about(state))
    assert found.effects["military_advantage"] == "−"
    assert "operator_years" not in found.effects
    told = panels.effects(found)
    assert "<dt><b>+</b> may bring it, never takes it away</dt>" in told


def test_what_always_or_never_comes_about() -> None:
    state = read({"model": "ceasefire_stage"})
    assert "<b>peace</b> never comes about" in panels.checks(state, theorem(about(state)))
    state = replace(state, outcome="war")
    assert "<b>war</b> comes about whatever" in panels.checks(state, theorem(about(state)))


def test_several_equilibria_are_possible_and_guaranteed() -> None:
    state = read({"model": "ceasefire"})
    assert "in every equilibrium" in panels.share(state)


def test_reasons_of_a_game_without_equilibrium() -> None:
    state = read({"model": "guarantee", "setup": "RUSSIAN_CORRIDOR"})
    assert explanation(state) == "no pure Nash equilibrium"
    assert "no pure Nash equilibrium" in panels.now(state)


def wait(state: State) -> str:
    time.sleep(60)
    return state.model


def leave(state: State) -> str:
    raise SystemExit


def twice(number: int) -> int:
    return 2 * number


@pytest.mark.parametrize("start", ["forkserver", "spawn"])
def test_what_is_no_longer_wanted_is_ended(
    start: str, monkeypatch: pytest.MonkeyPatch, children: Callable[[], list[BaseProcess]]
) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: [start])
    workers = Workers()
    one, other = read({"setup": "NONE"}), read({"setup": "US_OPERATOR"})
    assert workers.result("page", wait, one) is None
    assert workers.result("page", wait, one) is None
    (first,) = children()
    assert workers.result("page", wait, other) is None
    first.join()
    assert len(children()) == 1
    # another page's question is none of its business
    assert workers.result("another", wait, one) is None
    assert len(children()) == 2
    workers.close()
    assert not children()


def test_processes_end_by_themselves_late_or_when_nobody_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workers = Workers(most=1, at_once=0.5, later=0.5)
    state = read({"setup": "NONE"})
    with pytest.raises(GameError, match=r"takes more than 0.5 seconds and was ended"):
        workers.answer(("page", "quick"), wait, state)
    assert workers.result("page", wait, state) is None
    assert workers.result("another", wait, state) is None
    monkeypatch.setattr("caucasus_games.explorer.workers._SECONDS_FOR_A_PROCESS", 0.01)
    with pytest.raises(GameError, match="too much is asked at once: wait a moment"):
        workers.answer(None, twice, 3)
    workers._jobs["page", "wait"].hand.process.join()
    # what was given up is not begun again
    for _ in range(2):
        with pytest.raises(GameError, match=r"takes more than 0.5 seconds"):
            workers.result("page", wait, state)
    workers = Workers(most=1)
    with pytest.raises(GameError, match="was ended: move a number to try again"):
        workers.answer(("page", "quick"), leave, state)
    assert workers.result("page", leave, state) is None
    workers._jobs["page", "leave"].hand.process.join()
    with pytest.raises(GameError, match="was ended: move a number to try again"):
        workers.result("page", leave, state)
    assert workers.result("closed", wait, state) is None
    with monkeypatch.context() as closed:
        closed.setattr("caucasus_games.explorer.workers._SECONDS_OF_SILENCE", 0)
        assert workers.answer(None, twice, 3) == 6
    monkeypatch.setattr("caucasus_games.explorer.workers._MOST_ANSWERS", 1)
    for bypass in ("0.1", "0.2"):
        found = None
        while found is None:
            found = workers.result("page", about, read({"bypass_value": bypass}))
            time.sleep(0.02)
    assert len(workers._found) == 1
    workers.close()


def test_no_process_is_begun_beyond_the_most(
    children: Callable[[], list[BaseProcess]],
) -> None:
    workers = Workers(most=1)
    for _ in range(2):
        workers.begin()
        assert len(children()) == len(workers._idle) == 1
    assert workers.result("page", wait, read({})) is None
    # the only one is at work
    workers.begin()
    assert len(children()) == 1
    assert workers._idle == []
    workers.close()


@pytest.mark.parametrize("later", [False, True])
def test_a_process_that_ended_while_it_waited_is_replaced(later: bool) -> None:
    workers, state = Workers(most=1), read({})
    assert workers.answer(None, twice, 1) == 2
    (hand,) = workers._idle
    hand.process.kill()
    hand.process.join()
    ask = partial(workers.result, "page") if later else partial(workers.answer, None)
    with pytest.raises(GameError, match="was ended: move a number to try again"):
        ask(wait, state)
    assert workers.answer(None, twice, 3) == 6
    workers.close()


def test_a_newer_question_of_a_page_ends_the_older(
    children: Callable[[], list[BaseProcess]],
) -> None:
    workers = Workers()
    said: list[str] = []

    def ask() -> None:
        try:
            workers.answer(("page", "slow"), wait, read({}))
        except GameError as error:
            said.append(str(error))

    older = Thread(target=ask)
    older.start()
    while not children() or not workers._busy:
        time.sleep(0.02)
    assert workers.answer(("another", "slow"), twice, 2) == 4
    assert older.is_alive()
    assert workers.answer(("page", "slow"), twice, 2) == 4
    older.join()
    assert said == ["what worked it out was ended: move a number to try again"]
    workers.close()


def test_a_process_sends_its_answer_or_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    answer, own = multiprocessing.Pipe()
    state = read({"model": "deterrence"})
    answer.send((explanation, (state,)))
    answer.send((explanation, (read({"model": "spoilers"}),)))
    reader = Thread(target=_answers, args=(own,))
    reader.start()
    assert answer.recv() == (True, explanation(state))
    well, told = answer.recv()
    assert not well
    assert "does not know where it is" in told
    answer.close()
    reader.join()


def test_what_processes_write_of_an_address() -> None:
    query = {"setup": "NONE"}
    assert "<select" in whole(query, Own())
    old = {**query, "pages": "3", "x": "nowt", "y": "", "bypass_value": "much", "outcome": "war"}
    known, dropped = sifted(old)
    assert known == {**query, "y": "", "outcome": "war"}
    assert [sentence.partition(" is left out: ")[0] for sentence in dropped] == [
        "pages=3",
        "x=nowt",
        "bypass_value=much",
    ]
    assert all(sentence in unescape(whole(old, Own())) for sentence in dropped)
    state, general, _, told = several(["now", "share"], {"model": "ceasefire"}, Own())
    assert (state.model, general.x) == ("ceasefire", "")
    assert "key" in told["now"]
    refused = several(["share"], {"model": "deterrence", "operator_years": "0.5"}, Own())[-1]
    assert 'class="error"' in refused["share"] or "draws" in refused["share"]
    assert download("setups.csv", query, Own())[1].startswith(b"setup,")
    moved = {**query, "bypass_value": "0.3", "x": "nowt"}
    assert kept(moved, Own()) == "setup=NONE&bypass_value=0.3"


def test_one_question_that_takes_long_blocks_no_other(page: TestClient) -> None:
    """Two tabs: what one waits for the other does not."""
    done: list[str] = []

    def ask(name: str, path: str) -> None:
        page.get(path, headers={"X-Page": name})
        done.append(name)

    slow = Thread(target=ask, args=("one", "/parts/share,area,setups?model=referendum"))
    slow.start()
    time.sleep(0.05)
    ask("other", "/parts/now?setup=NONE")
    assert done == ["other"]
    # the first page moves on, and its map is given up
    page.get("/parts/now?setup=NONE", headers={"X-Page": "one"})
    slow.join()
    assert done == ["other", "one"]


def test_what_another_page_asks_for_starts_nothing(
    page: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("work was begun")

    with monkeypatch.context() as without:
        without.setattr(Workers, "answer", never)
        without.setattr(Workers, "result", never)
        image = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
        frame = {**image, "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}
        for headers in (
            {**image, "sec-fetch-dest": "image"},
            {**image, "sec-fetch-site": "same-site"},
            {**frame, "sec-fetch-user": "?1"},
            {**frame, "sec-fetch-dest": "document"},
            {"origin": "https://elsewhere.example"},
            {"referer": "http://localhost.elsewhere.example/page"},
            {"origin": "null"},
            # a name that was made to lead to this machine
            {"host": "elsewhere.example"},
            {"host": "localhost.elsewhere.example:8000"},
        ):
            for path in ("/", "/parts/now?operator_years=1000000", "/files/map.pdf", "/switch"):
                assert page.get(path, headers=headers).status_code == 403
    click = {"sec-fetch-site": "cross-site", "sec-fetch-dest": "document", "sec-fetch-user": "?1"}
    assert page.get("/?setup=NONE", headers=click).status_code == 200
    assert page.get("/parts/now?setup=NONE", headers=click).status_code == 403
    own = ({"sec-fetch-site": "same-origin"}, {"origin": "http://localhost"})
    assert [page.get("/parts/now", headers=said).status_code for said in own] == [200, 200]


def test_every_answer_says_what_a_browser_may_do_with_it(
    page: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [
        page.get(path, follow_redirects=False)
        for path in (
            "/",
            "/?model=nowt",
            "/parts/now",
            "/parts/nowt",
            "/files/setups.csv",
            "/switch?setup=NONE",
            "/static/explore.js",
            "/nowhere",
        )
    ]
    answers += [page.post("/"), page.get("/", headers={"host": "elsewhere.example"})]

    def broken(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(Workers, "answer", broken)
    answers.append(TestClient(application(), "http://localhost", False).get("/"))
    assert {a.status_code for a in answers} == {200, 303, 403, 404, 405, 422, 500}
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_parts_of_a_bar_are_as_wide_as_they_are_likely() -> None:
    told = panels.now(read({"setup": "NONE", "bypass_value": "0.3"}))
    widths = [float(width) for width in re.findall(r"width:([\d.]+)%", told)]
    assert sum(widths) == pytest.approx(100)
    (found,) = read({"setup": "NONE", "bypass_value": "0.3"}).solution
    assert sorted(widths) == pytest.approx(sorted(100 * float(p) for p in found.outcomes.values()))


def test_another_setup_keeps_what_it_has_too(page: TestClient) -> None:
    query = "model=settlement&setup=NONE&bypass_value=0.3&detection=0.1&outcome=war&x=neutrality"
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
        {"model": "transit_split"},
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
    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: None)

    def at_once(_: float, call: Callable[..., object], told: tuple[str, ...]) -> SimpleNamespace:
        return SimpleNamespace(start=partial(call, *told))

    monkeypatch.setattr("caucasus_games.explorer.app.Timer", at_once)
    told = CliRunner().invoke(app, ["explore", "--port", "0"]).output
    assert told.startswith("http://127.0.0.1:")
    assert opened == [told.split()[0]]
    serve(0, browser=False)
    assert len(opened) == 1
    with pytest.raises(GameError, match=r"port 1000000 cannot be had .*: give another"):
        serve(1_000_000)
    serve(0, browser=False, own="caucasus_games.models:ceasefire")
    assert len(opened) == 1
    with pytest.raises(GameError, match=r"there is no 'truce' in caucasus_games\.models"):
        serve(0, own="caucasus_games.models:truce")


def test_where_ties_are_too_many_no_turn_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("caucasus_games.explorer.state")

    class Crowded:
        def solver(self, game: object) -> object:
            def solve(at: object) -> object:
                raise GameError("too many ties")

            return solve

    game = settlement(NONE)
    monkeypatch.setattr(module, "playable", lambda own: {"settlement": Crowded()})
    monkeypatch.setattr(module, "_game", lambda *asked: game)
    names = ("bypass_value", "corridor_value", "access_risk")
    found = module._turning.__wrapped__("settlement", "NONE", "2025-07", names, Own())
    assert set(found) <= set(names)
