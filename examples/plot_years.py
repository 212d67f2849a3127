"""
What do the models say of every year?
=====================================

How likely war is by each model in each year since 1994, below the years in which 25 and 1,000 were
killed.
"""

import matplotlib.pyplot as plt

from caucasus_games import models, plot
from caucasus_games.evidence import yearly

# %%
# One model of each family that knows peace and war. The lines are where another arrangement began.

found = yearly(
    [
        models.ceasefire,
        models.closing_window,
        models.commitment,
        models.deterrence_by_chance,
        models.guarantee,
        models.peacekeepers,
        models.rivalry,
    ],
    draws=100,
)
plot.years(found)
plt.show()

# %%
# Whether what was said with a probability came true as often: for years of conflict a reliable
# model has its points on the line.

plot.reliability(found, deaths=25)
plt.show()

# %%
# The sentence.

skilled = [name for name in found.models if found.score(name, 25).skill > 0]
print(
    f"Of {len(found.models)} models {len(skilled)} are better than the base rate for years of "
    f"conflict, and {sum(found.score(name).skill > 0.1 for name in found.models)} by a tenth for "
    "years of war."
)
