"""Coalitional games: published values, axioms, and a second derivation of each rule."""

import random
from fractions import Fraction
from itertools import permutations

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from immutabledict import immutabledict

from caucasus_games.certificates import certified_nucleolus
from caucasus_games.concepts import core, nucleolus, shapley, shapley_formulas
from caucasus_games.errors import GameError
from caucasus_games.games import CoalitionalGame
from caucasus_games.results import Core

Coalition = frozenset[str]


def drawn(seed: int, size: int) -> CoalitionalGame:
    rng = random.Random(seed)
    players = "ABCDEFGHIJ"[:size]
    return CoalitionalGame.from_function(
        list(players), lambda own: rng.randint(0, 3) + (6 if len(own) == size else 0) * (size > 1)
    )


def bankruptcy(estate: int) -> CoalitionalGame:
    """Aumann & Maschler (1985): what the others' claims leave of the estate."""
    claims = {"A": 100, "B": 200, "C": 300}
    return CoalitionalGame.from_function(
        list(claims), lambda own: max(0, estate - sum(c for p, c in claims.items() if p not in own))
    )


@pytest.mark.parametrize(
    ("estate", "shares"),
    [(100, ["100/3"] * 3), (200, ["50", "75", "75"]), (300, ["50", "100", "150"])],
)
def test_the_nucleolus_divides_as_the_talmud(estate: int, shares: list[str]) -> None:
    # Aumann & Maschler (1985), Journal of Economic Theory 36, p. 195
    assert [str(share) for share in nucleolus(bankruptcy(estate)).values()] == shares


def test_a_level_of_excess_may_fix_nothing_new() -> None:
    # of equal shares: once those of A and of A with B are fixed, that of B is, before C's and D's
    worth = {"A": 1, "BCD": 3, "AB": 2, "CD": 2, "B": "1/2", "ACD": "5/2", "ABCD": 4}
    game = CoalitionalGame.from_function("ABCD", lambda own: worth.get("".join(sorted(own)), 0))
    assert set(nucleolus(game).values()) == {1}


def test_the_shapley_value_of_votes_is_power() -> None:
    # the first is pivotal in four of the six orders (the index of Shapley & Shubik 1954)
    votes = {"A": 2, "B": 1, "C": 1}
    game = CoalitionalGame.from_function(
        list(votes), lambda own: int(sum(votes[p] for p in own) >= 3)
    )
    power = shapley(game)
    assert [str(q) for q in power.values()] == ["2/3", "1/6", "1/6"]


def test_a_landing_strip_is_paid_for_by_those_who_need_it() -> None:
    # Littlechild & Owen (1973): each part of the strip is shared equally by those who use it
    costs = {"small": 6, "middle": 12, "large": 15}
    game = CoalitionalGame.from_function(list(costs), lambda own: -max(costs[p] for p in own))
    assert dict(shapley(game)) == {"small": -2, "middle": -5, "large": -8}


def test_the_glove_market_has_one_core_point_and_the_nucleolus_is_it() -> None:
    game = CoalitionalGame.from_function(
        ["left", "right 1", "right 2"], lambda own: int("left" in own and len(own) > 1)
    )
    found = core(game)
    assert [dict(v) for v in found.vertices] == [{"left": 1, "right 1": 0, "right 2": 0}]
    assert dict(nucleolus(game)) == {"left": 1, "right 1": 0, "right 2": 0}
    assert repr(found) == "core with the point left 1, right 1 0, right 2 0"


def test_an_empty_core_is_proved_by_balanced_weights() -> None:
    # A secures 1/2 alone; any two secure 1, all secure 1
    def worth(own: Coalition) -> Fraction:
        return Fraction(1) if len(own) > 1 else Fraction("A" in own, 2)

    found = core(CoalitionalGame.from_function("ABC", worth))
    assert not found.point
    assert found.vertices == ()
    assert found.weights
    assert repr(found).startswith("empty core: ")
    # here one player alone is part of the proof
    pair = core(CoalitionalGame(["A", "B"], {"A": 1, "B": 1, ("A", "B"): 1}))
    assert repr(pair) == "empty core: 1 of A, 1 of B together secure more than all"


@pytest.mark.parametrize("seed", range(30))
def test_the_core_s_vertices_are_in_it_and_a_point_exists_with_them(seed: int) -> None:
    game = drawn(seed, 3 + seed % 2)
    found = core(game)
    assert bool(found.point) == bool(found.vertices)
    assert all(vertex in found for vertex in found.vertices)


@pytest.mark.parametrize("seed", range(20))
def test_the_shapley_value_averages_over_all_orders(seed: int) -> None:
    game = drawn(seed, 4)
    total = dict.fromkeys(game.players, Fraction(0))
    orders = list(permutations(game.players))
    for order in orders:
        before: Coalition = frozenset()
        for player in order:
            after = before | {player}
            total[player] += game.numbers[after] - game.numbers.get(before, 0)
            before = after
    assert dict(shapley(game)) == {p: share / len(orders) for p, share in total.items()}
    formulas = shapley_formulas(game)
    assert {p: Fraction(str(f)) for p, f in formulas.items()} == dict(shapley(game))


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_shapley_value_is_efficient_additive_and_gives_a_dummy_its_own(a: int, b: int) -> None:
    one, two = drawn(a, 3), drawn(b, 3)
    both = CoalitionalGame(
        one.players, {own: one.numbers[own] + two.numbers[own] for own in one.numbers}
    )
    shares = [shapley(game) for game in (one, two, both)]
    assert sum(shares[0].values()) == one.numbers[frozenset("ABC")]
    assert all(shares[0][p] + shares[1][p] == shares[2][p] for p in "ABC")
    dummy = CoalitionalGame.from_function(
        "ABCD", lambda own: one.numbers.get(own - {"D"}, Fraction(0)) + 5 * ("D" in own)
    )
    assert dict(shapley(dummy)) == {**shares[0], "D": 5}


