"""A root of the equations of a support, from decimals near it to fractions.

On a support everybody is indifferent among the actions it plays: as many equations as unknown
probabilities, each linear in every unknown. Each player's first action has what the others leave.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import prod

import sympy
from sympy.matrices.exceptions import NonInvertibleMatrixError

from caucasus_games.errors import GameError
from caucasus_games.games import NormalForm

Support = Sequence[Sequence[str]]
Mixes = dict[str, dict[str, Fraction]]

# an irrational root is computed to so many bits
_BITS = 120
# which these steps of Newton's method reach from anything that decimals can tell
_TIMES = 4


def exact_root(
    game: NormalForm, support: Support, start: Sequence[float]
) -> tuple[Mixes, list[list[Fraction]]]:
    """Return the mixes at the root near a place, and the inverse of the slopes just before it.

    An error says so if the slopes have none.
    """
    x = [Fraction(float(q)) for q in start]
    slopes: list[list[Fraction]] = []
    for _ in range(_TIMES):
        mixes = mixes_at(game, support, x)
        slopes, missed = _inverse_slopes(game, support, mixes), equations(game, support, mixes)
        for k, row in enumerate(slopes):
            step = sum((y * f for y, f in zip(row, missed, strict=True)), Fraction(0))
            x[k] = Fraction(round((x[k] - step) * 2**_BITS), 2**_BITS)
    return mixes_at(game, support, x), slopes


def mixes_at(game: NormalForm, support: Support, x: Sequence[Fraction]) -> Mixes:
    """Return mixes whose first action has what the others leave."""
    found: Mixes = {}
    rest = list(x)
    for player, own in zip(game.players, support, strict=True):
        others, rest = rest[: len(own) - 1], rest[len(own) - 1 :]
        found[player] = dict(zip(own, [1 - sum(others, Fraction(0)), *others], strict=True))
    return found


def paid(game: NormalForm, mixes: Mixes, player: str, action: str) -> Fraction:
    """Return what an action pays against the others."""
    i = game.players.index(player)
    sure = {**mixes, player: {action: Fraction(1)}}
    return sum(
        (
            prod(mix[a] for mix, a in zip(sure.values(), profile, strict=True))
            * game.numbers[profile][i]
            for profile in product(*sure.values())
        ),
        Fraction(0),
    )


def equations(game: NormalForm, support: Support, mixes: Mixes) -> list[Fraction]:
    """Return what each action of a support but the first pays more than the first."""
    return [
        paid(game, mixes, player, action) - paid(game, mixes, player, first)
        for player, (first, *others) in zip(game.players, support, strict=True)
        for action in others
    ]


def _inverse_slopes(game: NormalForm, support: Support, mixes: Mixes) -> list[list[Fraction]]:
    """Return the inverse of how each equation changes with each unknown, which is linear."""
    columns = []
    for player, (first, *others) in zip(game.players, support, strict=True):
        before = equations(game, support, {**mixes, player: {first: Fraction(1)}})
        for action in others:
            after = equations(game, support, {**mixes, player: {action: Fraction(1)}})
            columns.append([y - x for x, y in zip(before, after, strict=True)])
    rows = [[sympy.Rational(q.numerator, q.denominator) for q in column] for column in columns]
    try:
        inverse = sympy.Matrix(rows).T.inv(method="LU")
    except NonInvertibleMatrixError:
        raise GameError("there is no single root near: the game is degenerate") from None
    return [[Fraction(int(q.p), int(q.q)) for q in inverse.row(k)] for k in range(len(rows))]
