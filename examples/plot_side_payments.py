"""
Can a payment at signature buy a peace that would not be signed?
================================================================

Armenia proposes the agreement and any payment with it, in either direction, up to a limit;
Azerbaijan signs or refuses. Without a payment one side's loss stops what the other would gain by
far; with it peace fails only where the two together have nothing to gain, or the limit is too low.
"""

from functools import partial

import matplotlib.pyplot as plt
import numpy as np
import sympy

from caucasus_games import Decision, ExtensiveForm, GuarantorSetup, Terminal, sweep
from caucasus_games.concepts import subgame_perfect
from caucasus_games.games import Offer
from caucasus_games.guarantors import NONE, RUSSIAN_CORRIDOR, US_OPERATOR
from caucasus_games.models import terms

# %%
# The game: the agreement and waiting are worth what they are in the other models.

TRANSFER = sympy.Symbol("transfer")


def signature(setup: GuarantorSetup, most: str = "0") -> ExtensiveForm:
    """Write the signature with a payment by Armenia up to a limit, or to it if negative."""
    limit = sympy.Rational(most)
    paid = TRANSFER if limit else sympy.Integer(0)
    signed = {
        "Armenia": terms.agreement["Armenia"] - paid,
        "Azerbaijan": terms.agreement["Azerbaijan"] + paid,
    }
    waiting = Terminal("waiting", terms.waiting)
    answer = Decision("Azerbaijan", {"sign": Terminal("peace", signed), "refuse": waiting})
    proposal = Offer("Armenia", TRANSFER, -limit, limit, answer) if limit else answer
    return ExtensiveForm(
        Decision("Armenia", {"propose": proposal, "wait": waiting}),
        parameters=terms.parameters_of(setup),
        title=f"signature under {setup.name}",
    )


# %%
# At the central values, without a guarantor: what Azerbaijan is short of is what Armenia pays.

for limit in ("0", "1/5"):
    print(f"at most {limit}:", subgame_perfect(signature(NONE, limit)).equilibria[0].path)

# %%
# The share of all draws from the ranges of the table in which peace is possible.

DRAWS = 3000
limits = ("0", "1/50", "1/20", "1/10", "1/5")
setups = [NONE, RUSSIAN_CORRIDOR, US_OPERATOR]
shares: dict[str, list[float]] = {setup.name: [] for setup in setups}
for limit in limits:
    drawn = sweep(partial(signature, most=limit), draws=DRAWS, setups=setups, seed=1)
    possible = drawn["possible"].sel(outcome="peace").mean("draw")
    for name in shares:
        shares[name].append(float(possible.sel(setup=name)))

# %%
# One line for each setup, with two standard errors.

figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
styles = {
    "NONE": ("#000000", "s", "-"),
    "RUSSIAN_CORRIDOR": ("#d55e00", "D", "-."),
    "US_OPERATOR": ("#0072b2", "o", "--"),
}
places = [float(sympy.Rational(limit)) for limit in limits]
for name, (colour, mark, dashes) in styles.items():
    share = np.array(shares[name])
    errors = 2 * np.sqrt(share * (1 - share) / DRAWS)
    axes.errorbar(
        places, share, errors, color=colour, marker=mark, linestyle=dashes, capsize=3, label=name
    )
axes.set_ylim(0, 1.02)
axes.set_xlabel("the most that can be paid, as a share of the stake")
axes.set_ylabel("share of draws in which peace is possible")
figure.legend(loc="outside upper center", ncols=3, frameon=False)
plt.show()

# %%
# The sentence.

before, after = shares["NONE"][0], shares["NONE"][-1]
worst = max((share * (1 - share) / DRAWS) ** 0.5 for share in (before, after))
left = shares["RUSSIAN_CORRIDOR"][-1]
print(
    f"Without a guarantor peace is possible in {before:.0%} of {DRAWS:,} draws without a payment, "
    f"and in {after:.0%} with one of up to a fifth of the stake (standard errors below "
    f"{worst:.1%}); under RUSSIAN_CORRIDOR in {left:.0%}, as in the others there is nothing to "
    "divide, or the limit is too low."
)
