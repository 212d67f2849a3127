"""Solvers: functions from a game to a :class:`~caucasus_games.results.Solution`.

======================  ========================  =============================================
function                game                      finds
======================  ========================  =============================================
``iterated_dominance``  normal form               the actions that survive, strict or weak
``mixed_nash``          normal form, two players  every extreme Nash equilibrium
``pure_nash``           normal form               every pure Nash equilibrium
``subgame_perfect``     tree                      every pure subgame perfect equilibrium, and the
                                                  extreme mixed ones where two move at once
======================  ========================  =============================================
"""

from caucasus_games.solvers.iterated_dominance import iterated_dominance
from caucasus_games.solvers.mixed_nash import mixed_nash
from caucasus_games.solvers.pure_nash import pure_nash
from caucasus_games.solvers.subgame_perfect import subgame_perfect

__all__ = ["iterated_dominance", "mixed_nash", "pure_nash", "subgame_perfect"]
