"""Other libraries, imported when they are needed; a missing one is a sentence."""

from importlib import import_module
from types import ModuleType

from caucasus_games.errors import GameError


def optional(name: str, install: str) -> ModuleType:
    """Import another library.

    Parameters
    ----------
    name : str
        The module.
    install : str
        What pip is to install if it is missing.

    Returns
    -------
    module
        The module.

    Raises
    ------
    GameError
        If it is not installed.

    Examples
    --------
    >>> optional("no_such_library", "no-such-library")
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: no_such_library is not installed: pip install "no-such-library"
    """
    try:
        return import_module(name)
    except ImportError:
        raise GameError(f'{name} is not installed: pip install "{install}"') from None
