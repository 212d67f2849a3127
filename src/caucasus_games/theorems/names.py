"""In which names a theorem is found, and how it is spelled out again."""

from __future__ import annotations

from collections.abc import Sequence

from immutabledict import immutabledict

from caucasus_games.algebra.formula import Formula, at_ties
from caucasus_games.concepts.concept import Solver
from caucasus_games.concepts.subgame_perfect import subgame_perfect
from caucasus_games.readings.defined import in_names
from caucasus_games.readings.renamed import Renamed, Stands, symbols_of
from caucasus_games.readings.symbols import Symbols
from caucasus_games.theorems.elsewhere import by_worth


class Names:
    """Readings in more and more names."""

    def __init__(self, plain: Symbols, steps: Sequence[Renamed]) -> None:
        self._steps = tuple(steps)
        self.reading = steps[-1].reading if steps else plain

    def spelled_out(self, formula: Formula) -> Formula:
        """Put what names stand for in their place."""
        for step in reversed(self._steps):
            formula = step.spelled_out(formula)
        return formula

    def told(self, formula: Formula) -> Formula:
        """Return the formula in names that was spelled out as this one."""
        for step in self._steps:
            formula = step.told(formula)
        return formula

    def needed(self, formula: Formula) -> immutabledict[str, Stands]:
        """Return what those names stand for that it takes to understand a formula."""
        shown = {name: stands for step in self._steps for name, stands in step.shown.items()}
        known = symbols_of(formula) if shown else set()
        for name in reversed(tuple(shown)):
            if name in known:
                for worth, when in shown[name]:
                    known |= {symbol.name for symbol in worth.free_symbols} | symbols_of(when)
        return immutabledict({name: stands for name, stands in shown.items() if name in known})

    def without_ties(self, formula: Formula) -> Formula:
        """Say the same but at ties, where it does not hold."""
        own = formula
        for step in self._steps:
            told = step.told(own)
            step.remember(at_ties(told, False), at_ties(own, False))
            own = told
        return at_ties(formula, False)


def names_of(plain: Symbols, concept: Solver, outcome: str | None) -> Names:
    """Name what a game defines, and what comes where the outcome that is asked for cannot be."""
    steps = []
    defined = in_names(plain)
    if defined is not None:
        steps.append(defined)
        if outcome is not None and concept is subgame_perfect:
            worth = by_worth(defined.reading, outcome)
            steps += [worth] if worth else []
    return Names(plain, steps)
