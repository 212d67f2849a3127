"""Games of all kinds, whose payoffs are formulas over parameters."""

from caucasus_games.games.bayesian import BayesianGame
from caucasus_games.games.coalitional import CoalitionalGame
from caucasus_games.games.distributions import Linear, Power, Triangular, Uniform
from caucasus_games.games.extensive_form import ExtensiveForm
from caucasus_games.games.markov import MarkovGame
from caucasus_games.games.markov_stage import Stage
from caucasus_games.games.menus import menu
from caucasus_games.games.nodes import Chance, Decision, Nature, Offer, Terminal
from caucasus_games.games.normal_form import NormalForm
from caucasus_games.games.repeated import one_deviation
from caucasus_games.games.screening import screening
from caucasus_games.games.strategic_form import strategic_form
from caucasus_games.games.ties import KIND, TieRule
from caucasus_games.games.tree_stages import tree_stages

__all__ = [
    "KIND",
    "BayesianGame",
    "Chance",
    "CoalitionalGame",
    "Decision",
    "ExtensiveForm",
    "Linear",
    "MarkovGame",
    "Nature",
    "NormalForm",
    "Offer",
    "Power",
    "Stage",
    "Terminal",
    "TieRule",
    "Triangular",
    "Uniform",
    "menu",
    "one_deviation",
    "screening",
    "strategic_form",
    "tree_stages",
]
