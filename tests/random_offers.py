"""Random trees in which numbers are chosen, ties and pieces included."""

import random
from contextlib import suppress
from fractions import Fraction

import sympy

from caucasus_games.errors import GameError
from caucasus_games.games import Chance, Decision, ExtensiveForm, Offer, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.parameters import Parameter, Parameters

PARAMETERS = sympy.symbols("p0 p1 p2")


def ranges(**ends: tuple[str, str]) -> Parameters:
    """Return parameters with these ranges, and the middle of each."""
    told = {name: (Fraction(low), Fraction(high)) for name, (low, high) in ends.items()}
    return Parameters(
        Parameter(
            name, name, "share", low, (low + high) / 2, high, "assumption: for a test", "uniform"
        )
        for name, (low, high) in told.items()
    )


def random_offers(
    rng: random.Random, offers: int, *, quadratic: bool = False, symbols: bool = False
) -> ExtensiveForm:
    """Draw a tree of two players with one offer, or with two of which one may hang on the other."""
    ends = 0

    def payoff(known: list[sympy.Symbol]) -> sympy.Expr:
        found = sympy.Rational(rng.randint(-4, 4), rng.choice([1, 2, 4]))
        if symbols and rng.random() < 0.6:
            found += rng.choice([-2, -1, 1, 2]) * rng.choice(PARAMETERS)
        for x in known:
            if rng.random() < 0.8:
                times = rng.choice(PARAMETERS) if symbols and rng.random() < 0.2 else 1
                found += sympy.Rational(rng.randint(-4, 4), 2) * x * times
            if quadratic and rng.random() < 0.35:
                found += rng.randint(-2, 2) * x**2
        if known and rng.random() < 0.1:
            found = sympy.Max(found, sympy.Rational(rng.randint(-2, 2), 2))
        return found

    def end(known: list[sympy.Symbol]) -> Terminal:
        nonlocal ends
        ends += 1
        return Terminal(f"o{ends}", {player: payoff(known) for player in "AB"})

    def node(left: int, known: list[sympy.Symbol], depth: int) -> Node:
        if left and (depth == 0 or rng.random() < 0.6):
            x = sympy.Symbol(f"x{offers - left}")
            high = 1 - known[0] / 2 if known and rng.random() < 0.3 else 1
            return Offer(rng.choice("AB"), x, 0, high, node(left - 1, [*known, x], depth + 1))
        if not left and (depth > 3 or rng.random() < 0.35):
            return end(known)
        if rng.random() < 0.15:
            chance = Fraction(1, rng.choice([2, 3]))
            ways = {"h": (chance, node(left, known, depth + 1)), "l": (1 - chance, end(known))}
            return Chance(ways)
        below = [node(left, known, depth + 1), *(end(known) for _ in range(rng.choice([1, 1, 2])))]
        rng.shuffle(below)
        return Decision(rng.choice("AB"), {f"a{k}": one for k, one in enumerate(below)})

    parameters = ranges(**{s.name: ("0", "1") for s in PARAMETERS})
    while True:
        # it may be that no payoff has a number
        with suppress(GameError):
            return ExtensiveForm(node(offers, [], 0), ["A", "B"], parameters)
