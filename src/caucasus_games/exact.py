r"""Exact numbers in, exact numbers out.

Every number is a rational or a formula over named symbols. A decimal in a string is the decimal:
``"0.1"`` is :math:`1/10`, and so are ``"1e-1"``, ``"10%"`` and ``"0,1"``. A binary float is
accepted only when it is exactly the decimal that it prints as (``0.5``, ``3.0``); any other
(``0.1``) is refused, because its exact value is not what was typed.

A symbol is its name. What sympy was told about it, such as ``positive=True``, has done its work
when the formula comes in: the symbol becomes the plain one of that name, and a :class:`Reader`
remembers the signs that it was written with, so that no value may contradict them.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from numbers import Integral, Rational, Real
from typing import TypeVar

import sympy

from caucasus_games.errors import GameError

T = TypeVar("T")

_SPELLINGS = "give a number such as 3, 1/3, 0.25, 30% or 2.5e-3"
_FORMULAS = f"{_SPELLINGS}, or a sympy expression"
_NUMBER = re.compile(
    r"(?P<top>[+-]?(\d+([.,]\d*)?|[.,]\d+))([eE](?P<power>[+-]?\d+))?"
    r"(\s*(/\s*(?P<bottom>\d+)|(?P<percent>%)))?"
)
_USUAL = re.compile(r"[+-]?\d{1,30}(\.\d{1,30}|/[1-9]\d{0,29})?")
# a comma may stand for a decimal point or between thousands
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}(?!\d)")
_SPACED = re.compile(r"(?<=\d)[\s_'’,](?=\d)")
# as large as a float can be, with room for sums; more digits are never meant
_DIGITS = 300
_LARGEST = 10**_DIGITS
# of a fraction that was worked out
_LONGEST = 10**2_000
# between these a number is written without a power of ten
_PLAIN = Fraction(1, 10**12), 10**16
# of a polynomial; more cannot be worked with
HIGHEST = 1_000
_ENDLESS = (sympy.nan, sympy.oo, -sympy.oo, sympy.zoo, sympy.I)
# functions of values that are no larger than these
_TAME = (sympy.Min, sympy.Max, sympy.Abs, sympy.Piecewise, sympy.sign, sympy.floor, sympy.ceiling)
_SIGNS = ("zero", "positive", "negative", "nonnegative", "nonpositive")
_KINDS = ("prime", "composite", "even", "odd", "integer", "noninteger", "nonzero")


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
    return _rational(value, where, _SPELLINGS)


def _rational(value: object, where: str, advice: str) -> Fraction:
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
    raise GameError(f"{where} is {_told(value)}: {advice}")


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
    if value and (abs(value.adjusted()) > _DIGITS or len(value.as_tuple().digits) > _DIGITS + 1):
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
        raise GameError(f"{where} is {_told(value)}: {way}")
    top = found["top"]
    if _GROUPED.match(text) and "." not in top:
        raise GameError(
            f"{where} is {value!r}, whose comma may stand between thousands or before decimals: "
            f"write '{top.replace(',', '')}' or '{top.replace(',', '.')}'"
        )
    power, bottom = found["power"] or "0", found["bottom"] or "1"
    if max(len(top), len(bottom)) > 2 * _DIGITS or len(power) > len(str(_DIGITS)) + 1:
        raise _long(where)
    if not int(bottom):
        raise GameError(f"{where} is {value!r}: the denominator is zero")
    number = _from_decimal(Decimal(f"{top.replace(',', '.')}e{power}"), where) / int(bottom)
    return _short(number / 100 if found["percent"] else number, where)


def _short(number: Fraction, where: str) -> Fraction:
    if _is_long(number.numerator, number.denominator):
        raise _long(where)
    return number


def _is_long(top: int, bottom: int) -> bool:
    # most numbers are short
    if -_LARGEST <= top <= _LARGEST and bottom <= _LARGEST:
        return False
    size = abs(top)
    return size > bottom * _LARGEST or bottom > size * _LARGEST or max(size, bottom) > _LONGEST


def _long(where: str) -> GameError:
    return GameError(f"{where} has more than {_DIGITS} digits: give a shorter number")


def _told(value: object) -> str:
    told = repr(value)
    return told if len(told) <= 60 else f"{told[:60]}…"


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
        The formula; numbers become ``sympy.Rational``, symbols the plain ones of their names.

    Raises
    ------
    GameError
        If it holds a float, an infinity, a NaN or an imaginary number, a power beyond the 1,000th
        or a number of more than 300 digits, two symbols of one name, or a symbol that stands for no
        real number.

    Examples
    --------
    >>> expression("0.25") + sympy.Symbol("x")
    x + 1/4
    >>> expression(sympy.Symbol("x", positive=True)) == sympy.Symbol("x")
    True
    """
    return Reader()(value, where)


