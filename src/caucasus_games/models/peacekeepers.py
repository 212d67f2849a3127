r"""Peacekeepers: what a probe that is tolerated says about the guarantor.

The guarantor is reliable with probability :math:`\theta`, which it alone knows: it would act
against an attack, at the cost :math:`c_G`, where an unreliable one stands aside and loses its stake
:math:`s`. Azerbaijan waits or probes (in 2022 and 2023: the Lachin road). The guarantor reacts, at
the cost :math:`r_1` if it is reliable and :math:`r_0` if not, or stands by; Azerbaijan attacks or
stops. With :math:`W_0 = pK - c` the worth of a war against Armenia alone, :math:`W_1 =
p(1-\kappa)K - c - c_X` of one in which the guarantor acts, :math:`g_P` what a tolerated probe
leaves and :math:`-f` what backing down does, Azerbaijan attacks iff it holds the guarantor for
reliable with less than

.. math:: \mu_s^* = \frac{W_0 - g_P}{W_0 - W_1} \text{ after standing by}, \qquad
   \mu_r^* = \frac{W_0 + f}{W_0 - W_1} \text{ after a reaction.}

For :math:`W_1 < -f` and :math:`g_P < W_0` the equilibria after a probe are

- *separating*, the reliable reacts and the unreliable stands by: iff :math:`r_1 \le c_G` and
  :math:`r_0 \ge s`; standing by leads to the attack;
- *pooling on standing by*: always, as a reaction that nobody expects may be held for a bluff;
  the attack follows iff :math:`\theta \le \mu_s^*`;
- *pooling on reacting*: iff :math:`\theta \ge \mu_r^*`, :math:`r_1 \le c_G` and :math:`r_0 \le s`;
- *semi-separating, a bluff*: the unreliable reacts with probability
  :math:`\theta(1-\mu_r^*)/((1-\theta)\mu_r^*)` and a reaction is met by an attack with probability
  :math:`1-r_0/s`: iff :math:`\theta < \mu_r^*`, :math:`r_0 < s` and :math:`r_1/c_G \le r_0/s`;
- *semi-separating, forbearance*: the reliable stands by with probability
  :math:`(1-\theta)\mu_s^*/(\theta(1-\mu_s^*))`, and standing by is met by an attack with
  probability :math:`r_1/c_G`: iff :math:`\theta > \mu_s^*`, :math:`r_1 < c_G` and
  :math:`r_1/c_G \le r_0/s`.

The intuitive criterion drops the pooling on standing by where :math:`r_1 < c_G` and :math:`r_0 >
s`. Signalling is that of [1]_; this game and its conditions are the project's own.

References
----------
.. [1] Spence (1973), Job market signaling. Quarterly Journal of Economics 87, 355–374.
"""

import sympy

from caucasus_games.concepts import intuitive_criterion
from caucasus_games.errors import GameError
from caucasus_games.games import Chance, Decision, ExtensiveForm, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import terms
from caucasus_games.models.gives import BeliefIn, Gives
from caucasus_games.models.model import model

_ALONE = terms.p * terms.contested_value
_HELD = _ALONE * (1 - terms.enforcement)
_COST = sympy.Symbol("war_cost_azerbaijan")


@model("probe")
def probe(setup: GuarantorSetup) -> ExtensiveForm:
    r"""Write what follows once Azerbaijan has probed, as a signalling game.

    For :func:`~caucasus_games.concepts.perfect_bayesian`, with all the equilibria listed above, and
    :func:`~caucasus_games.concepts.intuitive_criterion`.

    Parameters
    ----------
    setup : GuarantorSetup
        Any with a guarantor that is not Armenia or Azerbaijan.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"peace"``, Azerbaijan backs down, ``"stalemate"`` and ``"war"``.

    Raises
    ------
    GameError
        If there is no guarantor, or a party to the agreement is to guarantee it.

    References
    ----------
    Spence (1973), Job market signaling. Quarterly Journal of Economics 87, 355–374.

    Examples
    --------
    >>> from caucasus_games.guarantors import RUSSIAN_PEACEKEEPERS
    >>> from caucasus_games.concepts import intuitive_criterion
    >>> [equilibrium.kind for equilibrium in intuitive_criterion(probe(RUSSIAN_PEACEKEEPERS))]
    ['separating']
    >>> list(probe.refused())
    ['NONE']
    """
    guarantor = _guarantor(setup, "probe")
    return _game(setup, guarantor, _probed(guarantor), probe.under(setup))


