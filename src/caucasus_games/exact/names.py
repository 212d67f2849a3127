"""Names, which may be given as their symbols."""

from collections.abc import Mapping
from typing import TypeVar

import sympy

from caucasus_games.errors import GameError
from caucasus_games.exact.numbers import quoted

T = TypeVar("T")


def name_of(given: object, kind: str = "parameter") -> str:
    """Read a name, which may be given as its symbol."""
    if isinstance(given, sympy.Symbol):
        return str(given.name)
    if not isinstance(given, str):
        raise GameError(f"a {kind} is named by a text or a symbol, and got {quoted(given)}")
    return given


def by_name(given: Mapping[str, T], kind: str = "parameter") -> dict[str, T]:
    """Read a mapping whose keys are names, or their symbols."""
    found: dict[str, T] = {}
    for key, value in given.items():
        name = name_of(key, kind)
        if name in found:
            raise GameError(f"{kind} {name} is given twice, by name and by symbol: give it once")
        found[name] = value
    return found
