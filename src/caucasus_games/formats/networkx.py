"""A game tree as a graph of NetworkX [1]_, for its drawings, measures and formats.

References
----------
.. [1] Hagberg, Schult & Swart (2008), Exploring network structure, dynamics, and function using
   NetworkX. Proceedings of the 7th Python in Science Conference, 11–15.
"""

from fractions import Fraction
from typing import TYPE_CHECKING

import sympy

from caucasus_games.extras import optional
from caucasus_games.formats.chosen import chosen
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.door import check_game, check_listed

if TYPE_CHECKING:
    import networkx


def to_networkx(game: ExtensiveForm) -> "networkx.DiGraph[tuple[str, ...]]":
    """Write a tree as a directed graph from the root to the ends.

    A node is the tuple of what was played and what happened before it. It has ``player`` and
    ``information_set`` (empty unless it is a decision), ``outcome`` and ``payoffs`` by player
    (empty unless it is an end). An edge has its ``label``, and after chance its ``probability``.
    Numbers are ``Fraction``; what still has symbols is a formula.

    Parameters
    ----------
    game : ExtensiveForm
        The tree; values given by ``at`` are put in.

    Returns
    -------
    networkx.DiGraph
        An arborescence.

    Raises
    ------
    GameError
        If the game is no tree or NetworkX is missing.

    Examples
    --------
    >>> from caucasus_games.games import Decision, Terminal
    >>> ends = {"attack": Terminal("war", {"A": "-1/2"}), "refrain": Terminal("peace", {"A": 0})}
    >>> graph = to_networkx(ExtensiveForm(Decision("A", ends)))
    >>> graph.nodes["attack",]["payoffs"], graph.edges[(), ("attack",)]
    ({'A': Fraction(-1, 2)}, {'label': 'attack'})
    """
    check_game(game, "to_networkx", ExtensiveForm, advice="only a tree is a graph")
    check_listed(game, "to_networkx", "to_networkx(menu(game, 20))")
    values = chosen(game)
    graph: networkx.DiGraph[tuple[str, ...]]
    graph = optional("networkx", "caucasus-games[networkx]").DiGraph(name=game.title)
    for vertex in game.vertices:
        payoffs = zip(game.players, vertex.payoffs, strict=False)
        graph.add_node(
            vertex.history,
            player=vertex.player,
            information_set=vertex.information_set,
            outcome=vertex.outcome,
            payoffs={player: _exact(payoff.xreplace(values)) for player, payoff in payoffs},
        )
    for vertex in game.vertices:
        for i, label in enumerate(vertex.branches):
            graph.add_edge(vertex.history, (*vertex.history, label), label=label)
            for chance in vertex.probabilities[i : i + 1]:
                edge = graph.edges[vertex.history, (*vertex.history, label)]
                edge["probability"] = _exact(chance.xreplace(values))
    return graph


def _exact(formula: sympy.Expr) -> Fraction | sympy.Expr:
    return Fraction(int(formula.p), int(formula.q)) if formula.is_Rational else formula
