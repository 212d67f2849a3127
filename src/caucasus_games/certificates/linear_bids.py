r"""The certificate of linear bids: nobody gains by another bid, whatever it knows.

Against bids that are uniform from :math:`l` to :math:`h`, what a bid :math:`b` brings is a
quadratic in :math:`b` on that interval, none below :math:`l` for a buyer, and as much beyond
:math:`h` as falls. A bid is best iff the derivative is zero there and the quadratic bends down,
and no bid that is made lies beyond what the other may bid.
"""

import sympy

from caucasus_games.errors import GameError


def certify_bid(
    bid: sympy.Expr,
    known: sympy.Symbol,
    gain: sympy.Expr,
    made: sympy.Symbol,
    other: sympy.Symbol,
    traded: tuple[sympy.Expr, sympy.Expr],
) -> None:
    """Refuse a bid that is not best for everybody who may make it.

    Parameters
    ----------
    bid : sympy.Expr
        The bid, in what the bidder knows.
    known : sympy.Symbol
        What it knows.
    gain : sympy.Expr
        What it gains by trade, in what it knows, its bid and the other's.
    made, other : sympy.Symbol
        Its bid, and the other's.
    traded : pair of sympy.Expr
        From where to where the other's bid leads to trade: in the bid.

    Raises
    ------
    GameError
        If another bid is better.

    Examples
    --------
    >>> v, b, s = sympy.symbols("v b s")
    >>> certify_bid(v, v, v - b, b, s, (sympy.Integer(0), b))
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: no equilibrium: who knows v gains by another bid than v
    """
    expected = sympy.integrate(sympy.expand(gain), (other, *traded))
    first = sympy.diff(expected, made).xreplace({made: bid})
    if sympy.simplify(first) != 0 or not sympy.diff(expected, made, 2) < 0:
        raise GameError(f"no equilibrium: who knows {known} gains by another bid than {bid}")
