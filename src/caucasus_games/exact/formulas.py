"""Formulas whose numbers are all exact, over symbols that mean one thing."""

from dataclasses import dataclass, field
from functools import lru_cache

import sympy

from caucasus_games.errors import GameError
from caucasus_games.exact.numbers import MOST_DIGITS, SPELLINGS, is_long, quoted, rational

_FORMULAS = f"{SPELLINGS}, or a sympy expression"
# of a polynomial; more cannot be worked with
HIGHEST_POWER = 1_000
_ENDLESS = (sympy.nan, sympy.oo, -sympy.oo, sympy.zoo, sympy.I)
# functions of values that are no larger than these
_TAME = (sympy.Min, sympy.Max, sympy.Abs, sympy.Piecewise, sympy.sign, sympy.floor, sympy.ceiling)
_SIGNS = ("zero", "positive", "negative", "nonnegative", "nonpositive")
_KINDS = ("prime", "composite", "even", "odd", "integer", "noninteger", "nonzero")


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
            number = rational(value, where, _FORMULAS)
            if number.denominator == 1:
                return sympy.Integer(number.numerator)
            return sympy.Rational(number.numerator, number.denominator)
        symbols, plain, growing, fault = _taken_apart(value)
        if fault:
            raise GameError(f"{where} is {quoted(value)}, {fault}")
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
    if isinstance(part, sympy.Rational) and is_long(int(part.p), int(part.q)):
        return f"which has a number of more than {MOST_DIGITS} digits: give shorter ones"
    if isinstance(part, sympy.Pow) and isinstance(part.exp, sympy.Rational):
        degree = max(_degree(part.base), 1) * abs(part.exp)
        if part.base not in (0, 1) and degree > HIGHEST_POWER:
            return f"which has the power {part}: powers up to the {HIGHEST_POWER:,}th are taken"
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
    """Say in words what a symbol was told to be."""
    told = [
        next((word for word in words if getattr(symbol, f"is_{word}")), "")
        for words in (_SIGNS, _KINDS)
    ]
    if any(told[:1]):
        told = [word for word in told if word != "nonzero"]
    return " and ".join(filter(None, told))
