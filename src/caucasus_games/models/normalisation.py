r"""Normalisation: the agreement with Azerbaijan and the border with Turkey, each a condition.

Armenia is ready to sign the agreement or is not; Azerbaijan signs or declines; Armenia concedes on
history or does not; Azerbaijan consents to the opening of the border with Turkey or objects; Turkey
opens it or not. Opening gains Turkey :math:`T`, less :math:`F` if Armenia concedes nothing and
:math:`L` if Azerbaijan objects; it brings Armenia the share :math:`s_T` of the dividend
:math:`d_A`, and the concession costs Armenia's government :math:`C`. An open border without an
agreement costs Azerbaijan its leverage :math:`\ell_Z`, an objection costs it :math:`o_Z`. With
:math:`U` for what waiting is worth and no ties,

- Turkey opens iff :math:`T \ge F\,[\text{no concession}] + L\,[\text{objection}]`;
- Azerbaijan objects only where there is no agreement, and iff that keeps the border closed and
  :math:`\ell_Z > o_Z`;
- *the agreement unlocks the border* iff such an objection binds, :math:`T < L` with a concession or
  :math:`T - F < L` without, and the border opens after an agreement: :math:`T > F`, or :math:`T >
  0` and :math:`s_T d_A > C`;
- *the border unlocks the agreement* iff :math:`(1-s_T)d_A - \sigma < U_A` and with the border, less
  :math:`C` if a concession is needed, it is more.

Issue linkage is that of [1]_; the game and its conditions are this project's own.

References
----------
.. [1] Tollison & Willett (1979), An economic theory of mutually advantageous issue linkages in
   international negotiations. International Organization 33, 425–449.
"""

from dataclasses import dataclass, replace

import sympy

from caucasus_games.games import Decision, ExtensiveForm, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import terms
from caucasus_games.models.model import model


@dataclass(frozen=True)
class _State:
    """What has happened so far."""

    signed: bool
    conceded: bool = False
    objected: bool = False


@model("normalisation")
def normalisation(setup: GuarantorSetup) -> ExtensiveForm:
    r"""Write the agreement and the border, one after the other.

    Parameters
    ----------
    setup : GuarantorSetup
        Any whose guarantor is not Armenia or Azerbaijan; it is no player, its checks count.

    Returns
    -------
    ExtensiveForm
        Outcomes ``"peace and open border"``, ``"peace"``, ``"open border"`` and ``"neither"``.

    Raises
    ------
    GameError
        If a party to the agreement is to guarantee it.

    References
    ----------
    Tollison & Willett (1979), An economic theory of mutually advantageous issue linkages in
    international negotiations. International Organization 33, 425–449.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE, US_OPERATOR
    >>> from caucasus_games.concepts import subgame_perfect
    >>> for setup in (NONE, US_OPERATOR):
    ...     print({label for e in subgame_perfect(normalisation(setup)) for label in e.outcomes})
    {'neither'}
    {'peace and open border'}
    """
    terms.check_outsider(setup, "normalisation")
    apart, signed = _concession(_State(signed=False)), _concession(_State(signed=True))
    answer = Decision("Azerbaijan", {"sign": signed, "decline": apart}, "Azerbaijan on the text")
    return ExtensiveForm(
        Decision("Armenia", {"ready": answer, "not ready": apart}, "Armenia on the text"),
        ["Armenia", "Azerbaijan", "Turkey"],
        parameters=terms.parameters_of(setup),
        title=normalisation.under(setup),
    )


def _concession(state: _State) -> Node:
    moves = {"concede": _objection(replace(state, conceded=True)), "keep": _objection(state)}
    return Decision("Armenia", moves)


def _objection(state: _State) -> Node:
    moves = {"object": _border(replace(state, objected=True)), "consent": _border(state)}
    return Decision("Azerbaijan", moves)


def _border(state: _State) -> Node:
    return Decision("Turkey", {"open": _end(state, True), "keep closed": _end(state, False)})


def _end(state: _State, opened: bool) -> Terminal:
    dividend, share = terms.armenia_dividend, terms.turkish_share
    if state.signed:
        armenia = (1 - share) * dividend - terms.sovereignty_cost
        azerbaijan = terms.agreement["Azerbaijan"]
    else:
        armenia, azerbaijan = terms.waiting.values()
    turkey = sympy.Integer(0)
    if opened:
        armenia += share * dividend
        azerbaijan -= 0 if state.signed else terms.border_leverage
        turkey += terms.turkey_gain
        turkey -= 0 if state.conceded else terms.history_cost
        turkey -= terms.alliance_loss if state.objected else 0
    armenia -= terms.concession_cost if state.conceded else 0
    azerbaijan -= terms.objection_cost if state.objected else 0
    if state.signed:
        outcome = "peace and open border" if opened else "peace"
    else:
        outcome = "open border" if opened else "neither"
    return Terminal(outcome, {"Armenia": armenia, "Azerbaijan": azerbaijan, "Turkey": turkey})
