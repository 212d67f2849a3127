"""Plain text in 100 columns, with no sign that steers a terminal."""

import re
from collections.abc import Sequence
from textwrap import TextWrapper

# control characters as the pictures that Unicode has of them
PICTURES = {
    **{code: chr(0x2400 + code) for code in range(32)},
    **dict.fromkeys(range(127, 160), "\N{SYMBOL FOR DELETE}"),
}


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


def columns(*rows: Sequence[str], indent: str = "") -> list[str]:
    """Write rows of a table with each column as wide as it must be."""
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        (indent + "  ".join(f"{cell:{w}}" for cell, w in zip(row, wide, strict=True))).rstrip()
        for row in rows
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


def visible(text: str) -> str:
    r"""Replace the signs that steer a terminal, and that pages and papers refuse."""
    return text if text.isprintable() else text.translate(PICTURES)
