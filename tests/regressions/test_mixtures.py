"""Mixtures in letters, stable strategies, and mixes of a player who is indifferent."""

from collections.abc import Sequence
from fractions import Fraction
from importlib import import_module
from random import Random

import pytest
import sympy
from immutabledict import immutabledict

from caucasus_games.certificates import certified_stable, certified_tree
from caucasus_games.concepts import (
    evolutionarily_stable,
    indifferent_mixtures,
    mixed_nash,
    mixture_formulas,
)
from caucasus_games.errors import GameError
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.results import Indifference, MixtureFormula
from caucasus_games.theorems import regions

V, C = sympy.symbols("v c")
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def symmetric(rows: Sequence[Sequence[object]], labels: str = "abcdefgh") -> NormalForm:
    own = list(labels[: len(rows)])
    columns = [[rows[j][i] for j in range(len(rows))] for i in range(len(rows))]
    return NormalForm.from_arrays(rows, columns, actions={"A": own, "B": own})


def hawks(prize: object = V, injury: object = C) -> NormalForm:
    """Maynard Smith & Price (1973), Nature 246: hawks are v / c if v < c, else all."""
    v, c = sympy.sympify(prize), sympy.sympify(injury)
    return symmetric([[(v - c) / 2, v], [0, v / 2]], "hd")


def test_the_formula_of_hawk_and_dove() -> None:
    (mixture,) = mixture_formulas(hawks())
    for player in "AB":
        assert mixture.strategies[player]["h"] == V / C
    assert sympy.simplify(mixture.payoffs["A"] - V * (C - V) / (2 * C)) == 0
    assert all(bool(x.subs({V: 2, C: 3})) for x in mixture.conditions)
    assert not all(bool(x.subs({V: 3, C: 2})) for x in mixture.conditions)
    assert repr(mixture).startswith("A: h v/c or d ")


def test_formulas_agree_with_the_solver_at_values() -> None:
    random = Random(3)
    x = sympy.Symbol("x")
    seen = 0
    for _ in range(3):
        tables = [
            [
                [random.randint(0, 9) + x * int(random.random() < 0.3) for _ in range(3)]
                for _ in range(3)
            ]
            for _ in range(2)
        ]
        game = NormalForm.from_arrays(*tables, actions={"A": "abc", "B": "abc"})
        value = sympy.Rational(7, 5)
        formulas = {
            tuple(
                (p, a, Fraction(str(q.subs({x: value}))))
                for p, mix in one.strategies.items()
                for a, q in mix.items()
            )
            for one in mixture_formulas(game)
            if all(bool(c.subs({x: value})) for c in one.conditions)
        }
        exact = {
            tuple((p, a, q) for p, mix in e.strategies.items() for a, q in mix.items())
            for e in mixed_nash(game.at({"x": "7/5"}) if game.symbols else game)
            if all(len(mix) > 1 for mix in e.strategies.values())
        }
        assert formulas == exact
        seen += len(exact)
    assert seen > 1


def test_formulas_that_numbers_refute_are_left_out() -> None:
    assert mixture_formulas(symmetric([[3, 0], [5, 1]])) == ()
    assert mixture_formulas(symmetric([[1, 1], [1, 1]])) == ()
    pennies = NormalForm.from_arrays(
        [[1, -1], [-1, 1], [-9, -9]],
        [[-1, 1], [1, -1], [0, 0]],
        actions={"A": "xyz", "B": "xy"},
    )
    (mixture,) = mixture_formulas(pennies)
    assert mixture.conditions == ()
    with pytest.raises(GameError, match="the game is 5 × 5"):
        mixture_formulas(symmetric([[0] * 5] * 5))
    shares = immutabledict({"h": sympy.Integer(1), "d": sympy.Integer(1)})
    with pytest.raises(GameError, match="at which A is indifferent"):
        MixtureFormula(
            hawks(), immutabledict({"A": shares, "B": shares}), immutabledict({"A": V}), (), ()
        )


