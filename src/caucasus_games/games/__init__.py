"""Games: normal, extensive and coalitional, with payoffs as formulas over named parameters."""

from caucasus_games.games.coalitional import CoalitionalGame
from caucasus_games.games.extensive_form import ExtensiveForm
from caucasus_games.games.nodes import Chance, Decision, Terminal
from caucasus_games.games.normal_form import NormalForm

__all__ = ["Chance", "CoalitionalGame", "Decision", "ExtensiveForm", "NormalForm", "Terminal"]
