"""The choice to leave a repeated game's path once, against the critical discount factor."""

import random
from fractions import Fraction
from itertools import product

import pytest
import sympy

from caucasus_games import GameError, conditions
from caucasus_games.concepts import critical_discount, pure_nash
from caucasus_games.games import NormalForm, one_deviation
from caucasus_games.games.profiles import Profile
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.theorems import prove

D, M = sympy.symbols("delta m")


def stage(rng: random.Random, sizes: tuple[int, ...]) -> NormalForm:
    actions = {f"P{i}": [f"a{k}" for k in range(size)] for i, size in enumerate(sizes)}
    payoffs: dict[Profile, list[object]] = {
        profile: [rng.randint(-5, 5) for _ in sizes] for profile in product(*actions.values())
    }
    return NormalForm(actions, payoffs)


@pytest.mark.parametrize("periods", [None, 1, 3])
@pytest.mark.parametrize("sizes", [(2, 2), (3, 2), (2, 2, 2), (1, 3)])
def test_the_target_is_kept_to_from_the_critical_factor_on(
    sizes: tuple[int, ...], periods: int | None
) -> None:
    rng = random.Random(sum(sizes) + (periods or 0))
    rule = {"periods": periods, "detection": Fraction(2, 3)}
    checked = 0
    for _ in range(40):
        game = stage(rng, sizes)
        for plan in pure_nash(game):
            ended = tuple(next(iter(plan.strategies[p])) for p in game.players)
            kept = rng.choice(list(game.payoffs))
            # where punishment pays somebody more, there is a greatest factor, not a least
            pays = zip(game.payoffs[kept], game.payoffs[ended], strict=True)
            if kept == ended or any(here < there for here, there in pays):
                continue
            target, punishment = (
                dict(zip(game.players, way, strict=True)) for way in (kept, ended)
            )
            least = critical_discount(game, target, punishment, **rule).critical  # type: ignore[arg-type]
            repeated = one_deviation(game, target, punishment, discount=D, **rule)  # type: ignore[arg-type]
            theorem = conditions(repeated, ", ".join(kept))
            for share in (Fraction(k, 23) for k in range(1, 23)):
                enough = least is not None and float(share) >= float(least)
                assert theorem.holds({"delta": share} if repeated.symbols else {}) == enough
            checked += 1
    assert checked


def test_a_punishment_that_is_no_equilibrium_does_not_hold_the_target() -> None:
    dilemma = NormalForm.from_arrays(
        [[2, -1], [3, 0]],
        [[2, 3], [-1, 0]],
        actions={"A": ["keep", "break"], "B": ["keep", "break"]},
        title="dilemma",
    )
    keep, fight = ({"A": a, "B": a} for a in ("keep", "break"))
    split = {"A": "break", "B": "keep"}
    assert conditions(one_deviation(dilemma, keep, split, discount=D), "keep, keep").formula == (
        sympy.false
    )
    game = one_deviation(dilemma, keep, fight, discount=D)
    assert game.title == "repeated dilemma"
    assert conditions(game, "keep, keep").formula == sympy.Ge(D, sympy.Rational(1, 3))


def test_parameters_and_values_are_kept() -> None:
    low, high = Fraction(1, 2), Fraction(9, 10)
    record = Parameter("delta", "d", "share", low, low, high, "assumption: for a test", "uniform")
    x, y = sympy.symbols("x y")
    game = NormalForm.from_arrays(
        [[2, -1], [x, 0]],
        [[2, 3], [-1, y * 0]],
        actions={"A": ["keep", "break"], "B": ["keep", "break"]},
    ).at({"x": 3})
    keep, fight = ({"A": a, "B": a} for a in ("keep", "break"))
    repeated = one_deviation(
        game, keep, fight, discount=D, detection=M, parameters=Parameters([record])
    )
    assert repeated.values == {"x": 3}
    assert repeated.parameters["delta"] == record
    assert prove(repeated.at({"m": 1}), "keep, keep")
    assert conditions(repeated.at({"m": 1}), "keep, keep").formula == sympy.true
    own = one_deviation(game, keep, fight, discount={"A": D, "B": "0.5"})
    assert own.symbols == {x, D}


def test_bad_input_is_told() -> None:
    game = stage(random.Random(0), (2, 2))
    a, b = ({"P0": x, "P1": x} for x in ("a0", "a1"))
    with pytest.raises(GameError, match="no discount factor for P1"):
        one_deviation(game, a, b, discount={"P0": D})
    with pytest.raises(GameError, match="unknown player 'P2'"):
        one_deviation(game, a, b, discount={"P0": D, "P1": D, "P2": D})
    with pytest.raises(GameError, match="the punishment lasts 0 periods"):
        one_deviation(game, a, b, discount=D, periods=0)
    with pytest.raises(GameError, match="no action for P1"):
        one_deviation(game, {"P0": "a0"}, b, discount=D)
