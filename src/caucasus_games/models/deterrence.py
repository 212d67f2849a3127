r"""Deterrence: whether Azerbaijan attacks an agreement that stands, and the guarantor acts.

With :math:`P = v[1-r(1-n)/2] + d` the value of the agreement to Azerbaijan,
:math:`W_0 = pv - c` that of a war against Armenia alone and :math:`W_1 = p(1-\kappa)v - c` that of
one in which the guarantor acts, and for the guarantor the stake :math:`s` and the cost
:math:`c_G` of acting:

- the guarantor decides: peace iff :math:`W_0 \le P` or (:math:`s \ge c_G` and :math:`W_1 \le P`);
- it acts with probability :math:`\gamma`: peace iff
  :math:`\gamma \ge \gamma^* = (W_0-P)/(W_0-W_1)`;
- its cost is private, drawn from :math:`F`: it acts with :math:`\gamma = F(s)`, so peace needs
  :math:`s \ge s^* = F^{-1}(\gamma^*)`.

Armenia, covered, may provoke: it refrains iff :math:`\gamma \le (P_B-V_0)/(V_1-V_0)`, from its
payoffs in the agreement and in a provoked war without and with the guarantor; the window between
the two bounds on :math:`\gamma` may be empty. The stake here holds the guarantor's share in the
operator's profit too, which the other models leave out as small. The mechanism is that of [1]_ and
[2]_; the window and the payoffs are this project's own.

References
----------
.. [1] Zagare & Kilgour (2000), Perfect Deterrence. Cambridge University Press.
.. [2] Walter (1997), The critical barrier to civil war settlement. International Organization 51,
   335–364.
"""

import sympy

from caucasus_games.errors import GameError
from caucasus_games.games import Chance, Decision, ExtensiveForm, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import terms
from caucasus_games.models.model import model

_WON = terms.p * terms.v
_HELD = terms.p * (1 - terms.enforcement) * terms.v
_ACTS = -terms.intervention_cost
_STANDS_BY = -terms.operator_stake


@model("deterrence")
def deterrence(setup: GuarantorSetup) -> ExtensiveForm:
    r"""Write deterrence by a guarantor that decides once attacked.

    Azerbaijan abides or attacks; the guarantor intervenes or abandons. Armenia bears the payoffs.
    Peace iff :math:`W_0 \le P` or (:math:`s \ge c_G` and :math:`W_1 \le P`), at ties as one of
    several equilibria.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"peace"`` and ``"war"``.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it.

    References
    ----------
    Zagare & Kilgour (2000), Perfect Deterrence. Cambridge University Press.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> from caucasus_games.concepts import subgame_perfect
    >>> subgame_perfect(deterrence(US_OPERATOR)).equilibria[0].path
    'Azerbaijan: abide → peace'
    """
    terms.check_outsider(setup, "deterrence")
    test = _alone(setup)
    if setup.guarantor:
        moves = {
            "intervene": _war(setup, _HELD, _ACTS),
            "abandon": _war(setup, _WON, _STANDS_BY),
        }
        test = Decision(setup.guarantor, moves)
    return _game(setup, _challenge(setup, test), deterrence.under(setup))


@model("deterrence by chance")
def deterrence_by_chance(setup: GuarantorSetup) -> ExtensiveForm:
    r"""Write deterrence by a guarantor that acts with a given probability.

    Peace iff :math:`\gamma \ge \gamma^* = (W_0-P)/(W_0-W_1)` where war alone would pay; above
    one, no credibility suffices.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"peace"`` and ``"war"``.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> "guarantor_credibility" in deterrence_by_chance(US_OPERATOR).parameters
    True
    """
    terms.check_outsider(setup, "deterrence_by_chance")
    test = _tested(setup)
    return _game(setup, _challenge(setup, test), deterrence_by_chance.under(setup))


@model("deterrence at a private cost")
def deterrence_private_cost(setup: GuarantorSetup) -> ExtensiveForm:
    r"""Write deterrence by a guarantor whose cost of acting only it knows.

    The cost is uniform on the setup's range of ``intervention_cost``; the guarantor acts if its
    stake covers it, so with :math:`\gamma = F(s)`. That reply is built in, the tree starts from
    it.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"peace"`` and ``"war"``.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> "guarantor_stake" in deterrence_private_cost(US_OPERATOR).parameters
    True
    """
    terms.check_outsider(setup, "deterrence_private_cost")
    cost = setup.parameters["intervention_cost"]
    low, high = (sympy.Rational(q.numerator, q.denominator) for q in (cost.low, cost.high))
    s = terms.operator_stake
    if low == high:
        acts = sympy.Piecewise((1, s >= low), (0, True))
    else:
        acts = sympy.Min(1, sympy.Max(0, (s - low) / (high - low)))
    mean = (low + sympy.Min(sympy.Max(s, low), high)) / 2
    test = _tested(setup, acts, -mean)
    return _game(setup, _challenge(setup, test), deterrence_private_cost.under(setup))


