r"""Exact numbers in, exact numbers out.

Every number is a rational or a formula over named symbols. A decimal in a string is the decimal:
``"0.1"`` is :math:`1/10`, and so are ``"1e-1"``, ``"10%"`` and ``"0,1"``. A binary float is
accepted only when it is exactly the decimal that it prints as (``0.5``, ``3.0``); any other
(``0.1``) is refused, because its exact value is not what was typed.

A symbol is its name. What sympy was told about it, such as ``positive=True``, has done its work
when the formula comes in: the symbol becomes the plain one of that name, and a :class:`Reader`
remembers the signs that it was written with, so that no value may contradict them.
"""

from caucasus_games.exact.formulas import HIGHEST_POWER, Reader, assumed, expression
from caucasus_games.exact.intervals import Interval, Number, ends, least, most, plus, times
from caucasus_games.exact.names import by_name, name_of
from caucasus_games.exact.numbers import fraction
from caucasus_games.exact.showing import show

__all__ = [
    "HIGHEST_POWER",
    "Interval",
    "Number",
    "Reader",
    "assumed",
    "by_name",
    "ends",
    "expression",
    "fraction",
    "least",
    "most",
    "name_of",
    "plus",
    "show",
    "times",
]
