r"""The perfect Bayesian equilibria of a signalling game as cases, pooling to semi-separating.

Given the messages :math:`S_t` that each type sends and the replies :math:`A_m` in use, the replies
solve what makes every type indifferent within :math:`S_t`, and the messages what makes every reply
in :math:`A_m` best [1]_. These are two polytopes that share no unknown. An outcome that some point
of them brings is brought by a corner too, and one that some point avoids is avoided by a corner, so
that the corners tell all.

References
----------
.. [1] Spence (1973), Job market signaling. Quarterly Journal of Economics 87, 355–374.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import combinations, product
from math import prod

from caucasus_games.algebra.formula import ALWAYS, NEVER, Formula
from caucasus_games.algebra.ratio import Ratio
from caucasus_games.concepts.stages import Stage
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm
from caucasus_games.readings.placeholders import Letters, Short
from caucasus_games.readings.symbols import Case, Reading, constrained, ended, unrefuted
from caucasus_games.readings.vertices import Point, Row, corners, some_belief, value

Sent = Mapping[str, Sequence[str]]
Key = tuple[str, str]

_LIMIT = 5_000


@dataclass(frozen=True)
class Signals:
    """A stage read as a signalling game.

    Parameters
    ----------
    sender, receiver : str
        Who knows the type, and who replies.
    seats : tuple of int
        Their places among the players.
    prior : mapping of str to Ratio
        Probability of each type, by the sender's information set.
    messages : mapping
        For each type its messages, each with the receiver's set that it leads to; empty if it
        ends the game.
    replies : mapping
        For each set of the receiver its actions.
    ends : mapping
        What follows by type, message and reply; the reply is empty if there is none.
    rest : tuple
        Types that never reach the receiver: their probability, and what follows.
    letters : Letters
        For probabilities and payoffs.
    """

    sender: str
    receiver: str
    seats: tuple[int, int]
    prior: Mapping[str, Ratio]
    messages: Mapping[str, Mapping[str, str]]
    replies: Mapping[str, tuple[str, ...]]
    ends: Mapping[tuple[str, str, str], Case]
    rest: tuple[tuple[Ratio, Case], ...]
    letters: Letters

    def types_at(self, name: str) -> list[Key]:
        """Return the types that can send a message, each with its own name for it."""
        return [(t, m) for t, ways in self.messages.items() for m, to in ways.items() if to == name]

    def gain(self, key: Key, more: str, less: str) -> Short:
        """Return what the receiver gains by one reply over another with a type and its message."""
        seat = self.seats[1]
        one, other = (self.ends[*key, reply].values[seat] for reply in (more, less))
        return self.letters.short(one - other)

    def worth(self, key: Key, reply: str) -> Short:
        """Return what a message pays a type, counted from its first one's first reply."""
        seat = self.seats[0]
        base = next(end for (t, _, _), end in self.ends.items() if t == key[0])
        return self.letters.short(self.ends[*key, reply].values[seat] - base.values[seat])


