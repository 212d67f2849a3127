"""Text files of a user: read whole or refused, and replaced only when all is written."""

import os
from codecs import BOM_UTF8
from pathlib import Path

from caucasus_games.errors import GameError


def place_of(path: object, taker: str) -> Path:
    """Return the path of a file that is given."""
    if not isinstance(path, str | os.PathLike) or not str(path):
        got = "an empty text" if path == "" else f"something of type {type(path).__name__}"
        raise GameError(f"{taker} takes the path of a file and got {got}: give it as a text")
    return Path(path)


def bytes_of(place: Path, most: int, what: str, wanted: str) -> bytes:
    """Return what a file holds; ``what`` it should be and which files are ``wanted`` for errors."""
    if place.is_dir():
        raise GameError(
            f"cannot read {place}: Is a directory, and one file in it is wanted, {wanted}"
        )
    try:
        with place.open("rb") as file:
            content = file.read(most + 1)
    except OSError as problem:
        raise GameError(f"cannot read {place}: {problem.strerror}") from None
    if len(content) > most:
        raise GameError(f"{place.name} is larger than {most // 2**20} MB: give a smaller {what}")
    return content


def decoded(content: bytes, name: str) -> str:
    """Return the text of bytes in UTF-8."""
    content = content.removeprefix(BOM_UTF8)
    try:
        return content.decode()
    except UnicodeDecodeError as problem:
        before = content[: problem.start].decode()
        raise GameError(
            f"{name}, line {before.count(chr(10)) + 1}, column "
            f"{len(before) - before.rfind(chr(10))}: this is no UTF-8, save the file as UTF-8"
        ) from None


def replace_text(place: Path, text: str) -> None:
    """Write a file; one of that name is replaced only when all is written."""
    new = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        new.write_text(text, encoding="utf-8", newline="")
        new.replace(place)
    except OSError as problem:
        raise GameError(f"cannot write {place}: {problem.strerror}") from None
    finally:
        new.unlink(missing_ok=True)
