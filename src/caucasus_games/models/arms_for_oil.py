r"""Arms for oil: an exchange that no contract secures, and what it does to the balance of power.

Each year Israel delivers arms or withholds them and Azerbaijan delivers oil or diverts it; while
both deliver, Azerbaijan also carries messages between Israel and Turkey, worth :math:`q_B` to each.
The arms add :math:`\epsilon` to Azerbaijan's chance of winning: with the stake :math:`v`, and less
what a guarantor would undo, a year of them is worth :math:`\epsilon v(1-\gamma\kappa)`. Delivering
costs :math:`a_W` and :math:`a_O`, the oil is worth :math:`b_O`. A side that fails to deliver is
found out, and the exchange ends. Both deliver year after year iff

.. math::
   \delta_I \ge \delta_I^* = \frac{a_W}{b_O + q_B}, \qquad
   \delta_Z \ge \delta_Z^* = \frac{a_O}{\epsilon v(1-\gamma\kappa) + q_B},

which is :math:`(T-R)/(T-P)` [1]_ with :math:`T = \epsilon v(1-\gamma\kappa) + q_B`, :math:`R = T -
a_O`, :math:`P = 0` for Azerbaijan: who takes without giving has that year's goods and the messages.
A guarantee that undoes more makes the arms worth less, and may end the exchange. What the exchange
leaves behind is the military advantage of the other models, :math:`p` if it is kept and :math:`p -
\epsilon` if not. The game is this project's own.

References
----------
.. [1] Friedman (1971), A non-cooperative equilibrium for supergames. Review of Economic Studies 38,
   1–12.
"""

from collections.abc import Mapping

import sympy

from caucasus_games.concepts import payoff_dominance
from caucasus_games.games import NormalForm
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import terms
from caucasus_games.models.gives import ByOutcome, Gives
from caucasus_games.models.model import model

_WORTH = {
    "Azerbaijan": terms.arms_shift * terms.v * (1 - terms.credibility * terms.enforcement)
    + terms.broker_gain,
    "Israel": terms.oil_gain + terms.broker_gain,
}
_COST = {"Azerbaijan": terms.oil_cost, "Israel": terms.arms_cost}
_PATIENCE = {**terms.patience, "Israel": terms.israel_discount}
_MOVES = {
    "Azerbaijan": ["deliver oil", "divert oil"],
    "Israel": ["deliver arms", "withhold arms"],
}


@model(
    "arms for oil",
    gives=Gives(
        payoff_dominance,
        ByOutcome(
            {
                "exchange": {"military_advantage": terms.p},
                "no exchange": {"military_advantage": terms.p - terms.arms_shift},
            }
        ),
    ),
)
def arms_for_oil(setup: GuarantorSetup) -> NormalForm:
    r"""Write the repeated exchange as a choice of what to do in all years.

    A side delivers until the other once has not, or never delivers. Payoffs are averages over the
    years, discounted by each side's own factor. That both deliver is an equilibrium iff each
    :math:`\delta_i \ge \delta_i^*`; that neither does always is one.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan; it is no player, its credibility and
        enforcement count.

    Returns
    -------
    NormalForm
        Outcomes ``"exchange"``, both deliver for good, and ``"no exchange"``.

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
    >>> payoff_dominance(arms_for_oil(NONE)).equilibria[0].path
    'Azerbaijan: deliver oil; Israel: deliver arms'
    """
    terms.check_outsider(setup, "arms_for_oil")

    def over_the_years(player: str, moves: Mapping[str, str]) -> sympy.Expr:
        # one year of one-sided delivery, then none
        whole = len({_delivers(moves, who) for who in _MOVES}) == 1
        return _year(player, moves) * (1 if whole else 1 - _PATIENCE[player])

    return NormalForm.from_function(
        _MOVES,
        lambda moves: {player: over_the_years(player, moves) for player in _MOVES},
        _outcome,
        parameters=terms.parameters_of(setup),
        title=arms_for_oil.under(setup),
    )


@model("one year of arms for oil")
def arms_for_oil_stage(setup: GuarantorSetup) -> NormalForm:
    r"""Write one year of the exchange, the stage game, in which nobody delivers.

    For :func:`~caucasus_games.concepts.critical_discount`.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan.

    Returns
    -------
    NormalForm
        Outcomes ``"exchange"`` if both deliver and ``"no exchange"``.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.concepts import iterated_dominance
    >>> iterated_dominance(arms_for_oil_stage(NONE)).equilibria[0].path
    'Azerbaijan: divert oil; Israel: withhold arms'
    """
    terms.check_outsider(setup, "arms_for_oil_stage")
    return NormalForm.from_function(
        _MOVES,
        lambda moves: {player: _year(player, moves) for player in _MOVES},
        _outcome,
        parameters=terms.parameters_of(setup),
        title=arms_for_oil_stage.under(setup),
    )


def _delivers(moves: Mapping[str, str], player: str) -> bool:
    return moves[player].startswith("deliver")


def _outcome(moves: Mapping[str, str]) -> str:
    return "exchange" if all(_delivers(moves, who) for who in _MOVES) else "no exchange"


def _year(player: str, moves: Mapping[str, str]) -> sympy.Expr:
    (other,) = (who for who in _MOVES if who != player)
    taken = _WORTH[player] if _delivers(moves, other) else sympy.Integer(0)
    return taken - (_COST[player] if _delivers(moves, player) else 0)
