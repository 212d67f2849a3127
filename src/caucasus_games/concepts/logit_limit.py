r"""Where the branch of logit equilibria goes as the precision grows without bound.

That is a Nash equilibrium, in a tree a sequential one: the one selected [1]_. It is read off as a
polynomial in one over the precision, and then proved.

References
----------
.. [1] Turocy (2005), A dynamic homotopy interpretation of the logistic quantal response
   equilibrium correspondence. Games and Economic Behavior 51, 243–263.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.certificates import (
    certified,
    certified_assessment,
    certified_enclosed,
    certified_logit,
)
from caucasus_games.concepts.concept import solution_concept
from caucasus_games.concepts.exact_roots import exact_root
from caucasus_games.concepts.quantal_response import agents_of, crossings, mixes_of
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.results import EnclosedEquilibrium, Equilibrium, LogitEquilibrium, Solution

if TYPE_CHECKING:
    from caucasus_games.concepts.logit_equations import Numbers

# the branch is followed so many times as far as it is shown, and read off at points that are this
# factor apart
_FARTHER, _APART = 16, 1.8
# how far a limit may be from the numbers it is taken for: read off with care, or at a glance
_CLOSE, _NEAR = 1e-6, 0.02
_DENOMINATORS = (2, 12, 100, 1_000, 100_000)
_RADIUS = Fraction(1, 2**80)
_UNKNOWNS, _PROFILES = 12, 20_000
# points of a branch from which its limit is read off
_FEW = 6

Limit = Mapping[str, Mapping[str, float]]


@solution_concept(
    NormalForm,
    ExtensiveForm,
    games="normal form or tree",
    finds="the equilibrium to which logit play leads",
)
def logit_limit(
    game: NormalForm | ExtensiveForm,
) -> Solution[Equilibrium | EnclosedEquilibrium | LogitEquilibrium]:
    """Find the equilibrium to which the branch leads, exactly where it can be proved.

    1. Follow the branch as :func:`principal_branch`, sixteen times as far.
    2. Read off its limit as a polynomial in one over the precision, and round to fractions.
    3. Certify them; where that fails in a table, take them for irrational and enclose them.
    4. Where no proof is found return the last point of the branch.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        Any number of players; a tree in agent form.

    Returns
    -------
    Solution
        One equilibrium: certified in rationals, or enclosed, or a
        :class:`~caucasus_games.results.LogitEquilibrium` at a high precision, of which a note says
        so and how much anybody could gain. A note says where the branch crosses another, as it
        does in games that look the same from both sides, and which way was taken.

    Raises
    ------
    GameError
        As :func:`quantal_response`.

    References
    ----------
    Turocy (2005), A dynamic homotopy interpretation of the logistic quantal response equilibrium
    correspondence. Games and Economic Behavior 51, 243–263.

    Examples
    --------
    >>> game = NormalForm.from_arrays(
    ...     [[4, 0], [3, 2]],
    ...     [[4, 3], [0, 2]],
    ...     actions={"A": ["stag", "hare"], "B": ["stag", "hare"]},
    ... )
    >>> logit_limit(game)
    1 limiting logit equilibrium found
      A: hare; B: hare (payoffs: A 2, B 2)
    """
    from caucasus_games.concepts.logit_branch import FAR, traced

    agents = agents_of(game, "logit_limit")
    forks: list[float] = []
    trail: list[Numbers] = []
    stuck = ""
    try:
        for point in traced(agents, _FARTHER * FAR / float(agents.least[0]), forks):
            trail.append(point)
    except GameError as error:
        if len(trail) < _FEW:
            raise
        stuck = f"; {error}".partition(":")[0]
    ends, missed = _ends(trail)
    limit = mixes_of(game, ends)
    notes = (*crossings(forks), *game.parameters.outside(game.values))
    exact = _rational(game, limit, min(_NEAR, max(_CLOSE, 10 * missed))) or _enclosed(game, limit)
    if exact is None:
        # the branch comes near slowly where its limit is not isolated
        exact = _rational(game, limit, _NEAR)
        away = f"the branch ends within {_NEAR:g} of it, and may lead to another near it"
        notes = (away + stuck, *notes) if exact else notes
    if exact:
        return Solution("limiting logit", game, (exact,), notes, sought="some")
    last = _last(game, trail)
    note = (
        "no exact equilibrium was proved where the branch leads: this is its point at precision "
        f"{last.precision:.4g}, from which nobody gains more than {max(last.regret.values()):.2g}"
    )
    return Solution("limiting logit", game, (last,), (note + stuck, *notes), sought="some")


def _last(game: NormalForm | ExtensiveForm, trail: Sequence[Numbers]) -> LogitEquilibrium:
    """Return the farthest point of a branch that is certified."""
    import numpy as np

    first, *others = trail
    for point in reversed(others):
        try:
            return certified_logit(game, mixes_of(game, np.exp(point[:-1])), float(point[-1]))
        except GameError:
            continue
    return certified_logit(game, mixes_of(game, np.exp(first[:-1])), 0.0)


def _ends(trail: Sequence[Numbers]) -> tuple[Numbers, float]:
    """Return to which probabilities points of a branch lead, and how far that may be wrong."""
    import numpy as np

    chosen = [trail[-1]]
    for point in reversed(trail):
        if len(chosen) < _FEW and 0 < point[-1] * _APART <= chosen[-1][-1]:
            chosen.append(point)
    # Neville's scheme at zero, in one over the precision
    steps = [1 / point[-1] for point in chosen]
    table = [np.exp(point[:-1]) for point in chosen]
    best, missed = table[0], 1.0
    for order in range(1, len(chosen)):
        table = [
            (steps[k] * table[k + 1] - steps[k + order] * table[k]) / (steps[k] - steps[k + order])
            for k in range(len(table) - 1)
        ]
        moved = float(np.abs(table[0] - best).max())
        if moved > missed:
            break
        best, missed = table[0], moved
    return np.clip(best, 0, 1), missed


def _rational(game: NormalForm | ExtensiveForm, limit: Limit, within: float) -> Equilibrium | None:
    """Return the equilibrium in the simplest fractions near a limit; nothing if there is none."""
    tried: set[object] = set()
    for most in _DENOMINATORS:
        mixes = {
            agent: {a: Fraction(q).limit_denominator(most) for a, q in mix.items()}
            for agent, mix in limit.items()
        }
        strategies = immutabledict(
            {
                name: immutabledict({a: q for a, q in mix.items() if q})
                for name, mix in mixes.items()
            }
        )
        near = all(
            sum(mix.values()) == 1
            and all(abs(float(q) - limit[agent][a]) <= within for a, q in mix.items())
            for agent, mix in mixes.items()
        )
        if not near or strategies in tried:
            continue
        tried.add(strategies)
        try:
            if isinstance(game, NormalForm):
                return certified(game, strategies)
            return certified_assessment(game, strategies)
        except GameError:
            continue
    return None


def _enclosed(game: NormalForm | ExtensiveForm, limit: Limit) -> EnclosedEquilibrium | None:
    """Return an equilibrium of a table in irrational numbers near a limit, if that is proved."""
    supports = [[a for a, q in mix.items() if q > _CLOSE] for mix in limit.values()]
    unknowns = sum(map(len, supports)) - len(supports)
    if (
        not isinstance(game, NormalForm)
        or unknowns > _UNKNOWNS
        or prod(map(len, supports)) > _PROFILES
    ):
        return None
    start = [limit[p][a] for p, own in zip(limit, supports, strict=True) for a in own[1:]]
    try:
        mixes, slopes = exact_root(game, supports, start)
        if any(
            abs(float(q) - limit[p][a]) > _CLOSE for p, m in mixes.items() for a, q in m.items()
        ):
            return None
        return certified_enclosed(game, mixes, _RADIUS, slopes)
    except GameError:
        return None
