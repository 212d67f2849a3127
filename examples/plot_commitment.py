"""
How credible must a guarantee be to keep a declining side from fighting?
========================================================================

Armenia, whose chances fall within a year, fights at once where war is cheap and the stake large,
unless the guarantor weakens Azerbaijan later. The least credibility that suffices depends on how
even the sides are today and on how much an act of the guarantor would change.
"""

import matplotlib.pyplot as plt
import numpy as np

from caucasus_games import load
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import RUSSIAN_PEACEKEEPERS, US_OPERATOR, US_TREATY
from caucasus_games.models import commitment

# %%
# Where the theorem holds: the whole stake at issue, a cheap war, the steepest rise in the table.

delta = float(load()["armenia_discount"].central)
shift = float(load()["power_shift"].high)
cost = 0.05
now = np.linspace(0.2, 0.8, 121)
later = now + shift * (1 - now)

# %%
# The formula as curves, the setups' own credibility as dotted lines.

figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
styles = {
    RUSSIAN_PEACEKEEPERS: ("#d55e00", "-."),
    US_OPERATOR: ("#0072b2", "-"),
    US_TREATY: ("#009e73", "--"),
}
for setup, (colour, dashes) in styles.items():
    kappa = float(setup.parameters["enforcement_strength"].central)
    own = float(setup.parameters["guarantor_credibility"].central)
    least = (delta * later - now - cost * (1 - delta)) / (delta * kappa * later)
    axes.plot(now, least, dashes, color=colour, label=setup.name)
    axes.axhline(own, linestyle=":", color=colour)
    axes.text(0.8, own + 0.012, "its own", color=colour, ha="right", fontsize="small")
axes.set_xlim(0.2, 0.8)
axes.set_ylim(0, 1)
axes.set_xlabel("Azerbaijan's chance of winning today")
axes.set_ylabel("least credibility needed")
figure.legend(loc="outside upper center", ncols=3, frameon=False)
plt.show()

# %%
# The solver where the sides are even, and the sentence.

even = {
    "corridor_value": 1,
    "war_cost_armenia": "0.05",
    "power_shift": "0.4",
    "military_advantage": "0.5",
}
held = []
for setup in styles:
    found = subgame_perfect(commitment(setup).at(even))
    if {label for equilibrium in found for label in equilibrium.outcomes} == {"peace"}:
        held.append(setup.name)
print(f"Where the sides are even today, the peace is kept under {' and '.join(held)} alone.")
