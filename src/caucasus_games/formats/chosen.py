"""The values that the user chose, as they go into formulas that may keep other symbols."""

import sympy

from caucasus_games.games import ExtensiveForm, MarkovGame, NormalForm
from caucasus_games.games.values import substitution


def chosen(game: NormalForm | ExtensiveForm | MarkovGame) -> dict[sympy.Symbol, sympy.Rational]:
    """Return the number that replaces each symbol with a value given by ``at``."""
    given = [symbol for symbol in game.symbols if symbol.name in game.values]
    return substitution(given, game.values, game.parameters)
