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

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

from caucasus_games.analysis.cases import Case, Ratio, Reading, constrained, ended
from caucasus_games.analysis.corners import Row, corners, some_belief, value
from caucasus_games.analysis.formulas import NEVER
from caucasus_games.analysis.stages import Stage
from caucasus_games.errors import GameError
from caucasus_games.games import ExtensiveForm

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
    prior : mapping of str to PolyElement or FracElement
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
    """

    sender: str
    receiver: str
    seats: tuple[int, int]
    prior: Mapping[str, Ratio]
    messages: Mapping[str, Mapping[str, str]]
    replies: Mapping[str, tuple[str, ...]]
    ends: Mapping[tuple[str, str, str], Case]
    rest: tuple[tuple[Ratio, Case], ...]

    def types_at(self, name: str) -> list[Key]:
        """Return the types that can send a message, each with its own name for it."""
        return [(t, m) for t, ways in self.messages.items() for m, to in ways.items() if to == name]


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
    return Signals(sender, receiver, seats, prior, messages, replies, ends, rest)


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
    for sent in product(*(_subsets(tuple(way)) for way in game.messages.values())):
        sends = dict(zip(game.messages, sent, strict=True))
        for replies, case in _answered(reading, stage.known, game, sends):
            yield from _sent(reading, case, game, sends, replies)


def _subsets(labels: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [own for size in range(1, len(labels) + 1) for own in combinations(labels, size)]


def _answered(
    reading: Reading, known: Case, game: Signals, sends: Sent
) -> Iterator[tuple[Sent, Case]]:
    """Yield what may be replied to messages, with what keeps the receiver to it."""
    reached = {game.messages[t][m] for t, own in sends.items() for m in own}
    found: list[tuple[dict[str, Sequence[str]], Case]] = [({}, known)]
    for name in game.replies:
        longer = []
        for (replies, case), own in product(found, _subsets(game.replies[name])):
            new: Case | None = case
            if name not in reached:
                new = _believed(reading, case, game, name, own)
            elif all(len(sends[t]) == 1 for t, m in game.types_at(name) if m in sends[t]):
                new = _best(reading, case, game, sends, {name: own}, {})
            if new is not None:
                longer.append(({**replies, name: own}, new))
        found = longer
    mixing = [(t, m) for t, own in sends.items() if len(own) > 1 for m in own]
    at = {game.messages[t][m] for t, m in mixing}
    for replies, case in found:
        some = {name: own for name, own in replies.items() if name in at}
        for shares in _shares(reading, game, sends, some, mixing):
            new = _mixed(reading, case, game.sender, sends, shares)
            new = new and _best(reading, new, game, sends, some, shares)
            if new is not None:
                yield replies, new


def _gain(game: Signals, key: Key, more: str, less: str) -> Ratio:
    """Return what the receiver gains by one reply over another."""
    seat = game.seats[1]
    return game.ends[*key, more].values[seat] - game.ends[*key, less].values[seat]


def _believed(
    reading: Reading, case: Case, game: Signals, name: str, own: Sequence[str]
) -> Case | None:
    """Say that some belief makes all these replies best."""
    rows: tuple[list[list[Ratio]], list[list[Ratio]]] = ([], [])
    for other in game.replies[name]:
        if other != own[0]:
            gains = [_gain(game, key, own[0], other) for key in game.types_at(name)]
            rows[other not in own].append(gains)
    if any(rows):
        told = (game.receiver, (name,), " or ".join(own), "anything else")
        case = constrained(reading, case, told, some_belief(reading, *rows))
    return _unrefuted(reading, case)


def _best(
    reading: Reading,
    case: Case,
    game: Signals,
    sends: Sent,
    replies: Sent,
    shares: Mapping[Key, Ratio],
) -> Case | None:
    """Say that replies are best against what is sent; ``None`` where that would be coincidence."""
    for name, own in replies.items():
        senders = [(t, m) for t, m in game.types_at(name) if m in sends[t]]
        for other in game.replies[name]:
            gain = sum(
                game.prior[key[0]] * shares.get(key, 1) * _gain(game, key, own[0], other)
                for key in senders
            )
            if other in own and gain:
                return None
            if other not in own:
                label = " or ".join(own)
                formula = reading.margin(gain, game.receiver, label, other)
                case = constrained(reading, case, (game.receiver, (name,), label, other), formula)
    return _unrefuted(reading, case)


def _shares(
    reading: Reading, game: Signals, sends: Sent, replies: Sent, mixing: Sequence[Key]
) -> Iterator[dict[Key, Ratio]]:
    """Yield how the types that mix may do so, such that the receiver is indifferent."""
    one, zero = reading.ring(1), reading.ring(0)
    equal: list[Row] = [
        [one if key[0] == t else zero for key in mixing] + [-one]
        for t, own in sends.items()
        if len(own) > 1
    ]
    at_least: list[Row] = []
    for name, own in replies.items():
        senders = [(t, m) for t, m in game.types_at(name) if m in sends[t]]
        for other in game.replies[name]:
            if other != own[0]:
                gains = {
                    key: game.prior[key[0]] * _gain(game, key, own[0], other) for key in senders
                }
                sure = sum(gain for key, gain in gains.items() if key not in mixing)
                row = [gains.get(key, zero) for key in mixing] + [sure]
                (equal if other in own else at_least).append(row)
    for point in corners(reading, len(mixing), equal, at_least):
        yield dict(zip(mixing, point, strict=True))


def _mixed(
    reading: Reading, case: Case, player: str, used: Sent, shares: Mapping[Key, Ratio]
) -> Case | None:
    """Say that shares are not negative; ``None`` if one is zero, which another choice covers."""
    if not all(shares.values()):
        return None
    for (place, action), share in shares.items():
        told = (player, (place,), " or ".join(used[place]), f"no part of {action}")
        case = constrained(reading, case, told, reading.sign(share))
    return _unrefuted(reading, case)


def _unrefuted(reading: Reading, case: Case) -> Case | None:
    refuted = case.formula == NEVER or reading.box.impossible(case.formula)
    return None if refuted else case


def _sent(
    reading: Reading, known: Case, game: Signals, sends: Sent, replies: Sent
) -> Iterator[Case]:
    """Yield how the receiver may mix, such that every type is content with what it sends."""
    one, zero = reading.ring(1), reading.ring(0)
    mixing = [(name, a) for name, own in replies.items() if len(own) > 1 for a in own]
    equal: list[Row] = [
        [one if key[0] == name else zero for key in mixing] + [-one]
        for name, own in replies.items()
        if len(own) > 1
    ]
    at_least: dict[tuple[str, str], Row] = {}
    for t, own in sends.items():
        first, *others = (_worth(reading, game, replies, mixing, t, m) for m in own)
        equal += ([a - b for a, b in zip(first, other, strict=True)] for other in others)
        for m in game.messages[t]:
            if m not in own:
                other = _worth(reading, game, replies, mixing, t, m)
                at_least[t, m] = [a - b for a, b in zip(first, other, strict=True)]
    for point in corners(reading, len(mixing), equal, list(at_least.values())):
        shares = dict(zip(mixing, point, strict=True))
        case = _mixed(reading, known, game.receiver, replies, shares)
        for (t, m), row in at_least.items():
            if case is not None:
                label = " or ".join(sends[t])
                formula = reading.margin(value(row, point), game.sender, label, m)
                case = constrained(reading, case, (game.sender, (t,), label, m), formula)
        if case is not None:
            yield _played(reading, case, game, sends, replies)


def _worth(
    reading: Reading, game: Signals, replies: Sent, mixing: Sequence[Key], t: str, m: str
) -> Row:
    """Return what a message pays a type: by share of each reply that is mixed, and surely."""
    name = game.messages[t][m]
    own = replies.get(name, ("",))
    pays = {a: game.ends[t, m, a].values[game.seats[0]] for a in own}
    zero = reading.ring(0)
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
