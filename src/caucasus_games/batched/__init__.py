"""Games solved at many values of their parameters at once, on arrays of decimals.

The last axis is always that of the draws. What is solved here agrees with the exact solvers but for
rounding: payoffs that differ by less than one part in a million million count as equal, and then
every equilibrium is kept, as there.
"""

from caucasus_games.batched.draws import Sampling, Uniforms, quantiles
from caucasus_games.batched.formulas import Compiled, compiled
from caucasus_games.batched.profiles import pure_equilibria
from caucasus_games.batched.tally import Tally
from caucasus_games.batched.trees import Tree, tree_equilibria, tree_of

__all__ = [
    "Compiled",
    "Sampling",
    "Tally",
    "Tree",
    "Uniforms",
    "compiled",
    "pure_equilibria",
    "quantiles",
    "tree_equilibria",
    "tree_of",
]
