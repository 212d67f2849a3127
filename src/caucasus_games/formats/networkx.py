"""A game tree as a graph of NetworkX [1]_, for its drawings, measures and formats.

References
----------
.. [1] Hagberg, Schult & Swart (2008), Exploring network structure, dynamics, and function using
   NetworkX. Proceedings of the 7th Python in Science Conference, 11–15.
"""

from typing import TYPE_CHECKING, overload

from caucasus_games.extras import optional
from caucasus_games.formats.chosen import chosen
from caucasus_games.formats.markov_graph import exact, markov_graph
from caucasus_games.games import ExtensiveForm, MarkovGame
from caucasus_games.games.door import check_game, check_listed

if TYPE_CHECKING:
    import networkx


@overload
def to_networkx(game: ExtensiveForm) -> "networkx.DiGraph[tuple[str, ...]]": ...


@overload
def to_networkx(game: MarkovGame) -> "networkx.MultiDiGraph[str]": ...


def to_networkx(
    game: ExtensiveForm | MarkovGame,
) -> "networkx.DiGraph[tuple[str, ...]] | networkx.MultiDiGraph[str]":
    """Write a tree as a directed graph from the root to the ends, or states with what follows them.

    Of a tree a node is the tuple of what was played and what happened before it. It has ``player``
    and ``information_set`` (empty unless it is a decision), ``outcome`` and ``payoffs`` by player
    (empty unless it is an end). An edge has its ``label``, and after chance its ``probability``. Of
    a Markov game a node is a state, with the ``actions`` of those who choose there, whether the
    next one follows ``at_once`` and whether it is the ``first``; an edge has the profile as its
    key, and its ``probability``, ``payoffs`` and ``outcome``. Numbers are ``Fraction``; what still
    has symbols is a formula.

    Parameters
    ----------
    game : ExtensiveForm or MarkovGame
        The game; values given by ``at`` are put in.

    Returns
    -------
    networkx.DiGraph or networkx.MultiDiGraph
        An arborescence, or the states.

    Raises
    ------
    GameError
        If the game is neither or NetworkX is missing.

    Examples
    --------
    >>> from caucasus_games.games import Decision, Terminal
    >>> ends = {"attack": Terminal("war", {"A": "-1/2"}), "refrain": Terminal("peace", {"A": 0})}
    >>> graph = to_networkx(ExtensiveForm(Decision("A", ends)))
    >>> graph.nodes["attack",]["payoffs"], graph.edges[(), ("attack",)]
    ({'A': Fraction(-1, 2)}, {'label': 'attack'})
    """
    check_game(game, "to_networkx", ExtensiveForm, MarkovGame, advice="it is no graph")
    if isinstance(game, MarkovGame):
        return markov_graph(game)
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
            payoffs={player: exact(payoff.xreplace(values)) for player, payoff in payoffs},
        )
    for vertex in game.vertices:
        for i, label in enumerate(vertex.branches):
            graph.add_edge(vertex.history, (*vertex.history, label), label=label)
            for chance in vertex.probabilities[i : i + 1]:
                edge = graph.edges[vertex.history, (*vertex.history, label)]
                edge["probability"] = exact(chance.xreplace(values))
    return graph
