"""A condition as it is told: in the names that the game defines, with what they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sympy
from immutabledict import immutabledict

from caucasus_games.algebra.formula import ALWAYS, Formula, Sign
from caucasus_games.algebra.rendering import expression
from caucasus_games.readings.margin import Margin
from caucasus_games.readings.renamed import Stands
from caucasus_games.text.plain import plain
from caucasus_games.theorems.rows import FORMULA, latex_of, latex_of_definitions, text_of


@dataclass(frozen=True)
class Told:
    """A formula in names, who prefers what to what in it, and what the names stand for."""

    formula: Formula
    margins: immutabledict[Sign, Margin]
    definitions: immutabledict[str, Stands]

    def text(self) -> str:
        """Write it line by line, the names after it."""
        lines = [text_of(self.formula, self.margins)]
        if self.definitions:
            lines += ["where", *self._defined()]
        return "\n".join(lines)

    def _defined(self) -> Iterator[str]:
        for name, stands in self.definitions.items():
            for k, (worth, when) in enumerate(stands):
                head = f"{name} = " if k == 0 else "  or "
                case = "" if when == ALWAYS else f", if {expression(when)}"
                yield plain(f"  {head}{worth}{case}", width=FORMULA)

    def latex(self, names: Mapping[str, str], offers: tuple[str, ...], *, pages: bool) -> str:
        """Write it in LaTeX, the names after it."""
        names = {**dict.fromkeys(self.definitions, ""), **names}
        told = latex_of(self.formula, self.margins, names, pages=pages, offers=offers)
        if not self.definitions:
            return told
        formulas = {
            name: stands[0][0]
            if stands[0][1] == ALWAYS
            else sympy.Piecewise(
                *((worth, expression(when)) for worth, when in stands), evaluate=False
            )
            for name, stands in self.definitions.items()
        }
        return f"{told}\nwhere\n{latex_of_definitions(formulas, names)}"
