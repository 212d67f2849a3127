"""Games solved at many values of their parameters at once, on arrays of decimals.

The last axis is always that of the draws. What is solved here agrees with the exact solvers but for
rounding: payoffs that differ by no more than what may be rounded on the way to them count as equal,
and then every equilibrium is kept, as there.
"""

from caucasus_games.batched.arrays import placed, space
from caucasus_games.batched.assessments import bayesian_equilibria
from caucasus_games.batched.draws import Sampling, Uniforms, quantiles
from caucasus_games.batched.formulas import Compiled, compiled
from caucasus_games.batched.hidden import Hidden, hidden_of
from caucasus_games.batched.logit import logit_table, logit_tree
from caucasus_games.batched.mixtures import mixed_equilibria
from caucasus_games.batched.profiles import pure_equilibria, pure_profiles
from caucasus_games.batched.stages import Staged, staged_equilibria, staged_of
from caucasus_games.batched.tables import Table, table_of
from caucasus_games.batched.tally import Tally
from caucasus_games.batched.ties import magnitude
from caucasus_games.batched.trees import Tree, tree_equilibria, tree_of

__all__ = [
    "Compiled",
    "Hidden",
    "Sampling",
    "Staged",
    "Table",
    "Tally",
    "Tree",
    "Uniforms",
    "bayesian_equilibria",
    "compiled",
    "hidden_of",
    "logit_table",
    "logit_tree",
    "magnitude",
    "mixed_equilibria",
    "placed",
    "pure_equilibria",
    "pure_profiles",
    "quantiles",
    "space",
    "staged_equilibria",
    "staged_of",
    "table_of",
    "tree_equilibria",
    "tree_of",
]
