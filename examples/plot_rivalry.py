"""
What does each year bring while the balance of power rises?
===========================================================

From the ceasefire of 1994 on Azerbaijan's means grew. Whether it waits, attacks or is given what it
would fight for depends on the year, on patience and on who guarantees what there is.
"""

import matplotlib.pyplot as plt

from caucasus_games import plot
from caucasus_games.concepts import markov_perfect
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import rivalry

# %%
# The arrangement in force in each year, a patient Azerbaijan and little to gain from open borders.

PATIENT = {"azerbaijan_discount": "0.98", "armenia_dividend": "0.001"}


def arrangement(state: str) -> str:
    """Leave year and exhaustion out."""
    return state.lstrip("0123456789 ").partition(",")[0]


figure, both = plt.subplots(2, 1, figsize=(8, 6.5), layout="constrained", sharex=True)
wars = {}
for ax, setup in zip(both, (NONE, US_OPERATOR), strict=True):
    (found,) = markov_perfect(rivalry(setup).at(PATIENT))
    plot.state_path(found, 32, groups=arrangement, first=1994, ax=ax)
    ax.set_ylabel(setup.name)
    wars[setup.name] = float(found.outcomes.get("war", 0))
plt.show()

# %%
# And the sentence.

told = " and ".join(f"{share:.2f} under {name}" for name, share in wars.items())
print(f"War comes first with probability {told}.")
