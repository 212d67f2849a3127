"""What somebody has along the numbers to choose from, each way to play by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from caucasus_games.exact.algebraic import Algebraic

Exact = Fraction | Algebraic


class Line(NamedTuple):
    """What is had at each candidate, and by each way to play near both ends of a cell between."""

    at: Sequence[Sequence[Exact]]
    cells: Sequence[Mapping[object, tuple[Exact, Exact]]]

    def most(self) -> Exact:
        """Return what is had at least by the best number, or by numbers near it."""
        least: list[Exact] = [min(own) for own in self.at]
        for cell in self.cells:
            least += [min(own) for own in zip(*cell.values(), strict=True)]
        return max(least)

    def several(self, most: Exact) -> bool:
        """Tell whether there are as good numbers between two candidates."""
        return any(
            min(own) >= most or max(own) > most for cell in self.cells for own in cell.values()
        )

    def inside(self, k: int, form: object, own: Exact) -> bool:
        """Tell whether a way to play is better beside a candidate, or as good on both sides."""
        beside = self._beside(k, form)
        return any(other > own for other in beside) or beside == [own, own]

    def ends(self, k: int, form: object, most: Exact) -> bool:
        """Tell whether at a candidate a range of numbers ends that are good enough."""
        beside = self._beside(k, form)
        return len(beside) < 2 or min(beside) < most

    def _beside(self, k: int, form: object) -> list[Exact]:
        """Return what a way to play brings at the far ends of the cells beside a candidate."""
        # in a cell it only rises or only falls, so that the far end tells
        return [
            *(cell[form][0] for cell in self.cells[max(k - 1, 0) : k] if form in cell),
            *(cell[form][1] for cell in self.cells[k : k + 1] if form in cell),
        ]
