"""The Armenia–Azerbaijan settlement as games, solved exactly on sourced numbers."""

from typing import TYPE_CHECKING

from caucasus_games.comparison import Comparison, compare, explain, join
from caucasus_games.errors import GameError
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.parameters import Parameter, Parameters, load
from caucasus_games.sweeps import optimal, sensitivity, summary, sweep
from caucasus_games.theorems import comparative_statics, conditions, prove, regions, required
from caucasus_games.version import __version__ as __version__

if TYPE_CHECKING:
    from types import ModuleType

    from caucasus_games import plot

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
    "comparative_statics",
    "compare",
    "conditions",
    "explain",
    "join",
    "load",
    "optimal",
    "plot",
    "prove",
    "regions",
    "required",
    "sensitivity",
    "summary",
    "sweep",
]


def __getattr__(name: str) -> "ModuleType":
    # figures load matplotlib, which takes as long as all the rest
    if name == "plot":
        from importlib import import_module

        return import_module("caucasus_games.plot")
    raise AttributeError(f"module 'caucasus_games' has no attribute {name!r}")
