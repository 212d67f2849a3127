"""Many draws against the exact solvers at the same values."""

import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
import scipy.stats
import sympy
import xarray as xr
from agreement import agree, games_of

from caucasus_games import GameError, summary, sweep
from caucasus_games.concepts import mixed_nash
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.games.profiles import Outcome, Profile
from caucasus_games.guarantors import EU_MONITORS, NONE, US_OPERATOR
from caucasus_games.models import (
    Model,
    corridor,
    deterrence_by_chance,
    election,
    guarantee,
    settlement,
)
from caucasus_games.parameters import Parameter
from caucasus_games.readings.tally import Tally
from caucasus_games.sweeps import Run
from caucasus_games.sweeps import execution as blocks
from caucasus_games.sweeps.draws import Sampling, Uniforms, quantiles
from caucasus_games.sweeps.response import Response
from caucasus_games.sweeps.work import Work

X, Y = sympy.symbols("x y")
# whole numbers and few symbols, so that there are many ties
PAYOFFS = [0, 1, 2, X, Y, -X, X - Y, X * Y, sympy.Max(X, Y), sympy.Min(X, Y), 2 * X - Y]
POINTS = [-1, 0, "1/2", 1, 2]


def some_tree(rng: random.Random, depth: int) -> Node:
    if depth == 0 or rng.random() < 0.15:
        label = rng.choice(["peace", "war", "stalemate"])
        return Terminal(label, {p: rng.choice(PAYOFFS) for p in "ABC"})
    below = [some_tree(rng, depth - 1) for _ in range(rng.choice([2, 2, 3]))]
    labels = [f"m{k}" for k in range(len(below))]
    if rng.random() < 0.25:
        share = sympy.Rational(1, len(below))
        return Chance({m: (share, node) for m, node in zip(labels, below, strict=True)})
    return Decision(rng.choice("ABC"), dict(zip(labels, below, strict=True)))


def some_table(rng: random.Random, sizes: Sequence[int]) -> NormalForm:
    actions = {f"P{i}": [f"a{k}" for k in range(size)] for i, size in enumerate(sizes)}
    payoffs: dict[Profile, list[object]] = {
        profile: [rng.choice(PAYOFFS) for _ in sizes] for profile in product(*actions.values())
    }
    split = {"peace": Fraction(1, 3), "war": Fraction(2, 3)}
    labels: list[Outcome] = ["peace", "war", split]
    outcomes = {profile: rng.choice(labels) for profile in payoffs}
    return NormalForm(actions, payoffs, outcomes)


def on_points(game: NormalForm | ExtensiveForm) -> None:
    names = sorted(s.name for s in game.symbols)
    assert names
    found = sweep(game, grid=dict.fromkeys(names, POINTS)).isel(setup=0)
    for at in product(POINTS, repeat=len(names)):
        places = {name: POINTS.index(x) for name, x in zip(names, at, strict=True)}
        agree(game, found.isel(places), dict(zip(names, at, strict=True)))


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(12))
def test_every_equilibrium_of_a_tree_with_ties(seed: int) -> None:
    rng = random.Random(seed)
    on_points(ExtensiveForm(some_tree(rng, 3), list("ABC")))


@pytest.mark.no_cover
@pytest.mark.parametrize("sizes", [(2, 2), (3, 2), (2, 2, 2), (1, 3), (2, 2, 2, 2)])
def test_every_pure_equilibrium_of_a_table(sizes: tuple[int, ...]) -> None:
    rng = random.Random(sum(sizes))
    for _ in range(3):
        on_points(some_table(rng, sizes))


@pytest.mark.no_cover
# all models under each setup by itself are compared in test_concepts_agree
@pytest.mark.parametrize("model", [corridor, election, guarantee, settlement], ids=lambda m: m.name)
def test_a_model_at_the_draws_of_several_setups(model: Model[..., Any]) -> None:
    games = dict(games_of(model, NONE, US_OPERATOR))
    found = sweep(model, draws=2, setups=games, seed=3)
    for setup, game in games.items():
        moving = list(game.parameters.values())
        drawn = quantiles(moving, Uniforms(tuple(r.name for r in moving), 3, 2).block(0, 2))
        for k in range(2):
            at = {r.name: Fraction(float(drawn[r][k])) for r in moving}
            agree(game, found.sel(setup=setup.name).isel(draw=k), at, model.solver(game))


