r"""A commitment and its certificate: no follower gains, given what the leader committed to.

The leader announces a strategy :math:`x`, pure or mixed, and keeps it; the others reply. The
certificate holds each follower's regret :math:`\max_{a_i} u_i(a_i, \sigma_{-i}) - u_i(\sigma)`,
recomputed from the payoffs alone; the leader would often gain by breaking its word [1]_.

References
----------
.. [1] von Stackelberg (1934), Marktform und Gleichgewicht. Springer.
"""

from immutabledict import immutabledict

from caucasus_games.certificates.nash import evaluated
from caucasus_games.games import NormalForm
from caucasus_games.results.commitment import Commitment
from caucasus_games.results.equilibrium import Mix, in_words


def certified_commitment(
    game: NormalForm, leader: str, strategies: immutabledict[str, Mix]
) -> Commitment:
    """Compute payoffs, outcomes and regrets of a commitment from the game alone.

    Parameters
    ----------
    game : NormalForm
        The game at its values.
    leader : str
        Who commits.
    strategies : immutabledict
        For each player the probability of each action that is played.

    Returns
    -------
    Commitment
        With its certificate.

    Raises
    ------
    GameError
        If a follower gains by another reply.

    Examples
    --------
    >>> from fractions import Fraction
    >>> game = NormalForm.from_arrays(
    ...     [[2, 4], [1, 3]], [[1, 0], [0, 1]], actions={"A": ["x", "y"], "B": ["x", "y"]}
    ... )
    >>> y = immutabledict({"y": Fraction(1)})
    >>> certified_commitment(game, "A", immutabledict({"A": y, "B": y}))
    A commits to y; B: y (payoffs: A 3, B 1; A would gain 1 by breaking its word)
    """
    _, payoffs, outcomes, regret = evaluated(game, strategies)
    others = (player for player in game.players if player != leader)
    replies = (f"{player}: {in_words(strategies[player])}" for player in others)
    return Commitment(
        leader,
        strategies,
        "; ".join([f"{leader} commits to {in_words(strategies[leader])}", *replies]),
        payoffs,
        outcomes,
        regret.delete(leader),
        regret[leader],
    )
