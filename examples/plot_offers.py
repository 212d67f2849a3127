"""
Offers: what each number brings
===============================

A offers C a share of a prize in the shadow of war. Which share is best, and from which on does C
accept? The second time C alone knows its costs of war, and A runs a risk.
"""

import matplotlib.pyplot as plt
import sympy

from caucasus_games import plot
from caucasus_games.concepts import subgame_perfect
from caucasus_games.games import Decision, ExtensiveForm, Nature, Offer, Terminal, Uniform

share, p, cost_a, cost = sympy.symbols("share p cost_a cost")


def answer(cost_c: sympy.Expr) -> Decision:
    """Let C accept a share, or fight at a cost."""
    peace = Terminal("peace", {"A": 1 - share, "C": share})
    war = Terminal("war", {"A": p - cost_a, "C": 1 - p - cost_c})
    return Decision("C", {"accept": peace, "fight": war})


# %%
# The shares are a fan, from the least above to the greatest below; the ray is the best one.

game = ExtensiveForm(Offer("A", share, 0, 1, answer(sympy.Rational(1, 5))))
game = game.at({"p": "1/2", "cost_a": "1/10"})
plot.tree(game, subgame_perfect(game))
plt.show()

# %%
# What each share brings to A. Below 3/10 C fights: there the curve jumps, and right there is the
# best share.

plot.offer_curve(game, "share")
plt.show()

# %%
# A number that C alone knows is a fan where C answers, cut where the answer changes.

known = Nature(cost, Uniform(0, "2/5"), "C", answer(cost))
risk = ExtensiveForm(Offer("A", share, 0, 1, known)).at({"p": "1/2", "cost_a": "1/5"})
plot.tree(risk, subgame_perfect(risk))
plt.show()

# %%
# Now war grows less likely with the share, step by step: the best share leaves a risk of it.

plot.offer_curve(risk, "share")
plt.show()

# %%
# What both get, and the share that is offered, the stronger A is.

plain = ExtensiveForm(Offer("A", share, 0, 1, answer(sympy.Rational(1, 5))))
plot.value_functions(plain.at({"cost_a": "1/10"}), "p", within={"p": (0, 1)})
plt.show()
