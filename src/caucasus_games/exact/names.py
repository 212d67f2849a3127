"""Names, which may be given as their symbols."""

from collections.abc import Mapping
from typing import TypeVar

import sympy

from caucasus_games.errors import GameError
from caucasus_games.exact.numbers import quoted

T = TypeVar("T")


def name_of(given: object, kind: str = "parameter") -> str:
    """Read a name, which may be given as its symbol.

    Parameters
    ----------
    given : str or sympy.Symbol
        The name, or a symbol of that name with whatever assumptions.
    kind : str
        What it names, for the error.

    Returns
    -------
    str
        The name.

    Raises
    ------
    GameError
        If it is neither.

    Examples
    --------
    >>> name_of("v"), name_of(sympy.Symbol("v", positive=True))
    ('v', 'v')
    """
    if isinstance(given, sympy.Symbol):
        return str(given.name)
    if not isinstance(given, str):
        raise GameError(f"a {kind} is named by a text or a symbol, and got {quoted(given)}")
    return given


def by_name(given: Mapping[str, T], kind: str = "parameter") -> dict[str, T]:
    """Read a mapping whose keys are names, or their symbols.

    Parameters
    ----------
    given : mapping of str or sympy.Symbol
        By name.
    kind : str
        What is named, for the error.

    Returns
    -------
    dict of str
        The same by names.

    Raises
    ------
    GameError
        If a name comes twice, or a key is neither.

    Examples
    --------
    >>> by_name({sympy.Symbol("v"): 1, "w": 2})
    {'v': 1, 'w': 2}
    """
    found: dict[str, T] = {}
    for key, value in given.items():
        name = name_of(key, kind)
        if name in found:
            raise GameError(f"{kind} {name} is given twice, by name and by symbol: give it once")
        found[name] = value
    return found
