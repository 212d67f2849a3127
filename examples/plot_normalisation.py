"""
Which negotiation unlocks the other?
====================================

Turkey opens its border with Armenia, or not; Armenia signs with Azerbaijan, or not. If Azerbaijan
can tie the first to the second, the border is worth signing for; if it cannot, the border opens
anyway.
"""

from fractions import Fraction

import matplotlib.pyplot as plt

from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import US_OPERATOR
from caucasus_games.models import normalisation

# %%
# What is agreed, over the share of the dividend that comes by Turkey and the cost of the checks.

cases = {"tied: Turkey minds an objection": "0.1", "not tied: Turkey does not": "0.005"}
marks = {
    "peace and open border": ("o", "#0072b2"),
    "peace": ("^", "#56b4e9"),
    "open border": ("D", "#e69f00"),
    "neither": ("x", "#333333"),
}
figure, panels = plt.subplots(1, 2, figsize=(9, 4.2), sharey=True, layout="constrained")
game, edge, seen = normalisation(US_OPERATOR), {}, set()
for axes, (title, loss) in zip(panels, cases.items(), strict=True):
    for percent in range(5, 100, 10):
        for cost in range(0, 25, 2):
            values = {
                "turkish_share": Fraction(percent, 100),
                "sovereignty_cost": Fraction(2 * cost + 1, 200),
                "alliance_loss": loss,
            }
            (label,) = subgame_perfect(game.at(values)).equilibria[0].outcomes
            mark, colour = marks[label]
            seen.add(label)
            axes.plot(percent / 100, (2 * cost + 1) / 200, mark, color=colour, markersize=5)
            if percent == 65 and label.startswith("peace"):
                edge[title] = (2 * cost + 1) / 200
    axes.set_title(title, fontsize="medium")
    axes.set_xlabel("share of the dividend that the border with Turkey brings")
panels[0].set_ylabel("Armenia's cost in sovereignty")
for label, (mark, colour) in ((k, style) for k, style in marks.items() if k in seen):
    panels[0].plot([], [], mark, color=colour, label=label)
figure.legend(loc="outside upper center", ncols=4, frameon=False)
plt.show()

# %%
# The sentence.

tied, free = edge.values()
print(
    f"With the border tied to it, Armenia signs at a cost of up to about {tied:.2f}; "
    f"if the border opens anyway, up to about {free:.2f}."
)
