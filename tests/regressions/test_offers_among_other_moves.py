"""Numbers that are chosen after other moves, with what is told of them."""

from fractions import Fraction

import sympy

from caucasus_games import explain, prove, required
from caucasus_games.concepts import subgame_perfect
from caucasus_games.games import Chance, Decision, ExtensiveForm, Nature, Offer, Terminal, Uniform
from caucasus_games.games.nodes import Node

x, p, t, q = sympy.symbols("x p t q")


def end(first: object, second: object, outcome: str = "end") -> Terminal:
    return Terminal(outcome, {"A": first, "B": second})


def tree(root: Node) -> ExtensiveForm:
    return ExtensiveForm(root, ["A", "B"])


def test_an_offer_may_come_after_the_number_that_another_knows() -> None:
    # B buys where its value is above the price: the price of a monopoly, and what is left to B
    answer = Decision("B", {"buy": end(x, t - x, "deal"), "pass": end(0, 0, "none")})
    after = tree(Nature(t, Uniform(0, 1), "B", Offer("A", x, 0, 1, answer)))
    before = tree(Offer("A", x, 0, 1, Nature(t, Uniform(0, 1), "B", answer)))
    for game in (after, before):
        (found,) = subgame_perfect(game)
        assert dict(found.payoffs) == {"A": Fraction(1, 4), "B": Fraction(1, 8)}
        assert found.outcomes["deal"] == Fraction(1, 2)


def test_an_outcome_goes_on_where_another_joins_it() -> None:
    # where p is above zero A takes a risk of war: peace is possible on both sides
    answer = Decision("B", {"accept": end(1 - x, x, "peace"), "fight": end(0, p - t, "war")})
    game = tree(Offer("A", x, 0, 1, Nature(t, Uniform(0, 1), "B", answer)))
    half = Fraction(1, 2)
    (span,) = required(game, "peace", "p", within={"p": (-half, half)}).spans
    assert (span.low, span.high) == (-half, half)
    (span,) = required(game, "war", "p", within={"p": (-half, half)}).spans
    assert span.low == 0
    assert span.high == half


def test_who_has_one_action_needs_no_reason() -> None:
    offer = Offer("A", x, 0, 1, end(x - x**2, 0))
    (reason,) = explain(subgame_perfect(tree(Decision("B", {"go": offer})))).reasons
    assert (reason.player, reason.payoff) == ("A", Fraction(1, 4))


def test_what_is_played_before_an_offer_is_guaranteed_by_it() -> None:
    # A gets 1 - q by an offer that B accepts, and 1/2 without one
    answer = Decision("B", {"accept": end(1 - x, x, "deal"), "refuse": end(0, q, "war")})
    game = tree(Decision("A", {"go": Offer("A", x, 0, 1, answer), "stay": end("1/2", 0, "calm")}))
    assert prove(game, "deal", within={"q": ("1/10", "2/5")})
    assert prove(game, "calm", within={"q": ("3/5", "9/10")})
    assert prove(game, "deal", within={"q": ("1/10", "9/10")}).verdict == "refuted"


def test_chance_before_an_offer() -> None:
    lottery = Chance({"on": ("1/2", Offer("A", x, 0, 1, end(x, 1 - x))), "off": ("1/2", end(0, 0))})
    (found,) = subgame_perfect(tree(lottery))
    assert found.payoffs["A"] == Fraction(1, 2)
