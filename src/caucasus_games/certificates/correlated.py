r"""A correlated equilibrium and its certificate: nobody gains by not doing what is recommended.

A mediator draws a profile with probability :math:`\pi(a)` and tells each player the own action. The
regret of player :math:`i` is the most that changing actions gains,

.. math:: \sum_{a_i} \max_{a_i'} \sum_{a_{-i}} \pi(a) [u_i(a_i', a_{-i}) - u_i(a)];

in a coarse one the player decides before being told, and one :math:`a_i'` serves for all [1]_.

References
----------
.. [1] Aumann (1974), Subjectivity and correlation in randomized strategies. Journal of Mathematical
   Economics 1, 67–96; Moulin & Vial (1978), Strategically zero-sum games. International Journal of
   Game Theory 7, 201–221.
"""

from collections.abc import Mapping
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.exact import show
from caucasus_games.games import NormalForm
from caucasus_games.results.correlated import CorrelatedEquilibrium, Profile


def certified_correlated(
    game: NormalForm, distribution: Mapping[Profile, Fraction], *, coarse: bool = False
) -> CorrelatedEquilibrium:
    """Compute payoffs, outcomes and regret of a distribution from the game alone.

    Parameters
    ----------
    game : NormalForm
        The game at its values.
    distribution : mapping of tuple to Fraction
        The probability of each profile; those left out are never drawn.
    coarse : bool
        Whether players decide before they are told.

    Returns
    -------
    CorrelatedEquilibrium
        With its certificate.

    Raises
    ------
    GameError
        If somebody gains by departing from it, or it is no distribution.

    Examples
    --------
    >>> game = NormalForm({"A": ["x", "y"]}, {("x",): [1], ("y",): [2]})
    >>> certified_correlated(game, {("x",): Fraction(1, 2), ("y",): Fraction(1, 2)})
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: no correlated equilibrium: A gains 0.5 by departing from it
    """
    drawn = {profile: chance for profile, chance in distribution.items() if chance}
    if sum(drawn.values()) != 1 or min(drawn.values()) < 0:
        raise GameError("the probabilities of the profiles must lie between 0 and 1 and sum to 1")
    regret, expected = {}, {}
    for i, player in enumerate(game.players):
        gains: dict[tuple[str, str], Fraction] = {}
        expected[player] = Fraction(0)
        for profile, chance in drawn.items():
            kept = game.numbers[profile][i]
            expected[player] += chance * kept
            told = "" if coarse else profile[i]
            for other in game.actions[player]:
                changed = game.numbers[(*profile[:i], other, *profile[i + 1 :])][i]
                before = gains.get((told, other), Fraction(0))
                gains[told, other] = before + chance * (changed - kept)
        best: dict[str, Fraction] = {}
        for (told, _), gain in gains.items():
            best[told] = max(gain, best.get(told, gain))
        regret[player] = sum(best.values(), Fraction(0))
    outcomes: dict[str, Fraction] = {}
    for profile, chance in drawn.items():
        for label, share in game.chances[profile].items():
            outcomes[label] = outcomes.get(label, Fraction(0)) + chance * share
    words = (f"({', '.join(profile)}) {show(chance)}" for profile, chance in drawn.items())
    return CorrelatedEquilibrium(
        immutabledict(drawn),
        "; ".join(words),
        immutabledict(expected),
        immutabledict({label: chance for label, chance in outcomes.items() if chance}),
        immutabledict(regret),
    )
