"""Analysis: readings of a model beyond one solution."""

from caucasus_games.analysis.compare import Comparison, Model, Solver, compare

__all__ = ["Comparison", "Model", "Solver", "compare"]
