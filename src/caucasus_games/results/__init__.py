"""Results: equilibria that hold their certificate, and the solution that lists them."""

from caucasus_games.results.bargain import Bargain
from caucasus_games.results.chain import Chain
from caucasus_games.results.commitment import Commitment
from caucasus_games.results.cooperation import Cooperation, Temptation
from caucasus_games.results.core import Core
from caucasus_games.results.correlated import CorrelatedEquilibrium
from caucasus_games.results.enclosed import EnclosedEquilibrium
from caucasus_games.results.equilibrium import Equilibrium, Mix
from caucasus_games.results.evolution import EvolutionarilyStable
from caucasus_games.results.indifference import Indifference, Piece, Threshold
from caucasus_games.results.linear_bids import LinearBids
from caucasus_games.results.logit import LogitEquilibrium
from caucasus_games.results.markov import MarkovEquilibrium
from caucasus_games.results.markov_branches import MarkovBranch, MarkovBranches
from caucasus_games.results.markov_logit import MarkovLogit
from caucasus_games.results.mixture import MixtureFormula
from caucasus_games.results.penal_code import PenalCode
from caucasus_games.results.public_perfect import PublicPerfect
from caucasus_games.results.sequential import Mistake, SequentialEquilibrium
from caucasus_games.results.shared_play import SharedPlay
from caucasus_games.results.solution import Solution, Solved, Sought, cells, folded, told_apart

__all__ = [
    "Bargain",
    "Chain",
    "Commitment",
    "Cooperation",
    "Core",
    "CorrelatedEquilibrium",
    "EnclosedEquilibrium",
    "Equilibrium",
    "EvolutionarilyStable",
    "Indifference",
    "LinearBids",
    "LogitEquilibrium",
    "MarkovBranch",
    "MarkovBranches",
    "MarkovEquilibrium",
    "MarkovLogit",
    "Mistake",
    "Mix",
    "MixtureFormula",
    "PenalCode",
    "Piece",
    "PublicPerfect",
    "SequentialEquilibrium",
    "SharedPlay",
    "Solution",
    "Solved",
    "Sought",
    "Temptation",
    "Threshold",
    "cells",
    "folded",
    "told_apart",
]
