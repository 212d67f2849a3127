"""Random games as plain data, and the library's games from them.

A description is written down as Python text, and the library's game is what that text makes: what
a failed check prints is the game that was checked.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Any, TypeVar

from reference import (
    ONE,
    Draw,
    End,
    Game,
    Letter,
    Move,
    Node,
    Point,
    Profile,
    Repeated,
    Table,
    Term,
    Tree,
    name,
    number,
)

HEADER = """\
import sympy
import caucasus_games as cg
from caucasus_games import Chance, Decision, ExtensiveForm, NormalForm, Terminal
from caucasus_games.theorems import *
from caucasus_games.games import one_deviation
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.concepts import *

R = sympy.Rational
"""

_PLAIN = ("x", "y", "z", "w")
_COLLIDING = ("a", "a_there", "a_there_there", "b")
_INTERNAL = (
    *("E", "I", "S", "N", "Q", "O", "C", "pi", "oo", "lambda", "x_0", "zeta", "beta", "gamma"),
    *("true", "None", "Sum", "Min", "k", "t", "v", "epsilon", "and_", "not_", "assert_", "sat"),
)
_ODD = ("x y", "x,y", "x:3", "R&D", "50%", "a!1", "a b_there", "x^2", "|x|", "(x)", "größe", "x#")
_RANGES = (
    *(("1/10", "1"), ("0", "1"), ("0", "2"), ("-1", "1"), ("1", "3"), ("-3", "3")),
    *(("1/3", "251/750"), ("-2", "0"), ("1/2", "2")),
)
_POSITIVE = (("1/10", "1"), ("1/2", "2"), ("1", "3"), ("0", "1"), ("1/100", "1/50"))
_NUMBERS = ("0", "1", "2", "-1", "1/2", "3", "1/3")
_LABELS = ("war", "peace", "stay", "deal")

# what is taken from when a game is made, and how often
_STYLES = (
    *("plain",) * 8,
    *("colliding",) * 3,
    *("internal",) * 2,
    *("odd", "assumed", "assumed", "scales", "scales", "numbers", "twins", "one value", "offset"),
)
# of the factors of very small letters
_LARGEST = Fraction(10) ** 299
# the largest numbers and the smallest: letters go from ten to this power to twice that
_POWERS = (-110, -110, -40, -15, 6, 15, 40)


@dataclass(frozen=True)
class Stock:
    """What payoffs and probabilities of one game are made of."""

    rng: random.Random
    letters: tuple[Letter, ...]
    names: tuple[Term, ...]
    # those that are never negative
    weights: tuple[Term, ...]
    payoffs: tuple[Term, ...]

    def payoff(self) -> Term:
        return self.rng.choice(self.payoffs)

    def odds(self, events: int) -> list[Term]:
        """Return probabilities that sum to one: numbers, letters or quotients."""
        rng = self.rng
        shares = [
            one
            for one, letter in zip(self.names, self.letters, strict=True)
            if letter.low >= 0 and letter.high <= 1
        ]
        kind = rng.choice(("number", "share", "quotient", "quotient", "square", "falling", "cases"))
        if kind == "share" and shares and events == 2:
            one = rng.choice(shares)
            return [one, number(1) - one]
        if kind == "quotient" and len(self.weights) >= 2:
            some = [rng.choice(self.weights) for _ in range(events)]
            whole = _sum(some)
            return [one / whole for one in some]
        if kind == "square" and len(self.weights) >= 2:
            some = [one * one for one in rng.sample(self.weights, 2)]
            if events == 2:
                return [one / _sum(some) for one in some]
        if kind == "falling" and self.weights and events == 2:
            one = rng.choice(self.weights)
            return [number(1) / (number(1) + one), one / (number(1) + one)]
        if kind == "cases" and shares and events == 2:
            one = Term("max", (rng.choice(shares), number("1/3")))
            return [one, number(1) - one]
        parts = [rng.randint(1, 3) for _ in range(events)]
        return [number(Fraction(part, sum(parts))) for part in parts]


def _sum(terms: Sequence[Term]) -> Term:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def stock(rng: random.Random, most: int = 3, cases: bool = True) -> Stock:
    """Choose the letters of a game and what its payoffs may be."""
    style = rng.choice(_STYLES)
    size = 0 if style == "numbers" else rng.randint(1, most)
    pool = {"colliding": _COLLIDING, "internal": _INTERNAL, "odd": _ODD}.get(style, _PLAIN)
    labels = list(pool[: size + 1]) if style == "colliding" else rng.sample(pool, size)
    letters = [_letter(rng, style, label) for label in labels]
    names = [name(letter.name, _assumed(rng, style, letter)) for letter in letters]
    weights = [one for one, at in zip(names, letters, strict=True) if at.low >= 0]
    twins = [name(at.name) for at in letters] if style == "twins" else []
    payoffs = tuple(_payoffs(rng, style, letters, [*names, *twins], cases))
    return Stock(rng, tuple(letters), tuple(names), tuple(weights), payoffs)


def _letter(rng: random.Random, style: str, label: str) -> Letter:
    if style == "scales":
        low = Fraction(10) ** rng.choice(_POWERS)
        return Letter(label, low, 2 * low, low * 3 / 2)
    if style == "offset":
        low = Fraction(10) ** rng.choice((6, 12, 15))
        return Letter(label, low, low + 1, low + Fraction(1, 3))
    positive = style in ("assumed", "twins") or rng.random() < 0.5
    low, high = map(Fraction, rng.choice(_POSITIVE if positive else _RANGES))
    if style == "one value" and rng.random() < 0.5:
        return Letter(label, high, high, high)
    central = low + (high - low) * Fraction(rng.randint(1, 6), 7)
    return Letter(label, low, high, central, parameter=style != "odd" and rng.random() < 0.9)


def _assumed(rng: random.Random, style: str, letter: Letter) -> str:
    if style not in ("assumed", "twins") or rng.random() < 0.2:
        return ""
    options = ["nonnegative", "real", "integer", "rational"] + ["positive"] * 3 * (letter.low > 0)
    return rng.choice(options)


def _payoffs(
    rng: random.Random,
    style: str,
    letters: Sequence[Letter],
    names: Sequence[Term],
    cases: bool,
) -> Iterator[Term]:
    """Yield what the payoffs of one game are chosen from: few, so that some are the same."""
    yield number(rng.choice(_NUMBERS))
    yield number(1)
    if style == "scales":
        target = rng.choice((-30, -30, 0, 10))
        for one, letter in zip(names, letters, strict=True):
            yield _scaled(rng, one, letter, target)
            yield _scaled(rng, one, letter, target)
        yield number(Fraction(10) ** target * 2)
        yield number(-(Fraction(10) ** rng.choice((2, 8, 10, 12))))
        return
    if style == "offset":
        for one, other in product(names, names[1:] or names):
            gap = one - other
            yield number(100) * gap * gap
        yield number(Fraction(rng.randint(1, 30)))
        yield _sum([*names])
        return
    for _ in range(4):
        yield _polynomial(rng, names)
    if names and cases and rng.random() < 0.3:
        yield _by_cases(rng, names)
    if rng.random() < 0.15:
        yield number(-(Fraction(10) ** rng.choice((2, 6, 10, 12))))


def _scaled(rng: random.Random, one: Term, letter: Letter, target: int) -> Term:
    """Return a power of a letter, times what brings it to the order of the target."""
    power = rng.randint(1, 3)
    factor = min(Fraction(10) ** target / letter.low**power, _LARGEST)
    term = number(factor * rng.randint(1, 3))
    for _ in range(power):
        term = term * one
    return term


def _polynomial(rng: random.Random, names: Sequence[Term]) -> Term:
    if not names:
        return number(rng.choice(_NUMBERS))
    total: Term | None = None
    for _ in range(rng.randint(1, 4)):
        term = rng.choice(names)
        if rng.random() < 0.35:
            term = term * rng.choice(names)
        if rng.random() < 0.1:
            term = term / (number(4) + term)
        if rng.random() < 0.3:
            term = number(rng.choice(("2", "1/2", "-2", "3"))) * term
        if total is None:
            total = term if rng.random() < 0.7 else number(0) - term
        else:
            total = total + term if rng.random() < 0.5 else total - term
    assert total is not None
    return total - number(rng.choice(_NUMBERS)) if rng.random() < 0.3 else total


def _by_cases(rng: random.Random, names: Sequence[Term]) -> Term:
    one, other = (_polynomial(rng, names) for _ in range(2))
    kind = rng.choice(("min", "max", "abs", "if"))
    if kind == "abs":
        return Term("abs", (one,))
    if kind == "if":
        left, right = rng.choice(names), number(rng.choice(("1/2", "1", "0")))
        return Term("if", (one, left, right, other))
    return Term(kind, (one, other))


def _used(letters: Sequence[Letter], terms: Sequence[Term]) -> tuple[Letter, ...]:
    found = {letter.name for term in terms for letter in term.letters()}
    return tuple(letter for letter in letters if letter.name in found)


# the families


def table(rng: random.Random) -> Table:
    """Make a table of two or three players."""
    sizes = rng.choice(((2, 2), (2, 2), (2, 3), (3, 2), (3, 3), (2, 2, 2)))
    return _table(rng, stock(rng), sizes)


def mixed_table(rng: random.Random) -> Table:
    """Make a table of two who may mix."""
    sizes = rng.choice(((2, 2),) * 8 + ((2, 3), (3, 2)) + ((3, 3),) * (rng.random() < 0.3))
    return _table(rng, stock(rng, most=2, cases=rng.random() < 0.3), sizes)


def _table(rng: random.Random, own: Stock, sizes: Sequence[int]) -> Table:
    players = ("A", "B", "C")[: len(sizes)]
    actions = {
        p: tuple(f"{p.lower()}{k}" for k in range(n)) for p, n in zip(players, sizes, strict=True)
    }
    profiles = list(product(*actions.values()))
    payoffs = {profile: tuple(own.payoff() for _ in players) for profile in profiles}
    labelled = rng.random() < 0.7
    outcomes: dict[tuple[str, ...], Mapping[str, Term]] = {}
    for profile in profiles:
        if labelled and rng.random() < 0.15:
            odds = own.odds(2)
            outcomes[profile] = dict(zip(rng.sample(_LABELS, 2), odds, strict=True))
        else:
            label = rng.choice(_LABELS) if labelled else ", ".join(profile)
            outcomes[profile] = {label: number(1)}
    return trimmed(Table(own.letters, actions, payoffs, outcomes))


def tree(rng: random.Random) -> Tree:
    """Make a tree without hidden moves."""
    own = stock(rng)
    # somebody to whom much is the same
    calm = rng.choice((None, None, 0, 1))
    deepest = rng.randint(2, 3)

    def node(depth: int) -> Node:
        kind = rng.random()
        if depth == deepest or (depth and kind < 0.25):
            return _end(rng, own, 2, calm)
        if kind < 0.55 or not depth:
            player = depth % 2 if rng.random() < 0.8 else rng.randrange(2)
            count = 2 if depth or rng.random() < 0.8 else 3
            return Move(player, {f"{'lrm'[k]}{depth}": node(depth + 1) for k in range(count)})
        odds = own.odds(2)
        return Draw({f"e{k}": (odds[k], node(depth + 1)) for k in range(2)})

    return trimmed(Tree(own.letters, ("A", "B"), node(0)))


def _end(rng: random.Random, own: Stock, players: int, calm: int | None = None) -> End:
    payoffs = tuple(
        number(1) if k == calm and rng.random() < 0.8 else own.payoff() for k in range(players)
    )
    return End(rng.choice(_LABELS), payoffs)


def hidden_tree(rng: random.Random) -> Tree:
    """Make a tree in which somebody does not know where it is, and that is no signalling game."""
    own = stock(rng, most=rng.choice((2, 2, 3)), cases=rng.random() < 0.4)

    def last(depth: int) -> Node:
        kind = rng.random()
        if kind < 0.75:
            return _end(rng, own, 2)
        if kind < 0.9:
            odds = own.odds(2)
            return Draw({f"f{k}": (odds[k], _end(rng, own, 2)) for k in range(2)})
        return Move(0, {f"on{depth}": _end(rng, own, 2), f"off{depth}": _end(rng, own, 2)})

    many = 2 if rng.random() < 0.8 else 3
    dark = [Move(1, {"c": last(k), "d": last(k + many)}, "in the dark") for k in range(many)]
    shape = rng.choice(("choice", "choice", "out", "out", "draw", "draw or out", "first"))
    first: dict[str, Node] = dict(zip("abc", dark, strict=False))
    root: Node = Move(0, first)
    if shape == "out":
        root = Move(0, {**first, "out": _end(rng, own, 2)})
    elif shape == "draw":
        odds = own.odds(many)
        root = Draw({f"t{k}": (odds[k], dark[k]) for k in range(many)})
    elif shape == "draw or out":
        odds = own.odds(2)
        some = Draw({f"t{k}": (odds[k], dark[k]) for k in range(2)})
        root = Move(
            0, {"a": some, **({"b": dark[2]} if many > 2 else {}), "out": _end(rng, own, 2)}
        )
    elif shape == "first":
        root = Move(
            1, {"up": Move(0, {**first, "out": _end(rng, own, 2)}), "down": _end(rng, own, 2)}
        )
    return trimmed(Tree(own.letters, ("A", "B"), root))


def signalling_tree(rng: random.Random) -> Tree:
    """Make a signalling game: two types, and one or two messages that are replied to."""
    own = stock(rng, most=2, cases=rng.random() < 0.2)
    messages = 2 if rng.random() < 0.5 else 1
    out = messages == 1 or rng.random() < 0.15
    replies = 2 if messages == 2 or rng.random() < 0.8 else 3

    def sender(t: int) -> Node:
        ways: dict[str, Node] = {
            f"m{m}": Move(1, {f"r{a}": _end(rng, own, 2) for a in range(replies)}, f"after m{m}")
            for m in range(messages)
        }
        if out:
            ways["out"] = _end(rng, own, 2)
        return Move(0, ways, f"type {t}")

    odds = own.odds(2)
    root = Draw({f"t{t}": (odds[t], sender(t)) for t in range(2)})
    return trimmed(Tree(own.letters, ("S", "T"), root))


def repeated(rng: random.Random) -> Repeated:
    """Make a stage game with a path and its punishment."""
    own = stock(rng, most=2, cases=rng.random() < 0.3)
    sizes = rng.choice(((2, 2), (2, 2), (2, 3)))
    stage = replace(_table(rng, own, sizes), letters=())
    profiles = list(stage.payoffs)
    stage = replace(stage, outcomes={p: {", ".join(p): ONE_TERM} for p in profiles})
    target, punishment = rng.choice(profiles), rng.choice(profiles)
    if rng.random() < 0.6:
        # a dilemma with what the target and the punishment pay moved apart
        dilemma = {
            (0, 0): (number(2), number(2)),
            (0, 1): (number(-1), number(3)),
            (1, 0): (number(3), number(-1)),
            (1, 1): (number(0), own.payoff()),
        }
        rows, columns = stage.actions.values()
        cells: dict[Profile, tuple[Term, ...]] = {
            (rows[i], columns[j]): tuple(
                term + own.payoff() * number("1/5") if rng.random() < 0.3 else term for term in pays
            )
            for (i, j), pays in dilemma.items()
        }
        stage = replace(stage, payoffs={**stage.payoffs, **cells})
        target, punishment = (rows[0], columns[0]), (rows[1], columns[1])
    delta = Letter("delta", Fraction(0), ONE, Fraction(1, 2), parameter=rng.random() < 0.5)
    rates = [number(1), number(1), number("1/2"), *own.odds(2)]
    letters = (*own.letters, delta)
    periods = rng.choice((None, None, None, 1, 2, 3))
    game = Repeated(letters, stage, target, punishment, name("delta"), rng.choice(rates), periods)
    return trimmed(game)


ONE_TERM = number(1)


def terms(game: Game) -> Iterator[Term]:
    """Yield all formulas of a game."""
    if isinstance(game, Table):
        for own in game.payoffs.values():
            yield from own
        for lottery in game.outcomes.values():
            yield from lottery.values()
    elif isinstance(game, Repeated):
        yield from (game.discount, game.detection)
        yield from terms(game.stage)
    else:
        stack: list[Node] = [game.root]
        while stack:
            node = stack.pop()
            if isinstance(node, End):
                yield from node.payoffs
            elif isinstance(node, Move):
                stack.extend(node.actions.values())
            else:
                yield from (chance for chance, _ in node.events.values())
                stack.extend(child for _, child in node.events.values())


def chances(game: Game) -> Iterator[Term]:
    """Yield the probabilities of a game."""
    if isinstance(game, Table):
        for lottery in game.outcomes.values():
            yield from lottery.values()
    elif isinstance(game, Tree):
        stack: list[Node] = [game.root]
        while stack:
            node = stack.pop()
            if isinstance(node, Move):
                stack.extend(node.actions.values())
            elif isinstance(node, Draw):
                yield from (chance for chance, _ in node.events.values())
                stack.extend(child for _, child in node.events.values())


def cuts(term: Term) -> Iterator[Term]:
    """Yield the parts of a formula that are one thing on one side and another on the other."""
    if term.kind == "if":
        yield term
    for part in term.parts:
        yield from cuts(part)


AnyGame = TypeVar("AnyGame", Table, Tree, Repeated)


def trimmed(game: AnyGame) -> AnyGame:
    """Leave out letters that do not occur."""
    return replace(game, letters=_used(game.letters, list(terms(game))))


def labels(game: Game) -> list[str]:
    """Return the outcomes of a game."""
    if isinstance(game, Repeated):
        return [", ".join(game.target)]
    if isinstance(game, Table):
        return sorted({label for own in game.outcomes.values() for label in own})
    found: set[str] = set()
    stack: list[Node] = [game.root]
    while stack:
        node = stack.pop()
        if isinstance(node, End):
            found.add(node.outcome)
        elif isinstance(node, Move):
            stack.extend(node.actions.values())
        else:
            stack.extend(child for _, child in node.events.values())
    return sorted(found)


# the library's game


def _symbol(term: Term) -> str:
    return repr(f"{term.name} {term.assumed}".strip())


def _number(value: Fraction) -> str:
    if value.denominator > 1:
        return f"R({_whole(value.numerator)}, {_whole(value.denominator)})"
    return f"({_whole(value.numerator)})" if value < 0 else _whole(value.numerator)


def _whole(value: int) -> str:
    """Write a whole number, with its zeros as a power of ten if there are many."""
    digits = str(value)
    zeros = len(digits) - len(digits.rstrip("0"))
    return f"{digits[:-zeros]}*10**{zeros}" if zeros > 6 else digits


def written(term: Term) -> str:
    if term.kind == "number":
        return _number(term.number)
    if term.kind == "name":
        return f"v[{_symbol(term)}]"
    parts = [written(part) for part in term.parts]
    if term.kind in "+-*/":
        return f"({parts[0]} {term.kind} {parts[1]})"
    if term.kind == "if":
        value, left, right, otherwise = parts
        return f"sympy.Piecewise(({value}, {left} > {right}), ({otherwise}, True))"
    return f"sympy.{term.kind.capitalize()}({', '.join(parts)})"


def _node(node: Node, players: Sequence[str]) -> str:
    if isinstance(node, End):
        own = ", ".join(f"{p!r}: {written(t)}" for p, t in zip(players, node.payoffs, strict=True))
        return f"Terminal({node.outcome!r}, {{{own}}})"
    if isinstance(node, Move):
        ways = ", ".join(f"{a!r}: {_node(child, players)}" for a, child in node.actions.items())
        known = f", {node.known!r}" if node.known else ""
        return f"Decision({players[node.player]!r}, {{{ways}}}{known})"
    events = ", ".join(
        f"{e!r}: ({written(q)}, {_node(child, players)})" for e, (q, child) in node.events.items()
    )
    return f"Chance({{{events}}})"


def _normal_form(game: Table, parameters: str) -> str:
    payoffs = ", ".join(
        f"{p!r}: ({', '.join(map(written, own))})" for p, own in game.payoffs.items()
    )
    outcomes = ", ".join(
        f"{p!r}: {{{', '.join(f'{o!r}: {written(q)}' for o, q in own.items())}}}"
        for p, own in game.outcomes.items()
    )
    actions = {player: list(own) for player, own in game.actions.items()}
    return f"NormalForm({actions}, {{{payoffs}}}, {{{outcomes}}}{parameters})"


def source(game: Game) -> str:
    """Write the description of a game as Python that makes the library's game."""
    symbols = sorted({(t.name, t.assumed) for term in terms(game) for t in term.letters()})
    lines = ["v = {"]
    for label, assumed in symbols:
        told = f", {assumed}=True" if assumed else ""
        lines.append(f"    {f'{label} {assumed}'.strip()!r}: sympy.Symbol({label!r}{told}),")
    lines.append("}")
    records = [
        f'Parameter({at.name!r}, "", "", "{at.low}", "{at.central}", "{at.high}", '
        f'"assumption: for a test", "{"fixed" if at.low == at.high else "uniform"}")'
        for at in game.letters
        if at.parameter
    ]
    lines.append(f"parameters = Parameters([{', '.join(records)}])")
    given = ", parameters=parameters"
    if isinstance(game, Table):
        lines.append(f"game = {_normal_form(game, given)}")
    elif isinstance(game, Tree):
        root = _node(game.root, game.players)
        lines.append(f"game = ExtensiveForm({root}, {list(game.players)}{given})")
    else:
        players = list(game.stage.actions)
        lines.append(f"stage = {_normal_form(game.stage, given)}")
        lines.append(f"target = {dict(zip(players, game.target, strict=True))}")
        lines.append(f"punishment = {dict(zip(players, game.punishment, strict=True))}")
        lines.append(
            f"game = one_deviation(stage, target, punishment, discount={written(game.discount)}, "
            f"detection={written(game.detection)}, periods={game.periods}{given})"
        )
    return "\n".join(lines)


