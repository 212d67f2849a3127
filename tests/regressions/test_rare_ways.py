"""What few games ask for: the widest ranges, a solver that is too slow, other concepts."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
import sympy

from caucasus_games import conditions, prove, sweep
from caucasus_games.algebra import smt as search
from caucasus_games.concepts import mixed_nash, subgame_perfect
from caucasus_games.errors import GameError
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import deterrence_by_chance
from caucasus_games.readings.compiled import compiled
from caucasus_games.theorems import Excluded

A, X, Y = sympy.symbols("a x y")


def choice(payoff: sympy.Expr) -> ExtensiveForm:
    ends = {"go": Terminal("war", {"A": payoff}), "stay": Terminal("peace", {"A": 0})}
    return ExtensiveForm(Decision("A", ends))


def test_draws_are_within_the_widest_range_that_numbers_have() -> None:
    far = 10**300
    whole = conditions(choice(X), "war", within={"x": (-far, far)})
    # the ends are no decimals, and what they are rounded to is within
    assert whole.holds_on({"x": [-1e300, -1.0, 1.0, 1e300]}).tolist() == [False, False, True, True]
    for beyond in (1e301, -1e301):
        with pytest.raises(GameError, match=r"x goes from .* and the condition is for "):
            whole.holds_on({"x": [0.5, beyond]})


def test_a_solver_that_takes_too_long_leaves_a_claim_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_TIMES_AS_LONG", 0)
    # zero at the roots of two alone, so neither points nor the refutation tell
    proof = prove(choice(-((X**2 - 2) ** 2)), Excluded("war"), within={"x": (0, 2)})
    assert proof.verdict == "unknown"
    assert not proof.values


def test_what_it_takes_to_mix_is_told_by_the_condition() -> None:
    match: dict[tuple[str, ...], Sequence[object]] = {
        ("a", "c"): (X, -1),
        ("a", "d"): (-1, 1),
        ("b", "c"): (-1, 1),
        ("b", "d"): (1, -1),
    }
    table = NormalForm({"A": ["a", "b"], "B": ["c", "d"]}, match)
    theorem = conditions(table, "a, c", solver=mixed_nash, within={"x": (-3, 3)})
    assert theorem.holds({"x": 1})
    assert theorem.nearest({"x": 1}) == theorem.possible.nearest({"x": 1})
    assert all(check.holds for check in theorem.nearest({"x": 1}))


def test_where_a_chance_is_zero_nothing_is_played_that_brings_the_outcome() -> None:
    ends = {
        "yes": (A, Terminal("war", {"A": Y})),
        "no": (1 - A, Terminal("peace", {"A": Y})),
    }
    game = ExtensiveForm(Decision("A", {"try": Chance(ends), "out": Terminal("out", {"A": 0})}))
    theorem = conditions(game, "war", within={"a": (0, 1), "y": (-1, 1)})
    (played,) = theorem.nearest({"a": Fraction(1, 2), "y": 1})
    assert played.about == "A: try rather than out"
    tie = {"a": 0, "y": 1}
    assert theorem.holds(tie)
    assert all("war" not in found.outcomes for found in subgame_perfect(game.at(tie)).equilibria)
    assert theorem.nearest(tie) == theorem.possible.nearest(tie)


def test_what_is_drawn_is_told_for_each_setup_with_its_own_range() -> None:
    setups = [NONE, US_OPERATOR]
    found = sweep(deterrence_by_chance, draws=20, setups=setups, seed=2, drawn=True)
    told = 0
    for setup in setups:
        for name, record in deterrence_by_chance(setup).parameters.items():
            if name in found:
                own = found[name]
                own = own.sel(setup=setup.name) if "setup" in own.dims else own
                assert (own >= float(record.low)).all()
                assert (own <= float(record.high)).all()
                told += 1
    assert told


@pytest.mark.parametrize("formula", [X + 10**400, X * 10**400, sympy.Max(X, 10**400)])
def test_a_whole_number_beyond_decimals_is_refused(formula: sympy.Expr) -> None:
    with pytest.raises(GameError, match=r"too large for the decimals.*other units"):
        compiled([formula])({"x": np.array([1.0, 2.0])})


@pytest.mark.parametrize("beside", [A, Y])
def test_so_it_is_in_a_case_of_a_payoff(beside: sympy.Symbol) -> None:
    payoff = sympy.Piecewise((beside**2, X > 0), (X, True))
    grid = {"x": [-1, 1]}
    with pytest.raises(GameError, match=r"too large for the decimals.*other units"):
        sweep(choice(payoff), grid=grid, values={beside.name: 10**200})
