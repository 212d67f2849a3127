"""Trees with one or two offers, drawn so that ties are common, and solved without the library.

A payoff is a polynomial, or the larger or the lesser of two. After a number nothing else hangs on,
a tree is solved exactly: between two roots of all differences of what plans pay nobody's order of
two plans changes. Irrational numbers are decimals with sixty digits.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, pairwise, product
from typing import Any, NamedTuple

import mpmath  # type: ignore[import-untyped]
import sympy

from caucasus_games.games import Chance, Decision, ExtensiveForm, Offer, Terminal
from caucasus_games.games.nodes import Node

mpmath.mp.dps = 60
_CLOSE = mpmath.mpf(10) ** -40
PLAYERS = "AB"
# a number, or the decimals of one that is irrational
Number = Any
# what each product of powers of the two numbers comes with
Poly = Mapping[tuple[int, int], Fraction]


class Payoff(NamedTuple):
    """A polynomial, or the larger or the lesser of several."""

    of: Callable[..., Number]
    parts: tuple[Poly, ...]


class End(NamedTuple):
    """An end."""

    outcome: str
    payoffs: tuple[Payoff, ...]


class Move(NamedTuple):
    """A decision, or a move of chance if nobody is named."""

    player: str
    below: tuple[Tree, ...]
    odds: tuple[Fraction, ...] = ()


class Bid(NamedTuple):
    """An offer of the number with this place, up to a polynomial in the number before it."""

    player: str
    place: int
    high: Poly
    below: Tree


Tree = End | Move | Bid
Worth = tuple[Number, ...]


class Way(NamedTuple):
    """What is paid in an equilibrium, and the ends that may be reached."""

    worth: Worth
    ends: frozenset[str]


def drawn(rng: random.Random, offers: int, quadratic: bool) -> Tree:
    """Draw a tree; margins touch zero, and cross it together, more often than by chance."""
    ends = 0
    special = [Fraction(k, n) for n in (2, 3, 4) for k in range(1, n)]
    centre = [rng.choice(special) for _ in range(offers)]

    def polynomial(known: int) -> Poly:
        found: dict[tuple[int, int], Fraction] = {(0, 0): Fraction(rng.randint(-4, 4), 2)}

        def add(powers: tuple[int, int], by: Fraction) -> None:
            found[powers] = found.get(powers, Fraction(0)) + by

        for k in range(known):
            one = (1, 0) if k == 0 else (0, 1)
            two = (2, 0) if k == 0 else (0, 2)
            if rng.random() < 0.6:
                # zero at the special number, as often as not
                by = Fraction(rng.randint(-4, 4), 2)
                add(one, by)
                if rng.random() < 0.6:
                    found[0, 0] = Fraction(0) if k == 0 else found[0, 0]
                    add((0, 0), -by * centre[k])
            if quadratic and rng.random() < 0.4:
                by = Fraction(rng.choice([-2, -1, 1, 2]))
                add(two, by)
                add(one, -2 * by * centre[k])
                add((0, 0), by * centre[k] ** 2)
        return {powers: by for powers, by in found.items() if by}

    def payoff(known: int) -> Payoff:
        if rng.random() < 0.15:
            of = rng.choice([max, min])
            return Payoff(of, (polynomial(known), polynomial(known)))
        if rng.random() < 0.25:
            return Payoff(max, ({(0, 0): Fraction(rng.randint(-1, 1))},))
        return Payoff(max, (polynomial(known),))

    def end(known: int) -> End:
        nonlocal ends
        ends += 1
        return End(f"o{ends}", tuple(payoff(known) for _ in PLAYERS))

    def node(left: int, known: int, depth: int) -> Tree:
        if left and (depth == 0 or rng.random() < 0.6):
            high: Poly = {(0, 0): Fraction(1)}
            if known and rng.random() < 0.2:
                high = {(0, 0): Fraction(1), (1, 0): Fraction(-1, 2)}
            below = node(left - 1, known + 1, depth + 1)
            return Bid(rng.choice(PLAYERS), known, high, below)
        if not left and (depth > 3 or (depth > 1 and rng.random() < 0.4)):
            return end(known)
        if rng.random() < 0.12:
            q = Fraction(1, rng.choice([2, 3]))
            return Move("", (node(left, known, depth + 1), end(known)), (q, 1 - q))
        ways = [node(left, known, depth + 1), *(end(known) for _ in range(rng.choice([1, 1, 2])))]
        rng.shuffle(ways)
        return Move(rng.choice(PLAYERS), tuple(ways))

    return node(offers, 0, 0)


def written(tree: Tree, shift: sympy.Expr = sympy.S.Zero) -> Node:
    """Write a tree for the library, the first number moved by so much."""
    x, y = sympy.symbols("x y")

    def poly(one: Poly) -> sympy.Expr:
        return sympy.Add(
            *(
                sympy.Rational(by.numerator, by.denominator) * (x - shift) ** i * y**j
                for (i, j), by in one.items()
            )
        ).expand()

    def payoff(one: Payoff) -> sympy.Expr:
        parts = [poly(part) for part in one.parts]
        return (sympy.Max if one.of is max else sympy.Min)(*parts)

    def node(one: Tree) -> Node:
        if isinstance(one, End):
            return Terminal(one.outcome, dict(zip(PLAYERS, map(payoff, one.payoffs), strict=True)))
        if isinstance(one, Bid):
            low = sympy.S.Zero if one.place else shift
            return Offer(one.player, (x, y)[one.place], low, low + poly(one.high), node(one.below))
        if one.player:
            return Decision(one.player, {f"a{k}": node(child) for k, child in enumerate(one.below)})
        ways = zip(one.odds, one.below, strict=True)
        return Chance({f"e{k}": (q, node(child)) for k, (q, child) in enumerate(ways)})

    return node(tree)


def game_of(tree: Tree, shift: sympy.Expr = sympy.S.Zero, parameters: Any = None) -> ExtensiveForm:
    """Write a tree for the library as a game."""
    return ExtensiveForm(written(tree, shift), list(PLAYERS), parameters)


def least(ways: Iterable[Way], i: int) -> Number:
    """Return the least that somebody is paid."""
    return min((way.worth[i] for way in ways), key=decimals)


def at_least(one: Number, other: Number) -> bool:
    """Compare, decimals up to what they may be off."""
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return one >= other
    return bool(decimals(one) - decimals(other) >= -_CLOSE)


def value(poly: Poly, numbers: tuple[Number, ...]) -> Number:
    """Return a polynomial at numbers."""
    decimals = any(isinstance(n, mpmath.mpf) for n in numbers)
    found = mpmath.mpf(0) if decimals else Fraction(0)
    for powers, by in poly.items():
        term = mpmath.mpf(by.numerator) / by.denominator if decimals else by
        for number, power in zip(numbers, powers, strict=False):
            if power:
                own = number
                if decimals and not isinstance(number, mpmath.mpf):
                    own = mpmath.mpf(number.numerator) / number.denominator
                term = term * own**power
        found = found + term
    return found


def solved(tree: Tree, numbers: tuple[Number, ...] = (), also: Sequence[Number] = ()) -> list[Way]:
    """List what equilibria pay; of two numbers the first must be given.

    Of a range of last numbers the ends are looked at, and whichever are asked for.
    """
    if isinstance(tree, End):
        paid = tuple(one.of([value(part, numbers) for part in one.parts]) for one in tree.payoffs)
        return [Way(paid, frozenset({tree.outcome}))]
    if isinstance(tree, Bid):
        return [way for _, way in chosen(tree, numbers, also)]
    below = [solved(child, numbers, also) for child in tree.below]
    if not tree.player:
        return [_averaged(tree.odds, joint) for joint in product(*below)]
    i = PLAYERS.index(tree.player)
    needed = max((least(ways, i) for ways in below), key=decimals)
    return _once(way for ways in below for way in ways if at_least(way.worth[i], needed))


def _averaged(odds: tuple[Fraction, ...], joint: tuple[Way, ...]) -> Way:
    exact = all(isinstance(x, Fraction) for way in joint for x in way.worth)
    worth = tuple(
        sum(q * x for q, x in zip(odds, column, strict=True))
        if exact
        else mpmath.fsum(decimals(q) * decimals(x) for q, x in zip(odds, column, strict=True))
        for column in zip(*(way.worth for way in joint), strict=True)
    )
    return Way(worth, frozenset().union(*(way.ends for way in joint)))


def _once(ways: Iterator[Way]) -> list[Way]:
    return list(dict.fromkeys(ways))


def chosen(
    tree: Bid, numbers: tuple[Number, ...], also: Sequence[Number] = ()
) -> list[tuple[Number, Way]]:
    """List the last numbers that may be chosen with what is paid then, and the ends of ranges."""
    i = PLAYERS.index(tree.player)
    low, high = Fraction(0), value(tree.high, numbers)
    plans = [tuple(_at(part, numbers, tree.place) for part in plan) for plan in _plans(tree.below)]
    cuts = [_at(cut, numbers, tree.place) for cut in _meetings(tree.below)]
    for k in range(len(PLAYERS)):
        own = list(dict.fromkeys(plan[k] for plan in plans))
        cuts += [_minus(one, other) for one, other in combinations(own, 2)]
        cuts += [(one[1], 2 * one[2], Fraction(0)) for one in own]
    places = _places(cuts, low, high)
    most, _ = _weighed(tree, numbers, places, i)
    # where exactly as much is had as must be
    if isinstance(most, Fraction):
        level = [_minus(plan[i], (most, Fraction(0), Fraction(0))) for plan in plans]
        places = _places([*cuts, *level], low, high)
    places = sorted({*places, *(x for x in also if low <= x <= high)}, key=decimals)
    most, ways = _weighed(tree, numbers, places, i)
    return [(place, way) for place, way in ways if at_least(way.worth[i], most)]


def _weighed(
    tree: Bid, numbers: tuple[Number, ...], places: list[Number], i: int
) -> tuple[Number, list[tuple[Number, Way]]]:
    """Return what who chooses has at least, and what may be had at places and beside them."""
    found: list[tuple[Number, Way]] = []
    needed = []
    for place in places:
        ways = solved(tree.below, (*numbers, place))
        needed.append(least(ways, i))
        found += [(place, way) for way in ways]
    for ends in pairwise(places):
        inner = _played(tree.below, (*numbers, _between(*ends)))
        for end in ends:
            limits = [_paid(tree.below, plan, (*numbers, end)) for plan in inner]
            needed.append(least(limits, i))
    return max(needed, key=decimals), found


def _played(tree: Tree, numbers: tuple[Number, ...]) -> list[tuple[int, ...]]:
    """List the plans that are equilibria at numbers, as the branches taken on the way."""
    return [plan for plan, _ in _planned(tree, numbers)]


def _planned(tree: Tree, numbers: tuple[Number, ...]) -> list[tuple[tuple[int, ...], Worth]]:
    if isinstance(tree, End):
        return [((), solved(tree, numbers)[0].worth)]
    assert isinstance(tree, Move)
    below = [_planned(child, numbers) for child in tree.below]
    if not tree.player:
        joint = [
            (
                tuple(k for plan, _ in ways for k in plan),
                _averaged(tree.odds, tuple(Way(worth, frozenset()) for _, worth in ways)).worth,
            )
            for ways in product(*below)
        ]
        return list(dict.fromkeys(joint))
    i = PLAYERS.index(tree.player)
    needed = max((min((w[i] for _, w in ways), key=decimals) for ways in below), key=decimals)
    return [
        ((k, *plan), worth)
        for k, ways in enumerate(below)
        for plan, worth in ways
        if at_least(worth[i], needed)
    ]


def _paid(tree: Tree, plan: tuple[int, ...], numbers: tuple[Number, ...]) -> Way:
    """Return what a plan pays at numbers."""

    def walk(one: Tree, left: list[int]) -> Way:
        if isinstance(one, End):
            return solved(one, numbers)[0]
        assert isinstance(one, Move)
        if one.player:
            return walk(one.below[left.pop(0)], left)
        return _averaged(one.odds, tuple(walk(child, left) for child in one.below))

    return walk(tree, list(plan))


def _plans(tree: Tree) -> list[tuple[Poly, ...]]:
    """List what may be paid, piece by piece."""
    if isinstance(tree, End):
        return list(product(*(one.parts for one in tree.payoffs)))
    assert isinstance(tree, Move)
    below = [_plans(child) for child in tree.below]
    if tree.player:
        return [plan for plans in below for plan in plans]
    return [
        tuple(_mixed(tree.odds, column) for column in zip(*joint, strict=True))
        for joint in product(*below)
    ]


def _mixed(odds: tuple[Fraction, ...], polys: tuple[Poly, ...]) -> Poly:
    found: dict[tuple[int, int], Fraction] = {}
    for q, poly in zip(odds, polys, strict=True):
        for powers, by in poly.items():
            found[powers] = found.get(powers, Fraction(0)) + q * by
    return found


def _meetings(tree: Tree) -> Iterator[Poly]:
    """Yield what is zero where pieces of a payoff meet."""
    if isinstance(tree, End):
        for one in tree.payoffs:
            for own, other in combinations(one.parts, 2):
                yield _mixed((Fraction(1), Fraction(-1)), (own, other))
    else:
        children = (tree.below,) if isinstance(tree, Bid) else tree.below
        for child in children:
            yield from _meetings(child)


Square = tuple[Fraction, Fraction, Fraction]


def _at(poly: Poly, numbers: tuple[Number, ...], place: int) -> Square:
    """Return the coefficients of the powers of the last number."""
    found = [Fraction(0)] * 3
    for powers, by in poly.items():
        found[powers[place]] += by * (numbers[0] ** powers[0] if place else 1)
    return found[0], found[1], found[2]


def _minus(one: Square, other: Square) -> Square:
    return one[0] - other[0], one[1] - other[1], one[2] - other[2]


def _places(cuts: list[Square], low: Fraction, high: Fraction) -> list[Number]:
    """List the roots within two ends, and these, from the least."""
    found = {low, high}
    irrational: list[mpmath.mpf] = []
    for c, b, a in dict.fromkeys(cuts):
        if a == 0:
            if b != 0:
                found.add(-c / b)
            continue
        under = b * b - 4 * a * c
        if under < 0:
            continue
        root = sympy.sqrt(sympy.Rational(under.numerator, under.denominator))
        if root.is_Rational:
            own = Fraction(int(root.p), int(root.q))
            found |= {(-b + own) / (2 * a), (-b - own) / (2 * a)}
        else:
            size = mpmath.sqrt(mpmath.mpf(under.numerator) / under.denominator)
            two = mpmath.mpf((2 * a).numerator) / (2 * a).denominator
            minus = mpmath.mpf((-b).numerator) / (-b).denominator
            irrational += [(minus + size) / two, (minus - size) / two]
    inside: list[Number] = [x for x in found if low <= x <= high]
    ends = [mpmath.mpf(x.numerator) / x.denominator for x in (low, high)]
    for x in irrational:
        known = (y for y in inside if isinstance(y, mpmath.mpf))
        if ends[0] < x < ends[1] and not any(abs(x - y) < _CLOSE for y in known):
            inside.append(x)
    return sorted(inside, key=decimals)


def decimals(x: Number) -> mpmath.mpf:
    """Return a number in decimals."""
    return x if isinstance(x, mpmath.mpf) else mpmath.mpf(x.numerator) / x.denominator


def _between(one: Number, other: Number) -> Fraction:
    """Return a rational number between two."""
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return (one + other) / 2
    low, high = decimals(one), decimals(other)
    scale = 2 ** (int(mpmath.ceil(-mpmath.log(high - low, 2))) + 3)
    found = Fraction(int(mpmath.floor((low + high) / 2 * scale)), scale)
    assert low < decimals(found) < high
    return found
