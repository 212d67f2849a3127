"""An equilibrium of a Markov game: what is played in each state, and what follows from it."""

from dataclasses import dataclass
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.results.chain import Chain
from caucasus_games.results.equilibrium import Equilibrium
from caucasus_games.results.markov_table import by_state


@dataclass(frozen=True, repr=False)
class MarkovEquilibrium(Equilibrium):
    """Strategies that depend on the state alone, from which nobody gains by deviating anywhere.

    Parameters
    ----------
    strategies : immutabledict
        For each player in each state, as ``"A in peace"``, the probability of each action played.
    path, payoffs, outcomes, regret
        As of any equilibrium; what is played where play comes, and what it is worth at the start.
    values : immutabledict of str to immutabledict of str to Fraction
        What play is worth in each state, by player.
    chain : Chain
        With what chances states follow each other.
    """

    values: immutabledict[str, immutabledict[str, Fraction]] = immutabledict()  # noqa: RUF009  # immutable
    chain: Chain = Chain("", immutabledict())  # noqa: RUF009  # immutable

    def to_latex(self, *, long_table: bool = False) -> str:
        r"""Write what is played in each state, and what it is worth, for a paper.

        Parameters
        ----------
        long_table : bool
            Whether it may go on over pages, which needs the package ``longtable``.

        Returns
        -------
        str
            A ``tabular`` or ``longtable`` environment.
        """
        return by_state(self.strategies, self.values, long_table=long_table)
