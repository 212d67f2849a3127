r"""How far strategies of a Markov game, and their worth, are from the response to themselves.

From the chances :math:`p` with which all play and what states are worth follows what each action is
worth; from that the logit response, and what each state is worth again. The residual is the largest
difference to either: of a chance, and of a worth as a share of it where it is above one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from math import exp, log, prod
from typing import TYPE_CHECKING, Any

from immutabledict import immutabledict

from caucasus_games.exact import show
from caucasus_games.results.chain import chain_of
from caucasus_games.results.markov_logit import MarkovLogit

if TYPE_CHECKING:
    from caucasus_games.games import MarkovGame
    from caucasus_games.games.spots import Branch

Mixes = Mapping[int, Mapping[str, Mapping[str, float]]]


def certified_markov_logit(
    game: MarkovGame,
    mixes: Mixes,
    worth: Mapping[str, Sequence[float]],
    precision: float,
    shocks: bool,
    index: int,
    stable: bool,
) -> MarkovLogit:
    """Compute outcomes and residual of strategies and what they are worth.

    Parameters
    ----------
    game : MarkovGame
        The game at its values.
    mixes : mapping of int to mapping of str to mapping of str to float
        For each spot, by number, and each player who chooses there, how often it plays what.
    worth : mapping of str to sequence of float
        By player, what each spot is worth, in units of shocks.
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
    played: list[list[tuple[float, Branch]]] = []
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
    for i, (player, factor) in enumerate(game.discounts.items()):
        for k, spot in enumerate(spots):
            discount = 1.0 if spot.at_once else number[factor]
            actions = spot.actions.get(player, ("",))
            paid = []
            for action in actions:
                away = {p: {action: 1.0} if p == player else mix for p, mix in mixes[k].items()}
                total = 0.0
                for profile in product(*away.values()):
                    chance = prod(m[a] for m, a in zip(away.values(), profile, strict=True))
                    branch = spot.branches[profile]
                    later = sum(number[q] * worth[player][to] for to, q in branch.to)
                    total += chance * (precision * number[branch.payoffs[i]] + discount * later)
                paid.append(total)
            top = max(paid)
            weights = [exp(x - top) for x in paid]
            chances = [weight / sum(weights) for weight in weights]
            told = (
                top + log(sum(weights))
                if shocks
                else sum(q * x for q, x in zip(chances, paid, strict=True))
            )
            stated = worth[player][k]
            gaps = [abs(told - stated) / max(1.0, abs(stated))]
            if player in spot.actions:
                mix = mixes[k][player]
                gaps += [abs(mix[a] - q) for a, q in zip(actions, chances, strict=True)]
            residual = max(residual, *gaps)
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
        immutabledict({player: own[0] / precision for player, own in worth.items()}),
        _outcomes(game, played, number),
        precision,
        residual,
        immutabledict(
            {
                spot.name: immutabledict({p: own[k] / precision for p, own in worth.items()})
                for k, spot in enumerate(spots)
            }
        ),
        chain_of(spots, [{t: float(q) for t, q in enumerate(own) if q} for own in moves]),
        index,
        stable,
    )


def _outcomes(
    game: MarkovGame, played: Sequence[Sequence[tuple[float, Branch]]], number: Mapping[Any, float]
) -> immutabledict[str, float]:
    """Return how likely each outcome is the first to come about."""
    import numpy as np

    size = len(played)
    open_moves = np.zeros((size, size))
    ends: dict[str, Any] = {}
    for k, own in enumerate(played):
        for chance, branch in own:
            if branch.outcome:
                ends.setdefault(branch.outcome, np.zeros(size))[k] += chance
            else:
                for to, q in branch.to:
                    open_moves[k, to] += chance * number[q]
    # every action is played: where an outcome may come about it does, from where it can be reached
    reach = np.zeros(size, dtype=bool)
    for brought in ends.values():
        reach |= brought > 0
    for _ in range(size):
        reach = reach | ((open_moves > 0) @ reach)
    inside = np.flatnonzero(reach)
    found = {}
    if reach[0]:
        matrix = np.eye(len(inside)) - open_moves[np.ix_(inside, inside)]
        start = int(np.flatnonzero(inside == 0)[0])
        for label, brought in sorted(ends.items()):
            found[label] = float(np.linalg.solve(matrix, brought[inside])[start])
    rest = 1 - sum(found.values())
    if not reach[0] or not reach.all() or rest > 1e-12:
        found[game.otherwise] = found.get(game.otherwise, 0.0) + max(rest, 0.0)
    return immutabledict({label: q for label, q in found.items() if q > 0})
