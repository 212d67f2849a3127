"""Whether what a number brings jumps: by cases that do not meet where one passes to the next."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import sympy

from caucasus_games.games import ExtensiveForm
from caucasus_games.games.offers import formulas_at
from caucasus_games.games.vertices import Vertex
from caucasus_games.readings.symbols import Symbols


def may_jump(reading: Symbols, vertex: Vertex) -> bool:
    """Tell whether some payoff or chance after an offer may jump in its number."""
    offer, game = vertex.offer, reading.game
    assert offer is not None
    assert isinstance(game, ExtensiveForm)
    return any(
        jumps(part, offer.symbol)
        for one in game.vertices
        if one.history[: len(vertex.history)] == vertex.history
        for formula in formulas_at(one)
        for part in formula.atoms(sympy.Piecewise)
    )


@lru_cache(maxsize=1_000)
def jumps(formula: sympy.Piecewise, x: sympy.Symbol) -> bool:
    """Tell whether cases, told in the order of a symbol, differ where one passes to the next."""
    return any(
        sympy.cancel(sympy.rem(sympy.numer(sympy.together(value - after)), gap, x)) != 0
        for (value, when), (after, _) in pairwise(formula.args)
        for case in when.atoms(sympy.Rel)
        if (gap := case.lhs - case.rhs).has(x)
    )