@model(
    "provocation",
    unclaimed="a bound on the guarantee, of which the article does not speak",
)
def provocation(setup: GuarantorSetup) -> ExtensiveForm:
    r"""Write the moral hazard of a guarantee: Armenia, covered, may provoke.

    Armenia refrains or provokes a war; if it refrains, Azerbaijan abides or attacks. The guarantor
    acts with probability :math:`\gamma` in either war. Given that Azerbaijan abides, Armenia
    refrains iff :math:`\gamma \le (P_B-V_0)/(V_1-V_0)`.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"peace"`` and ``"war"``.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_TREATY
    >>> from caucasus_games.concepts import subgame_perfect
    >>> subgame_perfect(provocation(US_TREATY)).equilibria[0].path
    'Armenia: refrain → Azerbaijan: abide → peace'
    """
    terms.check_outsider(setup, "provocation")
    quiet = _challenge(setup, _tested(setup))
    moves = {"refrain": quiet, "provoke": _tested(setup, provoked=terms.provocation_gain)}
    return _game(setup, Decision("Armenia", moves), provocation.under(setup))


@model(
    "unilateral deterrence",
    unclaimed="a bluff in a crisis, of which the article does not speak",
)
def unilateral_deterrence(setup: GuarantorSetup) -> ExtensiveForm:
    r"""Write unilateral deterrence with a challenger whose type only it knows.

    Azerbaijan is hard with probability :math:`h`: it would rather fight than back down. It abides
    or challenges; the guarantor, not knowing the type, concedes or denies; denied, Azerbaijan
    presses or backs down. The guarantor denies iff
    :math:`\Pr(\text{hard}) \le (d_{CD}-d_{DC})/(d_{CD}-d_{DD})`; the hard challenger challenges iff
    :math:`\Pr(\text{deny}) \le (c_{DC}-c_{SQ})/(c_{DC}-c_{DD})`. What the guarantor believes where
    nobody challenges is left open by subgame perfection.

    Parameters
    ----------
    setup : GuarantorSetup
        Any with a guarantor that is not Armenia or Azerbaijan.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"peace"`` and ``"war"``.

    Raises
    ------
    GameError
        If there is no guarantor, or a party to the agreement is to guarantee it.

    References
    ----------
    Zagare & Kilgour (2000), Perfect Deterrence. Cambridge University Press.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> unilateral_deterrence(US_OPERATOR).information_sets["guarantor challenged"][0].branches
    ('deny', 'concede')
    >>> list(unilateral_deterrence.refused())
    ['NONE']
    """
    terms.check_outsider(setup, "unilateral_deterrence")
    if setup.guarantor is None:
        raise GameError(
            f"{setup.name} has no guarantor and unilateral_deterrence is about one: use deterrence"
        )
    face = terms.backdown_cost
    soft = _type(setup, setup.guarantor, terms.agreement["Azerbaijan"] - face)
    hard = _type(setup, setup.guarantor, _HELD - terms.war_cost_azerbaijan - face)
    h = terms.challenger_hard
    root = Chance({"Azerbaijan is hard": (h, hard), "Azerbaijan is soft": (1 - h, soft)})
    return _game(setup, root, unilateral_deterrence.under(setup))


def _type(setup: GuarantorSetup, guarantor: str, backing_down: sympy.Expr) -> Node:
    denied = Decision(
        "Azerbaijan",
        {"press": _war(setup, _HELD, _ACTS), "back down": _peace(setup, backing_down)},
    )
    reply = Decision(
        guarantor,
        {"deny": denied, "concede": _war(setup, _WON, _STANDS_BY)},
        information_set="guarantor challenged",
    )
    return Decision("Azerbaijan", {"abide": _peace(setup), "challenge": reply})


def _game(setup: GuarantorSetup, root: Node, title: str) -> ExtensiveForm:
    players = ["Armenia", "Azerbaijan", *([setup.guarantor] if setup.guarantor else [])]
    return ExtensiveForm(root, players, parameters=terms.parameters_of(setup), title=title)


def _challenge(setup: GuarantorSetup, test: Node) -> Decision:
    return Decision("Azerbaijan", {"abide": _peace(setup), "attack": test})


def _alone(setup: GuarantorSetup, provoked: sympy.Expr | int = 0) -> Node:
    return _war(setup, _WON, sympy.Integer(0), provoked)


def _tested(
    setup: GuarantorSetup,
    acts: sympy.Expr = terms.credibility,
    acting: sympy.Expr = _ACTS,
    provoked: sympy.Expr | int = 0,
) -> Node:
    if setup.guarantor is None:
        return _alone(setup, provoked)
    return Chance(
        {
            "guarantor acts": (acts, _war(setup, _HELD, acting, provoked)),
            "guarantor stands by": (1 - acts, _war(setup, _WON, _STANDS_BY, provoked)),
        }
    )


def _peace(setup: GuarantorSetup, azerbaijan: sympy.Expr | None = None) -> Terminal:
    payoffs = {
        "Armenia": terms.agreement["Armenia"],
        "Azerbaijan": terms.agreement["Azerbaijan"] if azerbaijan is None else azerbaijan,
    }
    if setup.guarantor:
        payoffs[setup.guarantor] = terms.presence_value - terms.presence_cost
    return Terminal("peace", payoffs)


def _war(
    setup: GuarantorSetup, taken: sympy.Expr, guarantor: sympy.Expr, provoked: sympy.Expr | int = 0
) -> Terminal:
    payoffs = {
        "Armenia": provoked - terms.war_cost_armenia - taken,
        "Azerbaijan": taken - terms.war_cost_azerbaijan,
    }
    if setup.guarantor:
        payoffs[setup.guarantor] = guarantor - terms.presence_cost
    return Terminal("war", payoffs)
