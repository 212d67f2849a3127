"""Names that stand for formulas in a tree, such as the worth of waiting."""

from collections.abc import Iterable, Mapping

import sympy
from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.exact import Reader
from caucasus_games.games.offers import formulas_at, with_formulas
from caucasus_games.games.vertices import Vertex
from caucasus_games.parameters import Parameters


def read_definitions(
    given: Mapping[str, sympy.Expr],
    vertices: tuple[Vertex, ...],
    parameters: Parameters,
    read: Reader,
) -> immutabledict[str, sympy.Expr]:
    """Read what names stand for, in order, and leave out those that the tree does not need."""
    chosen = {vertex.offer.symbol.name for vertex in vertices if vertex.offer}
    formulas: dict[str, sympy.Expr] = {}
    for name, formula in given.items():
        if name in parameters or name in chosen:
            what = "a parameter" if name in parameters else "a number that is chosen"
            raise GameError(f"{name} is defined and is {what}: give one of them another name")
        own = read(formula, f"the definition of {name}")
        later = [other for other in given if other not in formulas]
        unknown = sorted(_names([own]) & {*later, *chosen})
        if unknown:
            raise GameError(
                f"the definition of {name} contains {', '.join(unknown)}: give parameters and "
                "names that are defined before it"
            )
        formulas[name] = own
    return _needed(formulas, vertices)


def _needed(
    formulas: Mapping[str, sympy.Expr], vertices: tuple[Vertex, ...]
) -> immutabledict[str, sympy.Expr]:
    """Leave out what neither the tree nor another name contains."""
    needed = _names(f for v in vertices for f in formulas_at(v))
    for name in reversed(tuple(formulas)):
        if name in needed:
            needed |= _names([formulas[name]])
    return immutabledict({name: f for name, f in formulas.items() if name in needed})


def _names(formulas: Iterable[sympy.Expr]) -> set[str]:
    return {symbol.name for formula in formulas for symbol in formula.free_symbols}


def in_parameters(definitions: Mapping[str, sympy.Expr]) -> dict[sympy.Symbol, sympy.Expr]:
    """Return what each name stands for in parameters alone."""
    whole: dict[sympy.Symbol, sympy.Expr] = {}
    for name, formula in definitions.items():
        whole[sympy.Symbol(name)] = formula.xreplace(whole)
    return whole


def spelled_out(
    vertices: tuple[Vertex, ...], definitions: Mapping[str, sympy.Expr]
) -> tuple[Vertex, ...]:
    """Put what names stand for in their place."""
    if not definitions:
        return vertices
    whole = in_parameters(definitions)
    return tuple(
        with_formulas(vertex, lambda formula: formula.xreplace(whole)) for vertex in vertices
    )
