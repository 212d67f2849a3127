"""A logit equilibrium of a Markov game: in floats, with how far it is from its own response."""

from collections.abc import Mapping
from dataclasses import dataclass

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.exact import show
from caucasus_games.results.chain import Chain
from caucasus_games.results.markov_table import by_state
from caucasus_games.text.plain import plain

_LARGEST_RESIDUAL = 1e-12


@dataclass(frozen=True)
class MarkovLogit:
    r"""Strategies that depend on the state alone and are the logit response to themselves.

    Parameters
    ----------
    strategies : immutabledict
        For each player in each state, as ``"A in peace"``, the probability of each action.
    path : str
        The same in words, at the start.
    payoffs : immutabledict of str to float
        What play is worth at the start, by player; with the shocks if these count.
    outcomes : immutabledict of str to float
        Probability by outcome.
    precision : float
        :math:`\lambda`, per unit of payoff.
    residual : float
        The largest difference to the logit response: the certificate.
    values : immutabledict of str to immutabledict of str to float
        What play is worth in each state, by player.
    chain : Chain
        With what chances states follow each other.
    index : int
        Its index, 1 or −1; those of all equilibria of a game sum to one.
    stable : bool
        Whether best replies of all to all come back to it from nearby.

    Raises
    ------
    GameError
        If the residual is above 1e-12.
    """

    strategies: immutabledict[str, immutabledict[str, float]]
    path: str
    payoffs: immutabledict[str, float]
    outcomes: immutabledict[str, float]
    precision: float
    residual: float
    values: immutabledict[str, immutabledict[str, float]]
    chain: Chain
    index: int
    stable: bool

    def __post_init__(self) -> None:
        if not self.residual <= _LARGEST_RESIDUAL:
            raise GameError(
                f"no logit equilibrium at precision {self.precision:g}: the response differs by "
                f"{self.residual:.3g}, more than {_LARGEST_RESIDUAL:g}"
            )

    def likelihood(self, counts: Mapping[tuple[str, str], int]) -> float:
        """Return the log-likelihood of transitions that were counted.

        Parameters
        ----------
        counts : mapping of pair of str to int
            How often a state was followed by another.

        Returns
        -------
        float
            The sum of the logarithms of their chances.

        Raises
        ------
        KeyError
            If there is no such state.
        """
        from math import log

        total = 0.0
        for (state, target), count in counts.items():
            if count:
                total += count * log(self.chain.moves[state][target])
        return total

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

    def __repr__(self) -> str:
        payoffs = ", ".join(f"{p} {show(v)}" for p, v in self.payoffs.items())
        kind = "stable" if self.stable else "unstable"
        return plain(
            f"{self.path} (payoffs: {payoffs}; precision {self.precision:g}, {kind}, index "
            f"{self.index:+d})"
        )
