r"""Mixtures that make somebody indifferent among as many replies as are mixed.

The mixture :math:`x` on the actions :math:`R` that makes as many replies :math:`J` equally good,
with payoffs :math:`b` to who replies, is by Cramer's rule

.. math:: x_r \propto (-1)^r \det(b_{sj} - b_{sj_0})_{s \in R - r,\; j \in J - j_0}.

It is written once: payoffs are arrays over many draws, fractions of polynomials, or formulas.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Generic, Protocol

from caucasus_games.readings.determinant import determinant
from caucasus_games.readings.reading import N, T

Places = tuple[int, ...]


class Arithmetic(Protocol[N, T]):
    """What is asked of a reading."""

    @property
    def always(self) -> T:
        """What holds anyhow."""

    def number(self, value: int) -> N:
        """Return a whole number."""

    def zero(self, x: N) -> T:
        """Say that a number is zero."""

    def negation(self, when: T) -> T:
        """Say that this does not hold."""

    def dead(self, when: T) -> bool:
        """Tell whether this holds nowhere."""

    def divide(self, x: N, y: N) -> N:
        """Return a ratio."""


@dataclass(frozen=True)
class Indifference(Generic[N, T]):
    """A mixture on some actions to which as many replies are equally good."""

    own: Places
    others: Places
    solved: T
    shares: tuple[N, ...]
    gains: dict[int, N]


def indifferences(
    reading: Arithmetic[N, T], payoffs: Sequence[Sequence[N]]
) -> Iterator[Indifference[N, T]]:
    """Solve for every choice of as many actions as replies; payoffs are those of who replies.

    They are given by action and then by reply. Choices that never have one solution are left out.
    """
    actions, replies = len(payoffs), len(payoffs[0])

    @cache
    def gain(action: int, reply: int, instead: int) -> N:
        return payoffs[action][reply] - payoffs[action][instead]

    sure = reading.always, (reading.number(1),)
    for size in range(1, min(actions, replies) + 1):
        for own in combinations(range(actions), size):
            for others in combinations(range(replies), size):
                first, *rest = others
                rows = [[gain(k, j, first) for k in own] for j in rest]
                solved, shares = _solved(reading, rows) if rows else sure
                if not shares:
                    continue
                gains = {
                    j: _mean(shares, [gain(k, j, first) for k in own])
                    for j in range(replies)
                    if j not in others
                }
                yield Indifference(own, others, solved, shares, gains)


def _solved(reading: Arithmetic[N, T], rows: Sequence[Sequence[N]]) -> tuple[T, tuple[N, ...]]:
    """Return when all rows are zero with one choice of shares, and these; none if never."""
    parts = []
    for r in range(len(rows) + 1):
        minor = determinant([[*row[:r], *row[r + 1 :]] for row in rows])
        parts.append(-minor if r % 2 else minor)
    whole = _total(parts)
    solved = reading.negation(reading.zero(whole))
    if reading.dead(solved):
        return solved, ()
    return solved, tuple(reading.divide(part, whole) for part in parts)


def _mean(shares: Sequence[N], numbers: Sequence[N]) -> N:
    if len(shares) == 1:
        return numbers[0]
    return _total([share * x for share, x in zip(shares, numbers, strict=True)])


def _total(terms: Sequence[N]) -> N:
    found = terms[0]
    for term in terms[1:]:
        found = found + term
    return found
