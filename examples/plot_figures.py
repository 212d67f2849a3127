"""
Figures to publish
==================

One line for each figure of the library. Every function takes axes to draw on and returns them, so
that whatever matplotlib does can follow; ``ax.get_figure().savefig("tree.pdf")`` keeps it.
"""

import matplotlib.pyplot as plt

import caucasus_games as cg
from caucasus_games import plot
from caucasus_games.concepts import perfect_bayesian, principal_branch, pure_nash, subgame_perfect
from caucasus_games.evidence import hindsight
from caucasus_games.guarantors import RUSSIAN_PEACEKEEPERS, US_OPERATOR, US_TREATY
from caucasus_games.models import corridor, deterrence_by_chance, guarantee, probe, settlement

# %%
# A tree with what is played: thick where play comes, black where it would go on from elsewhere.

game = corridor(US_OPERATOR)
plot.tree(game, subgame_perfect(game))
plt.show()

# %%
# A table with its equilibrium framed; four players are panels of tables.

table = guarantee(US_OPERATOR)
plot.payoff_matrix(table, pure_nash(table))
plt.show()

# %%
# Setups side by side at the central values.

plot.compare(cg.compare(settlement))
plt.show()

# %%
# What happens over two parameters: the curve is the theorem's own, the box the setup's range.

plot.regions(corridor(US_OPERATOR), "sovereignty_cost", "armenia_dividend", setups=[US_OPERATOR])
plt.show()

# %%
# Every equilibrium over one parameter, and what may be believed in one of them.

bluff = probe(RUSSIAN_PEACEKEEPERS)
plot.correspondence(bluff, "peace", "prior_reliability")
plt.show()

# %%

plot.beliefs(perfect_bayesian(bluff).equilibria[0])
plt.show()

# %%
# How play changes the more precise the players are.

plot.quantal_response(principal_branch(guarantee(US_OPERATOR)))
plt.show()

# %%
# Many draws: how often each outcome is possible (full) and guaranteed (hollow).

setups = [RUSSIAN_PEACEKEEPERS, US_OPERATOR, US_TREATY]
plot.shares(cg.summary(probe, draws=20_000, setups=setups, seed=1))
plt.show()

# %%
# Designs of a guarantor by cost and robustness.

tempted = deterrence_by_chance(US_OPERATOR).at({"corridor_value": "0.6", "escalation_factor": 1})
designs = cg.optimal(
    tempted,
    "peace",
    levels={
        "guarantor_credibility": ["0.1", "0.3", "0.5", "0.7", "0.9"],
        "enforcement_strength": ["0.2", "0.5", "0.8"],
    },
    prices={"guarantor_credibility": 1, "enforcement_strength": "0.5"},
    draws=2_000,
)
plot.pareto(designs)
plt.show()

# %%
# What the models say of past moments, beside what happened.

plot.timeline(hindsight())
plt.show()

# %%
# The sentence.

print(f"Of {len(plot.__all__)} kinds of figure all but the tornado, which needs an extra.")
