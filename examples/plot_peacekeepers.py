"""
What does a tolerated probe say about a guarantor?
==================================================

Azerbaijan probes; the guarantor reacts or stands by. How likely the attack is then depends on how
far it was trusted before and on what a bluff would cost it: little while its forces are free, more
once they are bound elsewhere.
"""

from fractions import Fraction

import matplotlib.pyplot as plt

from caucasus_games import load
from caucasus_games.concepts import intuitive_criterion
from caucasus_games.guarantors import RUSSIAN_PEACEKEEPERS
from caucasus_games.models import probe

# %%
# Every intuitive equilibrium over the prior, at two costs of a bluff.

table = load()
game = probe(RUSSIAN_PEACEKEEPERS)
bound = {"forces free": table["bluff_cost"].low, "forces bound": table["bluff_cost"].central}
marks = {"separating": "o", "semi-separating": "^", "pooling": "s"}
colours = {"separating": "#0072b2", "semi-separating": "#009e73", "pooling": "#d55e00"}
figure, panels = plt.subplots(1, 2, figsize=(9, 4), sharey=True, layout="constrained")
likely: dict[str, list[Fraction]] = {}
for axes, (name, cost) in zip(panels, bound.items(), strict=True):
    for percent in range(2, 100, 4):
        values = {"bluff_cost": cost, "prior_reliability": Fraction(percent, 100)}
        for equilibrium in intuitive_criterion(game.at(values)):
            chance = equilibrium.outcomes.get("war", Fraction(0))
            kind = equilibrium.kind
            axes.plot(percent / 100, float(chance), marks[kind], color=colours[kind], markersize=4)
            if percent == 62:
                likely.setdefault(name, []).append(chance)
    record = table["prior_reliability"]
    axes.axvspan(float(record.low), float(record.high), color="#eeeeee", zorder=0)
    axes.set_title(f"{name}: a bluff costs {float(cost):g}", fontsize="medium")
    axes.set_xlabel("belief before the probe that the guarantor is reliable")
panels[0].set_ylabel("probability of the attack")
for kind, mark in marks.items():
    panels[0].plot([], [], mark, color=colours[kind], label=kind)
panels[0].plot([], [], "s", color="#eeeeee", markersize=10, label="range of the belief")
figure.legend(loc="outside upper center", ncols=4, frameon=False)
plt.show()

# %%
# The sentence.

free, tied = (f"{float(max(likely[name])):.2f}" for name in bound)
print(
    f"At a belief of 0.62 the attack has probability {free} at most while forces are free and "
    f"{tied} once they are bound: then a reaction is believed, and standing by leads to the attack."
)
