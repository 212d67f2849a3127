r"""The certificate of what is played in a tree with offers: no number is better.

At a decision or an offer that play comes to, let :math:`U` be what its player gets. Another action,
or another number, is no better if some equilibrium of what follows it pays no more than :math:`U`:
``certificates.offered_subgames`` says at which numbers that is asked, so that it
is so at all. Where another offer follows whose bounds or payoffs hang on the number it is asked at
a few rational numbers and no more: that is a check, and no proof.

Where two such offers follow, nothing is asked of the first number. What it would bring is decided
by the best second number, at which the third is a formula in both: a polynomial in one number tells
nothing of it any more. Trying some second numbers only bounds what *its* player gets, from below;
what the first gets may jump between two of them, so that a check of this kind would refuse what is
right. The second number is checked as said, and the third is certified, given those before.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

import sympy
from immutabledict import immutabledict

from caucasus_games.certificates.evaluated import Chosen, Exact, evaluated
from caucasus_games.certificates.offered_subgames import Payoffs, Subgames, mean
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
    way = _followed(game, taken, named)
    worth = _worths(game, way)
    check = Subgames(game)
    for v, numbers in way.chosen.items():
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
    found = _played(game, way, named, worth)
    if not any(isinstance(x, Algebraic) for x in (*named.values(), *worth[0])):
        return found
    return _enclosed(game, way, found, worth[0])


class Followed(NamedTuple):
    """Where play comes to, in order: with which numbers, how likely, and what may be next."""

    chosen: dict[int, Chosen]
    reach: dict[int, Exact]
    live: dict[int, list[tuple[int, Exact]]]


def _followed(
    game: ExtensiveForm, taken: Mapping[int, int], named: Mapping[int, Exact]
) -> Followed:
    """Follow what is played from the start."""
    values: Chosen = {sympy.Symbol(name): value for name, value in game.values.items()}
    way = Followed({}, {}, {})
    stack: list[tuple[int, Chosen, Exact]] = [(0, values, _SURE)]
    while stack:
        v, own, reach = stack.pop()
        way.chosen[v], way.reach[v], vertex = own, reach, game.vertices[v]
        after = {**own, vertex.offer.symbol: named[v]} if vertex.offer else own
        if vertex.offer:
            way.live[v] = [(0, _SURE)]
        elif vertex.player:
            way.live[v] = [(taken[v], _SURE)]
        else:
            odds = [evaluated(q, own) for q in vertex.probabilities]
            way.live[v] = [(k, q) for k, q in enumerate(odds) if q != 0]
        for k, q in reversed(way.live[v]):
            stack.append((vertex.children[k], after, reach * q))
    return way


def _worths(game: ExtensiveForm, way: Followed) -> dict[int, Payoffs]:
    """Return what is paid from each place on that play comes to."""
    worth: dict[int, Payoffs] = {}
    for v in reversed(way.chosen):
        vertex, live = game.vertices[v], way.live[v]
        if vertex.children:
            below = [worth[vertex.children[k]] for k, _ in live]
            worth[v] = mean([q for _, q in live], below)
        else:
            worth[v] = tuple(evaluated(payoff, way.chosen[v]) for payoff in vertex.payoffs)
    return worth


def _played(
    game: ExtensiveForm,
    way: Followed,
    named: Mapping[int, Exact],
    worth: Mapping[int, Payoffs],
) -> Equilibrium:
    """Tell what is played as what is in the tree of what play comes to."""
    nodes: dict[int, Node] = {}
    for v in reversed(way.chosen):
        vertex, live = game.vertices[v], way.live[v]
        below = [nodes[vertex.children[k]] for k, _ in live]
        if not below:
            paid = zip(game.players, map(_near, worth[v]), strict=True)
            nodes[v] = Terminal(vertex.outcome, dict(paid))
        elif vertex.player:
            number = f"{vertex.offer.symbol} = {named[v]}" if vertex.offer else ""
            nodes[v] = Decision(vertex.player, {number or vertex.branches[live[0][0]]: below[0]})
        else:
            others = [_near(q) for _, q in live[1:]]
            shares = [1 - sum(others, Fraction(0)), *others]
            ways = zip(live, shares, below, strict=True)
            nodes[v] = Chance({vertex.branches[k]: (q, node) for (k, _), q, node in ways})
    tree = ExtensiveForm(nodes[0], game.players)
    sets = (at for at in tree.vertices if at.player)
    moves = {at.information_set: immutabledict({at.branches[0]: _SURE}) for at in sets}
    return played(tree, immutabledict(moves))


def _enclosed(
    game: ExtensiveForm, way: Followed, found: Equilibrium, worth: Payoffs
) -> EnclosedEquilibrium:
    """Tell the same where numbers are irrational, between bounds."""
    outcomes: dict[str, Exact] = {}
    for v, reach in way.reach.items():
        outcome = game.vertices[v].outcome
        if not game.vertices[v].children:
            outcomes[outcome] = outcomes.get(outcome, Fraction(0)) + reach
    strategies = {
        at: immutabledict({action: _interval(_SURE) for action in mix})
        for at, mix in found.strategies.items()
    }
    payoffs = zip(game.players, map(_interval, worth), strict=True)
    return EnclosedEquilibrium(
        immutabledict(strategies),
        found.path,
        immutabledict(payoffs),
        immutabledict({label: _interval(q) for label, q in outcomes.items()}),
    )


def _near(number: Exact) -> Fraction:
    return number.enclosed().low if isinstance(number, Algebraic) else number


def _interval(number: Exact) -> Interval:
    return number.enclosed() if isinstance(number, Algebraic) else Interval(number, number)
