"""Where the decimals of many draws tell two payoffs apart, and where they do not."""

import warnings
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
import sympy

from caucasus_games import sweep
from caucasus_games.concepts import mixed_nash, pure_nash
from caucasus_games.concepts.concept import Solver
from caucasus_games.errors import GameError
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.readings.compiled import compiled
from caucasus_games.readings.ties import TIE, lost
from caucasus_games.sweeps import Run

S, T, W, X = sympy.symbols("s t w x")
SOLVERS: list[Solver | None] = [None, pure_nash, mixed_nash]


def ranges(**ends: tuple[int | str | Fraction, int | str | Fraction]) -> Parameters:
    rows = [
        Parameter(
            name, name, "share", Fraction(low), Fraction(low), Fraction(high), "assumption: a test"
        )
        for name, (low, high) in ends.items()
    ]
    return Parameters(rows)


def choice(
    one: object, other: object, table: Parameters, solver: Solver | None
) -> ExtensiveForm | NormalForm:
    """A takes the one or the other; as a tree where no solver is named."""
    if solver:
        return NormalForm(
            {"A": ["a", "b"], "B": ["c"]},
            {("a", "c"): (one, 0), ("b", "c"): (other, 0)},
            {("a", "c"): "a", ("b", "c"): "b"},
            parameters=table,
        )
    ends = {"a": Terminal("a", {"A": one}), "b": Terminal("b", {"A": other})}
    return ExtensiveForm(Decision("A", ends), parameters=table)


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("formula", [(X - W) ** 2, (X - W) ** 4, (X - W) ** 2 / (X + W)])
def test_a_square_of_a_small_difference_is_no_tie(
    formula: sympy.Expr, solver: Solver | None
) -> None:
    table = ranges(x=(10**6, 10**6 + 1), w=(10**6, 10**6 + 1))
    grid = {"x": ["1000003441002/1000003"], "w": ["1000033042451/1000033"]}
    found = sweep(choice(formula, 0, table, solver), grid=grid, solver=solver)
    assert found.equilibria.item() == 1
    assert not found.possible.sel(outcome="b").any()


@pytest.mark.parametrize("solver", SOLVERS)
def test_equal_points_of_a_grid_tie_though_their_decimals_differ(solver: Solver | None) -> None:
    y, z = sympy.symbols("y z")
    table = ranges(x=(0, 1), y=(0, 1), z=(0, 1))
    game = choice(X + y, z, table, solver)
    found = sweep(game, grid={"x": ["1/10"], "y": ["1/5"], "z": ["3/10"]}, solver=solver)
    assert found.equilibria.item() == 2


@pytest.mark.parametrize("solver", [pure_nash, mixed_nash])
@pytest.mark.parametrize("power", [40, 90, 150])
def test_payoffs_that_are_all_small_are_told_apart(solver: Solver, power: int) -> None:
    tiny = Fraction(1, 10**power)
    game = choice(W, 0, ranges(w=(tiny, 2 * tiny)), solver)
    found = sweep(game, draws=20, seed=1, solver=solver)
    assert found.guaranteed.sel(outcome="a").all()
    lowest, most = (float(k * tiny) for k in (1, 2))
    payoff = found.payoff_low.sel(player="A").values
    assert ((payoff >= lowest * (1 - 1e-9)) & (payoff <= most * (1 + 1e-9))).all()


def test_a_ruinous_end_elsewhere_leaves_a_choice_as_it_is() -> None:
    for ruin in (10**12, 10**15, 10**30):
        two = {"l2": Terminal("peace", {"A": 1}), "r2": Terminal("stay", {"A": 2})}
        ends = {
            "e0": (Fraction(1, 3), Terminal("deal", {"A": X / 10**30})),
            "e1": (Fraction(2, 3), Terminal("war", {"A": -ruin})),
        }
        tree = Decision("A", {"l": Decision("A", two), "r": Chance(ends)})
        game = ExtensiveForm(tree, parameters=ranges(x=(10**15, 2 * 10**15)))
        found = sweep(game, grid={"x": [str(10**15 + 7)]})
        assert found.equilibria.item() == 1
        assert found.guaranteed.sel(outcome="stay").all()


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("formula", [W**3, 10**200 * W**3, W**3 / 10**20])
def test_what_is_too_near_to_zero_is_refused(formula: sympy.Expr, solver: Solver | None) -> None:
    tiny = Fraction(1, 10**110)
    game = choice(formula, 0, ranges(w=(tiny, 2 * tiny)), solver)
    with pytest.raises(GameError, match=r"too small for the decimals.*other units"):
        sweep(game, draws=5, solver=solver)


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("formula", [W**-3, 10**290 * W**-1, 1 / (W * W) * 10**100])
def test_what_is_too_large_is_refused(formula: sympy.Expr, solver: Solver | None) -> None:
    tiny = Fraction(1, 10**110)
    game = choice(formula, 0, ranges(w=(tiny, 2 * tiny)), solver)
    with pytest.raises(GameError, match=r"too large for the decimals.*other units"):
        sweep(game, draws=5, solver=solver)


