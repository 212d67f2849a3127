"""Values for the symbols of a game: what is given, else the central value of the parameter."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any, ClassVar, Protocol, TypeVar

import sympy
from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import by_name, fraction
from caucasus_games.games.labels import shown
from caucasus_games.games.limits import Limits, sympy_number
from caucasus_games.parameters import Parameters


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

    @property
    def symbols(self) -> frozenset[sympy.Symbol]: ...


Game = TypeVar("Game", bound=_Valued)

# what is found of a game from its formulas alone, and is the same at all values
_OF_FORMULAS = frozenset({"symbols", "formulas", "information_sets", "forgotten", "subgames"})


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
    copy = changed(game, values=chosen)
    found = vars(game)
    vars(copy).update((name, found[name]) for name in _OF_FORMULAS & found.keys())
    return copy


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
    return {s: sympy_number(chosen[s.name]) for s in free}


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


def evaluator(game: _Valued) -> Callable[[sympy.Expr, Callable[[], str]], Fraction]:
    """Return what evaluates formulas of a game as :func:`number` does, each of them once.

    A few formulas stand at many ends of a tree.
    """
    swap = substitution(game.symbols, game.values, game.parameters)
    found: dict[sympy.Expr, Fraction] = {}

    def evaluated(formula: sympy.Expr, where: Callable[[], str]) -> Fraction:
        if formula not in found:
            found[formula] = number(formula, swap, where)
        return found[formula]

    return evaluated


def is_one(total: sympy.Expr) -> bool:
    """Tell whether a sum of probabilities is one, whatever the symbols in it are."""
    # numbers are told apart without an algebra of formulas, which is slow
    return bool(total == 1) if total.is_Number else sympy.cancel(total - 1) == 0
