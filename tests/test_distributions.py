"""Distributions of numbers: written as a text, drawn by quantiles, refused with file and line."""

from dataclasses import replace
from fractions import Fraction
from math import exp, log, pi, sqrt
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

import caucasus_games as cg
from caucasus_games import GameError
from caucasus_games.games.values import changed
from caucasus_games.guarantors import NONE
from caucasus_games.models import deterrence_by_chance
from caucasus_games.parameters import Parameter, load, write_numbers
from caucasus_games.parameters.distribution import Distribution, distribution_of
from caucasus_games.sweeps import Run
from caucasus_games.sweeps.draws import Uniforms, quantiles

LOW, CENTRAL, HIGH = 0.1, 0.3, 0.9


def number(distribution: str, low: object = "0.1", high: object = "0.9") -> Parameter:
    return Parameter("x", "a number", "share", low, "0.3", high, "assumption: a test", distribution)


def drawn(distribution: str, **ends: object) -> np.ndarray:
    record = number(distribution, **ends)
    # evenly spaced, so that moments are integrals by the midpoint rule
    points = (np.arange(20_000) + 0.5) / 20_000
    return quantiles([record], {"x": points})[record]


def test_means_are_those_of_the_formulas() -> None:
    wide = HIGH - LOW
    assert drawn("uniform").mean() == pytest.approx((LOW + HIGH) / 2)
    assert drawn("triangular").mean() == pytest.approx((LOW + CENTRAL + HIGH) / 3, rel=1e-4)
    assert drawn("pert").mean() == pytest.approx((LOW + 4 * CENTRAL + HIGH) / 6, rel=1e-4)
    assert drawn("pert(10)").mean() == pytest.approx((LOW + 10 * CENTRAL + HIGH) / 12, rel=1e-4)
    beta = drawn("beta(2, 5)")
    assert beta.mean() == pytest.approx(LOW + wide * 2 / 7, rel=1e-4)
    assert beta.var() == pytest.approx(wide**2 * 2 * 5 / (7**2 * 8), rel=1e-3)
    assert drawn("log-uniform").mean() == pytest.approx(wide / log(HIGH / LOW), rel=1e-4)
    assert np.median(drawn("log_uniform")) == pytest.approx(sqrt(LOW * HIGH), rel=1e-3)
    a, b = (LOW - CENTRAL) / 0.2, (HIGH - CENTRAL) / 0.2
    density = [exp(-x * x / 2) / sqrt(2 * pi) for x in (a, b)]
    mass = NormalDist().cdf(b) - NormalDist().cdf(a)
    mean = CENTRAL + 0.2 * (density[0] - density[1]) / mass
    assert drawn("normal(0.2)").mean() == pytest.approx(mean, rel=1e-4)


@pytest.mark.parametrize(
    "how",
    ["uniform", "pert", "pert(2)", "beta(0.5, 0.5)", "normal(0.01)", "normal(9)", "log_uniform"],
)
def test_draws_rise_within_the_range(how: str) -> None:
    found = drawn(how)
    assert LOW <= found.min() < found.max() <= HIGH
    assert (np.diff(found) >= 0).all()


def test_a_list_has_its_numbers_as_often_as_they_are_named() -> None:
    found = drawn("list(0.5, 0.1, 0.5, 0.9)")
    values, counts = np.unique(found, return_counts=True)
    assert values.tolist() == [0.1, 0.5, 0.9]
    assert counts.tolist() == [5_000, 10_000, 5_000]
    last = number("list(0.2)", low="0.2", high="0.4")
    assert quantiles([last], {"x": np.array([0.0, 1.0])})[last].tolist() == [0.2, 0.2]


def test_a_range_of_one_number_is_that_number() -> None:
    for how in ("log_uniform", "pert", "normal(0.1)", "list(0.3)"):
        assert set(drawn(how, low="0.3", high="0.3")) == {0.3}


def test_whole_numbers_stay_whole() -> None:
    record = Parameter("x", "years", "years", "1", "3", "49", "assumption: a test", "log_uniform")
    points = (np.arange(1_000) + 0.5) / 1_000
    found = quantiles([record], {"x": points}, frozenset({"x"}))[record]
    assert (found == np.round(found)).all()
    assert (found.min(), found.max()) == (1, 49)


