"""A solution: what a solver found, whatever the concept."""

from collections.abc import Iterator
from dataclasses import dataclass

from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.results.equilibrium import Equilibrium


@dataclass(frozen=True, repr=False)
class Solution:
    """The equilibria of a game under one solution concept.

    Parameters
    ----------
    concept : str
        Such as ``"pure Nash"``.
    game : NormalForm or ExtensiveForm
        The game that was solved, with its values.
    equilibria : tuple of Equilibrium
        All that were found.
    notes : tuple of str
        What a reader must know, a sentence each: completeness, values outside their range.
    """

    concept: str
    game: NormalForm | ExtensiveForm
    equilibria: tuple[Equilibrium, ...]
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.equilibria)

    def __iter__(self) -> Iterator[Equilibrium]:
        return iter(self.equilibria)

    def __repr__(self) -> str:
        count = len(self.equilibria)
        head = f"{count or 'no'} {self.concept} {'equilibrium' if count == 1 else 'equilibria'}"
        lines = [f"  {equilibrium!r}" for equilibrium in self.equilibria]
        return "\n".join([head, *lines, *(f"  note: {note}" for note in self.notes)])
