r"""Commitment: whether the side that declines fights now rather than bargain later.

The stake :math:`v` pays :math:`v(1-\delta)` a year. The rising side holds a share of the first
year's stake and the other the rest. It offers any part of what it holds, and the other accepts or
fights for good; war is won with the chances of the day. From the second year on power has shifted,
and the rising side leaves the other what a war would then bring it. With :math:`p_1`, :math:`p_2`
the rising side's chances and :math:`c` the other's cost of war in years of the stake, the declining
side fights at once iff

.. math:: \delta p_2 - p_1 > c(1-\delta)^2 \quad \text{while } (1-p_2)/(1-\delta) \ge c,

and iff :math:`\delta - p_1 > c(1-\delta)` where its later war would be worth less than nothing. A
guarantee that takes :math:`\gamma\kappa` off :math:`p_2` keeps the peace iff

.. math:: \gamma \ge \gamma^* = \frac{\delta p_2 - p_1 - c(1-\delta)^2}{\delta\kappa};

above one, no guarantor suffices. Who holds how much decides what is paid and not whether there is
war, for the rising side can leave the other the whole year's stake, and no more: what it will have
later it cannot offer today. Here a guarantor that acts removes the share :math:`\kappa` of the
chance, so :math:`\kappa p_2` stands for :math:`\kappa`, and :math:`c = c_A/(v(1-\delta))`. Whoever
makes the offers, war follows from the weaker theorem of [2]_, :math:`\delta M_1' - M_1 >
B - (M_1 + M_2)` for the war payoffs :math:`M` now and next year and the pie :math:`B`.

The same with a single offer and a cost of war that only the other knows is the ultimatum of [1]_:
with :math:`c_B` uniform on :math:`[a, b]` Azerbaijan demands :math:`x^* = p + (b-c_A)/2` if
:math:`b - c_A \ge 2a`, else :math:`p + a`, at most all, and war comes with probability
:math:`(b-c_A-2a)/(2(b-a))`, else none. If :math:`x^* > 1` it demands all, and war comes with
probability :math:`(1-p-a)/(b-a)` if that is positive.

The theorem with the guarantee is this project's own.

References
----------
.. [1] Fearon (1995), Rationalist explanations for war. International Organization 49, 379–414.
.. [2] Powell (2006), War as a commitment problem. International Organization 60, 169–203.
"""

import sympy

from caucasus_games.errors import GameError
from caucasus_games.exact import expression
from caucasus_games.games import Decision, ExtensiveForm, Nature, Offer, Terminal, Uniform
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import terms
from caucasus_games.models.model import model

_SUPPORT = 1 - terms.credibility * terms.enforcement
_OFFER = sympy.Symbol("offer")
_DEMAND = sympy.Symbol("demand")
_COST = sympy.Symbol("own_cost")


@model("commitment")
def commitment(setup: GuarantorSetup, held: object = 1) -> ExtensiveForm:
    r"""Write the bargaining in which Azerbaijan rises and Armenia may fight now.

    Azerbaijan's chance rises from :math:`p` to :math:`p_2 = p + \pi(1-p)`; the guarantor stands
    behind the agreement from the second year on. Azerbaijan offers any share of the first year's
    stake up to what it holds; where war comes it comes after each offer.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan; it is no player, its credibility and
        enforcement count.
    held : exact number
        The share of the first year's stake that the rising side holds and can offer, from 0 to 1.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"peace"`` and ``"war"``.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it, or ``held`` is no number from 0 to 1.

    References
    ----------
    Fearon (1995), Rationalist explanations for war. International Organization 49, 379–414. Powell
    (2006), War as a commitment problem. International Organization 60, 169–203.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.concepts import subgame_perfect
    >>> cheap = {"war_cost_armenia": "0.01", "military_advantage": "0.6", "power_shift": "0.4"}
    >>> subgame_perfect(commitment(NONE).at(cheap)).equilibria[0].outcomes
    immutabledict({'war': Fraction(1, 1)})
    """
    terms.check_outsider(setup, "commitment")
    later = 1 - terms.advantage_after_shift * _SUPPORT
    return _bargaining(
        setup,
        rising=("Azerbaijan", terms.p, terms.war_cost_azerbaijan),
        declining=("Armenia", later, terms.war_cost_armenia),
        discount=terms.armenia_discount,
        held=terms.checked_share(held, "held of commitment"),
        title=commitment.under(setup),
    )


