r"""Signalling games: an informed sender, then a receiver who sees the message alone [1]_.

Chance draws the type :math:`t` with probability :math:`p_t`; the sender knows it and sends
:math:`m` with probability :math:`q_t(m)`; the receiver replies :math:`a` with :math:`r_m(a)`. Given
which messages each type sends, :math:`S_t`, and the replies in use, :math:`A_m`, an equilibrium is
two systems of linear conditions that share no unknown: the replies make each type indifferent
within :math:`S_t` and no better elsewhere, and the messages make every reply in :math:`A_m` best:

.. math::

   \sum_a r_m(a) u_S(t, m, a) \le V_t, \text{ with equality on } S_t, \qquad
   \sum_t p_t q_t(m) [u_R(t, m, a') - u_R(t, m, a)] \le 0 \text{ for } a \in A_m.

After a message that nobody sends, some belief must make every reply in :math:`A_m` best.

References
----------
.. [1] Spence (1973), Job market signaling. Quarterly Journal of Economics 87, 355–374.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from math import prod

from immutabledict import immutabledict

from caucasus_games.algebra import Constraint, Polytope, maximise
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.signals import Signals, signals
from caucasus_games.results import Mix, supporting_beliefs

Strategies = immutabledict[str, Mix]
Payoffs = tuple[Fraction, ...]

ONLY_PURE = "only pure strategies were looked for"

_LIMIT = 50_000
_SURE = Fraction(1)
_OFF_PATH = (
    "a mixed reply to a message that nobody sends is listed only where no pure one supports the "
    "same play"
)


@dataclass(frozen=True)
class Signalling(Signals):
    """A signalling game at its values.

    Parameters
    ----------
    game : ExtensiveForm
        The tree.
    prior : mapping of str to Fraction
        Probability of each type, by the sender's information set.
    payoffs : mapping
        Of sender and receiver by type, message and reply; the reply is empty if there is none.
    settled : mapping
        What is played after the reply, by backward induction.
    """

    game: ExtensiveForm
    prior: Mapping[str, Fraction]
    payoffs: Mapping[tuple[str, str, str], tuple[Fraction, Fraction]]
    settled: Mapping[str, Mix]


def signalling(game: ExtensiveForm) -> Signalling | None:
    """Read a tree as a signalling game.

    Parameters
    ----------
    game : ExtensiveForm
        The tree at its values.

    Returns
    -------
    Signalling or None
        ``None`` if it is none by its shape, if a type has probability zero, or if what follows a
        reply has ties.
    """
    shape = signals(game)
    if shape is None or not all(game.numbers.chances[0]):
        return None
    settled, moves = _settle(game)
    if any(end not in settled for end in shape.ends.values()):
        return None
    seats = game.players.index(shape.sender), game.players.index(shape.receiver)
    payoffs = {
        key: (settled[end][seats[0]], settled[end][seats[1]]) for key, end in shape.ends.items()
    }
    prior = dict(zip(shape.messages, game.numbers.chances[0], strict=True))
    decided = {*shape.messages, *shape.replies}
    rest = {name: mix for name, mix in moves.items() if name not in decided}
    return Signalling(**vars(shape), game=game, prior=prior, payoffs=payoffs, settled=rest)


def _alone(game: ExtensiveForm, name: str) -> bool:
    return len(game.information_sets[name]) == 1


def _settle(game: ExtensiveForm) -> tuple[dict[int, Payoffs], dict[str, Mix]]:
    """Solve by backward induction whatever has one best action and no hidden information."""
    worth: dict[int, Payoffs] = {}
    moves: dict[str, Mix] = {}
    for v in reversed(range(len(game.vertices))):
        vertex = game.vertices[v]
        if not vertex.children:
            worth[v] = game.numbers.payoffs[v]
        elif all(child in worth for child in vertex.children):
            below = [worth[child] for child in vertex.children]
            if not vertex.player:
                weights = game.numbers.chances[v]
                worth[v] = tuple(
                    sum((w * x[i] for w, x in zip(weights, below, strict=True)), Fraction(0))
                    for i in range(len(game.players))
                )
            elif _alone(game, vertex.information_set):
                i = game.players.index(vertex.player)
                best = max(x[i] for x in below)
                if sum(x[i] == best for x in below) == 1:
                    k = [x[i] for x in below].index(best)
                    worth[v] = below[k]
                    moves[vertex.information_set] = immutabledict({vertex.branches[k]: _SURE})
    return worth, moves


def named(game: Signalling, strategies: Strategies) -> str:
    """Return what an equilibrium is called by what the types send.

    Parameters
    ----------
    game : Signalling
        The game.
    strategies : immutabledict
        For each information set the probability of each action that is played.

    Returns
    -------
    str
        ``"pooling"`` if all types send one message, ``"separating"`` if no two types send the
        same and none mixes, else ``"semi-separating"``.
    """
    sent = [tuple(strategies[kind]) for kind in game.messages]
    if any(len(messages) > 1 for messages in sent):
        return "semi-separating"
    if len(set(sent)) == 1:
        return "pooling"
    return "separating" if len(set(sent)) == len(sent) else "semi-separating"


def mixed_equilibria(
    game: Signalling, pure: Sequence[Strategies]
) -> tuple[list[Strategies], tuple[str, ...]]:
    """Find the extreme equilibria in which somebody mixes.

    1. For every choice of messages in use, keep the replies that some belief makes best together.
    2. For each such choice of replies solve both linear systems and pair their vertices.
    3. Keep the pairs that beliefs support; where only replies off the path are mixed, those whose
       play on the path no pure equilibrium has.

    Parameters
    ----------
    game : Signalling
        The game.
    pure : sequence of strategies
        Its equilibria in pure strategies.

    Returns
    -------
    tuple
        The strategies, and notes.
    """
    work = prod(2 ** len(ways) - 1 for ways in game.messages.values()) * prod(
        2 ** len(own) - 1 for own in game.replies.values()
    )
    if work > _LIMIT:
        return [], (
            f"{ONLY_PURE}: mixed ones take {work:,} systems of equations, "
            f"and up to {_LIMIT:,} are solved",
        )
    paths = {_on_path(game, strategies) for strategies in pure}
    found = [
        strategies
        for strategies in dict.fromkeys(_candidates(game))
        if _on_path(game, strategies) not in paths
        and all(b.vertices for b in supporting_beliefs(game.game, strategies).values())
    ]
    return found, (_OFF_PATH,)


def _on_path(game: Signalling, strategies: Strategies) -> Strategies:
    """Return what the types send and what is replied to it."""
    reached = {
        game.messages[kind][message] for kind in game.messages for message in strategies[kind]
    }
    return immutabledict(
        {name: mix for name, mix in strategies.items() if name in game.messages or name in reached}
    )


def _candidates(game: Signalling) -> Iterator[Strategies]:
    for sent in product(*(_subsets(tuple(ways)) for ways in game.messages.values())):
        sends = dict(zip(game.messages, sent, strict=True))
        options = [
            [own for own in _subsets(replies) if _together(game, name, own, sends)]
            for name, replies in game.replies.items()
        ]
        for chosen in product(*options):
            replies = dict(zip(game.replies, chosen, strict=True))
            answers = _replies(game, sends, replies) if _may_pay(game, sends, replies) else []
            if not answers:
                continue
            for sending, answering in product(_sends(game, sends, replies), answers):
                whole = {**sending, **answering, **game.settled}
                yield immutabledict({n: whole[n] for n in game.game.information_sets})


def _subsets(labels: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [own for size in range(1, len(labels) + 1) for own in combinations(labels, size)]


def _gains(game: Signalling, name: str, own: Sequence[str]) -> Iterator[dict[str, Fraction]]:
    """For each reply yield what it gains with each type over the first reply in use."""
    reply = own[0]
    for other in game.replies[name]:
        yield {
            kind: game.payoffs[kind, message, other][1] - game.payoffs[kind, message, reply][1]
            for kind, message in game.types_at(name)
        }


def best_replies(game: Signalling, name: str, kinds: Sequence[str]) -> list[str]:
    """Return the replies that are best for some belief on these types.

    Parameters
    ----------
    game : Signalling
        The game.
    name : str
        The receiver's information set.
    kinds : sequence of str
        The types that are held possible.

    Returns
    -------
    list of str
        Actions of the receiver.
    """
    whole = Constraint(dict.fromkeys(kinds, 1), 1)
    found = []
    for own in game.replies[name]:
        rows = [Constraint({t: g[t] for t in kinds}) for g in _gains(game, name, [own])]
        if maximise(Polytope(kinds, rows, [whole]), {}):
            found.append(own)
    return found


def _together(
    game: Signalling, name: str, own: Sequence[str], sends: Mapping[str, Sequence[str]]
) -> bool:
    """Return whether some belief that the messages in use allow makes all these replies best."""
    senders = [kind for kind, message in game.types_at(name) if message in sends[kind]]
    sure = [kind for kind in senders if len(sends[kind]) == 1]
    if senders and not sure:
        # the message may be sent so rarely that no reply matters
        return True
    kinds = [kind for kind, _ in game.types_at(name) if not senders or kind in senders]
    if kinds == sure:
        # the belief is the prior among those who send it
        totals = [sum(g[kind] * game.prior[kind] for kind in sure) for g in _gains(game, name, own)]
        ways = zip(game.replies[name], totals, strict=True)
        return all(total == 0 if other in own else total <= 0 for other, total in ways)
    at_most: list[Constraint] = []
    equal: list[Constraint] = []
    for other, gains in zip(game.replies[name], _gains(game, name, own), strict=True):
        row = Constraint({kind: gains[kind] * game.prior[kind] for kind in kinds})
        (equal if other in own else at_most).append(row)
    if senders:
        at_most += [Constraint({kind: 1}, 1) for kind in kinds]
        equal += [Constraint({kind: 1}, 1) for kind in sure]
    else:
        equal.append(Constraint(dict.fromkeys(kinds, 1), 1))
    return maximise(Polytope(kinds, at_most, equal), {}) is not None


def _may_pay(
    game: Signalling, sends: Mapping[str, Sequence[str]], replies: Mapping[str, Sequence[str]]
) -> bool:
    """Return whether each message in use brings at its best what the others do at their worst."""
    for kind, ways in game.messages.items():
        worth = {
            message: [game.payoffs[kind, message, a][0] for a in (replies[name] if name else [""])]
            for message, name in ways.items()
        }
        least = max(min(own) for own in worth.values())
        if any(max(worth[message]) < least for message in sends[kind]):
            return False
    return True


def _sends(
    game: Signalling, sends: Mapping[str, Sequence[str]], replies: Mapping[str, Sequence[str]]
) -> list[dict[str, Mix]]:
    """Return the vertices of the messages that make the replies best where play comes by."""
    label = {(kind, m): f"{kind}\n{m}" for kind, own in sends.items() for m in own}
    equal = [Constraint({label[kind, m]: 1 for m in own}, 1) for kind, own in sends.items()]
    at_most: list[Constraint] = []
    for name, own in replies.items():
        here = {kind: label[kind, m] for kind, m in game.types_at(name) if m in sends[kind]}
        for other, gains in zip(game.replies[name], _gains(game, name, own), strict=True):
            row = Constraint({x: gains[kind] * game.prior[kind] for kind, x in here.items()})
            if row.weights:
                (equal if other in own else at_most).append(row)
    vertices = Polytope(list(label.values()), at_most, equal).vertices
    return [
        {kind: _mix({m: vertex[label[kind, m]] for m in own}) for kind, own in sends.items()}
        for vertex in vertices
    ]


def _replies(
    game: Signalling, sends: Mapping[str, Sequence[str]], replies: Mapping[str, Sequence[str]]
) -> list[dict[str, Mix]]:
    """Return the vertices of the replies to which the messages in use are best."""
    # payoffs count from the lowest, so that what a type gets is never negative
    lowest = min(own for own, _ in game.payoffs.values())
    label = {(name, a): f"{name}\n{a}" for name, own in replies.items() for a in own}
    value = {kind: f"\n{kind}" for kind in sends}
    equal = [Constraint({label[name, a]: 1 for a in own}, 1) for name, own in replies.items()]
    at_most: list[Constraint] = []
    for kind, ways in game.messages.items():
        for message, name in ways.items():
            if name:
                row = {
                    label[name, a]: game.payoffs[kind, message, a][0] - lowest
                    for a in replies[name]
                }
                rule = Constraint({**row, value[kind]: -1})
            else:
                rule = Constraint({value[kind]: -1}, lowest - game.payoffs[kind, message, ""][0])
            (equal if message in sends[kind] else at_most).append(rule)
    vertices = Polytope([*label.values(), *value.values()], at_most, equal).vertices
    return [
        {name: _mix({a: vertex[label[name, a]] for a in own}) for name, own in replies.items()}
        for vertex in vertices
    ]


def _mix(chances: Mapping[str, Fraction]) -> Mix:
    return immutabledict({label: chance for label, chance in chances.items() if chance})
