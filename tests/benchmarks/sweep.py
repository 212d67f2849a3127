"""How long draws take, as ratios to other packages and to evaluating payoffs."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from time import perf_counter

import nashpy
import numpy as np
import pygambit
import quantecon.game_theory as quantecon
import sympy

import caucasus_games as cg
from caucasus_games.concepts.fast.mixtures import mixed_equilibria
from caucasus_games.concepts.fast.profiles import pure_profiles
from caucasus_games.concepts.fast.tables import table_of
from caucasus_games.concepts.fast.trees import tree_equilibria, tree_of
from caucasus_games.formats import to_gambit
from caucasus_games.games import NormalForm
from caucasus_games.guarantors import US_OPERATOR
from caucasus_games.models import settlement
from caucasus_games.readings.compiled import compiled
from caucasus_games.sweeps.draws import Uniforms, quantiles

DRAWS, BLOCK, GAMES = 131_072, 4_096, 20


def seconds(work: Callable[[], object], times: int) -> float:
    """Return the median of the seconds that some work takes, after one try."""
    work()
    clock = []
    for _ in range(times):
        started = perf_counter()
        work()
        clock.append(perf_counter() - started)
    return float(np.median(clock))


def trees() -> None:
    """Compare a draw of the settlement with building its tree; nobody there solves it."""
    game = settlement(US_OPERATOR)
    theirs = seconds(lambda: to_gambit(game), 3)
    ours = seconds(lambda: cg.summary(game, DRAWS, on=cg.Run(workers=1)), 3) / DRAWS
    print(f"settlement: building the tree in Gambit takes {theirs / ours:,.0f} times a draw")
    outcomes = tuple(sorted(game.outcome_labels))
    formulas = compiled(dict.fromkeys(f for v in game.vertices for f in v.payoffs))
    records = list(game.parameters.values())
    draws = quantiles(records, Uniforms(tuple(game.parameters), 1, BLOCK).block(0, BLOCK))
    values = {record.name: drawn for record, drawn in draws.items()}
    tree = tree_of(game, {}, outcomes)
    evaluating = seconds(lambda: formulas.rows(values, BLOCK), 51)
    solving = seconds(lambda: tree_equilibria(tree, values, BLOCK, 1e-12), 51)
    print(f"settlement: a draw takes {solving / evaluating:.1f} times evaluating its payoffs")


def profiles() -> None:
    """Compare pure equilibria of 3×3×3×3 games with summing their payoffs, and with Gambit."""
    generator = np.random.default_rng(1)
    draws = 2_000
    worth = generator.random((4, 3, 3, 3, 3, draws))
    ours = seconds(lambda: pure_profiles(worth), 21) / draws
    floor = seconds(worth.sum, 21) / draws
    actions = {player: ["x", "y", "z"] for player in "ABCD"}
    games = []
    for k in range(GAMES):
        cells = worth[..., k].reshape(4, -1).T
        whole = [[Fraction(float(x)).limit_denominator(1_000) for x in cell] for cell in cells]
        table = dict(zip(product(*actions.values()), whole, strict=True))
        games.append(to_gambit(NormalForm(actions, table)))
    theirs = seconds(lambda: [pygambit.nash.enumpure_solve(game) for game in games], 3) / GAMES
    print(f"pure Nash, 3×3×3×3: a game takes {ours / floor:.1f} times summing its payoffs")
    print(f"pure Nash, 3×3×3×3: Gambit takes {theirs / ours:,.0f} times a game, once it is built")


def mixtures() -> None:
    """Compare all equilibria of 3×3 games with two other packages."""
    generator = np.random.default_rng(2)
    actions = {"A": ["a", "b", "c"], "B": ["d", "e", "f"]}
    profiles = product(*actions.values())
    game = NormalForm(
        actions, {p: sympy.symbols(f"x_{p[0]}{p[1]} y_{p[0]}{p[1]}") for p in profiles}
    )
    table = table_of(game, {}, tuple(sorted(game.outcome_labels)))
    values = {symbol.name: generator.random(BLOCK) for symbol in game.symbols}
    ours = seconds(lambda: mixed_equilibria(table, values, BLOCK, 1e-12), 11) / BLOCK
    pairs = [generator.random((2, 3, 3)) for _ in range(GAMES)]
    nash = [nashpy.Game(*pair) for pair in pairs]
    theirs = seconds(lambda: [list(game.support_enumeration()) for game in nash], 3) / GAMES
    print(f"mixed Nash, 3×3: Nashpy takes {theirs / ours:,.0f} times a game")
    others = [
        quantecon.NormalFormGame([quantecon.Player(a), quantecon.Player(b.T)]) for a, b in pairs
    ]
    theirs = seconds(lambda: [quantecon.support_enumeration(game) for game in others], 5) / GAMES
    print(f"mixed Nash, 3×3: QuantEcon takes {theirs / ours:,.0f} times a game")


if __name__ == "__main__":
    trees()
    profiles()
    mixtures()
