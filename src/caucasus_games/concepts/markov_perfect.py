r"""Markov perfect equilibria: what is played in a state depends on the state alone.

A strategy names an action in each state, and in each period where play ends; it is an equilibrium
if nobody gains by another one, wherever play is [1]_. By the one-deviation principle it is enough
that nobody gains by one other action at one spot. Spots that do not come back to each other are
solved backwards, stage by stage; of those that do, every choice of profiles is tried, each with its
exact values :math:`(I - \delta_i P)^{-1} u_i`.

References
----------
.. [1] Maskin & Tirole (2001), Markov perfect equilibrium. Journal of Economic Theory 100, 191–219.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import product
from math import prod
from typing import TYPE_CHECKING

import sympy
from immutabledict import immutabledict

from caucasus_games.certificates import certified_markov
from caucasus_games.concepts.checks import check_markov
from caucasus_games.concepts.concept import AtDraws, InSymbols, solution_concept
from caucasus_games.concepts.markov_ways import Solver
from caucasus_games.concepts.mixed_nash import mixed_nash
from caucasus_games.errors import GameError
from caucasus_games.games import MarkovGame, NormalForm
from caucasus_games.readings.values import Values
from caucasus_games.results import Solution
from caucasus_games.results.markov import MarkovEquilibrium

if TYPE_CHECKING:
    from caucasus_games.concepts.concept import Kernel
    from caucasus_games.readings.case import Case
    from caucasus_games.readings.symbols import Symbols

_MOST_EQUILIBRIA = 10_000
_ONE = Fraction(1)

Row = tuple[Fraction, ...]
Mixes = Mapping[str, Mapping[str, Fraction]]


@dataclass(frozen=True)
class _Partial:
    """What is played at the spots that are solved, and what they are worth."""

    mixes: immutabledict[int, Mixes]
    values: immutabledict[int, Row]


def _cases(reading: Symbols) -> Iterator[Case]:
    # loads the algebra of formulas
    from caucasus_games.concepts.markov_cases import markov_cases

    yield from markov_cases(reading)


def _at_draws(
    game: MarkovGame, fixed: Mapping[sympy.Symbol, sympy.Expr], outcomes: tuple[str, ...]
) -> Kernel:
    # loads NumPy
    from caucasus_games.concepts.fast.markov import markov_equilibria, prepared_game

    return partial(markov_equilibria, prepared_game(game, fixed, outcomes))


@solution_concept(
    MarkovGame,
    games="Markov game",
    finds="every pure Markov perfect equilibrium, and mixed ones of stages on request",
    symbols=InSymbols(_cases, "pure Markov perfect", "Markov game"),
    draws=AtDraws(_at_draws, "Markov game"),
)
def markov_perfect(
    game: MarkovGame, *, stationary: bool = False, mixed: bool = False
) -> Solution[MarkovEquilibrium]:
    """Find every pure Markov perfect equilibrium, exactly.

    1. Put spots, states or states in periods, into components that do not come back to each other.
    2. From the last component on, try every choice of profiles; solve for its values, and keep it
       if no other action at any of its spots gains.
    3. Certify each equilibrium of the whole by one linear system for all spots.

    Parameters
    ----------
    game : MarkovGame
        Any number of players, states and actions.
    stationary : bool
        Refuse a game with a horizon, whose strategies depend on the period.
    mixed : bool
        Where a stage that is not come back to has no equilibrium in pure strategies, take those in
        mixed ones that :func:`mixed_nash` finds in fractions; and where the whole game has none,
        those in fractions that sharp logit equilibria lead to.

    Returns
    -------
    Solution
        All pure ones, each with its values in every state and the chain of states.

    Raises
    ------
    GameError
        If it is another kind of game, a symbol has no value, there are too many ways to play, or
        the game has a horizon and a stationary equilibrium is asked for.

    References
    ----------
    Maskin & Tirole (2001), Markov perfect equilibrium. Journal of Economic Theory 100, 191–219.

    Examples
    --------
    >>> from caucasus_games.games import MarkovGame, Stage
    >>> peace = Stage(
    ...     {"A": ["keep", "attack"]},
    ...     {"keep": {"A": 2, "B": 2}, "attack": {"A": 4, "B": 0}},
    ...     {"keep": "peace", "attack": "war"},
    ...     {"attack": "war"},
    ... )
    >>> war = Stage({}, {(): {"A": 1, "B": 1}}, "war")
    >>> game = MarkovGame({"peace": peace, "war": war}, "0.9", otherwise="peace")
    >>> markov_perfect(game)
    1 pure Markov perfect equilibrium
      peace, A: keep (payoffs: A 20, B 20)
    """
    check_markov(game, "markov_perfect")
    if stationary and game.horizon is not None:
        raise GameError(
            f"the game ends after {game.horizon} periods, and a stationary equilibrium is asked "
            "for: leave out the horizon, or stationary"
        )
    found = tuple(certified_markov(game, own.mixes) for own in _solve(game, mixed))
    notes = game.parameters.outside(game.values)
    if mixed and not found:
        # loads NumPy
        from caucasus_games.concepts.markov_mixed import mixed_equilibria

        found = tuple(mixed_equilibria(game))
        notes = (
            "of equilibria in mixed strategies only those are looked for whose chances are simple "
            "fractions: markov_logit at a high precision is near to the others",
            *notes,
        )
    return Solution(
        "Markov perfect",
        game,
        found,
        notes,
        sought="some" if mixed else "pure",
    )


def _solve(game: MarkovGame, mixed: bool) -> list[_Partial]:
    reading = Values(game)
    solver: Solver[Fraction, bool, bool] = Solver(reading, game, game.numbers)
    found = [_Partial(immutabledict(), immutabledict())]
    layout = game.layout
    for component, circular in zip(layout.components, layout.circular, strict=True):
        further: list[_Partial] = []
        for before in found:
            own = [
                _Partial(
                    before.mixes.update(
                        {
                            k: {
                                player: {action: _ONE}
                                for player, action in zip(game.spots[k].actions, p, strict=True)
                            }
                            for k, p in zip(component, way.profiles, strict=True)
                        }
                    ),
                    before.values.update(dict(zip(component, way.values, strict=True))),
                )
                for way in solver.ways(component, circular, before.values, True)
            ]
            if mixed and not own and not circular:
                own = list(_mixtures(game, solver, component[0], before))
            further += own
            if len(further) > _MOST_EQUILIBRIA:
                raise GameError(
                    f"the game has more than {_MOST_EQUILIBRIA:,} equilibria, as players are "
                    "indifferent or stages have several: give other values, or fewer periods"
                )
        found = further
    return found


def _mixtures(
    game: MarkovGame, solver: Solver[Fraction, bool, bool], k: int, before: _Partial
) -> Iterator[_Partial]:
    """Yield the equilibria in mixed strategies of a stage, what follows being given."""
    spot = game.spots[k]
    worth = solver.alone(k, before.values)
    seats = [game.players.index(player) for player in spot.actions]
    stage = NormalForm(
        spot.actions, {profile: [own[i] for i in seats] for profile, own in worth.items()}
    )
    for equilibrium in mixed_nash(stage).exact:
        mixes = equilibrium.strategies
        value = [Fraction(0)] * len(game.players)
        for profile in product(*(mixes[player] for player in spot.actions)):
            chance = prod(
                (mixes[p][a] for p, a in zip(spot.actions, profile, strict=True)), start=_ONE
            )
            value = [x + chance * y for x, y in zip(value, worth[profile], strict=True)]
        yield _Partial(before.mixes.set(k, mixes), before.values.set(k, tuple(value)))
