"""Conditions and regions: what they say, and what they refuse."""

import pickle
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
import sympy
from immutabledict import immutabledict
from sympy.polys.rings import ring

from caucasus_games import GameError, conditions, prove, regions
from caucasus_games.algebra.formula import Sign, both, either
from caucasus_games.concepts import pure_nash, subgame_perfect
from caucasus_games.games import (
    Chance,
    Decision,
    ExtensiveForm,
    MarkovGame,
    NormalForm,
    Stage,
    Terminal,
)
from caucasus_games.guarantors import NONE, RUSSIAN_PEACEKEEPERS, US_OPERATOR
from caucasus_games.models import ceasefire, corridor, deterrence, peacekeepers, settlement
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.readings.margin import Margin
from caucasus_games.theorems.condition import Condition

X, Y, S = sympy.symbols("x y s")


def choice(payoff: sympy.Expr, *records: Parameter, other: object = 0) -> ExtensiveForm:
    ends = {
        "go": Terminal("war", {"A": payoff}),
        "stay": Terminal("peace", {"A": sympy.sympify(other)}),
    }
    return ExtensiveForm(Decision("A", ends), parameters=Parameters(records))


def wide(name: str, low: str, high: str) -> Parameter:
    ends = Fraction(low), Fraction(low), Fraction(high)
    return Parameter(name, name, "share", *ends, "assumption: for a test", "uniform")


def told(payoff: sympy.Expr, *records: Parameter) -> sympy.logic.boolalg.Boolean:
    return conditions(choice(payoff, *records), "war").formula


def test_a_theorem_says_who_prefers_what_and_on_which_way() -> None:
    theorem = conditions(corridor(NONE), "Armenian checks")
    page = str(theorem)
    told = "Armenian checks is in a subgame perfect equilibrium of the corridor under NONE"
    assert page.startswith(told)
    assert len(page.splitlines()) < 60
    assert "Azerbaijan: accept rather than refuse\n" in page
    assert "Armenian checks → accept" in theorem.ways[0].path


def test_payoffs_by_cases_are_told_apart() -> None:
    greater, lesser = told(sympy.Max(X, Y) - 1), told(sympy.Min(X, Y) - 1)
    assert greater == sympy.Or(X >= 1, Y >= 1)
    assert lesser == sympy.Or(sympy.And(X >= 1, Y >= X), sympy.And(X >= Y, Y >= 1))
    assert told(sympy.Abs(X) - 1) == sympy.Or(X >= 1, X <= -1)
    assert told(sympy.Piecewise((Y, X > 1), (-1, True))) == sympy.And(X > 1, Y >= 0)
    assert told(sympy.Piecewise((Y, X <= 1), (-1, True))) == sympy.And(X <= 1, Y >= 0)
    with pytest.raises(GameError, match="told apart by <, <=, > or >="):
        told(sympy.Piecewise((Y, sympy.Eq(X, 1)), (-1, True)))


@pytest.mark.parametrize("join", [sympy.And, sympy.Or])
def test_cases_of_payoffs_may_join_conditions(join: Any) -> None:
    # war pays where both hold, or one of them
    when = join(X > 1, Y < 2, evaluate=False)
    theorem = conditions(choice(sympy.Piecewise((1, when), (-1, True))), "war")
    for x, y in product((0, 2), (1, 3)):
        holds = bool(when.subs({X: x, Y: y}))
        assert theorem.holds({"x": x, "y": y}) is holds


@pytest.mark.parametrize(
    ("chance", "told"), [(X, " everywhere, but at ties"), (sympy.Rational(1, 2), " everywhere\n")]
)
def test_where_a_chance_may_be_none_it_is_said_of_years_too(chance: sympy.Expr, told: str) -> None:
    ways = {"x": {"war": chance, "calm": 1 - chance}, "y": "calm"}
    stages = {
        "calm": Stage({"A": "xy"}, {"x": [1], "y": [0]}, ways),
        "war": Stage({}, {(): [0]}, "war", {(): "war"}),
    }
    within = {symbol.name: (0, 1) for symbol in chance.free_symbols}
    page = str(conditions(MarkovGame(stages, "1/10", players=["A"]), "war", within=within))
    assert f"{page}\n".split("equilibrium")[1].startswith(told)


