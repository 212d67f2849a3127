r"""A ceasefire that is kept year after year, by the threat that it breaks down for good.

Each year Armenia and Azerbaijan keep to the line or violate it. Who violates alone gains
:math:`T_i`: positions worth :math:`x` if the move succeeds, for Azerbaijan with probability
:math:`p` and for Armenia with :math:`1-p`, less what a guarantor undoes,

.. math:: T_Z = p\,x\,(1-\gamma\kappa), \quad T_A = (1-p)\,x\,(1-\gamma\kappa).

The other side loses as much and fights from the worse line; if both violate, each bears the cost
:math:`y` of a year of fighting. A violation is seen and attributed with probability
:math:`\mu = 1-(1-m_0)(1-m)`, by the other side itself (:math:`m_0`) or by monitors (:math:`m`);
then both fight forever (grim trigger). Against that the best deviation is to violate every year,
and side :math:`i` keeps to the line iff

.. math:: \delta_i \ge \delta_i^* = \frac{T_i}{T_i + \mu\,y}.

With the payoffs :math:`R = 0` of a year kept and :math:`P = -y` of one fought this is
:math:`(T-R)/(T-R+\mu(R-P))` [1]_; the payoffs are this project's own.

References
----------
.. [1] Friedman (1971), A non-cooperative equilibrium for supergames. Review of Economic Studies 38,
   1–12.
"""

from collections.abc import Callable, Mapping

import sympy

from caucasus_games.games import NormalForm
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import terms
from caucasus_games.models.model import model

_UNDONE = 1 - terms.credibility * terms.enforcement
_GAIN = {
    "Armenia": (1 - terms.p) * terms.incursion_gain * _UNDONE,
    "Azerbaijan": terms.p * terms.incursion_gain * _UNDONE,
}
_FIGHTING = -terms.fighting_cost
_MOVES = {player: ["keep", "violate"] for player in _GAIN}

Payoff = Callable[[str, Mapping[str, str]], sympy.Expr]


@model("ceasefire")
def ceasefire(setup: GuarantorSetup) -> NormalForm:
    r"""Write the repeated ceasefire as a choice of what to do in all years.

    A side keeps until a violation is attributed and fights from then on, or violates every year.
    Payoffs are averages over the years, discounted by each side's own factor. Both keep iff
    :math:`\delta_i \ge T_i/(T_i+\mu y)` for each; that both violate is an equilibrium too.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan; it is no player, its credibility,
        enforcement and monitoring count.

    Returns
    -------
    NormalForm
        Outcomes ``"peace"``, the ceasefire is kept, and ``"war"``, it is not.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it.

    References
    ----------
    Friedman (1971), A non-cooperative equilibrium for supergames. Review of Economic Studies 38,
    1–12.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.concepts import payoff_dominance
    >>> payoff_dominance(ceasefire(NONE)).equilibria[0].path
    'Armenia: keep; Azerbaijan: keep'
    """
    terms.check_outsider(setup, "ceasefire")
    return _game(setup, _over_the_years, ceasefire.under(setup))


@model("one year of ceasefire")
def ceasefire_stage(setup: GuarantorSetup) -> NormalForm:
    r"""Write one year of the ceasefire, the stage game.

    Violating is better whatever the other does, so nothing but what follows keeps the ceasefire:
    for :func:`~caucasus_games.concepts.critical_discount`, with ``detection`` the probability
    :math:`\mu` of attribution.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan.

    Returns
    -------
    NormalForm
        Outcomes ``"peace"`` if both keep and ``"war"`` if not.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.concepts import iterated_dominance
    >>> iterated_dominance(ceasefire_stage(NONE)).equilibria[0].path
    'Armenia: violate; Azerbaijan: violate'
    """
    terms.check_outsider(setup, "ceasefire_stage")
    return _game(setup, _year, ceasefire_stage.under(setup))


def _game(setup: GuarantorSetup, payoff: Payoff, title: str) -> NormalForm:
    return NormalForm.from_function(
        _MOVES,
        lambda moves: {player: payoff(player, moves) for player in _MOVES},
        lambda moves: "peace" if set(moves.values()) == {"keep"} else "war",
        parameters=terms.parameters_of(setup),
        title=title,
    )


def _year(player: str, moves: Mapping[str, str]) -> sympy.Expr:
    other = next(name for name in _MOVES if name != player)
    if moves[player] == moves[other]:
        return sympy.Integer(0) if moves[player] == "keep" else _FIGHTING
    return _GAIN[player] if moves[player] == "violate" else _FIGHTING - _GAIN[other]


def _over_the_years(player: str, moves: Mapping[str, str]) -> sympy.Expr:
    now = _year(player, moves)
    if len(set(moves.values())) == 1:
        return now
    # the year repeats until the violation is attributed, and then there is fighting
    patience, seen = terms.patience[player], terms.attribution
    return ((1 - patience) * now + patience * seen * _FIGHTING) / (1 - patience * (1 - seen))