@model(
    "peacekeepers",
    gives=Gives(
        intuitive_criterion,
        BeliefIn("reliable", "after standing by", "guarantor_credibility"),
        game=probe,
    ),
)
def peacekeepers(setup: GuarantorSetup) -> ExtensiveForm:
    r"""Write the years 2020 to 2023 as a signal: wait or probe, react or stand by, attack or stop.

    For :func:`~caucasus_games.concepts.perfect_bayesian` or
    :func:`~caucasus_games.concepts.sequential`. Azerbaijan probes iff what follows (see
    :func:`probe`) is worth more to it than quiet.

    Parameters
    ----------
    setup : GuarantorSetup
        Any with a guarantor that is not Armenia or Azerbaijan; others than the peacekeepers are
        put in their place.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"peace"``, the ceasefire as it was, ``"stalemate"``, it holds and the road stays
        closed, and ``"war"``.

    Raises
    ------
    GameError
        If there is no guarantor, or a party to the agreement is to guarantee it.

    Examples
    --------
    >>> from caucasus_games.guarantors import RUSSIAN_PEACEKEEPERS
    >>> from caucasus_games.concepts import intuitive_criterion, sequential
    >>> for equilibrium in sequential(peacekeepers(RUSSIAN_PEACEKEEPERS)):
    ...     print(equilibrium.outcomes.get("war", 0))
    1
    2/5
    >>> list(peacekeepers.refused())
    ['NONE']
    """
    guarantor = _guarantor(setup, "peacekeepers")
    quiet = _end("peace", guarantor, sympy.Integer(0), sympy.Integer(0))
    moves: dict[str, Node] = {"wait": quiet, "probe": _probed(guarantor)}
    return _game(
        setup, guarantor, Decision("Azerbaijan", moves, "Azerbaijan"), peacekeepers.under(setup)
    )


def _guarantor(setup: GuarantorSetup, name: str) -> str:
    terms.check_outsider(setup, name)
    if setup.guarantor is None:
        raise GameError(f"{setup.name} has no guarantor to probe: {name} takes a setup with one")
    return setup.guarantor


def _game(setup: GuarantorSetup, guarantor: str, root: Node, title: str) -> ExtensiveForm:
    return ExtensiveForm(
        root,
        [guarantor, "Azerbaijan"],
        parameters=terms.parameters_of(setup),
        title=title,
    )


def _probed(guarantor: str) -> Node:
    theta = terms.prior_reliability
    return Chance(
        {
            "reliable": (theta, _tested(guarantor, True)),
            "unreliable": (1 - theta, _tested(guarantor, False)),
        }
    )


def _tested(guarantor: str, reliable: bool) -> Node:
    react = _reply(guarantor, reliable, reacted=True)
    stand_by = _reply(guarantor, reliable, reacted=False)
    name = f"{guarantor}, {'reliable' if reliable else 'unreliable'}"
    return Decision(guarantor, {"react": react, "stand by": stand_by}, name)


def _reply(guarantor: str, reliable: bool, reacted: bool) -> Node:
    paid = (terms.reaction_cost if reliable else terms.bluff_cost) if reacted else sympy.Integer(0)
    if reliable:
        fought = _HELD - _COST - terms.clash_cost
        war = _end("war", guarantor, fought, -terms.intervention_cost - paid)
    else:
        war = _end("war", guarantor, _ALONE - _COST, -terms.stake - paid)
    if reacted:
        stop = _end("peace", guarantor, -terms.backdown_cost, -paid)
    else:
        stop = _end("stalemate", guarantor, terms.probe_gain, -paid)
    seen = "after a reaction" if reacted else "after standing by"
    return Decision("Azerbaijan", {"attack": war, "stop": stop}, seen)


def _end(outcome: str, guarantor: str, azerbaijan: sympy.Expr, own: sympy.Expr) -> Terminal:
    return Terminal(outcome, {"Azerbaijan": azerbaijan, guarantor: own})
