r"""The settlement: transit, constitution and signature as separate moves, and one horizon.

1. Armenia grants the transit, under the checks that the setup brings, or refuses it; then comes 7.
2. Russia acquiesces or coerces, unless it is the guarantor itself. Coercing harms Armenia and takes
   the share :math:`\omega` off the vote's chance; it is worth something to Russia where a third
   party runs the checks, for it deters the next turn away.
3. Armenia calls the vote on its constitution, or leaves it. The change comes if parliament finds
   two thirds for the call, with probability :math:`\nu`, and the voters approve, with :math:`q`.
4. Azerbaijan signs or declines; after a change that failed there is nothing to sign.
5. Where Armenia runs the checks, it may close the transit once the agreement is signed.
6. After the shift of power Azerbaijan keeps the agreement or breaks it by war.
7. Without an agreement Azerbaijan waits, seizes positions across the line, or attacks.

A guarantor stands by from the grant on: it acts with probability :math:`\gamma` on an attack, and
with :math:`\gamma m` on what has to be seen first, and then takes the share :math:`\kappa` off what
force may bring. A setup says that it is ready to; it is paid here and does not decide.

Every payoff is a present value over periods of three years. What pays a flow :math:`f` until, with
probability :math:`h` a period, something worth :math:`g` takes its place is worth

.. math:: (1-w)f + wg, \qquad w = \frac{Dh}{1 - D(1-h)}, \quad D = \delta_i^3,

to side :math:`i`, which has its own discount factor.

Waiting pays Azerbaijan the route through Iran, its leverage and the part of the transit that runs
before an agreement, until war comes (:math:`\rho`); an agreement pays the transit and the dividends
until a later Armenian government undoes it (:math:`u`), and then both are where waiting is. A
change of the constitution takes the share :math:`\beta_C` off :math:`u`. Signing costs Azerbaijan
for good the positions that it holds, and without the change, for which it has asked, what backing
down costs it at home; closing the transit leaves both where waiting is. The Armenian government
pays :math:`a` for a vote without peace and for a peace without a vote. Sovereignty and presence
count as far as the transit runs: wholly in peace, and before it the share that runs early.
"""

from dataclasses import dataclass, replace

import sympy

from caucasus_games.games import Chance, Decision, ExtensiveForm, Offer, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import terms
from caucasus_games.models.model import model
from caucasus_games.models.obstacle import Obstacle

_ZERO = sympy.Integer(0)
_SIDES = ("Armenia", "Azerbaijan")
_PATIENCE = {side: terms.patience[side] ** 3 for side in _SIDES}

Worth = dict[str, sympy.Expr]


@dataclass(frozen=True)
class _State:
    """What has happened so far, as far as later moves and payoffs depend on it."""

    guarantor: str | None
    own_checks: bool
    concessions: bool
    granted: bool = False
    coerced: bool = False
    called: bool = False
    changed: bool = False

    @property
    def guarded(self) -> bool:
        return self.granted and self.guarantor is not None

    @property
    def now(self) -> str:
        return "granted" if self.granted else "refused"


_OBSTACLES = (
    Obstacle(
        "vote",
        {"two_thirds": 1, "referendum_passes": 1, "obstruction_effect": 0},
        "a change that is called for passes for certain",
    ),
    Obstacle(
        "demand",
        {"backdown_cost": 0},
        "Azerbaijan may sign without the change that it asked for at no cost at home",
    ),
    Obstacle(
        "giving back",
        {"positions_held": 0, "border_leverage": 0},
        "Azerbaijan gives up no positions and no leverage",
    ),
    Obstacle("access", {"access_risk": 0}, "the checks cost Azerbaijan no access"),
    Obstacle("sovereignty", {"sovereignty_cost": 0}, "the checks cost Armenia no sovereignty"),
    Obstacle(
        "commitment",
        {"undone_risk": 0, "closure_gain": 0},
        "nothing is undone or closed after the signature",
    ),
    Obstacle(
        "force",
        {"incursion_gain": 0, "military_advantage": 0, "power_shift": 0},
        "force wins nothing",
    ),
    Obstacle(
        "coercion",
        {"discipline_value": 0, "influence_loss": 0},
        "Russia gains nothing by coercing",
    ),
)


