"""Draws that somebody else made take the place of distributions, with what goes with what."""

import csv
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import sympy
import xarray as xr
from typer.testing import CliRunner

from caucasus_games import GameError
from caucasus_games.cli import app
from caucasus_games.evidence import observations, posterior
from caucasus_games.games import Decision, ExtensiveForm, Terminal
from caucasus_games.games.values import changed
from caucasus_games.guarantors import NONE, US_OPERATOR, named
from caucasus_games.guarantors.channels import between
from caucasus_games.models import deterrence_by_chance, peacekeepers
from caucasus_games.parameters import Parameters, Sample, load, sample_of, write_numbers
from caucasus_games.sweeps import Run, optimal, sensitivity, summary, sweep

BOTH = [NONE, US_OPERATOR]
OWN = ("neutrality", "sovereignty_cost")
Columns = dict[str, npt.NDArray[np.float64]]


def columns(draws: int = 300) -> Columns:
    """What a sweep draws, as columns: those of a guarantor under the name of the setup."""
    drawn = sweep(deterrence_by_chance, draws, setups=BOTH, seed=3)
    found: Columns = {}
    for name in drawn.coords:
        if drawn[name].dims == ("draw",):
            found[str(name)] = drawn[name].values
        elif "draw" in drawn[name].dims:
            found[f"US_OPERATOR.{name}"] = drawn[name].sel(setup="US_OPERATOR").values
    return found


def file_of(folder: Path, rows: Mapping[str, npt.NDArray[np.float64]]) -> Path:
    place = folder / "draws.csv"
    with place.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(rows)
        writer.writerows(zip(*rows.values(), strict=True))
    return place


def test_a_sample_of_what_is_drawn_gives_the_same(tmp_path: Path) -> None:
    drawn = sweep(deterrence_by_chance, 300, setups=BOTH, seed=3)
    own = columns()
    assert [name for name in own if name.startswith("US")] == [f"US_OPERATOR.{n}" for n in OWN]
    for sample in (own, file_of(tmp_path, own)):
        found = sweep(deterrence_by_chance, setups=BOTH, sample=sample)
        for name in (*drawn.data_vars, *own.keys() - {f"US_OPERATOR.{n}" for n in OWN}, *OWN):
            np.testing.assert_array_equal(found[name].values, drawn[name].values)
            assert found[name].attrs == drawn[name].attrs
        assert found.attrs["sample"].endswith("300 rows, " + sample_of(sample).digest)
        assert "seed" not in found.attrs
        assert found.attrs["sources"] == found.attrs["sample"]
        counted = summary(deterrence_by_chance, setups=BOTH, sample=sample)
        assert counted.share("NONE", "peace") == float(
            drawn.possible.sel(setup="NONE", outcome="peace").mean()
        )
    assert repr(counted).startswith("300 draws of draws.csv by subgame_perfect")
    assert "300 draws of draws.csv, 300 rows, " in str(counted.asked)


def test_correlations_are_as_they_are() -> None:
    own = columns()
    own["corridor_value"] = np.linspace(0.1, 0.6, 300)
    own["access_risk"] = 0.3 + (0.6 - own["corridor_value"])
    found = sweep(deterrence_by_chance, setups=BOTH, sample=own)
    assert np.corrcoef(found.corridor_value, found.access_risk)[0, 1] == pytest.approx(-1)
    inside = sweep(deterrence_by_chance, setups=BOTH, sample=own, given=["corridor_value > 0.35"])
    assert inside.sizes["draw"] == 150
    # rows may be beyond the ranges, where relations would leave nothing of these
    own["corridor_value"] = own["corridor_value"] + 1
    wide = sweep(deterrence_by_chance, setups=BOTH, sample=own, given=["corridor_value > 1"])
    assert float(wide.corridor_value.max()) == 1.6


def test_the_first_rows_are_taken() -> None:
    own = columns()
    some = sweep(deterrence_by_chance, 100, setups=BOTH, sample=own)
    assert (some.corridor_value.values == own["corridor_value"][:100]).all()
    assert summary(deterrence_by_chance, 100, setups=BOTH, sample=own).draws == 100
    # as many as there are
    assert summary(deterrence_by_chance, 1_000, setups=BOTH, sample=own).draws == 300
    game = deterrence_by_chance(NONE)
    levels, prices = {"corridor_value": ["0.2", "0.4"]}, {"corridor_value": 1}
    table = Parameters(game.parameters.values(), (), sample_of(own))
    tied = changed(game, parameters=table)
    found = optimal(tied, "peace", levels, prices, draws=1_000)
    at = summary(game, sample=own, values={"corridor_value": "0.2"})
    assert found.designs[0].share == at.share(at.setups[0], "peace")
    with pytest.raises(GameError, match=r"^a sample, 300 rows, .* ties numbers to each other"):
        sensitivity(tied, "peace", draws=64)


