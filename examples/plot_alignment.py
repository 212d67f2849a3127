"""
Moscow, the West, or both?
==========================

What each choice is worth to Armenia depends on how much it trusts the Western guarantor. Between
staying and turning there is room for a hedge, which Russia tolerates where it punishes a turn.
"""

import matplotlib.pyplot as plt
import numpy as np

from caucasus_games import load
from caucasus_games.concepts import perfect_bayesian
from caucasus_games.guarantors import named
from caucasus_games.models import alignment

# %%
# The three worths at the central values; at these Russia punishes a turn and not a hedge.

x = {name: float(record.central) for name, record in load().items()}
trust = np.linspace(0, 1, 201)
saved, russia, rho = x["protection_value"], x["russian_help"], x["hedge_reliability"]
worth = {
    "Moscow": np.full_like(trust, russia * saved),
    "hedge": (1 - (1 - rho * russia) * (1 - rho * trust)) * saved - x["hedging_cost"],
    "West": trust * saved - x["realignment_cost"] - x["punishment_harm"],
}

# %%
# The lines, and for each Western setup the span of its credibility times the belief in it.

figure, axes = plt.subplots(figsize=(8, 4.4), layout="constrained")
styles = {"Moscow": ("#d55e00", "-."), "hedge": ("#009e73", "--"), "West": ("#0072b2", "-")}
for name, values in worth.items():
    axes.plot(trust, values, styles[name][1], color=styles[name][0], label=name)
setups = ("EU_MONITORS", "US_OPERATOR", "WESTERN_MIX", "US_TREATY")
chosen = {}
for row, name in enumerate(setups):
    setup = named()[name]
    record = setup.parameters["guarantor_credibility"]
    span = [x["engaged"] * float(end) for end in (record.low, record.high)]
    height = -0.07 - 0.022 * row
    axes.plot(span, (height, height), color="#555555", linewidth=2)
    axes.plot(x["engaged"] * float(record.central), height, "|", color="#555555", markersize=10)
    axes.text(span[1] + 0.01, height, name, va="center", fontsize="small")
    found = perfect_bayesian(alignment(setup)).equilibria
    chosen[name] = sorted({label for equilibrium in found for label in equilibrium.outcomes})
axes.set_ylim(-0.16, 0.16)
axes.set_xlim(0, 1)
axes.set_xlabel("probability, to Armenia, that the West helps (belief × credibility)")
axes.set_ylabel("worth to Armenia, share of stake")
figure.legend(loc="outside upper center", ncols=3, frameon=False)
plt.show()

# %%
# The sentence.

print("; ".join(f"{name}: {' or '.join(labels)}" for name, labels in chosen.items()) + ".")
