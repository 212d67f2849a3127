"""Games: normal and extensive form, with payoffs as formulas over named parameters."""

from caucasus_games.games.extensive_form import ExtensiveForm
from caucasus_games.games.nodes import Chance, Decision, Terminal
from caucasus_games.games.normal_form import NormalForm

__all__ = ["Chance", "Decision", "ExtensiveForm", "NormalForm", "Terminal"]
