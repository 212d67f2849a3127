"""Tables and lines as the stream and the asked format take them."""

import csv
import io
import json
import sys
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from caucasus_games.cli.options import Format
from caucasus_games.exact import show
from caucasus_games.text.spreadsheet import safe_cell

if TYPE_CHECKING:
    import pandas as pd

# what a terminal is told that has no such sign
_SPELLED = str.maketrans(
    {"≈": "~", "→": "->", "←": "<-", "−": "-", "–": "-", "—": "-", "─": "-", "━": "-", "│": "|",
     "≤": "<=", "≥": ">=", "≠": "!=", "×": "x", "±": "+/-", "∞": "inf", "δ": "delta", "θ": "theta",
     "…": "...", "‘": "'", "’": "'", "“": '"', "”": '"', "✓": "+", "✗": "x"}
)  # fmt: skip
Rows = Sequence[Sequence[object]]


def write_frame(indexed: "pd.DataFrame", form: Format) -> None:
    """Write a table with its index as the first columns."""
    frame = indexed.reset_index()
    whole = frame.astype(object).where(frame.notna(), None)
    write(list(frame.columns), whole.to_numpy().tolist(), form)


def _number(cell: object) -> object:
    """Write an exact number as one that other programs read."""
    return float(cell) if isinstance(cell, Fraction) else cell


def write(head: Sequence[str], rows: Rows, form: Format) -> None:
    """Write rows as a table, comma separated or as records."""
    if form is Format.json:
        records = [dict(zip(head, map(_number, row), strict=True)) for row in rows]
        say(json.dumps(records, indent=2, ensure_ascii=False))
    elif form is Format.csv:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(
            [safe_cell(_number(cell)) for cell in row] for row in [head, *rows]
        )
        say(text.getvalue(), nl=False)
    else:
        table = Table(box=SIMPLE_HEAD)
        table.add_column(head[0], no_wrap=True)
        for title in head[1:]:
            table.add_column(title, no_wrap=title == "guarantor")
        for row in rows:
            table.add_row(
                *(show(cell, 6) if isinstance(cell, Fraction) else str(cell) for cell in row)
            )
        # what goes to a file or another command has room
        terminal = Console()
        width = max(60, terminal.width) if terminal.is_terminal else max(100, terminal.width)
        Console(width=width).print(table)


def say(text: str, nl: bool = True, err: bool = False) -> None:
    """Write as the stream is set; click would write utf-8 to one that is set to ascii."""
    print(text, end="\n" if nl else "", file=sys.stderr if err else sys.stdout)


def spelled(error: UnicodeError) -> tuple[str, int]:
    """Spell what an encoding lacks in letters that each has."""
    assert isinstance(error, UnicodeEncodeError)
    signs = error.object[error.start : error.end].translate(_SPELLED)
    plain = unicodedata.normalize("NFKD", signs).encode("ascii", "ignore").decode()
    return plain or "?", error.end
