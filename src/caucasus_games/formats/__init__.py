"""Games for other tools: LaTeX tables and trees, Nashpy, NetworkX."""

from caucasus_games.formats.latex import to_latex
from caucasus_games.formats.nashpy import to_nashpy
from caucasus_games.formats.networkx import to_networkx

__all__ = ["to_latex", "to_nashpy", "to_networkx"]
