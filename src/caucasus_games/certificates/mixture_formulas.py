"""What a mixed equilibrium in formulas needs besides indifference."""

import sympy
from immutabledict import immutabledict

from caucasus_games.games import NormalForm
from caucasus_games.results.mixture import Shares


def outside(
    game: NormalForm,
    strategies: immutabledict[str, Shares],
    payoffs: immutabledict[str, sympy.Expr],
) -> list[sympy.Expr]:
    """Return what each player expects more than from each action that is not played."""
    gains = []
    for i, player in enumerate(game.players):
        against = strategies[game.players[1 - i]]
        for action in (a for a in game.actions[player] if a not in strategies[player]):
            profiles = {b: (action, b) if i == 0 else (b, action) for b in against}
            paid = [q * game.payoffs[profiles[b]][i] for b, q in against.items()]
            gains.append(sympy.cancel(payoffs[player] - sympy.Add(*paid)))
    return gains
