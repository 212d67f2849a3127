"""What tells two sweeps apart."""

from __future__ import annotations

from hashlib import sha256

from caucasus_games.games import MarkovGame, NormalForm
from caucasus_games.games.kinds import Game
from caucasus_games.sweeps.exponents import formulas_of


def digest(game: Game) -> str:
    """Return a digest of a game's shape and formulas."""
    if isinstance(game, NormalForm):
        shape: list[object] = [(p, dict(labels)) for p, labels in game.outcomes.items()]
    elif isinstance(game, MarkovGame):
        branches = [(s.name, s.actions, s.at_once, dict(s.branches)) for s in game.spots]
        shape = [game.discounts, game.otherwise, branches]
    else:
        shape = [(v.history, v.information_set, v.player, v.outcome) for v in game.vertices]
    told = (game.players, shape, formulas_of(game))
    return sha256(repr(told).encode()).hexdigest()[:16]
