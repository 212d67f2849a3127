"""Correlated equilibria: published polytopes, and what every one of them must satisfy."""

import random
from fractions import Fraction
from itertools import product

import pytest

from caucasus_games.certificates import certified_correlated
from caucasus_games.concepts import correlated, correlated_polytope, mixed_nash
from caucasus_games.errors import GameError
from caucasus_games.games import NormalForm

TWO = {"A": ["yield", "dare"], "B": ["yield", "dare"]}
CHICKEN = NormalForm.from_arrays([[6, 2], [7, 0]], [[6, 7], [2, 0]], actions=TWO)


def drawn(seed: int, sizes: tuple[int, ...]) -> NormalForm:
    rng = random.Random(seed)
    actions = {f"P{i}": [f"a{k}" for k in range(size)] for i, size in enumerate(sizes)}
    return NormalForm.from_function(actions, lambda move: [rng.randint(0, 4) for _ in sizes])


def test_chicken_does_better_than_any_mixture_of_its_nash_equilibria() -> None:
    # Aumann (1974), example 2.7: a third on each of three cells gives 5 to both; the best sum puts
    # one half on (yield, yield)
    third = Fraction(1, 3)
    by_thirds = certified_correlated(
        CHICKEN,
        {("yield", "yield"): third, ("yield", "dare"): third, ("dare", "yield"): third},
    )
    assert dict(by_thirds.payoffs) == {"A": 5, "B": 5}
    (best,) = correlated(CHICKEN)
    assert best.payoffs["A"] == Fraction(21, 4)
    assert best.path == "(yield, yield) 0.5; (yield, dare) 0.25; (dare, yield) 0.25"
    assert sum(best.outcomes.values()) == 1


@pytest.mark.parametrize("seed", range(12))
def test_every_nash_equilibrium_is_one_and_every_one_is_coarse(seed: int) -> None:
    game = drawn(seed, (2 + seed % 2, 3))
    polytope, coarse = correlated_polytope(game), correlated_polytope(game, coarse=True)
    for equilibrium in mixed_nash(game).exact:
        mixes = list(equilibrium.strategies.values())
        point = {
            f"({', '.join(p)})": mixes[0].get(p[0], Fraction(0)) * mixes[1].get(p[1], Fraction(0))
            for p in product(*game.actions.values())
        }
        assert point in polytope
        assert point in coarse
    assert all(vertex in coarse for vertex in polytope.vertices)


@pytest.mark.parametrize("coarse", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_the_best_is_the_best_vertex_and_is_certified(seed: int, coarse: bool) -> None:
    game = drawn(seed, (2, 2, 2))
    objective = {"P0": 1, "P1": "-1/2"}
    (best,) = correlated(game, objective, coarse=coarse)
    values = [
        sum(
            chance * (game.numbers[p][0] - game.numbers[p][1] / 2)
            for p, chance in zip(game.numbers, vertex.values(), strict=True)
        )
        for vertex in correlated_polytope(game, coarse=coarse).vertices
    ]
    assert best.payoffs["P0"] - best.payoffs["P1"] / 2 == max(values)


def test_a_coarse_one_may_be_no_correlated_one() -> None:
    # rock, paper, scissors with a tie that pays: the uniform distribution off the diagonal keeps
    # players only if they decide before they are told
    rows = [[0, -1, 1], [1, 0, -1], [-1, 1, 0]]
    names = ["rock", "paper", "scissors"]
    game = NormalForm.from_arrays(
        rows, [[-x for x in row] for row in rows], actions={"A": names, "B": names}
    )
    sixth: dict[tuple[str, ...], Fraction] = {
        (a, b): Fraction(1, 6) for a, b in product(names, names) if a != b
    }
    assert certified_correlated(game, sixth, coarse=True).regret["A"] == 0
    with pytest.raises(GameError, match=r"A gains 0\.5 by departing"):
        certified_correlated(game, sixth)


def test_what_is_refused() -> None:
    with pytest.raises(GameError, match="must lie between 0 and 1 and sum to 1"):
        certified_correlated(CHICKEN, {("yield", "dare"): Fraction(1, 2)})
    with pytest.raises(GameError, match="unknown player in the objective 'C'"):
        correlated(CHICKEN, {"C": 1})
