"""Whether two numbers tie at a draw hangs on these two alone, and on what they are made of."""

from collections.abc import Callable
from fractions import Fraction
from functools import partial

import numpy as np
import pytest
import sympy

from caucasus_games import sweep
from caucasus_games.concepts import (
    mixed_nash,
    perfect_bayesian,
    pure_nash,
    quantal_response,
    subgame_perfect,
)
from caucasus_games.concepts.concept import Concept, Solver
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.readings.ties import TIE, magnitude

X, Y = sympy.symbols("x y")
SMALL = Parameters(
    [
        Parameter(
            "x",
            "x",
            "share",
            Fraction(".001"),
            Fraction(".005"),
            Fraction(".009"),
            "assumption: a test",
        )
    ]
)
LARGE = [10**8, 10**10, 10**13, 10**16]


def tree(large: object, first: bool) -> ExtensiveForm:
    third = {"ruin": Terminal("ruin", {"A": -sympy.sympify(large)})}
    two = {"calm": Terminal("calm", {"A": 1}), "press": Terminal("press", {"A": 1 + X})}
    return ExtensiveForm(Decision("A", third | two if first else two | third), parameters=SMALL)


def below(large: object) -> ExtensiveForm:
    """Put the choice below another, so that it counts from an end of that one."""
    end = Terminal("ruin", {"A": -sympy.sympify(large), "B": 0})
    two = {
        "calm": Terminal("calm", {"A": 1, "B": 1}),
        "press": Terminal("press", {"A": 1 + X, "B": 1}),
    }
    inner = Decision("B", {"off": end, "on": Decision("A", two)})
    return ExtensiveForm(Decision("A", {"ruin": end, "in": inner}), ["A", "B"], parameters=SMALL)


def table(large: object) -> NormalForm:
    paid = {"ruin": -sympy.sympify(large), "calm": 1, "press": 1 + X}
    return NormalForm(
        {"A": list(paid), "B": ["wait"]},
        {(a, "wait"): (worth, 0) for a, worth in paid.items()},
        {(a, "wait"): a for a in paid},
        parameters=SMALL,
    )


def together(large: object) -> ExtensiveForm:
    """Two move without seeing each other, A among three actions."""
    worth = {"ruin": -sympy.sympify(large), "calm": 1, "press": 1 + X}
    branches: dict[str, Node] = {
        a: Decision("B", {b: Terminal(a, {"A": w, "B": 0}) for b in ("l", "r")}, "B")
        for a, w in worth.items()
    }
    return ExtensiveForm(Decision("A", branches), ["A", "B"], parameters=SMALL)


def signal(large: object) -> ExtensiveForm:
    """A sender that knows its type sends one of two messages, or ruins itself."""

    def sends(kind: str) -> Decision:
        replies: dict[str, dict[str, Node]] = {"l": {}, "m": {}}
        for message, worth in (("l", sympy.Integer(1)), ("m", 1 + X)):
            label = "calm" if message == "l" else "press"
            replies[message] = {
                reply: Terminal(label, {"A": worth, "B": gain})
                for reply, gain in (("u", 1), ("d", 0))
            }
        return Decision(
            "A",
            {
                "ruin": Terminal("ruin", {"A": -sympy.sympify(large), "B": 0}),
                **{m: Decision("B", own, f"after {m}") for m, own in replies.items()},
            },
            kind,
        )

    half = sympy.Rational(1, 2)
    kinds = {"strong": (half, sends("strong")), "weak": (half, sends("weak"))}
    return ExtensiveForm(Chance(kinds), ["A", "B"], parameters=SMALL)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("game", "solver"),
    [
        (partial(tree, first=True), subgame_perfect),
        (partial(tree, first=False), subgame_perfect),
        (below, subgame_perfect),
        (table, pure_nash),
        (table, mixed_nash),
        (together, subgame_perfect),
        (together, perfect_bayesian),
        (signal, perfect_bayesian),
        (table, quantal_response.given(precision=2000)),
    ],
)
def test_a_ruinous_action_does_not_make_others_tie(
    game: Callable[[object], ExtensiveForm | NormalForm], solver: Solver
) -> None:
    # logit takes long, and each of its draws is held against a formula
    logit = isinstance(solver, Concept) and solver.name == "quantal_response"
    draws = 40 if logit else 200
    answers = [sweep(game(large), draws=draws, solver=solver, seed=1) for large in LARGE]
    for found in answers:
        assert not found.possible.sel(outcome="ruin").any() or logit
        if logit:
            chance = 1 / (1 + np.exp(2000 * found["x"]))
            assert np.allclose(found.probability_high.sel(outcome="calm")[0], chance, atol=1e-6)
            continue
        assert float(found.possible.sel(outcome="calm").mean()) == 0
        assert found.guaranteed.sel(outcome="press").all()
        assert (found.equilibria == answers[0].equilibria).all()


