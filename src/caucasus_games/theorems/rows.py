"""A condition written out: line by line, as text and in LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from tokenize import TokenError

import sympy
from sympy.parsing.sympy_parser import parse_expr

from caucasus_games.algebra.formula import ALWAYS, NEVER, Formula, Join, Sign
from caucasus_games.algebra.rendering import multiplied_out, relation
from caucasus_games.formats.tex import size
from caucasus_games.readings.margin import Margin
from caucasus_games.text.latex import tex_numbers, tex_text
from caucasus_games.text.plain import plain

# of a line of an article, in centimetres
_LINE = 11.5
# in columns, less what lists of conditions indent; a formula is easier to read where it is short
_PLAIN, FORMULA = 96, 78
_TIMES = r" \cdot "
# rows of a page of an article
_PAGE = 40
# of a formula with names that no language has
_UNREADABLE = (SyntaxError, TypeError, ValueError, AttributeError, TokenError)
_SIGNS = {">=": r"\geq", ">": ">", "<=": r"\leq", "<": "<"}

Margins = Mapping[Sign, Margin]


def named(sign: Sign, margins: Margins) -> str:
    """Return who prefers what to what if a sign holds."""
    return str(margins.get(sign, "which payoff applies"))


def text_of(formula: Formula, margins: Margins) -> str:
    """Write a condition as text."""
    lines = []
    for depth, row in _rows(formula, margins):
        space = "  " * depth
        if isinstance(row, Sign):
            lines.append(plain(f"{space}{named(row, margins)}", width=_PLAIN))
            lines.append(plain(f"{space}    {relation(row)}", width=FORMULA))
        else:
            lines.append(space + row)
    return "\n".join(lines)


def latex_of(
    formula: Formula,
    margins: Margins,
    names: Mapping[str, str],
    *,
    pages: bool,
    offers: Collection[str] = (),
) -> str:
    """Write a condition in LaTeX; names are written for symbols, and pages may break."""
    rows = _latex_rows(formula, margins, names, offers)
    told = "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"
    return f"{{\\allowdisplaybreaks\n{told}}}" if pages and len(rows) >= _PAGE else told


def _rows(formula: Formula, margins: Margins, depth: int = 0) -> Iterator[tuple[int, Sign | str]]:
    """Yield a formula line by line with depths, inequalities first and by player."""
    if isinstance(formula, Sign):
        yield depth, formula
        return
    words = {ALWAYS: "always", NEVER: "never"}
    yield depth, words.get(formula, "all of" if formula.every else "one of")
    players = {part: _player(part, margins) for part in formula.parts}
    order = list(dict.fromkeys(players.values()))
    for part in sorted(
        formula.parts, key=lambda part: (isinstance(part, Join), order.index(players[part]))
    ):
        yield from _rows(part, margins, depth + 1)


def _player(part: Formula, margins: Margins) -> str:
    margin = margins.get(part) if isinstance(part, Sign) else None
    return margin.player if margin else ""


def _latex_rows(
    formula: Formula, margins: Margins, names: Mapping[str, str], offers: Collection[str]
) -> list[str]:
    symbols = _symbols(names)
    written = _writer(symbols)
    lines = list(_rows(formula, margins))
    found = {row: relation(row) for _, row in lines if isinstance(row, Sign)}

    known = {symbol.name: symbol for symbol in symbols}

    def read(text: str) -> str:
        # a number that is offered, in the symbols of the condition
        try:
            return written(parse_expr(text, local_dict=known))
        except _UNREADABLE:
            return ""

    def name(own: str) -> str:
        return written(sympy.Symbol(own))

    about = {row: tex_numbers(named(row, margins), offers, name, read) for row in found}
    beside = _fit_beside(lines, {row: written(one) for row, one in found.items()}, about)
    rows: list[str] = []
    for depth, row in lines:
        space = "& " + r"\quad " * depth
        if not isinstance(row, Sign):
            rows.append(space + rf"\text{{{row}}}")
        elif beside:
            rows.append(rf"{space}{written(found[row])} && \text{{{about[row]}}}")
        else:
            rows.append(rf"{space}\text{{{about[row]}:}}")
            parts = _parts(row, found[row], written, _LINE - 0.4 * depth - 0.8)
            rows += (rf"{space}\qquad {part}" for part in parts)
    return rows


def _symbols(names: Mapping[str, str]) -> dict[sympy.Symbol, str]:
    """Return what is written for each symbol, in words if it is nothing."""
    return {
        sympy.Symbol(name): told or rf"\text{{{tex_text(name.replace('_', ' '))}}}"
        for name, told in names.items()
    }


def _writer(symbols: Mapping[sympy.Symbol, str]) -> Callable[[sympy.Basic], str]:
    # words need a sign between them
    times = _TIMES if any("text" in name for name in symbols.values()) else r"\,"

    def written(formula: sympy.Basic) -> str:
        return str(sympy.latex(formula, symbol_names=symbols, mul_symbol=times))

    return written


def latex_of_definitions(definitions: Mapping[str, sympy.Expr], names: Mapping[str, str]) -> str:
    """Write what names stand for in LaTeX, a line each."""
    symbols = _symbols(names)
    written = _writer(symbols)
    rows = (
        rf"& {symbols[sympy.Symbol(name)]} = {written(formula)}"
        for name, formula in definitions.items()
    )
    return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"


def _fit_beside(
    lines: list[tuple[int, Sign | str]], told: Mapping[Sign, str], about: Mapping[Sign, str]
) -> bool:
    """Tell whether each inequality and what it is about fit on one line."""
    whole = [
        0.4 * depth + size(f"${told[row]}$")[0] for depth, row in lines if isinstance(row, Sign)
    ]
    wide = max((size(who)[0] for who in about.values()), default=0)
    return max(whole, default=0) + wide < _LINE


def _parts(
    row: Sign, one: sympy.Rel, written: Callable[[sympy.Basic], str], room: float
) -> Iterator[str]:
    """Yield an inequality in parts that fit on a line, broken before a plus, else in a product."""

    def wide(formula: sympy.Basic) -> bool:
        return size(f"${written(formula)}$")[0] > room

    if not wide(one):
        yield written(one)
        return
    if any(wide(term) for side in one.args for term in side.as_ordered_terms()):
        one = multiplied_out(row)
    for side, line in zip(one.args, ("", _SIGNS[one.rel_op]), strict=True):
        for k, term in enumerate(side.as_ordered_terms()):
            factors = written(term).split(_TIMES) if wide(term) else [written(term)]
            for m, factor in enumerate(factors):
                sign = rf"{_TIMES.strip()} " if m else "+ " if k else ""
                longer = f"{line} {sign}{factor}".strip()
                if (k or m) and size(f"${longer}$")[0] > room:
                    yield line
                    longer = f"{sign}{factor}"
                line = longer
        yield line