def lexicographic(game: CoalitionalGame, shares: dict[str, Fraction]) -> list[Fraction]:
    return sorted(
        (worth - sum(shares[p] for p in own) for own, worth in game.numbers.items()), reverse=True
    )


@pytest.mark.parametrize("seed", range(40))
def test_no_shares_on_a_grid_leave_less_discontent_than_the_nucleolus(seed: int) -> None:
    game = drawn(seed, 3)
    whole, least = game.numbers[frozenset("ABC")], {p: game.numbers[frozenset(p)] for p in "ABC"}
    if sum(least.values()) > whole:
        with pytest.raises(GameError, match="the nucleolus needs shares"):
            nucleolus(game)
        return
    found = lexicographic(game, dict(nucleolus(game)))
    step = (whole - sum(least.values())) / 12
    for i in range(13):
        for j in range(13 - i):
            shares = {"A": least["A"] + i * step, "B": least["B"] + j * step}
            shares["C"] = whole - shares["A"] - shares["B"]
            assert found <= lexicographic(game, shares)


@pytest.mark.parametrize("size", [1, 2, 4, 5, 6])
def test_the_nucleolus_of_more_players_is_certified_and_in_the_core(size: int) -> None:
    for seed in range(4):
        game = drawn(seed, size)
        whole = game.numbers[frozenset(game.players)]
        if whole < sum(game.numbers[frozenset([p])] for p in game.players):
            continue
        shares = nucleolus(game)
        found = core(game)
        assert not found.point or shares in found


def test_ten_players() -> None:
    # simple majority: all are alike
    game = CoalitionalGame.from_function("ABCDEFGHIJ", lambda own: int(len(own) >= 6))
    assert set(nucleolus(game).values()) == set(shapley(game).values()) == {Fraction(1, 10)}
    assert not core(game).point


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ({"A": 1, "B": 0, "C": 0}, "do not add up"),
        ({"A": 3, "B": -1, "C": 0}, "somebody gets less than alone"),
        ({"A": 2, "B": 0, "C": 0}, "is not balanced"),
    ],
)
def test_what_is_no_nucleolus(shares: dict[str, int], words: str) -> None:
    game = CoalitionalGame.from_function("ABC", lambda own: 2 * (len(own) > 2))
    with pytest.raises(GameError, match=words):
        certified_nucleolus(game, {p: Fraction(x) for p, x in shares.items()})


def test_a_core_needs_its_proof() -> None:
    game = CoalitionalGame.from_function("AB", lambda own: len(own) - 1)
    with pytest.raises(GameError, match="a coalition objects"):
        Core(game, immutabledict({"A": Fraction(2), "B": Fraction(-1)}), immutabledict())
    with pytest.raises(GameError, match="do not prove the core empty"):
        Core(game, immutabledict(), immutabledict({frozenset("AB"): Fraction(1)}))


def test_worths_are_formulas_over_parameters() -> None:
    s, t = sympy.symbols("s t")
    game = CoalitionalGame(["A", "B"], {"A": t, "B": 0, ("A", "B"): s}, title="transit")
    assert shapley_formulas(game)["B"] == s / 2 - t / 2
    with pytest.raises(GameError, match="no value for s, t"):
        shapley(game)
    assert shapley(game.at({"s": 3, "t": 1}))["A"] == 2
    assert repr(game) == "transit: coalitional game of A, B"


@pytest.mark.parametrize(
    ("players", "worth", "words"),
    [
        ([], {}, "1 to 20 players, each with a name of its own, and got none"),
        (["A", "A"], {}, "got A, A"),
        (["A"], {("B",): 1}, "unknown player in a coalition 'B'"),
        (["A"], {(): 1, "A": 1}, "the empty coalition secures 0: leave it out"),
        (["A"], {"A": 1, ("A",): 2}, "the coalition of A is named twice"),
        (["A", "B"], {"A": 1, "B": 1}, "no worth for the coalition of A, B"),
    ],
)
def test_what_is_refused(players: list[str], worth: dict[str, int], words: str) -> None:
    with pytest.raises(GameError, match=words):
        CoalitionalGame(players, worth)
    with pytest.raises(GameError, match="1 to 20 players"):
        CoalitionalGame.from_function([str(k) for k in range(40)], lambda own: 0)


def test_a_worth_that_is_not_rational_is_refused() -> None:
    x = sympy.Symbol("x")
    game = CoalitionalGame(["A", "B"], {"A": 0, "B": 0, ("A", "B"): sympy.sqrt(x)}).at({"x": 2})
    with pytest.raises(GameError, match=r"worth of A, B is sqrt\(2\) at these values"):
        shapley(game)
