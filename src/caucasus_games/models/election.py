r"""The election: what a government signs before a vote that it may lose.

Azerbaijan offers its signature before the vote or after it; Armenia's government signs or waits;
Russia backs the opposition or stays out; voters compare the record with that of an opposition that
they distrust. The government stays with probability

.. math:: P = \frac12 + \frac{D + w\,[\text{signed}] - \varpi\,[\text{backed}]}{2\psi},

for a lead :math:`D` that swings by up to :math:`\psi` either way before the vote. A government of
the opposition undoes what was signed with probability :math:`\chi` and signs nothing; one that
stays may sign a year later. With :math:`B` the value of office and :math:`g = d_A - \sigma - U_A`
that of the agreement over waiting, and if Azerbaijan would sign either way, the government signs
before the vote iff

.. math:: g \ge 0 \quad \text{and} \quad
   B(P_s - P_w) + [1 - \chi(1-P_s)]\,g \ge P_w\,\delta_A\,g,

where without a vote :math:`g \ge 0` decides alone. An unpopular agreement, :math:`w < 0`, is put
off iff office is worth more than

.. math:: B^* = \frac{2\psi\,[1 - \chi(1-P_s) - \delta_A P_w]\,g}{-w}

as long as Russia does the same in both cases. That voters judge the record is the idea of [1]_; the
game is this project's own.

References
----------
.. [1] Ferejohn (1986), Incumbent performance and electoral control. Public Choice 50, 5–25.
"""

import sympy

from caucasus_games.concepts import subgame_perfect
from caucasus_games.games import Chance, Decision, ExtensiveForm, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import terms
from caucasus_games.models.gives import ChanceOf, Gives
from caucasus_games.models.model import model

_ZERO = sympy.Integer(0)


@model(
    "election",
    gives=Gives(
        subgame_perfect, ChanceOf("government stays", "referendum_passes", times=terms.passes)
    ),
)
def election(setup: GuarantorSetup) -> ExtensiveForm:
    r"""Write the signature before or after an election in Armenia.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan; it is no player, its checks count. Russia
        loses no influence by an agreement that it guarantees.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"peace"`` and ``"stalemate"``.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it.

    References
    ----------
    Ferejohn (1986), Incumbent performance and electoral control. Public Choice 50, 5–25.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> from caucasus_games.concepts import subgame_perfect
    >>> game = election(US_OPERATOR)
    >>> for worth in ("0.1", "0.3"):
    ...     print(subgame_perfect(game.at({"office_value": worth})).equilibria[0].path[:50])
    Azerbaijan: before the vote → Armenia: sign → Russ
    Azerbaijan: before the vote → Armenia: wait → Russ
    """
    terms.check_outsider(setup, "election")
    moves = {"sign": _campaign(setup, signed=True), "wait": _campaign(setup, signed=False)}
    offered = Decision("Armenia", moves, "Armenia before the vote")
    root = Decision(
        "Azerbaijan",
        {"before the vote": offered, "after the vote": _campaign(setup, signed=False)},
        "Azerbaijan",
    )
    return ExtensiveForm(
        root,
        ["Armenia", "Azerbaijan", "Russia"],
        parameters=terms.parameters_of(setup),
        title=election.under(setup),
    )


def _campaign(setup: GuarantorSetup, signed: bool) -> Node:
    return Decision(
        "Russia",
        {
            "back the opposition": _vote(setup, signed, backed=True),
            "stay out": _vote(setup, signed, backed=False),
        },
    )


def _vote(setup: GuarantorSetup, signed: bool, backed: bool) -> Node:
    lead = terms.opposition_discredit
    lead += terms.peace_swing if signed else _ZERO
    lead -= terms.backing_swing if backed else _ZERO
    stays = sympy.Rational(1, 2) + lead / (2 * terms.lead_spread)
    cost = terms.obstruction_cost if backed else _ZERO
    office = terms.office_value
    if signed:
        kept: Node = _peace(setup, office, cost, late=False)
        undone = {
            "undone": (terms.reversal, _waiting(_ZERO, cost)),
            "kept": (1 - terms.reversal, _peace(setup, _ZERO, cost, late=False)),
        }
        lost: Node = Chance(undone)
    else:
        kept = _after(setup, office, cost)
        lost = _waiting(_ZERO, cost)
    return Chance({"government stays": (stays, kept), "opposition wins": (1 - stays, lost)})


def _after(setup: GuarantorSetup, office: sympy.Expr, cost: sympy.Expr) -> Node:
    refused = _waiting(office, cost)
    signs = Decision("Armenia", {"sign": _peace(setup, office, cost, late=True), "refuse": refused})
    return Decision("Azerbaijan", {"offer": signs, "hold back": refused})


def _peace(setup: GuarantorSetup, office: sympy.Expr, cost: sympy.Expr, late: bool) -> Terminal:
    worth = terms.a_year_later(terms.agreement) if late else terms.agreement
    lost = _ZERO if setup.guarantor == "Russia" else terms.influence_loss
    return Terminal(
        "peace",
        {
            "Armenia": worth["Armenia"] + office,
            "Azerbaijan": worth["Azerbaijan"],
            "Russia": -lost - cost,
        },
    )


def _waiting(office: sympy.Expr, cost: sympy.Expr) -> Terminal:
    return Terminal(
        "stalemate",
        {
            "Armenia": terms.waiting["Armenia"] + office,
            "Azerbaijan": terms.waiting["Azerbaijan"],
            "Russia": -cost,
        },
    )