@dataclass(frozen=True)
class Reader:
    """Reads the formulas that belong together, in which a name means one thing.

    Parameters
    ----------
    written : dict of str to sympy.Symbol
        By name the symbols that have come in, as they were written.
    growing : dict of sympy.Expr to None
        The powers, and functions, that a value may make too large to work out.

    Examples
    --------
    >>> read = Reader()
    >>> read(sympy.Symbol("v", positive=True) + 1, "a payoff")
    v + 1
    >>> read(sympy.Symbol("v"), "another payoff")
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: another payoff has a symbol v that is plain, and before came one that is positive: write one symbol for one name
    """  # noqa: E501  # the whole sentence

    written: dict[str, sympy.Symbol] = field(default_factory=dict)
    growing: dict[sympy.Expr, None] = field(default_factory=dict)

    def __call__(self, value: object, where: str) -> sympy.Expr:
        """Read a formula, as :func:`expression`."""
        if not isinstance(value, sympy.Expr) or isinstance(value, sympy.Float):
            number = _rational(value, where, _FORMULAS)
            if number.denominator == 1:
                return sympy.Integer(number.numerator)
            return sympy.Rational(number.numerator, number.denominator)
        symbols, plain, growing, fault = _taken_apart(value)
        if fault:
            raise GameError(f"{where} is {_told(value)}, {fault}")
        for symbol in symbols:
            self._know(symbol, where)
        self.growing.update(growing)
        return plain

    def _know(self, symbol: sympy.Symbol, where: str) -> None:
        before = self.written.setdefault(symbol.name, symbol)
        if before != symbol:
            now, then = (
                assumed(one) or ("real" if one.is_real else "plain") for one in (symbol, before)
            )
            raise GameError(
                f"{where} has a symbol {symbol.name} that is {now}, and before came one that is "
                f"{then}: write one symbol for one name"
            )


# formulas come many times over, as in the ends of a tree
@lru_cache(maxsize=8_192)
def _taken_apart(
    formula: sympy.Expr,
) -> tuple[tuple[sympy.Symbol, ...], sympy.Expr, dict[sympy.Expr, None], str]:
    """Return its symbols, the formula in plain ones, what may grow in it, and what is wrong."""
    own = (s for s in formula.free_symbols if s.is_Symbol)
    symbols = sorted(own, key=lambda s: (s.name, assumed(s)))
    swap = {s: plain for s in symbols if s != (plain := sympy.Symbol(s.name))}
    fault = next(filter(None, map(_fault, sympy.postorder_traversal(formula))), "")
    if fault:
        return (), formula, {}, fault
    plain = formula.xreplace(swap) if swap else formula
    growing = {part: None for part in sympy.postorder_traversal(plain) if _grows(part)}
    return tuple(symbols), plain, growing, ""


def _fault(part: sympy.Basic) -> str:
    """Say what is wrong with a part of a formula, if anything is."""
    if isinstance(part, sympy.Symbol):
        if (
            part.is_commutative is False
            or part.is_extended_real is False
            or part.is_infinite
            or part.is_irrational
        ):
            return f"in which {part} can be no rational number: write sympy.Symbol('{part}')"
        return ""
    if isinstance(part, sympy.Float):
        return "which holds a float: use sympy.Rational for its numbers"
    if part.is_Atom and part in _ENDLESS:
        return "but a finite real number is needed"
    if isinstance(part, sympy.Rational) and _is_long(int(part.p), int(part.q)):
        return f"which has a number of more than {_DIGITS} digits: give shorter ones"
    if isinstance(part, sympy.Pow) and isinstance(part.exp, sympy.Rational):
        degree = max(_degree(part.base), 1) * abs(part.exp)
        if part.base not in (0, 1) and degree > HIGHEST:
            return f"which has the power {part}: powers up to the {HIGHEST:,}th are taken"
    return ""


