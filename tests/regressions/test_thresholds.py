"""Where an outcome begins and ends: poles, spans that touch, and reasons that follow the play."""

import random
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
import sympy

import caucasus_games as cg
from caucasus_games import (
    Chance,
    Decision,
    ExtensiveForm,
    GameError,
    NormalForm,
    Parameter,
    Parameters,
    Terminal,
)
from caucasus_games.algebra.formula import NEVER
from caucasus_games.concepts import pure_nash, subgame_perfect
from caucasus_games.exact import Interval
from caucasus_games.games.nodes import Node
from caucasus_games.theorems import Excluded, Unique

a, t = sympy.symbols("a t")
HALF = sympy.Rational(1, 2)


def tree(worth: Any, other: Any = 0) -> ExtensiveForm:
    ends = {"go": Terminal("war", {"A": worth}), "stay": Terminal("peace", {"A": other})}
    return ExtensiveForm(Decision("A", ends))


def table(worth: Any, other: Any = 0) -> NormalForm:
    payoffs: dict[tuple[str, ...], Any] = {("go", "x"): (worth, 0), ("stay", "x"): (other, 0)}
    labels: dict[tuple[str, ...], Any] = {("go", "x"): "war", ("stay", "x"): "peace"}
    return NormalForm({"A": ["go", "stay"], "B": ["x"]}, payoffs, labels)


def ranged(low: object, central: object, high: object) -> Parameters:
    record: Any = partial(Parameter, "t", "", "")
    return Parameters([record(low, central, high, "assumption: a test")])


def ends(found: Any) -> list[float]:
    return [float(end) for span in found.spans for end in (span.low, span.high)]


POLES: list[tuple[Any, Any, list[float]]] = [
    (1 / (a - HALF), 0, [0.5, 1]),
    (1 / (HALF - a), 0, [0, 0.5]),
    (1 / (a - HALF) + 4, 0, [0, 0.25, 0.5, 1]),
    # the pole is in both payoffs, and in none of what is compared
    (1 / (a - HALF), 1 / (a - HALF) + a - sympy.Rational(3, 4), [0, 0.75]),
    # on both sides of it
    (1 / (a - HALF) ** 2, 0, [0, 1]),
    # poles at 0, 1/2, 3/4
    (1 / (a * (a - HALF) * (a - sympy.Rational(3, 4))), 0, [0, 0.5, 0.75, 1]),
    (1 / (1 + 1 / (2 * a - 2)), 0, [0, 0.5]),
    (1 / (a**2 - HALF), 0, [0.5**0.5, 1]),
]


@pytest.mark.parametrize(("worth", "other", "right"), POLES, ids=[str(p[0]) for p in POLES])
@pytest.mark.parametrize("kind", [tree, table], ids=["tree", "table"])
def test_a_pole_inside_the_range_is_passed_over(
    kind: Any, worth: sympy.Expr, other: sympy.Expr, right: list[float]
) -> None:
    game = kind(worth, other)
    found = cg.required(game, "war", "a", within={"a": (0, 1)})
    assert ends(found) == pytest.approx(right)
    rng = random.Random(3)
    for _ in range(25):
        value = Fraction(rng.randint(1, 9_998), 9_999)
        solved = (subgame_perfect if kind is tree else pure_nash)(game.at({"a": value}))
        assert (value in found) == any("war" in e.outcomes for e in solved.equilibria)


def test_proofs_pass_over_poles() -> None:
    # its first counterexamples would lie where nothing is defined
    for game in (tree(1 / (a - HALF) ** 2 - 1), table(1 / (a - HALF) ** 2 - 1)):
        over = {"a": (0, 1)}
        assert cg.prove(game, "war", within=over).verdict != "refuted"
        assert cg.prove(game, Excluded("war"), within=over).verdict == "refuted"
        assert cg.prove(game, Unique(), within=over)
    with pytest.raises(GameError, match="payoff of A after go is zoo at these values"):
        subgame_perfect(tree(1 / (a - HALF)).at({"a": "1/2"}))
    with pytest.raises(GameError, match="is not defined at these values: Max"):
        subgame_perfect(tree(sympy.Max(0, 1 / (a - HALF))).at({"a": "1/2"}))