@pytest.mark.parametrize(
    ("rows", "mixes"),
    [
        # Maynard Smith (1982), Evolution and the Theory of Games: hawk and dove, v = 2, c = 3
        ([["-1/2", 2], [0, 1]], [[Fraction(2, 3), THIRD]]),
        # rock, scissors, paper has none: a mix does as well against itself, ibid. appendix D
        ([[0, 1, -1], [-1, 0, 1], [1, -1, 0]], []),
        # and one where winning is worth more than losing costs
        ([[0, 2, -1], [-1, 0, 2], [2, -1, 0]], [[THIRD] * 3]),
        ([[0, 1, -2], [-2, 0, 1], [1, -2, 0]], []),
        # two conventions, and nothing between them
        ([[1, 0], [0, 1]], [[1, 0], [0, 1]]),
        # what is alike drifts
        ([[1, 1], [1, 1]], []),
        # a tie that the other loses against itself, and one that it does not
        ([[1, 1], [1, 0]], [[1, 0]]),
        ([[1, 1], [1, 2]], [[0, 1]]),
    ],
)
def test_stable_strategies(
    rows: Sequence[Sequence[object]], mixes: Sequence[Sequence[Fraction]]
) -> None:
    solution = evolutionarily_stable(symmetric(rows))
    found = [[e.strategies["A"].get(a, 0) for a in "abc"[: len(rows)]] for e in solution]
    assert sorted(found, reverse=True) == sorted(map(list, mixes), reverse=True)


def test_best_replies_outside_of_the_support_are_named() -> None:
    (found,) = evolutionarily_stable(symmetric([[1, 1], [1, 0]]))
    assert found.replies == ("a", "b")


def test_invaders_do_worse_than_every_stable_strategy_of_random_games() -> None:
    random = Random(8)
    seen = 0
    for _ in range(40):
        rows = [[random.randint(0, 2) for _ in range(3)] for _ in range(3)]
        game = symmetric(rows)
        stable = [[e.strategies["A"].get(a, 0) for a in "abc"] for e in evolutionarily_stable(game)]
        for e in mixed_nash(game):
            if e.strategies["A"] != e.strategies["B"]:
                continue
            x = [Fraction(e.strategies["A"].get(a, 0)) for a in "abc"]  # type: ignore[arg-type]

            def pays(
                y: Sequence[Fraction], z: Sequence[Fraction], rows: list[list[int]] = rows
            ) -> Fraction:
                pairs = ((i, j) for i in range(3) for j in range(3))
                return sum((y[i] * z[j] * rows[i][j] for i, j in pairs), Fraction(0))

            grid = [
                [Fraction(i, 12), Fraction(j, 12), Fraction(12 - i - j, 12)]
                for i in range(13)
                for j in range(13 - i)
            ]
            invaded = any(
                y != x and pays(y, x) == pays(x, x) and pays(y, y) >= pays(x, y) for y in grid
            )
            if x in stable:
                assert not invaded
                seen += 1
    assert seen > 20


def test_what_is_not_stable_is_not_certified() -> None:
    coordination = symmetric([[1, 0], [0, 1]])
    half = immutabledict({"a": HALF, "b": HALF})
    with pytest.raises(GameError, match="b gains against itself"):
        certified_stable(coordination, immutabledict({"A": half, "B": half}))
    third = immutabledict(dict.fromkeys("abc", THIRD))
    worse = symmetric([[0, 1, -2], [-2, 0, 1], [1, -2, 0]])
    with pytest.raises(GameError, match="not evolutionarily stable"):
        certified_stable(worse, immutabledict({"A": third, "B": third}))


def test_a_game_that_is_not_symmetric_is_refused() -> None:
    two = {"A": "ab", "B": "ab"}
    with pytest.raises(GameError, match="gets something else in the other seat"):
        evolutionarily_stable(
            NormalForm.from_arrays([[1, 0], [0, 1]], [[1, 1], [0, 1]], actions=two)
        )
    with pytest.raises(GameError, match="is 2 × 3"):
        evolutionarily_stable(
            NormalForm.from_arrays([[0] * 3] * 2, [[0] * 3] * 2, actions={"A": "ab", "B": "abc"})
        )


def demand(fighting: int = 0, chance: bool = False) -> ExtensiveForm:
    def end(label: str, a: int, b: int) -> Terminal:
        return Terminal(label, {"A": a, "B": b})

    ends = {"fight": end("war", -1, fighting), "yield": end("gain", 1, 0)}
    reply: Node = Decision("B", ends, "asked")
    if chance:
        reply = Chance({"heard": (HALF, reply), "not": (HALF, end("peace", 0, 2))})
    rest = end("peace", 0, 2)
    return ExtensiveForm(Decision("A", {"demand": reply, "rest": rest}, "start"))


