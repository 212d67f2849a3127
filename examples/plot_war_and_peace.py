"""
Which of its equilibria did the dyad play?
==========================================

The estimated monthly game of 1993 to 2007 has nine equilibria at least. The published one is at war
half of the time, and best replies do not come back to it.
"""

import matplotlib.pyplot as plt

from caucasus_games import plot
from caucasus_games.concepts import markov_branches, markov_logit
from caucasus_games.guarantors import named
from caucasus_games.models import war_and_peace

# %%
# The long-run share of war in every equilibrium, under every setup.

figure, ax = plt.subplots(figsize=(8, 4.5), layout="constrained")
setups = named()
for row, setup in enumerate(setups.values()):
    for one in markov_logit(war_and_peace(setup), 1, starts=200):
        share = float(one.chain.stationary()["war"])
        filled = "#0072b2" if one.stable else "none"
        ax.plot(share, row, "o", color="#0072b2", markerfacecolor=filled)
ax.axvline(0.52655, linestyle=":", color="0.4")
ax.text(0.53, -0.6, "published", color="0.4", fontsize="small")
ax.set_yticks(range(len(setups)), list(setups))
ax.invert_yaxis()
ax.set_xlabel("share of months at war in the long run; filled: stable under best replies")
plt.show()

# %%
# Where the published one ends: under the treaty it meets another as the guarantor is believed.

treaty = war_and_peace(setups["US_TREATY"])
over = markov_branches(treaty, "guarantor_credibility", 1, within=(0, 1))
plot.markov_branches(over, "war")
plt.show()

# %%
# The sentence.

found = markov_logit(war_and_peace(setups["NONE"]), 1)
stable = [one.chain.stationary()["war"] for one in found if one.stable]
(end,) = (turn for branch in over for turn in branch.folds)
print(
    f"Of {len(found)} equilibria {len(stable)} are stable, at war in {float(max(stable)):.0%} of "
    "the months at most; the published one is at war in 53%, and none goes over into it under the "
    f"treaty from a credibility of {float(end):.0%} on."
)