def test_a_payoff_by_cases_is_named_in_the_theorem() -> None:
    theorem = conditions(choice(sympy.Piecewise((Y, X > 1), (-1, True))), "war")
    assert re.search(r"which payoff applies\n +x > 1", str(theorem))


def test_quotients_need_no_division() -> None:
    assert told(1 / X - 1, wide("x", "1/2", "2")) == (X <= 1)
    assert told(1 / X - 1, wide("x", "-2", "-1/2")) == sympy.false
    # without a range the denominator may have either sign
    theorem = conditions(choice(1 / X - 1), "war")
    assert theorem.holds({"x": "1/2"})
    assert not theorem.holds({"x": -1})
    assert not theorem.holds({"x": 2})


def test_what_is_no_polynomial_is_refused_with_a_way_out() -> None:
    with pytest.raises(GameError, match=r"set y with at\(\)"):
        conditions(choice(X**Y - 1), "war")
    with pytest.raises(GameError, match=r"set x with at\(\)"):
        conditions(choice(sympy.exp(X) - 1), "war")
    with pytest.raises(GameError, match=r"set operator_years with at\(\)"):
        prove(deterrence(US_OPERATOR), "peace")
    assert str(conditions(choice(X**Y - 1).at({"y": 1}), "war").formula) == "x >= 1"


def test_other_concepts_and_games_are_refused() -> None:
    with pytest.raises(
        GameError, match="found for perfect_bayesian or subgame_perfect, and got pure_nash"
    ):
        conditions(settlement(NONE), "peace", solver=pure_nash)
    with pytest.raises(GameError, match="found for mixed_nash or pure_nash, and got"):
        conditions(ceasefire(NONE), "peace", solver=subgame_perfect)
    with pytest.raises(
        GameError, match="a game in normal form or a tree or a Markov game and got 3"
    ):
        conditions(3, "peace")  # type: ignore[arg-type]
    with pytest.raises(GameError, match="did you mean 'peace'"):
        conditions(settlement(NONE), "peaces")
    with pytest.raises(GameError, match="does not know where it is"):
        conditions(peacekeepers(RUSSIAN_PEACEKEEPERS), "peace", solver=subgame_perfect)


def test_values_are_checked() -> None:
    theorem = conditions(choice(X - Y, wide("x", "0", "2")), "war")
    with pytest.raises(GameError, match="no value for y"):
        theorem.holds()
    with pytest.raises(GameError, match="no value for y"):
        theorem.holds_on({"x": [1, 2]})
    with pytest.raises(GameError, match="unknown parameter 'z'"):
        theorem.holds({"z": 1})
    with pytest.raises(GameError, match="unknown parameter 'z'"):
        theorem.possible.to_latex({"z": "z"})
    with pytest.raises(GameError, match="x goes from 3 to 3, and the condition is for 0 to 2"):
        theorem.holds({"x": 3, "y": 1})
    with pytest.raises(GameError, match="x goes from -1 to 1, and the condition is for 0 to 2"):
        theorem.holds_on({"x": [-1, 1], "y": 1})
    assert theorem.holds_on({"x": [0, 1, 2], "y": 1}).tolist() == [False, True, True]
    assert theorem.holds_on({"y": np.zeros((2, 1))}).tolist() == [[True], [True]]
    assert theorem.guaranteed.holds({"x": 1, "y": 0})
    # at a tie both are equilibria
    assert theorem.holds({"x": 1, "y": 1})
    assert not theorem.guaranteed.holds({"x": 1, "y": 1})


