"""Other libraries, imported when they are needed; a missing one is a sentence."""

from importlib import import_module
from types import ModuleType

from caucasus_games.errors import GameError


def optional(name: str, install: str) -> ModuleType:
    """Import another library."""
    try:
        return import_module(name)
    except ImportError:
        raise GameError(f'{name} is not installed: pip install "{install}"') from None
