"""Every year: what was in force and seen, what a model says of it, and how that is scored."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from importlib import import_module

import numpy as np
import pytest
from immutabledict import immutabledict

from caucasus_games import GameError, plot, summary
from caucasus_games.concepts import markov_perfect
from caucasus_games.evidence import Year, Yearly, yearly
from caucasus_games.evidence.rivalry_years import _chances, rivalry_says
from caucasus_games.evidence.seen_years import CONFLICT, WAR, in_force, known_in, seen_in
from caucasus_games.games import NormalForm
from caucasus_games.guarantors import EU_MONITORS, MINSK_GROUP, NONE, GuarantorSetup
from caucasus_games.models import (
    ceasefire,
    corridor,
    deterrence_by_chance,
    peacekeepers,
    rivalry,
)
from caucasus_games.models.model import model
from caucasus_games.parameters.data import bibliography, document

YEARS = range(1994, 2027)


def made(said: dict[int, float]) -> Yearly:
    """What one model says, made by hand."""
    rows = [
        Year(
            year,
            in_force(year).name,
            seen_in(year, CONFLICT),
            seen_in(year, WAR),
            immutabledict({"m": (said[year], said[year])} if year in said else {}),
        )
        for year in YEARS
    ]
    return Yearly(tuple(rows), ("m",), 1)


def test_what_was_seen() -> None:
    # of the 30 years that count 13 had 25 deaths, and one 1,000
    known = range(1995, 2025)
    assert sum(bool(seen_in(year, CONFLICT)) for year in known) == 13
    assert [year for year in known if seen_in(year, WAR)] == [2020]
    assert [year for year in YEARS if seen_in(year, WAR) is None] == [2025, 2026]
    assert Counter(one.seen for one in made({}).years) == {
        "quiet": 17,
        "conflict": 12,
        "war": 2,
        "open": 2,
    }
    assert document("years.toml")["sources"] in bibliography()


def test_what_was_in_force() -> None:
    spans: dict[str, list[int]] = {}
    for year in YEARS:
        spans.setdefault(in_force(year).name, []).append(year)
    assert {name: (own[0], own[-1]) for name, own in spans.items()} == {
        "NONE": (1994, 1994),
        "MINSK_GROUP": (1995, 2020),
        "RUSSIAN_PEACEKEEPERS": (2021, 2024),
        "EU_MONITORS": (2025, 2026),
    }


def test_what_was_known_is_that_of_the_moments() -> None:
    for moment, entry in document("hindsight.toml").items():
        if int(moment) < 2025:
            own = known_in(int(moment))
            given = {n: Fraction(x) for n, x in entry["values"].items() if n in own}
            assert given == dict(own)


def test_scores_by_hand() -> None:
    half = made(dict.fromkeys(YEARS, 0.5))
    assert half.score("m").brier == half.score("m", 25).brier == 0.25
    war, conflict = half.score("m"), half.score("m", 25)
    # one of 30: the others say 0 in 2020, and one in 29 else; the last year is wrong twice
    assert war.base == pytest.approx((1 + 29 / 29**2) / 30)
    assert war.last == pytest.approx(3 / 30)
    assert war.skill == pytest.approx(1 - 0.25 / war.base)
    others = (13 * (17 / 29) ** 2 + 17 * (13 / 29) ** 2) / 30
    assert conflict.years == 30
    assert conflict.base == pytest.approx(others)
    right = made({year: float(bool(seen_in(year, CONFLICT))) for year in YEARS})
    assert right.score("m", 25).brier == 0
    assert right.score("m", 25).skill == 1
    # only the years of which it speaks count, with a base rate of their own
    part = made({2019: 0.25, 2020: 0.25, 2021: 0.25}).score("m", WAR)
    assert part.brier == pytest.approx((0.75**2 + 2 * 0.25**2) / 3)
    assert part.years == 3
    assert part.base == pytest.approx((1 + 1 / 4 + 1 / 4) / 3)


def test_what_a_model_says_is_its_mean_over_draws() -> None:
    found = yearly([deterrence_by_chance, peacekeepers], draws=30, seed=3)
    for year in (1997, 2016, 2025):
        one = next(row for row in found.years if row.year == year)
        game = deterrence_by_chance(in_force(year))
        values = {n: x for n, x in known_in(year).items() if n in game.parameters}
        asked = summary(game.at(values), 30, seed=3)
        expected = asked.mean(asked.setups[0], "war")
        assert one.said["deterrence_by_chance"] == (expected, expected)
    # without a guarantor there are no peacekeepers
    assert "peacekeepers" not in found.years[0].said
    assert "peacekeepers" in found.years[1].said
    assert found.score("peacekeepers").years == 30
    told = repr(found)
    assert told.startswith("2 models on 33 years, 30 draws: Brier scores\n")
    assert f"{found.score('peacekeepers', 25).brier:.3f}" in told
    assert "peacekeepers" in found._repr_html_()


def test_an_attack_is_what_exhausts_who_is_rested() -> None:
    for setup in (NONE, MINSK_GROUP):
        (one,) = markov_perfect(rivalry(setup)).equilibria
        recovery = rivalry(setup).parameters["recovery"].central
        for year in range(1995, 2021):
            rested = 1 - (1 - recovery) ** (year - 1994)
            then: Mapping[str, Fraction | float] = one.chain.moves.get(f"{year} line", {})
            attack = sum((q for state, q in then.items() if "exhausted" in state), Fraction(0))
            own = _chances(one, year, recovery)
            if then:
                assert own[WAR] == rested * attack
            assert own[WAR] <= own[CONFLICT] <= 1
    assert _chances(one, 1994, recovery)[WAR] == 0


def test_rivalry_at_draws() -> None:
    said = rivalry_says(EU_MONITORS, [2025, 2026], 2, 0)
    again = yearly([rivalry], draws=40)
    assert {y: own[WAR] for y, own in said.items()} == {
        one.year: one.said["rivalry"][1] for one in again.years if one.year > 2024
    }
    frame = again.to_dataframe()
    assert list(frame.index) == list(YEARS)
    assert frame.loc[2020, "seen"] == "war"
    assert (frame["rivalry, clashes too"].dropna() >= 0).all()


def test_the_models_that_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("caucasus_games.evidence.yearly")
    monkeypatch.setattr(module, "MODELS", (ceasefire, corridor))
    assert yearly(draws=5).models == ("ceasefire",)


@model("late", unclaimed="a test")
def late(setup: GuarantorSetup) -> NormalForm:
    """Speak of the monitors alone."""
    if setup is not EU_MONITORS and setup != EU_MONITORS:
        raise GameError("only the monitors")
    return NormalForm(
        {"A": ["x", "y"]}, {("x",): [1], ("y",): [2]}, {("x",): "peace", ("y",): "war"}
    )


def test_refusals() -> None:
    with pytest.raises(GameError, match="outcomes peace and war, and for rivalry, and got corri"):
        yearly([corridor])
    found = made({2025: 1.0})
    with pytest.raises(GameError, match="unknown model 'n'"):
        found.score("n")
    with pytest.raises(GameError, match="deaths is 100: take 25, a conflict, or 1,000, a war"):
        found.score("m", 100)
    with pytest.raises(GameError, match="m speaks of 0 years that are known: two are the least"):
        found.score("m")
    alone = yearly([late], draws=3)
    assert [one.year for one in alone.years if one.said] == [2025, 2026]
    assert repr(alone).endswith("\n  late   0")


def test_the_figure() -> None:
    found = yearly([ceasefire, peacekeepers], draws=10)
    ax = plot.years(found)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["ceasefire", "peacekeepers"]
    (image,) = ax.images
    shade = np.asarray(np.ma.filled(np.ma.asarray(image.get_array(), float), np.nan), float)
    assert np.isnan(shade[1, 0])
    assert shade[0].tolist() == [one.said["ceasefire"][1] for one in found.years]
    marks = {str(line.get_label()): len(np.asarray(line.get_xdata())) for line in ax.lines}
    assert marks["25 deaths or more"] == 12
    assert marks["1,000 or more"] == 2
    # another arrangement began thrice
    assert sum(len(np.asarray(line.get_xdata())) == 2 for line in ax.lines[2:]) == 3
