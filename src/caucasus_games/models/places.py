"""A model or a setup of one's own, by its place, ``module:function`` or ``path/file.py:function``.

Processes and command lines name a function by its place, and read it there. To read a file is to
run it.
"""

import importlib
import runpy
import sys
from collections.abc import Callable
from inspect import getsourcefile, unwrap
from pathlib import Path
from typing import Any

from caucasus_games.errors import GameError
from caucasus_games.guarantors import GuarantorSetup


def model_at(where: str) -> Callable[..., Any]:
    """Read a function from a module or a file, which runs it.

    Parameters
    ----------
    where : str
        ``module:function``, also of a module in the current folder, or
        ``path/to/file.py:function``.

    Returns
    -------
    callable
        The function.

    Raises
    ------
    GameError
        If there is no such module, file or function there.

    Examples
    --------
    >>> model_at("caucasus_games.models:ceasefire").__name__
    'ceasefire'
    """
    found = object_at(where)
    if not callable(found):
        raise GameError(f"{where} is {found!r}: give a function from a setup to a game")
    function: Callable[..., Any] = found
    return function


def setup_at(where: str) -> GuarantorSetup:
    """Read a setup from a module or a file, which runs it."""
    found = object_at(where)
    if not isinstance(found, GuarantorSetup):
        raise GameError(f"{where} is {found!r}: give a GuarantorSetup")
    return found


def object_at(where: str) -> object:
    """Read what has a name in a module or a file, which runs it.

    Parameters
    ----------
    where : str
        ``module:name`` or ``path/to/file.py:name``.

    Returns
    -------
    object
        What has the name.

    Raises
    ------
    GameError
        If there is no such module, file or name there.

    Examples
    --------
    >>> object_at("caucasus_games.guarantors:NONE").name
    'NONE'
    """
    place, _, name = where.rpartition(":")
    if not (place and name):
        raise GameError(f"{where!r} names no place: write module:name or path/to/file.py:name")
    try:
        known = _names(place)
    except (ImportError, OSError, SyntaxError) as error:
        raise GameError(f"{place} cannot be read ({error}): give a module or a file") from None
    if name not in known:
        raise GameError(f"there is no {name!r} in {place}: give the name of something there")
    return known[name]


def _names(place: str) -> dict[str, Any]:
    if place.endswith(".py"):
        # under a name other than __main__, so that what a script does by itself is left out
        return runpy.run_path(place, run_name=Path(place).stem)
    # no command line looks in the current folder by itself; last, so that it hides nothing
    here = str(Path.cwd())
    added = here not in sys.path
    if added:
        sys.path.append(here)
    try:
        importlib.invalidate_caches()
        return vars(importlib.import_module(place))
    finally:
        if added:
            sys.path.remove(here)


def name_of(where: str) -> str:
    """Return the name of a function in a place."""
    return where.rpartition(":")[2]


def place_of(model: object) -> str:
    """Say where a function is written, so that another process can read it."""
    name, module = getattr(model, "__qualname__", ""), getattr(model, "__module__", "")
    if name.isidentifier() and module:
        try:
            if getattr(importlib.import_module(module), name, None) is model and (
                module != "__main__"
            ):
                return f"{module}:{name}"
            file = getsourcefile(unwrap(model))  # type: ignore[arg-type]
            if file and Path(file).exists():
                return f"{Path(file).resolve()}:{name}"
        except (ImportError, TypeError):
            pass
    raise GameError(
        f"{model!r} cannot be read by another process: write it as a function at the top of a file"
    )
