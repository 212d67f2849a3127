"""For all values of the parameters: conditions, regions, proofs, thresholds, effects."""

from caucasus_games.readings.margin import Margin
from caucasus_games.theorems.condition import Check, Condition
from caucasus_games.theorems.conditions import conditions
from caucasus_games.theorems.decisions import Route, Step
from caucasus_games.theorems.induction import BackwardInduction, backward_induction
from caucasus_games.theorems.prove import prove
from caucasus_games.theorems.regions import Region, Regions, regions
from caucasus_games.theorems.required import Requirement, required
from caucasus_games.theorems.spans import Span
from caucasus_games.theorems.statements import (
    Excluded,
    Guaranteed,
    Implies,
    Proof,
    Raising,
    Unique,
)
from caucasus_games.theorems.statics import Statics, statics
from caucasus_games.theorems.theorem import Theorem, Way

__all__ = [
    "BackwardInduction",
    "Check",
    "Condition",
    "Excluded",
    "Guaranteed",
    "Implies",
    "Margin",
    "Proof",
    "Raising",
    "Region",
    "Regions",
    "Requirement",
    "Route",
    "Span",
    "Statics",
    "Step",
    "Theorem",
    "Unique",
    "Way",
    "backward_induction",
    "conditions",
    "prove",
    "regions",
    "required",
    "statics",
]
