"""Numbers that are chosen: against fine menus, and in all readings alike."""

import random
from fractions import Fraction

import pytest
from random_offers import random_offers

import caucasus_games as cg
from caucasus_games.concepts import subgame_perfect
from caucasus_games.concepts.offers.plays import SEVERAL
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm, menu

# by how much a payoff may change with the step of a menu, which comes in at both numbers
_STEEPEST = 18


def paid(game: ExtensiveForm, find: str = "all") -> list[tuple[float, ...]]:
    found = subgame_perfect(game, find=find)  # type: ignore[arg-type]
    return [tuple(map(float, one.payoffs.values())) for one in found.equilibria]


def far(some: list[tuple[float, ...]], others: list[tuple[float, ...]]) -> float:
    """Return how far the one that is farthest is from all others."""
    return max(
        min(max(abs(x - y) for x, y in zip(one, other, strict=True)) for other in others)
        for one in some
    )


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("offers", "quadratic", "steps", "trees"),
    [(1, False, 30, 30), (1, True, 30, 30), (2, False, 8, 8)],
)
def test_a_fine_menu_comes_near(offers: int, quadratic: bool, steps: int, trees: int) -> None:
    for seed in range(trees):
        game = random_offers(random.Random(seed), offers, quadratic=quadratic)
        found = subgame_perfect(game)
        exact = [tuple(map(float, one.payoffs.values())) for one in found.equilibria]
        listed = paid(menu(game, steps), find="play")
        assert far(exact, listed) <= _STEEPEST / steps, seed
        # of a range of numbers that are as good only the ends are told
        if SEVERAL not in found.notes:
            assert far(listed, exact) <= _STEEPEST / steps, seed


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("offers", "quadratic", "trees"), [(1, False, 12), (1, True, 12), (2, False, 3)]
)
def test_conditions_values_and_sweeps_agree(offers: int, quadratic: bool, trees: int) -> None:
    for seed in range(trees):
        rng = random.Random(seed)
        game = random_offers(rng, offers, quadratic=quadratic, symbols=True)
        outcomes = sorted(game.outcome_labels)
        try:
            theorems = {outcome: cg.conditions(game, outcome) for outcome in outcomes}
        except GameError:
            # a best number is a root that no fraction of polynomials tells
            continue
        names = sorted(s.name for s in game.symbols)
        drawn = cg.sweep(game, draws=3, seed=seed) if names else None
        for k in range(3 if names else 1):
            values = {name: Fraction(float(drawn[name][k])) for name in names} if drawn else {}
            found = subgame_perfect(game.at(values))
            for outcome, theorem in theorems.items():
                brought = [outcome in one.outcomes for one in found]
                assert theorem.holds(values) == any(brought), (seed, values)
                assert theorem.guaranteed.holds(values) == all(brought), (seed, values)
                if drawn:
                    some = drawn.sel(outcome=outcome).isel(draw=k, setup=0)
                    assert bool(some["possible"]) == any(brought), (seed, values)
                    assert int(some["equilibria"]) == len(found), (seed, values)
