"""Analysis: readings of a model beyond one solution."""

from caucasus_games.analysis.claims import Claim, claims
from caucasus_games.analysis.compare import Comparison, Model, Solver, compare
from caucasus_games.analysis.explain import Explanation, Flip, Reason, explain
from caucasus_games.analysis.hindsight import Hindsight, hindsight
from caucasus_games.analysis.join import join
from caucasus_games.analysis.required import Requirement, Span, required

__all__ = [
    "Claim",
    "Comparison",
    "Explanation",
    "Flip",
    "Hindsight",
    "Model",
    "Reason",
    "Requirement",
    "Solver",
    "Span",
    "claims",
    "compare",
    "explain",
    "hindsight",
    "join",
    "required",
]