def _degree(part: sympy.Basic) -> sympy.Rational:
    if isinstance(part, sympy.Symbol):
        return sympy.Integer(1)
    if isinstance(part, sympy.Mul):
        return sympy.Add(*map(_degree, part.args))
    below = max(map(_degree, part.args), default=sympy.Integer(0))
    if isinstance(part, sympy.Pow) and isinstance(part.exp, sympy.Rational):
        return _degree(part.base) * abs(part.exp)
    return below


def _grows(part: sympy.Basic) -> bool:
    """Tell whether a value can make a part of a formula larger than its own digits let expect."""
    if isinstance(part, sympy.Pow):
        return not isinstance(part.exp, sympy.Integer)
    return isinstance(part, sympy.Function) and not isinstance(part, _TAME)


def assumed(symbol: sympy.Symbol) -> str:
    """Say in words what a symbol was told to be.

    Parameters
    ----------
    symbol : sympy.Symbol
        The symbol, as it was written.

    Returns
    -------
    str
        Such as ``"positive"``; empty if nothing that matters.

    Examples
    --------
    >>> assumed(sympy.Symbol("n", integer=True, positive=True)), assumed(sympy.Symbol("x"))
    ('positive and integer', '')
    """
    told = [
        next((word for word in words if getattr(symbol, f"is_{word}")), "")
        for words in (_SIGNS, _KINDS)
    ]
    if any(told[:1]):
        told = [word for word in told if word != "nonzero"]
    return " and ".join(filter(None, told))


def name_of(given: object, kind: str = "parameter") -> str:
    """Read a name, which may be given as its symbol.

    Parameters
    ----------
    given : str or sympy.Symbol
        The name, or a symbol of that name with whatever assumptions.
    kind : str
        What it names, for the error.

    Returns
    -------
    str
        The name.

    Raises
    ------
    GameError
        If it is neither.

    Examples
    --------
    >>> name_of("v"), name_of(sympy.Symbol("v", positive=True))
    ('v', 'v')
    """
    if isinstance(given, sympy.Symbol):
        return str(given.name)
    if not isinstance(given, str):
        raise GameError(f"a {kind} is named by a text or a symbol, and got {_told(given)}")
    return given


def by_name(given: Mapping[str, T], kind: str = "parameter") -> dict[str, T]:
    """Read a mapping whose keys are names, or their symbols.

    Parameters
    ----------
    given : mapping of str or sympy.Symbol
        By name.
    kind : str
        What is named, for the error.

    Returns
    -------
    dict of str
        The same by names.

    Raises
    ------
    GameError
        If a name comes twice, or a key is neither.

    Examples
    --------
    >>> by_name({sympy.Symbol("v"): 1, "w": 2})
    {'v': 1, 'w': 2}
    """
    found: dict[str, T] = {}
    for key, value in given.items():
        name = name_of(key, kind)
        if name in found:
            raise GameError(f"{kind} {name} is given twice, by name and by symbol: give it once")
        found[name] = value
    return found


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
        A decimal, with a power of ten if it would be long; with ``≈`` in front if it was rounded,
        or is no exact number.

    Examples
    --------
    >>> show(Fraction(9, 20)), show(Fraction(1, 3)), show(0.5), show(Fraction(10) ** 40)
    ('0.45', '≈0.333', '≈0.5', '1e40')
    """
    exactly = value if isinstance(value, Fraction) else Fraction(float(value))
    least, most = _PLAIN
    if exactly and not least <= abs(exactly) < most:
        text = f"{Decimal(exactly.numerator) / exactly.denominator:.{digits - 1}e}"
        mantissa, _, power = text.partition("e")
        text = f"{mantissa.rstrip('0').rstrip('.') if '.' in mantissa else mantissa}e{int(power)}"
        rounded = Fraction(text)
    else:
        places = digits
        while exactly and abs(exactly) * 10**places < 10 ** (digits - 1):
            places += 1
        rounded = round(exactly, places)
        # written from its own digits: a decimal of the machine has sixteen
        whole = str(abs(rounded.numerator) * 10**places // rounded.denominator)
        whole = whole.rjust(places + 1, "0")
        text = f"{'-' * (rounded < 0)}{whole[:-places]}.{whole[-places:]}".rstrip("0").rstrip(".")
    return text if rounded == value and isinstance(value, Fraction) else f"≈{text}"
