r"""What an algorithm may ask of the numbers of a game, so that it is written once.

A *reading* says what a formula is, and when something holds. At exact values a number is a fraction
and what holds is a bool; at many draws an array and a mask; in symbols a fraction of polynomials
and a formula. An algorithm that adds, multiplies and divides numbers and asks for nothing but
:math:`x \ge 0` and :math:`x = 0` finds equilibria in all three.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol, Self, TypeVar

import sympy


class Number(Protocol):
    """What is added, subtracted and multiplied."""

    def __add__(self, other: Self, /) -> Self: ...

    def __sub__(self, other: Self, /) -> Self: ...

    def __mul__(self, other: Self, /) -> Self: ...

    def __neg__(self, /) -> Self: ...


N = TypeVar("N", bound=Number)
T = TypeVar("T")
S = TypeVar("S")

# a player, what happened before, what is done and what is not
What = tuple[str, tuple[str, ...], str, str]


class Reading(Protocol[N, T]):
    """A game at exact values, at many draws or in symbols."""

    @property
    def exact(self) -> bool:
        """Whether a number is zero everywhere or nowhere."""

    @property
    def always(self) -> T:
        """What holds anyhow."""

    @property
    def never(self) -> T:
        """What holds nowhere."""

    def number(self, value: int) -> N:
        """Return a whole number."""

    def of(self, formula: sympy.Expr) -> N:
        """Return a payoff or probability that is not defined by cases."""

    def ways(self, formulas: Iterable[sympy.Expr]) -> Iterable[tuple[T, tuple[N, ...]]]:
        """Return several payoffs or probabilities at once, in each case of their definitions."""

    def at_least(self, x: N) -> T:
        """Say that a number is not negative."""

    def zero(self, x: N) -> T:
        """Say that a number is zero."""

    def all_of(self, *parts: T) -> T:
        """Say that all of these hold."""

    def any_of(self, *parts: T) -> T:
        """Say that one of these holds at least."""

    def negation(self, when: T) -> T:
        """Say that this does not hold."""

    def dead(self, when: T) -> bool:
        """Tell whether this holds nowhere, as far as a short look shows."""

    def divide(self, x: N, y: N) -> N:
        """Return a ratio; it means nothing where the divisor is zero."""

    def prefers(
        self,
        gain: N,
        player: str,
        action: str,
        instead: str,
        after: tuple[str, ...] = (),
        worth: N | None = None,
    ) -> T:
        """Say that an action pays a player no less than another, and whose margin that is."""


class Search(Reading[N, T], Protocol[N, T, S]):
    """A reading with a record of what holds on the way to an equilibrium.

    At values and at draws the record is what holds. In symbols the conditions are told apart, each
    by who would rather do what, and what follows from those before it is left out.
    """

    @property
    def told(self) -> bool:
        """Whether conditions are told apart."""

    def require(self, known: S, when: T, what: What | None = None) -> S:
        """Add a condition to what is known, and what it is about if that is told."""

    def excludes(self, known: S, *when: T) -> bool:
        """Tell whether what is known and these hold nowhere together, as a short look shows."""

    def some_belief(self, equal: Sequence[tuple[N, ...]], at_least: Sequence[tuple[N, ...]]) -> T:
        """Say that under some belief on nodes averages are zero, and others not negative."""