@model(
    "closing window",
    unclaimed="a bound on the guarantee, of which the article does not speak",
)
def closing_window(setup: GuarantorSetup, held: object = 1) -> ExtensiveForm:
    r"""Write the mirror case, in which a guarantee to come makes Azerbaijan the declining side.

    Armenia, weaker now, rises with the guarantee from :math:`1-p` to :math:`1-p(1-\gamma\kappa)`
    and makes the offers; Azerbaijan may attack before. It does iff

    .. math:: \gamma > \frac{(1-\delta)[c(1-\delta) + 1 - p]}{\delta\kappa p}

    while a later war would still be worth something to it: a guarantee known a year ahead may bring
    on the attack that it is to prevent.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan; it is no player, its credibility and
        enforcement count.
    held : exact number
        The share of the first year's stake that the rising side holds and can offer, from 0 to 1.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"peace"`` and ``"war"``.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it, or ``held`` is no number from 0 to 1.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_TREATY
    >>> from caucasus_games.concepts import subgame_perfect
    >>> subgame_perfect(closing_window(US_TREATY)).equilibria[0].outcomes
    immutabledict({'peace': Fraction(1, 1)})
    """
    terms.check_outsider(setup, "closing_window")
    return _bargaining(
        setup,
        rising=("Armenia", 1 - terms.p, terms.war_cost_armenia),
        declining=("Azerbaijan", terms.p * _SUPPORT, terms.war_cost_azerbaijan),
        discount=terms.azerbaijan_discount,
        held=terms.checked_share(held, "held of closing_window"),
        title=closing_window.under(setup),
    )


@model("ultimatum")
def ultimatum(setup: GuarantorSetup, costs: tuple[object, object] | None = None) -> ExtensiveForm:
    r"""Write the one demand that Armenia accepts or fights, at a cost that only it knows.

    Azerbaijan demands any share of the stake; Armenia accepts iff its war would be worth less. Its
    cost is uniform on ``costs``. The best demand is :math:`x^* = p' + (b-c_Z)/(2v)` with
    :math:`p' = p(1-\gamma\kappa)`, or the boundary that binds.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan; it is no player, its credibility and
        enforcement count.
    costs : pair of exact numbers, optional
        Least and highest cost of war to Armenia; by default the range of ``war_cost_armenia``.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"peace"`` and ``"war"``.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it, or ``costs`` are no increasing numbers.

    References
    ----------
    Fearon (1995), Rationalist explanations for war. International Organization 49, 379–414.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.concepts import subgame_perfect
    >>> game = ultimatum(NONE, costs=("0", "0.4")).at({"corridor_value": 1})
    >>> subgame_perfect(game).equilibria[0].path
    'Azerbaijan: demand = 43/50; if Armenia: fight (0.25): war; if Armenia: accept (0.75): peace'
    """
    terms.check_outsider(setup, "ultimatum")
    record = terms.parameters_of(setup)["war_cost_armenia"]
    low, high = (expression(c, "a cost") for c in costs or (record.low, record.high))
    if not (low.is_Rational and high.is_Rational and 0 <= low < high):
        raise GameError(
            f"costs are {low} and {high}: give the least and the highest cost, "
            "two numbers, not negative and increasing"
        )
    won = terms.p * _SUPPORT
    kept = {"Armenia": (1 - _DEMAND) * terms.v, "Azerbaijan": _DEMAND * terms.v}
    fought = {
        "Armenia": (1 - won) * terms.v - _COST,
        "Azerbaijan": won * terms.v - terms.war_cost_azerbaijan,
    }
    reply = Decision(
        "Armenia", {"accept": Terminal("peace", kept), "fight": Terminal("war", fought)}
    )
    answer = Nature(_COST, Uniform(low, high), "Armenia", reply)
    return _game(setup, Offer("Azerbaijan", _DEMAND, 0, 1, answer), ultimatum.under(setup))


def _bargaining(
    setup: GuarantorSetup,
    rising: tuple[str, sympy.Expr, sympy.Expr],
    declining: tuple[str, sympy.Expr, sympy.Expr],
    discount: sympy.Expr,
    held: sympy.Rational,
    title: str,
) -> ExtensiveForm:
    riser, now, riser_cost = rising
    decliner, later, cost = declining
    afterwards = sympy.Max(0, later * terms.v - cost)
    fight = Terminal(
        "war", {decliner: (1 - now) * terms.v - cost, riser: now * terms.v - riser_cost}
    )
    # who holds nothing has nothing to offer
    offered = _OFFER if held else sympy.Integer(0)
    kept = (1 - held + offered) * terms.v * (1 - discount) + discount * afterwards
    accept = Terminal("peace", {decliner: kept, riser: terms.v - kept})
    reply = Decision(decliner, {"accept": accept, "fight": fight})
    return _game(setup, Offer(riser, _OFFER, 0, held, reply) if held else reply, title)


def _game(setup: GuarantorSetup, root: Node, title: str) -> ExtensiveForm:
    return ExtensiveForm(
        root,
        ["Armenia", "Azerbaijan"],
        parameters=terms.parameters_of(setup),
        title=title,
    )
