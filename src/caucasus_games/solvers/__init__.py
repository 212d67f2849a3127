"""Solvers: functions from a game to a :class:`~caucasus_games.results.Solution`.

=============  ============  =====================================================
function       players       finds
=============  ============  =====================================================
``pure_nash``  any           every pure Nash equilibrium
``mixed_nash`` two           every extreme Nash equilibrium, pure ones included
=============  ============  =====================================================
"""

from caucasus_games.solvers.mixed_nash import mixed_nash
from caucasus_games.solvers.pure_nash import pure_nash

__all__ = ["mixed_nash", "pure_nash"]
