"""A way to play with the condition under which it is an equilibrium, in symbols."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.algebra.formula import NEVER, Formula, both, either
from caucasus_games.algebra.ratio import Ratio
from caucasus_games.readings.reading import What

if TYPE_CHECKING:
    from caucasus_games.readings.symbols import Formulas, Symbols


# who asks for signs of numbers: what tells pieces of a payoff apart, or what may happen
PIECES, ENDS = "pieces", "ends"


@dataclass(frozen=True)
class Constraint:
    """What keeps a player from a deviation."""

    player: str
    after: tuple[str, ...]
    action: str
    instead: str
    formula: Formula


@dataclass(frozen=True)
class Case:
    """A way to play that is an equilibrium under a condition."""

    moves: tuple[tuple[str, tuple[str, ...], str], ...]
    given: Formula
    constraints: tuple[Constraint, ...]
    values: tuple[Ratio, ...]
    ends: tuple[tuple[str, Formula], ...]
    # which case it takes of each kind of subgame that it goes through
    takes: Mapping[int, int] = field(default_factory=immutabledict)

    @property
    def formula(self) -> Formula:
        """The condition."""
        return both(self.given, *(one.formula for one in self.constraints))


def ended(
    reading: Symbols, ways: Iterable[tuple[Ratio, tuple[tuple[str, Formula], ...]]]
) -> tuple[tuple[str, Formula], ...]:
    """Say which outcomes have a positive probability after a draw."""
    found: dict[str, Formula] = {}
    for chance, ends in ways:
        for outcome, when in ends if chance else ():
            positive = both(when, reading.sign(chance, strict=True, by=ENDS))
            found[outcome] = either(found.get(outcome, NEVER), positive)
    return tuple(found.items())


def constrained(reading: Formulas, case: Case, what: What, formula: Formula) -> Case:
    """Add a constraint to a case, simplified given those before it."""
    known = [case.given, *(one.formula for one in case.constraints)]
    formula = reading.box.simplified(formula, known)
    return replace(case, constraints=(*case.constraints, Constraint(*what, formula)))


def feasible(reading: Symbols, case: Case) -> bool:
    """Tell whether a case may happen somewhere, as far as that can be refuted."""
    return case.formula != NEVER and not reading.box.impossible(case.formula, thorough=True)


def unrefuted(reading: Symbols, case: Case) -> Case | None:
    """Return a case on the way, unless a short look refutes it."""
    return None if reading.dead(case.formula) else case
