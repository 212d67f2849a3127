"""
Every guarantor side by side
============================

The settlement under nine guarantor setups at the central values of July 2025.
"""

import matplotlib.pyplot as plt

import caucasus_games as cg
from caucasus_games.models import settlement

table = cg.compare(settlement)
print(table)

# %%
# The probability of each outcome, as bars.

frame = table.to_dataframe().iloc[::-1]
looks = {"peace": ("#0072b2", ""), "stalemate": ("#dddddd", ""), "war": ("#d55e00", "////")}
figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
left = 0 * frame["P(peace)"]
for outcome, (colour, hatch) in looks.items():
    width = frame[f"P({outcome})"]
    axes.barh(
        frame.index, width, left=left, color=colour, hatch=hatch, edgecolor="white", label=outcome
    )
    left = left + width
axes.set_xlim(0, 1)
axes.set_xlabel("probability")
figure.legend(loc="outside upper center", ncols=3, frameon=False)
plt.show()

# %%
# The sentence.

reached = [name for name, chance in frame["P(peace)"].items() if chance > 0]
print(f"A settlement is possible under {', '.join(map(str, reversed(reached)))}.")