def test_whole_numbers_are_those_that_are_nearest() -> None:
    own = columns()
    game = deterrence_by_chance(US_OPERATOR)
    own = {name.removeprefix("US_OPERATOR."): x for name, x in own.items()}
    shaken = {**own, "operator_years": own["operator_years"] + 0.2}
    found, before = (sweep(game, sample=rows) for rows in (shaken, own))
    assert (found.operator_years == before.operator_years).all()
    with pytest.raises(GameError, match="operator_years stands in an exponent and is"):
        sweep(game, sample={**own, "operator_years": own["operator_years"] + 1e6})


def test_a_number_without_a_range_may_have_a_column() -> None:
    s = sympy.Symbol("stake")
    ends = {"go": Terminal("w", {"A": s}), "no": Terminal("p", {"A": 0})}
    tree = ExtensiveForm(Decision("A", ends))
    found = sweep(tree, sample={"stake": [-1.0, 1.0, 2.0]})
    assert found.possible.sel(outcome="w").values.tolist() == [[False, True, True]]
    assert found.stake.attrs == {}
    assert found.stake.values.tolist() == [-1, 1, 2]


def test_other_arrays_take_samples() -> None:
    own = columns()
    here, there = (
        sweep(deterrence_by_chance, setups=BOTH, sample=own, on=Run(arrays=name))
        for name in ("numpy", "array_api_strict")
    )
    assert (here.possible == there.possible).all()


def test_posterior_draws_are_a_sample() -> None:
    found = posterior(peacekeepers, observations(peacekeepers), draws=400, precision=5, seed=1)
    chosen = np.random.default_rng(1).choice(400, 200, p=found.weights)
    rows = {name: drawn[chosen] for name, drawn in found.values.items() if " " not in name}
    game = peacekeepers(US_OPERATOR)
    missing = {s.name for s in game.symbols} - set(rows)
    central = {n: game.parameters[n].central for n in missing}
    used = {name: drawn for name, drawn in rows.items() if name in {s.name for s in game.symbols}}
    shares = summary(game, sample=used, values=central)
    assert shares.draws == 200


def test_a_store_of_another_sample_is_refused(tmp_path: Path) -> None:
    own, place = columns(), Run(store=tmp_path / "store")
    first = sweep(deterrence_by_chance, setups=BOTH, sample=own, on=place)
    assert first.identical(sweep(deterrence_by_chance, setups=BOTH, sample=own, on=place))
    own["corridor_value"] = own["corridor_value"][::-1].copy()
    with pytest.raises(GameError, match="is of another sweep, sample is"):
        sweep(deterrence_by_chance, setups=BOTH, sample=own, on=place)


def test_numbers_of_ones_own_name_a_sample(tmp_path: Path) -> None:
    own = columns()
    draws = file_of(tmp_path, own)
    mine = tmp_path / "mine.toml"
    mine.write_text('sample = "draws.csv"\n')
    table = load(own=mine)
    assert table.sample == sample_of(draws)
    assert "drawn from draws.csv: 300 draws of" in " ".join(repr(table).split())
    assert "drawn from draws.csv" in table._repr_html_()
    setups = named(own=mine)
    assert setups["WESTERN_MIX"].parameters.sample == table.sample
    halfway = between(setups["NONE"], setups["US_OPERATOR"], ["regime"], "halfway")
    assert halfway.parameters.sample == table.sample
    found = summary(deterrence_by_chance, setups=[setups["NONE"], setups["US_OPERATOR"]])
    alone = summary(deterrence_by_chance, setups=BOTH, sample=draws)
    assert found.to_dataframe().equals(alone.to_dataframe())
    assert found.draws == 300
    again = tmp_path / "again.toml"
    write_numbers(again, table)
    assert load(own=again) == table
    with pytest.raises(GameError, match="has no place for samples and correlations: write"):
        write_numbers(tmp_path / "again.csv", table)
    # what is on a grid is not drawn
    grid = {"corridor_value": ["0.2", "0.3"]}
    assert sweep(deterrence_by_chance(setups["NONE"]), grid=grid).sizes["corridor_value"] == 2
    other = tmp_path / "other"
    other.mkdir()
    file_of(other, columns(20))
    (other / "mine.toml").write_text('sample = "draws.csv"\n')
    mixed = [setups["NONE"], named(own=other / "mine.toml")["US_OPERATOR"]]
    with pytest.raises(GameError, match="setups come with different samples: give one"):
        summary(deterrence_by_chance, setups=mixed)
    for said in ('"../draws.csv"', "3"):
        mine.write_text(f"sample = {said}\n")
        with pytest.raises(GameError, match=r"mine\.toml: sample is .*: name a .csv or .nc"):
            load(own=mine)