@pytest.mark.parametrize("solver", SOLVERS)
def test_steps_that_vanish_beside_one_do_not_matter(solver: Solver | None) -> None:
    tiny = Fraction(1, 10**110)
    for formula in (1 + W**3, 2 / (1 + sympy.Max(W**3, 0)), (1 + W**3) ** 2):
        game = choice(formula, 0, ranges(w=(tiny, 2 * tiny)), solver)
        assert (sweep(game, draws=5, solver=solver).equilibria == 1).all()


def test_payoffs_beyond_32_bits_are_kept_in_64(tmp_path: object) -> None:
    game = choice(W, 0, ranges(w=(10**40, 2 * 10**40)), None)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = sweep(game, draws=10)
    assert (found.payoff_low.sel(player="A") >= 10.0**40).all()
    assert found.payoff_low.dtype == np.float64
    with pytest.raises(GameError, match="a store does not keep"):
        sweep(game, draws=10, on=Run(store=f"{tmp_path}/kept.zarr"))
    plain = sweep(choice(W, 0, ranges(w=(1, 2)), None), draws=10)
    assert plain.payoff_low.dtype == np.float32


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (X**2 * (1 + X**3), (1 + 4 + 1) * (1 + 9 + 1)),
        ((1 + X**2) ** 3, 1 + 3 * 25),
        (1 / (1 + X**2), 1 + Fraction(1, 5) * 2 / 5),
        (sympy.Max(X**2, X), 1),
        (sympy.Piecewise((X**2, X > 0), (0, True)), 1),
        (sympy.exp(X**2), 1 + (1 + float(sympy.exp(4)))),
    ],
)
def test_losses_by_hand(formula: sympy.Expr, expected: object) -> None:
    assert float(lost(formula).subs(X, 2)) == pytest.approx(float(expected))  # type: ignore[arg-type]


def test_the_error_of_a_formula_is_within_its_bound() -> None:
    random = np.random.default_rng(5)
    formulas: list[Callable[[sympy.Expr, sympy.Expr], sympy.Expr]] = [
        lambda x, y: sympy.expand((x - y) ** 5),
        lambda x, y: (x - y) ** 3 * (x + 2 * y),
        lambda x, y: 1 / (x - y) - x / 3,
        lambda x, y: x * y / 7 - sympy.Rational(1, 3) * (x - 2 * y) ** 2,
    ]
    x = random.uniform(1, 2, 40)
    y = x * (1 + random.uniform(0.5, 1, 40) * 10.0 ** -random.integers(1, 7, 40))
    for write in formulas:
        formula = write(X, W)
        pairs = compiled([formula]).pairs({"x": x, "w": y}, len(x))[:, 0]
        for k, (own, size) in enumerate(pairs.T):
            at = {X: sympy.Rational(float(x[k])), W: sympy.Rational(float(y[k]))}
            assert abs(formula.subs(at) - sympy.Rational(float(own))) <= TIE * size


NAMED = {S: (X - W) ** 3, T: S / W - X}


def test_what_a_name_is_off_by_counts_in_what_contains_it() -> None:
    random = np.random.default_rng(6)
    x = random.uniform(1, 2, 40)
    y = x * (1 + 10.0 ** -random.integers(1, 7, 40))
    formulas = [S * W, (S + T) ** 2, 1 / S, sympy.Max(S, X) - X]
    spelled = [f.subs(T, NAMED[T]).subs(S, NAMED[S]) for f in formulas]
    pairs = compiled(formulas, definitions=NAMED).pairs({"x": x, "w": y}, len(x))
    for row, formula in enumerate(spelled):
        for k, (own, size) in enumerate(pairs[:, row].T):
            at = {X: sympy.Rational(float(x[k])), W: sympy.Rational(float(y[k]))}
            assert abs(formula.subs(at) - sympy.Rational(float(own))) <= TIE * size


def test_a_name_too_near_to_zero_is_refused_where_that_matters() -> None:
    tiny = {S: X**400}
    x = np.array([0.1, 0.5])
    assert compiled([S + 1], definitions=tiny)({"x": x})[0] == pytest.approx([1, 1])
    with pytest.raises(GameError, match="nearer to zero than"):
        compiled([S * 10.0**300], definitions=tiny)({"x": x})