def test_explain_passes_over_poles() -> None:
    # a quarter, where the margin is zero, and halfway from it to the end the pole
    records = ranged(0, "1/8", "3/4")
    worth = (t - sympy.Rational(1, 4)) * (1 + 1 / (t - HALF) ** 2)
    choice = {"go": Terminal("war", {"A": worth}), "stay": Terminal("peace", {"A": 0})}
    game = ExtensiveForm(Decision("A", choice), parameters=records)
    (flip,) = cg.explain(subgame_perfect(game)).flips
    assert flip.at == Fraction(1, 4)
    assert flip.becomes == ("war",)


def test_spans_that_touch_are_one() -> None:
    def either(first: Any, second: Any) -> ExtensiveForm:
        both = {"x": Terminal("war", {"A": first}), "y": Terminal("war", {"A": second})}
        stay = {"stay": Terminal("peace", {"A": 0})}
        return ExtensiveForm(Decision("A", {**both, **stay}))

    for game, right in (
        (either(t, 2 - t), [0, 3]),
        (either(t - 1, 2 - 2 * t), [0, 3]),
        (either(t**2 - 2, 2 - t**2), [0, 3]),
        (either(t - 2, 1 - t), [0, 1, 2, 3]),
    ):
        assert ends(cg.required(game, "war", "t", within={"t": (0, 3)})) == right


def test_the_ends_of_touching_spans_have_the_formula_of_their_own_plan() -> None:
    s = sympy.Symbol("s")
    both = {"x": Terminal("war", {"A": t - s}), "y": Terminal("war", {"A": 4 - s - t})}
    stay = {"stay": Terminal("peace", {"A": 0})}
    game = ExtensiveForm(Decision("A", {**both, **stay})).at({"s": 3})
    low, high = cg.required(game, "war", "t", within={"t": (0, 5)}).spans
    assert (low.low_formula, low.high_formula) == (None, 4 - s)
    assert (high.low_formula, high.high_formula) == (s, None)


def test_joined_spans_keep_the_formulas_of_their_outer_ends() -> None:
    s = sympy.Symbol("s")
    ways = {"x": ("war", t - s), "y": ("war", (3 * t - 5) / 2 - s)}
    ways |= {"stay": ("peace", 0), "leave": ("peace", 3 * t - 13)}
    ends = {way: Terminal(label, {"A": worth}) for way, (label, worth) in ways.items()}
    game = ExtensiveForm(Decision("A", ends)).at({"s": 1})
    (span,) = cg.required(game, "war", "t", within={"t": (0, 9)}).spans
    assert (span.low, span.high) == (Fraction(1), Fraction(19, 3))
    assert (span.low_formula, span.high_formula) == (s, 7 - 2 * s / 3)


def end(label: str, first: Any, third: Any = 0) -> Terminal:
    return Terminal(label, {"A": first, "B": 0, "C": third})


def indifferent(other: Any) -> ExtensiveForm:
    """Return a tree in which B never minds, and C decides off the path."""
    away = Decision("C", {"up": end("peace", other, t), "down": end("peace", other, 2)})
    reply = Decision("B", {"l": end("war", 1), "r": end("calm", 10)})
    records = ranged(0, "1/2", 20)
    return ExtensiveForm(Decision("A", {"in": reply, "out": away}), ["A", "B", "C"], records)


def test_explain_follows_the_plan_that_it_explains() -> None:
    solution = subgame_perfect(indifferent(t))
    found = {next(iter(e.outcomes)): cg.explain(solution, k) for k, e in enumerate(solution)}
    assert [flip.at for flip in found["war"].flips] == [Fraction(1)]
    # what C does changes at 2, off the path, where nothing happens
    assert [flip.at for flip in found["calm"].flips] == [Fraction(10)]
    assert found["calm"].flips[0].becomes == ("peace",)


def test_explain_agrees_with_required() -> None:
    rng = random.Random(5)
    for _ in range(12):
        slope, shift = rng.randint(1, 3), rng.randint(-2, 2)
        solution = subgame_perfect(indifferent(slope * t + shift))
        for k, equilibrium in enumerate(solution):
            (label,) = equilibrium.outcomes
            (span,) = cg.required(solution.game, label, "t").spans
            flips = [flip.at for flip in cg.explain(solution, k).flips]
            inside = [x for x in (span.low, span.high) if x not in (0, 20)]
            assert flips == sorted(inside, key=lambda x: abs(float(x) - 0.5))[:1]


