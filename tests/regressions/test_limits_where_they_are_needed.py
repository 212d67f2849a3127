"""A game is not refused for what only some concepts need."""

import random
from fractions import Fraction
from importlib import import_module
from itertools import product

import pytest
import sympy

from caucasus_games import GameError
from caucasus_games.certificates import certified_bayesian
from caucasus_games.concepts import (
    banzhaf,
    bayes_nash,
    core,
    nucleolus,
    pure_nash,
    shapley,
    shapley_formulas,
)
from caucasus_games.games import BayesianGame, CoalitionalGame

SEATS = ["China", "France", "Russia", "UK", "US"]
OTHERS = [f"member {k}" for k in range(10)]


def auction(worths: list[int], bids: int) -> BayesianGame:
    """Two bidders in a first-price auction; ties are drawn."""
    kinds, acts = [str(w) for w in worths], [str(b) for b in range(bids)]

    def payoff(types: dict[str, str], bid: dict[str, str]) -> list[Fraction]:
        return [
            (int(types[me]) - int(bid[me]))
            * Fraction(1 + (int(bid[me]) > int(bid[you])) - (int(bid[me]) < int(bid[you])), 2)
            for me, you in ("AB", "BA")
        ]

    odds = Fraction(1, len(kinds) ** 2)
    prior = dict.fromkeys(product(kinds, repeat=2), odds)
    return BayesianGame({"A": kinds, "B": kinds}, prior, {"A": acts, "B": acts}, payoff)  # type: ignore[arg-type]


def test_an_auction_of_three_values_and_seven_bids() -> None:
    game = auction([0, 3, 6], 7)
    (found,) = bayes_nash(game)
    assert found.path == "A (0): 0; A (3): 1; A (6): 2; B (0): 0; B (3): 1; B (6): 2"
    # against it a value of 6 wins for sure against two types, and half of the time against its own
    assert found.payoffs["A (6)"] == Fraction(10, 3)
    assert certified_bayesian(game, found.strategies) == found
    with pytest.raises(GameError, match=r"A \(6\) gains"):
        certified_bayesian(game, {**found.strategies, "A (6)": {"3": 1}})
    with pytest.raises(GameError, match=r"117,649 combinations of actions .* certified_bayesian"):
        game.agent_form()


