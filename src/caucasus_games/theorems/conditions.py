r"""When an outcome is an equilibrium: the theorem in the parameters.

An outcome is possible where some equilibrium brings it with a positive probability, and guaranteed
where every equilibrium does. Both are formulas in the parameters, found from the game itself and
simplified within the ranges. They are exact but at ties, where a margin is zero, a probability is,
or a payoff passes from one case to the next. A player who is indifferent may bring more than is
said. Where a probability is zero, as at an end of its range, what it leads to does not come about,
and the theorem may say that it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import sympy
from immutabledict import immutabledict

from caucasus_games.concepts.concept import Solver
from caucasus_games.exact import by_name
from caucasus_games.games.door import check_game
from caucasus_games.games.kinds import KINDS, Game
from caucasus_games.games.labels import outcome_label
from caucasus_games.parameters.relation import Given
from caucasus_games.readings.given import given_of
from caucasus_games.readings.ranges import at_points, chosen_ranges
from caucasus_games.theorems.equilibria import read
from caucasus_games.theorems.theorem import Theorem, theorem


def conditions(
    game: Game,
    outcome: str,
    *,
    solver: Solver | None = None,
    within: Mapping[str, tuple[object, object]] | None = None,
    given: Given | None = None,
    time_limit: float | None = None,
) -> Theorem:
    """Find when an outcome is an equilibrium, as a formula in the parameters.

    1. List what may be played, with the condition that nobody gains by deviating.
    2. Drop what the parameters' ranges exclude, and every part that follows from the rest.
    3. Join the ways that bring the outcome, and negate those that bring none of it.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        The game; what has a value by ``at`` is a number, the rest are free but for exponents: a
        power is no polynomial in them, and they are kept at their central value.
    outcome : str
        The outcome.
    solver : Concept, optional
        The solution concept, by default the :func:`~caucasus_games.comparison.usual` one:
        :func:`~caucasus_games.concepts.pure_nash` for a normal form, or
        :func:`~caucasus_games.concepts.mixed_nash` for two players with up to three actions each;
        :func:`~caucasus_games.concepts.subgame_perfect` for a tree of perfect information;
        :func:`~caucasus_games.concepts.perfect_bayesian` for any tree, with pure strategies, and
        for a signalling game with mixed ones too. A repeated game is a normal form by
        :func:`~caucasus_games.games.one_deviation`.
    within : mapping of str to pair of exact numbers, optional
        Ranges to take instead of those of the parameters, such as a credibility from 0 to 1.
    given : list of str, optional
        Relations between parameters that hold, such as ``"corridor_value > constitution_value"``,
        see :func:`~caucasus_games.parameters.relation`; beside those that its numbers come with.
    time_limit : float, optional
        After how many seconds to give up; by default never.

    Returns
    -------
    Theorem
        The conditions, exact within the ranges where what is given holds, but at ties: where a
        margin is zero, a probability is, or a payoff passes from one case to the next.

    Raises
    ------
    GameError
        If the game has no such outcome, the concept is another one or does not fit the game, the
        game is too large for it, a payoff is no fraction of polynomials, a range is empty,
        relations are none or contradict each other, or it is not found in time.

    Examples
    --------
    >>> import sympy
    >>> from caucasus_games.games import Decision, ExtensiveForm, Terminal
    >>> s, c, w = sympy.symbols("stake cost gain")
    >>> reply = Decision(
    ...     "Guarantor",
    ...     {
    ...         "intervene": Terminal("contested war", {"Attacker": -1, "Guarantor": -c}),
    ...         "abandon": Terminal("war", {"Attacker": w, "Guarantor": -s}),
    ...     },
    ... )
    >>> peace = Terminal("peace", {"Attacker": 0, "Guarantor": 0})
    >>> game = ExtensiveForm(Decision("Attacker", {"attack": reply, "refrain": peace}))
    >>> conditions(game, "peace").formula
    (stake >= cost) | (gain <= 0)
    """
    check_game(game, "conditions", *KINDS)
    outcome = outcome_label(outcome)
    game, fixed = at_exponents(game, within or {})
    ranges = chosen_ranges(game, within or {})
    game = at_points(game, ranges)
    region = given_of(game, given, ranges)
    listing = read(game, outcome, solver, ranges, time_limit, region)
    return replace(theorem(listing, outcome), fixed=fixed)


def at_exponents(
    game: Game, within: Mapping[str, tuple[object, object]]
) -> tuple[Game, immutabledict[str, Fraction]]:
    """Keep at its central value what stands in an exponent, as powers are no polynomials in it."""
    powers = [part for part in game.limits.growing if isinstance(part, sympy.Pow)]
    names = {symbol.name for power in powers for symbol in power.exp.free_symbols}
    records = [game.parameters[n] for n in sorted(names & {*game.parameters})]
    fixed = immutabledict(
        {
            record.name: record.central
            for record in records
            if record.low < record.high and record.name not in {*game.values, *by_name(within)}
        }
    )
    return game.at(fixed), fixed
