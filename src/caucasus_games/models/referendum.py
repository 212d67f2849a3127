r"""The referendum: how much change can be asked of voters who must ratify it.

Azerbaijan asks for a change of Armenia's constitution that leaves :math:`x` of it: 1 is no change,
less than 1 is worth :math:`k(1-x)` to Azerbaijan, and above 1 Azerbaijan adds concessions of that
worth. Armenia's government calls the vote or refuses; Russia amplifies the opposition or not; the
vote passes iff :math:`x` is at least what the voters ask, their floor, uniform on :math:`[l, u]`,
and with amplification a share :math:`\omega` of those that would pass do not. With :math:`A` the
worth of the agreement and :math:`U_Z` that of waiting to Azerbaijan, and :math:`d_0 = (U_Z-A)/k`,
the demand that is best where the vote is called and not obstructed leaves

.. math:: x^* = \min\{u, \max[l, (1 - d_0 + l)/2]\}, \qquad
   \Pr(\text{failure}) = \frac{u - x^*}{u - l}.

The order matters. If the vote comes first, Azerbaijan may keep the change and not sign, and does so
iff :math:`A < U_Z`; a government that foresees it does not call the vote. If the treaty is signed
first, in force once ratified, Azerbaijan cannot.

A known electorate, normal with mean :math:`\mu` and standard deviation :math:`\varsigma`, passes a
change that leaves :math:`x` iff :math:`x \ge x_q = \mu + \varsigma\,\Phi^{-1}(\text{quorum})`.
There :math:`x` is at most 1, and without a demand there is no vote. Azerbaijan asks for
:math:`1 - x_q` if :math:`x_q \le 1` and :math:`A + k(1-x_q) \ge U_Z`, signs without a change if
:math:`x_q > 1` and :math:`A \ge U_Z`, and else waits.

The two levels are those of [1]_, the uncertain ratification that of [2]_ and [3]_; the payoffs and
the order are this project's own.

References
----------
.. [1] Putnam (1988), Diplomacy and domestic politics: the logic of two-level games. International
   Organization 42, 427–460.
.. [2] Iida (1993), When and how do domestic constraints matter? Two-level games with uncertainty.
   Journal of Conflict Resolution 37, 403–426.
.. [3] Tarar (2001), International bargaining with two-sided domestic constraints. Journal of
   Conflict Resolution 45, 320–340.
"""

from typing import Literal

import sympy

from caucasus_games.concepts import subgame_perfect
from caucasus_games.errors import unknown
from caucasus_games.games import Chance, Decision, ExtensiveForm, Offer, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import terms
from caucasus_games.models.gives import ChanceOf, Gives
from caucasus_games.models.model import model

_ZERO = sympy.Integer(0)
_DEMAND = sympy.Symbol("demand")
_PASSING = sympy.Symbol("passing")
_ORDERS = ("vote first", "signature first")

Order = Literal["vote first", "signature first"]


@model(
    "referendum",
    gives=Gives(
        subgame_perfect,
        # a parameter of the others is the chance without Russia, which they take off it
        ChanceOf("passes", "referendum_passes", as_if={"Russia": "abstain"}),
    ),
)
def referendum(setup: GuarantorSetup, order: Order = "vote first") -> ExtensiveForm:
    r"""Write the demand for a constitutional change, the vote on it, and the signature.

    Azerbaijan makes any demand from the floor of the mildest electorate to that of the harshest. It
    is told by the chance :math:`q` that it passes where nobody obstructs the vote: it leaves
    :math:`x = l + q(u - l)`. The best one is :math:`x^*` unless Armenia would not call the vote or
    Russia would obstruct it; then it may be the one at which Armenia just calls or Russia just
    abstains.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan; it is no player, its checks count. Russia
        loses no influence by an agreement that it guarantees.
    order : str
        ``"vote first"``, as Azerbaijan asks, or ``"signature first"``.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"peace"`` and ``"stalemate"``.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it, or the order is neither.

    References
    ----------
    Putnam (1988), Diplomacy and domestic politics. International Organization 42, 427–460. Iida
    (1993), When and how do domestic constraints matter? Journal of Conflict Resolution 37, 403–426.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.concepts import subgame_perfect
    >>> for order in ("vote first", "signature first"):
    ...     solution = subgame_perfect(referendum(NONE, order))
    ...     print(order, float(solution.equilibria[0].outcomes.get("peace", 0)))
    vote first 0.0
    signature first 0.1945
    """
    terms.check_outsider(setup, "referendum")
    if order not in _ORDERS:
        raise unknown("order", order, _ORDERS)
    left = terms.floor_low + _PASSING * (terms.floor_high - terms.floor_low)
    calm = _vote(setup, order, _PASSING, left, _ZERO)
    stirred = _vote(
        setup, order, _PASSING * (1 - terms.obstruction_effect), left, terms.obstruction_cost
    )
    campaign = Decision("Russia", {"amplify": stirred, "abstain": calm})
    answer = Decision("Armenia", {"call": campaign, "refuse": _waiting(_ZERO, _ZERO, _ZERO)})
    return _game(
        setup,
        Offer("Azerbaijan", _PASSING, 0, 1, answer),
        f"{referendum.title}, {order}, under {setup.name}",
    )


