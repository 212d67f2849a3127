"""A way to play a tree, and in how many equilibria it is played."""

from dataclasses import dataclass, fields
from math import log10

from caucasus_games.results.equilibrium import Equilibrium
from caucasus_games.text.plain import plain

# from here on the number of equilibria is rounded in text
_ROUNDED_FROM = 10**12


@dataclass(frozen=True, repr=False)
class SharedPlay(Equilibrium):
    """An equilibrium that stands for all that differ from it only where play does not come.

    Parameters
    ----------
    count : int
        How many they are, itself included.
    """

    count: int = 1

    @classmethod
    def of(cls, equilibrium: Equilibrium, count: int) -> "SharedPlay":
        """Return an equilibrium with how many are played like it.

        Parameters
        ----------
        equilibrium : Equilibrium
            One of them, certified.
        count : int
            How many.

        Returns
        -------
        SharedPlay
            The same equilibrium.

        Examples
        --------
        >>> from fractions import Fraction
        >>> from immutabledict import immutabledict
        >>> from caucasus_games.games import NormalForm
        >>> from caucasus_games.certificates import certified
        >>> game = NormalForm({"A": ["x", "y"]}, {("x",): [1], ("y",): [2]})
        >>> best = certified(game, immutabledict({"A": immutabledict({"y": Fraction(1)})}))
        >>> SharedPlay.of(best, 3)
        A: y (payoffs: A 2), in 3 equilibria
        """
        parts = {part.name: getattr(equilibrium, part.name) for part in fields(Equilibrium)}
        return cls(**parts, count=count)

    def __repr__(self) -> str:
        if self.count == 1:
            return super().__repr__()
        said = (
            f"{self.count:,}" if self.count < _ROUNDED_FROM else f"about 10^{log10(self.count):.0f}"
        )
        return plain(f"{super().__repr__()}, in {said} equilibria")
