"""What each number that may be offered brings, and what each player gets over a parameter."""

import random
from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import sympy
from matplotlib.axes import Axes
from offered_games import (
    alternating,
    among_lists,
    irrational,
    risky,
    ultimatum,
    valued,
    valued_risk,
    x,
)
from random_offers import random_offers, ranges
from test_plot import legend, overlaps

from caucasus_games import GameError, plot
from caucasus_games.comparison.offer_curve import offer_curve
from caucasus_games.concepts import pure_nash, subgame_perfect
from caucasus_games.exact import Interval, least, most
from caucasus_games.games import Decision, ExtensiveForm, NormalForm, Offer, Terminal, screening
from caucasus_games.games.subtrees import subtree

mpl.use("Agg")


def pieces(game: ExtensiveForm, name: str, **more: object) -> list[tuple[object, ...]]:
    return [tuple(piece) for piece in offer_curve(game, name, **more).pieces]  # type: ignore[arg-type]


def test_a_curve_jumps_where_the_reply_changes() -> None:
    curve = offer_curve(valued(), "share")
    assert (curve.player, curve.low, curve.high) == ("A", Fraction(0), Fraction(1))
    border = Fraction(3, 10)
    assert [tuple(piece) for piece in curve.pieces] == [
        (0, border, "C: fight → war", sympy.Rational(2, 5)),
        (border, 1, "C: accept → peace", 1 - x),
    ]
    assert curve.best.exact[0].payoffs["A"] == Fraction(7, 10)


def test_a_curve_of_what_is_known_has_three_pieces() -> None:
    found = pieces(valued_risk(), "share")
    assert [piece[:3] for piece in found] == [
        (0, Fraction(1, 2), "peace"),
        (Fraction(1, 2), Fraction(9, 10), "peace or war"),
        (Fraction(9, 10), 1, "war"),
    ]
    # where the chance of war is (s - 1/2) / (2/5)
    fights = (x - sympy.Rational(1, 2)) * sympy.Rational(5, 2)
    expected = sympy.expand((1 - fights) * x + fights * sympy.Rational(3, 10))
    assert sympy.expand(found[1][3]) == expected


def test_a_border_may_be_irrational() -> None:
    first, second = offer_curve(irrational(), "share").pieces
    assert isinstance(first.high, Interval)
    assert float(least(first.high)) == pytest.approx(0.5**0.5)
    assert first.high == second.low
    assert second.worth == 1 - x


@pytest.mark.parametrize(
    "seed",
    [
        # of seed 25 a piece comes twice
        pytest.param(k, marks=[] if k < 8 or k == 25 else [pytest.mark.no_cover])
        for k in range(40)
    ],
)
def test_a_curve_is_what_the_rest_of_the_game_brings(seed: int) -> None:
    rng = random.Random(seed)
    game = random_offers(rng, 1 + seed % 2, quadratic=seed % 4 > 1)
    with suppress(GameError):
        curve = offer_curve(game, game.offers[0])
        (v,) = (v for v, own in enumerate(game.vertices) if own.branches == (curve.name,))
        symbol = sympy.Symbol(curve.name)
        for _ in range(5):
            number = curve.low + (curve.high - curve.low) * Fraction(rng.randint(1, 996), 997)
            rest = subtree(game, v + 1, {symbol: sympy.Rational(str(number))})
            solved = subgame_perfect(rest)
            expected = {float(least(one.payoffs[curve.player])) for one in solved}
            here = {
                float(piece.worth.subs(symbol, sympy.Rational(str(number))))
                for piece in curve.pieces
                if most(piece.low) < number < least(piece.high)
            }
            assert sorted(here) == pytest.approx(sorted(expected))


