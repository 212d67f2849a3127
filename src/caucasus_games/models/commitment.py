r"""Commitment: whether the side that declines fights now rather than bargain later.

The stake :math:`v` pays :math:`v(1-\delta)` a year. In the first year the rising side offers the
other a share of that year's stake, and the other accepts or fights for good; war is won with the
chances of the day. From the second year on power has shifted, and the rising side leaves the other
what a war would then bring it. With :math:`p_1`, :math:`p_2` the rising side's chances and
:math:`c` the other's cost of war in years of the stake, the declining side fights at once iff

.. math:: \delta p_2 - p_1 > c(1-\delta)^2 \quad \text{while } (1-p_2)/(1-\delta) \ge c,

and iff :math:`\delta - p_1 > c(1-\delta)` where its later war would be worth less than nothing. A
guarantee that takes :math:`\gamma\kappa` off :math:`p_2` keeps the peace iff

.. math:: \gamma \ge \gamma^* = \frac{\delta p_2 - p_1 - c(1-\delta)^2}{\delta\kappa};

above one, no guarantor suffices. Here a guarantor that acts removes the share :math:`\kappa` of the
chance, so :math:`\kappa p_2` stands for :math:`\kappa`, and :math:`c = c_A/(v(1-\delta))`. Whoever
makes the offers, war follows from the weaker theorem of [2]_, :math:`\delta M_1' - M_1 >
B - (M_1 + M_2)` for the war payoffs :math:`M` now and next year and the pie :math:`B`.

The same with a single offer and a cost of war that only the other knows is the ultimatum of [1]_:
with :math:`c_B` uniform on :math:`[a, b]` Azerbaijan demands :math:`x^* = p + (b-c_A)/2` if
:math:`b - c_A \ge 2a`, else :math:`p + a`, at most all, and war comes with probability
:math:`(b-c_A-2a)/(2(b-a))`, else none.

The theorem with the guarantee is this project's own.

References
----------
.. [1] Fearon (1995), Rationalist explanations for war. International Organization 49, 379–414.
.. [2] Powell (2006), War as a commitment problem. International Organization 60, 169–203.
"""

import sympy

from caucasus_games.errors import GameError
from caucasus_games.exact import expression
from caucasus_games.games import Chance, Decision, ExtensiveForm, Terminal
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import terms
from caucasus_games.models.model import model

_SUPPORT = 1 - terms.credibility * terms.enforcement


