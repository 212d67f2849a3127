"""
Which checks on the transit would both accept?
==============================================

Armenia minds what the checks cost it in sovereignty, Azerbaijan whose side they lean to. Between
what the one would not bear and what the other would not trust lies the room for a third party.
"""

import matplotlib.pyplot as plt

from caucasus_games import load
from caucasus_games.concepts import subgame_perfect
from caucasus_games.guarantors import named
from caucasus_games.models import corridor

# %%
# The two limits at the central values: what Armenia bears, and the least neutrality.

x = {name: float(record.central) for name, record in load().items()}
v, rho = x["corridor_value"], x["escalation_risk"]
won = x["military_advantage"] * v
bears = x["armenia_dividend"] + rho * (x["war_cost_armenia"] + won)
waiting = (1 - rho) * x["bypass_value"] * v
waiting += rho * (won - x["escalation_factor"] * x["war_cost_azerbaijan"])
trusts = 1 - 2 * (1 - (waiting - x["azerbaijan_dividend"]) / v) / x["access_risk"]

# %%
# The setups whose guarantor would run the checks, with their ranges; the others leave them to
# Armenia, at the left edge.

figure, axes = plt.subplots(figsize=(8, 4.6), layout="constrained")
axes.fill_between([trusts, 1.1], 0, bears, color="#dddddd", label="both accept", zorder=0)
styles = {
    "RUSSIAN_CORRIDOR": ("#d55e00", "D"),
    "US_OPERATOR": ("#0072b2", "o"),
    "US_TREATY": ("#009e73", "s"),
}
agreed = []
for name, (colour, mark) in styles.items():
    setup = named()[name]
    lean, cost = setup.parameters["neutrality"], setup.parameters["sovereignty_cost"]
    centre = (float(lean.central), float(cost.central))
    axes.errorbar(
        *centre,
        xerr=[[centre[0] - float(lean.low)], [float(lean.high) - centre[0]]],
        yerr=[[centre[1] - float(cost.low)], [float(cost.high) - centre[1]]],
        fmt=mark,
        color=colour,
        capsize=3,
        label=name,
    )
    if subgame_perfect(corridor(setup)).equilibria[0].outcomes.get("third party") == 1:
        agreed.append(name)
axes.plot(-1, 0, "k^", clip_on=False, label="Armenian checks")
worst = float(load()["extraterritorial_cost"].central)
axes.plot(1, worst, "kv", label="extraterritorial")
axes.set_xlim(-1.05, 1.1)
axes.set_ylim(-0.01, 0.45)
axes.set_xlabel("whose side the checks lean to: −1 Armenia, 1 Azerbaijan")
axes.set_ylabel("Armenia's cost in sovereignty")
figure.legend(loc="outside upper center", ncols=3, frameon=False)
plt.show()

# %%
# The sentence.

print(
    f"Of these, both sides accept the checks under {' and '.join(agreed)}; Armenia bears a cost of "
    f"up to {bears:.2f}, and Azerbaijan trusts checks from a neutrality of {trusts:.2f} on."
)