@pytest.mark.parametrize("chance", [False, True])
def test_the_threshold_of_an_indifferent_player(chance: bool) -> None:
    (found,) = indifferent_mixtures(demand(chance=chance))
    (threshold,) = found.thresholds
    assert (threshold.share, threshold.below, threshold.above) == (HALF, "demand", "rest")
    assert [p.equilibrium.strategies["asked"]["fight"] for p in found.pieces] == [
        Fraction(1, 4),
        Fraction(3, 4),
    ]
    assert repr(found).startswith("B is indifferent at 'asked' between fight and yield")


def test_without_a_tie_there_is_nothing_to_mix() -> None:
    assert indifferent_mixtures(demand(-1)) == ()


def test_two_turn_one_after_the_other() -> None:
    def end(*paid: int) -> Terminal:
        return Terminal(str(paid), dict(zip("ABC", paid, strict=True)))

    last = Decision("C", {"x": end(0, 3, 0), "y": end(6, 0, 0)}, "C")
    middle = Decision("B", {"on": last, "off": end(4, 1, 5)}, "B")
    first = Decision("A", {"go": middle, "stay": end(3, 0, 0)}, "A")
    (found,) = indifferent_mixtures(ExtensiveForm(first))
    # B goes on if it gets 3 p > 1, A then goes if 6 (1 - p) > 3, else B's 4 is more than 3
    assert [(t.share, t.player) for t in found.thresholds] == [(THIRD, "B"), (HALF, "A")]
    assert [p.high for p in found.pieces] == [THIRD, HALF, 1]


def test_every_share_of_a_piece_is_an_equilibrium() -> None:
    random = Random(6)

    def node(depth: int) -> Node:
        if depth == 0:
            return Terminal(str(random.random()), {p: random.randint(0, 2) for p in "AB"})
        below = {a: node(depth - 1) for a in "xy"}
        if random.random() < 0.2:
            return Chance({a: (HALF, child) for a, child in below.items()})
        return Decision(random.choice("AB"), below)

    turned = 0
    for _ in range(30):
        game = ExtensiveForm(node(3), ["A", "B"])
        for family in indifferent_mixtures(game):
            turned += len(family.thresholds)
            first, second = family.actions
            for piece in family.pieces:
                for share in (piece.low, (2 * piece.low + piece.high) / 3, piece.high):
                    mix = {first: share, second: 1 - share}
                    own = immutabledict({a: q for a, q in mix.items() if q})
                    certified_tree(
                        game, piece.equilibrium.strategies.set(family.information_set, own)
                    )
    assert turned > 0


def test_what_cannot_be_mixed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def hidden(a: str) -> Decision:
        return Decision("B", {b: Terminal(a + b, {"A": 0, "B": 0}) for b in "xy"}, "B")

    with pytest.raises(GameError, match="moves are hidden"):
        indifferent_mixtures(ExtensiveForm(Decision("A", {a: hidden(a) for a in "xy"})))
    module = import_module("caucasus_games.concepts.indifferent_mixtures")
    monkeypatch.setattr(module, "_VISITS", 5)
    with pytest.raises(GameError, match="ways to mix between ties"):
        indifferent_mixtures(demand())
    with pytest.raises(GameError, match="must lead from 0 to 1"):
        Indifference("A", "start", ("x", "y"), (), ())


def test_a_mixture_is_listed_where_what_it_makes_equal_is_best() -> None:
    """A is indifferent anyhow, and no mix of it makes B indifferent between best replies."""
    w = sympy.Symbol("w")
    record = Parameter(
        "w", "w", "share", Fraction(0), Fraction(2, 7), Fraction(1), "assumption: for a test"
    )
    loss = w + w / (4 + w) - 2
    payoffs: dict[tuple[str, ...], tuple[object, object]] = {
        ("a0", "b0"): (0, 0),
        ("a0", "b1"): (w**2, 2),
        ("a0", "b2"): (2, loss),
        ("a1", "b0"): (-3 * w, -3 * w),
        ("a1", "b1"): (w**2, 1),
        ("a1", "b2"): (loss, loss),
    }
    actions = {"A": ["a0", "a1"], "B": ["b0", "b1", "b2"]}
    game = NormalForm(actions, payoffs, parameters=Parameters([record]))
    divided = regions(game, solver=mixed_nash)
    for value in ("1/10", "1/4", "1/2", "885441/1000003"):
        here = [region.outcomes for region in divided if region.condition.holds({"w": value})]
        assert here == [("a0, b1",), ("a1, b1",)]
