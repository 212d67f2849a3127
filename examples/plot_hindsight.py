"""
What the models say of seven moments
====================================

The arrangement and the balance of power of each, and what happened, beside what each model says.
"""

import matplotlib.pyplot as plt

from caucasus_games.evidence import hindsight

# %%
# One mark for each model and moment.

rows = hindsight()
names = list(dict.fromkeys(row.model for row in rows))[::-1]
moments = list(dict.fromkeys(row.moment for row in rows))
styles = {
    "hit": ("o", "#0072b2"),
    "either": ("D", "#e69f00"),
    "miss": ("X", "#d55e00"),
    "open": ("o", "#cccccc"),
}
figure, axes = plt.subplots(figsize=(8, 4.6), layout="constrained")
for row in rows:
    mark, colour = styles[row.verdict]
    place = (moments.index(row.moment), names.index(row.model))
    axes.plot(*place, mark, color=colour, markersize=9)
for verdict, (mark, colour) in styles.items():
    axes.plot([], [], mark, color=colour, markersize=9, label=verdict)
axes.set_xticks(range(len(moments)), moments)
axes.set_yticks(range(len(names)), names)
axes.set_xlim(-0.5, len(moments) - 0.5)
axes.grid(axis="y", color="#eeeeee")
axes.set_axisbelow(True)
figure.legend(loc="outside upper center", ncols=4, frameon=False)
plt.show()

# %%
# The sentence.

count = {verdict: sum(row.verdict == verdict for row in rows) for verdict in styles}
print(
    f"Of {len(rows)} answers {count['hit']} are what happened, {count['miss']} are not, "
    f"{count['either']} could be and {count['open']} are open."
)
