"""
What the route through Iran decides
===================================

Without an agreement Azerbaijan reaches Nakhichevan through Iran. The settlement is solved exactly
for each worth of that route, a share of the worth of unimpeded transit, without a guarantor and
with the American operator.
"""

from fractions import Fraction

import matplotlib.pyplot as plt

from caucasus_games import load
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import settlement

points = [Fraction(k, 100) for k in range(20, 101, 2)]
peace = {}
for setup in (NONE, US_OPERATOR):
    game = settlement(setup)
    solutions = [subgame_perfect(game.at({"bypass_value": share})) for share in points]
    peace[setup.name] = [
        max(e.outcomes.get("peace", Fraction(0)) for e in s.exact) for s in solutions
    ]

# %%
# The probability of peace, with the central values of both vintages.

figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
xs = [float(share) for share in points]
for (name, chances), style in zip(peace.items(), ("o-", "s--"), strict=True):
    ys = [float(chance) for chance in chances]
    axes.plot(xs, ys, style, drawstyle="steps-mid", markersize=4, label=name)
for vintage in ("2025-07", "2026-09"):
    central = float(load(vintage)["bypass_value"].central)
    axes.axvline(central, color="grey", linestyle=":")
    axes.text(central, 0.55, f" {vintage}", color="dimgrey")
axes.set_xlabel("worth of the route through Iran, as a share of unimpeded transit")
axes.set_ylabel("probability of peace")
axes.set_ylim(-0.02, 0.6)
figure.legend(loc="outside upper center", ncols=2, frameon=False)
plt.show()

# %%
# The sentence.

for name, chances in peace.items():
    most = max(share for share, chance in zip(points, chances, strict=True) if chance)
    print(f"Under {name} peace is possible while the route is worth at most {float(most):g}.")
