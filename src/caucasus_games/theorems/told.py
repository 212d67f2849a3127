"""A condition as it is told: in the names that the game defines, with what they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy
from immutabledict import immutabledict

from caucasus_games.algebra.formula import Formula, Sign
from caucasus_games.readings.margin import Margin
from caucasus_games.text.plain import plain
from caucasus_games.theorems.rows import FORMULA, latex_of, latex_of_definitions, text_of


@dataclass(frozen=True)
class Told:
    """A formula in names, who prefers what to what in it, and what the names stand for."""

    formula: Formula
    margins: immutabledict[Sign, Margin]
    definitions: immutabledict[str, sympy.Expr]

    def text(self) -> str:
        """Write it line by line, the names after it."""
        lines = [text_of(self.formula, self.margins)]
        if self.definitions:
            lines.append("where")
            lines += (
                plain(f"  {name} = {formula}", width=FORMULA)
                for name, formula in self.definitions.items()
            )
        return "\n".join(lines)

    def latex(self, names: Mapping[str, str], offers: tuple[str, ...], *, pages: bool) -> str:
        """Write it in LaTeX, the names after it."""
        names = {**dict.fromkeys(self.definitions, ""), **names}
        told = latex_of(self.formula, self.margins, names, pages=pages, offers=offers)
        if not self.definitions:
            return told
        return f"{told}\nwhere\n{latex_of_definitions(self.definitions, names)}"
