"""The tree from a vertex on, with numbers in the place of those that were chosen before it."""

from collections.abc import Mapping
from dataclasses import replace

import sympy
from immutabledict import immutabledict

from caucasus_games.games.extensive_form import ExtensiveForm
from caucasus_games.games.offers import formulas_at
from caucasus_games.games.values import changed
from caucasus_games.games.vertices import Offered, Vertex, own_set


def subtree(
    game: ExtensiveForm, v: int, chosen: Mapping[sympy.Symbol, sympy.Expr] | None = None
) -> ExtensiveForm:
    """Return the tree from a vertex on; a number chosen before it is a symbol unless it is given.

    Parameters
    ----------
    game : ExtensiveForm
        The whole tree.
    v : int
        Where the other one starts.
    chosen : mapping of sympy.Symbol to sympy.Expr, optional
        Numbers that were chosen before.

    Returns
    -------
    ExtensiveForm
        With the same players, and the parameters and values that occur.

    Examples
    --------
    >>> from caucasus_games.games import Decision, Terminal
    >>> after = Decision("B", {"l": Terminal("war", {"A": 0, "B": 1})})
    >>> subtree(ExtensiveForm(Decision("A", {"go": after}), ["A", "B"]), 1)
    tree of A, B: 1 decision, 0 chance moves, 1 end
    """
    steps = len(game.vertices[v].history)
    swap = dict(chosen or {})
    vertices = tuple(
        _moved(game.vertices[k], v, steps, swap) for k in range(v, last_of(game, v) + 1)
    )
    tree = changed(game, vertices=vertices, definitions=immutabledict(), short=())
    names = {s.name for vertex in vertices for f in formulas_at(vertex) for s in f.free_symbols}
    values = {name: value for name, value in game.values.items() if name in names}
    parameters = game.parameters.select(name for name in game.parameters if name in names)
    return changed(tree, values=immutabledict(values), parameters=parameters)


def last_of(game: ExtensiveForm, v: int) -> int:
    """Return the last vertex of the part of a tree that starts at one."""
    # parents come first, each branch to its end
    while game.vertices[v].children:
        v = game.vertices[v].children[-1]
    return v


def _moved(vertex: Vertex, by: int, steps: int, chosen: dict[sympy.Symbol, sympy.Expr]) -> Vertex:
    """Return a vertex with its numbers and its place counted from another start."""
    history, own = vertex.history[steps:], vertex.information_set
    if own and own == own_set(vertex.player, vertex.history):
        own = own_set(vertex.player, history)
    offer = vertex.offer
    if offer:
        ends = (offer.low.xreplace(chosen), offer.high.xreplace(chosen))
        offer = Offered(offer.symbol, *ends)
    return replace(
        vertex,
        history=history,
        information_set=own,
        children=tuple(child - by for child in vertex.children),
        probabilities=tuple(q.xreplace(chosen) for q in vertex.probabilities),
        payoffs=tuple(payoff.xreplace(chosen) for payoff in vertex.payoffs),
        offer=offer,
        known=vertex.known and vertex.known.at(chosen),
        told=tuple(payoff.xreplace(chosen) for payoff in vertex.told),
    )
