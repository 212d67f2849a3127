"""Analysis: readings of a model beyond one solution."""

from caucasus_games.analysis.bounds import bounds
from caucasus_games.analysis.claims import Claim, claims
from caucasus_games.analysis.compare import Comparison, Model, Solver, compare
from caucasus_games.analysis.condition import Check, Condition, Margin
from caucasus_games.analysis.discovery import FailureBox, failure_box
from caucasus_games.analysis.explain import Explanation, Flip, Reason, explain
from caucasus_games.analysis.hindsight import Hindsight, hindsight
from caucasus_games.analysis.join import join
from caucasus_games.analysis.optimal import Design, Designs, optimal
from caucasus_games.analysis.prove import (
    Excluded,
    Guaranteed,
    Implies,
    Proof,
    Raising,
    Unique,
    prove,
)
from caucasus_games.analysis.regions import Region, regions
from caucasus_games.analysis.required import Requirement, Span, required
from caucasus_games.analysis.sensitivity import Effect, Sensitivity, sensitivity
from caucasus_games.analysis.statics import Statics, comparative_statics
from caucasus_games.analysis.summary import Summary, summary
from caucasus_games.analysis.sweep import sweep
from caucasus_games.analysis.theorem import Theorem, Way, conditions
from caucasus_games.solvers.usual import usual

__all__ = [
    "Check",
    "Claim",
    "Comparison",
    "Condition",
    "Design",
    "Designs",
    "Effect",
    "Excluded",
    "Explanation",
    "FailureBox",
    "Flip",
    "Guaranteed",
    "Hindsight",
    "Implies",
    "Margin",
    "Model",
    "Proof",
    "Raising",
    "Reason",
    "Region",
    "Requirement",
    "Sensitivity",
    "Solver",
    "Span",
    "Statics",
    "Summary",
    "Theorem",
    "Unique",
    "Way",
    "bounds",
    "claims",
    "comparative_statics",
    "compare",
    "conditions",
    "explain",
    "failure_box",
    "hindsight",
    "join",
    "optimal",
    "prove",
    "regions",
    "required",
    "sensitivity",
    "summary",
    "sweep",
    "usual",
]
