"""Values for the symbols of a game: what is given, else the central value of the parameter."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Any, ClassVar, Protocol, TypeVar

import sympy
from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import HIGHEST_POWER, Reader, assumed, by_name, fraction, show
from caucasus_games.games.labels import shown
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
            swap = {sympy.Symbol(name): _number(value) for name, value in known.items()}
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


class UndefinedError(GameError):
    """A formula has no rational value at some values, such as where it divides by zero."""


class _Valued(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def values(self) -> Mapping[str, Fraction]: ...

    @property
    def parameters(self) -> Parameters: ...

    @property
    def limits(self) -> Limits: ...


Game = TypeVar("Game", bound=_Valued)


def checked(given: Mapping[str, object], known: Iterable[str]) -> immutabledict[str, Fraction]:
    """Read values for named symbols.

    Parameters
    ----------
    given : mapping of str or sympy.Symbol to exact number
        Values by symbol or its name.
    known : iterable of str
        The names that the game has.

    Returns
    -------
    immutabledict of str to Fraction
        The same values, exact.

    Raises
    ------
    GameError
        If a name is unknown or a value is not an exact number.
    """
    if not isinstance(given, Mapping):
        raise GameError(f"the values are {shown(given)}: give them by name, as {{'x': '1/2'}}")
    names, named = list(known), by_name(given)
    for name in named:
        if name not in names:
            raise unknown("parameter", name, names)
    return immutabledict({name: fraction(value, name) for name, value in named.items()})


def with_values(game: Game, values: Mapping[str, object], known: Iterable[str]) -> Game:
    """Return a game with values for some of its symbols; nothing else is read again.

    Parameters
    ----------
    game : Game
        A frozen dataclass with a field ``values``.
    values : mapping of str to exact number
        Values by name; they add to those chosen before.
    known : iterable of str
        The names that the game has.

    Returns
    -------
    Game
        A copy.

    Raises
    ------
    GameError
        If a name is unknown, a value is not exact, or one against which the formulas are written.
    """
    chosen = immutabledict({**game.values, **checked(values, known)})
    game.limits.check(chosen, game.parameters)
    return changed(game, values=chosen)


def derived(game: Game, source: Limits, names: Iterable[str]) -> Game:
    """Return a game that was made of another's formulas with what these were written for.

    Parameters
    ----------
    game : Game
        A frozen dataclass with a field ``limits``.
    source : Limits
        Of the other.
    names : iterable of str
        The names that the game has.

    Returns
    -------
    Game
        A copy.
    """
    return changed(game, limits=game.limits.with_those_of(source, names))


def changed(game: Game, **changes: object) -> Game:
    """Return a game with other fields; nothing is read again."""
    copy = object.__new__(type(game))
    for part in fields(game):
        object.__setattr__(copy, part.name, changes.get(part.name, getattr(game, part.name)))
    return copy


def substitution(
    symbols: Iterable[sympy.Symbol], values: Mapping[str, Fraction], parameters: Parameters
) -> dict[sympy.Symbol, sympy.Rational]:
    """Return the number that replaces each symbol.

    Parameters
    ----------
    symbols : iterable of sympy.Symbol
        The free symbols of a game.
    values : mapping of str to Fraction
        What was chosen.
    parameters : Parameters
        Where the central values of the rest come from.

    Returns
    -------
    dict of sympy.Symbol to sympy.Rational
        For ``xreplace``.

    Raises
    ------
    GameError
        If a symbol has neither.
    """
    chosen = {**parameters.central, **values}
    free = sorted(symbols, key=str)
    missing = [s.name for s in free if s.name not in chosen]
    if missing:
        raise GameError(
            f"no value for {', '.join(missing)}: give it with at(), "
            "or pass its Parameter to the game"
        )
    return {s: _number(chosen[s.name]) for s in free}


def _number(value: Fraction) -> sympy.Rational:
    return sympy.Rational(value.numerator, value.denominator)


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


def number(
    formula: sympy.Expr,
    replacement: Mapping[sympy.Symbol, sympy.Rational],
    where: Callable[[], str],
) -> Fraction:
    """Evaluate a formula exactly.

    Parameters
    ----------
    formula : sympy.Expr
        A payoff or probability.
    replacement : mapping of sympy.Symbol to sympy.Rational
        See :func:`substitution`.
    where : callable
        Says what it is, for the error.

    Returns
    -------
    fractions.Fraction
        Its value.

    Raises
    ------
    UndefinedError
        If it is not rational or not finite at these values.
    """
    try:
        value = formula.xreplace(dict(replacement)) if replacement else formula
    # of a division by zero inside of Max and the like
    except (TypeError, ValueError):
        raise UndefinedError(f"{where()} is not defined at these values: {formula}") from None
    if not value.is_Rational:
        raise UndefinedError(f"{where()} is {value} at these values: a finite rational is needed")
    # a whole number needs no greatest common divisor
    return Fraction(int(value.p)) if value.q == 1 else Fraction(int(value.p), int(value.q))


def is_one(total: sympy.Expr) -> bool:
    """Tell whether a sum of probabilities is one, whatever the symbols in it are."""
    # numbers are told apart without an algebra of formulas, which is slow
    return bool(total == 1) if total.is_Number else sympy.cancel(total - 1) == 0
