"""
Every guarantor side by side
============================

The settlement under nine guarantor setups at the central values of July 2025.
"""

import matplotlib.pyplot as plt

import caucasus_games as cg
from caucasus_games import plot
from caucasus_games.models import settlement

table = cg.compare(settlement)
print(table)

# %%
# The probability of each outcome, as bars.

plot.compare(table)
plt.show()

# %%
# The sentence.

reached = [name for name, chance in table.to_dataframe()["P(peace)"].items() if chance > 0]
print(f"There is peace with a positive probability under {', '.join(map(str, reached))}.")
