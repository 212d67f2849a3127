"""A normal form that is ready for arrays."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import sympy
from array_api_compat import array_namespace, device

from caucasus_games.games import NormalForm
from caucasus_games.readings.compiled import Compiled, compiled
from caucasus_games.readings.tally import Numbers, Whole


@dataclass(frozen=True)
class Table:
    """A normal form as places of formulas."""

    formulas: Compiled
    shape: tuple[int, ...]
    payoffs: tuple[tuple[int, ...], ...]
    chances: tuple[tuple[tuple[int, int], ...], ...]
    outcomes: int

    def worth(self, numbers: Numbers) -> Numbers:
        """Return what each player gets at each profile."""
        xp = array_namespace(numbers)
        rows = xp.asarray([k for own in self.payoffs for k in own], device=device(numbers))
        flat = xp.take(numbers, rows, axis=numbers.ndim - 2)
        first = numbers.shape[:-2]
        found: Numbers = xp.reshape(flat, (*first, len(self.payoffs), *self.shape, -1))
        return found

    def expected(
        self, numbers: Numbers, draws: Whole, weights: Mapping[int, Numbers | float]
    ) -> tuple[Numbers, Numbers]:
        """Return what comes of profiles that are played with some probabilities."""
        chances = np.zeros((self.outcomes, len(draws)))
        payoffs = np.zeros((len(self.payoffs), len(draws)))
        for k, weight in weights.items():
            for outcome, row in self.chances[k]:
                chances[outcome] += weight * numbers[row].take(draws)
            for i, rows in enumerate(self.payoffs):
                payoffs[i] += weight * numbers[rows[k]].take(draws)
        return chances, payoffs


def table_of(
    game: NormalForm, fixed: Mapping[sympy.Symbol, sympy.Expr], outcomes: tuple[str, ...]
) -> Table:
    """Make a normal form ready for arrays."""
    rows: dict[sympy.Expr, int] = {}

    def row(formula: sympy.Expr) -> int:
        return rows.setdefault(formula.xreplace(fixed), len(rows))

    payoffs = tuple(
        tuple(row(own[i]) for own in game.payoffs.values()) for i in range(len(game.players))
    )
    chances = tuple(
        tuple((outcomes.index(label), row(chance)) for label, chance in game.outcomes[p].items())
        for p in game.payoffs
    )
    shape = tuple(len(actions) for actions in game.actions.values())
    return Table(compiled(rows), shape, payoffs, chances, len(outcomes))
