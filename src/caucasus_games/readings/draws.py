"""A game at many draws: numbers are pairs of arrays, and what holds is a mask over the draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, ClassVar

import sympy
from array_api_compat import array_namespace

from caucasus_games.readings.compiled import Compiled, compiled
from caucasus_games.readings.reading import What
from caucasus_games.readings.tally import Numbers, Truth
from caucasus_games.readings.ties import TIE, minus, tied
from caucasus_games.readings.vertices import some_belief


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Numbers at many draws, each a value with its magnitude as in :mod:`~.ties`."""

    parts: Numbers

    @property
    def value(self) -> Numbers:
        """Without the magnitude."""
        return self.parts[0, ...]

    def __add__(self, other: Pair) -> Pair:
        return Pair(self.parts + other.parts)

    def __sub__(self, other: Pair) -> Pair:
        return Pair(minus(self.parts, other.parts))

    def __mul__(self, other: Pair) -> Pair:
        return Pair(self.parts * other.parts)

    def __neg__(self) -> Pair:
        return Pair(minus(array_namespace(self.parts).zeros_like(self.parts), self.parts))


@dataclass(frozen=True)
class Prepared:
    """The formulas of a game that are ready for arrays, each once."""

    formulas: Compiled
    rows: Mapping[sympy.Expr, int]

    def at(self, values: Mapping[str, Numbers], size: int, tie: float = TIE) -> Draws:
        """Read the game at some draws, given what each symbol is there."""
        return Draws(self.formulas.pairs(values, size), self.rows, tie)


def prepared(formulas: Iterable[sympy.Expr], fixed: Mapping[sympy.Symbol, sympy.Expr]) -> Prepared:
    """Make formulas ready for arrays; some symbols are fixed numbers."""
    own: dict[sympy.Expr, int] = {}
    rows = {f: own.setdefault(f.xreplace(fixed), len(own)) for f in formulas}
    return Prepared(compiled(own), rows)


@dataclass(frozen=True, eq=False)
class Draws:
    """A game at many draws."""

    numbers: Numbers
    rows: Mapping[sympy.Expr, int]
    tie: float = TIE

    exact: ClassVar[bool] = False
    told: ClassVar[bool] = False

    @property
    def always(self) -> Truth:
        """Every draw."""
        truth: Truth = self._filled(1)[0, ...] > 0
        return truth

    @property
    def never(self) -> Truth:
        """No draw."""
        return ~self.always

    def _filled(self, value: float) -> Any:
        return array_namespace(self.numbers).full_like(self.numbers[:, 0, :], value)

    def number(self, value: int) -> Pair:
        """Return a whole number; its magnitude is its size."""
        return Pair(
            self._filled(value) if value >= 0 else minus(self._filled(0), self._filled(-value))
        )

    def of(self, formula: sympy.Expr) -> Pair:
        """Return a payoff or probability of the game."""
        return Pair(self.numbers[:, self.rows[formula], :])

    def ways(self, formulas: Iterable[sympy.Expr]) -> tuple[tuple[Truth, tuple[Pair, ...]], ...]:
        """Return several payoffs or probabilities at once."""
        return ((self.always, tuple(map(self.of, formulas))),)

    def at_least(self, x: Pair) -> Truth:
        """Say where a number is not negative, or tied with zero."""
        return self.zero(x) | (x.value > 0)

    def zero(self, x: Pair) -> Truth:
        """Say where a number is tied with zero."""
        truth: Truth = tied(x.parts, self.tie)
        return truth

    def all_of(self, *parts: Truth) -> Truth:
        """Say where all of these hold."""
        return reduce(and_, parts) if parts else self.always

    def any_of(self, *parts: Truth) -> Truth:
        """Say where one of these holds at least."""
        return reduce(or_, parts) if parts else self.never

    def negation(self, when: Truth) -> Truth:
        """Say where this does not hold."""
        return ~when

    def dead(self, when: Truth) -> bool:
        """Tell whether this holds at no draw."""
        return not array_namespace(when).any(when)

    def divide(self, x: Pair, y: Pair) -> Pair:
        """Return a ratio; the dividend where the divisor is tied with zero."""
        xp = array_namespace(x.parts)
        divisor = xp.where(self.zero(y), 1.0, y.value)
        ratio, size = x.value / divisor, xp.abs(divisor)
        # what the divisor is off by, the ratio is off by as a share
        return Pair(xp.stack([ratio, (x.parts[1, ...] + xp.abs(ratio) * y.parts[1, ...]) / size]))

    def prefers(
        self,
        gain: Pair,
        player: str,
        action: str,
        instead: str,
        after: tuple[str, ...] = (),
        worth: Pair | None = None,
    ) -> Truth:
        """Say where an action pays no less than another."""
        return self.at_least(gain)

    def require(self, known: Truth, when: Truth, what: What | None = None) -> Truth:
        """Add a condition to what is known."""
        return known & when

    def excludes(self, known: Truth, *when: Truth) -> bool:
        """Tell whether what is known and these hold at no draw together."""
        return self.dead(self.all_of(known, *when))

    def some_belief(
        self, equal: Sequence[tuple[Pair, ...]], at_least: Sequence[tuple[Pair, ...]]
    ) -> Truth:
        """Say where under some belief averages are zero, and others not negative."""
        return some_belief(self, equal, at_least)
