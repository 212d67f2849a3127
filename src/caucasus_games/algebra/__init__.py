"""Polynomials, formulas of their signs, and linear inequalities, exactly."""

from caucasus_games.algebra.bounds import bounds
from caucasus_games.algebra.constraint import Constraint
from caucasus_games.algebra.optimum import Optimum, maximise
from caucasus_games.algebra.polytope import Point, Polytope
from caucasus_games.algebra.span import extends

__all__ = [
    "Constraint",
    "Optimum",
    "Point",
    "Polytope",
    "bounds",
    "extends",
    "maximise",
]
