r"""The corridor: who checks the transit through Syunik, who pays for it, who gains.

*The regime.* Azerbaijan and Armenia take turns to propose who checks the transit to Nakhichevan;
a refusal costs a year. The regimes are worth

.. math::
   \begin{array}{lll}
   & \text{Armenia} & \text{Azerbaijan} \\
   \text{Armenian checks} & d_A & v(1-r) + d_Z \\
   \text{third party} & d_A - \sigma & v[1-r(1-n)/2] + d_Z \\
   \text{extraterritorial} & d_A - \sigma_X & v + d_Z
   \end{array}

against :math:`U_A = -\rho(c_A + pv)` and :math:`U_Z = (1-\rho)bv + \rho(pv - \phi c_Z)` for
waiting: the route through Iran, or war. The third party is the only regime that both accept iff
:math:`\sigma \le d_A - U_A < \sigma_X` and :math:`v(1-r) < U_Z - d_Z \le v[1-r(1-n)/2]`. Iran,
which loses :math:`\lambda` by the last two, unless the third party is Russia, whose guards stand
there already, acts against them iff :math:`\varepsilon\lambda > o_I`; that lowers what they are
worth and not who accepts what.

Between the first two lies a hybrid, as agreed in January 2026 [3]_: Armenian law and customs, and a
front office of the third party that does the share :math:`f` of the checks. It costs Armenia
:math:`f\sigma`, leans by :math:`-1+f(1+n)` and costs Iran :math:`f\lambda`.

*The split.* Alternating offers over the gains, without end: the first to offer gets, with floors
:math:`h_1 + h_2 \le 1` that ratification sets,

.. math:: x_1 = \min\left\{1 - h_2,\ \max\left[1 - \delta_2(1-h_1),\
   \frac{1-\delta_2}{1-\delta_1\delta_2}\right]\right\},

Rubinstein's share [1]_ where no floor binds; with :math:`h_1 + h_2 > 1` there is no agreement.

*The investor.* Once built, the transit can be renegotiated, and the operator gets
:math:`\eta S + (1-\eta) S_{alt}` of what it is worth, :math:`S`, and what it could save,
:math:`S_{alt}`; where Armenia would do so, the operator builds iff that is :math:`I` or more [2]_.

*The gains as a whole.* Azerbaijan can have 1 with Armenia, :math:`\alpha = b` with Iran. The
Shapley value is :math:`((3+\alpha)/6, (3-2\alpha)/6, \alpha/6)`, the nucleolus
:math:`((1+\alpha)/2, (1-\alpha)/2, 0)` to Azerbaijan, Armenia and Iran.

The regimes, the floors and the payoffs are this project's own.

References
----------
.. [1] Rubinstein (1982), Perfect equilibrium in a bargaining model. Econometrica 50, 97–109.
.. [2] Grout (1984), Investment and wages in the absence of binding contracts: a Nash bargaining
   approach. Econometrica 52, 449–460.
.. [3] TRIPP implementation framework, 13 January 2026: sovereignty and customs stay Armenian.
"""

from collections.abc import Mapping

import sympy

from caucasus_games.concepts import subgame_perfect
from caucasus_games.errors import GameError, unknown
from caucasus_games.games import CoalitionalGame, Decision, ExtensiveForm, Offer, Terminal
from caucasus_games.games.nodes import Chance, Node
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import terms
from caucasus_games.models.gives import ByOutcome, Gives
from caucasus_games.models.model import model

_ZERO = sympy.Integer(0)
_CHECKS = {
    "Armenian checks": {"neutrality": sympy.Integer(-1), "sovereignty_cost": _ZERO},
    "third party": {"neutrality": terms.neutrality, "sovereignty_cost": terms.sovereignty_cost},
    "extraterritorial": {
        "neutrality": sympy.Integer(1),
        "sovereignty_cost": terms.extraterritorial_cost,
    },
}
_SHARE = sympy.Symbol("share")


