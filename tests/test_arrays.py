"""The solvers on arrays of other packages; one that allows nothing but the standard stands in."""

import importlib.util
import sys
from collections.abc import Callable
from itertools import product
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
import sympy
import xarray as xr

from caucasus_games import GameError, summary, sweep
from caucasus_games.concepts import mixed_nash
from caucasus_games.concepts.concept import Solver
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import NONE, RUSSIAN_PEACEKEEPERS, US_OPERATOR
from caucasus_games.models import (
    ceasefire,
    corridor,
    election,
    guarantee,
    probe,
    settlement,
)
from caucasus_games.readings import arrays
from caucasus_games.readings.compiled import compiled
from caucasus_games.sweeps import Run

PACKAGES = [
    pytest.param(
        name,
        marks=pytest.mark.skipif(
            importlib.util.find_spec(name) is None, reason=f"{name} is not installed"
        ),
    )
    for name in ("array_api_strict", "torch")
]
X = sympy.Symbol("x")


@pytest.mark.no_cover
@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize(
    ("model", "solver"),
    [
        (settlement, None),
        (corridor, None),
        (election, None),
        (guarantee, None),
        (ceasefire, mixed_nash),
    ],
)
def test_the_same_answers(
    model: Callable[..., NormalForm | ExtensiveForm],
    solver: Solver | None,
    package: str,
) -> None:
    game = model(US_OPERATOR)
    ours = sweep(game, draws=300, solver=solver, seed=2)
    xr.testing.assert_allclose(
        ours, sweep(game, draws=300, solver=solver, seed=2, on=Run(arrays=package))
    )


@pytest.mark.parametrize("package", PACKAGES)
def test_ties_and_constants(package: str) -> None:
    def end(label: str, one: object, other: object = 0) -> Terminal:
        return Terminal(label, {"A": one, "B": other})

    some = Decision("B", {"l": end("war", 1, X), "r": end("peace", 2, 1)})
    odds: dict[str, tuple[object, Node]] = {
        "c": ("1/3", some),
        "d": ("2/3", end("war", sympy.Max(X, 1))),
    }
    tree = ExtensiveForm(Decision("A", {"in": Chance(odds), "out": end("peace", 1)}))
    cells = [[X, 1], [1, sympy.Min(X, 1)], [1, sympy.Piecewise((0, X < 1), (2, True))], [0, X**2]]
    table = NormalForm(
        {"A": ["a", "b"], "B": ["c", "d"]}, dict(zip(product("ab", "cd"), cells, strict=True))
    )
    grid = {"x": [0, "1/2", 1, 2]}
    for game, solver in ((tree, None), (table, None), (table, mixed_nash)):
        ours = sweep(game, grid=grid, solver=solver)
        xr.testing.assert_allclose(
            ours, sweep(game, grid=grid, solver=solver, on=Run(arrays=package))
        )
    certain = NormalForm({"A": ["go"]}, {("go",): (1,)}, {("go",): "peace"}, title="certain")
    assert sweep(certain, draws=3, on=Run(arrays=package)).possible.all()


def test_a_summary_counts_the_same() -> None:
    ours = summary(settlement, 2_000, setups=[NONE, US_OPERATOR], seed=3)
    theirs = summary(
        settlement, 2_000, setups=[NONE, US_OPERATOR], seed=3, on=Run(arrays="array_api_strict")
    )
    assert (ours.together["possible"] == theirs.together["possible"]).all()


def test_arrays_that_do_not_serve_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GameError, match="unknown arrays 'tensorflow'"):
        sweep(settlement, draws=2, on=Run(arrays="tensorflow"))
    with pytest.raises(GameError, match="array_api_strict serves pure and mixed Nash"):
        sweep(probe(RUSSIAN_PEACEKEEPERS), draws=2, on=Run(arrays="array_api_strict"))
    monkeypatch.setitem(sys.modules, "array_api_strict", None)
    with pytest.raises(GameError, match="array_api_strict is not installed"):
        sweep(settlement, draws=2, on=Run(arrays="array_api_strict"))


def test_numbers_that_are_rounded_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    half = ModuleType("half")
    half.__version__ = "1"  # type: ignore[attr-defined]
    half.float64 = np.float64  # type: ignore[attr-defined]
    half.asarray = lambda x, device: np.asarray(x, dtype=np.float32)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "half", half)
    monkeypatch.setitem(arrays._PACKAGES, "half", "half")
    with pytest.raises(GameError, match="half rounds to 32 bits"):
        sweep(settlement, draws=2, on=Run(arrays="half", workers=1))


def test_arrays_on_another_device_come_home() -> None:
    there = SimpleNamespace(get=lambda: np.array([1.0]))
    assert arrays.on_host(there).tolist() == [1.0]


def test_functions_of_another_package_are_called() -> None:
    both = compiled([sympy.sqrt(X), X**3])
    numbers = both(arrays.placed({"x": np.array([4.0])}, "array_api_strict"))
    assert [float(x[0]) for x in numbers] == [2.0, 64.0]
