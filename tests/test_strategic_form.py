"""Trees as normal forms in plans, and Kuhn's poker, whose value needs them."""

from fractions import Fraction
from importlib import import_module
from itertools import permutations

import pytest
import sympy
from immutabledict import immutabledict

from caucasus_games import Chance, Decision, ExtensiveForm, GameError, NormalForm, Terminal
from caucasus_games.certificates import certified_tree
from caucasus_games.concepts import minmax, mixed_nash, pure_nash, subgame_perfect
from caucasus_games.games import strategic_form
from caucasus_games.games.plans import Plan, named


def end(*payoffs: object, outcome: str = "end") -> Terminal:
    return Terminal(outcome, dict(zip("AB", payoffs, strict=False)))


def kuhn_poker() -> ExtensiveForm:
    """Kuhn (1950), A simplified two-person poker, Contributions to the Theory of Games I, p. 97."""

    def hand(one: str, two: str) -> Decision:
        sign = 1 if "JQK".index(one) > "JQK".index(two) else -1
        showdown, large = end(sign, -sign), end(2 * sign, -2 * sign)
        answer = Decision("A", {"fold": end(-1, 1), "call": large}, f"A {one} bet at")
        after_check = Decision("B", {"check": showdown, "bet": answer}, f"B {two} checked to")
        after_bet = Decision("B", {"fold": end(1, -1), "call": large}, f"B {two} bet at")
        return Decision("A", {"check": after_check, "bet": after_bet}, f"A {one}")

    deals = {f"{a}{b}": ("1/6", hand(a, b)) for a, b in permutations("JQK", 2)}
    return ExtensiveForm(Chance(deals), ["A", "B"], title="Kuhn poker")


def test_kuhn_poker_is_worth_one_eighteenth_to_the_second_player() -> None:
    table = strategic_form(kuhn_poker())
    # check and then fold or call, or bet, with each card; and check or bet, fold or call
    assert [len(own) for own in table.actions.values()] == [3**3, 4**3]
    assert minmax(table, mixed=True) == {"A": Fraction(-1, 18), "B": Fraction(1, 18)}


@pytest.mark.parametrize("bluff", ["0", "1/7", "1/3"])
def test_kuhn_poker_s_equilibria(bluff: str) -> None:
    a, third = Fraction(bluff), Fraction(1, 3)
    no, sure = Fraction(0), Fraction(1)
    bets = {"A J": a, "A Q": no, "A K": 3 * a}
    bets |= {"B J checked to": third, "B Q checked to": no, "B K checked to": sure}
    calls = {"A J bet at": no, "A Q bet at": a + third, "A K bet at": sure}
    calls |= {"B J bet at": no, "B Q bet at": third, "B K bet at": sure}
    chosen = {
        name: {meek: 1 - q, bold: q}
        for odds, meek, bold in ((bets, "check", "bet"), (calls, "fold", "call"))
        for name, q in odds.items()
    }
    mixes = {name: {x: q for x, q in mix.items() if q} for name, mix in chosen.items()}
    strategies = immutabledict({name: immutabledict(mix) for name, mix in mixes.items()})
    equilibrium = certified_tree(kuhn_poker(), strategies)
    assert equilibrium.payoffs == {"A": Fraction(-1, 18), "B": Fraction(1, 18)}


def test_formulas_and_outcomes_are_kept() -> None:
    x = sympy.Symbol("x")
    lottery = Chance({"won": (x, end(1, 0, outcome="won")), "lost": (1 - x, end(0, 1))})
    game = ExtensiveForm(
        Decision("A", {"go": lottery, "stay": end(x / 2, 0)}, "start"),
        ["A", "B"],
        title="a bet",
        comment="for a test",
    ).at({"x": "1/4"})
    table = strategic_form(game)
    assert table.actions == {"A": ("start: go", "start: stay"), "B": ("wait",)}
    assert table.payoffs["start: go", "wait"] == (x, 1 - x)
    assert table.outcomes["start: go", "wait"] == {"won": x, "end": 1 - x}
    assert (table.title, table.comment) == ("a bet", "for a test")
    assert table.values == game.values
    assert [e.payoffs["A"] for e in pure_nash(table)] == [Fraction(1, 4)]


def test_it_has_equilibria_that_are_not_subgame_perfect() -> None:
    reply = Decision("B", {"fight": end(-1, -1), "yield": end(1, 0)}, "B")
    game = ExtensiveForm(Decision("A", {"demand": reply, "rest": end(0, 2)}, "A"), ["A", "B"])
    assert len(subgame_perfect(game)) == 1
    assert [e.path for e in pure_nash(strategic_form(game))] == [
        "A: A: demand; B: B: yield",
        "A: A: rest; B: B: fight",
    ]


def test_who_forgets_has_full_strategies() -> None:
    # Shoham & Leyton-Brown (2008), figure 5.12
    second = {"L": end(1, 0), "R": end(100, 100)}
    left = Decision("A", second, "A")
    right = Decision("B", {"U": end(5, 1), "D": end(2, 2)}, "B")
    game = ExtensiveForm(Decision("A", {"L": left, "R": right}, "A"), ["A", "B"])
    table = strategic_form(game)
    assert list(table.actions["A"]) == ["A: L", "A: R"]
    (only,) = mixed_nash(table).exact
    assert only.payoffs == {"A": 2, "B": 2}


def test_plans_that_read_alike_are_told_apart() -> None:
    assert list(named([Plan({"a": "x; b: y"}), Plan({"a": "x", "b": "y"})])) == [
        "a: x; b: y",
        "a: x; b: y #2",
    ]


def test_what_is_no_tree_or_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GameError, match="strategic_form is for a tree and got a normal form"):
        strategic_form(NormalForm({"A": ["x"]}, {("x",): [1]}))  # type: ignore[arg-type]
    module = import_module("caucasus_games.games.strategic_form")
    monkeypatch.setattr(module, "MOST_PROFILES", 100)
    with pytest.raises(GameError, match="has 1,728 profiles of plans, more than 100: solve it as"):
        strategic_form(kuhn_poker())
    monkeypatch.setattr(module, "MOST_PROFILES", 20)
    with pytest.raises(GameError, match="has 1,728 profiles of plans, more than 20"):
        strategic_form(kuhn_poker())