@pytest.mark.parametrize("seed", range(12))
def test_the_pure_equilibria_are_those_of_the_game_of_all_types(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(seed)
    types = {"A": ["s", "t"], "B": ["u", "v"]} | ({"C": ["w"]} if seed % 3 == 0 else {})
    actions = {player: "xyz"[: rng.randint(1, 3)] for player in types}
    profiles = list(product(*types.values()))
    paid = {
        (kinds, acts): [rng.randint(0, 2) for _ in types]
        for kinds in profiles
        for acts in product(*actions.values())
    }
    game = BayesianGame(
        types,
        dict.fromkeys(profiles, Fraction(1, len(profiles))),
        actions,
        lambda known, move: paid[tuple(known.values()), tuple(move.values())],
    )
    pure = pure_nash(game.agent_form()).equilibria
    module = import_module("caucasus_games.concepts.bayes_nash")
    monkeypatch.setattr(module, "LARGEST_AGENT_FORM", 0)
    assert bayes_nash(game).equilibria == pure


def test_an_auction_that_is_too_large_for_all_is_refused_with_its_size() -> None:
    with pytest.raises(GameError, match=r"all types take .* payoffs to find and up to 5,000,000"):
        bayes_nash(auction(list(range(8)), 8))


def test_what_is_no_bayesian_equilibrium_is_refused() -> None:
    game = auction([1, 2], 2)
    shy = {f"{who} ({kind})": {"0": 1} for who in "AB" for kind in "12"}
    for change, words in (
        ({"A (3)": {"0": 1}}, r"unknown type 'A \(3\)'"),
        ({"A (1)": {"5": 1}}, r"unknown action of A \(1\) '5'"),
        ({"A (1)": {"0": "1/2"}}, "must lie between 0 and 1 and sum to 1, and are 1/2"),
        ({"A (1)": {}}, "and are none"),
    ):
        with pytest.raises(GameError, match=words):
            certified_bayesian(game, {**shy, **change})
    with pytest.raises(GameError, match=r"no strategy for B \(2\)"):
        certified_bayesian(game, {name: mix for name, mix in shy.items() if name != "B (2)"})
    x = sympy.Symbol("x")
    never = BayesianGame(
        {"A": ["s", "t"]}, {("s",): x, ("t",): 1 - x}, {"A": ["go"]}, lambda types, moves: [0]
    ).at({"x": 0})
    with pytest.raises(GameError, match=r"A \(s\) has probability 0 at these values"):
        certified_bayesian(never, {"A (s)": {"go": 1}, "A (t)": {"go": 1}})


def council() -> CoalitionalGame:
    return CoalitionalGame.from_function(
        SEATS + OTHERS, lambda group: int(len(group) >= 9 and group.issuperset(SEATS))
    )


def test_the_security_council() -> None:
    # Shapley & Shubik (1954), A method for evaluating the distribution of power in a committee
    # system, American Political Science Review 48, 787-792, with today's fifteen members
    power = shapley(council())
    assert {power[seat] for seat in SEATS} == {Fraction(421, 2145)}
    assert {power[seat] for seat in OTHERS} == {Fraction(4, 2145)}
    votes = CoalitionalGame.weighted(dict.fromkeys(SEATS, 7) | dict.fromkeys(OTHERS, 1), 39)
    assert votes.worth == council().worth
    assert hash(votes.worth) == hash(council().worth)
    # 848 = C(10, 4) + … + C(10, 10) and 84 = C(9, 3) swings of 5080
    index = banzhaf(council(), index=True)
    assert index["China"] == Fraction(848, 5080)
    assert index["member 0"] == Fraction(84, 5080)


def test_the_council_of_the_first_six() -> None:
    # Brams & Affuso (1976), Power and size, Theory and Decision 7, 29-56: Luxembourg had no power
    weights = {"Germany": 4, "France": 4, "Italy": 4, "Belgium": 2, "Netherlands": 2}
    six = CoalitionalGame.weighted({**weights, "Luxembourg": 1}, 12)
    assert [str(x) for x in banzhaf(six, index=True).values()] == ["5/21"] * 3 + ["1/7"] * 2 + ["0"]
    assert [str(x) for x in shapley(six).values()] == ["7/30"] * 3 + ["3/20"] * 2 + ["0"]


def test_sixteen_players_of_whom_each_adds_the_same() -> None:
    game = CoalitionalGame.from_function(
        [f"p{k}" for k in range(16)], lambda group: len(group) ** 2
    )
    assert set(shapley(game).values()) == {16}
    # 2 k + 1 on average over the other 15, of whom 15/2 are there
    assert set(banzhaf(game).values()) == {16}


def test_the_core_and_the_nucleolus_have_limits_of_their_own() -> None:
    for solver, most in ((core, 12), (nucleolus, 10), (shapley_formulas, 10)):
        with pytest.raises(GameError, match=f"is for up to {most} players and the game has 15"):
            solver(council())
    with pytest.raises(GameError, match="1 to 20 players"):
        CoalitionalGame.weighted({str(k): 1 for k in range(21)}, 3)
    nothing = CoalitionalGame.weighted({"A": 0, "B": 0}, 1)
    with pytest.raises(GameError, match="sum to 0, so there is no index"):
        banzhaf(nothing, index=True)


def test_worths_are_a_mapping_of_coalitions() -> None:
    worth = CoalitionalGame(["A", "B"], {"A": 1, "B": 2, ("A", "B"): 4}).worth
    assert dict(worth) == {frozenset("A"): 1, frozenset("B"): 2, frozenset("AB"): 4}
    assert worth == dict(worth)
    assert repr(worth) == "Worths of 3 coalitions"
    for missing in (frozenset(), frozenset("AC")):
        assert missing not in worth
