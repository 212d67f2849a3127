r"""Partially mixed equilibria of a signalling game at many draws at once.

Given which messages each type :math:`t` sends, :math:`S_t`, and the replies in use, :math:`A_m`,
the replies make each type indifferent within :math:`S_t` and no better elsewhere, and the messages
make the receiver indifferent within :math:`A_m` and no better elsewhere; after a message that
nobody sends some belief must make all of :math:`A_m` best. With the share of the first message or
reply written as one less the others, both are linear rows,

.. math:: c_k + \sum_j f_{kj} x_j = 0 \text{ or } \le 0,

and a vertex solves as many of them as there are unknown shares. All numbers are pairs of a value
and a magnitude.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from caucasus_games.concepts.fast.hidden import Hidden, Settled
from caucasus_games.concepts.fast.vertices import determinant, share, vertices
from caucasus_games.games.signals import Signals
from caucasus_games.readings.tally import Numbers, Truth
from caucasus_games.readings.ties import TIE, minus, tied

Labels = tuple[str, ...]
# a message of a type, or a reply at a set
Key = tuple[str, str]
Shares = dict[Key, Numbers]


@dataclass(frozen=True)
class _Row:
    """A sum over unknown shares that is to be zero, or at most zero."""

    constant: Numbers
    factors: Mapping[Key, Numbers]
    equal: bool

    def at(self, shares: Mapping[Key, Numbers]) -> Numbers:
        total = self.constant
        for key, factor in self.factors.items():
            total = total + factor * shares[key]
        return total


def mixed_signals(
    tree: Hidden, shape: Signals, known: Settled, tie: float = TIE
) -> Iterator[tuple[Truth, Numbers]]:
    """Find the extreme equilibria of a signalling game in which somebody mixes.

    1. For every choice of messages and replies in use, take the vertices of the replies to which
       the messages are best, and of the messages to which the replies are.
    2. Keep the pairs that beliefs support. Where only replies to a message that nobody sends are
       mixed, keep those whose play on the path no pure equilibrium has.

    Parameters
    ----------
    tree : Hidden
        The tree.
    shape : Signals
        It as a signalling game.
    known : Settled
        What follows the replies.
    tie : float
        By how much payoffs may differ that count as equal, as a share of their magnitude.

    Yields
    ------
    tuple
        Where it is an equilibrium, shape ``(draws,)``, and what each player gets and then the
        probability of each outcome, shape ``(players + outcomes, draws)``.
    """
    search = _Search(tree, shape, known, tie)
    supported: dict[tuple[Labels, ...], Truth] = {}
    for pure in (True, False):
        for sends, replies in search.choices(pure):
            path = (*sends.values(), *search.on_path(sends, replies).values())
            for valid, shares in search.equilibria(sends, replies):
                if pure:
                    supported[path] = supported.get(path, False) | valid
                    continue
                if all(len(own) == 1 for own in path) and path in supported:
                    valid = valid & ~supported[path]
                if valid.any():
                    yield valid, search.expected(shares)


class _Search:
    """What a signalling game is at some draws; beliefs that were looked for are kept."""

    def __init__(self, tree: Hidden, shape: Signals, known: Settled, tie: float) -> None:
        self.shape, self.tie = shape, tie
        self.worth = {key: known.worth[end] for key, end in shape.ends.items()}
        sender, receiver = (tree.seats[player] for player in (shape.sender, shape.receiver))
        self.sent = {key: worth[:, sender] for key, worth in self.worth.items()}
        self.met = {key: worth[:, receiver] for key, worth in self.worth.items()}
        chances = (known.numbers[:, row] for row in tree.nodes[0].chances)
        self.prior = dict(zip(shape.messages, chances, strict=True))
        self.size = known.numbers.shape[-1]
        # a type that cannot be is none, as in the exact solver
        self.possible: Truth = np.all([p[0] > 0 for p in self.prior.values()], axis=0)
        self.believed: dict[tuple[str, Labels], Truth] = {}

    def choices(self, pure: bool) -> Iterator[tuple[dict[str, Labels], dict[str, Labels]]]:
        """List the messages and replies in use in which nobody mixes, or all others."""
        ways = [tuple(own) for own in self.shape.messages.values()]
        ways += self.shape.replies.values()
        split = len(self.shape.messages)
        for chosen in product(*map(_subsets, ways)):
            if all(len(own) == 1 for own in chosen) is pure:
                yield (
                    dict(zip(self.shape.messages, chosen[:split], strict=True)),
                    dict(zip(self.shape.replies, chosen[split:], strict=True)),
                )

    def on_path(
        self, sends: Mapping[str, Labels], replies: Mapping[str, Labels]
    ) -> dict[str, Labels]:
        """Return the replies to what is sent."""
        names = dict.fromkeys(self.shape.messages[t][m] for t, own in sends.items() for m in own)
        return {name: replies[name] for name in names if name}

    def equilibria(
        self, sends: Mapping[str, Labels], replies: Mapping[str, Labels]
    ) -> Iterator[tuple[Truth, Shares]]:
        """Pair the vertices of messages and replies that are in use."""
        reached = self.on_path(sends, replies)
        valid = self.possible
        for name, own in replies.items():
            if name not in reached:
                valid = valid & self._belief(name, own)
        if not valid.any():
            return
        for here, answers in self._vertices(replies, self._answers(sends, replies)):
            if not (valid & here).any():
                continue
            for there, messages in self._vertices(sends, self._messages(sends, reached)):
                both = valid & here & there
                if both.any():
                    yield both, {**answers, **messages}

    def expected(self, shares: Shares) -> Numbers:
        """Return what each player gets, and the probability of each outcome."""
        found: Numbers = np.zeros_like(next(iter(self.worth.values()))[0])
        for (t, message, reply), worth in self.worth.items():
            name = self.shape.messages[t][message]
            if (t, message) in shares and (not name or (name, reply) in shares):
                answered = shares[name, reply][0] if name else 1
                found += self.prior[t][0] * shares[t, message][0] * answered * worth[0]
        return found

    def _answers(self, sends: Mapping[str, Labels], replies: Mapping[str, Labels]) -> list[_Row]:
        """Write what each type gains by other messages, over the shares of replies."""
        rows = []
        for t, own in sends.items():
            base, less = self._paid(t, own[0], replies)
            for message in self.shape.messages[t]:
                if message != own[0]:
                    constant, factors = self._paid(t, message, replies)
                    for key, factor in less.items():
                        factors[key] = minus(factors.get(key, np.zeros_like(factor)), factor)
                    rows.append(_Row(minus(constant, base), factors, message in own))
        return rows

    def _paid(
        self, t: str, message: str, replies: Mapping[str, Labels]
    ) -> tuple[Numbers, dict[Key, Numbers]]:
        name = self.shape.messages[t][message]
        if not name:
            return self.sent[t, message, ""], {}
        own = replies[name]
        base = self.sent[t, message, own[0]]
        return base, {(name, reply): minus(self.sent[t, message, reply], base) for reply in own[1:]}

    def _messages(self, sends: Mapping[str, Labels], reached: Mapping[str, Labels]) -> list[_Row]:
        """Write what the receiver gains by other replies, over the shares of messages."""
        rows = []
        for name, own in reached.items():
            for reply in self.shape.replies[name]:
                if reply == own[0]:
                    continue
                zero = np.zeros((2, self.size))
                constant: Numbers = zero
                factors: dict[Key, Numbers] = {}
                for t, message in self.shape.types_at(name):
                    gain = minus(self.met[t, message, reply], self.met[t, message, own[0]])
                    gain = self.prior[t] * gain
                    if message in sends[t][1:]:
                        factors[t, message] = factors.get((t, message), zero) + gain
                    elif message == sends[t][0]:
                        constant = constant + gain
                        for other in sends[t][1:]:
                            factors[t, other] = minus(factors.get((t, other), zero), gain)
                rows.append(_Row(constant, factors, reply in own))
        return rows

    def _vertices(
        self, mixed: Mapping[str, Labels], rows: Sequence[_Row]
    ) -> Iterator[tuple[Truth, Shares]]:
        """Solve as many rows as there are unknown shares; each vertex comes up once."""
        unknown = [(name, label) for name, own in mixed.items() for label in own[1:]]
        earlier: list[tuple[tuple[int, ...], Truth]] = []
        for some in combinations(range(len(rows)), len(unknown)):
            shares, valid = self._solved(unknown, [rows[k] for k in some])
            tight = []
            for row in rows:
                total = row.at(shares)
                tight.append(tied(total, self.tie))
                valid = valid & (tight[-1] if row.equal else tight[-1] | (total[0] < 0))
            whole: Shares = {}
            for name, own in mixed.items():
                parts = {(name, label): shares[name, label] for label in own[1:]}
                rest = np.ones((2, self.size))
                for part in parts.values():
                    rest = minus(rest, part)
                for key, part in {(name, own[0]): rest, **parts}.items():
                    whole[key] = part
                    valid = valid & (part[0] > self.tie * part[1])
            new = valid
            for others, there in earlier:
                new = new & ~(there & np.all([tight[k] for k in others], axis=0))
            earlier.append((some, valid))
            if new.any():
                yield new, whole

    def _solved(
        self, unknown: Sequence[Key], rows: Sequence[_Row]
    ) -> tuple[Mapping[Key, Numbers], Truth]:
        if not unknown:
            return {}, np.ones(self.size, dtype=bool)
        zero = np.zeros((2, self.size))
        table = [[row.factors.get(key, zero) for key in unknown] for row in rows]
        whole = determinant(table)
        solved = ~tied(whole, self.tie)
        shares = {}
        for k, key in enumerate(unknown):
            swapped = [
                [minus(zero, row.constant) if j == k else x for j, x in enumerate(own)]
                for own, row in zip(table, rows, strict=True)
            ]
            shares[key] = share(determinant(swapped), whole, solved)
        return shares, solved

    def _belief(self, name: str, own: Labels) -> Truth:
        """Return where some belief on the types makes all these replies best."""
        if (name, own) not in self.believed:
            replies = self.shape.replies[name]
            worth = np.array(
                [[self.met[*key, reply] for reply in replies] for key in self.shape.types_at(name)]
            ).transpose(2, 0, 1, 3)
            places = {replies.index(reply) for reply in own}
            found = np.zeros(self.size, dtype=bool)
            for at in vertices(worth, self.tie):
                missing = [at.also[j] for j in places.difference(at.others)]
                found |= at.valid & np.all([np.ones_like(found), *missing], axis=0)
            self.believed[name, own] = found
        return self.believed[name, own]


def _subsets(labels: Labels) -> list[Labels]:
    return [own for size in range(1, len(labels) + 1) for own in combinations(labels, size)]
