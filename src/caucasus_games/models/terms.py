r"""The parts from which the models' payoffs add up.

With :math:`v` the corridor's value, :math:`r` the access risk and :math:`n` the neutrality of the
checks, Azerbaijan's access is worth :math:`v\,[1 - r(1-n)/2]`. War is won with probability
:math:`p`, after the shift of power with :math:`p + \pi(1-p)`; a guarantor that acts takes the
share :math:`\kappa` off it. Waiting without an agreement ends in war with probability :math:`\rho`;
quiet leaves Azerbaijan the route through Iran, :math:`bv`. Where the operator's profit :math:`V`
over :math:`N` years counts, the guarantor that abandons loses its share :math:`e` of it on top of
its stake:
:math:`s = s_0 + eV(1-\delta^N)/(1-\delta)`.
"""

from collections.abc import Mapping

import sympy

from caucasus_games.errors import GameError
from caucasus_games.exact import fraction
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.parameters import Parameters, load

p = sympy.Symbol("military_advantage")
shift = sympy.Symbol("power_shift")
v = sympy.Symbol("corridor_value")
constitution = sympy.Symbol("constitution_value")
access_risk = sympy.Symbol("access_risk")
bypass = sympy.Symbol("bypass_value")
armenia_dividend = sympy.Symbol("armenia_dividend")
azerbaijan_dividend = sympy.Symbol("azerbaijan_dividend")
audience_cost = sympy.Symbol("audience_cost")
passes = sympy.Symbol("referendum_passes")
obstruction_effect = sympy.Symbol("obstruction_effect")
obstruction_cost = sympy.Symbol("obstruction_cost")
influence_loss = sympy.Symbol("influence_loss")
war_cost_armenia = sympy.Symbol("war_cost_armenia")
war_cost_azerbaijan = sympy.Symbol("escalation_factor") * sympy.Symbol("war_cost_azerbaijan")
escalation_risk = sympy.Symbol("escalation_risk")

credibility = sympy.Symbol("guarantor_credibility")
stake = sympy.Symbol("guarantor_stake")
intervention_cost = sympy.Symbol("intervention_cost")
enforcement = sympy.Symbol("enforcement_strength")
detection = sympy.Symbol("detection")
sovereignty_cost = sympy.Symbol("sovereignty_cost")
neutrality = sympy.Symbol("neutrality")
presence_value = sympy.Symbol("presence_value")
presence_cost = sympy.Symbol("presence_cost")

discount = sympy.Symbol("discount_factor")
profit = sympy.Symbol("transit_profit")
years = sympy.Symbol("operator_years")
operator_share = sympy.Symbol("operator_share")
years_of_profit = profit * (1 - discount**years) / (1 - discount)
operator_stake = stake + operator_share * years_of_profit

challenger_hard = sympy.Symbol("challenger_hard")
backdown_cost = sympy.Symbol("backdown_cost")
provocation_gain = sympy.Symbol("provocation_gain")

restrains = sympy.Symbol("restrains")
prevention = 1 - (1 - sympy.Symbol("restraint")) * (1 - detection)
betrayal_loss = sympy.Symbol("betrayal_loss")

incursion_gain = sympy.Symbol("incursion_gain")
fighting_cost = sympy.Symbol("fighting_cost")
armenia_discount = sympy.Symbol("armenia_discount")
azerbaijan_discount = sympy.Symbol("azerbaijan_discount")
attribution = 1 - (1 - sympy.Symbol("own_detection")) * (1 - detection)

prior_reliability = sympy.Symbol("prior_reliability")
contested_value = sympy.Symbol("contested_value")
probe_gain = sympy.Symbol("probe_gain")
reaction_cost = sympy.Symbol("reaction_cost")
bluff_cost = sympy.Symbol("bluff_cost")
clash_cost = sympy.Symbol("clash_cost")

extraterritorial_cost = sympy.Symbol("extraterritorial_cost")
iran_loss = sympy.Symbol("iran_loss")
block_effect = sympy.Symbol("block_effect")
block_cost = sympy.Symbol("block_cost")
armenia_floor = sympy.Symbol("armenia_floor")
azerbaijan_floor = sympy.Symbol("azerbaijan_floor")
investment = sympy.Symbol("investment")
salvage = sympy.Symbol("salvage")
operator_bargaining = sympy.Symbol("operator_bargaining")
rupture_cost = sympy.Symbol("rupture_cost")

