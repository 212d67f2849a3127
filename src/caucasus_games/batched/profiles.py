r"""Pure Nash equilibria of a normal form at many draws at once.

A profile is one iff for every player what it gets is the most over its own actions, the others'
given: one maximum over an axis of an array with an axis for each player and the draws last.
"""

from math import prod

import numpy as np

from caucasus_games.batched.formulas import Compiled
from caucasus_games.batched.tally import Numbers, Tally
from caucasus_games.games import NormalForm


def pure_equilibria(
    game: NormalForm,
    formulas: Compiled,
    numbers: Numbers,
    outcomes: tuple[str, ...],
    slack: float,
) -> Tally:
    """Find the pure Nash equilibria at many draws.

    Parameters
    ----------
    game : NormalForm
        The game.
    formulas : Compiled
        With all its payoffs and the probabilities of its outcomes.
    numbers : numpy.ndarray
        Their values; shape ``(rows, draws)``.
    outcomes : tuple of str
        The labels to count.
    slack : float
        By how much payoffs may differ that count as equal.

    Returns
    -------
    Tally
        Of all equilibria; there may be none.
    """
    size = numbers.shape[1]
    shape = tuple(len(actions) for actions in game.actions.values())
    profiles = list(game.payoffs)
    stays = np.ones((prod(shape), size), dtype=bool)
    for i in range(len(game.players)):
        rows = [formulas.rows[game.payoffs[profile][i]] for profile in profiles]
        worth = numbers[rows].reshape(*shape, size)
        best = worth.max(axis=i, keepdims=True)
        best -= slack
        stays &= (worth >= best).reshape(prod(shape), size)
    tally = Tally.empty(len(outcomes), len(game.players), size)
    for k in np.flatnonzero(stays.any(axis=1)):
        profile, at = profiles[k], np.flatnonzero(stays[k])
        chances = np.zeros((len(outcomes), len(at)))
        for outcome, chance in game.outcomes[profile].items():
            chances[outcomes.index(outcome)] = numbers[formulas.rows[chance], at]
        payoffs = numbers[[formulas.rows[payoff] for payoff in game.payoffs[profile]]][:, at]
        tally.add(at, chances, payoffs)
    return tally
