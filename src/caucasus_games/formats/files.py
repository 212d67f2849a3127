"""Games from and to files of Gambit's formats: ``.nfg`` for normal forms, ``.efg`` for trees [1]_.

References
----------
.. [1] Savani & Turocy, Gambit: The package for computation in game theory, version 17, Game
   representation formats.
"""

import os

from caucasus_games.errors import GameError
from caucasus_games.formats.efg import read_efg, to_efg
from caucasus_games.formats.foreign import foreign, foreign_bytes
from caucasus_games.formats.lexer import Lexer
from caucasus_games.formats.nfg import read_nfg, to_nfg
from caucasus_games.formats.stateless import check_stateless
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.games.door import check_game, check_listed, described
from caucasus_games.text.files import bytes_of, decoded, place_of, replace_text

_MOST_BYTES = 64 * 2**20
_VERSIONS = {"NFG": 1, "EFG": 2}


def read(path: str | os.PathLike[str]) -> NormalForm | ExtensiveForm:
    """Read a game from a file, a normal form or a tree by what the file says it is.

    Parameters
    ----------
    path : str or path
        The file, in UTF-8.

    Returns
    -------
    NormalForm or ExtensiveForm
        The game, its decimals and fractions exact.

    Raises
    ------
    GameError
        If the file cannot be read, is larger than 64 MB or no game; the error says in which line
        and column.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "game.nfg"
    ...     _ = file.write_text('NFG 1 R "pennies" { "A" "B" } { 2 2 } 1 -1 -1 1 -1 1 1 -1')
    ...     read(file)
    pennies: game of A (1, 2) and B (1, 2), 4 profiles
    """
    place = place_of(path, "read")
    content = bytes_of(place, _MOST_BYTES, "game", ".efg or .nfg")
    if told := foreign_bytes(content):
        raise GameError(f"{place.name}, line 1, column 1: this file is {told}")
    text = decoded(content, place.name)
    return parse(text, place.name)


def parse(text: str, name: str = "") -> NormalForm | ExtensiveForm:
    """Read a game from text in Gambit's formats.

    Parameters
    ----------
    text : str
        What a ``.nfg`` or ``.efg`` file holds.
    name : str
        What the text is called in errors.

    Returns
    -------
    NormalForm or ExtensiveForm
        The game.

    Raises
    ------
    GameError
        If it is no game; the error says in which line and column.

    Examples
    --------
    >>> parse(  # doctest: +ELLIPSIS
    ...     'NFG 1 R "half of it" { "A" "B" } { 1 1 } 1'
    ... )
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: text, line 1, column 43: expected the payoff of B at (1, 1) ...
    """
    if not isinstance(text, str):
        raise GameError(
            f"parse takes the text of a game and got {described(text)}: read takes the path of a "
            "file"
        )
    if told := foreign(text):
        raise GameError(f"{name or 'text'}, line 1, column 1: this is {told}")
    if not text.strip():
        raise GameError(
            f"{name or 'text'}, line 1, column 1: expected a game, which starts with NFG or EFG "
            "and got the end of the text: it is empty"
        )
    lexer = Lexer(text, name)
    kind = lexer.word(["NFG", "EFG"], "a game, which starts with")
    start = lexer.next.start
    version = lexer.number("the version of the format")
    if version != _VERSIONS[kind]:
        raise lexer.error(f"this is version {version} of {kind}: {_VERSIONS[kind]} is read", start)
    lexer.word(["R", "D"], "the kind of numbers,")
    return read_nfg(lexer) if kind == "NFG" else read_efg(lexer)


def write(game: NormalForm | ExtensiveForm, path: str | os.PathLike[str]) -> None:
    """Write a game to a file; a file of that name is replaced only when all is written.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        With a value for every symbol.
    path : str or path
        The file: ``.nfg`` for a normal form, ``.efg`` for a tree.

    Raises
    ------
    GameError
        If a symbol has no value, the name has another ending or the file cannot be written.

    Examples
    --------
    >>> write(NormalForm({"A": ["x"]}, {("x",): [1]}), "game.efg")
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: game.efg is for a normal form: give it the ending .nfg
    """
    check_stateless(game, "write")
    check_game(game, "write")
    check_listed(game, "write", "write(menu(game, 20), path)")
    place = place_of(path, "write")
    if isinstance(game, NormalForm):
        ending, kind = ".nfg", "a normal form"
    else:
        ending, kind = ".efg", "a tree"
    if place.suffix != ending:
        raise GameError(f"{place.name} is for {kind}: give it the ending {ending}")
    text = to_nfg(game) if isinstance(game, NormalForm) else to_efg(game)
    replace_text(place, text)
