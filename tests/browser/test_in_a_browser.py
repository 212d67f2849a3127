"""The explorer in a real browser, by mouse and by keyboard, wide and narrow."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect, sync_playwright

import caucasus_games as cg
from caucasus_games.models import settlement

PATIENCE = 120_000
# for what is worked out beside, on a machine that is busy
LONG_PATIENCE = 400_000


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    code = "from caucasus_games.cli import run; run()"
    command = [sys.executable, "-c", code, "explore", "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        yield server.stdout.readline().split()[0]
        server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        try:
            found = playwright.chromium.launch(args=options)
        except Error:
            own = shutil.which("chromium") or shutil.which("google-chrome")
            if own is None:
                pytest.skip("no Chromium here: playwright install chromium, or the system's own")
            found = playwright.chromium.launch(args=options, executable_path=own)
        yield found
        found.close()


@pytest.fixture(params=[(1300, 900), (390, 800)], ids=["wide", "narrow"])
def page(
    browser: Browser, address: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Page]:
    width, height = request.param
    with browser.new_page(viewport={"width": width, "height": height}) as one:
        said: list[str] = []
        asked: list[str] = []
        one.on("console", lambda message: said.append(message.text))
        one.on("pageerror", lambda error: said.append(str(error)))
        one.on("request", lambda request: asked.append(request.url))
        one.goto(f"{address}?setup=NONE", timeout=PATIENCE)
        settled(one)
        yield one
        # a wrong number is refused, which browsers note
        assert [text for text in said if "422" not in text] == []
        assert all(url.startswith((address, "data:")) for url in asked)


def settled(page: Page) -> None:
    """Wait until all parts are there but those that are worked out beside."""
    page.wait_for_selector("html[aria-busy=false]", timeout=PATIENCE)


def arrived(page: Page, part: str) -> None:
    """Wait until a part that is worked out beside is there for the numbers that are set."""
    page.wait_for_selector(f"#{part}[aria-busy=false]:not(.stale)", timeout=LONG_PATIENCE)


def opened(page: Page) -> None:
    """Open the groups of numbers, which are closed on a narrow page."""
    page.eval_on_selector_all("details.group", "all => { for (const one of all) one.open = true }")


def test_nothing_is_wider_than_the_page(page: Page) -> None:
    for details in page.locator("details").all():
        details.evaluate("one => { one.open = true }")
    settled(page)
    arrived(page, "landing")
    assert page.viewport_size
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]
    target = os.environ.get("SCREENSHOTS")
    if target:
        page.screenshot(path=Path(target) / f"{page.viewport_size['width']}.png", full_page=True)


def test_a_moved_slider_changes_the_answer(page: Page) -> None:
    opened(page)
    slider = page.get_by_label("bypass_value, slider")
    slider.focus()
    before = page.locator("#share").inner_html()
    for _ in range(20):
        page.keyboard.press("ArrowLeft")
    settled(page)
    value = page.locator("#bypass_value").input_value()
    found = cg.compare(settlement, values={"bypass_value": value}).solutions["NONE"]
    (one,) = found.equilibria
    assert "peace" in one.outcomes
    for label, chance in one.outcomes.items():
        assert f"{label} {float(chance):.3g}" in page.locator("#now").inner_text()
    assert page.locator("#share").inner_html() != before
    # the address is the state
    assert f"bypass_value={value}" in page.url
    now = page.locator("#now").inner_text()
    page.reload()
    settled(page)
    assert page.locator("#now").inner_text() == now
    assert page.locator("#bypass_value").input_value() == value
    opened(page)
    page.get_by_role("button", name="set bypass_value back").click()
    settled(page)
    assert "bypass_value" not in page.url


def test_the_first_view_answers_and_leads_to_what_it_says(page: Page) -> None:
    arrived(page, "landing")
    expect(page.locator("h1")).to_have_text("What does it take for peace?")
    found = cg.summary(settlement, 500)
    rows = page.locator("#landing tbody tr")
    assert rows.count() == len(found.setups)
    told = page.locator('#landing tr[data-setup="US_OPERATOR"]').inner_text()
    mean, error = (f("US_OPERATOR", "peace") for f in (found.mean, found.mean_error))
    assert f"{100 * mean:.0f} % ± {100 * error:.0f}" in told
    page.locator('#landing tr[data-setup="US_OPERATOR"]').get_by_text("show this").click()
    page.wait_for_url("**setup=US_OPERATOR**")
    settled(page)
    assert "peace" in page.locator("#now").inner_text()
    assert page.locator(".number.moved").count() == 1


def test_what_takes_long_says_so_and_does_not_keep_the_page_busy(page: Page) -> None:
    def still(route: Route) -> None:
        names = urlsplit(route.request.url).path.removeprefix("/parts/").split(",")
        told = dict.fromkeys(names, '<p class="working">still being worked out</p>')
        route.fulfill(json={**told, "again": names})

    # however quick a machine is
    page.route(re.compile("/parts/.*effects"), still)
    page.locator("details[data-part=effects] summary").click()
    page.locator("#effects .working").wait_for(timeout=LONG_PATIENCE)
    settled(page)
    assert page.locator("#effects").get_attribute("aria-busy") == "true"
    assert "still being worked out" in page.locator("#effects").inner_text()


def test_no_answer_to_other_numbers_stays_while_a_slider_is_dragged(page: Page) -> None:
    opened(page)
    slider = page.get_by_label("bypass_value, slider")
    slider.focus()
    for key in ["ArrowLeft"] * 15 + ["ArrowRight"] * 5 + ["ArrowLeft"] * 10:
        page.keyboard.press(key)
        # whatever is on the page is of these numbers or is marked
        wrong = page.evaluate(
            "['now', 'answer', 'game', 'area', 'share'].filter(name => {"
            " const part = document.getElementById(name);"
            " return part.dataset.of !== query() && !part.classList.contains('stale') })"
        )
        assert wrong == []
    settled(page)
    value = page.locator("#bypass_value").input_value()
    (one,) = cg.compare(settlement, values={"bypass_value": value}).solutions["NONE"]
    for label, chance in one.outcomes.items():
        assert f"{label} {float(chance):.3g}" in page.locator("#now").inner_text()
    assert page.locator("#now.stale, #answer.stale, #game.stale, #area.stale").count() == 0


def test_an_old_link_says_what_of_it_is_left_out(page: Page, address: str) -> None:
    page.goto(f"{address}?setup=NONE&bypass_value=0.3&pages=3", timeout=PATIENCE)
    expect(page.locator(".dropped")).to_contain_text("pages=3 is left out")
    settled(page)
    assert page.locator("#bypass_value").input_value() == "0.3"
    assert "pages" not in page.url


def test_the_map_is_read_on_a_dark_ground(page: Page) -> None:
    def colours() -> tuple[str, str]:
        letters = page.locator("#area svg text").first.evaluate("e => getComputedStyle(e).fill")
        ground = page.locator("#area svg").evaluate("e => getComputedStyle(e).backgroundColor")
        return str(letters), str(ground)

    page.emulate_media(color_scheme="light")
    assert colours() == ("rgb(0, 0, 0)", "rgba(0, 0, 0, 0)")
    page.emulate_media(color_scheme="dark")
    assert colours() == ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


def test_what_is_typed_wrongly_is_said_and_kept(page: Page) -> None:
    opened(page)
    field = page.locator("#bypass_value")
    field.fill("lots")
    field.press("Enter")
    page.wait_for_selector("#problem:not([hidden])")
    assert "bypass_value" in page.get_by_role("alert").inner_text()
    assert field.input_value() == "lots"
    field.fill("1/3")
    field.press("Enter")
    page.wait_for_selector("#problem", state="hidden")
    settled(page)
    assert "peace" in page.locator("#now").inner_text()


def test_another_setup_keeps_the_numbers(page: Page) -> None:
    opened(page)
    page.locator("#corridor_value").fill("0.4")
    page.locator("#corridor_value").press("Enter")
    settled(page)
    page.locator("#setup").select_option("US_OPERATOR")
    page.wait_for_url("**setup=US_OPERATOR**")
    settled(page)
    assert page.locator("#corridor_value").input_value() == "0.4"
    assert page.locator("details.group summary").first.inner_text().startswith("The guarantor's")


def test_all_of_it_is_reached_by_keyboard(page: Page) -> None:
    page.locator("body").press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the results"
    reached = set()
    for _ in range(250):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("(e => e.id || e.dataset.file || e.textContent)(document.activeElement)")
        )
    assert {"model", "setup", "outcome", "x", "y", "game", "explored.py"} <= reached


def test_reasons_and_files_arrive(page: Page) -> None:
    page.get_by_text("Why, and what would change it").click()
    page.locator("#why", has_text="least change").wait_for(timeout=PATIENCE)
    settled(page)
    with page.expect_download() as waiting:
        page.get_by_text("explored.py").click()
    assert "setup = named" in waiting.value.path().read_text(encoding="utf-8")


def test_address_choices_and_answer_say_the_same_after_back(page: Page) -> None:
    """Of a guarantor, of a number that was typed, of a slider and of an outcome."""

    def states(setup: str, bypass: str) -> None:
        settled(page)
        expect(page.locator("#bypass_value")).to_have_value(bypass, timeout=PATIENCE)
        page.wait_for_timeout(100)
        settled(page)
        assert f"setup={setup}" in page.url
        assert (f"bypass_value={bypass}" in page.url) == (bypass != central)
        assert page.locator("#setup").input_value() == setup
        place = float(page.get_by_label("bypass_value, slider").input_value())
        assert abs(place - float(bypass)) < 0.01
        values = {"bypass_value": bypass}
        (one,) = cg.compare(settlement, values=values).solutions[setup].equilibria
        told = page.locator("#now").inner_text()
        for label, chance in one.outcomes.items():
            assert f"{label} {float(chance):.3g}" in told
        page.get_by_role("button", name="Copy a link to this").click()
        expect(page.locator("#copied")).not_to_be_empty()
        assert page.evaluate("navigator.clipboard.readText()") == page.url

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    central = page.locator("#bypass_value").get_attribute("data-central")
    assert central
    opened(page)
    page.locator("#setup").select_option("US_TREATY")
    page.wait_for_url("**setup=US_TREATY**")
    states("US_TREATY", central)
    page.go_back()
    states("NONE", central)
    page.go_forward()
    states("US_TREATY", central)
    opened(page)
    page.locator("#bypass_value").fill("0.3")
    page.locator("#bypass_value").press("Enter")
    states("US_TREATY", "0.3")
    entries = page.evaluate("history.length")
    slider = page.get_by_label("bypass_value, slider")
    slider.focus()
    # on a busy machine too the steps follow each other at once
    page.clock.set_fixed_time("2100-01-01")
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    value = page.locator("#bypass_value").input_value()
    assert value != "0.3"
    states("US_TREATY", value)
    # five steps in a row are one change
    assert page.evaluate("history.length") == entries + 1
    page.locator("#outcome").select_option("war")
    settled(page)
    assert page.evaluate("history.length") == entries + 2
    page.go_back()
    states("US_TREATY", value)
    assert page.locator("#outcome").input_value() == "peace"
    page.go_back()
    states("US_TREATY", "0.3")
    page.go_back()
    states("US_TREATY", central)
    page.go_back()
    states("NONE", central)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_bar_is_divided_in_proportion(browser: Browser, address: str, width: int) -> None:
    with browser.new_page(viewport={"width": width, "height": 800}) as page:
        page.goto(f"{address}?setup=NONE&bypass_value=0.3", timeout=PATIENCE)
        settled(page)
        (one,) = cg.compare(settlement, values={"bypass_value": "0.3"}).solutions["NONE"]
        parts = page.eval_on_selector_all(
            "#now .bar i", "all => all.map(one => one.getBoundingClientRect().width)"
        )
        whole = page.eval_on_selector("#now .bar", "one => one.getBoundingClientRect().width")
        shares = sorted(part / whole for part in parts)
        assert shares == pytest.approx(sorted(map(float, one.outcomes.values())), abs=0.002)
        assert min(shares) < 0.25
        assert sum(parts) == pytest.approx(whole, abs=1)
