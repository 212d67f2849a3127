"""Solvers: functions from a game to a :class:`~caucasus_games.results.Solution`.

===================  =========================  ============================================
function             game                       finds
===================  =========================  ============================================
``pure_nash``        normal form                every pure Nash equilibrium
``mixed_nash``       normal form, two players   every extreme Nash equilibrium
``subgame_perfect``  tree, perfect information  every pure subgame perfect equilibrium
===================  =========================  ============================================
"""

from caucasus_games.solvers.mixed_nash import mixed_nash
from caucasus_games.solvers.pure_nash import pure_nash
from caucasus_games.solvers.subgame_perfect import subgame_perfect

__all__ = ["mixed_nash", "pure_nash", "subgame_perfect"]