def signals(reading: Reading, stage: Stage) -> Signals | None:
    """Read a stage as a signalling game.

    Parameters
    ----------
    reading : Reading
        Of the game.
    stage : Stage
        How what comes after is played.

    Returns
    -------
    Signals or None
        ``None`` if chance does not start by drawing types, or anybody but one sender and then one
        receiver moves before all is known.
    """
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    vertices, root = game.vertices, game.vertices[0]
    starts = [v for v in root.children if v not in stage.ends]
    after = [c for v in starts for c in vertices[v].children]
    senders = {vertices[v].player for v in starts}
    receivers = {vertices[c].player for c in after if vertices[c].player}
    if root.player or len(senders) != 1 or "" in senders or len(receivers) != 1:
        return None
    waiting = [c for c in after if c not in stage.ends]
    over = all(
        vertices[c].player and all(e in stage.ends for e in vertices[c].children) for c in waiting
    )
    apart = all(len(game.information_sets[vertices[v].information_set]) == 1 for v in starts)
    if receivers & senders or not over or not apart:
        return None
    for name in {vertices[c].information_set for c in waiting}:
        # a type may not lead to one set by two messages, nor anything else to it
        here = [vertices[c].history[0] for c in waiting if vertices[c].information_set == name]
        if not len(set(here)) == len(here) == len(game.information_sets[name]):
            return None
    prior: dict[str, Ratio] = {}
    messages: dict[str, dict[str, str]] = {}
    ends: dict[tuple[str, str, str], Case] = {}
    odds = dict(zip(root.children, stage.odds[0], strict=True))
    for v in starts:
        start, chance = vertices[v], odds[v]
        kind = start.information_set
        prior[kind], messages[kind] = chance, {}
        for message, c in zip(start.branches, start.children, strict=True):
            open_set = "" if c in stage.ends else vertices[c].information_set
            messages[kind][message] = open_set
            if open_set:
                for reply, e in zip(vertices[c].branches, vertices[c].children, strict=True):
                    ends[kind, message, reply] = stage.ends[e]
            else:
                ends[kind, message, ""] = stage.ends[c]
    replies = {vertices[c].information_set: vertices[c].branches for c in waiting}
    rest = tuple((odds[v], stage.ends[v]) for v in root.children if v in stage.ends)
    sender, receiver = senders.pop(), receivers.pop()
    seats = game.players.index(sender), game.players.index(receiver)
    # each type's payoffs from one message and reply on, and what the receiver gains by a reply
    bases = {t: case for (t, _, _), case in reversed(ends.items())}
    paid = [case.values[seats[0]] - bases[t].values[seats[0]] for (t, _, _), case in ends.items()]
    gains = [
        one.values[seats[1]] - other.values[seats[1]]
        for (key, one), (other_key, other) in combinations(ends.items(), 2)
        if key[:2] == other_key[:2]
    ]
    letters = Letters(reading, (*prior.values(), *paid, *gains))
    return Signals(sender, receiver, seats, prior, messages, replies, ends, rest, letters)


def signalling_cases(reading: Reading, stage: Stage, game: Signals) -> Iterator[Case]:
    """List the pooling, separating and semi-separating equilibria with their conditions.

    1. Choose what every type sends and what is replied; after a message that nobody sends, some
       belief must make the replies best.
    2. Take the corners of the messages that make the replies best, and of the replies that make
       the messages best.

    Parameters
    ----------
    reading : Reading
        Of the game.
    stage : Stage
        How what comes after is played.
    game : Signals
        The stage as a signalling game.

    Yields
    ------
    Case
        Those that no single step refutes.

    Raises
    ------
    GameError
        If there are more than 5,000 choices of messages and replies.
    """
    ways = [*game.messages.values(), *game.replies.values()]
    work = prod(2 ** len(way) - 1 for way in ways)
    if work > _LIMIT:
        raise GameError(
            f"this signalling game has {work:,} choices of messages and replies, and conditions "
            f"are found for up to {_LIMIT:,}: solve it at values of its parameters"
        )
    believed = cache(partial(_believed, game))
    for sent in product(*(_subsets(tuple(way)) for way in game.messages.values())):
        sends = dict(zip(game.messages, sent, strict=True))
        for replies, case in _replied(reading, stage.known, game, sends, believed):
            rows, points = _answers(game, sends, replies)
            for shares in _shares(game, sends, replies) if points else ():
                new = _informed(reading, case, game, sends, replies, shares)
                for point in points:
                    last = new and _content(reading, new, game, sends, rows, point)
                    if last is not None:
                        yield _played(reading, last, game, sends, replies)


