"""Cells of comma separated files that no spreadsheet takes for formulas."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

# with a sign of its own, a fraction, or rounded
_NUMBER = r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?(/\d+)?"


def safe_cell(cell: object) -> object:
    """Write a cell of a comma separated file so that no spreadsheet takes a label for a formula.

    Parameters
    ----------
    cell : object
        A label, a number, or nothing.

    Returns
    -------
    object
        A text that begins with ``=``, ``+``, ``-``, ``@`` or white space other than a blank, and
        is no number, gets an apostrophe before it, which spreadsheets read as: this is text. A
        minus sign is the one of the keyboard. All else stays as it is.

    Examples
    --------
    >>> safe_cell("=1+1"), safe_cell("-0.5"), safe_cell("−0.5"), safe_cell("@home")
    ("'=1+1", '-0.5', '-0.5', "'@home")
    """
    if not isinstance(cell, str):
        return cell
    told = cell.replace("−", "-")
    # effects are written by a sign alone
    if told in ("+", "-") or re.fullmatch(_NUMBER, told):
        return told
    return f"'{told}" if told[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else told


def safe_frame(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return a table whose cells and titles are safe in a comma separated file.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table.

    Returns
    -------
    pandas.DataFrame
        With :func:`safe_cell` in each place of text.

    Examples
    --------
    >>> import pandas as pd
    >>> safe_frame(pd.DataFrame({"@a": ["=b", "c"]})).to_csv(index=False).split()
    ["'@a", "'=b", 'c']
    """
    told = frame.map(safe_cell).rename(index=safe_cell, columns=safe_cell)
    return told.rename_axis(index=safe_cell, columns=safe_cell)