def test_the_command_takes_a_sample(tmp_path: Path) -> None:
    place = file_of(tmp_path, columns())
    asked = ["summary", "deterrence_by_chance", "--setup", "NONE", "--sample", str(place)]
    told = CliRunner().invoke(app, asked).output
    assert told.startswith("300 draws of draws.csv by subgame_perfect")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (
            {"corridor_value": None},
            "a sample has no column corridor_value: add it, or give a value",
        ),
        (
            {"corridor_value": None, "US_OPERATOR.neutrality": None},
            "a sample has no column corridor_value, US_OPERATOR.neutrality: add it",
        ),
        (
            {"neutrality": np.zeros(300)},
            "",
        ),
        (
            {"US_OPERATOR.neutrality": None, "neutrality": np.zeros(300)},
            "setups differ in neutrality, and the sample has one column: name them NONE.neutrality",
        ),
        (
            {"corridor_valu": np.zeros(300)},
            "a sample: unknown column 'corridor_valu': did you",
        ),
        ({"access_risk": np.full(300, 7.0)}, ""),
    ],
)
def test_columns_are_those_of_the_numbers(changes: Mapping[str, object], why: str) -> None:
    rows = {n: x for n, x in {**columns(), **changes}.items() if x is not None}
    if not why:
        sweep(deterrence_by_chance, setups=[US_OPERATOR], sample=rows)  # type: ignore[arg-type]
        return
    with pytest.raises(GameError) as refused:
        sweep(deterrence_by_chance, setups=BOTH, sample=rows)  # type: ignore[arg-type]
    assert str(refused.value).startswith(why)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a,b\n1,2\n3,x\n", "draws.csv, line 3: b is 'x': give a finite number"),
        ("a,b\n1,nan\n", "draws.csv, line 2: b is 'nan': give a finite number"),
        ("a,b\n1,\n", "draws.csv, line 2: b is '': give a finite number"),
        ("a,b\n1\n", "draws.csv, line 2: there are 1 cells and 2 columns"),
        ("a,a\n1,2\n", "draws.csv, line 1: 'a' is named twice"),
        ("a,\n1,2\n", "draws.csv, line 1: a column has no name"),
        (",\n1,2\n", "draws.csv, line 1: a column has no name"),
        ("", "draws.csv, line 1: a column has no name"),
        ("a,b\n\n", "draws.csv has no row of draws: give one or more"),
    ],
)
def test_a_file_that_is_no_sample_is_refused(tmp_path: Path, text: str, why: str) -> None:
    place = tmp_path / "draws.csv"
    place.write_text(text)
    with pytest.raises(GameError) as refused:
        sample_of(place)
    assert str(refused.value).startswith(why)


def test_samples_are_told_apart(tmp_path: Path) -> None:
    place = tmp_path / "draws.csv"
    place.write_text("a;b\n0,5;1\n\n0,25;2\n")
    found = sample_of(place)
    assert found == sample_of(found) == sample_of({"a": [0.5, 0.25], "b": [1, 2]})
    assert hash(found) == hash(sample_of({"a": [0.5, 0.25], "b": [1, 2]}))
    assert found != sample_of({"a": [0.5, 0.25], "b": [1, 3]})
    assert found != "draws.csv"
    assert repr(found) == "draws.csv: 2 draws of a, b"
    assert isinstance(found, Sample)
    with pytest.raises(GameError, match=r"draws\.txt has the ending '\.txt': a sample is read"):
        sample_of(tmp_path / "draws.txt")
    uneven: list[dict[str, list[float]]] = [{}, {"a": [1.0], "b": [1.0, 2.0]}, {"a": []}]
    for bad in uneven:
        with pytest.raises(GameError, match="a sample has as many draws of each number, and got"):
            sample_of(bad)
    for value in (float("inf"), "x"):
        with pytest.raises(GameError, match=r"draw 1 of a is .*: give a finite number"):
            sample_of({"a": [1.0, value]})  # type: ignore[list-item]