def test_ranges_may_be_chosen() -> None:
    game = choice(X - 3, wide("x", "0", "2"))
    assert conditions(game, "war").formula == sympy.false
    theorem = conditions(game, "war", within={"x": (0, 5)})
    assert theorem.formula == (X >= 3)
    assert theorem.holds({"x": 4})
    with pytest.raises(GameError, match="unknown parameter 'y'"):
        conditions(game, "war", within={"y": (0, 5)})


def test_it_can_be_written_for_a_paper() -> None:
    theorem = conditions(choice(X * Y - S), "war")
    assert theorem.possible.to_latex({"s": r"\sigma"}) == (
        "\\begin{align*}\n"
        "& \\text{x} \\cdot \\text{y} \\geq \\sigma && \\text{A: go rather than stay}\n"
        "\\end{align*}"
    )
    told = conditions(choice(sympy.Max(X, Y) - 1), "war").possible.to_latex()
    assert r"& \text{one of} \\" in told
    assert r"& \quad \text{x} \geq 1" in told


def test_what_is_too_long_for_a_line_is_broken() -> None:
    names = " ".join(f"what_the_agreement_costs_party_{k}" for k in range(6))
    a, b, c, d, e, f = sympy.symbols(names)
    told = conditions(choice((a + b) * (c + d) - e * f), "war").possible.to_latex()
    lines = told.splitlines()
    assert lines[1] == r"& \text{A: go rather than stay:} \\"
    # five products of two, and each too long for a line
    assert sum(line.startswith(r"& \qquad") for line in lines) == 10
    assert sum(line.startswith(r"& \qquad \geq") for line in lines) == 1


def test_a_product_that_is_too_long_for_a_line_is_broken_too() -> None:
    a, b, c, d = sympy.symbols([f"what_the_agreement_costs_party_{k}" for k in range(4)])
    told = conditions(choice(a * b * c * (1 - d) - 2), "war").possible.to_latex()
    lines = [line.removesuffix(r" \\").removeprefix(r"& \qquad ") for line in told.splitlines()]
    name = r"\text{what the agreement costs party "
    assert lines[2:-1] == [
        f"{name}0}}",
        rf"\cdot {name}1}}",
        rf"\cdot {name}2}}",
        rf"\geq {name}0}}",
        rf"\cdot {name}1}}",
        rf"\cdot {name}2}}",
        rf"\cdot {name}3}} + 2",
    ]


def test_a_theorem_that_is_longer_than_a_page_goes_on_over_the_next() -> None:
    _, x = ring("x", sympy.QQ)

    def told(rows: int) -> str:
        some = either(*(Sign(x - k) for k in range(rows)))
        return Condition(some, ("x",), Parameters(), immutabledict(), immutabledict()).to_latex()

    assert told(5).startswith("\\begin{align*}")
    assert told(50).startswith("{\\allowdisplaybreaks\n\\begin{align*}")
    assert told(50).endswith("\\end{align*}}")


def test_a_theorem_goes_to_another_process() -> None:
    theorem = conditions(choice(sympy.Max(X, Y) - sympy.Rational(1, 3)), "war")
    again = pickle.loads(pickle.dumps(theorem))
    assert again == theorem
    assert again.holds({"x": 1, "y": 0}) != again.holds({"x": 0, "y": 0})


def test_a_theorem_may_be_that_it_is_always_or_never_so() -> None:
    always = conditions(choice(X + 1, wide("x", "0", "1")), "war")
    assert str(always) == "war is in a subgame perfect equilibrium everywhere"
    assert str(always.possible) == "always"
    never = conditions(choice(X - 1, wide("x", "0", "1")), "war")
    assert str(never) == "war is in no subgame perfect equilibrium, but at ties"
    assert str(never.possible) == "never"


