r"""The discount factor from which on a target is kept to in the repeated game.

All play the target; a deviation is detected with probability :math:`m` and then punished by a Nash
equilibrium of the stage game, forever (grim trigger) or for :math:`n` periods. With stage payoffs
:math:`R` at the target, :math:`T` for the best deviation and :math:`P` in punishment, one deviation
does not gain iff

.. math:: T - R \le m (R - P) (\delta + \delta^2 + \dots + \delta^n),

and forever, iff :math:`\delta \ge (T - R) / (T - R + m (R - P))` [1]_. Punishment is an
equilibrium of each period and does not depend on what is done in it, so nobody deviates there and
the profile is subgame perfect.

Where punishment pays a player more than the target, patience does not help: either no deviation
gains even as the factor comes near one, and none is needed, or no factor is enough.

References
----------
.. [1] Friedman (1971), A non-cooperative equilibrium for supergames. Review of Economic Studies 38,
   1–12; Mailath & Samuelson (2006), Repeated Games and Reputations, chapter 2. Oxford University
   Press.
"""

from collections.abc import Mapping
from fractions import Fraction

import sympy
from immutabledict import immutabledict

from caucasus_games.concepts.checks import check_normal_form
from caucasus_games.errors import GameError
from caucasus_games.exact import Interval, Reader, show
from caucasus_games.games import NormalForm
from caucasus_games.games.limits import Limits
from caucasus_games.games.profiles import Profile
from caucasus_games.games.repeated import checked_periods, profile_of
from caucasus_games.games.values import checked, number, substitution
from caucasus_games.results import Cooperation, Temptation

# an enclosed factor is narrower than this
_WIDTH = Fraction(1, 10**15)


def critical_discount(
    game: NormalForm,
    target: Mapping[str, str],
    punishment: Mapping[str, str],
    *,
    periods: int | None = None,
    detection: object = 1,
    values: Mapping[str, object] | None = None,
) -> Cooperation:
    """Find the discount factor from which on nobody gains by leaving the target.

    1. For each player take the payoff at the target, the best deviation and the punishment.
    2. Solve the condition that one deviation gains nothing: a formula forever and for one period,
       else the root of an increasing polynomial, exact if it is rational and enclosed if not.

    Parameters
    ----------
    game : NormalForm
        The stage game; any number of players.
    target : mapping of str to str
        The action of each player that is to be kept to.
    punishment : mapping of str to str
        A pure Nash equilibrium of the stage game.
    periods : int, optional
        How many periods the punishment lasts before all return to the target, up to 1,000; forever
        if not given.
    detection : exact number or formula
        Probability that a deviation is detected and punished; what goes undetected is forgotten.
    values : mapping of str to exact number, optional
        Values of the symbols of ``detection`` that are not in the game.

    Returns
    -------
    Cooperation
        By player the critical discount factor, exact or enclosed, and its formula for the
        deviation that is best at the game's values.

    Raises
    ------
    GameError
        If the game is a tree, a symbol has no value, an action is unknown, the punishment is no
        Nash equilibrium, or the detection is no probability.

    References
    ----------
    Friedman (1971), A non-cooperative equilibrium for supergames. Review of Economic Studies 38,
    1–12.

    Examples
    --------
    >>> T, R, P, S, m = sympy.symbols("T R P S m")
    >>> dilemma = NormalForm.from_arrays(
    ...     [[R, S], [T, P]],
    ...     [[R, T], [S, P]],
    ...     actions={"A": ["keep", "break"], "B": ["keep", "break"]},
    ... ).at({"T": 3, "R": 2, "P": 0, "S": -1})
    >>> keep, never = ({"A": act, "B": act} for act in ("keep", "break"))
    >>> found = critical_discount(dilemma, keep, never, detection=m, values={"m": "1/2"})
    >>> found
    critical discount factor 0.5 (A 0.5, B 0.5)
    >>> found.formulas["A"]
    (R - T)/(P*m - R*m + R - T)
    """
    check_normal_form(game, "critical_discount")
    keep, punish = (profile_of(game, chosen) for chosen in (target, punishment))
    checked_periods(periods)
    read = Reader()
    game.limits.enter(read, game.symbols, "the game")
    rate = read(detection, "detection")
    own = sorted({s.name for s in rate.free_symbols - game.symbols})
    chosen = {**game.values, **checked(values or {}, own)}
    Limits.of(read).check(chosen, game.parameters)
    swap = substitution(game.symbols | rate.free_symbols, chosen, game.parameters)
    chance = number(rate, swap, lambda: "detection")
    if not 0 <= chance <= 1:
        raise GameError(f"detection is {show(chance)}: it must lie between 0 and 1")
    discounts: dict[str, Fraction | Interval | None] = {}
    formulas, stakes = {}, {}
    for i, player in enumerate(game.players):
        worst = max(_deviations(game, punish, i), key=lambda other: game.numbers[other][i])
        if game.numbers[worst][i] > game.numbers[punish][i]:
            raise GameError(
                f"the punishment is no Nash equilibrium of the stage game: {player} gains by "
                f"{worst[i]!r}; pure_nash lists those that are"
            )
        away = max(_deviations(game, keep, i), key=lambda other: game.numbers[other][i])
        # who has one action alone cannot be punished for another
        then = punish if len(game.actions[player]) > 1 else keep
        stakes[player] = Temptation(*(game.numbers[where][i] for where in (keep, away, then)))
        discounts[player] = _critical(stakes[player], chance, periods)
        gain = game.payoffs[away][i] - game.payoffs[keep][i]
        loss = rate * (game.payoffs[keep][i] - game.payoffs[then][i])
        needed = sympy.factor(gain + loss if periods is None else loss)
        if stakes[player].deviation <= stakes[player].target:
            formulas[player] = sympy.Integer(0)
        else:
            formulas[player] = sympy.factor(gain / needed) if needed else sympy.oo
    return Cooperation(
        immutabledict(discounts), immutabledict(formulas), immutabledict(stakes), chance, periods
    )


