"""Solvers: functions from a game to a :class:`~caucasus_games.results.Solution`.

=======================  ========================  ============================================
function                 game                      finds
=======================  ========================  ============================================
``intuitive_criterion``  signalling game           the perfect Bayesian equilibria that pass it
``iterated_dominance``   normal form               the actions that survive, strict or weak
``mixed_nash``           normal form, two players  every extreme Nash equilibrium
``perfect_bayesian``     tree                      every pure weak perfect Bayesian equilibrium
                                                   with its beliefs, and the extreme mixed ones
                                                   of signalling games
``pure_nash``            normal form               every pure Nash equilibrium
``subgame_perfect``      tree                      every pure subgame perfect equilibrium, and
                                                   the extreme mixed ones where two move at once
=======================  ========================  ============================================
"""

from caucasus_games.solvers.intuitive_criterion import intuitive_criterion
from caucasus_games.solvers.iterated_dominance import iterated_dominance
from caucasus_games.solvers.mixed_nash import mixed_nash
from caucasus_games.solvers.perfect_bayesian import perfect_bayesian
from caucasus_games.solvers.pure_nash import pure_nash
from caucasus_games.solvers.subgame_perfect import subgame_perfect

__all__ = [
    "intuitive_criterion",
    "iterated_dominance",
    "mixed_nash",
    "perfect_bayesian",
    "pure_nash",
    "subgame_perfect",
]
