r"""The shape of a signalling game: chance draws a type, one player who knows it, one who does not.

A type :math:`t` sends a message :math:`m`; the receiver sees the message alone and replies
:math:`a`, after which nobody is left in the dark [1]_. A message may also end the game.

References
----------
.. [1] Spence (1973), Job market signaling. Quarterly Journal of Economics 87, 355–374.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from caucasus_games.games.extensive_form import ExtensiveForm
from caucasus_games.games.vertices import Vertex

Key = tuple[str, str]


@dataclass(frozen=True)
class Signals:
    """A tree read as a signalling game.

    Parameters
    ----------
    sender, receiver : str
        Who knows the type, and who replies.
    events : mapping of str to int
        For each type, named by the sender's information set, its place among the first events.
    messages : mapping
        For each type its messages, each with the receiver's set that it leads to; empty if nobody
        replies.
    replies : mapping
        For each set of the receiver its actions.
    ends : mapping
        The vertex that follows type, message and reply; the reply is empty if there is none.
    """

    sender: str
    receiver: str
    events: Mapping[str, int]
    messages: Mapping[str, Mapping[str, str]]
    replies: Mapping[str, tuple[str, ...]]
    ends: Mapping[tuple[str, str, str], int]

    def types_at(self, name: str) -> list[Key]:
        """Return the types that can send a message, each with its own name for it."""
        return [(t, m) for t, ways in self.messages.items() for m, to in ways.items() if to == name]


def signals(game: ExtensiveForm, settled: Container[int] = ()) -> Signals | None:
    """Read a tree as a signalling game."""
    root = game.vertices[0]
    starts = {k: game.vertices[v] for k, v in enumerate(root.children) if v not in settled}
    met = _met(game, starts.values(), settled)
    players = _sender_and_receiver(starts.values(), met.values())
    replies = {at.information_set: at.branches for at in met.values()}
    if players is None or not root.probabilities or not _alone_in_the_dark(game, replies, met):
        return None
    ways = {
        (start.information_set, message): c
        for start in starts.values()
        for message, c in zip(start.branches, start.children, strict=True)
    }
    messages: dict[str, dict[str, str]] = {}
    ends: dict[tuple[str, str, str], int] = {}
    for (kind, message), c in ways.items():
        at = met.get(c)
        messages.setdefault(kind, {})[message] = at.information_set if at else ""
        after = zip(at.branches, at.children, strict=True) if at else [("", c)]
        ends |= {(kind, message, reply): end for reply, end in after}
    events = {start.information_set: k for k, start in starts.items()}
    return Signals(*players, events, messages, replies, ends)


def _met(
    game: ExtensiveForm, starts: Iterable[Vertex], settled: Container[int]
) -> dict[int, Vertex]:
    """Return where somebody moves after the first moves, by number."""
    below = (c for start in starts for c in start.children if c not in settled)
    return {c: game.vertices[c] for c in below if game.vertices[c].player}


def _sender_and_receiver(starts: Iterable[Vertex], met: Iterable[Vertex]) -> tuple[str, str] | None:
    """Return the one player who moves first and the one other who replies, if it is so."""
    senders, receivers = {at.player for at in starts}, {at.player for at in met}
    if len(senders) != 1 or len(receivers) != 1 or "" in senders or receivers & senders:
        return None
    return senders.pop(), receivers.pop()


def _alone_in_the_dark(
    game: ExtensiveForm, replies: Container[str], met: Mapping[int, Vertex]
) -> bool:
    """Tell whether only who replies does not know the type, and knows which message it was."""
    histories = {at.history for at in met.values()}
    for name, group in game.information_sets.items():
        if name not in replies:
            if len(group) > 1:
                return False
            continue
        types = {vertex.history[0] for vertex in group if vertex.history}
        if len(types) < len(group) or any(vertex.history not in histories for vertex in group):
            return False
    return True
