r"""War and peace: the estimated dynamic game of this very dyad, month by month.

Every month Armenia and Azerbaijan choose peace, crisis or war at once, and the next month is the
greater of the two choices. With :math:`x_{i1} = \kappa_{i1} = 0`, in month :math:`s` side :math:`i`
gets

.. math:: u_i = x_{is} + \kappa_{i a_i} + \gamma_s [a_i > 1, a_j > 1]
   + \alpha_i [s > 1, a_j \ge s, a_i < s],

the last term being its *audience cost*: it backs down while the other does not. Each action has a
private shock of the type-1 extreme-value distribution besides. The numbers are the published
estimates from the months of 1993 to 2007 [1]_.

A guarantor enters in one place. Who backs down before a third party that sees and that acts can say
at home that it did so at its bidding: such cover lowers the loss [2]_, here by the share
:math:`\gamma m` of guarantors who act, :math:`\gamma`, and who see, :math:`m`. That this is what a
guarantor does is this project's own assumption.

References
----------
.. [1] Crisman-Cox & Gibilisco (2018), Audience costs and the dynamics of war and peace. American
   Journal of Political Science 62, 566–580.
.. [2] Allee & Huth (2006), Legitimizing dispute settlement. American Political Science Review 100,
   219–234.
"""

from itertools import product

import sympy

from caucasus_games.games import MarkovGame, Stage
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import terms
from caucasus_games.models.model import model

LEVELS = ("peace", "crisis", "war")
_SIDES = ("Armenia", "Azerbaijan")


@model("war and peace", unclaimed="an estimate of others, of years before the article")
def war_and_peace(setup: GuarantorSetup) -> MarkovGame:
    r"""Write the monthly game of escalation with the published estimates.

    Its published equilibrium has shocks, and is one of those of
    :func:`~caucasus_games.concepts.markov_logit` at precision one.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan; it is no player, its credibility and
        detection count. Without a guarantor the game is as it was estimated.

    Returns
    -------
    MarkovGame
        Outcomes ``"war"``, when a month of war comes, and ``"no war"``.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it.

    References
    ----------
    Crisman-Cox & Gibilisco (2018), Audience costs and the dynamics of war and peace. American
    Journal of Political Science 62, 566–580.

    Examples
    --------
    >>> from caucasus_games.concepts import markov_logit
    >>> from caucasus_games.guarantors import NONE
    >>> found = markov_logit(war_and_peace(NONE), 1)
    >>> len(found), sum(one.stable for one in found)
    (9, 2)
    """
    terms.check_outsider(setup, "war_and_peace")
    cover = 1 - terms.credibility * terms.detection
    stages = {}
    for s, level in enumerate(LEVELS):
        payoffs, to, outcomes = {}, {}, {}
        for profile in product(range(len(LEVELS)), repeat=2):
            names = tuple(LEVELS[a] for a in profile)
            payoffs[names] = [
                _payoff(side, s, own, other, cover)
                for side, own, other in zip(_SIDES, profile, profile[::-1], strict=True)
            ]
            to[names] = LEVELS[max(profile)]
            if max(profile) == len(LEVELS) - 1:
                outcomes[names] = "war"
        stages[level] = Stage(dict.fromkeys(_SIDES, LEVELS), payoffs, to, outcomes)
    return MarkovGame(
        stages,
        sympy.Symbol("month_discount"),
        players=_SIDES,
        otherwise="no war",
        parameters=terms.parameters_of(setup),
        title=war_and_peace.under(setup),
    )


def _payoff(side: str, state: int, own: int, other: int, cover: sympy.Expr) -> sympy.Expr:
    """Return what a side gets in a month."""

    def of(what: str) -> sympy.Symbol:
        return sympy.Symbol(f"{side.lower()}_{what}")

    total = sympy.Integer(0)
    if state:
        total += of(f"{LEVELS[state]}_value")
    if own:
        total += of(f"{LEVELS[own]}_action")
    if own and other:
        total += sympy.Symbol(f"both_escalate_in_{LEVELS[state]}")
    if state and other >= state > own:
        total += of("audience") * cover
    return total
