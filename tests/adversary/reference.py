"""Games as plain data, and a solver of them in fractions: nothing of the library is used here.

A payoff or a probability is a :class:`Term`. A game at a point is a list of :class:`Play`, one for
each equilibrium; what is possible, guaranteed and unique is read from that list. Everything is
done by enumeration: profiles of tables, plans of trees, supports of mixtures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from typing import TypeVar, Union

Point = Mapping[str, Fraction]
Profile = tuple[str, ...]
Vector = tuple[Fraction, ...]
Row = tuple[Vector, Fraction]

ZERO, ONE = Fraction(0), Fraction(1)


class UndefinedError(Exception):
    """A term divides by zero, or a probability is none, at a point."""


@dataclass(frozen=True)
class Term:
    """A formula: a number, a name, or an operation on other terms."""

    kind: str
    parts: tuple[Term, ...] = ()
    number: Fraction = ZERO
    name: str = ""
    # what sympy is told of the symbol, such as "positive"
    assumed: str = ""

    def __add__(self, other: Term) -> Term:
        return Term("+", (self, other))

    def __sub__(self, other: Term) -> Term:
        return Term("-", (self, other))

    def __mul__(self, other: Term) -> Term:
        return Term("*", (self, other))

    def __truediv__(self, other: Term) -> Term:
        return Term("/", (self, other))

    def at(self, point: Point) -> Fraction:
        if self.kind == "number":
            return self.number
        if self.kind == "name":
            return point[self.name]
        if self.kind == "if":
            # value, left, right, otherwise: the value where left > right
            value, left, right, otherwise = self.parts
            return (value if left.at(point) > right.at(point) else otherwise).at(point)
        values = [part.at(point) for part in self.parts]
        if self.kind == "/" and not values[1]:
            raise UndefinedError
        return _OPERATIONS[self.kind](values)

    def letters(self) -> Iterator[Term]:
        if self.kind == "name":
            yield self
        for part in self.parts:
            yield from part.letters()


_OPERATIONS: Mapping[str, Callable[[list[Fraction]], Fraction]] = {
    "+": lambda x: x[0] + x[1],
    "-": lambda x: x[0] - x[1],
    "*": lambda x: x[0] * x[1],
    "/": lambda x: x[0] / x[1],
    "min": min,
    "max": max,
    "abs": lambda x: abs(x[0]),
}


def number(value: Fraction | int | str) -> Term:
    return Term("number", number=Fraction(value))


def name(label: str, assumed: str = "") -> Term:
    return Term("name", name=label, assumed=assumed)


@dataclass(frozen=True)
class Letter:
    """A symbol with its range; a parameter of the game, or known by its range alone."""

    name: str
    low: Fraction
    high: Fraction
    central: Fraction
    parameter: bool = True


@dataclass(frozen=True)
class Table:
    """A game in which all choose at once."""

    letters: tuple[Letter, ...]
    actions: Mapping[str, tuple[str, ...]]
    payoffs: Mapping[Profile, tuple[Term, ...]]
    outcomes: Mapping[Profile, Mapping[str, Term]]


@dataclass(frozen=True)
class End:
    """An end of a tree."""

    outcome: str
    payoffs: tuple[Term, ...]


@dataclass(frozen=True)
class Move:
    """A decision; an empty name means that its player knows where it is."""

    player: int
    actions: Mapping[str, Node]
    known: str = ""


@dataclass(frozen=True)
class Draw:
    """Chance."""

    events: Mapping[str, tuple[Term, Node]]


Node = Union[End, Move, Draw]  # noqa: UP007  # forward references inside


@dataclass(frozen=True)
class Tree:
    """A game in which players move in turn."""

    letters: tuple[Letter, ...]
    players: tuple[str, ...]
    root: Node

    def in_chances(self) -> Iterator[Term]:
        """Yield the letters of every chance."""
        nodes = [self.root]
        while nodes:
            match nodes.pop():
                case Move(actions=actions):
                    nodes += actions.values()
                case Draw(events=events):
                    for chance, node in events.values():
                        yield from chance.letters()
                        nodes.append(node)


@dataclass(frozen=True)
class Repeated:
    """A stage game that is played for ever, a path, and what a deviation from it leads to."""

    letters: tuple[Letter, ...]
    stage: Table
    target: Profile
    punishment: Profile
    discount: Term
    detection: Term
    periods: int | None


Game = Table | Tree | Repeated


@dataclass(frozen=True)
class Play:
    """An equilibrium: what it pays, what it leads to, and what is played where that is pure."""

    payoffs: Vector
    outcomes: tuple[tuple[str, Fraction], ...]
    moves: tuple[object, ...] = ()

    @property
    def support(self) -> frozenset[str]:
        return frozenset(label for label, _ in self.outcomes)


@dataclass(frozen=True)
class Answer:
    """All equilibria at a point."""

    plays: tuple[Play, ...]

    @property
    def supports(self) -> frozenset[frozenset[str]]:
        return frozenset(play.support for play in self.plays)

    @property
    def possible(self) -> frozenset[str]:
        return frozenset().union(*self.supports)

    @property
    def guaranteed(self) -> frozenset[str]:
        supports = list(self.supports)
        return supports[0].intersection(*supports[1:]) if supports else frozenset()

    @property
    def unique(self) -> bool:
        return len(self.supports) < 2


def _mixed(parts: Sequence[tuple[Fraction, Mapping[str, Fraction]]]) -> dict[str, Fraction]:
    total: dict[str, Fraction] = {}
    for chance, outcomes in parts:
        for label, share in outcomes.items():
            if chance * share:
                total[label] = total.get(label, ZERO) + chance * share
    return total


def _play(
    payoffs: Sequence[Fraction], outcomes: Mapping[str, Fraction], moves: Sequence[object] = ()
) -> Play:
    return Play(tuple(payoffs), tuple(sorted(outcomes.items())), tuple(moves))


def _odds(terms: Sequence[Term], point: Point) -> list[Fraction]:
    odds = [term.at(point) for term in terms]
    if sum(odds) != 1 or min(odds) < 0:
        raise UndefinedError
    return odds


def _lotteries(game: Table, point: Point) -> dict[Profile, dict[str, Fraction]]:
    return {
        profile: dict(zip(own, _odds(list(own.values()), point), strict=True))
        for profile, own in game.outcomes.items()
    }


def _numbers(game: Table, point: Point) -> dict[Profile, Vector]:
    return {p: tuple(term.at(point) for term in own) for p, own in game.payoffs.items()}


def pure(game: Table, point: Point) -> Answer:
    """Find the profiles of a table from which nobody gains by another action."""
    paid, lotteries = _numbers(game, point), _lotteries(game, point)
    own = list(game.actions.values())
    found = []
    for profile, payoffs in paid.items():
        best = all(
            paid[(*profile[:i], other, *profile[i + 1 :])][i] <= payoffs[i]
            for i, actions in enumerate(own)
            for other in actions
        )
        if best:
            found.append(_play(payoffs, _mixed([(ONE, lotteries[profile])]), profile))
    return Answer(tuple(found))


# linear systems in fractions


def _reduced(rows: Sequence[Row], size: int) -> tuple[list[list[Fraction]], list[int]] | None:
    """Return equations in echelon form with their leading unknowns; nothing if they contradict."""
    table = [[*coefficients, right] for coefficients, right in rows]
    leading: list[int] = []
    for column in range(size):
        at = len(leading)
        found = next((k for k in range(at, len(table)) if table[k][column]), None)
        if found is None:
            continue
        table[at], table[found] = table[found], table[at]
        scale = table[at][column]
        table[at] = [x / scale for x in table[at]]
        for k in range(len(table)):
            if k != at and table[k][column]:
                factor = table[k][column]
                table[k] = [x - factor * y for x, y in zip(table[k], table[at], strict=True)]
        leading.append(column)
    if any(row[-1] for row in table[len(leading) :]):
        return None
    return table[: len(leading)], leading


def vertices(size: int, equal: Sequence[Row], at_most: Sequence[Row]) -> list[Vector]:
    """Return the vertices of a polytope: what solves equations, inequalities being tight or not."""
    start = _reduced(equal, size)
    if start is None:
        return []
    free = size - len(start[1])
    known = [(tuple(row[:-1]), row[-1]) for row in start[0]]
    found: dict[Vector, None] = {}
    for tight in combinations(at_most, free):
        solved = _reduced([*known, *tight], size)
        if solved is None or len(solved[1]) < size:
            continue
        vertex = tuple(row[-1] for row in solved[0])
        if vertex not in found and all(_dot(row, vertex) <= right for row, right in at_most):
            found[vertex] = None
    return list(found)


def _dot(row: Sequence[Fraction], vector: Sequence[Fraction]) -> Fraction:
    return sum((a * x for a, x in zip(row, vector, strict=True)), ZERO)


def _unit(size: int, k: int, sign: int) -> Vector:
    return tuple(Fraction(sign if j == k else 0) for j in range(size))


Label = TypeVar("Label")


def _subsets(labels: Sequence[Label]) -> list[tuple[Label, ...]]:
    return [some for size in range(1, len(labels) + 1) for some in combinations(labels, size)]


# two players who may mix


def _shares(table: Sequence[Vector], used: Sequence[int], best: Sequence[int]) -> list[Vector]:
    """Return the extreme mixtures over some actions to which some replies are best.

    ``table[j][i]`` is what reply ``j`` gives against action ``i``.
    """
    size = len(used)

    def gain(j: int, k: int) -> Row:
        return tuple(table[j][i] - table[k][i] for i in used), ZERO

    equal = [((ONE,) * size, ONE), *(gain(j, best[0]) for j in best[1:])]
    worse = [gain(j, best[0]) for j in range(len(table)) if j not in best]
    at_most = [*((_unit(size, k, -1), ZERO) for k in range(size)), *worse]
    wide = len(table[0])
    return [
        tuple(vertex[used.index(i)] if i in used else ZERO for i in range(wide))
        for vertex in vertices(size, equal, at_most)
    ]


def mixed(game: Table, point: Point) -> Answer:
    """Find the extreme Nash equilibria of two players by the supports of their mixtures."""
    paid, lotteries = _numbers(game, point), _lotteries(game, point)
    rows, columns = game.actions.values()
    first = [tuple(paid[r, c][0] for c in columns) for r in rows]
    second = [tuple(paid[r, c][1] for r in rows) for c in columns]
    pairs: dict[tuple[Vector, Vector], None] = {}
    for own in _subsets(range(len(rows))):
        for other in _subsets(range(len(columns))):
            xs = _shares(second, own, other)
            for pair in product(xs, _shares(first, other, own) if xs else ()):
                pairs[pair] = None
    found = []
    for x, y in pairs:
        cells = [
            (x[i] * y[j], paid[r, c], lotteries[r, c])
            for i, r in enumerate(rows)
            for j, c in enumerate(columns)
        ]
        payoffs = [sum((q * own[k] for q, own, _ in cells), ZERO) for k in (0, 1)]
        found.append(_play(payoffs, _mixed([(q, lottery) for q, _, lottery in cells]), (x, y)))
    return Answer(tuple(found))


# trees


def perfect(game: Tree, point: Point) -> Answer:
    """Find every subgame perfect equilibrium of a tree without hidden moves, ties included."""

    def below(node: Node) -> list[tuple[Vector, dict[str, Fraction]]]:
        if isinstance(node, End):
            return [(tuple(term.at(point) for term in node.payoffs), {node.outcome: ONE})]
        if isinstance(node, Move):
            joints = product(*(below(child) for child in node.actions.values()))
            return [
                one
                for joint in joints
                for one in joint
                if one[0][node.player] == max(other[0][node.player] for other in joint)
            ]
        odds = _odds([chance for chance, _ in node.events.values()], point)
        found = []
        for joint in product(*(below(child) for _, child in node.events.values())):
            payoffs = tuple(
                sum((q * own[i] for q, (own, _) in zip(odds, joint, strict=True)), ZERO)
                for i in range(len(game.players))
            )
            outcomes = [(q, ends) for q, (_, ends) in zip(odds, joint, strict=True)]
            found.append((payoffs, _mixed(outcomes)))
        return found

    return Answer(tuple(_play(*one) for one in below(game.root)))


@dataclass(frozen=True)
class _Place:
    """A node of a flattened tree at a point."""

    node: Node
    known: str
    children: tuple[int, ...]
    odds: Vector = ()
    payoffs: Vector = ()


def _flat(game: Tree, point: Point) -> list[_Place]:
    places: list[_Place] = []

    def add(node: Node, history: str) -> int:
        # children first, so that a node has a greater number than all below it
        if isinstance(node, End):
            places.append(
                _Place(node, "", (), payoffs=tuple(term.at(point) for term in node.payoffs))
            )
        elif isinstance(node, Move):
            children = tuple(
                add(child, f"{history}\n{label}") for label, child in node.actions.items()
            )
            places.append(_Place(node, node.known or f"at {history}", children))
        else:
            odds = tuple(_odds([chance for chance, _ in node.events.values()], point))
            children = tuple(
                add(child, f"{history}\n{label}") for label, (_, child) in node.events.items()
            )
            places.append(_Place(node, "", children, odds))
        return len(places) - 1

    add(game.root, "")
    return places


def bayesian(game: Tree, point: Point) -> Answer:
    """Find the weak perfect Bayesian equilibria of a tree in pure strategies.

    Plans of all are tried one by one. At every information set no plan of its player from there on
    may gain: under Bayes' belief where play comes by, else under some belief.
    """
    places = _flat(game, point)
    root = len(places) - 1
    sets: dict[str, list[int]] = {}
    for v in range(root, -1, -1):
        if places[v].known:
            sets.setdefault(places[v].known, []).append(v)
    actions = {name: tuple(_move(places[nodes[0]]).actions) for name, nodes in sets.items()}
    own = {name: _own_sets(places, name, nodes) for name, nodes in sets.items()}
    found = []
    for chosen in product(*actions.values()):
        moves = dict(zip(actions, chosen, strict=True))
        reach = _reach(places, root, moves)
        if all(
            _rational(places, nodes, actions, own[name], moves, reach)
            for name, nodes in sets.items()
        ):
            ends = [(reach[v], place) for v, place in enumerate(places) if not place.children]
            payoffs = [
                sum((q * end.payoffs[i] for q, end in ends), ZERO) for i in range(len(game.players))
            ]
            outcomes = [
                (q, {end.node.outcome: ONE}) for q, end in ends if isinstance(end.node, End)
            ]
            found.append(_play(payoffs, _mixed(outcomes)))
    return Answer(tuple(found))


def _move(place: _Place) -> Move:
    assert isinstance(place.node, Move)
    return place.node


def _own_sets(places: Sequence[_Place], name: str, nodes: Sequence[int]) -> list[str]:
    """Return an information set and those of the same player below it."""
    player = _move(places[nodes[0]]).player
    own, waiting = {name: None}, list(nodes)
    while waiting:
        place = places[waiting.pop()]
        if place.known and _move(place).player == player:
            own[place.known] = None
        waiting += place.children
    return list(own)


def _steps(place: _Place, moves: Mapping[str, str]) -> list[tuple[Fraction, int]]:
    if not place.known:
        return list(zip(place.odds, place.children, strict=True))
    chosen = list(_move(place).actions).index(moves[place.known])
    return [(ONE, place.children[chosen])]


def _reach(places: Sequence[_Place], root: int, moves: Mapping[str, str]) -> list[Fraction]:
    reach = [ZERO] * len(places)
    reach[root] = ONE
    for v in range(root, -1, -1):
        if places[v].children:
            for chance, child in _steps(places[v], moves):
                reach[child] += reach[v] * chance
    return reach


def _worth(places: Sequence[_Place], v: int, moves: Mapping[str, str], i: int) -> Fraction:
    place = places[v]
    if not place.children:
        return place.payoffs[i]
    return sum((q * _worth(places, c, moves, i) for q, c in _steps(place, moves) if q), ZERO)


def _rational(
    places: Sequence[_Place],
    nodes: Sequence[int],
    actions: Mapping[str, tuple[str, ...]],
    own: Sequence[str],
    moves: Mapping[str, str],
    reach: Sequence[Fraction],
) -> bool:
    i = _move(places[nodes[0]]).player
    now = [_worth(places, v, moves, i) for v in nodes]
    gains: dict[Vector, None] = {}
    for chosen in product(*(actions[name] for name in own)):
        other = {**moves, **dict(zip(own, chosen, strict=True))}
        then = [_worth(places, v, other, i) for v in nodes]
        gains[tuple(a - b for a, b in zip(then, now, strict=True))] = None
    weights = [reach[v] for v in nodes]
    if any(weights):
        return all(_dot(weights, gain) <= 0 for gain in gains)
    return _some_belief(len(nodes), list(gains))


def _some_belief(size: int, gains: Sequence[Vector]) -> bool:
    """Tell whether under some belief nothing gains."""
    for k in range(size):
        if all(gain[k] <= 0 for gain in gains):
            return True
    at_most: list[Row] = [(gain, ZERO) for gain in gains]
    at_most += [(_unit(size, k, -1), ZERO) for k in range(size)]
    return bool(vertices(size, [((ONE,) * size, ONE)], at_most))


# signalling games, mixed strategies included


@dataclass(frozen=True)
class _Signal:
    prior: Vector
    # for each type its messages: the receiver's set, or nothing, and what follows each reply
    messages: tuple[Mapping[str, tuple[str, Mapping[str, tuple[Vector, str]]]], ...]
    replies: Mapping[str, tuple[str, ...]]
    seats: tuple[int, int]


Mix = Mapping[str, Fraction]


def _signal(game: Tree, point: Point) -> _Signal:
    def end(node: Node) -> tuple[Vector, str]:
        assert isinstance(node, End)
        return tuple(term.at(point) for term in node.payoffs), node.outcome

    assert isinstance(game.root, Draw)
    prior = _odds([chance for chance, _ in game.root.events.values()], point)
    messages, replies = [], {}
    for _, node in game.root.events.values():
        assert isinstance(node, Move)
        sender, own = node.player, {}
        for message, child in node.actions.items():
            if isinstance(child, Move):
                replies[child.known] = tuple(child.actions)
                own[message] = child.known, {a: end(e) for a, e in child.actions.items()}
            else:
                own[message] = "", {"": end(child)}
        messages.append(own)
    return _Signal(tuple(prior), tuple(messages), replies, (sender, 1 - sender))


def signalling(game: Tree, point: Point) -> Answer:
    """Find equilibria of a signalling game from which all that may happen can be read.

    For every choice of messages and replies in use, the messages that keep the receiver
    indifferent and the replies that keep the types so are polytopes. The pairs of their vertices
    that are equilibria show every outcome that some equilibrium brings, and each that some lacks.
    """
    own = _signal(game, point)
    types = range(len(own.prior))
    found: dict[tuple[object, ...], Play] = {}
    # whatever is sent, the replies in use are best under some belief
    ways = [
        [some for some in _subsets(way) if _believed(own, name, some)]
        for name, way in own.replies.items()
    ]
    for sent in product(*(_subsets(list(messages)) for messages in own.messages)):
        for chosen in product(*ways):
            replies = dict(zip(own.replies, chosen, strict=True))
            answers = _answers(own, sent, replies)
            if not answers:
                continue
            for sending, answering in product(_sendings(own, sent, replies), answers):
                key: tuple[object, ...] = (
                    *(tuple(sending[t].items()) for t in types),
                    *((name, tuple(mix.items())) for name, mix in answering.items()),
                )
                if key not in found and _supported(own, sending, answering):
                    found[key] = _signalled(own, sending, answering, key)
    return Answer(tuple(found.values()))


def _believed(own: _Signal, name: str, used: Sequence[str]) -> bool:
    senders = [(t, m) for t, ways in enumerate(own.messages) for m in ways if ways[m][0] == name]
    gains = [
        tuple(_received(own, t, m, other) - _received(own, t, m, a) for t, m in senders)
        for a in used
        for other in own.replies[name]
        if other != a
    ]
    return _some_belief(len(senders), gains)


def _sendings(
    own: _Signal, sent: Sequence[Sequence[str]], replies: Mapping[str, Sequence[str]]
) -> list[list[Mix]]:
    """Return the extreme ways to send some messages to which the replies in use are best."""
    cells = [(t, m) for t, ways in enumerate(sent) for m in ways]
    equal: list[Row] = [
        (tuple(ONE if t == s else ZERO for s, _ in cells), ONE) for t in range(len(sent))
    ]
    at_most: list[Row] = [(_unit(len(cells), k, -1), ZERO) for k in range(len(cells))]
    for name, used in replies.items():
        for other in own.replies[name]:
            row = tuple(
                own.prior[t] * (_received(own, t, m, other) - _received(own, t, m, used[0]))
                if own.messages[t][m][0] == name
                else ZERO
                for t, m in cells
            )
            (equal if other in used else at_most).append((row, ZERO))
    found = []
    for vertex in vertices(len(cells), equal, at_most):
        sending: list[dict[str, Fraction]] = [{} for _ in sent]
        for (t, m), share in zip(cells, vertex, strict=True):
            if share:
                sending[t][m] = share
        found.append([dict(mix) for mix in sending])
    return [list(sending) for sending in found]


def _received(own: _Signal, t: int, m: str, reply: str) -> Fraction:
    return own.messages[t][m][1][reply][0][own.seats[1]]


def _answers(
    own: _Signal, sent: Sequence[Sequence[str]], replies: Mapping[str, Sequence[str]]
) -> list[dict[str, Mix]]:
    """Return the extreme ways to reply to which the messages in use are best."""
    cells = [(name, a) for name, used in replies.items() for a in used]
    size = len(cells)

    def worth(t: int, m: str) -> Row:
        name, ends = own.messages[t][m]
        if not name:
            return (ZERO,) * size, ends[""][0][own.seats[0]]
        return tuple(ends[a][0][own.seats[0]] if at == name else ZERO for at, a in cells), ZERO

    equal: list[Row] = [
        (tuple(ONE if at == name else ZERO for at, _ in cells), ONE) for name in replies
    ]
    at_most: list[Row] = [(_unit(size, k, -1), ZERO) for k in range(size)]
    for t, used in enumerate(sent):
        best, sure = worth(t, used[0])
        for m in own.messages[t]:
            if m != used[0]:
                other, more = worth(t, m)
                row = tuple(a - b for a, b in zip(other, best, strict=True)), sure - more
                (equal if m in used else at_most).append(row)
    found = []
    for vertex in vertices(size, equal, at_most):
        answering: dict[str, dict[str, Fraction]] = {name: {} for name in replies}
        for (name, a), share in zip(cells, vertex, strict=True):
            if share:
                answering[name][a] = share
        found.append({name: dict(mix) for name, mix in answering.items()})
    return [dict(answering) for answering in found]


def _supported(own: _Signal, sending: Sequence[Mix], answering: Mapping[str, Mix]) -> bool:
    """Tell whether strategies are an equilibrium under some beliefs, from the definition."""
    for t, ways in enumerate(own.messages):
        worth = {
            m: sum((answering[name][a] * ends[a][0][own.seats[0]] for a in answering[name]), ZERO)
            if name
            else ends[""][0][own.seats[0]]
            for m, (name, ends) in ways.items()
        }
        if any(worth[m] < max(worth.values()) for m in sending[t]):
            return False
    for name, mix in answering.items():
        senders = [
            (t, m) for t, ways in enumerate(own.messages) for m in ways if ways[m][0] == name
        ]
        gains = [
            tuple(_received(own, t, m, other) - _received(own, t, m, a) for t, m in senders)
            for a in mix
            for other in own.replies[name]
        ]
        weights = [own.prior[t] * sending[t].get(m, ZERO) for t, m in senders]
        fine = (
            all(_dot(weights, gain) <= 0 for gain in gains)
            if any(weights)
            else _some_belief(len(senders), gains)
        )
        if not fine:
            return False
    return True


def _signalled(
    own: _Signal, sending: Sequence[Mix], answering: Mapping[str, Mix], key: tuple[object, ...]
) -> Play:
    ways = [
        (own.prior[t] * share * answer, *own.messages[t][m][1][a])
        for t, mix in enumerate(sending)
        for m, share in mix.items()
        for a, answer in (answering.get(own.messages[t][m][0]) or {"": ONE}).items()
    ]
    payoffs = [sum((q * paid[i] for q, paid, _ in ways), ZERO) for i in (0, 1)]
    return _play(payoffs, _mixed([(q, {label: ONE}) for q, _, label in ways]), key)


# repeated games


def gains(game: Repeated, point: Point, discount: Fraction) -> list[Fraction]:
    """Return what the best single deviation from the path gains each player, in present value.

    The worth of a stream of payoffs is added up state by state: on the path, and in each period of
    the punishment after a deviation that was seen.
    """
    paid = _numbers(game.stage, point)
    seen = game.detection.at(point)
    found = []
    for i, own in enumerate(game.stage.actions.values()):
        kept = paid[game.target][i] / (1 - discount)
        punished = paid[game.punishment][i] / (1 - discount)
        if game.periods is not None:
            punished = discount**game.periods * kept + sum(
                (discount**k * paid[game.punishment][i] for k in range(game.periods)), ZERO
            )
        away = [
            paid[(*game.target[:i], other, *game.target[i + 1 :])][i]
            + discount * (seen * punished + (1 - seen) * kept)
            for other in own
            if other != game.target[i]
        ]
        found.append(max(away) - kept if away else ZERO)
    return found


def punished_in_equilibrium(game: Repeated, point: Point) -> bool:
    """Tell whether nobody gains by an action of its own in a period of punishment."""
    return any(play.moves == game.punishment for play in pure(game.stage, point).plays)


def kept(game: Repeated, point: Point) -> bool:
    """Tell whether the path and its punishment are subgame perfect."""
    discount = game.discount.at(point)
    if discount >= 1:
        raise UndefinedError
    return punished_in_equilibrium(game, point) and max(gains(game, point, discount)) <= 0