@model("corridor", gives=Gives(subgame_perfect, ByOutcome(_CHECKS)))
def corridor(setup: GuarantorSetup, front_office: object = None) -> ExtensiveForm:
    r"""Write the bargaining over who checks the transit, and Iran's reaction.

    Azerbaijan proposes a regime, Armenia accepts or refuses and proposes a year later, Azerbaijan
    accepts or refuses; then Iran tolerates or blocks it. The third party is the setup's guarantor;
    a setup that leaves the checks to Armenia has none.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan.
    front_office : exact number, optional
        The share of the checks that the third party does in a hybrid, from 0 to 1; without it, or
        without a third party, a hybrid is not proposed.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"Armenian checks"``, ``"third party"``, ``"extraterritorial"`` and
        ``"no transit"``, and ``"hybrid"`` where it may be proposed.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it, or ``front_office`` is no share.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> from caucasus_games.concepts import subgame_perfect
    >>> subgame_perfect(corridor(US_OPERATOR)).equilibria[0].path
    'Azerbaijan: third party → Armenia: accept → Iran: tolerate → third party'
    >>> subgame_perfect(corridor(US_OPERATOR, front_office="1/2")).equilibria[0].path
    'Azerbaijan: hybrid → Armenia: accept → Iran: tolerate → hybrid'
    """
    terms.check_outsider(setup, "corridor")
    leaves_it = setup.parameters["neutrality"].high == -1
    checks = {name: row for name, row in _CHECKS.items() if name != "third party" or not leaves_it}
    hurts = {"third party": sympy.Integer(1), "extraterritorial": sympy.Integer(1)}
    if front_office is not None:
        part = terms.checked_share(front_office, "front_office of corridor")
        if not leaves_it:
            checks["hybrid"] = {
                "neutrality": -1 + part * (1 + terms.neutrality),
                "sovereignty_cost": part * terms.sovereignty_cost,
            }
            hurts["hybrid"] = part
    if setup.guarantor == "Russia":  # its guards stand there already
        hurts = {"extraterritorial": hurts["extraterritorial"]}
    worths = {
        name: terms.agreement_under(row["sovereignty_cost"], row["neutrality"])
        for name, row in checks.items()
    }

    def proposals(proposer: str, other: str, late: bool) -> Node:
        refused = (
            _end("no transit", terms.waiting, _ZERO) if late else proposals(other, proposer, True)
        )
        moves: dict[str, Node] = {}
        for regime, worth in worths.items():
            works = terms.a_year_later(worth) if late else worth
            agreed = _agreed(regime, works, hurts.get(regime, _ZERO))
            moves[regime] = Decision(other, {"accept": agreed, "refuse": refused})
        return Decision(proposer, moves)

    return ExtensiveForm(
        proposals("Azerbaijan", "Armenia", False),
        ["Armenia", "Azerbaijan", "Iran"],
        parameters=terms.parameters_of(setup),
        title=corridor.under(setup),
    )


@model("split of the transit's gains")
def transit_split(setup: GuarantorSetup, proposer: str = "Azerbaijan") -> ExtensiveForm:
    r"""Write one offer of the bargaining without end over the joint gain, the unit here.

    A side offers to keep any share; the other accepts, or refuses and offers a year later. What
    that leads to is worth what the formula above gives the other as the first to offer,
    :math:`\delta` times. The share kept in equilibrium is then :math:`x_1`, whoever offers, so that
    the formula answers to itself. What is accepted is ratified iff it leaves each its floor; else
    it fails, at the Armenian government's audience cost.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan; its vintage alone matters.
    proposer : str
        Who offers, ``"Azerbaijan"`` or ``"Armenia"``.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"agreement"``, ``"no ratification"`` and ``"bargaining goes on"``.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it, or ``proposer`` is neither.

    References
    ----------
    Rubinstein (1982), Perfect equilibrium in a bargaining model. Econometrica 50, 97–109.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> from caucasus_games.concepts import subgame_perfect
    >>> subgame_perfect(transit_split(US_OPERATOR)).equilibria[0].path
    'Azerbaijan: share = 20/29 → Armenia: accept → agreement'
    """
    terms.check_outsider(setup, "transit_split")
    if proposer not in terms.patience:
        raise unknown("proposer", proposer, terms.patience)
    other = next(name for name in terms.patience if name != proposer)
    possible = sympy.Piecewise((1, terms.floor[proposer] + terms.floor[other] <= 1), (0, True))
    # the other's own first offer, a year later
    theirs = terms.first_share_of(other, proposer)
    refused = Terminal(
        "bargaining goes on",
        {
            other: possible * terms.patience[other] * theirs,
            proposer: possible * terms.patience[proposer] * (1 - theirs),
        },
    )
    failed = Terminal("no ratification", {"Armenia": -terms.audience_cost, "Azerbaijan": 0})
    agreed = Terminal("agreement", {proposer: _SHARE, other: 1 - _SHARE})
    enough = sympy.And(terms.floor[proposer] <= _SHARE, terms.floor[other] <= 1 - _SHARE)
    ratified = sympy.Piecewise((1, enough), (0, True))
    vote = Chance({"ratified": (ratified, agreed), "not ratified": (1 - ratified, failed)})
    return ExtensiveForm(
        Offer(proposer, _SHARE, 0, 1, Decision(other, {"accept": vote, "refuse": refused})),
        ["Armenia", "Azerbaijan"],
        parameters=terms.parameters_of(setup),
        title=transit_split.under(setup),
    )


