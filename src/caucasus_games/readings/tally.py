"""What the equilibria of many draws say together: the least and the most of everything."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Tally:
    """Equilibria at many draws."""

    least: Numbers
    most: Numbers
    worst: Numbers
    best: Numbers
    equilibria: Whole
    total: Numbers

    @classmethod
    def empty(cls, outcomes: int, players: int, draws: int) -> Self:
        """Return the tally of no equilibria."""
        return cls(
            np.full((outcomes, draws), np.inf),
            np.full((outcomes, draws), -np.inf),
            np.full((players, draws), np.inf),
            np.full((players, draws), -np.inf),
            np.zeros(draws, np.int64),
            np.zeros((outcomes, draws)),
        )

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Return the tally of draws that follow each other."""
        names = (field.name for field in fields(cls))
        return cls(*(np.concatenate([getattr(p, name) for p in parts], axis=-1) for name in names))

    @property
    def possible(self) -> Truth:
        """Whether some equilibrium brings an outcome; shape ``(outcomes, draws)``."""
        return self.most > 0

    @property
    def guaranteed(self) -> Truth:
        """Whether there are equilibria and all bring it; shape ``(outcomes, draws)``."""
        return (self.least > 0) & (self.equilibria > 0)

    @property
    def mean(self) -> Numbers:
        """Probability of each outcome, each equilibrium as likely as another; zero without any."""
        return self.total / np.maximum(self.equilibria, 1)

    def add(self, draws: Whole | slice, chances: Numbers, payoffs: Numbers) -> None:
        """Count one equilibrium at each of some draws."""
        for low, high, new in ((self.least, self.most, chances), (self.worst, self.best, payoffs)):
            for least, most, own in zip(low, high, new, strict=True):
                # row by row, which is quicker than all rows at once
                least[draws] = np.minimum(least[draws], own)
                most[draws] = np.maximum(most[draws], own)
        self.equilibria[draws] += 1
        for total, own in zip(self.total, chances, strict=True):
            total[draws] += own

    def forget(self, draws: Whole) -> None:
        """Drop what was counted at some draws."""
        for low, high in ((self.least, self.most), (self.worst, self.best)):
            low[:, draws] = np.inf
            high[:, draws] = -np.inf
        self.equilibria[draws] = 0
        self.total[:, draws] = 0
