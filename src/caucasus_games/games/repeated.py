r"""A repeated game as the choice to leave its path once, or not.

All play the target :math:`t`; a deviation is detected with probability :math:`m` and then punished
by a profile :math:`p` of the stage game, forever or for :math:`n` periods. By the one-deviation
principle this is subgame perfect iff nobody gains by one deviation, on the path or in the
punishment [1]_. With stage payoffs :math:`u_i` the value of a deviation :math:`b`, against zero for
keeping to the path, is

.. math::

   (1-\delta) [u_i(b, t_{-i}) - u_i(t)] - \delta m [u_i(t) - u_i(p)] \text{ forever}, \qquad
   u_i(b, t_{-i}) - u_i(t) - (\delta + \dots + \delta^n) m [u_i(t) - u_i(p)] \text{ for } n,

and :math:`u_i(b, p_{-i}) - u_i(p)` in punishment, which does not depend on what is done in it.

Where each player :math:`j` has a punishment :math:`p^j` of its own, whoever leaves a punishment is
punished from then on [2]_. With :math:`k` periods left, or forever, a deviation from :math:`p^j` is
worth

.. math::

   (1-\delta) [u_i(b, p^j_{-i}) - u_i(p^j)] + \delta m [u_i(p^i) - u_i(p^j)], \qquad
   u_i(b, p^j_{-i}) - u_i(p^j) + m \Big[ \sum_{s=1}^n \delta^s (u_i(p^i) - u_i(t))
   - \sum_{s=1}^{k-1} \delta^s (u_i(p^j) - u_i(t)) \Big].

References
----------
.. [1] Mailath & Samuelson (2006), Repeated Games and Reputations, proposition 2.2.1. Oxford
   University Press.
.. [2] Abreu (1988), On the theory of infinitely repeated games with discounting. Econometrica 56,
   383–396.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sympy

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import HIGHEST_POWER, Reader
from caucasus_games.games.deviator import Deviator
from caucasus_games.games.door import check_game
from caucasus_games.games.labels import label, labelled, shown
from caucasus_games.games.limits import Limits
from caucasus_games.games.normal_form import NormalForm
from caucasus_games.games.profiles import Profile
from caucasus_games.games.values import derived
from caucasus_games.parameters import Parameters

_KEEP = "keep to it"


def one_deviation(
    stage: NormalForm,
    target: Mapping[str, str],
    punishment: Mapping[str, str] | Mapping[str, Mapping[str, str]],
    *,
    discount: object,
    detection: object = 1,
    periods: int | None = None,
    parameters: Parameters | None = None,
) -> NormalForm:
    """Write a repeated game down as one choice of each player: to keep to the path or leave it.

    The target is kept to in the repeated game iff all keeping to it is an equilibrium here, so that
    what is found for normal forms, conditions and proofs, holds for repeated games.

    Parameters
    ----------
    stage : NormalForm
        What is played in each period; any number of players.
    target : mapping of str to str
        The action of each player that is to be kept to.
    punishment : mapping of str to str, or of str to such mappings
        What is played after a deviation was detected; or by player what is played after its own,
        and then whoever leaves a punishment is punished instead.
    discount : exact number or formula, or mapping of str to such
        The discount factor of all, or of each player; between 0 and 1.
    detection : exact number or formula
        Probability that a deviation is detected and punished; what goes undetected is forgotten.
    periods : int, optional
        How many periods the punishment lasts before all return to the target, up to 1,000; forever
        if not given.
    parameters : Parameters, optional
        Range and source of the symbols that are not in the stage game.

    Returns
    -------
    NormalForm
        The outcome of keeping to it is that of the target, of anything else ``"deviation"``.

    Raises
    ------
    GameError
        If a player is unknown, or lacks an action or a discount factor, or the punishment lasts
        less than one period or more than 1,000.

    References
    ----------
    Mailath & Samuelson (2006), Repeated Games and Reputations, chapter 2. Oxford University Press.

    Examples
    --------
    >>> R, T, P, S, d = sympy.symbols("R T P S delta")
    >>> dilemma = NormalForm.from_arrays(
    ...     [[R, S], [T, P]],
    ...     [[R, T], [S, P]],
    ...     actions={"A": ["keep", "break"], "B": ["keep", "break"]},
    ... )
    >>> keep, never = ({"A": act, "B": act} for act in ("keep", "break"))
    >>> game = one_deviation(dilemma, keep, never, discount=d)
    >>> game.payoffs["break once", "keep to it"][0]
    delta*(P - R) + (1 - delta)*(-R + T)
    """
    check_game(stage, "one_deviation", NormalForm)
    kept = profile_of(stage, target)
    read = Reader()
    stage.limits.enter(read, stage.symbols, "the stage game")
    seen = read(detection, "detection")
    factors = _factors(stage, discount, read)
    gains = _gains(stage, kept, punishment, factors, seen, checked_periods(periods))
    actions = {player: list(own) for player, own in zip(stage.players, gains, strict=True)}
    game = NormalForm.from_function(
        actions,
        lambda move: [own[move[p]] for p, own in zip(stage.players, gains, strict=True)],
        lambda move: stage.outcomes[kept] if set(move.values()) == {_KEEP} else "deviation",
        Parameters([*stage.parameters.values(), *(parameters or Parameters()).values()]),
        title=f"repeated {stage.title}" if stage.title else "",
    )
    left = {symbol.name for symbol in game.symbols}
    game = derived(game, Limits.of(read), left)
    game.limits.check(game.values, game.parameters)
    return game.at({name: value for name, value in stage.values.items() if name in left})


def _factors(stage: NormalForm, discount: object, read: Reader) -> list[sympy.Expr]:
    factors = (
        labelled(discount, "a player", "the discount factors")
        if isinstance(discount, Mapping)
        else dict.fromkeys(stage.players, discount)
    )
    for player in stage.players:
        if player not in factors:
            raise GameError(
                f"no discount factor for {player}: give one for each player, or for all"
            )
    for player in factors:
        if player not in stage.players:
            raise unknown("player", player, stage.players)
    return [read(factors[p], f"the discount factor of {p}") for p in stage.players]


def checked_periods(periods: int | None) -> int | None:
    """Refuse a punishment that lasts less than one period, or longer than can be worked out."""
    if periods is not None and (not isinstance(periods, int) or not 1 <= periods <= HIGHEST_POWER):
        raise GameError(
            f"the punishment lasts {periods!r} periods: give 1 to {HIGHEST_POWER:,}, or none for "
            "ever"
        )
    return periods


def punishments_of(
    game: NormalForm, punishment: Mapping[str, str] | Mapping[str, Mapping[str, str]]
) -> dict[str, Profile]:
    """Read what is played after each player's own deviation.

    Parameters
    ----------
    game : NormalForm
        The stage game.
    punishment : mapping of str to str, or of str to such mappings
        One profile, or one for each player.

    Returns
    -------
    dict of str to tuple
        By player the profile.

    Raises
    ------
    GameError
        If a player or action is unknown, or a player lacks one.
    """
    acts = labelled(punishment, "a player", "the punishments")
    given = {player: own for player, own in acts.items() if isinstance(own, Mapping)}
    if not given:
        whole: Mapping[str, Any] = acts
        return dict.fromkeys(game.players, profile_of(game, whole))
    for player in acts:
        if player not in game.players:
            raise unknown("player", player, game.players)
    for player in game.players:
        if player not in given:
            raise GameError(f"no punishment of {player}: give a profile for each player")
    return {player: profile_of(game, given[player]) for player in game.players}


def _gains(
    stage: NormalForm,
    kept: Profile,
    punishment: Mapping[str, str] | Mapping[str, Mapping[str, str]],
    factors: Sequence[sympy.Expr],
    seen: sympy.Expr,
    periods: int | None,
) -> list[dict[str, sympy.Expr]]:
    """Return for each player what it may do, and what that gains."""
    punished = punishments_of(stage, punishment)
    each = any(isinstance(own, Mapping) for own in punishment.values())
    found = []
    for i, player in enumerate(stage.players):
        mine = punished[player]
        one = Deviator(stage, i, factors[i], seen, periods, kept, mine)
        own = {_KEEP: sympy.Integer(0), **one.from_target()}
        if each:
            for other, path in punished.items():
                own |= one.from_punishment(other, path)
        else:
            own |= {f"{b} in punishment": one.gain(mine, b) for b in one.others(mine)}
        found.append(own)
    return found


def gains_of(
    stage: NormalForm,
    target: Mapping[str, str],
    punishment: Mapping[str, str] | Mapping[str, Mapping[str, str]],
    *,
    discount: object,
    detection: object = 1,
    periods: int | None = None,
) -> dict[str, dict[str, sympy.Expr]]:
    """Return by player what each deviation that :func:`one_deviation` lists gains.

    Parameters
    ----------
    stage : NormalForm
        What is played in each period.
    target, punishment, discount, detection, periods
        As there.

    Returns
    -------
    dict of str to dict
        From deviation to formula.

    Raises
    ------
    GameError
        As there.
    """
    read = Reader()
    stage.limits.enter(read, stage.symbols, "the stage game")
    seen = read(detection, "detection")
    gains = _gains(
        stage,
        profile_of(stage, target),
        punishment,
        _factors(stage, discount, read),
        seen,
        checked_periods(periods),
    )
    return dict(zip(stage.players, gains, strict=True))


def profile_of(game: NormalForm, chosen: Mapping[str, str]) -> Profile:
    """Return a profile by the action of each player.

    Parameters
    ----------
    game : NormalForm
        The game.
    chosen : mapping of str to str
        The action of each player.

    Returns
    -------
    tuple of str
        In the order of the players.

    Raises
    ------
    GameError
        If a player or action is unknown, or a player lacks one.
    """
    if not isinstance(chosen, Mapping):
        raise GameError(
            f"the profile is {shown(chosen)}: give an action by player, as "
            f"{{{', '.join(f'{p!r}: {own[0]!r}' for p, own in game.actions.items())}}}"
        )
    acts = labelled(chosen, "a player", "the actions")
    for player in acts:
        if player not in game.players:
            raise unknown("player", player, game.players)
    found = []
    for player in game.players:
        if player not in acts:
            raise GameError(
                f"no action for {player}: give one of {', '.join(game.actions[player])}"
            )
        act = label(acts[player], f"the action of {player}", None)
        if act not in game.actions[player]:
            raise unknown(f"action of {player}", act, game.actions[player])
        found.append(act)
    return tuple(found)