def test_what_a_sample_is_not_for_is_refused() -> None:
    own = columns()
    with pytest.raises(GameError, match="a grid takes its points as they are: leave the sample"):
        sweep(deterrence_by_chance(NONE), grid={"corridor_value": ["0.2"]}, sample=own)
    with pytest.raises(GameError, match="a sample has its own draws, and got the sampling 'sobol'"):
        summary(deterrence_by_chance, setups=BOTH, sample=own, sampling="sobol")
    with pytest.raises(GameError, match="give draws, how many, a sample of them, or a grid"):
        summary(deterrence_by_chance)


def stored(folder: Path, data: xr.Dataset) -> Path:
    place = folder / "draws.nc"
    data.to_netcdf(place, engine="scipy")
    return place


def test_a_sweep_that_was_written_is_a_sample(tmp_path: Path) -> None:
    drawn = sweep(deterrence_by_chance, 60, setups=BOTH, seed=3)
    place = stored(tmp_path, drawn)
    found = sweep(deterrence_by_chance, setups=BOTH, sample=place)
    for name in drawn.data_vars:
        np.testing.assert_array_equal(found[name].values, drawn[name].values)
    assert found.attrs["sample"].startswith("draws.nc, 60 rows")
    table = file_of(tmp_path, columns(60))
    same = {n for n in sample_of(table).columns if n in sample_of(place).columns}
    assert same == {*sample_of(table).columns}
    assert all(sample_of(place).columns[n] == sample_of(table).columns[n] for n in same)


def test_numbers_of_chains_follow_each_other(tmp_path: Path) -> None:
    rows = np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])
    data = xr.Dataset(
        {"corridor_value": (("draw", "chain"), rows.T), "lp": ("step", [1.0])},
        coords={"chain": [0, 1], "draw": [0, 1, 2]},
    )
    found = sample_of(stored(tmp_path, data))
    assert list(found.columns) == ["corridor_value"]
    assert list(found.columns["corridor_value"]) == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]


def test_a_setup_without_a_number_has_no_column(tmp_path: Path) -> None:
    values = [[np.nan, np.nan], [0.2, 0.3]]
    data = xr.Dataset(
        {"detection": (("setup", "draw"), values)}, {"setup": ["NONE", "US_OPERATOR"]}
    )
    assert list(sample_of(stored(tmp_path, data)).columns) == ["US_OPERATOR.detection"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"x": ("step", [1.0])}, "has no number over the dimension draw"),
        ({"x": ("draw", [1.0]), "weight": ("draw", [1.0])}, "the draws have weights"),
        ({"x": ("draw", ["a"])}, "x has no numbers"),
        ({"x": ("draw", [1.0, np.inf])}, "draws.nc, draw 1 of x is inf: give a finite number"),
        ({"x": ("draw", [1.0]), "y": (("chain", "draw"), [[1.0], [2.0]])}, "got .*1 of x"),
    ],
)
def test_what_a_file_of_variables_has_to_hold(
    tmp_path: Path, data: Mapping[str, object], why: str
) -> None:
    place = stored(tmp_path, xr.Dataset(data))
    with pytest.raises(GameError, match=why):
        sample_of(place)


def test_a_missing_column_of_a_file_is_told(tmp_path: Path) -> None:
    place = stored(tmp_path, xr.Dataset({"corridor_value": ("draw", [0.2, 0.3])}))
    with pytest.raises(GameError, match=r"draws\.nc has no column access_risk, .*: add it"):
        summary(deterrence_by_chance(NONE), sample=place)


@pytest.mark.parametrize("content", [b"", b"CDF\x01", b"CDF\x02" + b"\xff" * 60, b"\x89HDF" * 9])
def test_a_damaged_file_of_variables_is_refused(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "draws.nc"
    place.write_bytes(content)
    with pytest.raises(GameError, match="NETCDF3_64BIT") as refusal:
        sample_of(place)
    assert "\n" not in str(refusal.value)
    assert ("NetCDF-4" in str(refusal.value)) == content.startswith(b"\x89HDF")
