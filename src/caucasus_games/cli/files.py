"""Files that a command writes: refused before the work that they are for, and left whole."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from caucasus_games import formats
from caucasus_games.cli.output import say
from caucasus_games.errors import GameError
from caucasus_games.extras import optional

Make = Callable[[], Any]


def check_writable(output: Path) -> None:
    """Refuse a file that cannot be written before the work that it is for."""
    there = output.exists()
    try:
        with output.open("ab"):
            pass
        if not there:
            output.unlink()
    except OSError as error:
        raise unwritable(output, error) from None


def unwritable(output: Path, error: OSError) -> GameError:
    """Say that a file cannot be written."""
    return GameError(f"{output} cannot be written ({error.strerror}): choose another")


def write_text(make: Make, output: Path) -> None:
    """Write a text that is made."""
    check_writable(output)
    text = make()
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise unwritable(output, error) from None
    say(f"{output}: {len(text):,} characters")


def write_game(make: Make, output: Path) -> None:
    """Write a game that is made."""
    check_writable(output)
    formats.write(make(), output)
    say(f"{output}: written; any command that takes a game takes it")


def write_figure(make: Make, output: Path) -> None:
    """Write a figure that is drawn, in the format of the file's ending."""
    figure_type = optional("matplotlib.figure", "matplotlib").Figure
    known = sorted(figure_type().canvas.get_supported_filetypes())
    ending = output.suffix.removeprefix(".").casefold()
    if ending not in known:
        raise GameError(f"{output.name} has no ending of a figure: give one of {', '.join(known)}")
    check_writable(output)
    drawn = make()
    try:
        if isinstance(drawn, str):
            if ending != "svg":
                raise GameError(f"{output.name}: this figure is written as .svg alone")
            output.write_text(drawn, encoding="utf-8")
        else:
            drawn.figure.savefig(output, bbox_inches="tight")
    except OSError as error:
        raise unwritable(output, error) from None
    say(f"{output}: written")
