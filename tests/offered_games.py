"""Trees in which numbers are chosen or known, for tests of what is drawn and written of them."""

from collections.abc import Callable

import sympy
from random_offers import ranges

from caucasus_games.games import (
    Chance,
    Decision,
    ExtensiveForm,
    Nature,
    Offer,
    Terminal,
    Uniform,
    screening,
)
from caucasus_games.games.nodes import Node

x, p, a, c, t, d = sympy.symbols("share p cost_a cost_c cost discount")


def ultimatum() -> ExtensiveForm:
    """Return a share offered in the shadow of war."""
    answer = Decision(
        "C",
        {
            "accept": Terminal("peace", {"A": 1 - x, "C": x}),
            "fight": Terminal("war", {"A": p - a, "C": 1 - p - c}),
        },
    )
    known = ranges(p=("0.3", "0.7"), cost_a=("-0.2", "0.2"), cost_c=("0", "0.4"))
    return ExtensiveForm(Offer("A", x, 0, 1, answer), parameters=known)


def valued() -> ExtensiveForm:
    """Return the same at values; a share of 3/10 is best."""
    return ultimatum().at({"p": "1/2", "cost_a": "1/10", "cost_c": "1/5"})


def risky() -> ExtensiveForm:
    """Return an offer to somebody who alone knows its costs of war."""
    answer = Decision(
        "C",
        {
            "accept": Terminal("peace", {"A": x, "C": 1 - x}),
            "fight": Terminal("war", {"A": p - a, "C": 1 - p - t}),
        },
    )
    return ExtensiveForm(Offer("A", x, 0, 1, Nature(t, Uniform(0, "2/5"), "C", answer)))


def valued_risk() -> ExtensiveForm:
    """Return the same at values; a share of 3/5 is best, and war has a chance of 1/4."""
    return risky().at({"p": "1/2", "cost_a": "1/5"})


def alternating() -> ExtensiveForm:
    """Return three rounds of offers in turn."""

    def round_(k: int, who: str, other: str) -> Node:
        if k == 3:
            return Terminal("no deal", {who: 0, other: 0})
        own = sympy.Symbol(f"x{k}")
        deal = Terminal("deal", {who: (1 - own) * d**k, other: own * d**k})
        return Offer(
            who, own, 0, 1, Decision(other, {"accept": deal, "refuse": round_(k + 1, other, who)})
        )

    return ExtensiveForm(round_(0, "A", "C"), values={"discount": "9/10"})


def irrational() -> ExtensiveForm:
    """Return a game in which the best share is irrational."""
    ends = {
        "accept": Terminal("deal", {"A": 1 - x, "C": x**2}),
        "refuse": Terminal("none", {"A": 0, "C": "1/2"}),
    }
    return ExtensiveForm(Offer("A", x, 0, 1, Decision("C", ends)))


def among_lists() -> ExtensiveForm:
    """Return offers beside other choices and chance, with bounds that are formulas."""
    least, most = sympy.symbols("least_share most_share")
    y = sympy.Symbol("share_later")
    deal = {
        "accept": Terminal("deal", {"A": 1 - x, "C": x}),
        "refuse": Terminal("none", {"A": 0, "C": "1/4"}),
    }
    later = Offer("C", y, x / 2, x, Terminal("later", {"A": y, "C": 1 - y}))
    ways: dict[str, Node] = {
        "offer": Offer("A", x, least, most, Decision("C", {**deal, "counter": later})),
        "wait": Chance({"good": ("1/3", Terminal("good", {"A": 1, "C": 0})), "bad": ("2/3", war)}),
        "fight": war,
    }
    return ExtensiveForm(Decision("A", ways))


war = Terminal("war", {"A": "1/5", "C": "1/5"})

GAMES: dict[str, Callable[[], ExtensiveForm]] = {
    "ultimatum": ultimatum,
    "valued": valued,
    "risky": risky,
    "valued risk": valued_risk,
    "alternating": alternating,
    "screening": lambda: screening("A", "C", values={"discount": "1/2"}),
    "irrational": irrational,
    "among lists": among_lists,
    "among lists at values": lambda: among_lists().at({"least_share": 0, "most_share": "3/4"}),
}
# those that have one equilibrium
SOLVED = dict.fromkeys(("valued", "valued risk", "alternating", "screening", "irrational"), (True,))
