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
mean = {name: found.mean(name, "peace") for name in found.setups}

# %%
# Wide bars for the share of draws at which peace is possible, narrow ones for its mean probability,
# as a vote that it takes may fail; marks where it is possible at the central values.

figure, axes = plt.subplots(figsize=(8, 3.8), layout="constrained")
rows = list(share)[::-1]
axes.barh(range(len(rows)), [share[name] for name in rows], color="#cccccc", label="possible")
axes.barh(
    range(len(rows)), [mean[name] for name in rows], 0.4, color="#56b4e9", label="mean probability"
)
for row, name in enumerate(rows):
    central = subgame_perfect(settlement(named()[name])).equilibria[0]
    if "peace" in central.outcomes:
        axes.plot(share[name] + 0.02, row, "o", color="#0072b2")
axes.plot([], [], "o", color="#0072b2", label="possible at the central values")
axes.set_yticks(range(len(rows)), rows)
axes.set_xlim(0, 1)
axes.set_xlabel("share of draws at which peace is possible, and its mean probability")
figure.legend(loc="outside upper center", ncols=3, frameon=False)
plt.show()

# %%
# The sentence, and whether the treaty's lead over the operator is more than chance: the draws are
# paired.

error = max(found.error(name, "peace") for name in found.setups)
told = ", ".join(f"{name} {share[name]:.3f} ({mean[name]:.3f})" for name in share)
print(f"Peace possible in a share of (mean probability) {told}; standard errors up to {error:.4f}.")
change, spread = found.difference("US_OPERATOR", "US_TREATY", "peace")
print(f"US_OPERATOR less US_TREATY: {change:.3f} ± {spread:.4f}")
