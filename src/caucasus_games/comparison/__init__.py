"""One model under every setup: compared, explained, joined."""

from caucasus_games.comparison.asked import Asked, Drawn
from caucasus_games.comparison.compare import Comparison, Solver, compare
from caucasus_games.comparison.explain import Explanation, Flip, Reason, explain
from caucasus_games.comparison.join import join
from caucasus_games.concepts.usual import usual

__all__ = [
    "Asked",
    "Comparison",
    "Drawn",
    "Explanation",
    "Flip",
    "Reason",
    "Solver",
    "compare",
    "explain",
    "join",
    "usual",
]
