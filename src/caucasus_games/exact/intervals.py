"""Numbers that may be known only to lie in an interval."""

from dataclasses import dataclass
from fractions import Fraction
from typing import overload

from caucasus_games.errors import GameError


@dataclass(frozen=True)
class Interval:
    """All numbers from ``low`` to ``high``: where an irrational number is proved to lie.

    Parameters
    ----------
    low : fractions.Fraction
        The least.
    high : fractions.Fraction
        The greatest.

    Raises
    ------
    GameError
        If ``low`` is above ``high``.

    Examples
    --------
    >>> half = Interval(Fraction("0.4142"), Fraction("0.4143"))
    >>> float(half), Fraction("0.41421") in half
    (0.41425, True)
    """

    low: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise GameError(f"an interval goes from low to high and got {self.low} to {self.high}")

    def __contains__(self, value: Fraction) -> bool:
        return self.low <= value <= self.high

    def __float__(self) -> float:
        return float((self.low + self.high) / 2)


Number = Fraction | int | Interval


def ends(number: Number) -> Interval:
    """Return a number as an interval."""
    return number if isinstance(number, Interval) else Interval(Fraction(number), Fraction(number))


@overload
def least(number: Fraction | Interval) -> Fraction: ...


@overload
def least(number: Number) -> Fraction | int: ...


def least(number: Number) -> Fraction | int:
    """Return the low end of a number: itself if it is known."""
    return number.low if isinstance(number, Interval) else number


@overload
def most(number: Fraction | Interval) -> Fraction: ...


@overload
def most(number: Number) -> Fraction | int: ...


def most(number: Number) -> Fraction | int:
    """Return the high end of a number: itself if it is known."""
    return number.high if isinstance(number, Interval) else number


def plus(one: Number, other: Number) -> Number:
    """Add numbers, some of which are only enclosed."""
    if not isinstance(one, Interval) and not isinstance(other, Interval):
        return one + other
    first, second = ends(one), ends(other)
    return Interval(first.low + second.low, first.high + second.high)


def times(one: Number, other: Number) -> Number:
    """Multiply numbers, some of which are only enclosed."""
    if not isinstance(one, Interval) and not isinstance(other, Interval):
        return one * other
    first, second = ends(one), ends(other)
    corners = [x * y for x in (first.low, first.high) for y in (second.low, second.high)]
    # zero stays exact, so that what is never reached is known not to be
    return Interval(min(corners), max(corners)) if any(corners) else Fraction(0)