def test_a_distribution_has_one_way_to_be_written() -> None:
    assert distribution_of(" beta( 2 ; 0,5 )") == Distribution(
        "beta", (Fraction(2), Fraction(1, 2))
    )
    assert str(distribution_of("list(1/3, 0.25)")) == "list(1/3, 0.25)"
    assert number("log uniform").distribution == "log_uniform"
    assert number("pert") == number(" pert ")
    assert repr(number("beta(2,5)")) == "x = 0.3 [0.1, 0.9], beta(2, 5) share: a number"
    assert repr(number("triangular")) == "x = 0.3 [0.1, 0.9] share: a number"
    table = load().override([number("normal(0.2)")])
    assert "0.1 to 0.9, normal(0.2)" in table._repr_html_()
    assert "0.1 to 0.9, normal(0.2)" in table.to_latex()


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("gamma(2)", "has distribution 'gamma(2)': use one of fixed, uniform, triangular, pert"),
        ("beta", "has distribution 'beta': write beta(2, 5)"),
        ("beta(1, 2, 3)", "write beta(2, 5)"),
        ("normal", "write normal(0.1)"),
        ("pert(1; 2)", "write pert or pert(4)"),
        ("list", "write list(0.1, 0.2)"),
        ("uniform(1)", "write uniform"),
        ("beta(2, x)", "has distribution 'beta(2, x)', of which a number is 'x': give"),
        ("beta(2, 0)", "give numbers above zero"),
        ("normal(-1)", "give numbers above zero"),
        ("list(0.2, 0.95)", "lists 0.95, which is not between low 0.1 and high 0.9: widen"),
        ("fixed", "is fixed, so low and high must be equal"),
        ("exec('x')", "has distribution \"exec('x')\": use one of"),
        ("__import__", "has distribution '__import__': use one of"),
    ],
)
def test_what_is_no_distribution_is_refused(how: str, why: str) -> None:
    with pytest.raises(GameError) as refused:
        number(how)
    assert str(refused.value).startswith("parameter 'x' ")
    assert why in str(refused.value)


def test_logarithms_need_numbers_above_zero() -> None:
    with pytest.raises(GameError, match="is log_uniform from 0: its low must be above zero"):
        number("log_uniform", low=0)


def file_of(folder: Path, text: str, name: str = "mine.csv") -> Path:
    place = folder / name
    place.write_text(text, encoding="utf-8")
    return place


def test_files_say_how_numbers_are_drawn(tmp_path: Path) -> None:
    table = file_of(
        tmp_path,
        "name;low;central;high;distribution\n"
        "corridor_value;0,2;0,3;0,5;normal(0,05)\n"
        "access_risk;;;;pert\n"
        'power_shift;;;;"list(0,01; 0,02; 0,03)"\n',
    )
    own = load(own=table)
    assert own["corridor_value"].distribution == "normal(0.05)"
    assert own["access_risk"].distribution == "pert"
    assert own["access_risk"].low == load()["access_risk"].low
    listed = own["power_shift"]
    assert (listed.low, listed.high) == (Fraction(1, 100), Fraction(3, 100))
    text = '[parameters.corridor_value]\ndistribution = "list(0.2, 0.25, 0.4)"\n'
    own = load(own=file_of(tmp_path, text, "mine.toml"))
    # what the package takes as central stays so within the list
    assert own["corridor_value"].central == load()["corridor_value"].central == Fraction(1, 4)
    for ending in ("csv", "toml"):
        back = tmp_path / f"back.{ending}"
        write_numbers(back, own)
        assert load(own=back) == own


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("gamma", "mine.csv, line 2: corridor_value has distribution 'gamma': use one of fixed"),
        ("normal(x)", "mine.csv, line 2: corridor_value has distribution 'normal(x)', of which"),
        ('"list(0.2, x)"', "mine.csv, line 2: corridor_value has distribution 'list(0.2, x)', of"),
        ("beta", "mine.csv, line 2: corridor_value has distribution 'beta': write beta(2, 5)"),
        ("fixed", "mine.csv, line 2: parameter 'corridor_value' is fixed"),
    ],
)
def test_a_file_with_no_distribution_is_refused(tmp_path: Path, cell: str, why: str) -> None:
    place = file_of(tmp_path, f"name,distribution\ncorridor_value,{cell}\n")
    with pytest.raises(GameError) as refused:
        load(own=place)
    assert str(refused.value).startswith(why)


def test_sweeps_draw_from_the_same_stream() -> None:
    game = deterrence_by_chance(NONE)
    own = replace(game.parameters["corridor_value"], distribution="pert")
    tied = changed(game, parameters=game.parameters.override([own]))
    for sampling in ("random", "sobol"):
        before, after = (cg.sweep(g, 256, sampling=sampling, seed=4) for g in (game, tied))
        order = np.argsort(before.corridor_value.values)
        assert (np.diff(after.corridor_value.values[order]) >= 0).all()
        assert (before.access_risk == after.access_risk).all()
    assert "pert" in after.attrs["ranges"]
    there = cg.sweep(tied, 256, sampling="sobol", seed=4, on=Run(arrays="array_api_strict"))
    assert (there.corridor_value == after.corridor_value).all()
    assert (there.possible == after.possible).all()


def test_uniforms_of_no_name_are_none() -> None:
    assert Uniforms((), 1, 10, "sobol").block(0, 10) == {}