def test_draws_do_not_hang_on_how_the_work_is_divided(monkeypatch: pytest.MonkeyPatch) -> None:
    setups = [NONE, US_OPERATOR]
    whole = sweep(settlement, draws=3_000, setups=setups, seed=5, on=Run(workers=1))
    monkeypatch.setattr(blocks, "BLOCK", 1_000)
    xr.testing.assert_identical(whole, sweep(settlement, draws=3_000, setups=setups, seed=5))
    part = sweep(settlement, draws=1_500, setups=setups[1:], seed=5)
    assert (part.possible[0] == whole.possible[1, :, :1_500]).all()
    other = sweep(settlement, draws=3_000, setups=setups, seed=6)
    assert (other.probability_low != whole.probability_low).any()


@pytest.mark.parametrize("sampling", ["random", "sobol", "latin"])
def test_draws_follow_their_distribution(sampling: Sampling) -> None:
    low, mode, high = Fraction(1), Fraction(2), Fraction(5)
    tent = Parameter("tent", "t", "share", low, mode, high, "assumption: for a test")
    flat = Parameter("flat", "f", "share", low, mode, high, "assumption: for a test", "uniform")
    fixed = Parameter("fixed", "f", "share", mode, mode, mode, "assumption: a test", "fixed")
    names = ("fixed", "flat", "tent")
    uniforms = Uniforms(names, 2, 5_000, sampling)
    drawn = quantiles([tent, flat, fixed], uniforms.block(0, 5_000))
    expected = scipy.stats.triang(0.25, 1, 4), scipy.stats.uniform(1, 4)
    for record, law in zip((tent, flat), expected, strict=True):
        assert scipy.stats.kstest(drawn[record], law.cdf).pvalue > 0.01
        assert 1 <= drawn[record].min() <= drawn[record].max() <= 5
    assert (drawn[fixed] == 2).all()
    assert abs(scipy.stats.pearsonr(drawn[tent], drawn[flat]).statistic) < 0.05


def test_sequences_have_a_draw_for_each_setup() -> None:
    methods: list[Sampling] = ["sobol", "latin"]
    for sampling in methods:
        found = sweep(
            deterrence_by_chance, draws=300, setups=[NONE, US_OPERATOR], sampling=sampling
        )
        assert found.sizes["draw"] == 300
        assert found.attrs["sampling"] == sampling
    certain = NormalForm({"A": ["go"]}, {("go",): (1,)}, {("go",): "peace"}, title="certain")
    assert sweep(certain, draws=3, sampling="sobol").possible.all()


def test_the_summary_counts_what_the_sweep_says() -> None:
    setups = [NONE, EU_MONITORS, US_OPERATOR]
    found = sweep(settlement, draws=4_000, setups=setups, seed=9)
    counted = summary(settlement, 4_000, setups=setups, seed=9)
    kinds: list[Response] = ["possible", "guaranteed"]
    for kind in kinds:
        truth = found[kind].sel(outcome="peace").astype(float)
        for setup in counted.setups:
            x = truth.sel(setup=setup)
            assert counted.share(setup, "peace", kind) == pytest.approx(float(x.mean()))
            assert counted.error(setup, "peace") == pytest.approx(
                float(found.possible.sel(outcome="peace", setup=setup).std()) / 4_000**0.5
            )
        gap = truth.sel(setup="US_OPERATOR") - truth.sel(setup="NONE")
        change, error = counted.difference("US_OPERATOR", "NONE", "peace", kind)
        assert change == pytest.approx(float(gap.mean()))
        assert error == pytest.approx(float(gap.std()) / 4_000**0.5)
    some = found.sel(outcome="peace", setup="NONE")
    low, high = counted.probability("NONE", "peace")
    assert low == pytest.approx(float(some.probability_low.fillna(0).mean()), abs=1e-6)
    assert high == pytest.approx(float(some.probability_high.fillna(0).mean()), abs=1e-6)
    frame = counted.to_dataframe()
    assert frame.loc[("NONE", "peace"), "possible"] == counted.share("NONE", "peace")
    assert "NONE         peace      " in str(counted)
    with pytest.raises(GameError, match="unknown outcome 'piece'"):
        counted.share("NONE", "piece")


