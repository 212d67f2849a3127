r"""The certificate of a Bayes–Nash equilibrium: no type of any player gains by another action.

The regret of player :math:`i` as type :math:`t` is

.. math::

   \max_{a_i} \sum_{\theta : \theta_i = t} \frac{p(\theta)}{p_i(t)}
   [u_i(\theta, a_i, \sigma_{-i}(\theta_{-i})) - u_i(\theta, \sigma(\theta))],

which needs the states and the deviations alone, not the game with a player for each type, whose
profiles grow exponentially with the types [1]_.

References
----------
.. [1] Harsanyi (1967–68), Games with incomplete information played by "Bayesian" players.
   Management Science 14, 159–182, 320–334, 486–502.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import fraction
from caucasus_games.games import BayesianGame
from caucasus_games.results.equilibrium import Equilibrium, Mix, in_words


def certified_bayesian(
    game: BayesianGame, strategies: Mapping[str, Mapping[str, object]]
) -> Equilibrium:
    """Compute payoffs, outcomes and regret of a profile of strategies from the states alone.

    Parameters
    ----------
    game : BayesianGame
        The game at its values, of any size.
    strategies : mapping of str to mapping of str to exact number
        For each type, named as :meth:`~caucasus_games.games.BayesianGame.agent` names it, the
        probability of each action that it plays.

    Returns
    -------
    Equilibrium
        With its certificate; payoffs and regret are those of each type.

    Raises
    ------
    GameError
        If some type gains by deviating, or is missing or unknown, or its probabilities are none.

    Examples
    --------
    >>> auction = BayesianGame(
    ...     {"A": ["1", "2"], "B": ["1", "2"]},
    ...     {(a, b): "1/4" for a in "12" for b in "12"},
    ...     {"A": ["0", "1"], "B": ["0", "1"]},
    ...     lambda worth, bid: [
    ...         (int(worth[one]) - int(bid[one])) * Fraction(1 + (bid[one] > bid[other])
    ...         - (bid[one] < bid[other]), 2)
    ...         for one, other in ("AB", "BA")
    ...     ],
    ... )
    >>> shy = {f"{who} ({kind})": {"0": 1} for who in "AB" for kind in "12"}
    >>> certified_bayesian(auction, shy)
    A (1): 0; A (2): 0; B (1): 0; B (2): 0 (payoffs: A (1) 0.5, A (2) 1, B (1) 0.5, B (2) 1)
    """
    mixes = _mixes(game, strategies)
    payoffs: dict[str, Fraction] = {}
    gains: dict[str, dict[str, Fraction]] = {agent: {} for agent in mixes}
    likely = dict.fromkeys(mixes, Fraction(0))
    for types, chance in game.chances.items():
        state = game.states[types]
        here = _agents(game, types)
        for i, agent in enumerate(here):
            likely[agent] += chance
            played = [mixes[other] for other in here]
            own = gains[agent]
            for action in game.actions[game.players[i]]:
                played[i] = immutabledict({action: Fraction(1)})
                worth = sum((q * state.numbers[a][i] for a, q in _profiles(played)), Fraction(0))
                own[action] = own.get(action, Fraction(0)) + chance * worth
    regret = {}
    for agent, own in gains.items():
        if not likely[agent]:
            raise GameError(f"{agent} has probability 0 at these values: leave the type out")
        worth = sum((q * own[action] for action, q in mixes[agent].items()), Fraction(0))
        payoffs[agent] = worth / likely[agent]
        regret[agent] = (max(own.values()) - worth) / likely[agent]
    return Equilibrium(
        immutabledict(mixes),
        "; ".join(f"{agent}: {in_words(mix)}" for agent, mix in mixes.items()),
        immutabledict(payoffs),
        _outcomes(game, mixes),
        immutabledict(regret),
    )


def _agents(game: BayesianGame, types: Sequence[str]) -> list[str]:
    return [game.agent(*who) for who in zip(game.players, types, strict=True)]


def _outcomes(game: BayesianGame, mixes: Mapping[str, Mix]) -> immutabledict[str, Fraction]:
    """Return how likely each outcome is that may come about."""
    outcomes: dict[str, Fraction] = {}
    for types, chance in game.chances.items():
        for profile, share in _profiles([mixes[agent] for agent in _agents(game, types)]):
            for label, part in game.states[types].chances[profile].items():
                outcomes[label] = outcomes.get(label, Fraction(0)) + chance * share * part
    return immutabledict({label: chance for label, chance in outcomes.items() if chance})


def _profiles(mixes: list[Mix]) -> list[tuple[tuple[str, ...], Fraction]]:
    return [
        (tuple(action for action, _ in chosen), prod((q for _, q in chosen), start=Fraction(1)))
        for chosen in product(*(mix.items() for mix in mixes))
    ]


def _mixes(game: BayesianGame, strategies: Mapping[str, Mapping[str, object]]) -> dict[str, Mix]:
    agents = {
        game.agent(player, kind): player for player, own in game.types.items() for kind in own
    }
    for agent in strategies:
        if agent not in agents:
            raise unknown("type", agent, agents)
    found = {}
    for agent, player in agents.items():
        if agent not in strategies:
            raise GameError(f"no strategy for {agent}: give the probability of each action")
        mix = {
            action: fraction(chance, f"probability of {action!r} of {agent}")
            for action, chance in strategies[agent].items()
        }
        for action in mix:
            if action not in game.actions[player]:
                raise unknown(f"action of {agent}", action, game.actions[player])
        if min(mix.values(), default=0) < 0 or sum(mix.values()) != 1:
            raise GameError(
                f"the probabilities of {agent} must lie between 0 and 1 and sum to 1, and are "
                f"{', '.join(map(str, mix.values())) or 'none'}"
            )
        found[agent] = Mix({action: chance for action, chance in mix.items() if chance})
    return found
