"""
When does an exchange of arms for oil enforce itself?
=====================================================

Nothing but its future secures it. What a year of arms is worth to Azerbaijan falls with what a
guarantor would undo of their use, and so the patience that the exchange needs rises.
"""

import matplotlib.pyplot as plt
import numpy as np

from caucasus_games import load
from caucasus_games.concepts import critical_discount
from caucasus_games.guarantors import named
from caucasus_games.models import arms_for_oil_stage

kept = {"Azerbaijan": "deliver oil", "Israel": "deliver arms"}
ended = {"Azerbaijan": "divert oil", "Israel": "withhold arms"}

# %%
# Azerbaijan's least discount factor over what a guarantor undoes, for three values of the stake.

table = load()
x = {name: float(record.central) for name, record in table.items()}
undone = np.linspace(0, 1, 201)
figure, axes = plt.subplots(figsize=(8, 4.4), layout="constrained")
stake = table["corridor_value"]
for value, dashes in ((stake.low, "-."), (stake.central, "-"), (stake.high, "--")):
    worth = x["arms_shift"] * float(value) * (1 - undone) + x["broker_gain"]
    axes.plot(
        undone, x["oil_cost"] / worth, dashes, color="#0072b2", label=f"stake {float(value):g}"
    )

# %%
# The setups at the central stake, solved, and the central patience.

needed = {}
for name, setup in named().items():
    found = critical_discount(arms_for_oil_stage(setup), kept, ended)
    needed[name] = float(found.discounts["Azerbaijan"] or 1)
    acts, removes = (
        float(setup.parameters[key].central)
        for key in ("guarantor_credibility", "enforcement_strength")
    )
    share = acts * removes
    axes.plot(share, needed[name], "o", color="#d55e00")
    if share > 0.1:
        up = 14 if name == "WESTERN_MIX" else -14
        axes.annotate(name, (share, needed[name]), xytext=(4, up), textcoords="offset points")
axes.axhline(x["azerbaijan_discount"], color="#333333", linestyle=":")
axes.text(0.01, x["azerbaijan_discount"] - 0.05, "central discount factor")
axes.set_xlim(0, 1)
axes.set_ylim(0, 1.05)
axes.set_xlabel("share of Azerbaijan's chance that the guarantor is expected to undo")
axes.set_ylabel("least discount factor of Azerbaijan")
figure.legend(loc="outside upper center", ncols=3, frameon=False)
plt.show()

# %%
# The sentence.

most = max(needed, key=lambda name: needed[name])
print(
    f"The exchange needs a factor of {needed['NONE']:.2f} without a guarantor and of "
    f"{needed[most]:.2f} under {most}; the central value is {x['azerbaijan_discount']:g}."
)