def test_a_summary_where_there_may_be_no_equilibrium() -> None:
    pennies: dict[Profile, list[object]] = {
        ("a", "c"): [1, -1],
        ("a", "d"): [-1, 1],
        ("b", "c"): [-1, 1],
        ("b", "d"): [1, -1],
    }
    game = NormalForm({"A": ["a", "b"], "B": ["c", "d"]}, pennies)
    counted = summary(game, 10)
    assert counted.share("game", "a, c") == 0
    assert counted.probability("game", "a, c") == (0, 0)
    assert "game   no pure equilibrium  1.000 ± 0.000\n" in str(counted)
    several = summary(guarantee, 2_000, setups=[NONE], seed=1)
    assert " to 0." in str(several)


def test_a_grid_keeps_its_parameters_as_dimensions() -> None:
    found = sweep(
        deterrence_by_chance,
        grid={"guarantor_credibility": [0, "0.5", 1], "military_advantage": ["0.6", "0.9"]},
        setups=[US_OPERATOR],
    )
    assert found.possible.dims == (
        "setup",
        "outcome",
        "guarantor_credibility",
        "military_advantage",
    )
    assert found.guarantor_credibility.values.tolist() == [0, 0.5, 1]
    assert found.guarantor_credibility.attrs["units"] == "probability"


def test_an_interrupted_sweep_keeps_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 100)
    block = Work.block

    def stopped(work: Work, start: int, stop: int) -> list[tuple[str, Tally]]:
        if start >= 300:
            raise KeyboardInterrupt
        return block(work, start, stop)

    monkeypatch.setattr(Work, "block", stopped)
    found = sweep(settlement, draws=1_000, setups=[NONE], on=Run(workers=1))
    assert found.sizes["draw"] == found.attrs["solved"] == 300
    assert summary(settlement, 1_000, setups=[NONE], on=Run(workers=1)).draws == 300
    monkeypatch.setattr(blocks, "BLOCK", 400)
    monkeypatch.setattr(Work, "block", lambda work, start, stop: stopped(work, 900, stop))
    with pytest.raises(KeyboardInterrupt):
        sweep(settlement, draws=1_000, setups=[NONE], on=Run(workers=1))


def test_a_bar_is_shown_on_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(blocks, "_SECONDS_BEFORE_A_BAR", -1)
    sweep(settlement, draws=10, setups=[NONE])
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("FORCE_COLOR", "1")
    sweep(settlement, draws=10, setups=[NONE])
    assert "draws" in capsys.readouterr().err


def many_ties() -> ExtensiveForm:
    same = {"A": 0}
    node: Node = Terminal("peace", same)
    for _ in range(5):
        node = Decision("A", {"on": node, "off": Terminal("war", same)})
    branches = {f"m{k}": (sympy.Rational(1, 4), node) for k in range(4)}
    return ExtensiveForm(Chance(branches), title="ties")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "give draws, how many, a sample of them, or a grid"),
        ({"draws": 5, "grid": {"p": [1]}}, "give either draws"),
        ({"draws": 0}, "draws is 0: give 1 or more"),
        ({"draws": 5, "seed": -1}, "the seed is -1"),
        ({"draws": 5, "sampling": "halton"}, "unknown sampling 'halton'"),
        ({"draws": 5, "values": {"guarantor": 1}}, "unknown parameter 'guarantor'"),
        ({"grid": {"detection": []}}, "the grid has no value of detection"),
        ({"draws": 10**9}, "summary takes any number of draws"),
        ({"draws": 10**8, "sampling": "sobol"}, "take the sampling 'random'"),
        ({"draws": 5, "solver": mixed_nash}, "solved by .* or subgame_perfect, and got mixed_nash"),
    ],
)
def test_bad_input_is_told(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(GameError, match=message):
        sweep(settlement, **arguments)  # type: ignore[arg-type]


def test_games_that_cannot_be_drawn_are_refused() -> None:
    with pytest.raises(GameError, match="x has no range: give it with values"):
        sweep(ExtensiveForm(Decision("A", {"go": Terminal("war", {"A": X})})), draws=2)
    with pytest.raises(GameError, match="setups are for a model"):
        sweep(settlement(NONE), draws=2, setups=[NONE])
    with pytest.raises(GameError, match="ties make more than 1,000 equilibria at a draw"):
        sweep(many_ties(), draws=2)
