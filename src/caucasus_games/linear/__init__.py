"""Linear inequalities between labelled numbers, exactly: best points, vertices, membership."""

from caucasus_games.linear.constraint import Constraint
from caucasus_games.linear.optimum import Optimum, maximise
from caucasus_games.linear.polytope import Point, Polytope
from caucasus_games.linear.span import extends

__all__ = ["Constraint", "Optimum", "Point", "Polytope", "extends", "maximise"]
