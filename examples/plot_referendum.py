"""
The vote before the signature, or after?
========================================

If the vote comes first, Azerbaijan may keep the changed constitution and not sign; a government
that foresees it does not call the vote. If the treaty is signed first, in force once ratified,
Azerbaijan cannot.
"""

from functools import partial

import matplotlib.pyplot as plt

from caucasus_games import compare
from caucasus_games.models import referendum

# %%
# Both orders under every setup: how likely peace is, and what each side gets.

first = (
    compare(partial(referendum, order="vote first"))
    .to_dataframe()
    .groupby(level=0, sort=False)
    .first()
)
last = (
    compare(partial(referendum, order="signature first"))
    .to_dataframe()
    .groupby(level=0, sort=False)
    .first()
)
rows = list(first.index)[::-1]

# %%
# Two marks for each setup.

figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
for row, name in enumerate(rows):
    ends = (first.loc[name, "P(peace)"], last.loc[name, "P(peace)"])
    axes.plot(ends, (row, row), color="#bbbbbb", zorder=0)
axes.plot(
    first.loc[rows, "P(peace)"],
    range(len(rows)),
    "s",
    color="#d55e00",
    markersize=9,
    mfc="none",
    label="vote first",
)
axes.plot(
    last.loc[rows, "P(peace)"], range(len(rows)), "o", color="#0072b2", label="signature first"
)
axes.set_yticks(range(len(rows)), rows)
axes.set_xlim(-0.02, 1)
axes.set_xlabel("probability of peace")
figure.legend(loc="outside upper center", ncols=2, frameon=False)
plt.show()

# %%
# The sentence.

sides = ["Armenia", "Azerbaijan"]
gain = last[sides] - first[sides]
moved = [name for name in first.index if last.loc[name, "P(peace)"] > first.loc[name, "P(peace)"]]
both = all((gain.loc[name] > 0).all() for name in moved)
print(
    f"Signing first makes peace likelier under {len(moved)} of {len(first)} setups, "
    f"and there {'both sides gain' if both else 'not both sides gain'} by it."
)
