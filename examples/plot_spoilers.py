"""
When does an attack wreck the agreement?
========================================

The better a government could have stopped an attack, the worse an attack that happens speaks of it.
Azerbaijan's trust after an attack falls with the chance of stopping one; below the least trust that
the agreement needs, it withdraws. Whether anybody pays for an attack is another question.
"""

import matplotlib.pyplot as plt
import numpy as np

from caucasus_games.concepts import sequential
from caucasus_games.guarantors import named
from caucasus_games.models import spoilers

# %%
# From each setup's equilibrium: what Azerbaijan would believe after an attack, and what is done.

rows = {}
for name, setup in named().items():
    if setup.guarantor == "Russia":
        continue
    game = spoilers(setup)
    equilibrium = sequential(game).equilibria[0]
    belief = equilibrium.consistent["after an attack"]
    held = sum(q for node, q in belief.items() if node.startswith("Armenia restrains"))
    own = game.parameters["restraint"].central
    halted = 1 - (1 - own) * (1 - setup.parameters["detection"].central)
    rows[name] = (float(halted), float(held), "sponsor" in equilibrium.strategies["Russia"])

# %%
# The curve of the posterior t(1 - π) / (t(1 - π) + 1 - t), with the setups on it.

prior = float(game.parameters["restrains"].central)
chance = np.linspace(0, 1, 201)
figure, axes = plt.subplots(figsize=(8, 4.2), layout="constrained")
axes.plot(chance, prior * (1 - chance) / (prior * (1 - chance) + 1 - prior), color="#777777")
places: dict[tuple[float, float, bool], list[str]] = {}
for name, place in rows.items():
    places.setdefault(place, []).append(name)
for (stopped, trust, sponsored), names in places.items():
    axes.plot(
        stopped, trust, "D" if sponsored else "o", color="#d55e00" if sponsored else "#0072b2"
    )
    axes.annotate(
        ", ".join(names), (stopped, trust), xytext=(-8, -10), textcoords="offset points", ha="right"
    )
axes.plot([], [], "D", color="#d55e00", label="an attack is sponsored")
axes.plot([], [], "o", color="#0072b2", label="none is sponsored")
axes.legend(loc="upper right")
axes.set_xlim(0, 1.02)
axes.set_ylim(0, 0.8)
axes.set_xlabel("probability that a government that tries stops an attack")
axes.set_ylabel("trust in it after an attack")
plt.show()

# %%
# The sentence.

paying = [name for name, (_, _, paid) in rows.items() if paid]
print(f"An attack is worth its cost to the sponsor under {' and '.join(paying)}.")
