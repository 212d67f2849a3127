r"""Labels and formulas as LaTeX: specials escaped, numbers exact, widths estimated.

A number is written as a decimal if eight digits hold it exactly, and else as a fraction.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from fractions import Fraction

import sympy

from caucasus_games.errors import unknown
from caucasus_games.formats.chosen import chosen
from caucasus_games.games import ExtensiveForm, NormalForm

NEWLINE = r"\\"

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
}
_GREEK = "GREEK SMALL LETTER "


def escape(label: str) -> str:
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
    >>> escape("R&D_1 at 50 %, type θ")
    'R\\&D\\_1 at 50 \\%, type $\\theta$'
    """
    return "".join(_SPECIAL.get(sign) or _sign(sign) for sign in " ".join(label.split()))


def _sign(sign: str) -> str:
    name = unicodedata.name(sign, "")
    letter = name.removeprefix(_GREEK).lower()
    if name.startswith(_GREEK) and letter != "omicron" and letter.isalpha():
        return f"$\\{'lambda' if letter == 'lamda' else letter}$"
    return sign


def formula_writer(
    game: NormalForm | ExtensiveForm, notation: Mapping[str, str]
) -> Callable[[sympy.Expr], str]:
    r"""Return what writes the formulas of one game, with its chosen values put in.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        Whose symbols and values.
    notation : mapping of str to str
        LaTeX for symbols, by name.

    Returns
    -------
    callable
        From a payoff or probability to LaTeX for mathematical mode.

    Raises
    ------
    GameError
        If a name in the notation is no symbol of the game.

    Examples
    --------
    >>> x, cost = sympy.symbols("x war_cost")
    >>> game = NormalForm({"A": ["stay"]}, {("stay",): [x - cost]})
    >>> formula_writer(game, {})(x - cost)
    '- \\mathit{war\\_cost} + x'
    >>> formula_writer(game.at({"x": "1/4"}), {"war_cost": "c"})(x - cost)
    '1 / 4 - c'
    """
    names = sorted(symbol.name for symbol in game.symbols)
    for name in notation:
        if name not in names:
            raise unknown("symbol in the notation", name, names)
    values = chosen(game)
    shown = {s: notation.get(s.name) or _symbol(s) for s in game.symbols}
    # words need a sign between them, letters do not
    times = "dot" if any(name.startswith("\\math") for name in shown.values()) else None

    def write(formula: sympy.Expr) -> str:
        value = formula.xreplace(values)
        if value.is_Rational:
            return number(Fraction(int(value.p), int(value.q)))
        return str(sympy.latex(value, symbol_names=shown, fold_short_frac=True, mul_symbol=times))

    return write


def number(value: Fraction) -> str:
    """Write an exact number.

    Parameters
    ----------
    value : fractions.Fraction
        The number.

    Returns
    -------
    str
        An exact decimal of at most eight digits, else a fraction.

    Examples
    --------
    >>> number(Fraction(9, 20)), number(Fraction(-1, 3))
    ('0.45', '-1/3')
    """
    digits = value * 10**8
    if value.denominator == 1 or digits.denominator > 1:
        return str(value)
    whole, rest = divmod(abs(int(digits)), 10**8)
    return f"{'-' if value < 0 else ''}{whole}.{rest:08}".rstrip("0")


def _symbol(symbol: sympy.Symbol) -> str:
    head = symbol.name.partition("_")[0]
    if re.fullmatch(r"[A-Za-z]\w*", symbol.name, re.ASCII) is None:
        return f"\\mbox{{{escape(symbol.name)}}}"
    known = str(sympy.latex(sympy.Symbol(head)))
    if len(head) > 1 and not known.startswith("\\") and not head[1:].isdigit():
        return f"\\mathit{{{escape(symbol.name)}}}"
    return str(sympy.latex(symbol))


def size(text: str) -> tuple[float, float]:
    r"""Estimate how large a line of LaTeX prints at ten points, rather too large than too small.

    Parameters
    ----------
    text : str
        Escaped text with formulas between dollars.

    Returns
    -------
    tuple of float
        Width and height in centimetres.

    Examples
    --------
    >>> size("war")[0] < size("United States")[0] < size(r"$\frac{a}{b} + 12345678$")[0]
    True
    """
    rows = text.count(NEWLINE) + 1
    height = 0.5 * rows if rows > 1 else 0.75 if r"\frac" in text else 0.42
    if rows > 1:
        text = text.replace(r"\begin{cases}", "").replace(r"\end{cases}", "")
        return max(size(row)[0] for row in text.split(NEWLINE)) + 0.3, height
    bare = re.sub(r"\\[A-Za-z]+", "n", _flat(text))
    spread = 0.25 * len(re.findall(r" [-+=<>/] ", bare))
    return spread + sum(_advance(sign) for sign in bare), height


def _flat(text: str) -> str:
    """Take formulas apart from the inside: of a fraction the longer half stays."""
    before = ""
    while text != before:
        before = text
        text = re.sub(r"(?:\\(?:mathit|mbox|text)|[\^_])\{([^{}]*)\}", r"\1", text)
        text = re.sub(r"\\sqrt\{([^{}]*)\}", r"nn\1", text)
        text = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", lambda m: max(m.groups(), key=len), text)
    return re.sub(r"\\(left|right)\b", "", text)


def _advance(sign: str) -> float:
    if sign in "\\${}^":
        return 0.0
    if sign in "iljtfrI.,;:'!|()[] /":
        return 0.13
    if sign in "mwMW%@—":
        return 0.34
    return 0.26 if sign.isupper() else 0.2
