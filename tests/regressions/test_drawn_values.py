"""The dataset of a sweep holds the numbers that were drawn, the very ones that were used."""

from fractions import Fraction

import numpy as np
import pytest
import sympy
import xarray as xr

from caucasus_games import GameError, optimal, sensitivity, sweep
from caucasus_games.comparison import usual
from caucasus_games.games import Decision, ExtensiveForm, Terminal
from caucasus_games.guarantors import EU_MONITORS, NONE, US_OPERATOR
from caucasus_games.models import deterrence, deterrence_by_chance, settlement
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.sweeps import execution as blocks

D, N, X = sympy.symbols("d n x")


def agree(game: ExtensiveForm, here: xr.Dataset, at: dict[str, Fraction]) -> None:
    solution = usual(game)(game.at({s.name: at[s.name] for s in game.symbols}))
    assert int(here.equilibria) == len(solution)
    for outcome in game.outcome_labels:
        chances = [float(e.outcomes.get(outcome, 0)) for e in solution]
        low, high = here.probability_low, here.probability_high
        assert np.isclose(low.sel(outcome=outcome), min(chances), atol=1e-6)
        assert np.isclose(high.sel(outcome=outcome), max(chances), atol=1e-6)


def test_answers_follow_from_the_values_beside_them() -> None:
    found = sweep(settlement, draws=12, setups=[NONE, US_OPERATOR], seed=3)
    for setup in (NONE, US_OPERATOR):
        game, here = settlement(setup), found.sel(setup=setup.name)
        moving = [n for n, r in game.parameters.items() if r.low < r.high]
        symbols = {s.name for s in game.symbols}
        used = [name for name in moving if name in symbols]
        assert used
        for k in range(12):
            at = {name: Fraction(float(here[name][k])) for name in used}
            fixed = {n: r.central for n, r in game.parameters.items() if n not in used}
            agree(game, here.isel(draw=k), {**fixed, **at})


def test_they_stand_over_setups_where_these_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 7)
    found = sweep(deterrence_by_chance, draws=20, setups=[EU_MONITORS, US_OPERATOR], seed=3)
    dims = {name: found[name].dims for name in found.coords if name not in found.dims}
    assert set(dims.values()) == {("draw",), ("setup", "draw")}
    for name, own in dims.items():
        for setup in (EU_MONITORS, US_OPERATOR):
            record = deterrence_by_chance(setup).parameters[str(name)]
            values = found[name].sel(setup=setup.name) if len(own) > 1 else found[name]
            assert float(record.low) <= float(values.min())
            assert float(values.max()) <= float(record.high)
    record = deterrence_by_chance(US_OPERATOR).parameters["corridor_value"]
    assert found["corridor_value"].attrs == {"long_name": record.description, "units": record.unit}


def test_a_parameter_that_one_setup_lacks_or_fixes() -> None:
    def model(setup: object) -> ExtensiveForm:
        own = [
            Parameter(
                "x", "x", "share", Fraction(-1), Fraction(0), Fraction(1), "assumption: a test"
            )
        ]
        if setup is NONE:
            own = [
                Parameter(
                    "x",
                    "x",
                    "share",
                    Fraction(0),
                    Fraction(0),
                    Fraction(0),
                    "assumption: a test",
                    "fixed",
                )
            ]
        worth = X + N if setup is US_OPERATOR else X
        own.append(
            Parameter(
                "n", "n", "share", Fraction(1), Fraction(2), Fraction(3), "assumption: a test"
            )
        )
        ends = {"a": Terminal("a", {"A": worth}), "b": Terminal("b", {"A": 1})}
        used = own if setup is US_OPERATOR else own[:1]
        return ExtensiveForm(Decision("A", ends), parameters=Parameters(used))

    found = sweep(model, draws=5, setups=[NONE, US_OPERATOR])
    assert found["x"].dims == ("setup", "draw")
    assert (found["x"].sel(setup="NONE") == 0).all()
    assert found["x"].sel(setup="US_OPERATOR").std() > 0
    assert found["n"].dims == ("draw",)


