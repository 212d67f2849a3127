"""
One model's answer as another's assumption
==========================================

The settlement takes as given how likely the referendum passes, whose checks run the transit and
how strong Azerbaijan is. Other models have something to say on each; joined, they move the answer.
With the figures of 2026 the corridor gives Armenian checks, which are worth less to Azerbaijan: it
no longer signs without a change of the constitution, and the demand that the referendum model gives
makes the vote less likely to pass.
"""

from collections.abc import Callable

import matplotlib.pyplot as plt

from caucasus_games import ExtensiveForm, GuarantorSetup, NormalForm, join
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import named
from caucasus_games.models import arms_for_oil, corridor, election, referendum, settlement

# %%
# The probability of peace under the American treaty, with more and more sources.

steps: dict[str, list[Callable[[GuarantorSetup], NormalForm | ExtensiveForm]]] = {
    "alone": [],
    "+ corridor": [corridor],
    "+ arms for oil": [corridor, arms_for_oil],
    "+ referendum": [corridor, arms_for_oil, referendum],
    "+ election": [corridor, arms_for_oil, referendum, election],
}
peace: dict[str, list[float]] = {}
for vintage in ("2025-07", "2026-09"):
    setup = named(vintage)["US_TREATY"]
    for sources in steps.values():
        game = join(settlement, setup, sources)
        found = subgame_perfect(game).equilibria  # type: ignore[arg-type]
        peace.setdefault(vintage, []).append(float(found[0].outcomes.get("peace", 0)))

# %%
# Two lines, one for each vintage.

figure, axes = plt.subplots(figsize=(8, 3.8), layout="constrained")
styles = {"2025-07": ("#0072b2", "o", "-"), "2026-09": ("#d55e00", "s", "--")}
for vintage, values in peace.items():
    colour, mark, dashes = styles[vintage]
    axes.plot(list(steps), values, dashes, marker=mark, color=colour, label=f"figures of {vintage}")
axes.set_ylim(-0.05, 1.05)
axes.set_ylabel("probability of peace under US_TREATY")
axes.legend(loc="center right", frameon=False)
plt.show()

# %%
# The sentence.

told = ", ".join(
    f"{values[0]:.2f} alone and {values[-1]:.2f} joined with the figures of {vintage}"
    for vintage, values in peace.items()
)
print(f"The treaty brings peace with {told}.")
