r"""Signalling games: an informed sender, then a receiver who sees the message alone [1]_.

Chance draws the type :math:`t` with probability :math:`p_t`; the sender knows it and sends
:math:`m` with probability :math:`q_t(m)`; the receiver replies :math:`a` with :math:`r_m(a)`. Given
which messages each type sends, :math:`S_t`, and the replies in use, :math:`A_m`, an equilibrium is
two systems of linear conditions that share no unknown: the replies make each type indifferent
within :math:`S_t` and no better elsewhere, and the messages make every reply in :math:`A_m` best:

.. math::

   \sum_a r_m(a) u_S(t, m, a) \le V_t, \text{ with equality on } S_t, \qquad
   \sum_t p_t q_t(m) [u_R(t, m, a') - u_R(t, m, a)] \le 0 \text{ for } a \in A_m.

After a message that nobody sends, some belief must make every reply in :math:`A_m` best. An outcome
that some point of the two polytopes brings is brought by a vertex too, and one that some point
avoids is avoided by a vertex, so that the vertices tell all. They are found in every reading of the
game: at values, at draws and in symbols.

References
----------
.. [1] Spence (1973), Job market signaling. Quarterly Journal of Economics 87, 355–374.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import combinations, groupby, product
from math import prod
from typing import Generic

from caucasus_games.games.signals import Key, Signals
from caucasus_games.readings.reading import N, S, Search, T, What
from caucasus_games.readings.vertices import Row, solutions

Labels = tuple[str, ...]
Used = Mapping[str, Labels]
# what a row is about, and the row
Told = tuple[What, Row[Key, N]]


@dataclass(frozen=True, eq=False)
class Play(Generic[N, S]):
    """A way to play that is an equilibrium.

    Parameters
    ----------
    known : bool, mask or Case
        When it is one.
    sends, replies : mapping of str to tuple of str
        The messages and replies in use, by type and by set of the receiver.
    path : tuple
        What is sent, and what is replied to it.
    shares : mapping
        How probable the actions are at the places where several are used.
    """

    known: S
    sends: Used
    replies: Used
    path: tuple[Labels, ...]
    shares: Mapping[Key, N]


@dataclass(frozen=True, eq=False)
class _Mixture(Generic[N, T]):
    """Shares that are a vertex, and when; where conditions are told, if the rows are as told."""

    when: T
    shares: Mapping[Key, N]
    told: Sequence[Told[N]]


@dataclass(frozen=True, eq=False)
class Signalling(Generic[N, T, S]):
    """A signalling game in some reading.

    Parameters
    ----------
    reading : Search
        Of its numbers.
    shape : Signals
        Who sends what, and who replies.
    prior : mapping of str to number
        Probability of each type.
    worth : mapping
        What the sender gets by type, message and reply, counted from anything that is the same for
        a type.
    gain : callable
        What the receiver gains with a type and its message by one reply over another.
    """

    reading: Search[N, T, S]
    shape: Signals
    prior: Mapping[str, N]
    worth: Mapping[tuple[str, str, str], N]
    gain: Callable[[Key, str, str], N]

    @property
    def work(self) -> int:
        """How many choices of messages and replies there are."""
        ways = (*self.shape.messages.values(), *self.shape.replies.values())
        return prod(2 ** len(way) - 1 for way in ways)

    def equilibria(self, known: S) -> Iterator[Play[N, S]]:
        """Find the pooling, separating and semi-separating equilibria.

        1. Choose what every type sends and what is replied; after a message that nobody sends, some
           belief must make the replies best.
        2. Take the vertices of the messages that make the replies best, and of the replies that
           make the messages best.

        Parameters
        ----------
        known : bool, mask or Case
            What holds anyhow.

        Yields
        ------
        Play
            Those that no short look excludes.
        """
        believed = cache(self.believed)
        for sent in product(*(subsets(tuple(ways)) for ways in self.shape.messages.values())):
            sends = dict(zip(self.shape.messages, sent, strict=True))
            for replies, case in self._replied(known, sends, believed):
                points = list(self._vertices(replies, self._answers(sends, replies)))
                path = (*sent, *(own for n, own in replies.items() if self._senders(n, sends)))
                for told in self._vertices(sends, self._messages(sends, replies)) if points else ():
                    new = self._added(case, self.shape.sender, sends, told)
                    if new is None:
                        continue
                    for point in points:
                        last = self._added(new, self.shape.receiver, replies, point)
                        if last is not None:
                            shares = {**told.shares, **point.shares}
                            yield Play(last, sends, replies, path, shares)

    def believed(self, name: str, own: Labels, types: tuple[Key, ...]) -> T:
        """Say that some belief on these types makes all these replies best."""
        rows: tuple[list[tuple[N, ...]], list[tuple[N, ...]]] = [], []
        for other in self.shape.replies[name]:
            if other != own[0]:
                rows[other not in own].append(tuple(self.gain(k, own[0], other) for k in types))
        return self.reading.some_belief(*rows) if any(rows) else self.reading.always

    @cached_property
    def drawn(self) -> frozenset[str]:
        """The types that chance may draw: what the others do is never seen."""
        odds = {t: self.reading.negation(self.reading.zero(p)) for t, p in self.prior.items()}
        return frozenset(t for t, possible in odds.items() if not self.reading.dead(possible))

    def _senders(self, name: str, sends: Used) -> list[Key]:
        types = self.shape.types_at(name)
        return [(t, m) for t, m in types if m in sends[t] and t in self.drawn]

    def _replied(
        self, known: S, sends: Used, believed: Callable[[str, Labels, tuple[Key, ...]], T]
    ) -> Iterator[tuple[dict[str, Labels], S]]:
        """Yield what may be replied, with what keeps the receiver to it where no type mixes."""
        found: list[tuple[dict[str, Labels], S]] = [({}, known)]
        for name in self.shape.replies:
            senders = self._senders(name, sends)
            types = tuple(senders or self.shape.types_at(name))
            sure = bool(senders) and all(len(sends[t]) == 1 for t, _ in senders)
            options: list[tuple[Labels, T]] = []
            for own in subsets(self.shape.replies[name]):
                truth = self.reading.always if sure else believed(name, own, types)
                if sure or not self.reading.excludes(known, truth):
                    options.append((own, truth))
            longer = []
            for (replies, case), (own, truth) in product(found, options):
                new: S | None = case
                if sure:
                    new = self._best(case, name, own, senders)
                elif not senders:
                    about = self.shape.receiver, (name,), " or ".join(own), "anything else"
                    new = self._unrefuted(self.reading.require(case, truth, about))
                if new is not None:
                    longer.append(({**replies, name: own}, new))
            found = longer
        yield from found

    def _unrefuted(self, known: S) -> S | None:
        return None if self.reading.excludes(known) else known

    def _best(self, known: S, name: str, own: Labels, senders: Sequence[Key]) -> S | None:
        """Say that replies are best against types that are sure to send the message."""
        for what, row in self._rows(name, own, {t: (m,) for t, m in senders}):
            if row.equal:
                known = self.reading.require(known, self.reading.zero(row.constant))
            else:
                known = self.reading.require(known, self._prefers(what, row.constant), what)
        return self._unrefuted(known)

    def _prefers(self, what: What, gain: N) -> T:
        player, _, action, instead = what
        return self.reading.prefers(gain, player, action, instead)

    def _messages(self, sends: Used, replies: Used) -> list[Told[N]]:
        """Write what the receiver gains by its first reply, over what those send who mix."""
        at = {self.shape.messages[t][m] for t, own in sends.items() if len(own) > 1 for m in own}
        return [
            told
            for name, own in replies.items()
            if name in at
            for told in self._rows(name, own, sends)
        ]

    def _rows(self, name: str, own: Labels, sends: Used) -> Iterator[Told[N]]:
        """Write what one reply gains over each other, over the shares of messages."""
        for other in self.shape.replies[name]:
            if other == own[0]:
                continue
            constant = self.reading.number(0)
            factors: dict[Key, N] = {}
            for t, message in self.shape.types_at(name):
                if message in sends.get(t, ()):
                    gain = self.prior[t] * self.gain((t, message), own[0], other)
                    first, *others = sends[t]
                    # the first message has what the others leave
                    parts = {(t, message): gain} if message != first else {}
                    if message == first:
                        constant = constant + gain
                        parts = {(t, more): -gain for more in others}
                    for key, part in parts.items():
                        factors[key] = factors[key] + part if key in factors else part
            what = self.shape.receiver, (name,), " or ".join(own), other
            yield what, Row(constant, factors, other in own)

    def _answers(self, sends: Used, replies: Used) -> list[Told[N]]:
        """Write what each type gains by its first message, over the shares of replies."""
        rows: list[Told[N]] = []
        for t, own in sends.items():
            base, more = self._paid(t, own[0], replies)
            for message in self.shape.messages[t]:
                if message != own[0]:
                    constant, less = self._paid(t, message, replies)
                    # no type leads to one set by two messages
                    factors = {**more, **{key: -factor for key, factor in less.items()}}
                    what = self.shape.sender, (t,), " or ".join(own), message
                    rows.append((what, Row(base - constant, factors, message in own)))
        return rows

    def _paid(self, t: str, message: str, replies: Used) -> tuple[N, dict[Key, N]]:
        """Return what a message pays a type with the first reply, and what the others add."""
        name = self.shape.messages[t][message]
        first, *others = replies.get(name, ("",))
        base = self.worth[t, message, first]
        return base, {(name, a): self.worth[t, message, a] - base for a in others}

    def _vertices(self, used: Used, told: Sequence[Told[N]]) -> Iterator[_Mixture[N, T]]:
        """Solve for the shares of what is used that may be a vertex, none of them zero."""
        reading = self.reading
        unknowns = [(place, label) for place, own in used.items() for label in own[1:]]
        rows = [row for _, row in told]
        earlier: list[tuple[T, tuple[Row[Key, N], ...]]] = []
        for when, point, tight in solutions(reading, unknowns, rows):
            shares = self._shares(used, point)
            zeros = map(reading.zero, shares.values())
            when = reading.all_of(when, *map(reading.negation, zeros))
            if reading.told:
                if not reading.dead(when):
                    yield _Mixture(when, shares, told)
                continue
            held = [reading.at_least(share) for share in shares.values()]
            when = reading.all_of(when, *held, *(row.holds(reading, point) for row in rows))
            new = when
            for there, others in earlier:
                # at some draws more rows meet in a point, which is known by others already
                if not reading.dead(reading.all_of(new, there)):
                    met = (reading.zero(row.at(point)) for row in others)
                    new = reading.all_of(new, reading.negation(reading.all_of(there, *met)))
            earlier.append((when, tight))
            if not reading.dead(new):
                yield _Mixture(new, shares, ())

    def _shares(self, used: Used, point: Mapping[Key, N]) -> dict[Key, N]:
        """Return all shares of what is mixed, from those of all but the first."""
        shares: dict[Key, N] = {}
        for place, own in used.items():
            if len(own) > 1:
                shares[place, own[0]] = self.reading.number(1)
                for label in own[1:]:
                    shares[place, label] = point[place, label]
                    shares[place, own[0]] = shares[place, own[0]] - point[place, label]
        return shares

    def _added(self, known: S, player: str, used: Used, mixture: _Mixture[N, T]) -> S | None:
        """Add that somebody may mix so, and that the other is content with what it does then."""
        if not self.reading.told:
            return self._unrefuted(self.reading.require(known, mixture.when))
        if not mixture.shares and not mixture.told:
            return known
        for (place, action), share in mixture.shares.items():
            what: What = player, (place,), " or ".join(used[place]), f"no part of {action}"
            known = self.reading.require(known, self.reading.at_least(share), what)
        if self.reading.excludes(known):
            return None
        for about, row in mixture.told:
            if not row.equal:
                gain = row.at(mixture.shares)
                known = self.reading.require(known, self._prefers(about, gain), about)
        return self._unrefuted(known)


def mixed_plays(game: Signalling[N, T, T], known: T) -> Iterator[Play[N, T]]:
    """Find the extreme equilibria in which somebody mixes.

    Where only replies to a message that nobody sends are mixed, those are left out whose play on
    the path some pure equilibrium has.

    Parameters
    ----------
    game : Signalling
        At values or at draws.
    known : bool or mask
        Where it is to be solved.

    Yields
    ------
    Play
        In the order of what is sent and replied.
    """
    reading = game.reading
    for _, group in groupby(game.equilibria(known), key=lambda play: play.sends):
        plays = list(group)
        supported: dict[tuple[Labels, ...], T] = {}
        for play in plays:
            if not play.shares:
                before = supported.get(play.path, reading.never)
                supported[play.path] = reading.any_of(before, play.known)
        for play in plays:
            if play.shares:
                # a path on which somebody mixes is no pure one's
                other = reading.negation(supported.get(play.path, reading.never))
                when = reading.all_of(play.known, other)
                if not reading.dead(when):
                    yield replace(play, known=when)


def subsets(labels: Labels) -> list[Labels]:
    """Return all choices of some labels, the smaller ones first."""
    return [own for size in range(1, len(labels) + 1) for own in combinations(labels, size)]
