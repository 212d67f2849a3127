"""
How patient must the sides of a ceasefire be?
=============================================

A violation gains positions this year and, once it is attributed, ends the quiet for good. The least
discount factor that keeps each side to the line falls as monitors see more and as a guarantor
undoes more.
"""

import matplotlib.pyplot as plt

from caucasus_games import load
from caucasus_games.concepts import critical_discount
from caucasus_games.guarantors import named
from caucasus_games.models import ceasefire_stage
from caucasus_games.models.terms import attribution

keep = {"Armenia": "keep", "Azerbaijan": "keep"}
violate = {"Armenia": "violate", "Azerbaijan": "violate"}
table = load()

# %%
# What each setup asks of each side; one that no factor below 1 satisfies would stand at 1.

needed: dict[str, dict[str, float]] = {}
for name, setup in named().items():
    values = {
        "own_detection": table["own_detection"].central,
        "detection": setup.parameters["detection"].central,
    }
    found = critical_discount(
        ceasefire_stage(setup), keep, violate, detection=attribution, values=values
    )
    needed[name] = {side: float(factor or 1) for side, factor in found.discounts.items()}

# %%
# Marks for what is needed, lines for the central discount factors.

sides = {"Armenia": ("s", "#0072b2", "--"), "Azerbaijan": ("D", "#d55e00", ":")}
figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
rows = list(needed)[::-1]
for side, (mark, colour, line) in sides.items():
    least = [needed[name][side] for name in rows]
    axes.plot(least, range(len(rows)), mark, color=colour, label=f"{side}: needed")
    patience = float(table[f"{side.lower()}_discount"].central)
    axes.axvline(patience, linestyle=line, color=colour, label=f"{side}: central value")
axes.set_yticks(range(len(rows)), rows)
axes.set_xlim(0, 1)
axes.set_xlabel("discount factor, a year")
figure.legend(loc="outside upper center", ncols=2)
plt.show()

# %%
# The sentence.

ordered = sorted(needed, key=lambda name: needed[name]["Azerbaijan"])
easiest, hardest = ordered[0], ordered[-1]
print(
    f"Azerbaijan needs a factor of {needed[hardest]['Azerbaijan']:.2f} under {hardest} and of "
    f"{needed[easiest]['Azerbaijan']:.2f} under {easiest}."
)
