"""Which values the formulas of a game take: as they were written, and as powers allow."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import sympy
from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.exact import HIGHEST_POWER, Reader, assumed, show
from caucasus_games.parameters import Parameters

# of what a power comes to
_MOST_DIGITS = 2_000


@dataclass(frozen=True)
class Limits:
    """Which values the formulas of a game take.

    Parameters
    ----------
    symbols : mapping of str to sympy.Symbol
        Those that were written with assumptions, by name; the formulas hold plain ones.
    growing : tuple of sympy.Expr
        The powers whose exponent is a symbol, and functions that grow like them.
    """

    symbols: Mapping[str, sympy.Symbol]
    growing: tuple[sympy.Expr, ...]

    @classmethod
    def of(cls, read: Reader) -> "Limits":
        """Return those of what was read."""
        told = {name: symbol for name, symbol in sorted(read.written.items()) if assumed(symbol)}
        return cls(immutabledict(told), tuple(read.growing))

    def enter(self, read: Reader, symbols: Iterable[sympy.Symbol], where: str) -> None:
        """Have a reader know the symbols of a game whose formulas go with those that it reads.

        Parameters
        ----------
        read : Reader
            Of the others.
        symbols : iterable of sympy.Symbol
            Of the game.
        where : str
            What the game is, for the error.

        Raises
        ------
        GameError
            If a symbol was written in another way there.
        """
        for symbol in sorted(symbols, key=str):
            read(self.symbols.get(symbol.name, symbol), where)
        read.growing.update(dict.fromkeys(self.growing))

    def with_those_of(self, other: "Limits", names: Iterable[str]) -> "Limits":
        """Return these with what other formulas, of which these were made, say of some names."""
        known = set(names)
        more = {name: symbol for name, symbol in other.symbols.items() if name in known}
        return replace(self, symbols=immutabledict({**more, **self.symbols}))

    def check(self, values: Mapping[str, Fraction], parameters: Parameters) -> None:
        """Refuse values and ranges against which the formulas were written.

        Parameters
        ----------
        values : mapping of str to Fraction
            Values by name.
        parameters : Parameters
            The ranges.

        Raises
        ------
        GameError
            If a value has another sign than its symbol was written with, or makes a power too
            large.
        """
        for name in self.symbols:
            if name in values:
                self.check_value(name, values[name])
            elif name in parameters:
                for end in (parameters[name].low, parameters[name].high):
                    self.check_value(name, end)
        if self.growing:
            known = {**parameters.central, **values}
            swap = {sympy.Symbol(name): sympy_number(value) for name, value in known.items()}
            check_powers(self.growing, swap)

    def check_value(self, name: str, value: Fraction) -> None:
        """Refuse a value that has another sign than its symbol was written with.

        Parameters
        ----------
        name : str
            Of the symbol.
        value : Fraction
            Its value, or an end of its range; zero is the end of what is positive.

        Raises
        ------
        GameError
            If it has.
        """
        symbol = self.symbols.get(name)
        if symbol is None:
            return
        above, below = symbol.is_extended_nonnegative, symbol.is_extended_nonpositive
        if (above and value < 0) or (below and value > 0):
            raise GameError(
                f"{name} is {show(value)}, and the formulas are written with a symbol that is "
                f"{assumed(symbol)}: write them with sympy.Symbol({name!r}), or give a value that "
                "is"
            )

    @property
    def note(self) -> str:
        """What was assumed of symbols, in words."""
        told = (f"{name} {assumed(symbol)}" for name, symbol in self.symbols.items())
        return ", ".join(told)


def check_powers(
    growing: Iterable[sympy.Expr], replacement: Mapping[sympy.Symbol, sympy.Rational]
) -> None:
    """Refuse values that make a power too large to work out, before it is."""
    swap = dict(replacement)
    for part in growing:
        power = isinstance(part, sympy.Pow)
        steps = [part.exp.xreplace(swap)] if power else [arg.xreplace(swap) for arg in part.args]
        for step in steps:
            if not isinstance(step, sympy.Rational):
                continue
            what = "exponent" if power else "argument"
            if abs(step) > HIGHEST_POWER:
                raise GameError(
                    f"{part} has the {what} {show(_exact(step))} at these values: {what}s up to "
                    f"{HIGHEST_POWER:,} are taken"
                )
            if not power:
                continue
            base = part.base.xreplace(swap)
            if not isinstance(base, sympy.Rational) or base in (0, 1):
                continue
            # a root of that order of such a number is irrational, and long to find
            if step.q > HIGHEST_POWER:
                raise GameError(
                    f"{part} is irrational at these values, as it has the exponent "
                    f"{show(_exact(step))}: give a whole one"
                )
            size = max(len(str(abs(base.p))), len(str(base.q)))
            if size * abs(step) > _MOST_DIGITS:
                raise GameError(
                    f"{part} has about {int(size * abs(step)):,} digits at these values: up to "
                    f"{_MOST_DIGITS:,} are worked out"
                )


def _exact(value: sympy.Rational) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def sympy_number(value: Fraction) -> sympy.Rational:
    """Return a number as formulas take it."""
    return sympy.Rational(value.numerator, value.denominator)
