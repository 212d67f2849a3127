r"""The guarantee as one choice of all: who settles, coerces, obstructs and guarantees at once.

Armenia settles or resists, Azerbaijan settles or coerces, Russia accepts or obstructs, the
guarantor guarantees or abstains. If both settle, the referendum passes with probability
:math:`Q = q`, or :math:`q(1-\omega)` if Russia obstructs, and peace follows; else there is waiting,
which escalates with probability :math:`\rho`. If Azerbaijan coerces there is war; the guarantee
covers an Armenia that settled, and takes :math:`\gamma\kappa` off Azerbaijan's chance. The payoffs
add up from the parts of the other models.

With :math:`A` what the agreement and :math:`U` what waiting is worth, that all settle, guarantee
and accept is an equilibrium iff

.. math:: q\,(A_A - U_A) \ge (1-q)\,a, \qquad
   q\,(A_Z + k) + (1-q)\,U_Z \ge p(1-\gamma\kappa)v - c, \qquad
   o \ge q\,\omega\,\ell, \qquad q\,\beta \ge \tau.

The game is this project's own.
"""

from collections.abc import Mapping

import sympy

from caucasus_games.games import NormalForm
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import terms
from caucasus_games.models.model import model

_WAITING_RISK = terms.escalation_risk


@model("guarantee")
def guarantee(setup: GuarantorSetup) -> NormalForm:
    """Write the strategic summary: all players choose at once.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan. Without a guarantor there are three
        players; a Russian one guarantees, accepts or obstructs.

    Returns
    -------
    NormalForm
        Outcomes ``"peace"``, ``"stalemate"`` and ``"war"``, as probabilities of each profile.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> from caucasus_games.concepts import pure_nash
    >>> pure_nash(guarantee(US_OPERATOR)).equilibria[0].path
    'Armenia: settle; Azerbaijan: settle; Russia: accept; United States: guarantee'
    """
    terms.check_outsider(setup, "guarantee")
    actions = {
        "Armenia": ["settle", "resist"],
        "Azerbaijan": ["settle", "coerce"],
        "Russia": ["accept", "obstruct"],
    }
    if setup.guarantor == "Russia":
        actions["Russia"] = ["guarantee", "accept", "obstruct"]
    elif setup.guarantor:
        actions[setup.guarantor] = ["guarantee", "abstain"]
    return NormalForm.from_function(
        actions,
        lambda moves: _payoffs(moves, setup),
        _outcomes,
        parameters=terms.parameters_of(setup),
        title=guarantee.under(setup),
    )


def _outcomes(moves: Mapping[str, str]) -> str | dict[str, sympy.Expr]:
    if moves["Azerbaijan"] == "coerce":
        return "war"
    passes = _passes(moves) if moves["Armenia"] == "settle" else sympy.Integer(0)
    lottery = {
        "peace": passes,
        "stalemate": (1 - passes) * (1 - _WAITING_RISK),
        "war": (1 - passes) * _WAITING_RISK,
    }
    return {outcome: chance for outcome, chance in lottery.items() if chance != 0}


def _passes(moves: Mapping[str, str]) -> sympy.Expr:
    effect = terms.obstruction_effect if moves["Russia"] == "obstruct" else 0
    return terms.passes * (1 - effect)


def _payoffs(moves: Mapping[str, str], setup: GuarantorSetup) -> dict[str, sympy.Expr]:
    guarantor = setup.guarantor
    offered = guarantor is not None and moves[guarantor] == "guarantee"
    both = {moves["Armenia"], moves["Azerbaijan"]} == {"settle"}
    if both:
        shares = _settled(_passes(moves), offered, offered or terms.brings_checks(setup))
    elif moves["Azerbaijan"] == "settle":
        shares = _waiting()
    else:
        shares = _coerced(moves["Armenia"] == "settle", offered)
    payoffs = {"Armenia": shares[0], "Azerbaijan": shares[1], "Russia": sympy.Integer(0)}
    if both and not (offered and guarantor == "Russia"):
        payoffs["Russia"] -= _passes(moves) * terms.influence_loss
    if moves["Russia"] == "obstruct":
        payoffs["Russia"] -= terms.obstruction_cost
    if guarantor:
        own = shares[2] - terms.presence_cost if offered else 0
        payoffs[guarantor] = payoffs.get(guarantor, sympy.Integer(0)) + own
    return payoffs


def _war(chance: sympy.Expr) -> tuple[sympy.Expr, sympy.Expr]:
    taken = chance * terms.v
    return -terms.war_cost_armenia - taken, taken - terms.war_cost_azerbaijan


def _waiting() -> tuple[sympy.Expr, sympy.Expr, sympy.Expr]:
    return terms.waiting["Armenia"], terms.waiting["Azerbaijan"], sympy.Integer(0)


def _settled(
    passes: sympy.Expr, offered: bool, brought: bool
) -> tuple[sympy.Expr, sympy.Expr, sympy.Expr]:
    waiting = _waiting()
    worth = terms.agreement if brought else terms.own_checks
    return (
        passes * worth["Armenia"] + (1 - passes) * (waiting[0] - terms.audience_cost),
        passes * (worth["Azerbaijan"] + terms.constitution) + (1 - passes) * waiting[1],
        passes * terms.presence_value,
    )


def _coerced(settling: bool, offered: bool) -> tuple[sympy.Expr, sympy.Expr, sympy.Expr]:
    covered = settling and offered
    armenia, azerbaijan = _war(
        terms.p * (1 - terms.credibility * terms.enforcement) if covered else terms.p
    )
    acting = terms.credibility * -terms.intervention_cost
    abandoning = (1 - terms.credibility) * -terms.stake
    return (
        armenia - (terms.audience_cost if settling else 0),
        azerbaijan,
        acting + abandoning if covered else sympy.Integer(0),
    )
