"""
How neutral must the checks be?
===============================

The operator's checks lean to Armenia (−1), to neither side (0) or to Azerbaijan (1). The settlement
is solved exactly at each point, with the figures of both vintages.
"""

from fractions import Fraction

import matplotlib.pyplot as plt

from caucasus_games.guarantors import named
from caucasus_games.models import settlement
from caucasus_games.solvers import subgame_perfect

points = [Fraction(k, 20) for k in range(-20, 21)]
figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
least = {}
for vintage, style in (("2025-07", "o-"), ("2026-09", "s--")):
    game = settlement(named(vintage)["US_OPERATOR"])
    chances = [
        max(
            e.outcomes.get("peace", Fraction(0))
            for e in subgame_perfect(game.at({"neutrality": n}))
        )
        for n in points
    ]
    least[vintage] = next(n for n, chance in zip(points, chances, strict=True) if chance)
    axes.plot(
        [float(n) for n in points],
        [float(chance) for chance in chances],
        style,
        markersize=3,
        label=f"figures of {vintage}",
    )
axes.set_xlabel("neutrality of the checks (−1 pro-Armenian, 1 pro-Azerbaijani)")
axes.set_ylabel("probability of peace")
axes.set_ylim(-0.02, 0.6)
figure.legend(loc="outside upper center", ncols=2, frameon=False)
plt.show()

# %%
# The sentence.

for vintage, n in least.items():
    where = "at any neutrality" if n == -1 else f"from a neutrality of {float(n):g} on"
    print(f"With the figures of {vintage} peace is possible {where}.")
