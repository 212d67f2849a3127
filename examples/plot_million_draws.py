"""
In what share of a million draws is there peace?
================================================

Nobody knows the numbers, so all of them are drawn from their ranges: a million times, the same
draws for every setup of what the setups share. The settlement is solved at each.
"""

import matplotlib.pyplot as plt

import caucasus_games as cg
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import named
from caucasus_games.models import settlement

found = cg.summary(settlement, draws=1_000_000, seed=1)
share = {name: found.share(name, "peace") for name in found.setups}

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
# The sentence, and whether the operator's lead is more than chance: the draws are paired.

error = max(found.error(name, "peace") for name in found.setups)
told = ", ".join(f"{name} {share[name]:.3f}" for name in share)
print(f"Peace in a share of {told}; standard errors up to {error:.4f}.")
change, spread = found.difference("US_OPERATOR", "US_TREATY", "peace")
print(f"US_OPERATOR less US_TREATY: {change:.3f} ± {spread:.4f}")