@model("commitment")
def commitment(setup: GuarantorSetup, steps: int = 1) -> ExtensiveForm:
    r"""Write the bargaining in which Azerbaijan rises and Armenia may fight now.

    Azerbaijan's chance rises from :math:`p` to :math:`p_2 = p + \pi(1-p)`; the guarantor stands
    behind the agreement from the second year on. Azerbaijan offers nothing or all of the first
    year's stake, or with more ``steps`` shares between them. Outcomes are those of any offers at
    all as long as the two costs of war together are at least one step, which holds everywhere in
    the ranges; where war comes it comes after each offer.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan; it is no player, its credibility and
        enforcement count.
    steps : int
        Into how many parts the first year's stake is cut for the offers.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"peace"`` and ``"war"``.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it, or ``steps`` is not 1 to 1,000.

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
        steps=terms.checked_steps(steps, "commitment"),
        title=commitment.under(setup),
    )


@model(
    "closing window",
    unclaimed="a bound on the guarantee, of which the article does not speak",
)
def closing_window(setup: GuarantorSetup, steps: int = 1) -> ExtensiveForm:
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
    steps : int
        Into how many parts the first year's stake is cut for the offers.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"peace"`` and ``"war"``.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it, or ``steps`` is not 1 to 1,000.

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
        steps=terms.checked_steps(steps, "closing_window"),
        title=closing_window.under(setup),
    )


@model("ultimatum")
def ultimatum(
    setup: GuarantorSetup, costs: tuple[object, object] | None = None, steps: int = 20
) -> ExtensiveForm:
    r"""Write the one demand that Armenia accepts or fights, at a cost that only it knows.

    Azerbaijan demands a share of the stake; Armenia accepts iff its war would be worth less. Its
    cost is uniform on ``costs``; that reply is built in, as a chance. The best demand is the one of
    the menu nearest to :math:`x^* = p' + (b-c_Z)/(2v)` with :math:`p' = p(1-\gamma\kappa)`, or to
    the boundary that binds.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan; it is no player, its credibility and
        enforcement count.
    costs : pair of exact numbers, optional
        Least and highest cost of war to Armenia; by default the range of ``war_cost_armenia``.
    steps : int
        Into how many parts the stake is cut for the demands.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"peace"`` and ``"war"``.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it, ``costs`` are no increasing numbers, or
        ``steps`` is not 1 to 1,000.

    References
    ----------
    Fearon (1995), Rationalist explanations for war. International Organization 49, 379–414.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.concepts import subgame_perfect
    >>> game = ultimatum(NONE, costs=("0", "0.4")).at({"corridor_value": 1})
    >>> subgame_perfect(game).equilibria[0].path
    'Azerbaijan: demand 17/20; if Armenia accepts (0.775): peace; if Armenia fights (0.225): war'
    """
    terms.check_outsider(setup, "ultimatum")
    record = terms.parameters_of(setup)["war_cost_armenia"]
    low, high = (expression(c, "a cost") for c in costs or (record.low, record.high))
    if not (low.is_Rational and high.is_Rational and 0 <= low < high):
        raise GameError(
            f"costs are {low} and {high}: give the least and the highest cost, "
            "two numbers, not negative and increasing"
        )
    menu = terms.checked_steps(steps, "ultimatum")
    won = terms.p * _SUPPORT
    moves = {}
    for k in range(menu + 1):
        share = sympy.Rational(k, menu)
        # Armenia fights if its cost is below what is demanded beyond its defeat
        edge = sympy.Min(high, sympy.Max(low, (share - won) * terms.v))
        fights = (edge - low) / (high - low)
        kept = Terminal("peace", {"Armenia": (1 - share) * terms.v, "Azerbaijan": share * terms.v})
        fought = Terminal(
            "war",
            {
                "Armenia": (1 - won) * terms.v - (low + edge) / 2,
                "Azerbaijan": won * terms.v - terms.war_cost_azerbaijan,
            },
        )
        moves[f"demand {share}"] = Chance(
            {"Armenia accepts": (1 - fights, kept), "Armenia fights": (fights, fought)}
        )
    return _game(setup, Decision("Azerbaijan", moves, "Azerbaijan"), ultimatum.under(setup))


def _bargaining(
    setup: GuarantorSetup,
    rising: tuple[str, sympy.Expr, sympy.Expr],
    declining: tuple[str, sympy.Expr, sympy.Expr],
    discount: sympy.Expr,
    steps: int,
    title: str,
) -> ExtensiveForm:
    riser, now, riser_cost = rising
    decliner, later, cost = declining
    afterwards = sympy.Max(0, later * terms.v - cost)
    fight = Terminal(
        "war", {decliner: (1 - now) * terms.v - cost, riser: now * terms.v - riser_cost}
    )
    offers = {}
    for k in range(steps + 1):
        share = sympy.Rational(k, steps)
        kept = share * terms.v * (1 - discount) + discount * afterwards
        accept = Terminal("peace", {decliner: kept, riser: terms.v - kept})
        offers[f"offer {share}"] = Decision(decliner, {"accept": accept, "fight": fight})
    return _game(setup, Decision(riser, offers, riser), title)


def _game(setup: GuarantorSetup, root: Decision, title: str) -> ExtensiveForm:
    return ExtensiveForm(
        root,
        ["Armenia", "Azerbaijan"],
        parameters=terms.parameters_of(setup),
        title=title,
    )