def test_reasons_leave_out_what_happens_with_probability_zero() -> None:
    def reply(label: str) -> Node:
        return Decision("A", {label: end("war", 1), "rest": end("peace", 0)})

    chance = Chance({"on": (t, reply("fight")), "off": (1 - t, reply("shoot"))})
    game = ExtensiveForm(chance, ["A", "B", "C"])
    for value, told in ((0, ["shoot"]), (1, ["fight"]), ("1/2", ["fight", "shoot"])):
        reasons = cg.explain(subgame_perfect(game.at({"t": value}))).reasons
        assert [reason.action for reason in reasons] == told


def test_reasons_leave_out_what_follows_what_is_not_played() -> None:
    last = Decision("A", {"fight": end("war", -1), "rest": end("peace", -2)})
    middle = Decision("C", {"pass": last, "quit": end("calm", -3, -1)})
    game = ExtensiveForm(Decision("A", {"go": middle, "stay": end("peace", 0)}), ["A", "B", "C"])
    reasons = cg.explain(subgame_perfect(game)).reasons
    assert [reason.action for reason in reasons] == ["stay"]


def test_regions_leave_out_what_is_impossible() -> None:
    bold = Terminal("bold", {"A": -1 - t**2})
    ways = {"go": Terminal("war", {"A": t}), "stay": Terminal("peace", {"A": 0}), "bold": bold}
    game = ExtensiveForm(Decision("A", ways), parameters=ranged(-1, 0, 1))
    assert {region.outcomes for region in cg.regions(game)} == {("war",), ("peace",)}
    never = cg.conditions(game, "bold")
    assert "bold is in no subgame perfect equilibrium" in repr(never)


def test_no_region_is_empty() -> None:
    rng, s = random.Random(1), sympy.Symbol("s")
    records = Parameters([ranged(-1, 0, 1)["t"], replace(ranged(-1, 0, 1)["t"], name="s")])
    for _ in range(25):
        pool = [sum(rng.randint(-2, 2) * m for m in (1, s, t, s * t, s**2)) for _ in range(4)]
        replies = {
            act: Decision(
                "B",
                {
                    reply: Terminal(
                        rng.choice("xyz"), dict(zip("AB", rng.sample(pool, 2), strict=True))
                    )
                    for reply in "lr"
                },
            )
            for act in "ab"
        }
        game = ExtensiveForm(Decision("A", replies), ["A", "B"], records)
        found = cg.regions(game)
        assert all(region.condition.formula != NEVER for region in found)
        # a tree has an equilibrium everywhere
        assert all(region.outcomes for region in found)


def test_a_table_with_an_equilibrium_everywhere_has_no_region_without() -> None:
    s = sympy.Symbol("s")
    records = Parameters([ranged(-1, 0, 1)["t"], replace(ranged(-1, 0, 1)["t"], name="s")])
    # it takes the longer of two searches to see that it has
    low, high = s * t - 2 * s - 2 * t - 2, s * t + 1
    payoffs: dict[tuple[str, ...], Any] = {
        ("a", "l"): (low, s * t + s - 2 * t + 1),
        ("a", "r"): (low, -2 * s**2 + s + t),
        ("b", "l"): (low, high),
        ("b", "r"): (high, low),
    }
    labels: dict[tuple[str, ...], Any] = dict.fromkeys(payoffs, "y") | {("a", "l"): "z"}
    game = NormalForm({"A": ["a", "b"], "B": ["l", "r"]}, payoffs, labels, records)
    assert {region.outcomes for region in cg.regions(game)} == {("y",), ("z",)}


def test_thresholds_that_are_irrational_are_enclosed_from_both_sides() -> None:
    game = tree(t**3 - 5 * t + 2)
    found = cg.required(game, "war", "t", within={"t": (0, 3)})
    first, second = found.spans
    assert isinstance(first.high, Interval)
    # a rational root is exact beside it
    assert second.low == Fraction(2)
    assert (first.high.low, first.high.high) < (Fraction(1), Fraction(1))
    assert float(first.high) == pytest.approx(2**0.5 - 1)
