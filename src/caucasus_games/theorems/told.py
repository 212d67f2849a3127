"""A condition as it is told: in the names that the game defines, with what they stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Any

import sympy
from immutabledict import immutabledict

from caucasus_games.algebra.formula import ALWAYS, Formula, Sign, holds, rational, truth
from caucasus_games.algebra.rendering import expression
from caucasus_games.games.limits import sympy_number
from caucasus_games.games.values import number
from caucasus_games.readings.margin import Margin
from caucasus_games.readings.renamed import Stands
from caucasus_games.text.plain import plain
from caucasus_games.theorems.rows import FORMULA, latex_of, latex_of_definitions, text_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

# as a share of what is added up: nearer to a tie than this, exact values decide
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Told:
    """A formula in names, who prefers what to what in it, and what the names stand for."""

    formula: Formula
    margins: immutabledict[Sign, Margin]
    definitions: immutabledict[str, Stands]

    def holds(self, values: Mapping[str, Fraction]) -> bool:
        """Tell whether it holds at exact values of the parameters."""
        return holds(self.formula, self.with_names(values))

    def with_names(self, values: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """Add to exact values of the parameters what the names are at them."""
        known = dict(values)
        for name, stands in self.definitions.items():
            # at the values cases exclude each other, and at a tie any does
            worth = next((worth for worth, when in stands if holds(when, known)), stands[-1][0])
            swap = {s: sympy_number(known[s.name]) for s in worth.free_symbols}
            known[name] = number(worth, swap, lambda: "a name")
        return known

    def holds_on(
        self, draws: Mapping[str, npt.NDArray[np.float64]], exactly: Callable[[int], bool]
    ) -> npt.NDArray[np.bool_]:
        """Tell at which of many draws it holds, by exact values where rounding might decide."""
        import numpy as np

        known: dict[str, Any] = dict(draws)
        count = len(next(iter(known.values())))
        near = np.zeros(count, bool)

        def sign(one: Sign) -> npt.NDArray[np.bool_]:
            nonlocal near
            total, magnitude = np.zeros(count), np.zeros(count)
            for powers, factor in one.polynomial.terms():
                term = np.full(count, _decimal(rational(factor)))
                for symbol, power in zip(one.polynomial.ring.symbols, powers, strict=True):
                    term = term * known[symbol.name] ** power if power else term
                total, magnitude = total + term, magnitude + abs(term)
            # nor is what leaves the range of decimals sure
            near |= ~(abs(total) > _ROUNDING * magnitude)
            return np.asarray(total > 0 if one.strict else total >= 0)

        def joined(every: bool, parts: list[npt.NDArray[np.bool_]]) -> npt.NDArray[np.bool_]:
            join = np.logical_and if every else np.logical_or
            return reduce(join, parts, np.full(count, every))

        for name, stands in self.definitions.items():
            worths = [
                np.broadcast_to(function(*(known[n] for n in symbols)), (count,))
                for symbols, function in self._functions[name]
            ]
            cases = [truth(when, sign, joined) for _, when in stands]
            known[name] = np.select(cases, worths, worths[-1])
        told = truth(self.formula, sign, joined)
        for place in np.flatnonzero(near):
            told[place] = exactly(int(place))
        return told

    @cached_property
    def _functions(self) -> dict[str, list[tuple[list[str], Callable[..., Any]]]]:
        """What names stand for in each case, as functions of arrays."""
        found: dict[str, list[tuple[list[str], Callable[..., Any]]]] = {}
        for name, stands in self.definitions.items():
            found[name] = []
            for worth, _ in stands:
                symbols = sorted(s.name for s in worth.free_symbols)
                found[name].append((symbols, sympy.lambdify(symbols, worth, "numpy")))
        return found

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


def _decimal(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
