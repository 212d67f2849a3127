"""Text, tables and formulas in HTML, in which nothing of a text is markup."""

from collections.abc import Iterable, Sequence
from html import escape

import sympy

from caucasus_games.text.latex import tex_text
from caucasus_games.text.plain import visible


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table.

    Parameters
    ----------
    titles : sequence of str
        Of the columns.
    rows : iterable of sequence of str
        The cells of each row, as plain text; a new line there is one in the cell.

    Returns
    -------
    str
        HTML in which nothing of the text is markup.

    Examples
    --------
    >>> table(["a"], [["1 < 2"]])[:64]
    '<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr>'
    """
    head = "".join(f'<th scope="col">{escape(visible(title))}</th>' for title in titles)
    body = "".join(f"<tr>{''.join(f'<td>{lines(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def lines(text: str) -> str:
    """Write plain text with its new lines."""
    return "<br>".join(escape(visible(line)) for line in text.split("\n"))


def formulas(several: Iterable[sympy.Expr]) -> str:
    r"""Write formulas for TeX, which notebooks set.

    Parameters
    ----------
    several : iterable of sympy.Expr
        The formulas.

    Returns
    -------
    str
        Divided by commas; names of parameters in words.

    Examples
    --------
    >>> print(formulas([sympy.Symbol("war_cost") / 2]))
    \(\frac{\text{war cost}}{2}\)
    """
    written = []
    for formula in several:
        names = {s: rf"\text{{{tex_text(s.name.replace('_', ' '))}}}" for s in formula.free_symbols}
        # words need a sign between them
        told = sympy.latex(formula, symbol_names=names, mul_symbol=r" \cdot ")
        written.append(rf"\({told}\)")
    return ", ".join(written)
