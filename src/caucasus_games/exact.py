r"""Exact numbers in, exact numbers out.

Every number is a rational or a formula over named symbols. A decimal in a string is the decimal:
``"0.1"`` is :math:`1/10`. A binary float is accepted only when it is exactly the decimal that it
prints as (``0.5``, ``3.0``); any other (``0.1``) is refused, because its exact value is not what
was typed.
"""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Rational

import sympy

from caucasus_games.errors import GameError

type_names = "an integer, a fraction, a string such as '1/3' or '0.25', or a sympy expression"
_NUMBER = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)(\s*/\s*\d+)?\s*")


def fraction(value: object, where: str = "value") -> Fraction:
    """Read an exact rational.

    Parameters
    ----------
    value : int, Fraction, Decimal, str, sympy.Rational or float
        The number; a float only if it is exactly the decimal that it prints as.
    where : str
        What the number is, for the error.

    Returns
    -------
    fractions.Fraction
        The same number.

    Raises
    ------
    GameError
        If it is not a finite rational, or a float that would lose exactness.

    Examples
    --------
    >>> fraction("0.45"), fraction("1/3"), fraction(0.5)
    (Fraction(9, 20), Fraction(1, 3), Fraction(1, 2))
    >>> fraction(0.1, "p")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: p is the float 0.1, which is not exactly that decimal...
    """
    if isinstance(value, bool):
        raise GameError(f"{where} is {value!r}: give {type_names}")
    if isinstance(value, Integral):
        return Fraction(int(value))
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise GameError(f"{where} is {value}: a finite number is needed")
        return Fraction(value)
    if isinstance(value, float):
        return _from_float(float(value), where)
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        top, _, bottom = value.partition("/")
        if not bottom:
            return Fraction(top.strip())
        if int(bottom) != 0:
            return Fraction(top.strip()) / int(bottom)
        raise GameError(f"{where} is {value!r}: the denominator is zero")
    raise GameError(f"{where} is {value!r}: give a finite rational, as {type_names}")


def _from_float(value: float, where: str) -> Fraction:
    if not math.isfinite(value):
        raise GameError(f"{where} is {value}: a finite number is needed")
    exactly = Fraction(value)
    if exactly != Fraction(repr(value)):
        raise GameError(
            f"{where} is the float {value!r}, which is not exactly that decimal: write '{value!r}'"
        )
    return exactly


def expression(value: object, where: str = "value") -> sympy.Expr:
    """Read a formula whose numbers are all exact.

    Parameters
    ----------
    value : sympy.Expr or anything that :func:`fraction` reads
        The formula or number.
    where : str
        What it is, for the error.

    Returns
    -------
    sympy.Expr
        The formula; numbers become ``sympy.Rational``.

    Raises
    ------
    GameError
        If it holds a float, an infinity, a NaN or an imaginary number.

    Examples
    --------
    >>> expression("0.25") + sympy.Symbol("x")
    x + 1/4
    """
    if type(value) is int:
        return sympy.Integer(value)
    if not isinstance(value, sympy.Expr):
        number = fraction(value, where)
        return sympy.Rational(number.numerator, number.denominator)
    if value.has(sympy.Float):
        raise GameError(
            f"{where} is {value}, which holds a float: use sympy.Rational for its numbers"
        )
    if value.has(sympy.nan, sympy.oo, -sympy.oo, sympy.zoo, sympy.I):
        raise GameError(f"{where} is {value}: a finite real number is needed")
    return value


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


def show(value: Fraction | Interval | float, digits: int = 3) -> str:
    """Write a number for a reader: short fractions as decimals, exact when it fits.

    Parameters
    ----------
    value : fractions.Fraction, Interval or float
        The number.
    digits : int
        Decimals to show; below one tenth, significant digits.

    Returns
    -------
    str
        A decimal; with ``≈`` in front if it was rounded, or is no exact number.

    Examples
    --------
    >>> show(Fraction(9, 20)), show(Fraction(1, 3)), show(0.5)
    ('0.45', '≈0.333', '≈0.5')
    """
    exactly = value if isinstance(value, Fraction) else Fraction(float(value))
    places = digits
    while exactly and abs(exactly) * 10**places < 10 ** (digits - 1):
        places += 1
    rounded = round(exactly, places)
    text = f"{float(rounded):.{places}f}".rstrip("0").rstrip(".")
    return text if rounded == value and isinstance(value, Fraction) else f"≈{text}"