@model("settlement", obstacles=_OBSTACLES)
def settlement(setup: GuarantorSetup, concessions: bool = False) -> ExtensiveForm:
    """Write the settlement under a guarantor setup as a tree.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan.
    concessions : bool
        Whether Armenia may offer to concede any amount up to ``concession_limit`` before
        Azerbaijan decides whether to sign.

    Returns
    -------
    ExtensiveForm
        Players Armenia, Azerbaijan, Russia and the guarantor if it is another; outcomes
        ``"peace"``, ``"transit"`` (and nothing signed), ``"stalemate"``, ``"closure"``,
        ``"incursion"`` and ``"war"``.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE, US_OPERATOR
    >>> settlement(NONE).players
    ('Armenia', 'Azerbaijan', 'Russia')
    >>> sorted(settlement(US_OPERATOR).outcome_labels)
    ['incursion', 'peace', 'stalemate', 'transit', 'war']
    """
    terms.check_outsider(setup, "settlement")
    state = _State(setup.guarantor, setup.parameters["neutrality"].high == -1, concessions)
    others = [] if setup.guarantor in (None, "Russia") else [str(setup.guarantor)]
    granted = replace(state, granted=True)
    return ExtensiveForm(
        Decision("Armenia", {"grant": _russia(granted), "refuse": _unsigned(state)}),
        players=["Armenia", "Azerbaijan", "Russia", *others],
        parameters=terms.parameters_of(setup),
        title=settlement.under(setup),
        definitions=_definitions(state) | _definitions(granted),
    )


def _russia(state: _State) -> Node:
    if state.guarantor == "Russia":
        return _armenia(state)
    coerced = _armenia(replace(state, coerced=True))
    return Decision("Russia", {"acquiesce": _armenia(state), "coerce": coerced})


def _armenia(state: _State) -> Node:
    called = replace(state, called=True)
    chance = terms.two_thirds * terms.passes
    if state.coerced:
        chance *= 1 - terms.obstruction_effect
    vote = Chance(
        {
            "change passes": (chance, _signature(replace(called, changed=True))),
            "change fails": (1 - chance, _unsigned(called)),
        }
    )
    return Decision("Armenia", {"call": vote, "leave": _signature(state)})


def _signature(state: _State) -> Node:
    if not state.concessions:
        return _azerbaijan(state, _ZERO)
    happened = (state.coerced, "coercion"), (state.changed, "change")
    name = "_".join(["concession", *(f"after_{what}" for so, what in happened if so)])
    answer = _azerbaijan(state, sympy.Symbol(name))
    return Offer("Armenia", name, 0, terms.concession_limit, answer)


def _azerbaijan(state: _State, conceded: sympy.Expr) -> Node:
    return Decision("Azerbaijan", {"sign": _signed(state, conceded), "decline": _unsigned(state)})


def _signed(state: _State, conceded: sympy.Expr) -> Node:
    peace = _named("peace_after_change" if state.changed else "peace", state)
    back = {side: _one("waiting", side, state) for side in _SIDES}
    keep = Decision(
        "Azerbaijan",
        {
            "keep": _end(state, "peace", peace, conceded, given_back=True),
            "break": _end(state, "war", _named("breach", state), conceded, given_back=True),
        },
    )
    if not state.own_checks:
        return keep
    back["Armenia"] += terms.closure_gain
    closed = _end(state, "closure", back, conceded, given_back=True)
    return Decision("Armenia", {"open": keep, "close": closed})


def _unsigned(state: _State) -> Node:
    waiting = _named("waiting", state)
    seen = terms.credibility * terms.detection if state.guarded else _ZERO
    gain = terms.incursion_gain * (1 - seen * terms.enforcement)
    seized = {
        "Armenia": waiting["Armenia"] - gain,
        "Azerbaijan": waiting["Azerbaijan"] + gain - terms.incursion_cost,
    }
    return Decision(
        "Azerbaijan",
        {
            "wait": _end(state, "transit" if state.granted else "stalemate", waiting),
            "seize": _end(state, "incursion", seized),
            "attack": _end(state, "war", _named("war", state)),
        },
    )