def test_a_later_offer_hangs_on_an_earlier_one() -> None:
    # with three rounds to go and numbers that do not hang on each other nothing is asked
    assert pieces(alternating(), "x1")[0][2] == "A: refuse → deal"
    two = screening("A", "C", values={"discount": "1/2"})
    (piece,) = pieces(two, "cutoff_2", at={"cutoff_1": "3/5"})
    assert piece[:3] == (0, Fraction(3, 5), "no deal or round 1 or round 2")
    with pytest.raises(GameError, match=r"hangs on cutoff_1, .* as at=\{'cutoff_1': …\}"):
        offer_curve(two, "cutoff_2")
    with pytest.raises(GameError, match="unknown number offered before cutoff_1 'cutoff_2'"):
        offer_curve(two, "cutoff_1", {"cutoff_2": "1/2"})
    with pytest.raises(GameError, match="from 0 to 0 here: a curve needs more than one"):
        offer_curve(two, "cutoff_2", {"cutoff_1": 0})


def test_bounds_may_be_formulas_and_ends_without_a_label() -> None:
    game = among_lists().at({"least_share": "1/10", "most_share": "3/4"})
    curve = offer_curve(game, "share")
    assert (curve.low, curve.high) == (Fraction(1, 10), Fraction(3, 4))
    plain = ExtensiveForm(Offer("A", x, 0, 1, Terminal("", {"A": x - x**2})))
    (piece,) = offer_curve(plain, "share").pieces
    assert piece.follows == ""
    ax = plot.offer_curve(plain, "share")
    assert legend(ax)[0] == "the end"


def test_several_replies_lie_over_each_other() -> None:
    idle = {"l": Terminal("l", {"A": x, "B": 0}), "r": Terminal("r", {"A": -x, "B": 0})}
    game = ExtensiveForm(Offer("A", x, 0, 1, Decision("B", idle)))
    assert {piece[2:] for piece in pieces(game, "share")} == {("B: l → l", x), ("B: r → r", -x)}


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda: offer_curve(valued(), "shar"), "unknown number that is offered 'shar'"),
        (lambda: offer_curve(among(), "x"), "nobody offers a number in the game"),
        (lambda: offer_curve(risky(), "share"), "no value for cost_a, p: give it with at"),
        (
            lambda: plot.offer_curve(table(), "x"),  # type: ignore[arg-type]
            "got a normal form: offers are made in trees",
        ),
    ],
)
def test_what_has_no_curve_says_so(ask: Callable[[], object], told: str) -> None:
    with pytest.raises(GameError, match=told):
        ask()


def among() -> ExtensiveForm:
    return ExtensiveForm(Decision("A", {"go": Terminal("war", {"A": 1})}))


def table() -> NormalForm:
    v = sympy.Symbol("v")
    return NormalForm({"A": ["x", "y"]}, {("x",): [v], ("y",): [1 - v]})


def small() -> Axes:
    return plt.subplots(figsize=(3.6, 3.2), layout="constrained")[1]


def test_the_curve_is_drawn_with_its_border_and_its_best_number() -> None:
    ax = plot.offer_curve(valued(), "share", ax=small())
    assert legend(ax) == ["C: fight → war", "C: accept → peace", "best: share = 3/10, A gets 0.7"]
    dotted = [line for line in ax.lines if line.get_linestyle() == ":" and line.get_linewidth() < 1]
    assert [line.get_xdata()[0] for line in dotted] == [0.3]  # type: ignore[index]
    (dot,) = (line for line in ax.lines if line.get_marker() == "o")
    assert np.concatenate(dot.get_data()) == pytest.approx((0.3, 0.7))
    assert overlaps(ax) == []
    rounded = plot.offer_curve(irrational(), "share", ax=small())
    assert "best: share ≈ 0.7071" in legend(rounded)[-1]
    assert overlaps(rounded) == []
    plt.close("all")


