r"""Alignment: Moscow, the West, or both.

The Western guarantor is engaged with probability :math:`E` or cautious, which it alone knows, and
welcomes Armenia or asks it not to rush; a cautious one that welcomes it would not help and loses
:math:`\Lambda`. Armenia stays with Moscow, turns West or hedges, by way of Tehran; Russia punishes
what it loses by or tolerates it. With :math:`b` Armenia's belief that the guarantor is engaged,
:math:`\gamma_U = b\gamma`, and :math:`\Delta` what an ally that acts saves, Armenia gets

.. math::
   \gamma_R\Delta, \qquad \gamma_U\Delta - k, \qquad
   [1 - (1-\rho_H\gamma_R)(1-\rho_H\gamma_U)]\Delta - h

from Moscow, West and hedge, so it turns West rather than stay iff :math:`(\gamma_U -
\gamma_R)\Delta > k`, and hedges iff the third is the largest. Here :math:`k = k_0 + k_1` if Russia
punishes the turn, iff :math:`\tau_R > o`, and :math:`h = \eta_H + k_1` if it punishes the hedge,
which is half the loss, iff :math:`\tau_R/2 > o`. Russia's gain does not hang on the guarantor.

To ask for patience costs nothing. If Armenia would not stay with Moscow once it held the guarantor
for engaged, the two types say different things in some equilibrium iff :math:`\Lambda \ge \beta`
with :math:`\beta` the guarantor's value of presence: then a cautious one would rather not be
followed.

No canonical closed form exists for this choice; the game and its conditions are this project's own.
"""

import sympy

from caucasus_games.errors import GameError
from caucasus_games.games import Chance, Decision, ExtensiveForm, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import terms
from caucasus_games.models.model import model

_ZERO = sympy.Integer(0)
_HALF = sympy.Rational(1, 2)
# the share of Armenia that each choice takes from Russia and gives to the West
_TURN = {"Moscow": _ZERO, "West": sympy.Integer(1), "hedge": _HALF}


@model("alignment")
def alignment(setup: GuarantorSetup) -> ExtensiveForm:
    r"""Write Armenia's choice between Moscow, the West and both as a signalling game.

    For :func:`~caucasus_games.concepts.perfect_bayesian`.

    Parameters
    ----------
    setup : GuarantorSetup
        One with a guarantor that is not Armenia or Azerbaijan, and in which Russia has no part.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"Moscow"``, ``"West"`` and ``"hedge"``.

    Raises
    ------
    GameError
        If there is no guarantor or Russia has a part in it, or a party to the agreement is to
        guarantee it.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> from caucasus_games.concepts import perfect_bayesian
    >>> {label for e in perfect_bayesian(alignment(US_OPERATOR)) for label in e.outcomes}
    {'hedge'}
    >>> list(alignment.setups())
    ['EU_MONITORS', 'US_OPERATOR', 'US_TREATY', 'WESTERN_MIX']
    """
    terms.check_outsider(setup, "alignment")
    if setup.guarantor is None or "Russia" in (setup.guarantor, *setup.partners):
        raise GameError(
            f"{setup.name} has {'no guarantor' if setup.guarantor is None else 'Russia in it'}, "
            "and alignment weighs Moscow against another: take a Western setup"
        )
    guarantor = setup.guarantor
    types = {
        "engaged": (terms.engaged, _speaks(guarantor, engaged=True)),
        "cautious": (1 - terms.engaged, _speaks(guarantor, engaged=False)),
    }
    return ExtensiveForm(
        Chance(types),
        [guarantor, "Armenia", "Russia"],
        parameters=terms.parameters_of(setup),
        title=alignment.under(setup),
    )


def _speaks(guarantor: str, engaged: bool) -> Node:
    messages = {
        message: Decision(
            "Armenia",
            {choice: _reaction(guarantor, engaged, message, choice) for choice in _TURN},
            f"after {message!r}",
        )
        for message in ("welcome", "do not rush")
    }
    return Decision(guarantor, messages, "engaged" if engaged else "cautious")


def _reaction(guarantor: str, engaged: bool, message: str, choice: str) -> Node:
    turn = _TURN[choice]
    let_down = terms.letdown_cost if message == "welcome" and not engaged else _ZERO
    own = turn * (terms.presence_value - let_down)
    worth = _worth(choice, terms.credibility if engaged else _ZERO)

    def end(punished: bool) -> Terminal:
        harm = terms.punishment_harm if punished else _ZERO
        gained = turn * terms.discipline_value - terms.obstruction_cost if punished else _ZERO
        return Terminal(
            choice,
            {
                guarantor: own,
                "Armenia": worth - harm,
                "Russia": gained - turn * terms.influence_loss,
            },
        )

    if choice == "Moscow":
        return end(punished=False)
    return Decision("Russia", {"punish": end(punished=True), "tolerate": end(punished=False)})


def _worth(choice: str, helps: sympy.Expr) -> sympy.Expr:
    russia, saved = terms.russian_help, terms.protection_value
    if choice == "Moscow":
        return russia * saved
    if choice == "West":
        return helps * saved - terms.realignment_cost
    rho = terms.hedge_reliability
    return (1 - (1 - rho * russia) * (1 - rho * helps)) * saved - terms.hedging_cost
