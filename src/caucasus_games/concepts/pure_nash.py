r"""Pure Nash equilibria: :math:`u_i(a) \ge u_i(a_i', a_{-i})` for every :math:`i` and :math:`a_i'`.

No player gains by another action while the others keep theirs [1]_.

References
----------
.. [1] Nash (1951), Non-cooperative games. Annals of Mathematics 54, 286–295.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from math import lcm
from typing import TYPE_CHECKING

import sympy
from immutabledict import immutabledict

from caucasus_games.certificates import certified
from caucasus_games.concepts.checks import check_normal_form
from caucasus_games.concepts.concept import AtDraws, InSymbols, solution_concept
from caucasus_games.concepts.profile_cases import profile_cases
from caucasus_games.games import NormalForm
from caucasus_games.results import Solution

if TYPE_CHECKING:
    from caucasus_games.concepts.concept import Kernel


def _at_draws(
    game: NormalForm, fixed: Mapping[sympy.Symbol, sympy.Expr], outcomes: tuple[str, ...]
) -> Kernel:
    # loads NumPy
    from caucasus_games.concepts.fast.profiles import pure_equilibria
    from caucasus_games.concepts.fast.tables import table_of

    return partial(pure_equilibria, table_of(game, fixed, outcomes))


@solution_concept(
    NormalForm,
    games="normal form",
    finds="every pure Nash equilibrium",
    mixed=False,
    symbols=InSymbols(profile_cases, "pure Nash", "normal form"),
    draws=AtDraws(_at_draws, "normal form", elsewhere=lambda _: True),
)
def pure_nash(game: NormalForm) -> Solution:
    """Find every pure Nash equilibrium.

    1. For each player and each choice of the others, mark the player's best replies.
    2. A profile in which every action is marked is an equilibrium.

    Parameters
    ----------
    game : NormalForm
        Any number of players and actions.

    Returns
    -------
    Solution
        All of them, certified.

    Raises
    ------
    GameError
        If the game is a tree or a symbol has no value.

    References
    ----------
    Nash (1951), Non-cooperative games. Annals of Mathematics 54, 286–295.

    Examples
    --------
    >>> game = NormalForm.from_arrays(
    ...     [[2, 0], [1, 1]],
    ...     [[2, 1], [0, 1]],
    ...     actions={"A": ["stag", "hare"], "B": ["stag", "hare"]},
    ... )
    >>> pure_nash(game)
    2 pure Nash equilibria
      A: stag; B: stag (payoffs: A 2, B 2)
      A: hare; B: hare (payoffs: A 1, B 1)
    """
    check_normal_form(game, "pure_nash")
    kept = _stable(game)
    found = [profile for profile, stays in zip(game.numbers, kept, strict=True) if stays]
    one = Fraction(1)
    return Solution(
        "pure Nash",
        game,
        tuple(
            certified(
                game,
                immutabledict(
                    {
                        player: immutabledict({action: one})
                        for player, action in zip(game.players, profile, strict=True)
                    }
                ),
            )
            for profile in found
        ),
        game.parameters.outside(game.values),
    )


def _stable(game: NormalForm) -> bytearray:
    """Return for each profile, in their order, whether nobody gains by another action."""
    kept = bytearray(b"\x01") * len(game.numbers)
    stride = len(game.numbers)
    for paid, own in zip(
        zip(*game.numbers.values(), strict=True), game.actions.values(), strict=True
    ):
        # whole numbers compare without Fraction's arithmetic; at 3×3×3×3 every action against every
        # other takes 1.6 times as long
        scale = lcm(*(x.denominator for x in paid))
        whole = [x.numerator * (scale // x.denominator) for x in paid]
        block, stride = stride, stride // len(own)
        for start in range(0, len(whole), block):
            for first in range(start, start + stride):
                line = whole[first : first + block : stride]
                best = max(line)
                for k, x in enumerate(line):
                    if x < best:
                        kept[first + k * stride] = 0
    return kept