def _deviations(game: NormalForm, profile: Profile, i: int) -> list[Profile]:
    """Return the profiles in which the player alone does something else; or itself."""
    return [
        (*profile[:i], own, *profile[i + 1 :])
        for own in game.actions[game.players[i]]
        if own != profile[i]
    ] or [profile]


def _critical(
    stakes: Temptation, chance: Fraction, periods: int | None
) -> Fraction | Interval | None:
    gain = stakes.deviation - stakes.target
    loss = chance * (stakes.target - stakes.punishment)
    if loss <= 0:
        # what follows a deviation is no worse: the factor does not help, and near one it must not
        # hurt
        harm = 0 if loss == 0 else None if periods is None else -loss * periods
        return Fraction(0) if harm is not None and gain + harm <= 0 else None
    if gain <= 0:
        return Fraction(0)
    if periods is None:
        return gain / (gain + loss)
    return _root(gain / loss, periods) if gain < periods * loss else None


def _root(needed: Fraction, periods: int) -> Fraction | Interval:
    """Return where ``d + ... + d**periods`` reaches what is needed, between 0 and 1."""
    low, high = Fraction(0), Fraction(1)
    # in lowest terms the denominator of a rational root divides that of what is needed
    whole = needed.denominator
    # a root may be as near to one as what is needed to as many periods
    while high - low > min(_WIDTH, Fraction(1, 2 * whole)) or high == 1:
        middle = (low + high) / 2
        low, high = (low, middle) if _total(middle, periods) >= needed else (middle, high)
    simple = Fraction(round(high * whole), whole)
    return simple if _total(simple, periods) == needed else Interval(low, high)


def _total(discount: Fraction, periods: int) -> Fraction:
    # term by term, its denominators would be brought together again and again
    if discount == 1:
        return Fraction(periods)
    return discount * (1 - discount**periods) / (1 - discount)
