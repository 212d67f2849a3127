"""A Markov game as a graph of NetworkX: its states, and how they follow each other."""

from fractions import Fraction
from typing import TYPE_CHECKING

import sympy

from caucasus_games.extras import optional
from caucasus_games.formats.chosen import chosen
from caucasus_games.games import MarkovGame

if TYPE_CHECKING:
    import networkx


def markov_graph(game: MarkovGame) -> "networkx.MultiDiGraph[str]":
    """Return a node for each state and an edge for each profile and state that may follow."""
    values = chosen(game)
    graph: networkx.MultiDiGraph[str]
    graph = optional("networkx", "caucasus-games[networkx]").MultiDiGraph(name=game.title)
    for state, stage in game.stages.items():
        graph.add_node(
            state, actions=dict(stage.actions), at_once=stage.at_once, first=state == game.start
        )
    for state, stage in game.stages.items():
        for profile, cell in stage.cells.items():
            paid = zip(game.players, cell.payoffs, strict=True)
            payoffs = {player: exact(payoff.xreplace(values)) for player, payoff in paid}
            for target, chance in cell.to.items():
                graph.add_edge(
                    state,
                    target,
                    key=profile,
                    probability=exact(chance.xreplace(values)),
                    payoffs=payoffs,
                    outcome=cell.outcome,
                )
    return graph


def exact(formula: sympy.Expr) -> Fraction | sympy.Expr:
    """Return a number as a fraction, and a formula as it is."""
    return Fraction(int(formula.p), int(formula.q)) if formula.is_Rational else formula
