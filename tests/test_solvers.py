import random
from fractions import Fraction
from itertools import product

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from caucasus_games import GameError, load
from caucasus_games.concepts import mixed_nash, pure_nash
from caucasus_games.games import NormalForm

two = {"A": ["x", "y"], "B": ["x", "y"]}


def game_of(cells: list[list[int]], sizes: list[int]) -> NormalForm:
    actions = {f"P{i}": [f"a{j}" for j in range(size)] for i, size in enumerate(sizes)}
    profiles = product(*actions.values())
    return NormalForm(actions, dict(zip(profiles, cells, strict=True)))


@st.composite
def games(draw: st.DrawFn, players: int) -> NormalForm:
    sizes = draw(st.lists(st.integers(1, 3), min_size=players, max_size=players))
    count = 1
    for size in sizes:
        count *= size
    payoff = st.lists(st.integers(-2, 2), min_size=players, max_size=players)
    return game_of(draw(st.lists(payoff, min_size=count, max_size=count)), sizes)


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 4).flatmap(games))
def test_pure_nash_equals_the_definition(game: NormalForm) -> None:
    def stable(profile: tuple[str, ...]) -> bool:
        return all(
            game.numbers[(*profile[:i], other, *profile[i + 1 :])][i] <= game.numbers[profile][i]
            for i, player in enumerate(game.players)
            for other in game.actions[player]
        )

    found = {tuple(next(iter(mix)) for mix in e.strategies.values()) for e in pure_nash(game)}
    assert found == {profile for profile in game.profiles if stable(profile)}


@settings(max_examples=50, deadline=None)
@given(games(players=2))
def test_mixed_nash_holds_every_pure_one_and_is_certified(game: NormalForm) -> None:
    mixed = mixed_nash(game)
    assert len(mixed) >= 1
    assert {e.path for e in pure_nash(game)} <= {e.path for e in mixed}
    for equilibrium in mixed.exact:
        assert set(equilibrium.regret.values()) == {0}
        assert sum(equilibrium.outcomes.values()) == 1


@pytest.mark.parametrize("seed", range(20))
def test_large_games_without_ties_have_an_odd_number_of_equilibria(seed: int) -> None:
    rng = random.Random(seed)
    solution = mixed_nash(
        game_of([[rng.getrandbits(40), rng.getrandbits(40)] for _ in range(25)], [5, 5])
    )
    assert not solution.notes
    assert len(solution) % 2 == 1


def test_matching_pennies_has_one_mixed_equilibrium_and_no_pure_one() -> None:
    game = NormalForm.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], actions=two)
    assert repr(pure_nash(game)) == "no pure Nash equilibrium"
    (only,) = mixed_nash(game).exact
    assert only.strategies["A"] == {"x": Fraction(1, 2), "y": Fraction(1, 2)}
    assert only.outcomes["x, y"] == Fraction(1, 4)


def test_a_degenerate_game_lists_its_extreme_equilibria_and_says_so() -> None:
    game = NormalForm.from_arrays([[1, 1], [1, 1]], [[1, 0], [0, 1]], actions=two)
    solution = mixed_nash(game)
    assert len(solution) == 4
    assert "degenerate" in solution.notes[0]


def test_a_value_outside_its_range_is_flagged() -> None:
    v = sympy.Symbol("corridor_value")
    game = NormalForm({"A": ["x"], "B": ["y"]}, {("x", "y"): [v, 0]}, parameters=load())
    for solver in (pure_nash, mixed_nash):
        solution = solver(game.at({"corridor_value": 2}))
        assert "note: corridor_value = 2 lies outside its range" in repr(solution)


def test_a_game_with_too_many_vertices_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caucasus_games.algebra.double_description._MOST_VERTICES", 2)
    game = NormalForm.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], actions=two)
    with pytest.raises(
        GameError,
        match=r"has 2×2 actions, too many for all equilibria .*more than 2 vertices.*lemke_howson",
    ):
        mixed_nash(game)
