"""Cells of comma separated files that no spreadsheet takes for formulas."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

# with a sign of its own, a fraction, or rounded
_NUMBER = r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?(/\d+)?"


def safe_cell(cell: object) -> object:
    """Write a cell of a comma separated file so that no spreadsheet takes a label for a formula."""
    if not isinstance(cell, str):
        return cell
    told = cell.replace("−", "-")
    # effects are written by a sign alone
    if told in ("+", "-") or re.fullmatch(_NUMBER, told):
        return told
    return f"'{told}" if told[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else told


def safe_frame(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return a table whose cells and titles are safe in a comma separated file."""
    told = frame.map(safe_cell).rename(index=safe_cell, columns=safe_cell)
    return told.rename_axis(index=safe_cell, columns=safe_cell)
