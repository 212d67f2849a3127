"""Half a page for who knows no game theory: it says what the library says."""

import re
from typing import Any

import pytest

import caucasus_games as cg
from caucasus_games import briefs
from caucasus_games.briefs import Brief, Now, now_of, nows_of
from caucasus_games.concepts import pure_nash
from caucasus_games.games import NormalForm
from caucasus_games.guarantors import (
    EU_MONITORS,
    NONE,
    RUSSIAN_CORRIDOR,
    US_OPERATOR,
    US_TREATY,
    GuarantorSetup,
)
from caucasus_games.models import (
    Model,
    Obstacle,
    alignment,
    ceasefire,
    corridor,
    guarantee,
    settlement,
)
from caucasus_games.results import Solution
from caucasus_games.theorems.least_change import Least

SETUPS = [NONE, EU_MONITORS, RUSSIAN_CORRIDOR, US_TREATY]


@pytest.fixture(scope="module")
def totals() -> cg.sweeps.Summary:
    return cg.summary(settlement, 500, setups=SETUPS)


def text(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html)


def test_the_answer_names_the_ends_and_what_differs_from_no_guarantor(
    totals: cg.sweeps.Summary,
) -> None:
    said = list(briefs.answer(Brief("peace", totals, {})))
    high, low = (
        f"{100 * totals.mean(n, 'peace'):.0f} %" for n in ("US_TREATY", "RUSSIAN_CORRIDOR")
    )
    assert f"a probability of {high} under US_TREATY, the highest" in said[0]
    assert f"{low} under RUSSIAN_CORRIDOR, the lowest" in said[0]
    assert said[1] == (
        "Against no guarantor it is higher under US_TREATY; lower under RUSSIAN_CORRIDOR; no "
        "different under EU_MONITORS."
    )
    assert len(said) == 2
    there = {"NONE": Now((0.2,)), "US_TREATY": Now(()), "EU_MONITORS": Now((0.0, 0.5))}
    assert list(briefs.answer(Brief("peace", totals, {}, there)))[2] == (
        "At the central values peace is possible under 2 of 3 setups."
    )


def test_one_setup_is_neither_highest_nor_compared() -> None:
    alone = cg.summary(settlement, 50, setups=[NONE])
    (said,) = briefs.answer(Brief("peace", alone, {}))
    assert said.endswith("under NONE.")
    alike = cg.summary(settlement, 50, setups=[NONE, EU_MONITORS])
    said, _ = briefs.answer(Brief("peace", alike, {}))
    assert said.endswith("under no setup is it higher than under another beyond the errors.")
    others = cg.summary(settlement, 50, setups=SETUPS[1:])
    assert len(list(briefs.answer(Brief("peace", others, {})))) == 1


def test_each_row_has_its_shares_with_their_errors(totals: cg.sweeps.Summary) -> None:
    titles = {one.name: one.title for one in SETUPS}
    told = briefs.table(Brief("peace", totals, titles))
    rows = dict(re.findall(r'<tr data-setup="(\w+)">(.*?)</tr>', told))
    assert list(rows) == [one.name for one in SETUPS]
    for name, row in rows.items():
        mean, error = totals.mean(name, "peace"), totals.mean_error(name, "peace")
        assert f"{100 * mean:.0f} % ± {100 * error:.0f}" in text(row)
        share, error = totals.share(name, "peace"), totals.error(name, "peace")
        assert f"{100 * share:.0f} % ± {100 * error:.0f} of draws" in text(row)
        assert titles[name] in text(row)
        assert "is being worked out" in row
    assert told.count('scope="col"') == 4


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (Now((1.0,)), "comes about for sure"),
        (Now((0.225,)), "comes about with probability 0.225"),
        (Now((0.0, 0.5)), "comes about with probability 0 to 0.5, by equilibrium"),
        (Now((), Least(None)), "no equilibrium was found; no single number brings it"),
        (
            Now((0.0,), Least(None, ("n",))),
            "does not come about; no single number brings it within its range (not tried, as an "
            "exponent: n)",
        ),
        (Now((0.0,), None, "too hard"), "what would change it is not worked out: too hard"),
    ],
)
def test_what_is_said_of_the_central_values(totals: cg.sweeps.Summary, now: Now, said: str) -> None:
    nows = dict.fromkeys(totals.setups, now)
    assert said in text(briefs.table(Brief("peace", totals, {}, nows)))