@model("investment")
def investment(setup: GuarantorSetup) -> ExtensiveForm:
    r"""Write the hold-up of the operator that builds the transit.

    The guarantor's company invests :math:`I` or not; once it has, Armenia honours the contract,
    which gives the company its share :math:`e` of the profit :math:`\Pi = V(1-\delta^N)/(1-\delta)`
    next to the guarantor's value of presence :math:`\beta`, or renegotiates, at the cost :math:`R`.
    With :math:`S = \Pi + \beta` and :math:`S_{alt} = zI` Armenia honours iff :math:`(1-e)\Pi \ge
    (1-\eta)(S - S_{alt}) - R`; else the company invests iff :math:`\eta S + (1-\eta)S_{alt} \ge I`.

    Parameters
    ----------
    setup : GuarantorSetup
        One whose guarantor holds a share in the operator of the transit.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"contract"``, ``"renegotiation"`` and ``"no transit"``.

    Raises
    ------
    GameError
        If nobody invests in the setup, or a party to the agreement is to guarantee it.

    References
    ----------
    Grout (1984), Investment and wages in the absence of binding contracts: a Nash bargaining
    approach. Econometrica 52, 449–460.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> from caucasus_games.concepts import subgame_perfect
    >>> game = investment(US_OPERATOR)
    >>> subgame_perfect(game).equilibria[0].path
    'United States: invest → Armenia: honour → contract'
    >>> subgame_perfect(game.at({"presence_value": 0})).equilibria[0].path
    'United States: stay away → no transit'
    >>> list(investment.setups())
    ['US_OPERATOR', 'US_TREATY', 'WESTERN_MIX']
    """
    terms.check_outsider(setup, "investment")
    if setup.guarantor is None or setup.parameters["operator_share"].high == 0:
        raise GameError(
            f"{setup.name} has no operator that would invest: investment takes a setup whose "
            "guarantor has an operator_share, such as US_OPERATOR"
        )
    spent, share, profit = terms.investment, terms.operator_share, terms.years_of_profit
    worth = profit + terms.presence_value
    saved = terms.salvage * spent
    power = terms.operator_bargaining
    kept = Terminal(
        "contract",
        {
            setup.guarantor: share * profit + terms.presence_value - spent,
            "Armenia": (1 - share) * profit,
        },
    )
    held_up = Terminal(
        "renegotiation",
        {
            setup.guarantor: power * worth + (1 - power) * saved - spent,
            "Armenia": (1 - power) * (worth - saved) - terms.rupture_cost,
        },
    )
    nothing = Terminal("no transit", {setup.guarantor: 0, "Armenia": 0})
    built = Decision("Armenia", {"honour": kept, "renegotiate": held_up}, "Armenia")
    return ExtensiveForm(
        Decision(setup.guarantor, {"invest": built, "stay away": nothing}, setup.guarantor),
        [setup.guarantor, "Armenia"],
        parameters=terms.parameters_of(setup),
        title=investment.under(setup),
    )


@model("gains of transit")
def transit_gains(setup: GuarantorSetup) -> CoalitionalGame:
    r"""Write the gains of transit as a cooperative game, with the route through Iran.

    For :func:`~caucasus_games.concepts.shapley`, :func:`~caucasus_games.concepts.core` and
    :func:`~caucasus_games.concepts.nucleolus`. The unit is the value of transit through Syunik.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan; its vintage alone matters.

    Returns
    -------
    CoalitionalGame
        Players Azerbaijan, Armenia and Iran.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.concepts import shapley
    >>> shapley(transit_gains(NONE))["Iran"]
    Fraction(1, 12)
    """
    terms.check_outsider(setup, "transit_gains")

    def worth(group: frozenset[str]) -> sympy.Expr:
        if "Azerbaijan" not in group:
            return _ZERO
        if "Armenia" in group:
            return sympy.Integer(1)
        return terms.bypass if "Iran" in group else _ZERO

    return CoalitionalGame.from_function(
        ["Azerbaijan", "Armenia", "Iran"],
        worth,
        parameters=terms.parameters_of(setup),
        title=transit_gains.under(setup),
    )


def _agreed(regime: str, works: Mapping[str, sympy.Expr], hurts: sympy.Expr) -> Node:
    if not hurts:
        return _end(regime, works, _ZERO)
    hurt, cost = -hurts * terms.iran_loss, -terms.block_cost
    stopped = _end("no transit", terms.waiting, cost)
    goes_on = _end(regime, works, hurt + cost)
    stops = terms.block_effect
    blocked = Chance({"stopped": (stops, stopped), "goes on": (1 - stops, goes_on)})
    return Decision("Iran", {"tolerate": _end(regime, works, hurt), "block": blocked})


def _end(outcome: str, worth: Mapping[str, sympy.Expr], iran: sympy.Expr) -> Terminal:
    return Terminal(outcome, {**worth, "Iran": iran})
