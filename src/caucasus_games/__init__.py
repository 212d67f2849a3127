"""The Armenia–Azerbaijan settlement as games, solved exactly on sourced numbers."""

from importlib import import_module
from typing import TYPE_CHECKING

from caucasus_games.algebra import bounds
from caucasus_games.comparison import Comparison, compare, explain, join, usual
from caucasus_games.errors import GameError
from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.parameters import Parameter, Parameters, load
from caucasus_games.sweeps import (
    Run,
    beside,
    crossed,
    decompose,
    obstacles,
    optimal,
    sensitivity,
    summary,
    sweep,
)
from caucasus_games.theorems import (
    Excluded,
    Guaranteed,
    Implies,
    Raising,
    Unique,
    backward_induction,
    conditions,
    prove,
    regions,
    required,
    statics,
)
from caucasus_games.version import __version__

if TYPE_CHECKING:
    from caucasus_games import plot
    from caucasus_games.evidence.article import claims
    from caucasus_games.evidence.hindsight import hindsight
    from caucasus_games.reports import report

__all__ = [
    "Chance",
    "Comparison",
    "Decision",
    "Excluded",
    "ExtensiveForm",
    "GameError",
    "Guaranteed",
    "GuarantorSetup",
    "Implies",
    "NormalForm",
    "Parameter",
    "Parameters",
    "Raising",
    "Run",
    "Terminal",
    "Unique",
    "__version__",
    "backward_induction",
    "beside",
    "bounds",
    "claims",
    "compare",
    "conditions",
    "crossed",
    "decompose",
    "explain",
    "hindsight",
    "join",
    "load",
    "obstacles",
    "optimal",
    "plot",
    "prove",
    "regions",
    "report",
    "required",
    "sensitivity",
    "statics",
    "summary",
    "sweep",
    "usual",
]

# figures load matplotlib, which takes as long as all the rest
_LATER = {"claims": "evidence", "hindsight": "evidence", "plot": "", "report": "reports"}


def __dir__() -> list[str]:
    return sorted(__all__)


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module 'caucasus_games' has no attribute {name!r}")
    module = import_module(f"caucasus_games.{_LATER[name] or name}")
    return getattr(module, name) if _LATER[name] else module
