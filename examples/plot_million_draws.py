"""
In what share of a million draws is there peace?
================================================

Nobody knows the numbers, so all of them are drawn from their ranges: a million times for each
setup, the same draws of what the setups share. The settlement is solved at each by backward
induction on arrays, in floating point; the exact solver checks a sample.
"""

import random
from fractions import Fraction
from zlib import crc32

import matplotlib.pyplot as plt
import numpy as np
import sympy

from caucasus_games import ExtensiveForm
from caucasus_games.guarantors import named
from caucasus_games.models import settlement
from caucasus_games.solvers import subgame_perfect

DRAWS, BLOCK, SEED = 1_000_000, 10_000, 1


def drawn(game: ExtensiveForm, block: int) -> dict[str, np.ndarray]:
    """Return a block of draws of each parameter, the same whatever else the game has."""
    found = {}
    for name, record in game.parameters.items():
        low, central, high = map(float, (record.low, record.central, record.high))
        rng = np.random.default_rng([SEED, crc32(name.encode()), block])
        fixed = np.full(BLOCK, low)
        found[name] = rng.triangular(low, central, high, BLOCK) if low < high else fixed
    return found


# %%
# Backward induction with an array at each node: what it is worth to each, and how likely peace is.


def compiled(game: ExtensiveForm):  # type: ignore[no-untyped-def]
    """Turn all payoffs and probabilities into one function, common parts computed once."""
    symbols = [sympy.Symbol(name) for name in game.parameters]
    formulas = [[*vertex.payoffs, *vertex.probabilities] for vertex in game.vertices]
    return sympy.lambdify(symbols, formulas, "numpy", cse=True)


def peace(game: ExtensiveForm, values: dict[str, np.ndarray], numbers) -> np.ndarray:  # type: ignore[no-untyped-def]
    """Return the probability of peace at each draw."""
    own = numbers(*values.values())
    value: list[list[np.ndarray]] = [[]] * len(game.vertices)
    for v in reversed(range(len(game.vertices))):
        vertex = game.vertices[v]
        below = [value[child] for child in vertex.children]
        if not below:
            value[v] = [*own[v], np.full(BLOCK, float(vertex.outcome == "peace"))]
        elif not vertex.player:
            value[v] = [
                sum(q * x for q, x in zip(own[v], column, strict=True))
                for column in zip(*below, strict=True)
            ]
        else:
            i = game.players.index(vertex.player)
            best = below[0]
            for other in below[1:]:
                better = other[i] > best[i]
                best = [np.where(better, y, x) for x, y in zip(best, other, strict=True)]
            value[v] = best
    return value[0][-1]


# %%
# All setups, and a sample of the draws by the exact solver.

share, checked = {}, 0
for name, setup in named().items():
    game = settlement(setup)
    numbers, reached = compiled(game), 0
    for block in range(DRAWS // BLOCK):
        values = drawn(game, block)
        likely = peace(game, values, numbers)
        reached += int((likely > 0).sum())
        if block == 0:
            for k in random.Random(name).sample(range(BLOCK), 5):
                at = {n: Fraction(float(x[k])) for n, x in values.items()}
                exact = subgame_perfect(game.at(at)).equilibria[0].outcomes.get("peace", 0)
                assert abs(float(exact) - likely[k]) < 1e-9
                checked += 1
    share[name] = reached / DRAWS

# %%
# Bars, with marks for peace at the central values.

figure, axes = plt.subplots(figsize=(8, 3.8), layout="constrained")
rows = list(share)[::-1]
axes.barh(range(len(rows)), [share[name] for name in rows], color="#bbbbbb")
for row, name in enumerate(rows):
    central = subgame_perfect(settlement(named()[name])).equilibria[0]
    if "peace" in central.outcomes:
        axes.plot(share[name] + 0.02, row, "o", color="#0072b2")
axes.plot([], [], "o", color="#0072b2", label="peace at the central values")
axes.set_yticks(range(len(rows)), rows)
axes.set_xlim(0, 1)
axes.set_xlabel("share of draws in which there is peace, if the referendum passes")
figure.legend(loc="outside upper center", frameon=False)
plt.show()

# %%
# The sentence.

error = max(np.sqrt(q * (1 - q) / DRAWS) for q in share.values())
told = ", ".join(f"{name} {share[name]:.3f}" for name in share)
print(f"Peace in a share of {told}; standard errors up to {error:.4f}; {checked} draws checked.")
