r"""Distributions of a number that only one player knows.

A density is a polynomial on each of a few intervals, so that the chance
:math:`F(t) = \int_a^t f` and what is expected below :math:`t` are polynomials on each too.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import sympy

from caucasus_games.errors import GameError
from caucasus_games.exact import expression
from caucasus_games.games.labels import shown

TYPE = sympy.Dummy("t")


class Piece(NamedTuple):
    """A density from one number to another, as a formula in :data:`TYPE`."""

    low: sympy.Expr
    high: sympy.Expr
    density: sympy.Expr


@dataclass(frozen=True)
class Distribution:
    """A density by pieces, from the least number to the greatest.

    Parameters
    ----------
    pieces : tuple of Piece
        In increasing order, each from where the one before ends.
    """

    pieces: tuple[Piece, ...]

    def __post_init__(self) -> None:
        whole = sympy.cancel(sympy.Add(*(below(own, own.high) for own in self.pieces)))
        if whole != 1:
            raise GameError(
                f"the density of {self} comes to {whole} in all: give one that comes to 1"
            )

    def __repr__(self) -> str:
        ends = f"{self.pieces[0].low} to {self.pieces[-1].high}"
        return f"a number from {ends}"


def below(piece: Piece, upper: sympy.Expr, of: sympy.Expr = sympy.S.One) -> sympy.Expr:
    """Return what is expected of a polynomial in the number, from the least of a piece on."""
    whole = sympy.integrate(sympy.expand(piece.density * of), TYPE)
    return sympy.cancel(whole.subs(TYPE, upper) - whole.subs(TYPE, piece.low))


def _ends(low: object, high: object, what: str) -> tuple[sympy.Expr, sympy.Expr]:
    ends = expression(low, f"the least of {what}"), expression(high, f"the most of {what}")
    width = ends[1] - ends[0]
    if width.is_number and not width > 0:
        raise GameError(f"{what} goes from {low} to {high}: give the least first")
    return ends


class Uniform(Distribution):
    """Every number between two is as likely as another.

    Parameters
    ----------
    low, high : formula
        The two, which may be parameters.

    Raises
    ------
    GameError
        If the second is not above the first.

    Examples
    --------
    >>> Uniform(0, "2/5")
    a number from 0 to 2/5
    """

    def __init__(self, low: object, high: object) -> None:
        least, most = _ends(low, high, "a uniform number")
        super().__init__((Piece(least, most, 1 / (most - least)),))


class Power(Distribution):
    r"""The chance of less than :math:`t` is :math:`((t - a) / (b - a))^k`.

    Parameters
    ----------
    low, high : formula
        From where to where, :math:`a` and :math:`b`.
    power : int
        How fast it grows, :math:`k`: from 1 on, which is uniform.

    Raises
    ------
    GameError
        If the second is not above the first, or the power no whole number from 1 to 10.

    Examples
    --------
    >>> Power(0, 1, 2)
    a number from 0 to 1
    """

    def __init__(self, low: object, high: object, power: int) -> None:
        least, most = _ends(low, high, "a number with a power")
        if isinstance(power, bool) or not isinstance(power, int) or not 1 <= power <= 10:
            raise GameError(f"the power is {shown(power)}: give a whole number from 1 to 10")
        density = power * (TYPE - least) ** (power - 1) / (most - least) ** power
        super().__init__((Piece(least, most, density),))


class Linear(Distribution):
    """A density that is linear from each of some numbers to the next.

    Parameters
    ----------
    numbers : sequence of exact number
        In increasing order.
    densities : sequence of exact number
        At each; none negative, and one in all.

    Raises
    ------
    GameError
        If these are not as many, not in order, negative, or do not come to one.

    Examples
    --------
    >>> Linear([0, 1, 2], [0, 1, 0])
    a number from 0 to 2
    >>> Linear([0, 1], [1, 2])
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: the density of a number from 0 to 1 comes to 3/2 in all: give one that comes to 1
    """  # noqa: E501  # the whole sentence

    def __init__(self, numbers: list[object], densities: list[object]) -> None:
        places = [expression(x, "a number of a density") for x in numbers]
        heights = [expression(x, "a density") for x in densities]
        if len(places) != len(heights) or len(places) < 2:
            raise GameError(
                f"a density has {len(places)} numbers and {len(heights)} heights: give as many of "
                "one as of the other, two at least"
            )
        if not all(x.is_number for x in (*places, *heights)):
            raise GameError("a density by pieces has a symbol in it: give numbers")
        if any(x < 0 for x in heights) or any(x >= y for x, y in pairwise(places)):
            raise GameError(
                "a density is given at numbers in increasing order, and is nowhere negative"
            )
        ends = list(zip(places, heights, strict=True))
        super().__init__(
            tuple(
                Piece(x, y, sympy.expand(f + (g - f) * (TYPE - x) / (y - x)))
                for (x, f), (y, g) in pairwise(ends)
            )
        )


class Triangular(Linear):
    """The density rises to the likeliest number, and falls from there.

    Parameters
    ----------
    low, likeliest, high : exact number
        The three.

    Raises
    ------
    GameError
        If they are not in order.

    Examples
    --------
    >>> Triangular(0, "1/5", "2/5")
    a number from 0 to 2/5
    """

    def __init__(self, low: object, likeliest: object, high: object) -> None:
        least, middle, most = (
            expression(x, "a number of a triangle") for x in (low, likeliest, high)
        )
        if (
            not all(x.is_number for x in (least, middle, most))
            or not least <= middle <= most
            or (least == most)
        ):
            raise GameError(
                f"a triangle goes from {low} over {likeliest} to {high}: give numbers in "
                "order, and more than one"
            )
        height = 2 / (most - least)
        points = {least: 0, middle: height, most: 0}
        points[middle] = height
        super().__init__(list(points), list(points.values()))