def test_chance_may_leave_an_event_out() -> None:
    open_end = Chance(
        {"yes": (X, Terminal("peace", {"A": 1})), "no": (1 - X, Terminal("war", {"A": 1}))}
    )
    tree = ExtensiveForm(Decision("A", {"try": open_end, "stay": Terminal("quiet", {"A": 0})}))
    assert str(conditions(tree, "peace").formula) == "x > 0"
    certain = ExtensiveForm(
        Decision(
            "A",
            {
                "try": Chance(
                    {
                        "yes": (1, Terminal("peace", {"A": 1})),
                        "no": (0, Terminal("war", {"A": 1})),
                    }
                ),
                "stay": Terminal("quiet", {"A": 0}),
            },
        )
    )
    assert str(conditions(certain, "war")).startswith("war is in no")


def test_regions_cover_the_box() -> None:
    whole = settlement(NONE)
    few = ("backdown_cost", "escalation_risk", "audience_cost")
    game = whole.at({n: r.central for n, r in whole.parameters.items() if n not in few})
    found = regions(game)
    # somebody always does something: no region is without an outcome
    assert {region.outcomes for region in found} == {
        ("peace", "transit"),
        ("peace",),
        ("transit",),
        ("stalemate",),
    }
    rng = np.random.default_rng(3)
    draws = {
        n: float(p.low) + float(p.high - p.low) * rng.random(5_000)
        for n, p in game.parameters.items()
    }
    free = {n: draws[n] for n in found[0].condition.symbols}
    said = np.array([region.condition.holds_on(free) for region in found])
    assert (said.sum(axis=0) == 1).all()
    assert str(found[0]).startswith("peace, transit if\n  ")


def test_where_there_is_no_pure_equilibrium_is_a_region() -> None:
    match: dict[tuple[str, ...], Sequence[object]] = {
        ("a", "c"): (X, -1),
        ("a", "d"): (-1, 1),
        ("b", "c"): (0, 1),
        ("b", "d"): (0, -1),
    }
    game = NormalForm({"A": ["a", "b"], "B": ["c", "d"]}, match)
    none = next(region for region in regions(game) if not region.outcomes)
    assert str(none) == "no pure Nash equilibrium if\n  A: a rather than b\n      x > 0"


def test_chances_in_a_normal_form_may_go_by_cases() -> None:
    chance = sympy.Piecewise((1, X >= 1), (0, True))
    game = NormalForm(
        {"A": ["go"], "B": ["come"]},
        {("go", "come"): (1, 1)},
        outcomes={("go", "come"): {"peace": chance, "war": 1 - chance}},
    )
    assert str(conditions(game, "peace").formula) == "x >= 1"
    assert str(conditions(game, "war").formula) == "x < 1"


def test_inequalities_are_grouped_by_player() -> None:
    _, x, y, z = ring("x, y, z", sympy.QQ)
    first, second, third, fourth = Sign(x - 1), Sign(y - 1), Sign(z - 1), Sign(x - y)
    margins = {first: Margin("A", "a rather than b"), second: Margin("B", "c rather than d")}
    margins[third] = Margin("A", "e rather than f", ("c",))
    inner = either(fourth, both(second, fourth.negation))
    condition = Condition(
        both(first, inner, second, third),
        ("x", "y", "z"),
        Parameters(),
        immutabledict(),
        immutabledict(margins),
    )
    told = [line.strip() for line in str(condition).splitlines()]
    a, b, later = map(str, margins.values())
    assert later == "A, after c: e rather than f"
    assert told[:8] == ["all of", a, "x >= 1", later, "z >= 1", b, "y >= 1", "one of"]


@pytest.mark.parametrize("ask", [conditions, prove])
def test_a_pole_at_the_values_is_told(ask: Callable[..., object]) -> None:
    x = sympy.Symbol("x")
    root = Decision("A", {"a": Terminal("p", {"A": 1 / x}), "b": Terminal("w", {"A": 0})})
    game = ExtensiveForm(root).at({"x": 0})
    with pytest.raises(GameError, match="is zoo at the values that it has: it divides by zero"):
        ask(game, "p")
