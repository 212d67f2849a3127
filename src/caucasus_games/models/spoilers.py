r"""Spoilers: whether an attack by hardliners, sponsored from outside, wrecks the agreement.

The Armenian government holds its hardliners back with probability :math:`t` (it *restrains*), or it
would not; Azerbaijan does not know which. Russia sponsors an attack by hardliners or abstains. A
government that restrains stops it with probability :math:`\pi = 1-(1-\pi_0)(1-m)`, by itself or
with the help of monitors; one that does not never does. Azerbaijan sees an attack or quiet, and
goes on with the agreement or withdraws.

Against withdrawing, going on gains :math:`g = v[1-r(1-n)/2] + d_Z + k - bv` with a government that
restrains and loses :math:`l` with one that does not, so Azerbaijan goes on iff it holds the former
for at least as likely as :math:`t^* = l/(g+l)`. After a sponsored attack it believes

.. math:: t' = \frac{t(1-\pi)}{t(1-\pi) + 1 - t},

so an attack wrecks an agreement that would stand, :math:`t \ge t^*`, iff

.. math:: \pi > 1 - \frac{t^*(1-t)}{t(1-t^*)} :

the better a government could have stopped it, the worse it speaks of the government [1]_. Russia
sponsors iff moreover :math:`t(1-\pi)\,\ell > o`. What Azerbaijan would believe of an attack that is
not expected follows from mistakes, as in sequential equilibrium. The inference is that of [1]_; the
sponsor and the payoffs are this project's own.

References
----------
.. [1] Kydd & Walter (2002), Sabotaging the peace: the politics of extremist violence. International
   Organization 56, 263–296.
"""

import sympy

from caucasus_games.errors import GameError
from caucasus_games.games import Chance, Decision, ExtensiveForm, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import terms
from caucasus_games.models.model import model


@model("spoilers")
def spoilers(setup: GuarantorSetup) -> ExtensiveForm:
    r"""Write the attack by sponsored hardliners, and what Azerbaijan reads in it.

    For :func:`~caucasus_games.concepts.sequential`. An agreement that would stand is wrecked by an
    attack iff :math:`\pi > 1 - t^*(1-t)/(t(1-t^*))`.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not a party or Russia, the sponsor here; the guarantor is no player,
        its neutrality and monitoring count.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"peace"``, Azerbaijan goes on with a government that restrains, and
        ``"stalemate"``.

    Raises
    ------
    GameError
        If a party to the agreement or Russia is to guarantee it.

    References
    ----------
    Kydd & Walter (2002), Sabotaging the peace: the politics of extremist violence. International
    Organization 56, 263–296.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.concepts import sequential
    >>> sequential(spoilers(NONE)).equilibria[0].outcomes["peace"]
    Fraction(7, 20)
    >>> list(spoilers.refused())
    ['RUSSIAN_PEACEKEEPERS', 'RUSSIAN_CORRIDOR', 'RUSSIAN_TURKISH_CENTRE']
    """
    terms.check_outsider(setup, "spoilers")
    if setup.guarantor == "Russia":
        raise GameError(
            f"{setup.name} has Russia as guarantor, and in spoilers Russia sponsors the attack: "
            "take another setup"
        )
    t = terms.restrains
    types = {"Armenia restrains": (t, _sponsor(True)), "Armenia does not": (1 - t, _sponsor(False))}
    return ExtensiveForm(
        Chance(types),
        ["Azerbaijan", "Russia"],
        parameters=terms.parameters_of(setup),
        title=spoilers.under(setup),
    )


def _sponsor(restrains: bool) -> Node:
    cost = terms.obstruction_cost
    attack: Node = _reply(restrains, "after an attack", cost)
    if restrains:
        attack = Chance(
            {
                "stopped": (terms.prevention, _reply(True, "after quiet", cost)),
                "attack": (1 - terms.prevention, attack),
            }
        )
    quiet = _reply(restrains, "after quiet", sympy.Integer(0))
    return Decision("Russia", {"sponsor": attack, "abstain": quiet}, "Russia")


def _reply(restrains: bool, seen: str, cost: sympy.Expr) -> Node:
    waiting = terms.bypass * terms.v
    worth = terms.agreement["Azerbaijan"] + terms.constitution
    if restrains:
        kept = Terminal("peace", {"Azerbaijan": worth, "Russia": -terms.influence_loss - cost})
    else:
        betrayed = {"Azerbaijan": waiting - terms.betrayal_loss, "Russia": -cost}
        kept = Terminal("stalemate", betrayed)
    left = Terminal("stalemate", {"Azerbaijan": waiting, "Russia": -cost})
    return Decision("Azerbaijan", {"go on": kept, "withdraw": left}, seen)
