"""
How credible must a guarantor be?
=================================

Where war is tempting, a corridor worth 0.6 of the stake and a war no costlier than one over
Nagorno-Karabakh (Artsakh), the least credibility that keeps the peace is (W₀ − P)/(W₀ − W₁): the
attacker's payoff alone, in peace, and if the guarantor acts. It is read from the payoffs of the
game and set beside the range of each setup.
"""

import matplotlib.pyplot as plt

from caucasus_games.guarantors import named
from caucasus_games.models import deterrence

tempting = {"corridor_value": "0.6", "escalation_factor": 1}
setups = [setup for setup in named().values() if setup.guarantor][::-1]
least = {}
for setup in setups:
    game = deterrence(setup).at(tempting)
    seat = game.players.index("Azerbaijan")
    value = {
        vertex.history: payoffs[seat]
        for vertex, payoffs in zip(game.vertices, game.numbers.payoffs, strict=True)
        if payoffs
    }
    peace, w0 = value["abide",], value["attack", "abandon"]
    w1 = value["attack", "intervene"]
    least[setup.name] = max(0.0, float((w0 - peace) / (w0 - w1)))

# %%
# Ranges as bars, what is needed as marks; an arrow where more than certainty would be needed.

figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
for row, setup in enumerate(setups):
    has = setup.parameters["guarantor_credibility"]
    axes.barh(row, float(has.high - has.low), left=float(has.low), color="#bbbbbb")
    axes.plot(float(has.central), row, "|", color="black", markersize=14)
    needed = least[setup.name]
    axes.plot(min(needed, 1.02), row, ">" if needed > 1 else "D", color="#d55e00", clip_on=False)
axes.set_yticks(range(len(setups)), [setup.name for setup in setups])
axes.set_xlim(-0.02, 1.02)
axes.set_xlabel("credibility: range and central value (grey), needed (orange; arrow: above 1)")
plt.show()

# %%
# The sentence.

enough = [
    setup.name
    for setup in setups
    if least[setup.name] <= float(setup.parameters["guarantor_credibility"].central)
]
print(f"At these values the peace holds under {', '.join(reversed(enough))}.")
