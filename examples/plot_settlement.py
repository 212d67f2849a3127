"""
What Azerbaijan would give up by signing
========================================

The settlement is solved at the same draws of its parameters with one thing after another taken
away that signing costs, or that waiting brings.
"""

import matplotlib.pyplot as plt

import caucasus_games as cg
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import settlement

without: dict[str, dict[str, object]] = {
    "as in the table": {},
    "no demand to back down from": {"backdown_cost": 0},
    "no positions to give back": {"positions_held": 0},
    "no leverage to lose": {"border_leverage": 0},
    "nothing is ever undone": {"undone_risk": 0},
    "no transit before signature": {"early_transit": 0},
    "coercion deters nobody": {"discipline_value": 0},
    "the change does not bind": {"constitution_binding": 0},
    "waiting at its safest": {"escalation_risk": "0.03"},
}
likely = {}
for name, values in without.items():
    found = cg.summary(settlement, 300, setups=[NONE, US_OPERATOR], seed=1, values=values)
    likely[name] = [100 * found.mean(setup, "peace") for setup in found.setups]

# %%
# The mean probability of peace over all draws, in points of 100.

figure, axes = plt.subplots(figsize=(8, 5), layout="constrained")
places = range(len(likely))
for k, (label, hatch) in enumerate((("no guarantor", ""), ("American operator", "//"))):
    heights = [pair[k] for pair in likely.values()]
    axes.barh([p + 0.2 - 0.4 * k for p in places], heights, 0.38, label=label, hatch=hatch)
axes.set_yticks(places, likely)
axes.invert_yaxis()
axes.set_xlabel("mean probability of peace, in points of 100")
figure.legend(loc="outside upper center", ncols=2, frameon=False)
plt.show()

# %%
# The sentence.

least = min(likely, key=lambda name: likely[name][1])
most = max(likely, key=lambda name: likely[name][1])
print(
    f"Peace is likeliest with {most} ({likely[most][1]:.0f} under the operator), "
    f"and least likely with {least} ({likely[least][1]:.0f})."
)
