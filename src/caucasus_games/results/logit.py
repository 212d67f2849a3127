"""A logit equilibrium: strategies in floats, and how far they are from their own response."""

from dataclasses import dataclass

from immutabledict import immutabledict

from caucasus_games.errors import GameError
from caucasus_games.exact import show
from caucasus_games.text.plain import plain

_LARGEST_RESIDUAL = 1e-9


@dataclass(frozen=True)
class LogitEquilibrium:
    r"""Strategies that are the logit response to themselves.

    Parameters
    ----------
    strategies : immutabledict
        For each player, in a tree for each information set, the probability of each action.
    path : str
        The same in words.
    payoffs : immutabledict of str to float
        Expected payoff by player.
    outcomes : immutabledict of str to float
        Probability by outcome.
    precision : float
        :math:`\lambda`, per unit of payoff.
    residual : float
        The largest difference to the logit response: the certificate.
    regret : immutabledict of str to float
        What each player, in a tree who moves at each information set that is reached, could gain
        by the best action.

    Raises
    ------
    GameError
        If the residual is above 1e-9.
    """

    strategies: immutabledict[str, immutabledict[str, float]]
    path: str
    payoffs: immutabledict[str, float]
    outcomes: immutabledict[str, float]
    precision: float
    residual: float
    regret: immutabledict[str, float]

    def __post_init__(self) -> None:
        if not self.residual <= _LARGEST_RESIDUAL:
            raise GameError(
                f"no logit equilibrium at precision {self.precision:g}: the response differs by "
                f"{self.residual:.3g}, more than {_LARGEST_RESIDUAL:g}"
            )

    def __repr__(self) -> str:
        payoffs = ", ".join(f"{p} {show(v)}" for p, v in self.payoffs.items())
        return plain(f"{self.path} (payoffs: {payoffs}; precision {self.precision:g})")
