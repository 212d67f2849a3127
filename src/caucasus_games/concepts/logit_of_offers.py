r"""Logit equilibria where numbers are chosen: on a list of them, with an estimate of its error.

An offer from :math:`l` to :math:`h` becomes a decision among
:math:`x_k = l + (h - l) k / n, k = 0, \dots, n`, so that at precision zero each is as likely as
another. As :math:`n \to \infty` the chances go to the density proportional to
:math:`e^{\lambda \bar u(x)}`. What a list of :math:`n` steps gives, such as a payoff :math:`v_n`,
differs from the limit by about :math:`c / n`, as each of both ends counts as much as a number
between them; then :math:`v_n - v_{n/2}` is about :math:`-c / n` too, and is the estimate of the
error. It is no bound: between the numbers of both lists a payoff may do anything, and where a step
changes payoffs by much more than :math:`1 / \lambda` the estimate says little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import sqrt

import sympy

from caucasus_games.concepts.offers.solve import at_values
from caucasus_games.errors import GameError
from caucasus_games.exact import show
from caucasus_games.games import ExtensiveForm, menu
from caucasus_games.results import LogitEquilibrium, Solution

_MOST_STEPS = 200


def checked_steps(steps: object) -> int | None:
    """Refuse what is no even number of steps."""
    if steps is None:
        return None
    whole = isinstance(steps, int) and not isinstance(steps, bool)
    if not whole or not 2 <= steps <= _MOST_STEPS or steps % 2:  # type: ignore[operator]
        raise GameError(
            f"steps is {steps!r}: give an even whole number from 2 to {_MOST_STEPS}, as the error "
            "is estimated from half as many"
        )
    return int(steps)  # type: ignore[call-overload,no-any-return]


def check_no_cutoffs(game: object, solver: str) -> None:
    """Refuse a tree in which somebody answers a number that it knows without erring."""
    for vertex in game.vertices if isinstance(game, ExtensiveForm) else ():
        if vertex.known:
            raise GameError(
                f"{vertex.known.player} answers {vertex.known.symbol}, which it knows, by a cutoff "
                f"and never errs, and {solver} is for players who do: write its types as a Chance "
                "of a few numbers"
            )


def on_a_list(
    game: ExtensiveForm,
    precision: float,
    steps: object,
    solve: Callable[[ExtensiveForm, float], Solution[LogitEquilibrium]],
    most: int,
) -> Solution[LogitEquilibrium]:
    """Find the logit equilibrium of a tree with offers on a list of numbers, and on half of it."""
    count = checked_steps(steps)
    if count is None:
        raise GameError(
            f"{game.offers[0]} is any number between two, and a logit equilibrium is found on a "
            f"list: give its steps, as quantal_response(game, {precision:g}, steps=20), and the "
            "error is estimated"
        )
    check_no_cutoffs(game, "quantal_response")
    valued = at_values(game)
    fine = menu(valued, count)
    size = sum(len(group[0].branches) for group in fine.information_sets.values())
    if size > most:
        raise GameError(
            f"with {count} steps the game has {size:,} actions in all, and the branch is followed "
            f"for up to {most}: give fewer steps"
        )
    found, half = solve(fine, precision), solve(menu(valued, count // 2), precision)
    (one,), (other,) = found, half
    paid = max(abs(one.payoffs[p] - other.payoffs[p]) for p in game.players)
    ends = {*one.outcomes, *other.outcomes}
    likely = max(abs(one.outcomes.get(e, 0) - other.outcomes.get(e, 0)) for e in ends)
    notes = (
        *(_listed(valued, name, count) for name in game.offers),
        f"with half as many steps payoffs differ by up to {_size(paid)} and probabilities of "
        f"outcomes by up to {_size(likely)}: an estimate of the error of the list, and no bound",
    )
    path = _told(valued, fine, one, count)
    return replace(found, equilibria=(replace(one, path=path),), notes=(*notes, *found.notes))


def _size(difference: float) -> str:
    return show(difference, 2).removeprefix("≈")


def _listed(game: ExtensiveForm, name: str, steps: int) -> str:
    """Say which numbers are on the list."""
    (offer,) = (v.offer for v in game.vertices if v.offer and v.offer.symbol.name == name)
    return f"{name} is one of {steps + 1} numbers, in equal steps from {offer.low} to {offer.high}"


def _told(game: ExtensiveForm, listed: ExtensiveForm, played: LogitEquilibrium, steps: int) -> str:
    """Say which numbers are chosen on average, and how it ends, instead of listing all chances."""
    numbers: dict[str, list[tuple[float, float]]] = {name: [] for name in game.offers}
    for name, number, likely in _numbers(game, listed, played, steps):
        numbers[name].append((number, likely))
    who = {v.offer.symbol.name: v.player for v in game.vertices if v.offer}
    told = []
    for name, found in numbers.items():
        # of an offer that chance rules out nothing is said
        if made := sum(likely for _, likely in found):
            mean = sum(number * likely for number, likely in found) / made
            spread = sqrt(sum((number - mean) ** 2 * likely for number, likely in found) / made)
            told.append(f"{who[name]}: {name} {show(mean)} on average, give or take {show(spread)}")
    ends = (f"{end or 'no label'} {show(q)}" for end, q in sorted(played.outcomes.items()))
    return "; ".join([*told, " or ".join(ends)])


def _numbers(
    game: ExtensiveForm, listed: ExtensiveForm, played: LogitEquilibrium, steps: int
) -> Iterator[tuple[str, float, float]]:
    """Yield each number that is on a list, where it is, and how likely it is to be chosen there."""
    values = game.values.items()
    swap = {sympy.Symbol(n): sympy.Rational(x.numerator, x.denominator) for n, x in values}
    # vertices of both trees that stand for each other, what was chosen, and how likely it is
    stack: list[tuple[int, int, dict[sympy.Symbol, sympy.Expr], float]] = [(0, 0, swap, 1.0)]
    while stack:
        v, u, chosen, reach = stack.pop()
        vertex, here = game.vertices[v], listed.vertices[u]
        odds = [float(q.xreplace(chosen)) for q in vertex.probabilities]
        if vertex.player:
            odds = [played.strategies[here.information_set][b] for b in here.branches]
        if not vertex.offer:
            ways = zip(vertex.children, here.children, odds, strict=True)
            stack += ((child, other, chosen, reach * q) for child, other, q in ways)
            continue
        low, high = (end.xreplace(chosen) for end in (vertex.offer.low, vertex.offer.high))
        for k, (other, q) in enumerate(zip(here.children, odds, strict=True)):
            number = low + (high - low) * sympy.Rational(k, steps)
            yield vertex.offer.symbol.name, float(number), reach * q
            known = {**chosen, vertex.offer.symbol: number}
            stack.append((vertex.children[0], other, known, reach * q))