def _subsets(labels: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [own for size in range(1, len(labels) + 1) for own in combinations(labels, size)]


def _replied(
    reading: Reading,
    known: Case,
    game: Signals,
    sends: Sent,
    believed: Callable[[str, Sequence[str], Sequence[Key]], Formula],
) -> Iterator[tuple[Sent, Case]]:
    """Yield what may be replied, with what keeps the receiver to it where no type mixes."""
    found: list[tuple[dict[str, Sequence[str]], Case]] = [({}, known)]
    for name in game.replies:
        senders = [(t, m) for t, m in game.types_at(name) if m in sends[t]]
        longer = []
        for own in _subsets(game.replies[name]):
            if not senders or any(len(sends[t]) > 1 for t, _ in senders):
                formula = believed(name, own, tuple(senders or game.types_at(name)))
                if formula == NEVER or reading.box.impossible(known.formula, formula):
                    continue
            for replies, case in found:
                new: Case | None = case
                if not senders:
                    told = (game.receiver, (name,), " or ".join(own), "anything else")
                    new = unrefuted(reading, constrained(reading, case, told, formula))
                elif all(len(sends[t]) == 1 for t, _ in senders):
                    new = _best(reading, case, game, sends, {name: own}, {})
                if new is not None:
                    longer.append(({**replies, name: own}, new))
        found = longer
    yield from found


def _believed(game: Signals, name: str, own: Sequence[str], types: Sequence[Key]) -> Formula:
    """Say that some belief on these types makes all these replies best."""
    rows: tuple[list[Point], list[Point]] = ([], [])
    for other in game.replies[name]:
        if other != own[0]:
            gains = tuple(game.gain(key, own[0], other) for key in types)
            rows[other not in own].append(gains)
    return some_belief(game.letters, *rows) if any(rows) else ALWAYS


def _informed(
    reading: Reading,
    case: Case,
    game: Signals,
    sends: Sent,
    replies: Sent,
    shares: Mapping[Key, Short],
) -> Case | None:
    """Add that types may mix so, and that the replies are best then."""
    if not shares:
        return case
    at = {game.messages[t][m] for t, m in shares}
    some = {name: own for name, own in replies.items() if name in at}
    new = _mixed(game.letters, case, game.sender, sends, shares)
    return new and _best(reading, new, game, sends, some, shares)


def _best(
    reading: Reading,
    case: Case,
    game: Signals,
    sends: Sent,
    replies: Sent,
    shares: Mapping[Key, Short],
) -> Case | None:
    """Say that replies are best against what is sent; ``None`` where that would be coincidence."""
    letters = game.letters
    for name, own in replies.items():
        senders = [(t, m) for t, m in game.types_at(name) if m in sends[t]]
        for other in game.replies[name]:
            gain = letters.total(
                (
                    letters.short(game.prior[key[0]]),
                    shares.get(key, letters.number(1)),
                    game.gain(key, own[0], other),
                )
                for key in senders
            )
            if other in own and other != own[0] and not letters.is_zero(gain):
                return None
            if other not in own:
                label = " or ".join(own)
                formula = reading.noted(letters.sign(gain), game.receiver, label, other)
                case = constrained(reading, case, (game.receiver, (name,), label, other), formula)
    return unrefuted(reading, case)


def _shares(game: Signals, sends: Sent, replies: Sent) -> list[dict[Key, Short]]:
    """Return how the types that mix may do so, such that the receiver is indifferent."""
    zero = game.letters.number(0)
    mixing, equal = _mixing(game.letters, sends)
    at_least: list[Row] = []
    for name in {game.messages[t][m] for t, m in mixing} & set(replies):
        own = replies[name]
        senders = [(t, m) for t, m in game.types_at(name) if m in sends[t]]
        for other in game.replies[name]:
            if other != own[0]:
                gains = {
                    key: game.letters.short(game.prior[key[0]]) * game.gain(key, own[0], other)
                    for key in senders
                }
                sure = sum((gain for key, gain in gains.items() if key not in mixing), zero)
                row = [gains.get(key, zero) for key in mixing] + [sure]
                (equal if other in own else at_least).append(row)
    points = corners(game.letters, len(mixing), equal, at_least)
    return [dict(zip(mixing, point, strict=True)) for point in points]


def _mixing(letters: Letters, used: Sent) -> tuple[list[Key], list[Row]]:
    """Return what is mixed, by place and action, and that the shares at each place sum to one."""
    one, zero = letters.number(1), letters.number(0)
    several = {place: own for place, own in used.items() if len(own) > 1}
    mixing = [(place, action) for place, own in several.items() for action in own]
    rows = [[one if key[0] == place else zero for key in mixing] + [-one] for place in several]
    return mixing, rows


def _mixed(
    letters: Letters, case: Case, player: str, used: Sent, shares: Mapping[Key, Short]
) -> Case | None:
    """Say that shares are not negative; ``None`` if one is zero, which another choice covers."""
    if any(map(letters.is_zero, shares.values())):
        return None
    for (place, action), share in shares.items():
        told = (player, (place,), " or ".join(used[place]), f"no part of {action}")
        case = constrained(letters.reading, case, told, letters.sign(share))
    return unrefuted(letters.reading, case)


def _answers(
    game: Signals, sends: Sent, replies: Sent
) -> tuple[dict[Key, Row], list[dict[Key, Short]]]:
    """Return what other messages lose, and how the receiver may mix to make types indifferent."""
    mixing, equal = _mixing(game.letters, replies)
    at_least: dict[Key, Row] = {}
    for t, own in sends.items():
        first, *others = (_worth(game, replies, mixing, t, m) for m in own)
        equal += ([a - b for a, b in zip(first, other, strict=True)] for other in others)
        for m in game.messages[t]:
            if m not in own:
                other = _worth(game, replies, mixing, t, m)
                at_least[t, m] = [a - b for a, b in zip(first, other, strict=True)]
    points = corners(game.letters, len(mixing), equal, list(at_least.values()))
    return at_least, [dict(zip(mixing, point, strict=True)) for point in points]


def _content(
    reading: Reading,
    known: Case,
    game: Signals,
    sends: Sent,
    rows: Mapping[Key, Row],
    shares: Mapping[Key, Short],
) -> Case | None:
    """Add that the receiver may mix so, and that no type would rather send something else."""
    used: dict[str, list[str]] = {}
    for name, action in shares:
        used.setdefault(name, []).append(action)
    case = _mixed(game.letters, known, game.receiver, used, shares)
    for (t, m), row in rows.items():
        if case is not None:
            label = " or ".join(sends[t])
            formula = game.letters.sign(value(row, tuple(shares.values())))
            formula = reading.noted(formula, game.sender, label, m)
            case = constrained(reading, case, (game.sender, (t,), label, m), formula)
    return case


def _worth(game: Signals, replies: Sent, mixing: Sequence[Key], t: str, m: str) -> Row:
    """Return what a message pays a type: by share of each reply that is mixed, and surely."""
    name = game.messages[t][m]
    own = replies.get(name, ("",))
    pays = {a: game.worth((t, m), a) for a in own}
    zero = game.letters.number(0)
    mixed = [pays[a] if at == name else zero for at, a in mixing]
    return [*mixed, zero if len(own) > 1 else pays[own[0]]]


def _played(reading: Reading, case: Case, game: Signals, sends: Sent, replies: Sent) -> Case:
    ways = [
        (game.prior[t], game.ends[t, m, a])
        for t, own in sends.items()
        for m in own
        for a in replies.get(game.messages[t][m], ("",))
    ] + [*game.rest]
    reached = {game.messages[t][m] for t, own in sends.items() for m in own}
    moves = [
        *((game.sender, (t,), " or ".join(own)) for t, own in sends.items()),
        *((game.receiver, (n,), " or ".join(own)) for n, own in replies.items() if n in reached),
        *(move for _, end in ways for move in end.moves),
    ]
    ends = ended(reading, ((chance, end.ends) for chance, end in ways))
    return Case(tuple(dict.fromkeys(moves)), case.given, case.constraints, (), ends)
