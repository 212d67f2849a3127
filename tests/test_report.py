"""A page to mail: whole, well formed, and with every source that a number names."""

import itertools
import re
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
import sympy
from typer.testing import CliRunner

import caucasus_games as cg
from caucasus_games import GameError
from caucasus_games.cli import app
from caucasus_games.games import Decision, ExtensiveForm, NormalForm, Offer, Terminal
from caucasus_games.guarantors import US_OPERATOR, GuarantorSetup
from caucasus_games.models import deterrence, guarantee, probe, settlement, transit_gains
from caucasus_games.reports import report


class Page(HTMLParser):
    """Checks that every tag is closed; keeps pictures, links and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.pictures: list[dict[str, str | None]] = []
        self.links: list[str] = []
        # inside the tree
        self.words: list[str] = []
        self.text = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        if tag == "img":
            self.pictures.append(own)
        elif tag not in ("meta", "br"):
            self.open.append(tag)
        if tag == "a":
            self.links.append(own["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["text"]:
            self.words.append(data)
        self.text += data


@pytest.mark.no_cover
def test_the_flagship_as_a_page() -> None:
    plt.close("all")
    text = report(settlement, draws=300)
    page = Page(text)
    assert [str(picture["alt"]).split()[0] for picture in page.pictures] == [
        "outcomes",
        "mean",
    ]
    assert {"Azerbaijan", "Armenia"} <= set(page.words)
    assert all(str(p["src"]).startswith("data:image/svg+xml;base64,") for p in page.pictures)
    assert "least change: backdown_cost" in page.text
    short = page.text.partition("In short")[2].partition("Under each guarantor")[0]
    totals = cg.summary(settlement, 300)
    for name in totals.setups:
        mean, error = (f(name, "peace") for f in (totals.mean, totals.mean_error))
        assert f"{100 * mean:.0f} % ± {100 * error:.0f}" in short
    assert "most in its way" in short
    assert "What decides: the closest call is that" in short
    assert "What would change it" in short
    assert "(backdown_cost) were below" in short
    game = settlement(US_OPERATOR)
    keys = {key for record in game.parameters.values() for key in record.keys}
    assert keys
    listed = text.partition("<h2>Sources</h2>")[2]
    assert all(f"<b>{key}</b>" in listed for key in keys)
    assert all(link.startswith("http") for link in page.links)
    # a page asks nothing of the network by itself
    assert not re.search(r"<(script|link|iframe)|src=.http", text)
    assert plt.get_fignums() == []


def test_a_page_is_read_by_ear_and_on_paper() -> None:
    text = report(deterrence, draws=50, values={"military_advantage": "0.9"})
    assert '<html lang="en">' in text
    assert "@media print" in text
    levels = [int(level) for level in re.findall(r"<h(\d)", text)]
    assert levels[0] == levels.count(1) == 1
    # no level is passed over
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert all(picture["alt"] for picture in Page(text).pictures)
    assert re.findall(r"<th(?! scope=)[^e]", text) == []
    assert re.search(r'<svg[^>]*role="img" aria-label="', text)
    assert "at these values" in text
    assert text == report(deterrence, draws=50, values={"military_advantage": "0.9"})


def test_several_equilibria_and_what_cannot_be_asked() -> None:
    page = Page(report(probe, setup="RUSSIAN_PEACEKEEPERS", draws=200))
    assert "the first of" in page.text
    assert "Not explained:" in page.text
    table = Page(report(guarantee, setup="RUSSIAN_CORRIDOR", draws=200))
    assert "no pure Nash equilibrium" in table.text
    with pytest.raises(GameError, match="compare takes normal forms and trees"):
        report(transit_gains)  # type: ignore[arg-type]
    with pytest.raises(GameError, match="unknown setup 'UN'; the report can look closely at NONE"):
        report(settlement, setup="UN")
    with pytest.raises(GameError, match=r"has no guarantor to probe.*can look closely at"):
        report(probe, setup="NONE")


def test_a_crowd_has_no_table() -> None:
    def crowd(setup: GuarantorSetup) -> NormalForm:
        return NormalForm({p: ["x"] for p in "ABCDE"}, {("x",) * 5: [0] * 5}, title=setup.name)

    assert len(Page(report(crowd, draws=10)).pictures) == 2


def test_the_sixth_equilibrium_is_left_to_explain() -> None:
    def idle(setup: GuarantorSetup) -> NormalForm:
        strategies = {"A": ["x", "y"], "B": ["a", "b", "c", "d"]}
        nothing = {both: [0, 0] for both in product(*strategies.values())}
        return NormalForm(strategies, nothing, title=setup.name)

    steps: list[str] = []
    text = report(idle, draws=10, tell=steps.append)
    assert "explaining equilibrium 5 of 8" in steps
    assert "explaining equilibrium 6 of 8" not in steps
    assert text.count("<pre>") == 5
    assert "3 more equilibria are not explained here: explain does so one by one." in text


def test_one_is_written_as_one() -> None:
    def idle(setup: GuarantorSetup) -> NormalForm:
        strategies = {"A": ["x", "y"], "B": ["a", "b", "c"]}
        return NormalForm(strategies, {both: [0, 0] for both in product(*strategies.values())})

    steps: list[str] = []
    page = Page(report(idle, draws=1, tell=steps.append))
    assert "1 more equilibrium is not explained here" in page.text
    assert "counting outcomes in 1 draw" in steps
    assert "1 draw by" in page.text
    assert "pure_nash, 1 draw, seed 0" in page.text


@pytest.mark.no_cover
def test_many_outcomes_make_figures_high_enough() -> None:
    def many(setup: GuarantorSetup) -> NormalForm:
        strategies = {"A": list("abcdefg"), "B": list("1234567")}
        cells = list(product(*strategies.values()))
        ends = {cell: f"end {' '.join(cell)}" for cell in cells}
        return NormalForm(strategies, {cell: [0, 0] for cell in cells}, ends)

    # where the axes have no room there is a warning, which is an error here
    page = Page(report(many, "NONE", draws=10))
    assert len(page.pictures) == 3


def test_draws_that_cannot_be_made_are_said() -> None:
    assert "draws is 0: give 1 or more" in Page(report(deterrence, draws=0)).text


def test_the_command_writes_a_file(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    options = ["report", "deterrence_by_chance", "-o", str(target), "--draws", "100"]
    assert "open it in a browser" in CliRunner().invoke(app, options).output
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")
    options[3] = str(tmp_path / "missing" / "report.html")
    with pytest.raises(GameError, match=r"cannot be written \(No such file"):
        CliRunner().invoke(app, options, catch_exceptions=False)


def test_a_file_that_has_no_room_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_text(path: Path, text: str, encoding: str) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", write_text)
    target = str(tmp_path / "report.html")
    options = ["report", "deterrence_by_chance", "-o", target, "--draws", "10"]
    with pytest.raises(GameError, match=r"cannot be written \(No space left .*choose another"):
        CliRunner().invoke(app, options, catch_exceptions=False)


def test_a_tree_with_offers_is_drawn_with_some_of_its_numbers() -> None:
    def shared(setup: GuarantorSetup) -> ExtensiveForm:
        x = sympy.Symbol("demand")
        ends = {
            "accept": Terminal("deal", {"A": x, "B": 1 - x}),
            "refuse": Terminal("war", {"A": "1/4", "B": "1/4"}),
        }
        return ExtensiveForm(Offer("A", x, 0, 1, Decision("B", ends)), title=setup.name)

    text = report(shared, draws=10)
    assert "the tree, with some of the numbers that may be offered" in text
    assert "demand = 1/2" in text
