"""A strategy that no small group of others can invade."""

from dataclasses import dataclass

from caucasus_games.results.equilibrium import Equilibrium


@dataclass(frozen=True, repr=False)
class EvolutionarilyStable(Equilibrium):
    """A symmetric equilibrium that small groups cannot invade.

    Parameters
    ----------
    replies : tuple of str
        All actions that are best replies to it.
    """

    replies: tuple[str, ...] = ()