def made(text: str) -> dict[str, Any]:
    """Run the text that makes a game, and return what it names."""
    namespace: dict[str, Any] = {}
    exec(HEADER + text, namespace)
    return namespace


# points

_PRIMES = (1_000_003, 1_000_033, 1_000_037, 1_000_039, 1_000_081, 1_000_099, 1_000_117)


def interior(letters: Sequence[Letter], rng: random.Random) -> dict[str, Fraction]:
    """Return values within the ranges, no two with a denominator in common."""
    return {
        at.name: at.low + (at.high - at.low) * Fraction(rng.randint(1, prime - 1), prime)
        for at, prime in zip(letters, _PRIMES, strict=False)
    }


def special(letters: Sequence[Letter], rng: random.Random) -> dict[str, Fraction]:
    """Return values at ends of ranges, in the middle, or the same for several letters."""
    found: dict[str, Fraction] = {}
    for at in letters:
        options = [at.low, at.high, (at.low + at.high) / 2, at.central]
        options += [x for x in (*found.values(), Fraction(0), ONE) if at.low <= x <= at.high]
        found[at.name] = rng.choice(options)
    return found


def nearby(
    letters: Sequence[Letter], point: Point, rng: random.Random, share: Fraction
) -> dict[str, Fraction]:
    """Return values that differ from others by a share of the ranges at most."""
    found = {}
    for at in letters:
        step = (at.high - at.low) * share * Fraction(rng.randint(-1_000, 1_000), 1_000)
        found[at.name] = min(max(point[at.name] + step, at.low), at.high)
    return found


FAMILIES: Mapping[str, Callable[[random.Random], Game]] = {
    "tables": table,
    "trees": tree,
    "hidden": hidden_tree,
    "signalling": signalling_tree,
    "mixed": mixed_table,
    "repeated": repeated,
}
