r"""Bids of a buyer and a seller who both know their own value alone.

A buyer with value :math:`v`, uniform from :math:`\underline v` to :math:`\bar v`, and a seller with
cost :math:`c`, uniform from :math:`\underline c` to :math:`\bar c`, bid at once, and trade at
:math:`k b + (1 - k) s` iff :math:`b \ge s` [1]_. Against bids that are uniform from
:math:`\underline s` on the buyer's derivative is :math:`v - b - k (b - \underline s)`, and against
bids up to :math:`\bar b` the seller's :math:`(1 - k)(\bar b - s) - (s - c)`, so that

.. math:: b = \frac{v + k \underline s}{1 + k}, \qquad s = \frac{c + (1 - k) \bar b}{2 - k},

and the two ends are those of :math:`v = \bar v` and :math:`c = \underline c`.

References
----------
.. [1] Chatterjee and Samuelson (1983), Bargaining under incomplete information. Operations Research
   31, 835–851.
"""

from itertools import pairwise

import sympy

from caucasus_games.certificates import certify_bid
from caucasus_games.errors import GameError
from caucasus_games.exact import fraction
from caucasus_games.games import Uniform
from caucasus_games.games.labels import shown
from caucasus_games.results.linear_bids import LinearBids

_VALUE, _COST = sympy.symbols("value cost")
_BID, _ASK = sympy.symbols("bid ask")


def double_auction(
    value: Uniform | None = None, cost: Uniform | None = None, share: object = "1/2"
) -> LinearBids:
    """Find the equilibrium in linear bids of a buyer and a seller who know their own value alone.

    1. Solve the two equations of the least the seller asks and the most the buyer bids.
    2. Check that no bid goes beyond what the other may bid, where bids are not linear.
    3. Integrate over who trades.

    Parameters
    ----------
    value : Uniform, optional
        Of what the good is worth to the buyer, between two numbers; by default zero and one.
    cost : Uniform, optional
        Of what it costs the seller; by default between zero and one.
    share : exact number
        Which part of the gap between the bids is the seller's: from 0, the price that is asked, to
        1, the price that is bid.

    Returns
    -------
    LinearBids
        Both bids, certified, and what comes of them.

    Raises
    ------
    GameError
        If the distributions are not uniform between numbers, the share is not between 0 and 1, or
        linear bids are no equilibrium.

    References
    ----------
    Chatterjee and Samuelson (1983), Bargaining under incomplete information. Operations Research
    31, 835–851.

    Examples
    --------
    >>> double_auction()
    the buyer bids 2*value/3 + 1/12, the seller 2*cost/3 + 1/4: trade iff value >= cost + 1/4
      with probability 9/32; gains 9/64 of 1/6
    """
    ranges = []
    for given, who in ((value, "buyer"), (cost, "seller")):
        known = Uniform(0, 1) if given is None else given
        if not isinstance(known, Uniform) or not all(x.is_number for x in known.pieces[0][:2]):
            raise GameError(
                f"the distribution of the {who} is {shown(given)}: give Uniform between numbers"
            )
        ranges.append(known.pieces[0][:2])
    k = sympy.Rational(*fraction(share, "the share").as_integer_ratio())
    if not 0 <= k <= 1:
        raise GameError(f"the share is {share}: give a number from 0 to 1")
    (least_value, most_value), (least_cost, most_cost) = ranges
    bid, ask = (_VALUE + k * _ASK) / (1 + k), (_COST + (1 - k) * _BID) / (2 - k)
    ends = sympy.solve(
        [_BID - bid.subs(_VALUE, most_value), _ASK - ask.subs(_COST, least_cost)], [_BID, _ASK]
    )
    bid, ask = (sympy.expand(formula.subs(ends)) for formula in (bid, ask))
    if not (
        bid.subs(_VALUE, least_value) <= ends[_ASK] <= ends[_BID] <= ask.subs(_COST, most_cost)
    ):
        raise GameError(
            f"bids that are linear would go from {bid.subs(_VALUE, least_value)} to {ends[_BID]}, "
            f"and what is asked from {ends[_ASK]} to {ask.subs(_COST, most_cost)}, of which each "
            "has to reach beyond the other: there is no equilibrium in linear bids"
        )
    price = k * _BID + (1 - k) * _ASK
    certify_bid(bid, _VALUE, _VALUE - price, _BID, _ASK, (ends[_ASK], _BID))
    certify_bid(ask, _COST, price - _COST, _ASK, _BID, (_ASK, ends[_BID]))
    (from_value,) = sympy.solve(bid - ask, _VALUE)
    density = 1 / ((most_value - least_value) * (most_cost - least_cost))
    # the seller with this cost asks what the buyer bids at most
    (last,) = sympy.solve(from_value - most_value, _COST)
    probability, gains = (
        _over(of, from_value, most_value, least_cost, last) * density
        for of in (sympy.S.One, _VALUE - _COST)
    )
    most = _most(least_value, most_value, least_cost, most_cost) * density
    return LinearBids(bid, ask, sympy.Ge(_VALUE, from_value), probability, gains, most)


def _over(
    of: sympy.Expr, low: sympy.Expr, high: sympy.Expr, first: sympy.Expr, last: sympy.Expr
) -> sympy.Expr:
    """Integrate over the values from a line on, and over the costs."""
    return sympy.integrate(sympy.integrate(of, (_VALUE, low, high)), (_COST, first, last))


def _most(
    least_value: sympy.Expr, most_value: sympy.Expr, least_cost: sympy.Expr, most_cost: sympy.Expr
) -> sympy.Expr:
    """Integrate what trade brings over all pairs that gain by it."""
    total = sympy.S.Zero
    for first, last in pairwise(sorted({least_cost, most_cost, least_value, most_value})):
        if first < least_cost or last > most_cost or first >= most_value:
            continue
        low = least_value if last <= least_value else _COST
        total += _over(_VALUE - _COST, low, most_value, first, last)
    return total