floor_low = sympy.Symbol("floor_low")
floor_high = sympy.Symbol("floor_high")
mean_floor = sympy.Symbol("mean_floor")
voter_spread = sympy.Symbol("voter_spread")
quorum_quantile = sympy.Symbol("quorum_quantile")

opposition_discredit = sympy.Symbol("opposition_discredit")
lead_spread = sympy.Symbol("lead_spread")
peace_swing = sympy.Symbol("peace_swing")
backing_swing = sympy.Symbol("backing_swing")
office_value = sympy.Symbol("office_value")
reversal = sympy.Symbol("reversal")

russian_help = sympy.Symbol("russian_help")
engaged = sympy.Symbol("engaged")
protection_value = sympy.Symbol("protection_value")
realignment_cost = sympy.Symbol("realignment_cost")
punishment_harm = sympy.Symbol("punishment_harm")
discipline_value = sympy.Symbol("discipline_value")
hedging_cost = sympy.Symbol("hedging_cost")
hedge_reliability = sympy.Symbol("hedge_reliability")
letdown_cost = sympy.Symbol("letdown_cost")

turkish_share = sympy.Symbol("turkish_share")
turkey_gain = sympy.Symbol("turkey_gain")
history_cost = sympy.Symbol("history_cost")
concession_cost = sympy.Symbol("concession_cost")
alliance_loss = sympy.Symbol("alliance_loss")
border_leverage = sympy.Symbol("border_leverage")
objection_cost = sympy.Symbol("objection_cost")

arms_shift = sympy.Symbol("arms_shift")
oil_cost = sympy.Symbol("oil_cost")
oil_gain = sympy.Symbol("oil_gain")
arms_cost = sympy.Symbol("arms_cost")
broker_gain = sympy.Symbol("broker_gain")
israel_discount = sympy.Symbol("israel_discount")

positions_held = sympy.Symbol("positions_held")
two_thirds = sympy.Symbol("two_thirds")
undone_risk = sympy.Symbol("undone_risk")
constitution_binding = sympy.Symbol("constitution_binding")
early_transit = sympy.Symbol("early_transit")
closure_gain = sympy.Symbol("closure_gain")
concession_limit = sympy.Symbol("concession_limit")
incursion_cost = sympy.Symbol("escalation_factor") * fighting_cost

recovery = sympy.Symbol("recovery")
first_share = sympy.Symbol("first_share")

advantage_after_shift = p + shift * (1 - p)

patience = {"Armenia": armenia_discount, "Azerbaijan": azerbaijan_discount}
floor = {"Armenia": armenia_floor, "Azerbaijan": azerbaijan_floor}

# without an agreement: quiet with the bypass, or war
waiting = {
    "Armenia": -escalation_risk * (war_cost_armenia + p * v),
    "Azerbaijan": (1 - escalation_risk) * bypass * v
    + escalation_risk * (p * v - war_cost_azerbaijan),
}


def access(leaning: sympy.Expr) -> sympy.Expr:
    """Return what transit is worth to Azerbaijan under checks that lean so.

    Parameters
    ----------
    leaning : sympy.Expr
        From −1, pro-Armenian, to 1, pro-Azerbaijani.

    Returns
    -------
    sympy.Expr
        A share of the stake.

    Examples
    --------
    >>> access(sympy.Integer(1))
    corridor_value
    """
    return v * (1 - access_risk * (1 - leaning) / 2)


def agreement_under(lost: sympy.Expr, leaning: sympy.Expr) -> dict[str, sympy.Expr]:
    """Return what an agreement is worth with checks that cost and lean so.

    Parameters
    ----------
    lost : sympy.Expr
        Armenia's cost in sovereignty.
    leaning : sympy.Expr
        From −1, pro-Armenian, to 1, pro-Azerbaijani.

    Returns
    -------
    dict of str to sympy.Expr
        To Armenia and Azerbaijan.

    Examples
    --------
    >>> agreement_under(sympy.Integer(0), sympy.Integer(1))["Azerbaijan"]
    azerbaijan_dividend + corridor_value
    """
    return {
        "Armenia": armenia_dividend - lost,
        "Azerbaijan": access(leaning) + azerbaijan_dividend,
    }


