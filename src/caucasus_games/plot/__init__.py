"""Figures that print: of trees, tables, comparisons and sweeps.

Each function draws on the axes that it is given, or on a figure of its own that is large enough,
and returns the axes. Colours can be told apart by those who see few, and on grey paper by their
lightness and hatching.
"""

from caucasus_games.plot.beliefs import beliefs
from caucasus_games.plot.branches import markov_branches
from caucasus_games.plot.comparison import compare
from caucasus_games.plot.correspondence import correspondence
from caucasus_games.plot.decomposition import decomposition
from caucasus_games.plot.matrix import payoff_matrix
from caucasus_games.plot.offer_curve import offer_curve
from caucasus_games.plot.pareto import pareto
from caucasus_games.plot.quantal import quantal_response
from caucasus_games.plot.regions import regions
from caucasus_games.plot.reliability import reliability
from caucasus_games.plot.shares import shares
from caucasus_games.plot.states import state_graph, state_path
from caucasus_games.plot.timeline import timeline
from caucasus_games.plot.tornado import tornado
from caucasus_games.plot.tree import tree, tree_svg
from caucasus_games.plot.value_functions import value_functions
from caucasus_games.plot.years import years

__all__ = [
    "beliefs",
    "compare",
    "correspondence",
    "decomposition",
    "markov_branches",
    "offer_curve",
    "pareto",
    "payoff_matrix",
    "quantal_response",
    "regions",
    "reliability",
    "shares",
    "state_graph",
    "state_path",
    "timeline",
    "tornado",
    "tree",
    "tree_svg",
    "value_functions",
    "years",
]
