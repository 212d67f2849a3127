"""Text in 100 columns, tables and formulas in HTML for notebooks and in LaTeX for papers."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from html import escape
from textwrap import TextWrapper
from typing import TYPE_CHECKING

import sympy

if TYPE_CHECKING:
    import pandas as pd

_SPECIAL = {
    **{sign: f"\\{sign}" for sign in "%&_#${}"},
    # brackets and stars would be read as options of a line break before them
    **{sign: f"{{{sign}}}" for sign in "[]*"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "−": "$-$",
    "→": r"$\to$",
    "≤": r"$\le$",
    "≥": r"$\ge$",
    "≠": r"$\ne$",
    "≈": r"$\approx$",
    "×": r"$\times$",
    "∞": r"$\infty$",
    "±": r"$\pm$",
}
# control characters as the pictures that Unicode has of them
_PICTURES = {
    **{code: chr(0x2400 + code) for code in range(32)},
    **dict.fromkeys(range(127, 160), "\N{SYMBOL FOR DELETE}"),
}
# with a sign of its own, a fraction, or rounded
_NUMBER = r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?(/\d+)?"
_GREEK = "GREEK SMALL LETTER "
# of a line of an article, and between columns, in centimetres
_LINE, _GAP = 12.1, 0.43


def plain(*told: str, width: int = 100) -> str:
    """Write lines of plain text, none longer than so many columns.

    Parameters
    ----------
    *told : str
        The lines, each indented as it shall be; white space within one is joined into single
        spaces.
    width : int
        How many columns.

    Returns
    -------
    str
        The lines; what goes on is indented by four more. Words are never broken, and products only
        where they are longer than a line.

    Examples
    --------
    >>> print(plain("peace", "  " + "and quiet " * 12))
    peace
      and quiet and quiet and quiet and quiet and quiet and quiet and quiet and quiet and quiet and
          quiet and quiet and quiet
    """
    written: list[str] = []
    for line in told:
        space = line[: len(line) - len(line.lstrip())]
        lines = _Wrapper(
            width,
            initial_indent=space,
            subsequent_indent=space + "    ",
            # a name of a parameter is never broken
            break_long_words=False,
            break_on_hyphens=False,
        )
        # nor is a factor such as 1 - x
        shown = visible(" ".join(line.split()))
        whole = re.sub(r"\((\w+) ([-+]) (\w+)\)", "(\\1\0\\2\0\\3)", shown)
        written += lines.wrap(whole) or [""]
    return "\n".join(written).replace("\0", " ")


class _Wrapper(TextWrapper):
    def _split(self, text: str) -> list[str]:
        room = self.width - len(self.subsequent_indent)
        words = super()._split(text)
        return [
            part
            for word in words
            for part in (re.split(r"(?<=[^*]\*)(?!\*)", word) if len(word) > room else [word])
        ]


def counted(number: int, one: str, several: str = "") -> str:
    """Write how many there are of something.

    Parameters
    ----------
    number : int
        How many.
    one : str
        What one of them is called.
    several : str
        What several are called; by default the same with an *s*.

    Returns
    -------
    str
        The number and the word that goes with it.

    Examples
    --------
    >>> counted(1, "draw"), counted(2_000, "draw"), counted(2, "equilibrium", "equilibria")
    ('1 draw', '2,000 draws', '2 equilibria')
    """
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


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
    >>> table(["a"], [["1 < 2"]])
    '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1 &lt; 2</td></tr></tbody></table>'
    """
    head = "".join(f"<th>{escape(visible(title))}</th>" for title in titles)
    body = "".join(f"<tr>{''.join(f'<td>{lines(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


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


def lines(text: str) -> str:
    """Write plain text with its new lines.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> lines("peace & quiet")
    'peace &amp; quiet'
    """
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


def tex_text(label: str) -> str:
    r"""Write a label so that LaTeX prints it as it is.

    Parameters
    ----------
    label : str
        Any text; white space is joined into single spaces.

    Returns
    -------
    str
        The text with specials escaped; Greek letters and common signs in mathematics.

    Examples
    --------
    >>> tex_text("R&D_1 at 50 %, type θ")
    'R\\&D\\_1 at 50 \\%, type $\\theta$'
    """
    return "".join(_SPECIAL.get(sign) or _sign(sign) for sign in " ".join(label.split()))


def visible(text: str) -> str:
    r"""Replace the signs that steer a terminal, and that pages and papers refuse.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        In which each control character, be it a new line, is a picture of it.

    Examples
    --------
    >>> visible("a\x1b[31m"), visible("peace")
    ('a␛[31m', 'peace')
    """
    return text if text.isprintable() else text.translate(_PICTURES)


def _sign(sign: str) -> str:
    if ord(sign) in _PICTURES:
        return "?"
    name = unicodedata.name(sign, "")
    letter = name.removeprefix(_GREEK).lower()
    if name.startswith(_GREEK) and letter != "omicron" and letter.isalpha():
        return f"$\\{'lambda' if letter == 'lamda' else letter}$"
    return sign


def tabular(
    titles: Sequence[str], rows: Iterable[Sequence[str]], *, long_table: bool = False
) -> str:
    r"""Write a table for a paper.

    Parameters
    ----------
    titles : sequence of str
        Of the columns.
    rows : iterable of sequence of str
        The cells of each row, as plain text; a new line there is one in the cell.
    long_table : bool
        Whether it may go on over pages, which takes the package longtable.

    Returns
    -------
    str
        A ``tabular`` environment that needs no package. Columns of long text share what the others
        leave of the line, and break their text.

    Examples
    --------
    >>> print(tabular(["a"], [["1 < 2"]]))
    \begin{tabular}{@{}l@{}}
    \hline
    a \tabularnewline
    \hline
    1 \textless{} 2 \tabularnewline
    \hline
    \end{tabular}
    """
    body = [list(row) for row in rows]
    columns = list(zip(titles, *body, strict=True))
    wide = [max(_wide(line) for cell in column for line in cell.split("\n")) for column in columns]
    least = [max(_wide(word) for cell in column for word in _words(cell)) for column in columns]
    long = [sum(map(len, column)) for column in columns]
    room = _LINE - _GAP * (len(columns) - 1)
    broken = _broken(wide, least, room)
    free = room - sum(least[k] if k in broken else wide[k] for k in range(len(wide)))
    folded = [k in broken or any("\n" in cell for cell in own) for k, own in enumerate(columns)]
    kinds = ""
    for k, several in enumerate(folded):
        share = wide[k]
        if k in broken:
            # words are estimated rather too wide: where they leave nothing, all give way
            narrow = least[k] * min(1, room / sum(least))
            share = narrow + max(free, 0) * long[k] / sum(long[b] for b in broken)
        kinds += f"p{{{share:.1f}cm}}" if several else "l"
    name = "longtable" if long_table else "tabular"
    told = [_cells(row, folded) for row in (titles, *body)]
    lines = [r"\hline", told[0], r"\hline", *told[1:], r"\hline"]
    return "\n".join([rf"\begin{{{name}}}{{@{{}}{kinds}@{{}}}}", *lines, rf"\end{{{name}}}"])


def _cells(row: Sequence[str], folded: Sequence[bool]) -> str:
    cells = []
    for cell, several in zip(row, folded, strict=True):
        told = r" \newline ".join(tex_text(line) for line in cell.split("\n"))
        # long names break after an underscore, and words are not spread over the line
        told = told.replace(r"\_", r"\_\allowbreak{}")
        cells.append(rf"\raggedright {told}" if several else told)
    return " & ".join(cells) + r" \tabularnewline"


def _words(cell: str) -> list[str]:
    return cell.replace("_", "_ ").split()


def _wide(text: str) -> float:
    return sum(advance(sign) for sign in text)


def _broken(wide: Sequence[float], least: Sequence[float], room: float) -> list[int]:
    """Return the fewest columns, the widest first, whose text must break for all to fit."""
    order = sorted(range(len(wide)), key=lambda k: -wide[k])
    for count in range(len(wide)):
        if sum(wide[k] for k in order[count:]) + sum(least[k] for k in order[:count]) <= room:
            return order[:count]
    return order


def advance(sign: str) -> float:
    """Estimate how wide a sign prints at ten points, rather too wide than too narrow.

    Parameters
    ----------
    sign : str
        One sign.

    Returns
    -------
    float
        In centimetres.

    Examples
    --------
    >>> advance("i") < advance("a") < advance("M")
    True
    """
    if sign in "\\${}^":
        return 0.0
    if sign in "iljtfrI.,;:'!|()[] /":
        return 0.13
    if sign in "mwMW%@—":
        return 0.34
    return 0.26 if sign.isupper() else 0.2
