"""Results: equilibria with their certificates, and the solution that lists them."""

from caucasus_games.results.assessment import certified_assessment, supporting_beliefs
from caucasus_games.results.bargain import Bargain
from caucasus_games.results.bayesian import certified_bayesian
from caucasus_games.results.commitment import Commitment, certified_commitment
from caucasus_games.results.cooperation import Cooperation, Temptation
from caucasus_games.results.core import Core
from caucasus_games.results.correlated import CorrelatedEquilibrium, certified_correlated
from caucasus_games.results.enclosed import EnclosedEquilibrium, certified_enclosed
from caucasus_games.results.enclosed_tree import certified_enclosed_tree
from caucasus_games.results.equilibrium import Equilibrium, Mix, certified
from caucasus_games.results.evolution import EvolutionarilyStable, certified_stable
from caucasus_games.results.indifference import Indifference, Piece, Threshold
from caucasus_games.results.kohlberg import certified_nucleolus
from caucasus_games.results.logit import LogitEquilibrium, certified_logit
from caucasus_games.results.mixture import MixtureFormula
from caucasus_games.results.penal_code import PenalCode
from caucasus_games.results.sequential import (
    Mistake,
    SequentialEquilibrium,
    certified_sequential,
)
from caucasus_games.results.shared_play import SharedPlay
from caucasus_games.results.solution import (
    Solution,
    Solved,
    Sought,
    cells,
    folded,
    told_apart,
)
from caucasus_games.results.tree import certified_tree

__all__ = [
    "Bargain",
    "Commitment",
    "Cooperation",
    "Core",
    "CorrelatedEquilibrium",
    "EnclosedEquilibrium",
    "Equilibrium",
    "EvolutionarilyStable",
    "Indifference",
    "LogitEquilibrium",
    "Mistake",
    "Mix",
    "MixtureFormula",
    "PenalCode",
    "Piece",
    "SequentialEquilibrium",
    "SharedPlay",
    "Solution",
    "Solved",
    "Sought",
    "Temptation",
    "Threshold",
    "cells",
    "certified",
    "certified_assessment",
    "certified_bayesian",
    "certified_commitment",
    "certified_correlated",
    "certified_enclosed",
    "certified_enclosed_tree",
    "certified_logit",
    "certified_nucleolus",
    "certified_sequential",
    "certified_stable",
    "certified_tree",
    "folded",
    "supporting_beliefs",
    "told_apart",
]
