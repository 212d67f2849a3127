"""All logit equilibria of a Markov game that were found, branch by branch, over one number."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from caucasus_games.exact import show
from caucasus_games.results.markov_logit import MarkovLogit
from caucasus_games.text.plain import plain


@dataclass(frozen=True, repr=False)
class MarkovBranch:
    """Equilibria that go over into each other as the number moves.

    Parameters
    ----------
    values : tuple of Fraction
        The number at each point, in the order of the branch; it turns where two equilibria meet.
    equilibria : tuple of MarkovLogit
        The equilibrium at each point, with its residual, index and stability.
    """

    values: tuple[Fraction, ...]
    equilibria: tuple[MarkovLogit, ...]

    @property
    def folds(self) -> tuple[Fraction, ...]:
        """Where the branch turns back, so that two equilibria meet and vanish beyond."""
        found = []
        for before, at, after in zip(self.values, self.values[1:], self.values[2:], strict=False):
            if (at - before) * (after - at) < 0:
                found.append(at)
        return tuple(found)

    def passing(self, value: Fraction) -> tuple[MarkovLogit, ...]:
        """Return for each time that the branch passes a value the point of it that is nearest.

        Parameters
        ----------
        value : Fraction
            The number.

        Returns
        -------
        tuple of MarkovLogit
            In the order of the branch.
        """
        found = []
        for k, (low, high) in enumerate(pairwise(self.values)):
            # a point that is the value counts once, as the end of what leads to it
            begins = k == 0 and low == value
            if begins or (low - value) * (high - value) < 0 or (high == value and low != value):
                nearer = k if begins or abs(low - value) < abs(high - value) else k + 1
                found.append(self.equilibria[nearer])
        return tuple(found)

    def __repr__(self) -> str:
        low, high = min(self.values), max(self.values)
        turns = ", ".join(show(x) for x in self.folds)
        told = f"branch from {show(low)} to {show(high)}"
        return plain(f"{told}, turning at {turns}" if turns else told)


@dataclass(frozen=True, repr=False)
class MarkovBranches:
    """The branches that were found, over one number of a game.

    Parameters
    ----------
    title : str
        The game.
    parameter : str
        The number that moves.
    central : Fraction or None
        What it is in the game, if that is within the range.
    precision : float
        Of the players, per unit of payoff.
    branches : tuple of MarkovBranch
        Each once.
    notes : tuple of str
        Where the indices do not sum to one, so that some are missing.
    """

    title: str
    parameter: str
    central: Fraction | None
    precision: float
    branches: tuple[MarkovBranch, ...]
    notes: tuple[str, ...]

    def at(self, value: Fraction) -> tuple[MarkovLogit, ...]:
        """Return the equilibria at a value, each as the point nearest to it on its branch.

        Parameters
        ----------
        value : Fraction
            The number.

        Returns
        -------
        tuple of MarkovLogit
            One for each time that a branch passes.
        """
        return tuple(one for branch in self.branches for one in branch.passing(value))

    def __len__(self) -> int:
        return len(self.branches)

    def __iter__(self) -> Iterator[MarkovBranch]:
        return iter(self.branches)

    def __repr__(self) -> str:
        count = len(self.branches)
        named = f"{count} {'branch' if count == 1 else 'branches'} of logit Markov equilibria"
        lines = [*map(repr, self.branches), *(f"note: {note}" for note in self.notes)]
        return plain(f"{named} over {self.parameter}", *(f"  {line}" for line in lines))