def _end(
    state: _State,
    outcome: str,
    worth: Worth,
    conceded: sympy.Expr = _ZERO,
    given_back: bool = False,
) -> Terminal:
    peace = outcome == "peace"
    held = terms.positions_held if given_back else _ZERO
    armenia = worth["Armenia"] + held - conceded
    russia = _ZERO
    # a vote without peace, or a peace without a vote
    if state.called != peace:
        armenia -= terms.audience_cost
    if state.granted:
        armenia -= terms.sovereignty_cost * _runs(outcome)
    if state.coerced:
        armenia -= terms.punishment_harm
        russia -= terms.obstruction_cost
        russia += _ZERO if state.own_checks else terms.discipline_value
    azerbaijan = worth["Azerbaijan"] - held + conceded
    if given_back and not state.changed:
        azerbaijan -= terms.backdown_cost
    payoffs = {"Armenia": armenia, "Azerbaijan": azerbaijan}
    own = _presence(state, outcome)
    if state.guarantor == "Russia":
        russia += own
    elif state.guarantor:
        payoffs[state.guarantor] = own
    if peace and state.guarantor != "Russia":
        russia -= terms.influence_loss
    return Terminal(outcome, {**payoffs, "Russia": russia})


def _runs(outcome: str) -> sympy.Expr:
    """Return how much of the transit runs, and is there to be checked."""
    return sympy.Integer(1) if outcome == "peace" else terms.early_transit


def _presence(state: _State, outcome: str) -> sympy.Expr:
    """Return what its presence is worth to the guarantor where the transit runs in peace."""
    quiet = outcome in ("peace", "transit")
    worth = terms.presence_value * _runs(outcome) if quiet else _ZERO
    return worth - terms.presence_cost if state.granted else _ZERO


def _one(what: str, side: str, state: _State) -> sympy.Symbol:
    return sympy.Symbol(f"{what}_{side.lower()}_{state.now}")


def _named(what: str, state: _State) -> Worth:
    return {side: _one(what, side, state) for side in _SIDES}


def _definitions(state: _State) -> dict[str, sympy.Expr]:
    """Say what the values of war, waiting and an agreement are, with the transit granted or not."""
    acts = terms.credibility if state.guarded else _ZERO
    weights = {
        f"{what}_weight_{side.lower()}": _weight(side, hazard)
        for what, hazard in {
            "war": terms.escalation_risk,
            "undoing": terms.undone_risk,
            "undoing_after_change": terms.undone_risk * (1 - terms.constitution_binding),
        }.items()
        for side in _SIDES
    }
    later = sympy.Symbol("later_advantage")
    whole = terms.v * (1 - terms.bypass)
    access = terms.bypass * terms.v
    if state.granted:
        access += whole * (1 - terms.access_risk * (1 - terms.neutrality) / 2)
    found = {"later_advantage": terms.advantage_after_shift, **weights}
    found[f"access_{state.now}"] = access

    def name(worth: dict[str, sympy.Expr], what: str) -> None:
        found.update({_one(what, side, state).name: paid for side, paid in worth.items()})

    name(_war(terms.p, acts), "war")
    name(_war(later, acts * terms.detection), "breach")
    early = terms.early_transit if state.granted else _ZERO
    runs = early * (sympy.Symbol(f"access_{state.now}") - terms.bypass * terms.v)
    flows = {
        "Armenia": early * terms.armenia_dividend,
        "Azerbaijan": terms.bypass * terms.v + terms.border_leverage + runs,
    }
    name(_until("war", flows, _war(later, acts)), "waiting")
    if state.granted:
        signed = {
            "Armenia": terms.armenia_dividend,
            "Azerbaijan": sympy.Symbol("access_granted") + terms.azerbaijan_dividend,
        }
        name(_until("undoing", signed, _named("waiting", state)), "peace")
        after = _until("undoing_after_change", signed, _named("waiting", state))
        name(after, "peace_after_change")
    return found


def _weight(side: str, hazard: sympy.Expr) -> sympy.Expr:
    """Return the share of a present value that comes after an event with a chance a period."""
    patience = _PATIENCE[side]
    return patience * hazard / (1 - patience * (1 - hazard))


def _until(event: str, flows: Worth, then: Worth) -> Worth:
    """Return the worth of flows until an event, and of what takes their place."""
    weights = {side: sympy.Symbol(f"{event}_weight_{side.lower()}") for side in _SIDES}
    return {side: (1 - w) * flows[side] + w * then[side] for side, w in weights.items()}


def _war(advantage: sympy.Expr, acts: sympy.Expr) -> Worth:
    """Return what war is worth at a chance of winning, if a guarantor acts with some chance."""
    wins = advantage * (1 - acts * terms.enforcement)
    return {
        "Armenia": -terms.war_cost_armenia - wins * terms.v,
        "Azerbaijan": terms.bypass * terms.v
        + wins * terms.v * (1 - terms.bypass)
        - terms.war_cost_azerbaijan,
    }
