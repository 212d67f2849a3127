"""How good what a model says of years is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """How good what a model says of the years is: the smaller, the better.

    Parameters
    ----------
    years : int
        Of how many years it speaks that are known.
    brier : float
        Of the model.
    base : float
        Of saying in each year how often it was so in the others.
    last : float
        Of saying that the year before comes again.
    """

    years: int
    brier: float
    base: float
    last: float

    @property
    def skill(self) -> float:
        """By which share it is below that of the base rate."""
        return 1 - self.brier / self.base
