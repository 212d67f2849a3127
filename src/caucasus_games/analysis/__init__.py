"""Analysis: readings of a model under many setups."""

from caucasus_games.analysis.compare import Comparison, compare

__all__ = ["Comparison", "compare"]
