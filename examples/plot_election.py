"""
What is signed before an election, and what is put off?
=======================================================

A government that may lose office weighs what the agreement costs it at the polls against what a
government of its opponents would do with it. The more unpopular the agreement, the less office need
be worth for it to wait.
"""

import matplotlib.pyplot as plt
import numpy as np

from caucasus_games import load
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import US_OPERATOR
from caucasus_games.models import election

# %%
# The threshold at the central values under the operator.

x = {name: float(record.central) for name, record in load().items()}
won = x["military_advantage"] * x["corridor_value"]
gain = x["armenia_dividend"] - float(US_OPERATOR.parameters["sovereignty_cost"].central)
gain += x["escalation_risk"] * (x["war_cost_armenia"] + won)
swing = np.linspace(-0.12, -0.005, 200)
waits = 0.5 + x["opposition_discredit"] / (2 * x["lead_spread"])
signs = waits + swing / (2 * x["lead_spread"])
kept = 1 - x["reversal"] * (1 - signs)
office = 2 * x["lead_spread"] * (kept - x["armenia_discount"] * waits) * gain / -swing

# %%
# The curve, and the solver's answer on a grid of points.

figure, axes = plt.subplots(figsize=(8, 4.4), layout="constrained")
axes.plot(swing, office, color="#333333", label="the threshold")
axes.set_ylim(0, 0.31)
axes.set_xlim(-0.125, 0)
marks = {"sign": ("o", "#0072b2", "signed before"), "wait": ("s", "#d55e00", "put off")}
for loss in range(10, 121, 10):
    for worth in (2, 9, 16, 23, 30):
        values = {"peace_swing": f"-0.{loss:03d}", "office_value": f"0.{worth:02d}"}
        found = subgame_perfect(election(US_OPERATOR).at(values)).equilibria[0]
        mark, colour, label = marks[next(iter(found.strategies["Armenia before the vote"]))]
        known = label in axes.get_legend_handles_labels()[1]
        axes.plot(-loss / 1000, worth / 100, mark, color=colour, label=None if known else label)
centre = (x["peace_swing"], x["office_value"])
axes.plot(*centre, "k*", markersize=12, label="central values")
axes.set_xlabel("what having signed adds to the government's lead, share of votes")
axes.set_ylabel("value of office, share of stake")
figure.legend(loc="outside upper center", ncols=4, frameon=False)
plt.show()

# %%
# The sentence.

at_centre = float(np.interp(centre[0], swing, office))
print(
    f"With {-100 * centre[0]:g} points lost by signing, the government signs before the vote "
    f"unless office is worth more than {at_centre:.2f} of the stake."
)
