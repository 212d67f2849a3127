"""Every result says what was asked, in the same words."""

import pickle
from collections.abc import Iterator
from dataclasses import replace

import matplotlib.pyplot as plt
import pytest
from immutabledict import immutabledict

import caucasus_games as cg
from caucasus_games import plot
from caucasus_games.comparison.asked import Asked
from caucasus_games.concepts import mixed_nash, pure_nash, quantal_response
from caucasus_games.explorer.panels import share
from caucasus_games.explorer.state import read
from caucasus_games.games import NormalForm
from caucasus_games.guarantors import NONE, US_OPERATOR, US_TREATY, named
from caucasus_games.models import ceasefire, deterrence_by_chance, settlement
from caucasus_games.readings.arrays import package_of
from caucasus_games.reports import report
from caucasus_games.results import Solution


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


NUMPY = package_of("numpy")
VERSION = f"caucasus_games {cg.__version__}"


def one_line(asked: Asked) -> str:
    return str(asked).replace(NUMPY, "numpy").replace(VERSION, "here")


def test_a_summary_says_all_of_it() -> None:
    soft = quantal_response.given(precision=2)
    own = {"solver": soft, "values": {"detection": "0.8"}, "seed": 3, "sampling": "sobol"}
    found = cg.summary(ceasefire, 16, setups=[NONE], **own)  # type: ignore[arg-type]
    said = "quantal_response(precision=2), 16 sobol draws, seed 3, figures of 2025-07"
    assert one_line(found.asked) == f"{said}, with detection 0.8, numpy, here"
    told = found.asked.told
    assert told["value of detection under NONE"] == "4/5"
    assert told["range of military_advantage under NONE"].endswith(", triangular")
    assert told["package"] == NUMPY
    assert told["decimals"] == "64 bits"
    assert pickle.loads(pickle.dumps(found.asked)) == found.asked
    assert found.none == "no equilibrium"
    assert cg.summary(ceasefire, 4, setups=[NONE]).none == "no pure equilibrium"


def test_a_dataset_says_all_of_it() -> None:
    setups = [US_TREATY, US_OPERATOR]
    found = cg.sweep(settlement, 4, setups=setups, values={"bypass_value": "0.3"}, seed=2)
    attrs = found.attrs
    assert attrs["solver"] == "subgame_perfect"
    assert attrs["vintage"] == "2025-07"
    assert attrs["values"] == "bypass_value: 3/10"
    assert attrs["seed"] == 2
    assert attrs["arrays"] == "numpy"
    assert attrs["package"] == NUMPY
    assert attrs["version"] == cg.__version__
    # what differs between setups has a line for each
    lines = attrs["ranges"].splitlines()
    assert sum(line.startswith("guarantor_credibility under ") for line in lines) == 2
    assert sum(line.startswith("bypass_value: ") for line in lines) == 1


def test_a_grid_has_no_seed_and_a_game_no_vintage() -> None:
    game = ceasefire(NONE)
    found = cg.sweep(game, grid={"detection": ["0.2", "0.4"]}, solver=mixed_nash)
    assert found.attrs["grid"] == "detection 1/5, 2/5"
    assert "seed" not in found.attrs
    assert found.attrs["vintage"] == ""
    plan = cg.summary(game, 2).asked
    assert one_line(plan) == "pure_nash, 2 draws, seed 0, numpy, here"
    assert plan.drawn is not None
    at_points = replace(plan, drawn=replace(plan.drawn, draws=None, grid=immutabledict({"x": ()})))
    assert one_line(at_points) == "pure_nash, grid of x, numpy, here"


def test_comparisons_name_what_solved_them() -> None:
    def own_way(game: NormalForm) -> Solution:
        return pure_nash(game)

    found = cg.compare(ceasefire, [named("2026-09")["NONE"]], solver=own_way, vintage="2026-09")
    assert one_line(found.asked) == "own_way, figures of 2026-09, here"
    assert found.asked.mixed
    assert "arrays" not in found.asked.attrs
    assert found.asked.told["solver"] == "own_way"


def test_effects_and_designs_say_it_too() -> None:
    game = deterrence_by_chance(NONE)
    pytest.importorskip("SALib", reason="needs the extra sensitivity")
    effects = cg.sensitivity(game, "peace", draws=60, seed=1)
    assert one_line(effects.asked).startswith("subgame_perfect, 64 draws, seed 1")
    levels, prices = {"guarantor_credibility": [0, 1]}, {"guarantor_credibility": 1}
    designs = cg.optimal(deterrence_by_chance(US_OPERATOR), "peace", levels, prices, draws=10)
    assert one_line(designs.asked).startswith("subgame_perfect, 10 draws, seed 0")
    written = plot.tornado(effects).texts[-1].get_text()
    assert written.replace("\n", " ") == str(effects.asked)


def test_figures_pages_and_the_explorer_say_it() -> None:
    counted = cg.summary(ceasefire, 4, setups=[NONE])
    compared = cg.compare(ceasefire, [NONE])
    for ax, asked in (
        (plot.shares(counted), counted.asked),
        (plot.compare(compared), compared.asked),
    ):
        assert ax.texts[-1].get_text() == str(asked)
    game = ceasefire(NONE)
    points = plot.correspondence(game, "peace", "detection", solver=mixed_nash, points=2)
    assert points.texts[-1].get_text() == f"mixed_nash, {VERSION}"
    page = report(ceasefire, "NONE", draws=8, seed=5)
    said = f"pure_nash, 8 draws, seed 5, figures of 2025-07, {NUMPY}, {VERSION}"
    assert f"<footer><p>9 setups; {said}.</p></footer>" in page
    assert "Asked: pure_nash, " in share(read({"model": "ceasefire", "setup": "NONE"}))
