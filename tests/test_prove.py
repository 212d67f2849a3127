"""Claims for all values: proved, refuted by values that the solver confirms, or left open."""

import subprocess
from collections.abc import Sequence
from fractions import Fraction

import pytest
import sympy

from caucasus_games import GameError, prove
from caucasus_games.concepts import pure_nash, subgame_perfect
from caucasus_games.games import Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.guarantors import NONE, RUSSIAN_CORRIDOR, US_TREATY
from caucasus_games.models import ceasefire, deterrence_by_chance, settlement
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.theorems import (
    Excluded,
    Guaranteed,
    Implies,
    Proof,
    Raising,
    Unique,
    conditions,
    regions,
    statics,
)

X, Y = sympy.symbols("x y")
UNIT = {"x": (0, 1), "y": (0, 1)}


def choice(payoff: sympy.Expr, *records: Parameter) -> ExtensiveForm:
    ends = {"go": Terminal("war", {"A": payoff}), "stay": Terminal("peace", {"A": 0})}
    return ExtensiveForm(Decision("A", ends), parameters=Parameters(records))


def refuted(proof: Proof) -> dict[str, Fraction]:
    assert proof.verdict == "refuted"
    assert not proof
    assert str(proof).startswith("refuted at ")
    return dict(proof.values)


def test_an_outcome_is_guaranteed_or_excluded() -> None:
    assert prove(choice(-X - 1), "peace", within={"x": (0, 1)})
    assert prove(choice(-X - 1), Excluded("war"), within={"x": (0, 1)})
    at = refuted(prove(choice(X - Y), Guaranteed("peace"), within=UNIT))
    assert at["x"] >= at["y"]
    at = refuted(prove(choice(X - Y), Excluded("war"), within=UNIT))
    assert at["x"] >= at["y"]


def test_a_guarantee_fails_where_there_is_no_equilibrium() -> None:
    match: dict[tuple[str, ...], Sequence[object]] = {
        ("a", "c"): (X, -1),
        ("a", "d"): (-1, 1),
        ("b", "c"): (0, 1),
        ("b", "d"): (0, -1),
    }
    game = NormalForm({"A": ["a", "b"], "B": ["c", "d"]}, match)
    at = refuted(prove(game, "a, c", within={"x": (1, 2)}))
    assert not pure_nash(game.at(at)).equilibria


def test_raising_a_parameter() -> None:
    game = deterrence_by_chance(NONE)
    assert prove(game, Raising("azerbaijan_dividend", "peace"))
    assert prove(game, Raising("military_advantage", "peace", keeps=False))
    at = refuted(prove(game, Raising("military_advantage", "peace")))
    raised = at.pop("military_advantage_there")
    assert raised > at["military_advantage"]
    assert "peace" in subgame_perfect(game.at(at)).equilibria[0].outcomes
    at["military_advantage"] = raised
    assert "peace" not in subgame_perfect(game.at(at)).equilibria[0].outcomes


def test_peace_under_one_setup_implies_it_under_another() -> None:
    none, treaty = deterrence_by_chance(NONE), deterrence_by_chance(US_TREATY)
    treaty = treaty.at({"operator_years": 10})
    assert prove(none, Implies("peace", treaty))
    at = refuted(prove(treaty, Implies("peace", none)))
    own = {n: x for n, x in at.items() if not n.endswith("_there")}
    assert "peace" in subgame_perfect(treaty.at(own)).equilibria[0].outcomes


def test_uniqueness() -> None:
    assert prove(deterrence_by_chance(NONE), Unique())
    at = refuted(prove(ceasefire(NONE), Unique()))
    assert len(pure_nash(ceasefire(NONE).at(at)).equilibria) > 1