def test_one_reply_has_one_line_in_the_key_and_long_ones_are_broken() -> None:
    curved = plot.offer_curve(valued_risk(), "share")
    (parabola,) = (line for line in curved.lines if line.get_label() == "peace or war")
    assert len(np.asarray(parabola.get_xdata())) > 50
    two = screening("A", "C", values={"discount": "1/2"})
    ax = plot.offer_curve(two, "cutoff_2", at={"cutoff_1": "3/5"}, ax=small())
    assert "\n" in legend(ax)[-1]
    assert overlaps(ax) == []
    pays = {
        "y": Terminal("", {"A": sympy.Min(x, 1 - x), "B": 1}),
        "n": Terminal("", {"A": 0, "B": 0}),
    }
    tent = ExtensiveForm(Offer("A", x, 0, 1, Decision("B", pays)))
    assert legend(plot.offer_curve(tent, "share")) == ["B: y", "best: share = 1/2, A gets 0.5"]
    plt.close("all")


def test_values_over_a_parameter() -> None:
    game = ultimatum().at({"cost_a": "1/10", "cost_c": "1/5"})
    ax = plot.value_functions(game, "p", points=5, ax=small())
    own, other, share = ax.lines
    where = np.linspace(0.3, 0.7, 5)
    assert np.asarray(own.get_xdata()) == pytest.approx(where)
    # A offers what war is worth to C, which is 1 - p - 1/5
    assert np.asarray(share.get_ydata()) == pytest.approx(0.8 - where)
    assert np.asarray(own.get_ydata()) == pytest.approx(0.2 + where)
    assert np.asarray(other.get_ydata()) == pytest.approx(0.8 - where)
    assert ax.get_xlabel() == "p (share)"
    # a tick below the axes is there and not drawn
    assert [pair for pair in overlaps(ax) if pair != ("0.3", "0.0")] == []
    moved = plot.value_functions(game, "p", within={"p": ("0.4", "0.6")}, points=2)
    assert np.asarray(moved.lines[0].get_xdata()).tolist() == [0.4, 0.6]
    tables = plot.value_functions(table(), "v", within={"v": (0, 1)}, solver=pure_nash, points=3)
    # both actions are best at one half
    assert np.asarray(tables.lines[0].get_xdata()).tolist() == [0, 0.5, 0.5, 1]
    empty = plot.value_functions(pennies(), "v", solver=pure_nash, points=2)
    assert len(np.asarray(empty.lines[0].get_xdata())) == 0
    plt.close("all")


def pennies() -> NormalForm:
    v = sympy.Symbol("v")
    pays: dict[tuple[str, ...], list[object]] = {
        ("a", "c"): [1, -1],
        ("a", "d"): [-1, 1],
        ("b", "c"): [-v, v],
        ("b", "d"): [v, -v],
    }
    known = ranges(v=("1", "2"))
    return NormalForm({"A": ["a", "b"], "B": ["c", "d"]}, pays, parameters=known)


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda: plot.value_functions(table(), "w"), "unknown parameter that has no value 'w'"),
        (lambda: plot.value_functions(table(), "v"), r"v has no range: give it with within=\{'v'"),
        (
            lambda: plot.value_functions(ultimatum(), "p", within={"cost_a": (0, 1)}),
            "moves p alone, and within has cost_a: fix those with at",
        ),
        (lambda: plot.value_functions(ultimatum(), "p", points=1), "points is 1: give 2 or more"),
    ],
)
def test_what_has_no_values_says_so(ask: Callable[[], object], told: str) -> None:
    with pytest.raises(GameError, match=told):
        ask()


def test_marks_are_seen_on_a_dark_page() -> None:
    game = valued_risk()
    with plt.style.context("dark_background"):
        (best,) = [
            line
            for line in plot.offer_curve(game, "share").lines
            if "best" in str(line.get_label())
        ]
        named = plot.value_functions(
            risky().at({"p": "1/2"}), "cost_a", points=3, within={"cost_a": ("0", "2/5")}
        )
        (offered,) = {line.get_color() for line in named.lines if "share" in str(line.get_label())}
    assert {best.get_color(), offered} == {"white"}
