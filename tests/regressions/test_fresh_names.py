"""Names that the library makes never meet those of a game, whatever these are."""

from fractions import Fraction

import pytest
import sympy

from caucasus_games import conditions, prove, regions
from caucasus_games.algebra import bounds
from caucasus_games.concepts import subgame_perfect
from caucasus_games.exact import show
from caucasus_games.games import Decision, ExtensiveForm, Terminal
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.theorems import Excluded, Implies, Raising, Unique, statics


def choice(payoff: sympy.Expr, *records: Parameter) -> ExtensiveForm:
    ends = {"go": Terminal("war", {"A": payoff}), "stay": Terminal("peace", {"A": 0})}
    return ExtensiveForm(Decision("A", ends), parameters=Parameters(records))


def record(name: str, low: str, high: str, note: str = "a test") -> Parameter:
    ends = Fraction(low), Fraction(low), Fraction(high)
    return Parameter(name, name, "share", *ends, f"assumption: {note}", "uniform")


def over(*names: str) -> dict[str, tuple[object, object]]:
    return dict.fromkeys(names, (0, 1))


def goes(game: ExtensiveForm, at: dict[str, Fraction]) -> bool:
    return any("war" in found.outcomes for found in subgame_perfect(game.at(at)))


@pytest.mark.parametrize("other", ["a_there", "a_there_there", "b", "_0", "x0", "m0"])
def test_raising_a_parameter_beside_one_of_the_name_of_a_copy(other: str) -> None:
    a, b, z = sympy.symbols(["a", other, "z"])
    game = choice(a - b + z - 2 * a * z)
    proof = prove(game, Raising("a", "war"), within=over("a", other, "z"))
    assert proof.verdict == "refuted"
    (copy,) = proof.copies
    assert copy not in ("a", other, "z")
    assert proof.copies[copy] == "a"
    at = dict(proof.values)
    raised = at.pop(copy)
    assert raised > at["a"]
    assert goes(game, at)
    assert not goes(game, at | {"a": raised})
    assert str(proof).endswith(f"; with a raised to {show(raised)}")
    effects = statics(game, "war", within=over("a", other, "z")).effects
    assert effects == {"a": "±", other: "−", "z": "±"}


def test_copies_of_several_names_do_not_meet() -> None:
    x, xt, y = sympy.symbols("x x_there y")
    first = choice(x - y, record("x", "0", "1"), record("y", "0", "1"))
    own = [record(n, "0", "1", "another") for n in ("x", "x_there")]
    other = choice(x * xt - y, *own, record("y", "0", "1"))
    proof = prove(first, Implies("war", other))
    assert proof.verdict == "refuted"
    assert sorted(proof.copies.values()) == ["x", "x_there"]
    assert len({*proof.copies}) == 2
    here = {n: v for n, v in proof.values.items() if n not in proof.copies}
    there = {name: proof.values[copy] for copy, name in proof.copies.items()}
    assert goes(first, here)
    assert not goes(other, there | {"y": here["y"]})
    assert "; in the other game x " in str(proof)
    # the other way round a name of the second game is that of a copy
    assert prove(other, Implies("war", first)).verdict == "refuted"


def test_games_may_share_a_parameter_of_one_value() -> None:
    x, y = sympy.symbols("x y")
    records = record("x", "0", "1"), record("y", "1/2", "1/2")
    strict, loose = choice(x - y, *records), choice(x - y + sympy.Rational(1, 4), *records)
    assert prove(strict, Implies("war", loose))
    proof = prove(loose, Implies("war", strict))
    assert proof.verdict == "refuted"
    assert Fraction(1, 4) <= proof.values["x"] <= Fraction(1, 2)


@pytest.mark.parametrize("name", ["war cost", "a, b", "x:3", "a b, c", "(y)", "|z|", "true", "x0"])
def test_names_may_hold_anything(name: str) -> None:
    odd, x = sympy.Symbol(name), sympy.Symbol("x")
    game, ranges = choice(odd - x), over(name, "x")
    theorem = conditions(game, "war", within=ranges)
    assert theorem.formula == sympy.Ge(odd, x)
    assert theorem.holds({name: 1, "x": 0})
    assert theorem.holds_on({name: [0.25, 0.75], "x": 0.5}).tolist() == [False, True]
    assert len(regions(game)) == 2
    assert prove(game, Raising("x", "war"), within=ranges).verdict == "refuted"
    assert prove(game, Raising(name, "war"), within=ranges)
    assert prove(game, Unique(), within=ranges)
    # this takes the solver
    close = choice(-((odd - x) ** 2) - sympy.Rational(1, 10**8))
    assert prove(close, Excluded("war"), within=ranges)


def test_a_formula_over_odd_names_goes_to_another_process() -> None:
    import pickle

    odd, x = sympy.Symbol("a, b"), sympy.Symbol("x")
    theorem = conditions(choice(odd - x), "war", within=over("a, b", "x"))
    again = pickle.loads(pickle.dumps(theorem))
    assert again == theorem
    assert again.holds({"a, b": 1, "x": 0})


def test_bounds_take_names_as_they_are() -> None:
    records = Parameters([record("gens", "1", "2"), record("domain", "1", "2")])
    gens, domain = sympy.symbols("gens domain")
    found = bounds(gens / domain, records)
    assert found.low <= Fraction(1, 2)
    assert found.high >= 2
