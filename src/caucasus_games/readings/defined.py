"""A tree in the names that it defines."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import sympy
from immutabledict import immutabledict

from caucasus_games.algebra.bounds import enclosed
from caucasus_games.algebra.formula import ALWAYS
from caucasus_games.errors import GameError
from caucasus_games.exact import fraction
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.definitions import in_parameters
from caucasus_games.games.limits import sympy_number
from caucasus_games.games.values import changed
from caucasus_games.readings.renamed import Renamed
from caucasus_games.readings.symbols import Symbols

_NONE: immutabledict[str, sympy.Expr] = immutabledict()


def in_names(plain: Symbols) -> Renamed | None:
    """Read a tree in the names that it defines, if it does."""
    game = plain.game
    if not isinstance(game, ExtensiveForm) or not game.definitions:
        return None
    whole = in_parameters(game.definitions)
    short = changed(game, vertices=game.short, definitions=_NONE, short=())
    return Renamed(
        plain,
        plain.like_this(short, _ranges(plain, game.definitions)),
        # each on its own, as most signs have few names in them
        [[(ALWAYS, {symbol: plain.of(formula)})] for symbol, formula in whole.items()],
        {
            name: ((formula.xreplace(dict(plain.chosen)), ALWAYS),)
            for name, formula in game.definitions.items()
        },
    )


def span_of(reading: Symbols, formula: sympy.Expr) -> tuple[Fraction, Fraction] | None:
    """Enclose a formula; none if a symbol in it has no range, or it is too long for that."""
    formula = formula.xreplace(dict(reading.chosen))
    if {symbol.name for symbol in formula.free_symbols} <= reading.ranges.keys():
        with suppress(GameError):
            span = enclosed(formula, reading.ranges)
            return span.low, span.high
    return None


def _ranges(
    plain: Symbols, definitions: immutabledict[str, sympy.Expr]
) -> dict[str, tuple[Fraction, Fraction]]:
    """Enclose what each name stands for, as far as its parameters have ranges."""
    ranges, numbers = dict(plain.ranges), dict(plain.chosen)
    for name, formula in definitions.items():
        formula = formula.xreplace(numbers)
        if {symbol.name for symbol in formula.free_symbols} <= ranges.keys():
            with suppress(GameError):
                span = enclosed(formula, ranges)
                if span.low < span.high:
                    ranges[name] = span.low, span.high
                else:
                    numbers[sympy.Symbol(name)] = sympy_number(span.low)
    own = {symbol.name: fraction(value, symbol.name) for symbol, value in numbers.items()}
    points = {name: (own[name], own[name]) for name in definitions if name in own}
    return points | {name: ranges[name] for name in definitions if name in ranges}