@pytest.mark.parametrize("scale", [Fraction(1, 10**9), Fraction(1, 10**4), Fraction(10**9)])
def test_mixtures_do_not_hang_on_the_currency(scale: Fraction) -> None:
    table = Parameters(
        [Parameter("x", "x", "share", Fraction(1), Fraction(2), Fraction(3), "assumption: a test")]
    )
    paid = [[0, -X, 1], [1, 0, -X], [-X, 1, 0]]
    game = NormalForm(
        {"A": ["r", "p", "s"], "B": ["r", "p", "s"]},
        {
            (a, b): (scale * paid[i][j], scale * paid[j][i])
            for i, a in enumerate("rps")
            for j, b in enumerate("rps")
        },
        {(a, b): a for a in "rps" for b in "rps"},
        parameters=table,
    )
    found = sweep(game, draws=50, solver=mixed_nash, seed=1)
    assert (found.equilibria == 1).all()
    assert np.allclose(found.probability_low, 1 / 3)


@pytest.mark.parametrize("solver", [None, mixed_nash])
@pytest.mark.parametrize(
    ("other", "count"),
    [
        # what is rounded on the way counts as nothing
        (Fraction(3, 10) * Y * 10, 2),
        (sympy.Symbol("z") + Fraction(2, 10) * Y * 10, 2),
        # what is written counts
        (3 * Y * (1 + Fraction(1, 10**14)), 1),
        (3 * Y * (1 + Fraction(1, 10**11)), 1),
        (3 * Y * (1 + Fraction(1, 10**8)), 1),
    ],
)
def test_a_tie_is_what_rounding_may_make_of_two_equal_numbers(
    other: sympy.Expr, count: int, solver: Solver | None
) -> None:
    assert TIE == 2**-48
    names = Parameters(
        [
            Parameter(
                "y",
                "y",
                "share",
                Fraction("0.1"),
                Fraction("0.2"),
                Fraction("0.3"),
                "assumption: a test",
            )
        ]
    )
    first, second = 3 * Y, other.subs(sympy.Symbol("z"), Y)
    end = {"a": Terminal("a", {"A": first}), "b": Terminal("b", {"A": second})}
    game: ExtensiveForm | NormalForm = ExtensiveForm(Decision("A", end), parameters=names)
    if solver:
        game = NormalForm(
            {"A": ["a", "b"], "B": ["c"]},
            {("a", "c"): (first, 0), ("b", "c"): (second, 0)},
            parameters=names,
        )
    found = sweep(game, draws=40, seed=2, solver=solver)
    assert (found.equilibria == count).all()


@pytest.mark.parametrize("kind", ["tree", "table"])
def test_what_cancels_within_a_formula_is_a_tie(kind: str) -> None:
    """Twice the same square, the second multiplied out: equal, but not in decimals."""
    both = Parameters(
        [
            Parameter(
                "x",
                "x",
                "share",
                Fraction("0.5"),
                Fraction("0.6"),
                Fraction("0.7"),
                "assumption: a test",
            ),
            Parameter(
                "y",
                "y",
                "share",
                Fraction("0.5"),
                Fraction("0.6"),
                Fraction("0.7"),
                "assumption: a test",
            ),
        ]
    )
    first, second = (X - Y) ** 4, sympy.expand((X - Y) ** 4)
    if kind == "table":
        game: ExtensiveForm | NormalForm = NormalForm(
            {"A": ["a", "b"], "B": ["c"]},
            {("a", "c"): (first, 0), ("b", "c"): (second, 0)},
            parameters=both,
        )
    else:
        ends = {"a": Terminal("a", {"A": first}), "b": Terminal("b", {"A": second})}
        game = ExtensiveForm(Decision("A", ends), parameters=both)
    found = sweep(game, draws=300, seed=3)
    assert (found.equilibria == 2).all()


def test_one_player_s_payoffs_do_not_make_another_indifferent() -> None:
    ends = {
        "calm": Terminal("calm", {"A": 1, "B": 10**14}),
        "press": Terminal("press", {"A": 1 + X, "B": -(10**14)}),
    }
    game = ExtensiveForm(Decision("A", ends), ["A", "B"], parameters=SMALL)
    found = sweep(game, draws=200, seed=1)
    assert found.guaranteed.sel(outcome="press").all()


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (X - 3 * Y, 9.0),
        ((X - Y) ** 2, 2 * 5.0),
        (1 / (X - Y), 5.0 * 2),
        (sympy.Max(X, -Y), 3.0),
        (sympy.Min(X, -Y), 3.0),
        (X * (X - Y) * (X + Y), 3 * (5.0 * 5 + 1 * 5)),
        (sympy.log(X - Y + 1), np.log(2) + 6 / 2),
        (sympy.Abs(X - Y), 5.0),
        (sympy.exp(X - X**2), np.exp(-6) * (1 + 3 + 2 * 9)),
        (sympy.Piecewise((X - Y, X > 0), (0, True)), 5.0),
    ],
)
def test_magnitudes_by_hand(formula: sympy.Expr, expected: float) -> None:
    at = {X: 3, Y: 2}
    assert float(magnitude(formula).subs(at)) == pytest.approx(expected)
    assert float(magnitude(formula).subs(at)) >= abs(float(formula.subs(at)))
