"""
The guarantee in one table
==========================

All choose at once. With Russia and the guarantor at what they do in equilibrium, the choice of
Armenia and Azerbaijan is a table of four cells.
"""

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

from caucasus_games.concepts import iterated_dominance, pure_nash
from caucasus_games.exact import show
from caucasus_games.guarantors import US_OPERATOR
from caucasus_games.models import guarantee

game = guarantee(US_OPERATOR)
print(iterated_dominance(game))

# %%
# The table, with the equilibrium marked. Each cell has the payoffs of Armenia and of Azerbaijan.

(equilibrium,) = pure_nash(game)
played = {player: next(iter(mix)) for player, mix in equilibrium.strategies.items()}
rows, columns = game.actions["Armenia"], game.actions["Azerbaijan"]
figure, axes = plt.subplots(figsize=(7, 3), layout="constrained")
for y, row in enumerate(rows):
    for x, column in enumerate(columns):
        payoffs = game.numbers[row, column, played["Russia"], played["United States"]]
        here = (row, column) == (played["Armenia"], played["Azerbaijan"])
        face = "#cce5f2" if here else "white"
        axes.add_patch(Rectangle((x, y), 1, 1, facecolor=face, edgecolor="black"))
        text = f"{show(payoffs[0])},  {show(payoffs[1])}"
        weight = "bold" if here else "normal"
        axes.text(x + 0.5, y + 0.5, text, ha="center", va="center", weight=weight)
axes.set(xlim=(0, 2), ylim=(2, 0))
axes.set_xticks([0.5, 1.5], [f"Azerbaijan: {action}" for action in columns])
axes.set_yticks([0.5, 1.5], [f"Armenia: {action}" for action in rows])
axes.xaxis.tick_top()
axes.tick_params(length=0)
plt.show()

# %%
# The sentence.

print(f"The only pure equilibrium: {equilibrium.path}.")
