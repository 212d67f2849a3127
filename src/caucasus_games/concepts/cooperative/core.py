r"""The core: :math:`\{x : x(N) = v(N), x(S) \ge v(S) \text{ for every coalition } S\}`.

The least total that leaves no coalition an objection is
:math:`\max \sum_S \lambda_S v(S)` over balanced weights :math:`\lambda`; the core is empty iff it
is above :math:`v(N)`, and else its prices are shares that the rest may be added to [1]_.

References
----------
.. [1] Shapley (1967), On balanced sets and cores. Naval Research Logistics Quarterly 14, 453–460.
"""

from collections.abc import Mapping
from fractions import Fraction

from immutabledict import immutabledict

from caucasus_games.algebra import Constraint, Polytope, maximise
from caucasus_games.concepts.checks import check_coalitional
from caucasus_games.games import CoalitionalGame
from caucasus_games.games.coalitional import Coalition
from caucasus_games.results import Core


def core(game: CoalitionalGame) -> Core:
    """Find the core, or prove that it is empty.

    1. Maximise what balanced weights secure: one linear programme with a row for each player.
    2. If it is more than all secure together, the weights prove the core empty.
    3. Else each player gets the price of its row and an equal part of the rest.

    Parameters
    ----------
    game : CoalitionalGame
        One to twelve players.

    Returns
    -------
    Core
        With a point and, on demand, all ``vertices``; or with the weights that prove it empty.

    Raises
    ------
    GameError
        If it is no coalitional game, has more players, or a symbol has no value.

    References
    ----------
    Shapley (1967), On balanced sets and cores. Naval Research Logistics Quarterly 14, 453–460.

    Examples
    --------
    >>> majority = CoalitionalGame.from_function("ABC", lambda own: int(len(own) > 1))
    >>> core(majority)
    empty core: 0.5 of A and B, 0.5 of A and C, 0.5 of B and C together secure more than all
    """
    check_coalitional(game, "core", most=12)
    worth, players = game.numbers, game.players
    groups = {str(k): group for k, group in enumerate(worth)}
    alone = {player: worth[frozenset([player])] for player in players}
    # what a coalition adds to its members alone; the weights of single players fill the rows up
    added = {k: worth[own] - sum(alone[p] for p in own) for k, own in groups.items()}
    rows = [Constraint({k: 1 for k, own in groups.items() if p in own}, 1) for p in players]
    best = maximise(Polytope(list(groups), rows), added)
    assert best is not None  # zero weights are feasible
    whole = worth[frozenset(players)] - sum(alone.values())
    if best.value > whole:
        return Core(game, immutabledict(), _filled(game, groups, best.point))
    rest = (whole - best.value) / len(players)
    shares = {p: alone[p] + price + rest for p, price in zip(players, best.prices, strict=True)}
    return Core(game, immutabledict(shares), immutabledict())


def _filled(
    game: CoalitionalGame, groups: Mapping[str, Coalition], point: Mapping[str, Fraction]
) -> immutabledict[Coalition, Fraction]:
    """Return balanced weights: single players have what is missing of one."""
    weights = {groups[k]: w for k, w in point.items()}
    for player in game.players:
        shared = sum(w for own, w in weights.items() if player in own)
        weights[frozenset([player])] += 1 - shared
    return immutabledict({own: w for own, w in weights.items() if w})
