"""Offers below other moves: at draws the same as at values, at ties as well."""

from fractions import Fraction
from functools import partial

import pytest
import sympy
import xarray as xr

import caucasus_games as cg
from caucasus_games import Chance, Decision, ExtensiveForm, Parameter, Parameters, Terminal
from caucasus_games.concepts import subgame_perfect
from caucasus_games.concepts.fast.offers_below import takes_offers_below
from caucasus_games.games import Offer
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import NONE
from caucasus_games.models import settlement

X, Y = (
    Parameter(name, name, "share", Fraction(0), Fraction(1, 2), Fraction(1), "assumption: a test")
    for name in "xy"
)


def tree(*, beside: Node | None = None) -> ExtensiveForm:
    """Let A offer a number after a move of chance and a decision of its own."""
    x, y, n = X.symbol, Y.symbol, sympy.Symbol("n")
    deal = Terminal("deal", {"A": 1 - n, "B": n})
    none = Terminal("none", {"A": y / 2, "B": x})
    answer = Decision("B", {"accept": deal, "reject": none})
    bargain = Chance({"go": (y, Offer("A", "n", 0, "1/2", answer)), "stop": (1 - y, none)})
    leave = Terminal("leave", {"A": x * y, "B": 0})
    return ExtensiveForm(
        Decision("A", {"bargain": bargain, "leave": beside or leave}),
        parameters=Parameters([X, Y]),
    )


def same_at_values(game: ExtensiveForm, frame: xr.Dataset, draws: int) -> None:
    for draw in range(draws):
        values = {
            name: Fraction(float(frame[name].values.ravel()[draw])).limit_denominator(10**12)
            for name in game.parameters
            if name in frame
        }
        found = subgame_perfect(game.at(values)).equilibria
        for outcome in game.outcome_labels:
            chances = [float(one.outcomes.get(outcome, 0)) for one in found]
            ends = frame.sel(outcome=outcome).isel(setup=0, draw=draw)
            assert float(ends["probability_low"]) == pytest.approx(min(chances), abs=1e-6)
            assert float(ends["probability_high"]) == pytest.approx(max(chances), abs=1e-6)
        for player in game.players:
            paid = [float(one.payoffs[player]) for one in found]
            worth = frame.sel(player=player).isel(setup=0, draw=draw)
            assert float(worth["payoff_low"]) == pytest.approx(min(paid), abs=1e-6)
            assert float(worth["payoff_high"]) == pytest.approx(max(paid), abs=1e-6)


def test_a_small_tree_is_drawn_as_it_is_solved() -> None:
    game = tree()
    assert takes_offers_below(game)
    drawn = cg.sweep(game, 60, seed=2)
    assert 0 < float(drawn["possible"].sel(outcome="leave").mean()) < 1
    same_at_values(game, drawn, 60)


def test_ties_and_what_several_may_follow_are_solved_exactly() -> None:
    same = Terminal("leave", {"A": Y.symbol / 2, "B": 0})
    game = tree(beside=same).at({"x": "3/4"})
    # B rejects all that A may offer, so that A is indifferent at every draw
    drawn = cg.sweep(game, 5, seed=2)
    assert (drawn["equilibria"] > 1).all()
    same_at_values(game, drawn, 5)


def test_the_settlement_with_concessions_is_drawn_as_it_is_solved() -> None:
    offered = partial(settlement, concessions=True)
    drawn = cg.sweep(offered, 5, setups=[NONE], seed=5)
    same_at_values(offered(NONE), drawn, 5)


def test_an_offer_at_the_root_is_found_another_way() -> None:
    n = sympy.Symbol("n")
    answer = Decision(
        "B",
        {
            "accept": Terminal("deal", {"A": 1 - n, "B": n}),
            "reject": Terminal("none", {"A": 0, "B": X.symbol}),
        },
    )
    game = ExtensiveForm(Offer("A", "n", 0, 1, answer), parameters=Parameters([X]))
    assert not takes_offers_below(game)
    same_at_values(game, cg.sweep(game, 10, seed=1), 10)
