"""The same tree with an offer switched off: a number is fixed beforehand, as if nobody chose it."""

import sympy

from caucasus_games import ExtensiveForm
from caucasus_games.exact import expression
from caucasus_games.games import Chance, Decision, Offer, Terminal
from caucasus_games.games.nodes import Node


def fixed(game: ExtensiveForm, name: str, number: object) -> ExtensiveForm:
    """Return the game in which an offer is this number; what it has no symbol for is left out."""
    values = {sympy.Symbol(name): expression(number, name)}

    def at(v: int) -> Node:
        vertex = game.vertices[v]
        below = [at(child) for child in vertex.children]
        if vertex.offer:
            low, high = (end.subs(values) for end in (vertex.offer.low, vertex.offer.high))
            own = vertex.offer.symbol
            (then,) = below
            return then if own.name == name else Offer(vertex.player, own, low, high, then)
        if vertex.player:
            return Decision(vertex.player, dict(zip(vertex.branches, below, strict=True)))
        if below:
            odds = [q.subs(values) for q in vertex.probabilities]
            events = zip(vertex.branches, zip(odds, below, strict=True), strict=True)
            return Chance(dict(events))
        paid = (payoff.subs(values) for payoff in vertex.payoffs)
        return Terminal(vertex.outcome, dict(zip(game.players, paid, strict=True)))

    tree = ExtensiveForm(at(0), game.players, game.parameters)
    own = {symbol.name for symbol in tree.symbols}
    return tree.at({n: q for n, q in game.values.items() if n in own})
