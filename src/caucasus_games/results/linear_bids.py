"""Bids of a buyer and a seller, each linear in what only the bidder knows."""

from dataclasses import dataclass

import sympy

from caucasus_games.text.plain import plain


@dataclass(frozen=True, repr=False)
class LinearBids:
    """An equilibrium in which bids are linear in values.

    Parameters
    ----------
    buyer, seller : sympy.Expr
        What each bids, in ``value`` and ``cost``.
    trade : sympy.Rel
        When the buyer's bid is no less than the seller's.
    probability : sympy.Expr
        How likely that is.
    gains : sympy.Expr
        What trade brings both together on average.
    most : sympy.Expr
        What it would bring if they traded whenever that pays.
    """

    buyer: sympy.Expr
    seller: sympy.Expr
    trade: sympy.Rel
    probability: sympy.Expr
    gains: sympy.Expr
    most: sympy.Expr

    def __repr__(self) -> str:
        return plain(
            f"the buyer bids {self.buyer}, the seller {self.seller}: trade iff {self.trade}",
            f"  with probability {self.probability}; gains {self.gains} of {self.most}",
        )
