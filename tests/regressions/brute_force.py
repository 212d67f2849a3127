"""Random games whose formulas are read twice: by sympy, and apart from it in plain fractions."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import sympy

from caucasus_games.games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.games.nodes import Node

Point = Mapping[str, Fraction]
# what each player gets, and the outcomes that have a positive probability
Play = tuple[tuple[Fraction, ...], frozenset[str]]

_WORDS = {"min": sympy.Min, "max": sympy.Max}


@dataclass(frozen=True)
class Formula:
    """A number, a name, or an operation on formulas."""

    kind: str
    parts: tuple[Formula, ...] = ()
    name: str = ""
    value: Fraction = Fraction(0)

    def at(self, point: Point) -> Fraction:
        if self.kind == "number":
            return self.value
        if self.kind == "name":
            return point[self.name]
        one, *others = (part.at(point) for part in self.parts)
        match self.kind:
            case "+":
                return one + others[0]
            case "-":
                return one - others[0]
            case "*":
                return one * others[0]
            case "/":
                return one / others[0]
            case "min":
                return min(one, others[0])
            case "max":
                return max(one, others[0])
            case "abs":
                return abs(one)
        # the second if the first is positive, else the third
        return others[0] if one > 0 else others[1]

    def expression(self) -> sympy.Expr:
        if self.kind == "number":
            return sympy.Rational(self.value.numerator, self.value.denominator)
        if self.kind == "name":
            return sympy.Symbol(self.name)
        one, *others = (part.expression() for part in self.parts)
        match self.kind:
            case "+":
                return one + others[0]
            case "-":
                return one - others[0]
            case "*":
                return one * others[0]
            case "/":
                return one / others[0]
            case "abs":
                return sympy.Abs(one)
            case "min" | "max":
                return _WORDS[self.kind](one, others[0])
        return sympy.Piecewise((others[0], one > 0), (others[1], True))


def number(value: object) -> Formula:
    return Formula("number", value=Fraction(str(value)))


def some_formula(rng: random.Random, names: Iterable[str], depth: int = 2) -> Formula:
    known = sorted(names)
    if depth == 0 or rng.random() < 0.2:
        if rng.random() < 0.35:
            return number(rng.choice(["-1", "0", "1/2", "1", "2"]))
        return Formula("name", name=rng.choice(known))
    kinds = ["+", "-", "*", "+", "-", "*", "/", "min", "max", "abs", "if"]
    kind = rng.choice(kinds)
    count = {"abs": 1, "if": 3}.get(kind, 2)
    parts = [some_formula(rng, known, depth - 1) for _ in range(count)]
    if kind == "/":
        # every name is positive
        parts[1] = Formula("+", (Formula("name", name=rng.choice(known)), number(1)))
        if rng.random() < 0.4:
            parts[1] = Formula("-", (number(-1), Formula("name", name=rng.choice(known))))
    return Formula(kind, tuple(parts))


def some_odds(rng: random.Random, names: Iterable[str]) -> tuple[Formula, Formula]:
    known = sorted(names)
    one, other = (Formula("name", name=rng.choice(known)) for _ in range(2))
    match rng.randrange(5):
        case 0:
            whole = Formula("+", (one, other))
            return Formula("/", (one, whole)), Formula("/", (other, whole))
        case 1:
            return one, Formula("-", (number(1), one))
        case 2:
            half = Formula("max", (number(0), Formula("-", (one, number("1/2")))))
            return half, Formula("-", (number(1), half))
        case 3:
            return number("1/3"), number("2/3")
    whole = Formula("+", (one, number(1)))
    return Formula("/", (number(1), whole)), Formula("/", (one, whole))


@dataclass(frozen=True)
class Tree:
    """An end, a draw or a decision, as data."""

    player: str = ""
    outcome: str = ""
    pays: tuple[Formula, ...] = ()
    odds: tuple[Formula, ...] = ()
    below: tuple[Tree, ...] = ()

    def plays(self, point: Point, players: str) -> set[Play]:
        """Return what every subgame perfect equilibrium brings."""
        if self.outcome:
            return {(tuple(f.at(point) for f in self.pays), frozenset({self.outcome}))}
        found = set()
        ways = [child.plays(point, players) for child in self.below]
        for joint in product(*ways):
            if self.player:
                i = players.index(self.player)
                best = max(values[i] for values, _ in joint)
                found |= {play for play in joint if play[0][i] == best}
                continue
            odds = [f.at(point) for f in self.odds]
            values = tuple(
                sum((q * v[i] for q, (v, _) in zip(odds, joint, strict=True)), Fraction(0))
                for i in range(len(players))
            )
            ends = (ends for q, (_, ends) in zip(odds, joint, strict=True) if q > 0)
            found.add((values, frozenset[str]().union(*ends)))
        return found

    def node(self, players: str) -> Node:
        if self.outcome:
            pays = zip(players, self.pays, strict=True)
            return Terminal(self.outcome, {p: f.expression() for p, f in pays})
        below = [child.node(players) for child in self.below]
        names = "abc"[: len(below)]
        if self.player:
            return Decision(self.player, dict(zip(names, below, strict=True)))
        odds = [f.expression() for f in self.odds]
        return Chance(dict(zip(names, zip(odds, below, strict=True), strict=True)))


def some_tree(rng: random.Random, names: str, players: str, depth: int, top: bool = True) -> Tree:
    if depth == 0 or (not top and rng.random() < 0.15):
        pays = tuple(some_formula(rng, names) for _ in players)
        if rng.random() < 0.4:
            # payoffs that are the same elsewhere, so that somebody is indifferent
            pays = tuple(number(rng.choice(["0", "1"])) for _ in players)
        return Tree(outcome=rng.choice(["war", "peace", "stay"]), pays=pays)
    if not top and rng.random() < 0.3:
        below = tuple(some_tree(rng, names, players, depth - 1, False) for _ in range(2))
        return Tree(odds=some_odds(rng, "pq"), below=below)
    count = rng.choice([2, 2, 3])
    below = tuple(some_tree(rng, names, players, depth - 1, False) for _ in range(count))
    return Tree(player=rng.choice(players), below=below)


def game_of(tree: Tree, players: str) -> ExtensiveForm:
    return ExtensiveForm(tree.node(players), players=tuple(players))


@dataclass(frozen=True)
class Table:
    """A game of two players as data: payoffs by row and column."""

    cells: tuple[tuple[tuple[Formula, Formula], ...], ...]
    labels: tuple[tuple[str, ...], ...]

    def game(self) -> NormalForm:
        rows, columns = range(len(self.cells)), range(len(self.cells[0]))
        return NormalForm(
            {"A": [f"r{i}" for i in rows], "B": [f"c{j}" for j in columns]},
            {
                (f"r{i}", f"c{j}"): tuple(f.expression() for f in self.cells[i][j])
                for i in rows
                for j in columns
            },
            outcomes={(f"r{i}", f"c{j}"): self.labels[i][j] for i in rows for j in columns},
        )

    def brought(self, point: Point) -> list[frozenset[str]]:
        """Return what each pure equilibrium brings."""
        pays = [[tuple(f.at(point) for f in cell) for cell in row] for row in self.cells]
        rows, columns = range(len(pays)), range(len(pays[0]))
        return [
            frozenset({self.labels[i][j]})
            for i in rows
            for j in columns
            if all(pays[i][j][0] >= pays[k][j][0] for k in rows)
            and all(pays[i][j][1] >= pays[i][k][1] for k in columns)
        ]


def some_table(rng: random.Random, names: str, rows: int, columns: int) -> Table:
    return Table(
        tuple(
            tuple(
                (some_formula(rng, names, 1), some_formula(rng, names, 1)) for _ in range(columns)
            )
            for _ in range(rows)
        ),
        tuple(
            tuple(rng.choice(["war", "peace", "stay"]) for _ in range(columns)) for _ in range(rows)
        ),
    )


# a point at which nothing is a tie but what is one everywhere: prime parts of each range
_PRIMES = {"a": 10_007, "p": 10_009, "q": 10_037, "x": 10_039}


def some_point(rng: random.Random, ranges: Mapping[str, tuple[Fraction, Fraction]]) -> Point:
    return {
        n: low + (high - low) * Fraction(rng.randint(1, _PRIMES[n] - 1), _PRIMES[n])
        for n, (low, high) in ranges.items()
    }
