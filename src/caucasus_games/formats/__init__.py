"""Games for other tools and from them: Gambit and its files, LaTeX, Nashpy, NetworkX."""

from caucasus_games.formats.efg import to_efg
from caucasus_games.formats.files import parse, read, write
from caucasus_games.formats.gambit import from_gambit, to_gambit
from caucasus_games.formats.latex import to_latex
from caucasus_games.formats.nashpy import to_nashpy
from caucasus_games.formats.networkx import to_networkx
from caucasus_games.formats.nfg import to_nfg

__all__ = [
    "from_gambit",
    "parse",
    "read",
    "to_efg",
    "to_gambit",
    "to_latex",
    "to_nashpy",
    "to_networkx",
    "to_nfg",
    "write",
]
