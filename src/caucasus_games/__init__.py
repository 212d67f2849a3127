"""The Armenia–Azerbaijan settlement as games, solved exactly on sourced numbers."""

from caucasus_games.analysis import (
    Comparison,
    compare,
    conditions,
    explain,
    join,
    optimal,
    prove,
    regions,
    required,
    sensitivity,
    summary,
    sweep,
)
from caucasus_games.errors import GameError
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.parameters import Parameter, Parameters, load

__version__ = "0.1.0"

__all__ = [
    "Chance",
    "Comparison",
    "Decision",
    "ExtensiveForm",
    "GameError",
    "GuarantorSetup",
    "NormalForm",
    "Parameter",
    "Parameters",
    "Terminal",
    "compare",
    "conditions",
    "explain",
    "join",
    "load",
    "optimal",
    "prove",
    "regions",
    "required",
    "sensitivity",
    "summary",
    "sweep",
]
