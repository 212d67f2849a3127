r"""How far strategies of a Markov game are from the logit response to themselves.

Given all strategies, what play is worth solves a linear system: where shocks count,
:math:`W_i = \sum_a p(a) u_i + H(p_i) + \delta_i P W_i` with the entropy :math:`H` of own play [1]_.
From it follows what each action is worth, and from that the response.

References
----------
.. [1] Hotz & Miller (1993), Conditional choice probabilities and the estimation of dynamic models.
   Review of Economic Studies 60, 497–529.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import exp, log, prod
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.exact import show
from caucasus_games.results.chain import Chain
from caucasus_games.results.markov_logit import MarkovLogit

if TYPE_CHECKING:
    from caucasus_games.games import MarkovGame

Mixes = Mapping[int, Mapping[str, Mapping[str, float]]]


def certified_markov_logit(
    game: MarkovGame, mixes: Mixes, precision: float, shocks: bool, index: int, stable: bool
) -> MarkovLogit:
    """Compute values, outcomes and residual of strategies.

    Parameters
    ----------
    game : MarkovGame
        The game at its values.
    mixes : mapping of int to mapping of str to mapping of str to float
        For each spot, by number, and each player who chooses there, how often it plays what.
    precision : float
        Per unit of payoff.
    shocks : bool
        Whether shocks to payoffs count in what play is worth.
    index, stable
        As they are to be stated.

    Returns
    -------
    MarkovLogit
        With its residual.

    Raises
    ------
    GameError
        If the strategies are not the logit response to themselves.
    """
    import numpy as np

    spots = game.spots
    number = {f: float(x) for f, x in game.numbers.items()}
    size = len(spots)
    moves = np.zeros((size, size))
    played = []
    for k, spot in enumerate(spots):
        own = [
            (prod(mixes[k][p][a] for p, a in zip(spot.actions, b.profile, strict=True)), b)
            for b in spot.branches.values()
        ]
        played.append(own)
        for chance, branch in own:
            for to, q in branch.to:
                moves[k, to] += chance * number[q]
    residual = 0.0
    values: dict[str, list[float]] = {}
    for i, (player, factor) in enumerate(game.discounts.items()):
        discounts = np.array([1.0 if spot.at_once else number[factor] for spot in spots])
        side = np.array(
            [precision * sum(q * number[b.payoffs[i]] for q, b in own) for own in played]
        )
        if shocks:
            side += [_entropy(mixes[k].get(player, {})) for k in range(size)]
        worth = np.linalg.solve(np.eye(size) - discounts[:, None] * moves, side)
        values[player] = [float(x) for x in worth / precision] if precision else [0.0] * size
        for k, spot in enumerate(spots):
            if player not in spot.actions:
                continue
            paid = []
            for action in spot.actions[player]:
                away = [
                    mix if p != player else {action: 1.0} for p, mix in mixes[k].items()
                ]
                total = 0.0
                for profile in product(*away):
                    chance = prod(m[a] for m, a in zip(away, profile, strict=True))
                    branch = spot.branches[profile]
                    later = sum(number[q] * worth[to] for to, q in branch.to)
                    total += chance * (precision * number[branch.payoffs[i]] + discounts[k] * later)
                paid.append(total)
            weights = [exp(x - max(paid)) for x in paid]
            for action, weight in zip(spot.actions[player], weights, strict=True):
                residual = max(residual, abs(mixes[k][player][action] - weight / sum(weights)))
    return MarkovLogit(
        immutabledict(
            {
                f"{player} in {spot.name}": immutabledict(mix)
                for k, spot in enumerate(spots)
                for player, mix in mixes[k].items()
            }
        ),
        "; ".join(
            f"{spots[0].name}, {player}: "
            + " or ".join(f"{a} {show(round(q, 6))}" for a, q in mix.items())
            for player, mix in mixes[0].items()
        ),
        immutabledict({player: own[0] for player, own in values.items()}),
        _outcomes(game, played, number),
        precision,
        residual,
        immutabledict(
            {
                spot.name: immutabledict({player: own[k] for player, own in values.items()})
                for k, spot in enumerate(spots)
            }
        ),
        _chain(game, moves),
        index,
        stable,
    )


def _entropy(mix: Mapping[str, float]) -> float:
    return -sum(q * log(q) for q in mix.values() if q)


def _outcomes(game: MarkovGame, played: list[list[tuple[float, object]]], number: object) -> immutabledict[str, float]:
    import numpy as np

    size = len(played)
    open_moves = np.zeros((size, size))
    ends: dict[str, object] = {}
    for k, own in enumerate(played):
        for chance, branch in own:
            if branch.outcome:
                ends.setdefault(branch.outcome, np.zeros(size))[k] += chance
            else:
                for to, q in branch.to:
                    open_moves[k, to] += chance * number[q]
    # every action is played: where an outcome may come about it does, from where it can be reached
    reach = np.zeros(size, dtype=bool)
    for own in ends.values():
        reach |= own > 0
    for _ in range(size):
        reach = reach | ((open_moves > 0) @ reach)
    inside = np.flatnonzero(reach)
    found = {}
    if reach[0]:
        matrix = np.eye(len(inside)) - open_moves[np.ix_(inside, inside)]
        start = int(np.flatnonzero(inside == 0)[0])
        for label, own in sorted(ends.items()):
            found[label] = float(np.linalg.solve(matrix, own[inside])[start])
    rest = 1 - sum(found.values())
    if not reach[0] or not reach.all() or rest > 1e-12:
        found[game.otherwise] = found.get(game.otherwise, 0.0) + max(rest, 0.0)
    return immutabledict({label: q for label, q in found.items() if q > 0})


def _chain(game: MarkovGame, moves: object) -> Chain:
    """Put spots that are played at once together with those after them."""
    spots = game.spots

    def onwards(k: int) -> dict[int, float]:
        own = {t: float(q) for t, q in enumerate(moves[k]) if q}
        if not spots[k].at_once:
            return own
        found: dict[int, float] = {}
        for to, chance in own.items():
            for t, q in onwards(to).items():
                found[t] = found.get(t, 0.0) + chance * q
        return found

    reached, queue = {0: onwards(0)}, [0]
    for k in queue:
        for t in reached[k]:
            if t not in reached:
                reached[t] = onwards(t)
                queue.append(t)
    return Chain(
        spots[0].name,
        immutabledict(
            {
                spots[k].name: immutabledict({spots[t].name: q for t, q in own.items()})
                for k, own in reached.items()
            }
        ),
    )
