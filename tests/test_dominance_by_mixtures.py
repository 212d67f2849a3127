"""Dominance by mixtures leaves what is a best reply to some belief."""

import random
from fractions import Fraction

import pytest

from caucasus_games.concepts import iterated_dominance, mixed_nash
from caucasus_games.games import NormalForm

MIDDLE = NormalForm.from_arrays(
    [[3, 0], [0, 3], [1, 1]],
    [[0, 1], [1, 0], [0, 1]],
    actions={"A": ["up", "down", "middle"], "B": ["left", "right"]},
)


def test_the_half_mixture_of_extremes_beats_the_middle() -> None:
    # Fudenberg & Tirole (1991), figure 1.3: no action dominates the middle one, a mixture does
    assert len(iterated_dominance(MIDDLE).surviving["A"]) == 3
    solution = iterated_dominance(MIDDLE, mixed=True)
    assert solution.surviving["A"] == ("up", "down")
    (step,) = solution.steps
    assert step.startswith("round 1: A: up ")
    assert step.endswith(" strictly dominates middle")
    assert solution.concept == "iterated strict dominance by mixtures"


def test_weakly_a_mixture_may_tie_somewhere() -> None:
    # half and half gives (1, 1, 1): it ties with the middle and beats the low one in one column
    game = NormalForm.from_arrays(
        [[2, 0, 1], [0, 2, 1], [1, 1, 1], [1, 1, 0]],
        [[0, 0, 0]] * 4,
        actions={"A": ["up", "down", "middle", "low"], "B": ["left", "right", "far"]},
    )
    assert len(iterated_dominance(game, mixed=True).surviving["A"]) == 4
    left = iterated_dominance(game, weak=True, mixed=True)
    assert left.surviving["A"] == ("up", "down", "middle")
    no_middle = NormalForm.from_arrays(
        [[2, 0, 1], [0, 2, 1], [1, 1, 0]],
        [[0, 0, 0]] * 3,
        actions={"A": ["up", "down", "low"], "B": ["left", "right", "far"]},
    )
    (step,) = iterated_dominance(no_middle, weak=True, mixed=True).steps
    assert step == "round 1: A: up 0.5 or down 0.5 weakly dominates low"


@pytest.mark.parametrize("seed", range(25))
def test_what_is_left_is_rationalizable_and_holds_every_equilibrium(seed: int) -> None:
    rng = random.Random(seed)
    rows = [[[rng.randint(0, 5) for _ in range(3)] for _ in range(3)] for _ in range(2)]
    game = NormalForm.from_arrays(*rows, actions={"A": ["a", "b", "c"], "B": ["d", "e", "f"]})
    left = iterated_dominance(game, mixed=True).surviving
    for equilibrium in mixed_nash(game):
        for player, mix in equilibrium.strategies.items():
            assert set(mix) <= set(left[player])
    # on a grid of beliefs over what the other keeps, a dropped action that could come back is none
    for i, (player, other) in enumerate((("A", "B"), ("B", "A"))):
        kept = left[other]
        for dropped in set(game.actions[player]) - set(left[player]):
            for weights in ((w, v, 8 - w - v) for w in range(9) for v in range(9 - w)):
                if any(weights[len(kept) :]):
                    continue
                worth = {
                    own: sum(
                        Fraction(w, 8) * game.numbers[(own, x) if i == 0 else (x, own)][i]
                        for w, x in zip(weights, kept, strict=False)
                    )
                    for own in game.actions[player]
                }
                assert worth[dropped] < max(worth.values())