def test_they_can_be_left_out_and_are_not_in_a_grid() -> None:
    whole = sweep(deterrence_by_chance, draws=50, setups=[NONE], seed=1)
    bare = sweep(deterrence_by_chance, draws=50, setups=[NONE], seed=1, drawn=False)
    assert set(bare.coords) == {"setup", "outcome", "player"}
    xr.testing.assert_identical(bare, whole.drop_vars(set(whole.coords) - set(bare.coords)))
    grid = sweep(deterrence_by_chance, grid={"military_advantage": ["0.6", "0.7"]}, setups=[NONE])
    assert set(grid.coords) == {"setup", "outcome", "player", "military_advantage"}


def test_a_parameter_with_the_name_of_a_variable() -> None:
    name = sympy.Symbol("possible")
    table = Parameters(
        [
            Parameter(
                "possible",
                "p",
                "share",
                Fraction(0),
                Fraction(1),
                Fraction(2),
                "assumption: a test",
            )
        ]
    )
    ends = {"a": Terminal("a", {"A": name}), "b": Terminal("b", {"A": 1})}
    found = sweep(ExtensiveForm(Decision("A", ends), parameters=table), draws=30)
    expected = found["possible_drawn"] > 1
    assert (found.possible.sel(outcome="a", setup="game") == expected).all()


def powers(low: int | str, high: int | str) -> ExtensiveForm:
    table = Parameters(
        [
            Parameter(
                "d",
                "d",
                "share",
                Fraction("0.5"),
                Fraction("0.6"),
                Fraction("0.7"),
                "assumption: a test",
            ),
            Parameter(
                "n",
                "n",
                "years",
                Fraction(low),
                Fraction(low),
                Fraction(high),
                "assumption: a test",
                "uniform",
            ),
        ]
    )
    ends = {"a": Terminal("a", {"A": D**N}), "b": Terminal("b", {"A": "1/3"})}
    return ExtensiveForm(Decision("A", ends), parameters=table)


def test_exponents_are_drawn_as_whole_numbers() -> None:
    game = powers(1, 4)
    found = sweep(game, draws=4_000, seed=1)
    values, counts = np.unique(found["n"], return_counts=True)
    assert values.tolist() == [1, 2, 3, 4]
    assert (abs(counts - 1_000) < 120).all()
    for k in range(10):
        at = {"d": Fraction(float(found["d"][k])), "n": Fraction(float(found["n"][k]))}
        agree(game, found.isel(setup=0, draw=k), at)
    years = sweep(deterrence, draws=30, setups=[US_OPERATOR])["operator_years"]
    assert (years % 1 == 0).all()
    assert years.std() > 0


def test_exponents_that_are_no_whole_numbers_are_refused() -> None:
    told = "n stands in an exponent and is 2.5: give a whole number from -1,000 to 1,000"
    with pytest.raises(GameError, match=told):
        sweep(powers(1, 4), draws=2, values={"n": "2.5"})
    with pytest.raises(GameError, match=r"d\*\*n has the exponent 1000000 at these values"):
        sweep(powers(1, 4), draws=2, values={"n": 10**6})
    with pytest.raises(GameError, match=r"n stands in an exponent and is 0.5"):
        sweep(powers(1, 4), grid={"n": [1, "0.5"]})
    with pytest.raises(GameError, match=r"n stands in an exponent and is 1.5"):
        optimal(powers(1, 4), "a", {"n": ["1.5"]}, {"n": 1}, draws=10)
    for low, high in (("1.2", "1.8"), (1, 10**6)):
        told = "n stands in an exponent, and its range from .* has no whole numbers up to 1,000"
        with pytest.raises(GameError, match=told):
            sweep(powers(low, high), draws=2)
    effects = sensitivity(powers(1, 4), "a", draws=64).effects
    assert effects["n"].total > 0
