"""Exact numbers: integers, fractions, decimals and texts that are exactly what was typed."""

import math
import re
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Rational, Real

import sympy

from caucasus_games.errors import GameError

SPELLINGS = "give a number such as 3, 1/3, 0.25, 30% or 2.5e-3"
_NUMBER = re.compile(
    r"(?P<top>[+-]?(\d+([.,]\d*)?|[.,]\d+))([eE](?P<power>[+-]?\d+))?"
    r"(\s*(/\s*(?P<bottom>\d+)|(?P<percent>%)))?"
)
_USUAL = re.compile(r"[+-]?\d{1,30}(\.\d{1,30}|/[1-9]\d{0,29})?")
# a comma may stand for a decimal point or between thousands
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}(?!\d)")
_SPACED = re.compile(r"(?<=\d)[\s_'’,](?=\d)")
# as large as a float can be, with room for sums; more digits are never meant
MOST_DIGITS = 300
_LARGEST_NUMBER = 10**MOST_DIGITS
# of a fraction that was worked out
_LARGEST_WORKED_OUT = 10**2_000


def fraction(value: object, where: str = "value") -> Fraction:
    """Read an exact rational.

    Parameters
    ----------
    value : int, Fraction, Decimal, str, sympy.Rational or float
        The number; a float only if it is exactly the decimal that it prints as. A string may be a
        decimal with a point or a comma, a fraction, a percentage, or in scientific notation.
    where : str
        What the number is, for the error.

    Returns
    -------
    fractions.Fraction
        The same number.

    Raises
    ------
    GameError
        If it is not a finite rational, a float that would lose exactness, or has more than 300
        digits.

    Examples
    --------
    >>> fraction("0.45"), fraction("1/3"), fraction(0.5)
    (Fraction(9, 20), Fraction(1, 3), Fraction(1, 2))
    >>> fraction("1e-05"), fraction("30%"), fraction("0,3"), fraction("−0.3")
    (Fraction(1, 100000), Fraction(3, 10), Fraction(3, 10), Fraction(-3, 10))
    >>> fraction(0.1, "p")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: p is the float 0.1, which is not exactly that decimal...
    """
    return rational(value, where, SPELLINGS)


def rational(value: object, where: str, advice: str) -> Fraction:
    """Read a number of any kind; the advice ends the sentence that refuses it."""
    if isinstance(value, bool):
        raise GameError(f"{where} is {value!r}: {advice}")
    # most are, and it is told apart faster than by what it is registered as
    if type(value) is Fraction:
        return _short(value, where)
    if isinstance(value, int | Integral):
        return _short(Fraction(int(value)), where)
    if isinstance(value, Rational):
        return _short(Fraction(int(value.numerator), int(value.denominator)), where)
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise GameError(f"{where} is {value}: a finite number is needed")
        return _from_decimal(value, where)
    if isinstance(value, sympy.Float):
        return _from_float(value, sympy.Rational(value).as_numer_denom(), where)
    if isinstance(value, Real) and hasattr(value, "as_integer_ratio"):
        if not math.isfinite(value):
            raise GameError(f"{where} is {value}: a finite number is needed")
        return _from_float(value, value.as_integer_ratio(), where)
    if isinstance(value, str):
        return _from_text(value, where, advice)
    raise GameError(f"{where} is {quoted(value)}: {advice}")


def _from_float(value: object, ratio: tuple[int, int], where: str) -> Fraction:
    exactly = Fraction(*map(int, ratio))
    # a number of numpy says its type in its repr
    if exactly != Fraction(str(value)):
        raise GameError(
            f"{where} is the float {value!s}, which is not exactly that decimal: write '{value!s}'"
        )
    return _short(exactly, where)


def _from_decimal(value: Decimal, where: str) -> Fraction:
    # told by its exponent, before its digits are written out
    if value and (
        abs(value.adjusted()) > MOST_DIGITS or len(value.as_tuple().digits) > MOST_DIGITS + 1
    ):
        raise _long(where)
    return _short(Fraction(value), where)


def _from_text(value: str, where: str, advice: str) -> Fraction:
    # most are, and it is quick
    if _USUAL.fullmatch(value):
        return Fraction(value)
    text = value.strip().replace("\N{MINUS SIGN}", "-")
    found = _NUMBER.fullmatch(text)
    if found is None:
        way = advice
        if _NUMBER.fullmatch(joined := _SPACED.sub("", text)):
            way = f"write '{joined}', with nothing between digits"
        raise GameError(f"{where} is {quoted(value)}: {way}")
    top = found["top"]
    if _GROUPED.match(text) and "." not in top:
        raise GameError(
            f"{where} is {value!r}, whose comma may stand between thousands or before decimals: "
            f"write '{top.replace(',', '')}' or '{top.replace(',', '.')}'"
        )
    power, bottom = found["power"] or "0", found["bottom"] or "1"
    if max(len(top), len(bottom)) > 2 * MOST_DIGITS or len(power) > len(str(MOST_DIGITS)) + 1:
        raise _long(where)
    if not int(bottom):
        raise GameError(f"{where} is {value!r}: the denominator is zero")
    number = _from_decimal(Decimal(f"{top.replace(',', '.')}e{power}"), where) / int(bottom)
    return _short(number / 100 if found["percent"] else number, where)


def _short(number: Fraction, where: str) -> Fraction:
    if is_long(number.numerator, number.denominator):
        raise _long(where)
    return number


def is_long(top: int, bottom: int) -> bool:
    """Tell whether a fraction has more digits than are taken."""
    # most numbers are short
    if -_LARGEST_NUMBER <= top <= _LARGEST_NUMBER and bottom <= _LARGEST_NUMBER:
        return False
    size = abs(top)
    return (
        size > bottom * _LARGEST_NUMBER
        or bottom > size * _LARGEST_NUMBER
        or max(size, bottom) > _LARGEST_WORKED_OUT
    )


def _long(where: str) -> GameError:
    return GameError(f"{where} has more than {MOST_DIGITS} digits: give a shorter number")


def quoted(value: object) -> str:
    """Write what was got, cut where it is long."""
    told = repr(value)
    return told if len(told) <= 60 else f"{told[:60]}…"