@model("referendum with a known electorate")
def referendum_known(setup: GuarantorSetup) -> ExtensiveForm:
    r"""Write the demand on voters whose floor is known, with a quorum.

    Azerbaijan asks for a change or for none. A change is any part :math:`d` of the whole, from 0 to
    1, and the voters approve iff what is left, :math:`1-d`, is at least :math:`\mu +
    \varsigma\zeta` with :math:`\zeta = \Phi^{-1}(\text{quorum})`, a parameter of its own. If none
    is asked for, Armenia signs or refuses without a vote. Who would rather wait asks for more than
    passes.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan; it is no player, its checks count.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"peace"`` and ``"stalemate"``.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> from caucasus_games.concepts import subgame_perfect
    >>> mild = referendum_known(US_OPERATOR).at({"mean_floor": "0.7"})
    >>> subgame_perfect(mild).equilibria[0].path
    'Azerbaijan: ask for a change → Azerbaijan: demand = 6/25 → Armenia: call → Voters: approve → peace'
    """  # noqa: E501  # the whole path
    terms.check_outsider(setup, "referendum_known")
    asked = terms.mean_floor + terms.voter_spread * terms.quorum_quantile
    left = 1 - _DEMAND
    passed, failed = _peace(setup, left, _ZERO), _waiting(_ZERO, terms.audience_cost, _ZERO)
    vote = Decision(
        "Voters",
        {
            "approve": Terminal("peace", {**passed.payoffs, "Voters": left - asked}),
            "reject": _of_voters(failed),
        },
    )
    demand = Offer("Azerbaijan", _DEMAND, 0, 1, _answer("call", vote))
    none = _answer("sign", _of_voters(_peace(setup, sympy.Integer(1), _ZERO)))
    root = Decision("Azerbaijan", {"ask for a change": demand, "ask for none": none})
    return ExtensiveForm(
        root,
        ["Armenia", "Azerbaijan", "Russia", "Voters"],
        parameters=terms.parameters_of(setup),
        title=referendum_known.under(setup),
    )


def _answer(agree: str, agreed: Node) -> Decision:
    refused = _of_voters(_waiting(_ZERO, _ZERO, _ZERO))
    return Decision("Armenia", {agree: agreed, "refuse": refused})


def _of_voters(end: Terminal) -> Terminal:
    """Add what an end without a change that was voted for is worth to the voters."""
    return Terminal(end.outcome, {**end.payoffs, "Voters": 0})


def _game(setup: GuarantorSetup, root: Node, title: str) -> ExtensiveForm:
    return ExtensiveForm(
        root,
        ["Armenia", "Azerbaijan", "Russia"],
        parameters=terms.parameters_of(setup),
        title=title,
    )


def _vote(
    setup: GuarantorSetup, order: str, likely: sympy.Expr, left: sympy.Expr, cost: sympy.Expr
) -> Node:
    peace: Node = _peace(setup, left, cost)
    if order == "vote first":
        change = terms.constitution * (1 - left)
        pocketed = _waiting(change, terms.audience_cost, cost)
        peace = Decision("Azerbaijan", {"sign": peace, "hold back": pocketed})
    return _ballot(likely, peace, cost)


def _ballot(likely: sympy.Expr, passed: Node, cost: sympy.Expr) -> Node:
    failed = _waiting(_ZERO, terms.audience_cost, cost)
    return Chance({"passes": (likely, passed), "fails": (1 - likely, failed)})


def _peace(setup: GuarantorSetup, left: sympy.Expr, cost: sympy.Expr) -> Terminal:
    lost = _ZERO if setup.guarantor == "Russia" else terms.influence_loss
    payoffs = {
        "Armenia": terms.agreement["Armenia"],
        "Azerbaijan": terms.agreement["Azerbaijan"] + terms.constitution * (1 - left),
        "Russia": -lost - cost,
    }
    return Terminal("peace", payoffs)


def _waiting(gained: sympy.Expr, blamed: sympy.Expr, cost: sympy.Expr) -> Terminal:
    payoffs = {
        "Armenia": terms.waiting["Armenia"] - blamed,
        "Azerbaijan": terms.waiting["Azerbaijan"] + gained,
        "Russia": -cost,
    }
    return Terminal("stalemate", payoffs)
