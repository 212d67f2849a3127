"""Tables and lines as the stream and the asked format take them."""

import csv
import io
import json
import os
import re
import sys
import unicodedata
from collections.abc import Sequence
from fractions import Fraction

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from caucasus_games.cli.options import Format
from caucasus_games.cli.tables import rows_of, said_by
from caucasus_games.exact import show
from caucasus_games.text.latex import tabular
from caucasus_games.text.plain import plain, visible
from caucasus_games.text.spreadsheet import safe_cell

# columns: of the narrowest terminal that is written for, and where there is no terminal
_LEAST_WIDTH, _ROOM = 40, 100
# of a drawn table beside each column
_GAP = 3

# what a terminal is told that has no such sign
_SPELLED = str.maketrans(
    {"≈": "~", "→": "->", "←": "<-", "−": "-", "–": "-", "—": "-", "─": "-", "━": "-", "│": "|",
     "≤": "<=", "≥": ">=", "≠": "!=", "×": "x", "±": "+/-", "∞": "inf", "δ": "delta", "θ": "theta",
     "…": "...", "‘": "'", "’": "'", "“": '"', "”": '"', "✓": "+", "✗": "x"}
)  # fmt: skip
Rows = Sequence[Sequence[object]]


def tell(result: object, form: Format) -> None:
    """Write what was found: as it says itself, as rows, or as LaTeX has it."""
    if form is Format.latex and hasattr(result, "to_latex"):
        say(result.to_latex())
        return
    room = width()
    told = said_by(result, room) if form is Format.table else ""
    wide = [line for line in told.splitlines() if len(line) > room]
    if not told or (any(map(_of_columns, wide)) and hasattr(result, "to_dataframe")):
        write(*rows_of(result), form)
    else:
        lines = told.splitlines()
        say("\n".join(plain(x, width=room) if len(x) > room else x for x in lines))


def _of_columns(line: str) -> bool:
    """Tell a row of a table, which falls apart in less room, from a sentence."""
    return bool(re.search(r"\S {2,}\S", line))


def write(head: Sequence[str], rows: Rows, form: Format) -> None:
    """Write rows as a table, comma separated, as records or in LaTeX."""
    if not rows and form in (Format.table, Format.latex):
        say("nothing")
        return
    if form is Format.json:
        records = [dict(zip(head, map(_number, row), strict=True)) for row in rows]
        say(json.dumps(records, indent=2, ensure_ascii=False))
    elif form is Format.csv:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(
            [safe_cell(_number(cell)) for cell in row] for row in [head, *rows]
        )
        say(text.getvalue(), nl=False)
    elif form is Format.latex:
        say(tabular([*head], [[_shown(cell) for cell in row] for row in rows]))
    else:
        _draw(head, [[_shown(cell) for cell in row] for row in rows])


def _draw(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Draw a table, or where there is no room for its words one row below the other."""
    words = [
        max(len(word) for cell in column for word in (cell.split() or [""]))
        for column in zip(head, *rows, strict=True)
    ]
    if sum(words) + _GAP * len(words) > width():
        for row in rows:
            first, *more = [f"{t}: {cell}" for t, cell in zip(head, row, strict=True) if cell]
            say(plain(first, *(f"  {line}" for line in more), width=width()))
        return
    table = Table(box=SIMPLE_HEAD)
    for title in head:
        table.add_column(title, no_wrap=title == head[0])
    for row in rows:
        # a label is no markup, whatever brackets it has
        table.add_row(*(Text(visible(cell)) for cell in row))
    console = Console(width=width())
    with console.capture() as drawn:
        console.print(table)
    say(drawn.get(), nl=False)


def width() -> int:
    """Return how many columns there are; what goes to a file or another command has room."""
    terminal = Console()
    if terminal.is_terminal or os.environ.get("COLUMNS", "").isdigit():
        return max(_LEAST_WIDTH, terminal.width)
    return max(_ROOM, terminal.width)


def _number(cell: object) -> object:
    """Write a number as one that other programs read, and nothing where there is none."""
    if isinstance(cell, Fraction):
        return float(cell)
    if isinstance(cell, float) and cell != cell:
        return None
    return cell if isinstance(cell, str | int | float | None) else str(cell)


def _shown(cell: object) -> str:
    if isinstance(cell, Fraction):
        return show(cell, 6)
    if isinstance(cell, float):
        return "" if cell != cell else f"{cell:.4g}"
    return "" if cell is None else str(cell)


def say(text: str, nl: bool = True, err: bool = False) -> None:
    """Write as the stream is set; click would write utf-8 to one that is set to ascii."""
    try:
        print(text, end="\n" if nl else "", file=sys.stderr if err else sys.stdout)
    except BrokenPipeError:
        # whoever reads has read enough
        raise typer.Exit from None


def spelled(error: UnicodeError) -> tuple[str, int]:
    """Spell what an encoding lacks in letters that each has."""
    assert isinstance(error, UnicodeEncodeError)
    signs = error.object[error.start : error.end].translate(_SPELLED)
    plain = unicodedata.normalize("NFKD", signs).encode("ascii", "ignore").decode()
    return plain or "?", error.end
