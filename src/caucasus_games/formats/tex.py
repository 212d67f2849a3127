r"""Formulas as LaTeX: numbers exact, widths estimated.

A number is written as a decimal if eight digits hold it exactly, and else as a fraction.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

import sympy

from caucasus_games.errors import unknown
from caucasus_games.formats.chosen import chosen
from caucasus_games.games import ExtensiveForm, MarkovGame, NormalForm
from caucasus_games.text.latex import advance, tex_symbol

NEWLINE = r"\\"


def formula_writer(
    game: NormalForm | ExtensiveForm | MarkovGame, notation: Mapping[str, str]
) -> Callable[[sympy.Expr], str]:
    r"""Return what writes the formulas of one game, with its chosen values put in."""
    symbols = {*game.symbols, *_numbers(game)}
    names = sorted(symbol.name for symbol in symbols)
    for name in notation:
        if name not in names:
            raise unknown("symbol in the notation", name, names)
    values = chosen(game)
    shown = {s: notation.get(s.name) or tex_symbol(s.name) for s in symbols}
    # words need a sign between them, letters do not
    times = "dot" if any(name.startswith("\\math") for name in shown.values()) else None

    def write(formula: sympy.Expr) -> str:
        value = formula.xreplace(values)
        if value.is_Rational:
            return number(Fraction(int(value.p), int(value.q)))
        return str(sympy.latex(value, symbol_names=shown, fold_short_frac=True, mul_symbol=times))

    return write


def _numbers(game: NormalForm | ExtensiveForm | MarkovGame) -> Iterator[sympy.Symbol]:
    """Yield what stands for numbers that players choose or know."""
    for vertex in game.vertices if isinstance(game, ExtensiveForm) else ():
        spread = vertex.offer or vertex.known
        if spread:
            yield spread.symbol


def number(value: Fraction) -> str:
    """Write an exact number."""
    digits = value * 10**8
    if value.denominator == 1 or digits.denominator > 1:
        return str(value)
    whole, rest = divmod(abs(int(digits)), 10**8)
    return f"{'-' if value < 0 else ''}{whole}.{rest:08}".rstrip("0")


def size(text: str) -> tuple[float, float]:
    r"""Estimate how large a line of LaTeX prints at ten points, rather too large than too small."""
    rows = text.count(NEWLINE) + 1
    height = 0.5 * rows if rows > 1 else 0.75 if r"\frac" in text else 0.42
    if rows > 1:
        text = text.replace(r"\begin{cases}", "").replace(r"\end{cases}", "")
        return max(size(row)[0] for row in text.split(NEWLINE)) + 0.3, height
    bare = re.sub(r"\\[A-Za-z]+", "n", _flat(text))
    spread = 0.25 * len(re.findall(r" [-+=<>/] ", bare))
    return spread + sum(advance(sign) for sign in bare), height


def _flat(text: str) -> str:
    """Take formulas apart from the inside: of a fraction the longer half stays."""
    before = ""
    while text != before:
        before = text
        text = re.sub(r"(?:\\(?:mathit|mbox|text)|[\^_])\{([^{}]*)\}", r"\1", text)
        text = re.sub(r"\\sqrt\{([^{}]*)\}", r"nn\1", text)
        text = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", lambda m: max(m.groups(), key=len), text)
    return re.sub(r"\\(left|right)\b", "", text)
