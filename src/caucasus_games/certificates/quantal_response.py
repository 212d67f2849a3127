r"""A logit equilibrium and its residual.

At precision :math:`\lambda` player :math:`i` plays action :math:`k` with probability

.. math:: \frac{e^{\lambda \bar u_{ik}(p)}}{\sum_l e^{\lambda \bar u_{il}(p)}},

where :math:`\bar u_{ik}(p)` is what the action is expected to give, in a tree knowing that its
information set is reached. The residual is the largest difference between the two sides, computed
from the game alone; these probabilities are not rational, and no others of the library are floats
[1]_.

References
----------
.. [1] McKelvey & Palfrey (1995), Quantal response equilibria for normal form games. Games and
   Economic Behavior 10, 6–38; (1998), for extensive form games. Experimental Economics 1, 9–41.
"""

from collections.abc import Mapping, Sequence
from math import exp, prod

from immutabledict import immutabledict

from caucasus_games.exact import show
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.results.logit import LogitEquilibrium

Mixes = Mapping[str, Mapping[str, float]]


def certified_logit(
    game: NormalForm | ExtensiveForm, strategies: Mixes, precision: float
) -> LogitEquilibrium:
    r"""Compute payoffs, outcomes and residual of strategies from the game alone.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        The game at its values.
    strategies : mapping
        For each player, in a tree for each information set, the probability of each action.
    precision : float
        :math:`\lambda`, per unit of payoff.

    Returns
    -------
    LogitEquilibrium
        With its residual.

    Raises
    ------
    GameError
        If the strategies are not the logit response to themselves.

    Examples
    --------
    >>> game = NormalForm({"A": ["x", "y"]}, {("x",): [1], ("y",): [2]})
    >>> certified_logit(game, {"A": {"x": 0.5, "y": 0.5}}, 0.0)
    A: x ≈0.5 or y ≈0.5 (payoffs: A ≈1.5; precision 0)
    """
    worth, payoffs, outcomes = (
        _of_table(game, strategies) if isinstance(game, NormalForm) else _of_tree(game, strategies)
    )
    residual, regret = 0.0, {}
    for agent, expected in worth.items():
        best = max(expected.values())
        weights = {a: exp(precision * (x - best)) for a, x in expected.items()}
        total = sum(weights.values())
        own = sum(strategies[agent][a] * x for a, x in expected.items())
        regret[agent] = max(best - own, 0.0)
        residual = max(
            residual, *(abs(strategies[agent][a] - w / total) for a, w in weights.items())
        )
    words = (
        f"{agent}: {' or '.join(f'{a} {show(round(q, 6))}' for a, q in mix.items())}"
        for agent, mix in strategies.items()
    )
    return LogitEquilibrium(
        immutabledict({agent: immutabledict(mix) for agent, mix in strategies.items()}),
        "; ".join(words),
        immutabledict(payoffs),
        immutabledict(outcomes),
        precision,
        residual,
        immutabledict(regret),
    )


Summary = tuple[dict[str, dict[str, float]], dict[str, float], dict[str, float]]


def _of_table(game: NormalForm, strategies: Mixes) -> Summary:
    worth = {p: dict.fromkeys(own, 0.0) for p, own in game.actions.items()}
    payoffs = dict.fromkeys(game.players, 0.0)
    outcomes: dict[str, float] = {}
    for profile, numbers in game.numbers.items():
        chances = [strategies[p][a] for p, a in zip(game.players, profile, strict=True)]
        for i, player in enumerate(game.players):
            others = prod(chances[:i] + chances[i + 1 :])
            worth[player][profile[i]] += others * float(numbers[i])
            payoffs[player] += prod(chances) * float(numbers[i])
        for label, share in game.chances[profile].items():
            outcomes[label] = outcomes.get(label, 0.0) + prod(chances) * float(share)
    return worth, payoffs, outcomes


def _of_tree(game: ExtensiveForm, strategies: Mixes) -> Summary:
    weights = [
        [strategies[vertex.information_set][a] for a in vertex.branches]
        if vertex.player
        else [float(chance) for chance in game.numbers.chances[v]]
        for v, vertex in enumerate(game.vertices)
    ]
    reach, outcomes = _forwards(game, weights)
    value = _backwards(game, weights)
    worth: dict[str, dict[str, float]] = {}
    likely: dict[str, float] = {}
    for v in reversed(range(len(value))):
        vertex = game.vertices[v]
        if vertex.player:
            i, name = game.players.index(vertex.player), vertex.information_set
            at = worth.setdefault(name, dict.fromkeys(vertex.branches, 0.0))
            likely[name] = likely.get(name, 0.0) + reach[v]
            for a, child in zip(vertex.branches, vertex.children, strict=True):
                at[a] += reach[v] * value[child][i]
    # what is too unlikely for a float is not looked at
    found = {
        name: {a: x / likely[name] for a, x in at.items()}
        for name, at in worth.items()
        if likely[name]
    }
    return found, dict(zip(game.players, value[0], strict=True)), outcomes


def _forwards(
    game: ExtensiveForm, weights: Sequence[Sequence[float]]
) -> tuple[list[float], dict[str, float]]:
    """Return how likely each vertex is, and each outcome."""
    reach = [1.0] * len(weights)
    outcomes: dict[str, float] = {}
    for v, vertex in enumerate(game.vertices):
        for child, weight in zip(vertex.children, weights[v], strict=True):
            reach[child] = reach[v] * weight
        if not vertex.children:
            outcomes[vertex.outcome] = outcomes.get(vertex.outcome, 0.0) + reach[v]
    return reach, outcomes


def _backwards(game: ExtensiveForm, weights: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return what each vertex is worth to each player."""
    value = [[0.0] * len(game.players) for _ in weights]
    for v in reversed(range(len(weights))):
        if not game.vertices[v].children:
            value[v] = [float(x) for x in game.numbers.payoffs[v]]
        for child, weight in zip(game.vertices[v].children, weights[v], strict=True):
            value[v] = [a + weight * b for a, b in zip(value[v], value[child], strict=True)]
    return value
