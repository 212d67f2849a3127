r"""The discount factor from which a target is kept to by a punishment of each player's own.

After a deviation of :math:`j` all play :math:`p^j` for some periods, or forever, and whoever leaves
it is punished instead [1]_. Such a code holds what no equilibrium of the stage game could: in
penance the deviator cooperates while the others take their gain, and then all return [2]_. What
a deviation gains is a polynomial :math:`g(\delta)` of rational numbers in each state; the critical
factor is the last root below one at which some :math:`g` turns from gain to loss.

References
----------
.. [1] Abreu (1988), On the theory of infinitely repeated games with discounting. Econometrica 56,
   383–396.
.. [2] van Damme (1989), Renegotiation-proof equilibria in repeated prisoners' dilemma. Journal of
   Economic Theory 47, 206–217.
"""

from collections.abc import Mapping
from fractions import Fraction

import sympy
from immutabledict import immutabledict

from caucasus_games.concepts.checks import check_normal_form
from caucasus_games.errors import GameError
from caucasus_games.exact import Interval, fraction, show
from caucasus_games.games import NormalForm
from caucasus_games.games.repeated import gains_of, profile_of, punishments_of
from caucasus_games.results import PenalCode

_FACTOR = sympy.Symbol("discount factor")
_WIDTH = sympy.Rational(1, 10**15)
_LONGEST = 50


def penal_code(
    game: NormalForm,
    target: Mapping[str, str],
    punishment: Mapping[str, str] | Mapping[str, Mapping[str, str]],
    *,
    periods: int | None = None,
    detection: object = 1,
) -> PenalCode:
    """Find the discount factor from which on nobody leaves the target or a punishment.

    1. For each player and each state, the target and each period of each punishment, write what one
       deviation gains as a polynomial in the discount factor.
    2. Find the last factor below one at which one of them turns from gain to loss, exactly, or
       enclosed if it is irrational.

    Parameters
    ----------
    game : NormalForm
        The stage game; any number of players.
    target : mapping of str to str
        The action of each player that is to be kept to.
    punishment : mapping of str to mapping of str to str, or of str to str
        By player what all play after its deviation; or one profile after anybody's.
    periods : int, optional
        How many periods a punishment lasts before all return to the target, up to 50; forever if
        not given.
    detection : exact number
        Probability that a deviation is detected; what goes undetected is forgotten.

    Returns
    -------
    PenalCode
        By player the critical discount factor, certified in every state.

    Raises
    ------
    GameError
        If the game is a tree, a symbol has no value, a player or action is unknown, or the
        detection is no probability.

    References
    ----------
    Abreu (1988), On the theory of infinitely repeated games with discounting. Econometrica 56,
    383–396.

    Examples
    --------
    Who broke the agreement keeps to it for a period in which the other breaks it: penance.

    >>> dilemma = NormalForm.from_arrays(
    ...     [[3, -1], [6, 0]],
    ...     [[3, 6], [-1, 0]],
    ...     actions={"A": ["keep", "break"], "B": ["keep", "break"]},
    ... )
    >>> penance = {"A": {"A": "keep", "B": "break"}, "B": {"A": "break", "B": "keep"}}
    >>> penal_code(dilemma, {"A": "keep", "B": "keep"}, penance, periods=1)
    critical discount factor 0.75 (A 0.75, B 0.75)
    """
    check_normal_form(game, "penal_code")
    if isinstance(periods, int) and periods > _LONGEST:
        raise GameError(
            f"the punishment lasts {periods:,} periods and penal_code takes up to {_LONGEST}: give "
            "fewer, or none for one that lasts forever"
        )
    chance = fraction(detection, "detection")
    if not 0 <= chance <= 1:
        raise GameError(f"detection is {show(chance)}: it must lie between 0 and 1")
    sure = NormalForm(game.actions, game.numbers)
    own = {
        player: dict(zip(game.players, path, strict=True))
        for player, path in punishments_of(game, punishment).items()
    }
    gains = gains_of(sure, target, own, discount=_FACTOR, detection=chance, periods=periods)
    discounts = {
        player: _largest([_critical(sympy.Poly(g, _FACTOR)) for g in ways.values()])
        for player, ways in gains.items()
    }
    return PenalCode(
        game,
        profile_of(game, target),
        immutabledict(punishments_of(game, punishment)),
        chance,
        periods,
        immutabledict(discounts),
    )


def _largest(found: list[Fraction | Interval | None]) -> Fraction | Interval | None:
    if any(critical is None for critical in found):
        return None
    return max((critical for critical in found if critical is not None), key=float)


def _critical(gain: sympy.Poly) -> Fraction | Interval | None:
    """Return the last factor below one up to which a polynomial is above zero; none if it stays."""
    if gain.is_zero:
        return Fraction(0)
    one = sympy.Poly(1 - _FACTOR, _FACTOR)
    while gain.eval(1) == 0:
        gain = gain.quo(one)
    if gain.eval(1) > 0:
        return None
    # where it has an even root it only touches zero
    odd = [part for part, n in gain.factor_list()[1] if n % 2]
    places = [place for part in odd for place, _ in part.intervals(eps=_WIDTH)]
    inside = [place for place in places if place[1] > 0 and place[0] < 1]
    if not inside:
        return Fraction(0)
    low, high = (Fraction(int(x.numerator), int(x.denominator)) for x in max(inside))
    return low if low == high else Interval(low, high)