def test_what_linear_arithmetic_cannot_tell_polynomials_can() -> None:
    square = (X - Y) ** 2 + sympy.Rational(1, 10**8)
    proof = prove(choice(-square), "peace", within=UNIT)
    assert proof
    assert str(proof) == "proved within the ranges, but at ties"
    # a hole that is too small to be hit by chance
    hole = (
        sympy.Rational(1, 10**10)
        - (X - sympy.Rational(1, 3)) ** 2
        - (Y - sympy.Rational(1, 7)) ** 2
    )
    at = refuted(prove(choice(hole), "peace", within=UNIT))
    assert abs(at["x"] - Fraction(1, 3)) < Fraction(1, 10**5)


def test_with_all_numbers_fixed_it_is_one_solution() -> None:
    game = settlement(RUSSIAN_CORRIDOR)
    game = game.at({name: record.central for name, record in game.parameters.items()})
    assert str(prove(game, "peace")) == "refuted at the values chosen"
    assert prove(game, Excluded("peace"))


def test_a_time_limit_leaves_it_open() -> None:
    square = (X - Y) ** 2 + sympy.Rational(1, 10**8)
    proof = prove(choice(-square), "peace", within=UNIT, time_limit=0.0001)
    assert proof.verdict == "unknown"
    assert str(proof).startswith("unknown after ")


@pytest.mark.parametrize("said", ["unknown\n", "sat\n"])
def test_what_the_solver_does_not_confirm_is_open(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 0, said)

    monkeypatch.setattr(subprocess, "run", run)
    square = (X - Y) ** 2 + sympy.Rational(1, 10**8)
    assert prove(choice(-square), "peace", within=UNIT).verdict == "unknown"


def test_bad_claims_are_refused() -> None:
    game = choice(X - Y)
    with pytest.raises(GameError, match="y has no range"):
        prove(game, "peace", within={"x": (0, 1)})
    with pytest.raises(GameError, match="unknown parameter 'z'"):
        prove(game, "peace", within=UNIT | {"z": (0, 1)})
    with pytest.raises(GameError, match="from 1 to 0: give the least first"):
        prove(game, "peace", within=UNIT | {"x": (1, 0)})
    with pytest.raises(GameError, match="unknown parameter 'z'"):
        prove(game, Raising("z", "peace"), within=UNIT)
    with pytest.raises(GameError, match="unknown outcome 'calm'"):
        prove(game, "calm", within=UNIT)
    with pytest.raises(GameError, match="unknown outcome 'calm'"):
        prove(game, Implies("calm", game), within=UNIT)


def test_a_range_of_one_number_is_that_number() -> None:
    # there is peace where x is at most y
    game = choice(X - Y)
    half = UNIT | {"x": ("0.5", "0.5")}
    known = conditions(game.at({"x": "0.5"}), "peace", within={"y": (0, 1)})
    assert conditions(game, "peace", within=half).formula == known.formula
    at = refuted(prove(game, "peace", within=half))
    assert [*at] == ["y"]
    assert at["y"] < Fraction(1, 2)
    assert prove(game, "peace", within=UNIT | {"x": (0, 0)})
    assert [*statics(game, "peace", within=half).effects] == ["y"]
    assert {one.condition.symbols for one in regions(game, within=half)} == {("y",)}
    # what has a value keeps it, whatever the range
    assert prove(game.at({"x": 0}), "peace", within=half)
    with pytest.raises(GameError, match="unknown parameter 'x'"):
        prove(game, Raising("x", "peace"), within=half)


def test_a_range_of_one_number_holds_in_the_other_game_too() -> None:
    record = Parameter("x", "a number", "share", 0, "0.1", 1, "assumption: it is any")
    here, there = (choice(X - sympy.Rational(bound), record) for bound in ("3/4", "1/4"))
    claim = Implies("peace", there)
    assert Fraction(1, 4) < refuted(prove(here, claim))["x"] < Fraction(3, 4)
    assert prove(here, claim, within={"x": ("0.2", "0.2")})
    assert prove(here, claim, within={"x": (1, 1)})
    # the central value, at which the claim is right, plays no part
    assert refuted(prove(here, claim, within={"x": ("0.5", "0.5")})) == {}
