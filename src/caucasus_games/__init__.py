"""The Armenia–Azerbaijan settlement as games, on sourced numbers."""

from caucasus_games.errors import GameError
from caucasus_games.games import NormalForm
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.parameters import Parameter, Parameters, load

__version__ = "0.1.0"

__all__ = ["GameError", "GuarantorSetup", "NormalForm", "Parameter", "Parameters", "load"]
