"""A sequential equilibrium, with the mistakes whose limit its beliefs are."""

from dataclasses import dataclass
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.exact import show
from caucasus_games.results.equilibrium import Equilibrium

Belief = immutabledict[str, Fraction]


@dataclass(frozen=True)
class Mistake:
    """An action that is not meant and happens with vanishing probability.

    Parameters
    ----------
    order : int
        How fast the probability vanishes, at least one.
    weight : Fraction
        Its size among those of the same order, above zero.
    """

    order: int
    weight: Fraction


@dataclass(frozen=True, repr=False)
class SequentialEquilibrium(Equilibrium):
    """A perfect Bayesian equilibrium whose beliefs come from mistakes.

    Parameters
    ----------
    mistakes : immutabledict
        For each information set and action that is not played there its :class:`Mistake`.
    consistent : immutabledict
        For each information set the belief to which they lead, by the history of its nodes; it is
        one of ``beliefs``. A set behind events of probability zero has none.
    """

    mistakes: immutabledict[str, immutabledict[str, Mistake]] = immutabledict()  # noqa: RUF009
    consistent: immutabledict[str, Belief] = immutabledict()  # noqa: RUF009

    def _beliefs(self) -> dict[str, str]:
        """Write the beliefs at the sets of several nodes that play does not reach."""
        return {
            name: ", ".join(f"{node} {show(chance)}" for node, chance in belief.items() if chance)
            for name, belief in self.consistent.items()
            if len(belief) > 1 and len(self.beliefs[name].equal) == 1
        }
