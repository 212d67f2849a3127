"""Labels and tables in LaTeX, with the widths of signs estimated."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence

import sympy

from caucasus_games.text.plain import PICTURES

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
_GREEK = "GREEK SMALL LETTER "
# of a line of an article, and between columns, in centimetres
_WIDTH_OF_A_LINE, _WIDTH_OF_A_GAP = 12.1, 0.43


def tex_text(label: str) -> str:
    r"""Write a label so that LaTeX prints it as it is."""
    return "".join(_SPECIAL.get(sign) or _sign(sign) for sign in " ".join(label.split()))


def _sign(sign: str) -> str:
    if ord(sign) in PICTURES:
        return "?"
    name = unicodedata.name(sign, "")
    letter = name.removeprefix(_GREEK).lower()
    if name.startswith(_GREEK) and letter != "omicron" and letter.isalpha():
        return f"$\\{'lambda' if letter == 'lamda' else letter}$"
    return sign


def tex_symbol(name: str) -> str:
    r"""Write the name of a symbol in a formula."""
    head = name.partition("_")[0]
    if re.fullmatch(r"[A-Za-z]\w*", name, re.ASCII) is None:
        return f"\\mbox{{{tex_text(name)}}}"
    known = str(sympy.latex(sympy.Symbol(head)))
    if len(head) > 1 and not known.startswith("\\") and not head[1:].isdigit():
        return f"\\mathit{{{tex_text(name)}}}"
    return str(sympy.latex(sympy.Symbol(name)))


def tex_numbers(
    told: str,
    names: Collection[str],
    name: Callable[[str], str] = tex_symbol,
    formula: Callable[[str], str] = str,
) -> str:
    r"""Write what is played, the numbers that are offered as formulas.

    Parameters
    ----------
    told : str
        In words, such as ``"A: share = 1/2 → C: accept"``.
    names : collection of str
        Of the numbers.
    name : callable
        Writes the name of a number.
    formula : callable
        Writes a formula; nothing if it cannot be read.

    Returns
    -------
    str
        LaTeX.

    Examples
    --------
    >>> print(tex_numbers("A: x = 1/2 → B: accept", ["x"]))
    A: $x = 1/2$ $\to$ B: accept
    """
    if not names:
        return tex_text(told)
    either = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    # "any x", or a number with what it is up to the next words
    pattern = (
        rf"(?<!\w)(?:any ({either})|({either}) = (≈?)(.+?))(?=, then | rather than |;| → | \(|\n|$)"
    )
    parts, start = [], 0
    for found in re.finditer(pattern, told):
        whole, own, about, worth = found.groups()
        written = "" if whole else formula(worth)
        if not (whole or written):
            continue
        parts.append(_between(told[start : found.start()]))
        sign = r"\approx" if about else "="
        parts.append(f"any ${name(whole)}$" if whole else f"${name(own)} {sign} {written}$")
        start = found.end()
    return "".join([*parts, _between(told[start:])])


def _between(part: str) -> str:
    """Write a part of a line, the spaces at its ends kept."""
    inner = tex_text(part)
    before, after = (" " if part[:1] == " " else ""), (" " if part[-1:] == " " and inner else "")
    return f"{before}{inner}{after}"


def tabular(
    titles: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    long_table: bool = False,
    write: Callable[[str], str] = tex_text,
) -> str:
    r"""Write a table for a paper, each line of its cells by ``write``."""
    body = [list(row) for row in rows]
    kinds = [_kind(width) for width in _widths(list(zip(titles, *body, strict=True)))]
    name = "longtable" if long_table else "tabular"
    folded = [kind != "l" for kind in kinds]
    told = [_cells(titles, folded, tex_text), *(_cells(row, folded, write) for row in body)]
    lines = [r"\hline", told[0], r"\hline", *told[1:], r"\hline"]
    begin = rf"\begin{{{name}}}{{@{{}}{''.join(kinds)}@{{}}}}"
    return "\n".join([begin, *lines, rf"\end{{{name}}}"])


def _kind(width: float | None) -> str:
    return "l" if width is None else f"p{{{width:.1f}cm}}"


def _widths(columns: Sequence[Sequence[str]]) -> list[float | None]:
    """Return how wide each column is whose text is on several lines, so that all fit."""
    wide = [max(_wide(line) for cell in column for line in cell.split("\n")) for column in columns]
    least = [max(_wide(word) for cell in column for word in _words(cell)) for column in columns]
    room = _WIDTH_OF_A_LINE - _WIDTH_OF_A_GAP * (len(columns) - 1)
    broken = _broken(wide, least, room)
    free = room - sum(least[k] if k in broken else wide[k] for k in range(len(wide)))
    long = {k: sum(map(len, columns[k])) for k in broken}
    # words are estimated rather too wide: where they leave nothing, all give way
    narrow = min(1, room / sum(least))
    return [
        least[k] * narrow + max(free, 0) * long[k] / sum(long.values())
        if k in broken
        else wide[k]
        if any("\n" in cell for cell in column)
        else None
        for k, column in enumerate(columns)
    ]


def _cells(row: Sequence[str], folded: Sequence[bool], write: Callable[[str], str]) -> str:
    cells = []
    for cell, several in zip(row, folded, strict=True):
        told = r" \newline ".join(map(write, cell.split("\n")))
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
    """Estimate how wide a sign prints at ten points, rather too wide than too narrow."""
    if sign in "\\${}^":
        return 0.0
    if sign in "iljtfrI.,;:'!|()[] /":
        return 0.13
    if sign in "mwMW%@—":
        return 0.34
    return 0.26 if sign.isupper() else 0.2
