"""A solution: what a solver found, whatever the concept."""

from collections.abc import Iterator
from dataclasses import dataclass

from immutabledict import immutabledict

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
    surviving : immutabledict
        The actions of each player that are left; only for concepts that drop actions.
    steps : tuple of str
        How they were dropped, in order.
    """

    concept: str
    game: NormalForm | ExtensiveForm
    equilibria: tuple[Equilibrium, ...]
    notes: tuple[str, ...] = ()
    surviving: immutabledict[str, tuple[str, ...]] = immutabledict()  # noqa: RUF009  # immutable
    steps: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.equilibria)

    def __iter__(self) -> Iterator[Equilibrium]:
        return iter(self.equilibria)

    @property
    def none(self) -> str:
        """What to say where there is no equilibrium."""
        if not self.surviving:
            return f"no {self.concept} equilibrium"
        left = "; ".join(f"{p}: {' or '.join(actions)}" for p, actions in self.surviving.items())
        return f"several profiles are left by {self.concept}: {left}"

    def __repr__(self) -> str:
        count = len(self.equilibria)
        if self.surviving and count:
            head = f"1 equilibrium by {self.concept}"
        elif count == 0:
            head = self.none
        else:
            head = f"{count} {self.concept} {'equilibrium' if count == 1 else 'equilibria'}"
        lines = [*map(repr, self.equilibria), *self.steps, *(f"note: {n}" for n in self.notes)]
        return "\n".join([head, *(f"  {line}" for line in lines)])
