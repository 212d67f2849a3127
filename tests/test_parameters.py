import pickle
import re
from fractions import Fraction

import pytest
import sympy

from caucasus_games import GameError, Parameter, Parameters, load
from caucasus_games.guarantors import named, regimes
from caucasus_games.parameters import data, vintages


def make(**changes: object) -> Parameter:
    fields: dict[str, object] = {
        "name": "x",
        "description": "a number",
        "unit": "share",
        "low": 0,
        "central": "1/2",
        "high": 1,
        "source": "assumption: for the test",
    }
    return Parameter(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("vintage", vintages())
def test_every_number_is_sourced_dated_and_in_its_unit(vintage: str) -> None:
    for record in load(vintage).values():
        assert record.keys or record.is_assumption
        assert record.as_of
        assert set(record.keys) <= data.bibliography().keys()
        if record.unit in ("probability", "share"):
            assert record.low >= 0
            assert record.high <= 1


@pytest.mark.parametrize("vintage", vintages())
def test_no_vintage_cites_what_came_later(vintage: str) -> None:
    owners = [load(vintage), *(setup.parameters for setup in named(vintage).values())]
    owners += [regime.parameters for regime in regimes(vintage).values()]
    records = [record for own in owners for record in own.values()]
    written = data.bibliography()
    for record in records:
        assert record.as_of <= vintage, record
        assert all(int(written[key]["year"]) <= int(vintage[:4]) for key in record.keys), record


def test_the_second_vintage_changes_what_later_figures_changed() -> None:
    before, after = load(), load("2026-09")
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "audience_cost",
        "backing_swing",
        "block_effect",
        "bypass_value",
        "discipline_value",
        "early_transit",
        "obstruction_cost",
        "obstruction_effect",
        "operator_years",
        "opposition_discredit",
        "peace_swing",
        "punishment_harm",
        "quorum_quantile",
        "referendum_passes",
        "transit_profit",
        "two_thirds",
    }
    assert all(after[name].as_of > "2025-07" for name in changed)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "two words"}, "not an identifier"),
        ({"low": 2}, "must be in that order"),
        ({"source": " "}, "has no source"),
        ({"distribution": "gamma"}, "use one of fixed, uniform, triangular"),
        ({"distribution": "fixed"}, "low and high must be equal"),
        ({"central": float("nan")}, "a finite number is needed"),
        ({"central": 0.1}, "write '0.1'"),
    ],
)
def test_a_bad_parameter_is_refused_in_a_sentence(
    changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(GameError, match=sentence):
        make(**changes)


def test_a_new_value_widens_the_range() -> None:
    assert make().with_value(2).high == 2
    assert make().with_value("1/4").high == 1
    fixed = make(low=1, central=1, distribution="fixed")
    assert fixed.with_value(1).distribution == "fixed"
    assert fixed.with_value(0).distribution == "triangular"


def test_tables_are_values() -> None:
    table = load()
    assert pickle.loads(pickle.dumps(table)) == table
    assert hash(table) == hash(load())
    assert "corridor_value" in table
    assert table["corridor_value"].symbol == sympy.Symbol("corridor_value")
    with pytest.raises(GameError, match="did you mean 'corridor_value'"):
        table["coridor_value"]
    with pytest.raises(GameError, match="did you mean 'corridor_value'"):
        table.select(["coridor_value"])


def test_values_outside_their_range_are_named() -> None:
    table = load().with_values({"corridor_value": "0.2"})
    assert table["corridor_value"].central == Fraction(1, 5)
    said = table.outside({"corridor_value": Fraction(2), "other": Fraction(9)})
    assert said == ("corridor_value = 2 lies outside its range [0.1, 0.6]",)
    assert table.outside({"corridor_value": Fraction(1, 2)}) == ()


def test_tables_are_shown() -> None:
    frame = load().to_dataframe()
    assert frame.loc["corridor_value", "central"] == 0.25
    assert Parameters().to_dataframe().empty
    assert repr(Parameters()) == "no parameters"
    assert "corridor_value = 0.25 [0.1, 0.6]" in repr(load())
    assert "<td>corridor_value</td><td>0.25</td>" in load()._repr_html_()
    assert repr(make(low=1, central=1, distribution="fixed")) == "x = 1 share: a number"


def test_an_unknown_vintage_is_refused() -> None:
    with pytest.raises(GameError, match="unknown vintage '2026'"):
        load("2026")


def test_identifiers_of_articles_are_well_formed() -> None:
    found = [entry["doi"] for entry in data.bibliography().values() if "doi" in entry]
    assert all(re.fullmatch(r"10\.\d{4,9}/[-._;()/:A-Za-z0-9]+", one) for one in found)
    assert len(set(found)) == len(found) > 15


def test_a_source_that_is_not_in_the_bibliography_is_refused() -> None:
    entry = {
        "description": "",
        "unit": "",
        "low": 0,
        "central": 0,
        "high": 0,
        "source": "Nobody1900",
    }
    with pytest.raises(GameError, match="'Nobody1900', which is not in"):
        list(data._records({"x": entry}, ("2025-07",), {}))
