r"""The certificate of what is played in a tree with offers: no number is better.

At a decision or an offer that play comes to, let :math:`U` be what its player gets. Another action,
or another number, is no better if some equilibrium of what follows it pays no more than :math:`U`:
``certificates.offered_subgames`` says at which numbers that is asked, so that it
is so at all. Where another offer follows whose bounds or payoffs hang on the number it is asked at
a few rational numbers and no more: that is a check, and no proof. Where two such offers follow,
nothing is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy
from immutabledict import immutabledict

from caucasus_games.certificates.offered_subgames import (
    Chosen,
    Exact,
    Payoffs,
    Subgames,
    evaluated,
    mean,
)
from caucasus_games.certificates.subgame_perfect import played
from caucasus_games.errors import GameError
from caucasus_games.exact import Interval, show
from caucasus_games.exact.algebraic import Algebraic
from caucasus_games.games import Chance, Decision, ExtensiveForm, Terminal
from caucasus_games.games.nodes import Node
from caucasus_games.games.vertices import said
from caucasus_games.results.enclosed import EnclosedEquilibrium
from caucasus_games.results.equilibrium import Equilibrium

_SURE = Fraction(1)


def certified_offers(
    game: ExtensiveForm, taken: Mapping[int, int], named: Mapping[int, Exact]
) -> Equilibrium | EnclosedEquilibrium:
    """Return what is played in a tree with offers, once nobody is found to gain by another choice.

    Parameters
    ----------
    game : ExtensiveForm
        The tree, each symbol of which has a value.
    taken : mapping of int to int
        For each decision that play comes to, which branch is taken, by vertex.
    named : mapping of int to exact number
        For each offer that play comes to, the number.

    Returns
    -------
    Equilibrium or EnclosedEquilibrium
        What is played; the latter if a number is irrational.

    Raises
    ------
    GameError
        If somebody gains.

    Examples
    --------
    >>> from caucasus_games.games import Offer
    >>> x = sympy.Symbol("x")
    >>> ends = {"yes": Terminal("deal", {"A": 1 - x, "B": x}), "no": Terminal("", {"A": 0, "B": 0})}
    >>> game = ExtensiveForm(Offer("A", x, 0, 1, Decision("B", ends)))
    >>> certified_offers(game, {1: 0}, {0: Fraction(0)})
    A: x = 0 → B: yes → deal (payoffs: A 1, B 0)
    >>> certified_offers(game, {1: 0}, {0: Fraction(1, 2)})
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: no equilibrium: A gains by another x than 0.5
    """
    found, worth, chosen = _followed(game, taken, named)
    check = Subgames(game)
    for v, numbers in chosen.items():
        vertex = game.vertices[v]
        if not vertex.player:
            continue
        i = game.players.index(vertex.player)
        own = worth[v][i]
        if vertex.offer and check.gains(v, numbers, own):
            raise GameError(
                f"no equilibrium: {vertex.player} gains by another {vertex.offer.symbol} than "
                f"{show(_near(named[v]))}"
            )
        if not vertex.offer and own < check.least_of_best(v, numbers):
            raise GameError(
                f"no equilibrium: {vertex.player} gains by another action after "
                f"{said(vertex.history)}"
            )
    return found


def _followed(
    game: ExtensiveForm, taken: Mapping[int, int], named: Mapping[int, Exact]
) -> tuple[Equilibrium | EnclosedEquilibrium, dict[int, Payoffs], dict[int, Chosen]]:
    """Return what is played, and at each vertex that play comes to its worth and the numbers."""
    chosen: dict[int, Chosen] = {
        0: {sympy.Symbol(name): value for name, value in game.values.items()}
    }
    reach: dict[int, Exact] = {0: _SURE}
    odds: dict[int, list[Exact]] = {}
    order: list[int] = []
    stack = [0]
    while stack:
        v = stack.pop()
        vertex, own = game.vertices[v], chosen[v]
        order.append(v)
        if vertex.offer:
            own = {**own, vertex.offer.symbol: named[v]}
            odds[v] = [_SURE]
        elif vertex.player:
            odds[v] = [Fraction(k == taken[v]) for k in range(len(vertex.children))]
        else:
            odds[v] = [evaluated(q, own) for q in vertex.probabilities]
        for child, q in reversed(list(zip(vertex.children, odds[v], strict=True))):
            if q != 0:
                chosen[child], reach[child] = own, reach[v] * q
                stack.append(child)
    worth: dict[int, Payoffs] = {}
    nodes: dict[int, Node] = {}
    outcomes: dict[str, Exact] = {}
    for v in order:
        vertex = game.vertices[v]
        if not vertex.children:
            outcomes[vertex.outcome] = outcomes.get(vertex.outcome, Fraction(0)) + reach[v]
    for v in reversed(order):
        vertex = game.vertices[v]
        live = [k for k, q in enumerate(odds[v]) if q != 0]
        below = [vertex.children[k] for k in live]
        if not below:
            worth[v] = tuple(evaluated(payoff, chosen[v]) for payoff in vertex.payoffs)
            paid = zip(game.players, map(_near, worth[v]), strict=True)
            nodes[v] = Terminal(vertex.outcome, dict(paid))
            continue
        worth[v] = mean([odds[v][k] for k in live], [worth[c] for c in below])
        if not vertex.player:
            others = [_near(odds[v][k]) for k in live[1:]]
            shares = [1 - sum(others, Fraction(0)), *others]
            ways = zip(live, shares, below, strict=True)
            nodes[v] = Chance({vertex.branches[k]: (q, nodes[c]) for k, q, c in ways})
            continue
        label = vertex.branches[live[0]]
        if vertex.offer:
            label = f"{vertex.offer.symbol} = {named[v]}"
        nodes[v] = Decision(vertex.player, {label: nodes[below[0]]})
    tree = ExtensiveForm(nodes[0], game.players)
    sets = (at for at in tree.vertices if at.player)
    moves = {at.information_set: immutabledict({at.branches[0]: _SURE}) for at in sets}
    found = played(tree, immutabledict(moves))
    if not any(isinstance(x, Algebraic) for x in (*named.values(), *worth[0])):
        return found, worth, chosen
    strategies = {
        at: immutabledict({action: _interval(_SURE) for action in mix})
        for at, mix in found.strategies.items()
    }
    payoffs = zip(game.players, map(_interval, worth[0]), strict=True)
    enclosed = EnclosedEquilibrium(
        immutabledict(strategies),
        found.path,
        immutabledict(payoffs),
        immutabledict({label: _interval(q) for label, q in outcomes.items()}),
    )
    return enclosed, worth, chosen


def _near(number: Exact) -> Fraction:
    return number.enclosed().low if isinstance(number, Algebraic) else number


def _interval(number: Exact) -> Interval:
    return number.enclosed() if isinstance(number, Algebraic) else Interval(number, number)