# with the checks that the setup brings, and with Armenia's own
agreement = agreement_under(sovereignty_cost, neutrality)
own_checks = agreement_under(sympy.Integer(0), sympy.Integer(-1))


def brings_checks(setup: GuarantorSetup) -> bool:
    """Tell whether nobody guarantees and yet the checks are not Armenia's own.

    Parameters
    ----------
    setup : GuarantorSetup
        The setup.

    Returns
    -------
    bool
        Whether its regime counts without a guarantor that brings it.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE, US_OPERATOR
    >>> brings_checks(NONE), brings_checks(NONE.with_regime(US_OPERATOR))
    (False, True)
    """
    leaning, cost = (setup.parameters[name].high for name in ("neutrality", "sovereignty_cost"))
    return setup.guarantor is None and (leaning > -1 or cost > 0)


def a_year_later(worth: Mapping[str, sympy.Expr]) -> dict[str, sympy.Expr]:
    """Return what the same is worth if it comes a year later, after a year of waiting.

    Parameters
    ----------
    worth : mapping of str to sympy.Expr
        To Armenia and Azerbaijan.

    Returns
    -------
    dict of str to sympy.Expr
        To both.

    Examples
    --------
    >>> a_year_later({"Armenia": waiting["Armenia"]})["Armenia"].equals(waiting["Armenia"])
    True
    """
    return {who: (1 - patience[who]) * waiting[who] + patience[who] * q for who, q in worth.items()}


def first_share_of(first: str, second: str) -> sympy.Expr:
    """Return what the first to offer gets in offers without end over a unit, with floors.

    Parameters
    ----------
    first, second : str
        Armenia and Azerbaijan, either first.

    Returns
    -------
    sympy.Expr
        A share.

    Examples
    --------
    >>> first_share_of("Azerbaijan", "Armenia").subs({armenia_floor: 0, azerbaijan_floor: 1})
    1
    """
    free = (1 - patience[second]) / (1 - patience[first] * patience[second])
    patient = 1 - patience[second] * (1 - floor[first])
    return sympy.Min(1 - floor[second], sympy.Max(patient, free))


def parameters_of(setup: GuarantorSetup) -> Parameters:
    """Return the common parameters of the setup's vintage together with its own.

    Parameters
    ----------
    setup : GuarantorSetup
        Whose figures.

    Returns
    -------
    caucasus_games.parameters.Parameters
        For the game.
    """
    return load(setup.vintage).override(setup.parameters)


def check_outsider(setup: GuarantorSetup, model: str) -> None:
    """Refuse a setup in which a party guarantees its own agreement.

    Parameters
    ----------
    setup : GuarantorSetup
        The setup.
    model : str
        For the error.

    Raises
    ------
    GameError
        If it is no setup, or the guarantor is Armenia or Azerbaijan.
    """
    if not isinstance(setup, GuarantorSetup):
        raise GameError(
            f"{model} takes a GuarantorSetup and got {setup!r}: "
            "take one from caucasus_games.guarantors or define your own"
        )
    if setup.guarantor in ("Armenia", "Azerbaijan"):
        raise GameError(
            f"{setup.name} has {setup.guarantor} as guarantor: "
            f"in {model} a party to the agreement cannot guarantee it"
        )


def checked_share(share: object, what: str) -> sympy.Rational:
    """Refuse what is no share.

    Parameters
    ----------
    share : exact number
        The share.
    what : str
        For the error.

    Returns
    -------
    sympy.Rational
        The same.

    Raises
    ------
    GameError
        If it is not from 0 to 1.

    Examples
    --------
    >>> checked_share("1/2", "half")
    1/2
    """
    found = fraction(share, what)
    if not 0 <= found <= 1:
        raise GameError(f"{what} is {found}: give a share, from 0 to 1")
    return sympy.Rational(found.numerator, found.denominator)