def test_the_least_change_is_told_in_plain_words_and_can_be_shown() -> None:
    solutions = cg.compare(corridor, [US_OPERATOR]).solutions
    told: list[str] = []
    nows = nows_of(corridor, solutions, "Armenian checks", told.append)
    assert told == ["asking what Armenian checks takes under US_OPERATOR"]
    totals = cg.summary(corridor, 50, setups=[US_OPERATOR])
    brief = Brief("Armenian checks", totals, {}, nows)
    words = (
        "does not come about; it would if share of the transit&#x27;s value that Azerbaijan fears "
        "to lose if the checks are wholly pro-Armenian (access_risk) were below ≈0.656 instead of "
        "0.7 share, ≈6.3 % of its range"
    )
    assert words in briefs.table(brief)
    linked = briefs.table(brief, lambda name, change: f"?{name}&{change and change.beyond}")
    assert 'href="?US_OPERATOR&amp;None"' in linked
    assert 'href="?US_OPERATOR&amp;3243/5000"' in linked


def test_what_stands_in_the_way_is_a_column_if_a_model_has_obstacles() -> None:
    totals = cg.summary(settlement, 200, setups=[NONE])
    found = cg.obstacles(settlement, "peace", setups=[NONE], response="probability", draws=200)
    assert "most in its way" not in briefs.table(Brief("peace", totals, {}))
    waiting = briefs.table(Brief("peace", totals, {}, {"NONE": Now((1.0,))}, stands=None))
    assert "most in its way" in waiting
    assert waiting.count("is being worked out") == 1
    one = found.lifted["NONE", found.binding("NONE")]
    told = text(briefs.table(Brief("peace", totals, {}, stands=(found,))))
    assert f"{found.binding('NONE')}: {100 * one.brings:.0f} points" in told
    assert any(f"more if {each.account}" in told for each in found.obstacles)
    nothing = cg.obstacles(
        ceasefire,
        "war",
        setups=[NONE],
        lifting=[Obstacle("idle", {"fighting_cost": 0})],
        draws=50,
    )
    alone = cg.summary(ceasefire, 50, setups=[NONE])
    assert "nothing that alone" in briefs.table(Brief("war", alone, {}, stands=(nothing,)))


def test_what_decides_is_the_closest_call_and_the_nearest_changes() -> None:
    (solution,) = cg.compare(settlement, [US_OPERATOR]).solutions.values()
    found = cg.explain(solution)
    decides, changes = briefs.decisive(found)
    tight = min(found.reasons, key=lambda reason: reason.margin)
    assert f"the closest call is that {tight.player}" in decides
    assert f"chooses {tight.action} rather than " in decides
    told = [flip.parameter.name for flip in found.flips[:3]]
    assert re.findall(r"\((\w+_\w+)\) were", changes) == told
    one = NormalForm({"A": ["x"]}, {("x",): [0]})
    assert list(briefs.decisive(cg.explain(pure_nash(one)))) == [
        "What would change it: no single number within its range."
    ]


def test_peace_is_asked_about_first_if_there_is_any() -> None:
    assert briefs.headline({"war", "peace"}) == "peace"
    assert briefs.headline(["b", "a"]) == "a"


def test_what_is_there_needs_no_change_and_what_is_hidden_says_so() -> None:
    def solved(model: Model[..., Any], setup: GuarantorSetup) -> Solution[Any]:
        return cg.compare(model, [setup]).solutions[setup.name]

    assert now_of(ceasefire, solved(ceasefire, NONE), "peace").least is None
    hidden = now_of(alignment, solved(alignment, US_OPERATOR), "Moscow")
    assert hidden.there or "does not know where it is" in hidden.refused
    assert "required" not in hidden.refused
    none = now_of(guarantee, solved(guarantee, RUSSIAN_CORRIDOR), "peace")
    assert none.chances == ()
    assert none.least
    assert none.least.change
    assert none.least.change.parameter.name == "armenia_dividend"
