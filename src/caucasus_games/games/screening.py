r"""Offers in several rounds to somebody who knows its own value.

A seller asks a price, which the buyer takes or not, and if not another one in the next round, and
so on; both discount a round by :math:`\delta`. Whoever has a higher value takes a price sooner:
after round :math:`k` those below a cutoff :math:`\kappa_k` are left [1]_. To ask a price is to
choose the cutoff, whose price leaves the buyer at the cutoff indifferent,

.. math:: p_n = \kappa_n, \qquad p_k = \kappa_k - \delta (\kappa_k - p_{k+1}),

where the later prices are what will be asked given :math:`\kappa_k`. The seller of a later round
does not care for what was earned before: each round has a seller of its own, who is paid from there
on. That makes a tree of offers without types, one of the cutoff in each round.

References
----------
.. [1] Fudenberg and Tirole (1983), Sequential bargaining with incomplete information. Review of
   Economic Studies 50, 221–247.
"""

from collections.abc import Mapping

import sympy

from caucasus_games.errors import GameError
from caucasus_games.exact import expression
from caucasus_games.games.distributions import TYPE, Uniform, below
from caucasus_games.games.extensive_form import ExtensiveForm
from caucasus_games.games.labels import label, shown
from caucasus_games.games.nodes import Chance, Node, Offer, Terminal
from caucasus_games.parameters import Parameters

_MOST_ROUNDS = 4


def screening(
    seller: str,
    buyer: str,
    value: Uniform | None = None,
    *,
    rounds: int = 2,
    discount: object = "discount",
    parameters: Parameters | None = None,
    values: Mapping[str, object] | None = None,
) -> ExtensiveForm:
    """Write offers in several rounds to a buyer who knows its value as a tree of cutoffs.

    Parameters
    ----------
    seller, buyer : str
        Who asks, and who answers.
    value : Uniform, optional
        Of what the good is worth to the buyer; to the seller it is worth nothing. By default any
        number between zero and one is as likely as another.
    rounds : int
        How many prices may be asked, up to four.
    discount : formula
        What a round is worth beside the one before; by default the symbol ``discount``.
    parameters, values
        As for :class:`ExtensiveForm`.

    Returns
    -------
    ExtensiveForm
        In round ``k`` the number ``cutoff_k`` is chosen: who has a lower value waits. The ends are
        called ``round 1``, and so on, and ``no deal``.

    Raises
    ------
    GameError
        If there are no rounds, or more than four, or the value is not uniform.

    Examples
    --------
    >>> from caucasus_games.concepts import subgame_perfect
    >>> (found,) = subgame_perfect(screening("A", "B", values={"discount": "1/2"}))
    >>> dict(found.outcomes)
    {'round 1': Fraction(2, 5), 'round 2': Fraction(3, 10), 'no deal': Fraction(3, 10)}
    """
    known = Uniform(0, 1) if value is None else value
    if not isinstance(known, Uniform):
        raise GameError(f"the value is {shown(value)}: give Uniform, whose cutoffs are fractions")
    if isinstance(rounds, bool) or not isinstance(rounds, int) or not 1 <= rounds <= _MOST_ROUNDS:
        raise GameError(f"rounds is {shown(rounds)}: give a whole number from 1 to {_MOST_ROUNDS}")
    seller, buyer = label(seller, "the seller"), label(buyer, "the buyer")
    delta = sympy.Symbol("discount") if discount == "discount" else expression(discount, "discount")
    (piece,) = known.pieces
    cutoffs = [sympy.Symbol(f"cutoff_{k}") for k in range(1, rounds + 1)]
    prices: list[sympy.Expr] = []
    for cutoff in reversed(cutoffs):
        prices.insert(0, cutoff - delta * (cutoff - prices[0]) if prices else cutoff)
    sellers = [seller, *(f"{seller} in round {k}" for k in range(2, rounds + 1))]
    above = [piece.high, *cutoffs]
    events: dict[str, tuple[object, Node]] = {}
    for k, (cutoff, price, top) in enumerate(zip(cutoffs, prices, above, strict=False)):
        chance = sympy.cancel(below(piece, top) - below(piece, cutoff))
        expected = sympy.cancel(below(piece, top, TYPE) - below(piece, cutoff, TYPE))
        paid: dict[str, object] = {
            name: price * delta ** (k - j) if k >= j else 0 for j, name in enumerate(sellers)
        }
        paid[buyer] = delta**k * (sympy.cancel(expected / chance) - price)
        name = f"round {k + 1}"
        events[name] = chance, Terminal(name, paid)
    events["no deal"] = (
        below(piece, cutoffs[-1]),
        Terminal("no deal", dict.fromkeys([*sellers, buyer], 0)),
    )
    node: Node = Chance(events)
    for name, cutoff, top in reversed(list(zip(sellers, cutoffs, above, strict=False))):
        node = Offer(name, cutoff.name, piece.low, top, node)
    title = f"{rounds} offers of {seller} to {buyer}"
    return ExtensiveForm(node, [*sellers, buyer], parameters, values, title)
