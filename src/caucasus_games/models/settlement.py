r"""The settlement as a game in sequence: two obstacles, a guarantor, two rounds of temptation.

1. The guarantor offers or abstains (absent without a guarantor).
2. Russia acquiesces or obstructs, unless the offer is its own.
3. Armenia grants transit and calls the referendum, or refuses.
4. Chance: it passes with probability :math:`q`, or :math:`q(1-\omega)` if Russia obstructs.
5. Azerbaijan signs, waits or presses by force; without a passed referendum it cannot sign.
6. Waiting escalates to war with probability :math:`\rho`.
7. After the shift of power the signed agreement is complied with or reneged on.
8. A guarantor in force acts with probability :math:`\gamma` on what it detects, else decides again.
9. War is won or lost.

The guarantee is in force once it was offered, transit granted and the referendum passed. In war
Azerbaijan wins or fails to win the corridor's value; a referendum cannot be won by force. Payoffs
are shares of the stake, measured from an Armenia and a Russia for whom nothing changes.
"""

from dataclasses import dataclass, replace

import sympy

from caucasus_games.games import Chance, Decision, ExtensiveForm, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import terms
from caucasus_games.models.model import model

_ZERO = sympy.Integer(0)


@dataclass(frozen=True)
class _State:
    """What has happened so far, as far as payoffs depend on it."""

    guarantor: str | None
    brings_checks: bool = False
    offered: bool = False
    obstructed: bool = False
    called: bool = False
    passed: bool = False

    @property
    def covered(self) -> bool:
        return self.offered and self.passed


@model("settlement")
def settlement(setup: GuarantorSetup) -> ExtensiveForm:
    """Write the settlement under a guarantor setup as a tree.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan; the common parameters are those of its
        vintage.

    Returns
    -------
    ExtensiveForm
        Players Armenia, Azerbaijan, Russia and the guarantor if it is another; outcomes
        ``"peace"``, ``"stalemate"`` and ``"war"``.

    Raises
    ------
    GameError
        If a party to the settlement is to guarantee it.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE, US_OPERATOR
    >>> settlement(NONE).players
    ('Armenia', 'Azerbaijan', 'Russia')
    >>> "guarantor_credibility" in settlement(US_OPERATOR).parameters
    True
    """
    terms.check_outsider(setup, "settlement")
    state = _State(setup.guarantor, terms.brings_checks(setup))
    others = [] if setup.guarantor in (None, "Russia") else [str(setup.guarantor)]
    return ExtensiveForm(
        _russia(state) if setup.guarantor is None else _offer(state, setup.guarantor),
        players=["Armenia", "Azerbaijan", "Russia", *others],
        parameters=terms.parameters_of(setup),
        title=settlement.under(setup),
    )


def _offer(state: _State, guarantor: str) -> Node:
    offered = replace(state, offered=True)
    taken = _armenia(offered) if guarantor == "Russia" else _russia(offered)
    return Decision(guarantor, {"offer": taken, "abstain": _russia(state)})


def _russia(state: _State) -> Node:
    against = replace(state, obstructed=True)
    return Decision("Russia", {"acquiesce": _armenia(state), "obstruct": _armenia(against)})


def _armenia(state: _State) -> Node:
    chance = terms.passes * (1 - terms.obstruction_effect) if state.obstructed else terms.passes
    lost, won = replace(state, called=True), replace(state, called=True, passed=True)
    vote = Chance(
        {
            "referendum passes": (chance, _after_vote(won)),
            "referendum fails": (1 - chance, _after_vote(lost)),
        }
    )
    return Decision("Armenia", {"grant": vote, "refuse": _after_vote(state)})


def _after_vote(state: _State) -> Node:
    quiet = _end(state, "stalemate", azerbaijan=terms.bypass * terms.v)
    risk = terms.escalation_risk
    wait = Chance({"quiet": (1 - risk, quiet), "escalates": (risk, _open_force(state))})
    moves: dict[str, Node] = {"wait": wait, "press": _open_force(state)}
    if state.passed:
        keep = {"comply": _peace(state), "renege": _breach(state)}
        moves = {"sign": Decision("Azerbaijan", keep), **moves}
    return Decision("Azerbaijan", moves)


def _peace(state: _State) -> Terminal:
    worth = terms.agreement if state.offered or state.brings_checks else terms.own_checks
    return _end(
        state,
        "peace",
        armenia=worth["Armenia"],
        azerbaijan=worth["Azerbaijan"],
        guarantor=terms.presence_value if state.offered else _ZERO,
    )


def _open_force(state: _State) -> Node:
    if not state.covered:
        return _war(state, terms.p)
    return Chance(
        {
            "guarantor acts": (terms.credibility, _enforced(state, terms.p)),
            "guarantor hesitates": (1 - terms.credibility, _second_thoughts(state, terms.p)),
        }
    )


def _breach(state: _State) -> Node:
    advantage = terms.advantage_after_shift
    if not state.covered:
        return _war(state, advantage)
    seen, acts = terms.detection, terms.credibility
    return Chance(
        {
            "guarantor acts": (seen * acts, _enforced(state, advantage)),
            "guarantor hesitates": (seen * (1 - acts), _second_thoughts(state, advantage)),
            "breach unseen": (1 - seen, _war(state, advantage)),
        }
    )


def _second_thoughts(state: _State, advantage: sympy.Expr) -> Node:
    abandon = _war(state, advantage, guarantor=-terms.stake)
    moves = {"intervene": _enforced(state, advantage), "abandon": abandon}
    return Decision(str(state.guarantor), moves)


def _enforced(state: _State, advantage: sympy.Expr) -> Node:
    weaker = advantage * (1 - terms.enforcement)
    return _war(state, weaker, guarantor=-terms.intervention_cost)


def _war(state: _State, advantage: sympy.Expr, guarantor: sympy.Expr = _ZERO) -> Node:
    costs = (-terms.war_cost_armenia, -terms.war_cost_azerbaijan)
    won = _end(state, "war", costs[0] - terms.v, costs[1] + terms.v, guarantor)
    lost = _end(state, "war", *costs, guarantor)
    return Chance({"Azerbaijan wins": (advantage, won), "Armenia holds": (1 - advantage, lost)})


def _end(
    state: _State,
    outcome: str,
    armenia: sympy.Expr = _ZERO,
    azerbaijan: sympy.Expr = _ZERO,
    guarantor: sympy.Expr = _ZERO,
) -> Terminal:
    peace = outcome == "peace"
    payoffs = {
        "Armenia": armenia - (terms.audience_cost if state.called and not peace else 0),
        "Azerbaijan": azerbaijan + (terms.constitution if state.passed else 0),
        "Russia": -terms.obstruction_cost if state.obstructed else _ZERO,
    }
    if peace and not (state.offered and state.guarantor == "Russia"):
        payoffs["Russia"] -= terms.influence_loss
    if state.guarantor:
        cost = terms.presence_cost if state.offered else 0
        payoffs[state.guarantor] = payoffs.get(state.guarantor, _ZERO) + guarantor - cost
    return Terminal(outcome, payoffs)
