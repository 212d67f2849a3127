r"""How far strategies of a Markov game, and their worth, are from the response to themselves.

From the chances :math:`p` with which all play and what states are worth follows what each action is
worth; from that the logit response, and what each state is worth again. The residual is the largest
difference to either: of a chance, and of a worth as a share of it where it is above one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from math import exp, log, prod
from typing import TYPE_CHECKING, Any, TypeAlias

from immutabledict import immutabledict

from caucasus_games.exact import show
from caucasus_games.results.chain import chain_of
from caucasus_games.results.markov_logit import MarkovLogit

if TYPE_CHECKING:
    from caucasus_games.games import MarkovGame
    from caucasus_games.games.spots import Branch, Spot

Mixes = Mapping[int, Mapping[str, Mapping[str, float]]]
# with what chance which branch is taken
Played: TypeAlias = "tuple[float, Branch]"


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
    spots = game.spots
    number = {f: float(x) for f, x in game.numbers.items()}
    played = [_played(spot, mixes[k]) for k, spot in enumerate(spots)]
    residual = 0.0
    for k in range(len(spots)):
        for player in game.players:
            paid = _paid(game, mixes, worth, (k, player), precision, number)
            stated = worth[player][k]
            told, chances = _response(paid, shocks)
            gaps = [abs(told - stated) / max(1.0, abs(stated))]
            # who has no choice there is paid as if by one action without a name
            mix = mixes[k].get(player, {"": 1.0})
            gaps += [abs(mix[a] - q) for a, q in chances.items()]
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
        chain_of(spots, [_moves(own, number) for own in played]),
        index,
        stable,
    )


def _played(spot: Spot, mixes: Mapping[str, Mapping[str, float]]) -> list[Played]:
    """Return with what chance each branch of a spot is taken."""
    return [
        (prod(mixes[p][a] for p, a in zip(spot.actions, branch.profile, strict=True)), branch)
        for branch in spot.branches.values()
    ]


def _paid(
    game: MarkovGame,
    mixes: Mixes,
    worth: Mapping[str, Sequence[float]],
    place: tuple[int, str],
    precision: float,
    number: Mapping[Any, float],
) -> dict[str, float]:
    """Return what each action of a player pays at a spot, in units of shocks."""
    k, player = place
    spot, i = game.spots[k], game.players.index(player)
    discount = 1.0 if spot.at_once else number[game.discounts[player]]
    found = {}
    for action in spot.actions.get(player, ("",)):
        away = {p: {action: 1.0} if p == player else mix for p, mix in mixes[k].items()}
        found[action] = 0.0
        for profile in product(*away.values()):
            chance = prod(m[a] for m, a in zip(away.values(), profile, strict=True))
            branch = spot.branches[profile]
            later = sum(number[q] * worth[player][to] for to, q in branch.to)
            found[action] += chance * (precision * number[branch.payoffs[i]] + discount * later)
    return found


def _response(paid: Mapping[str, float], shocks: bool) -> tuple[float, dict[str, float]]:
    """Return what the logit response to what actions pay is worth, and how often it plays each."""
    top = max(paid.values())
    weights = {a: exp(x - top) for a, x in paid.items()}
    total = sum(weights.values())
    chances = {a: weight / total for a, weight in weights.items()}
    if shocks:
        return top + log(total), chances
    return sum(q * paid[a] for a, q in chances.items()), chances


def _moves(own: Sequence[Played], number: Mapping[Any, float]) -> dict[int, float]:
    """Return how likely each spot is the next."""
    found: dict[int, float] = {}
    for chance, branch in own:
        for to, q in branch.to:
            found[to] = found.get(to, 0.0) + chance * number[q]
    return {to: found[to] for to in sorted(found) if found[to]}


def _outcomes(
    game: MarkovGame, played: Sequence[Sequence[Played]], number: Mapping[Any, float]
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
