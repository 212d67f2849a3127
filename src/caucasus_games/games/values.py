"""Values for the symbols of a game: what is given, else the central value of the parameter."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any, ClassVar, Protocol, TypeVar

import sympy
from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import fraction
from caucasus_games.parameters import Parameters


class _Valued(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def values(self) -> Mapping[str, Fraction]: ...


Game = TypeVar("Game", bound=_Valued)


def checked(given: Mapping[str, object], known: Iterable[str]) -> immutabledict[str, Fraction]:
    """Read values for named symbols.

    Parameters
    ----------
    given : mapping of str to exact number
        Values by symbol name.
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
    names = list(known)
    for name in given:
        if name not in names:
            raise unknown("parameter", name, names)
    return immutabledict({name: fraction(value, name) for name, value in given.items()})


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
        If a name is unknown or a value is not exact.
    """
    chosen = checked(values, known)
    copy = object.__new__(type(game))
    for part in fields(game):
        object.__setattr__(copy, part.name, getattr(game, part.name))
    object.__setattr__(copy, "values", immutabledict({**game.values, **chosen}))
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
    return {s: sympy.Rational(chosen[s.name].numerator, chosen[s.name].denominator) for s in free}


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
    GameError
        If it is not rational or not finite at these values.
    """
    value = formula.xreplace(dict(replacement)) if replacement else formula
    if not value.is_Rational:
        raise GameError(f"{where()} is {value} at these values: a finite rational is needed")
    # a whole number needs no greatest common divisor
    return Fraction(int(value.p)) if value.q == 1 else Fraction(int(value.p), int(value.q))


def is_one(total: sympy.Expr) -> bool:
    """Tell whether a sum of probabilities is one, whatever the symbols in it are.

    Parameters
    ----------
    total : sympy.Expr
        The sum.

    Returns
    -------
    bool
        Whether it is.

    Examples
    --------
    >>> x = sympy.Symbol("x")
    >>> is_one(x / 3 + (3 - x) / 3), is_one(x + (1 - x) / 2)
    (True, False)
    """
    # numbers are told apart without an algebra of formulas, which is slow
    return bool(total == 1) if total.is_Number else sympy.cancel(total - 1) == 0
