"""The values that the user chose, as they go into formulas that may keep other symbols."""

import sympy

from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.games.values import substitution


def chosen(game: NormalForm | ExtensiveForm) -> dict[sympy.Symbol, sympy.Rational]:
    """Return the number that replaces each symbol with a value given by ``at``.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        The game.

    Returns
    -------
    dict of sympy.Symbol to sympy.Rational
        For ``xreplace``; symbols that only have a central value are not in it.

    Examples
    --------
    >>> x, y = sympy.symbols("x y")
    >>> chosen(NormalForm({"A": ["stay"]}, {("stay",): [x - y]}).at({"x": "1/4"}))
    {x: 1/4}
    """
    given = [symbol for symbol in game.symbols if symbol.name in game.values]
    return substitution(given, game.values, game.parameters)
