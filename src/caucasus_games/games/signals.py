r"""The shape of a signalling game: chance draws a type, one player who knows it, one who does not.

A type :math:`t` sends a message :math:`m`; the receiver sees the message alone and replies
:math:`a`, after which nobody is left in the dark [1]_. A message may also end the game.

References
----------
.. [1] Spence (1973), Job market signaling. Quarterly Journal of Economics 87, 355–374.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass

from caucasus_games.games.extensive_form import ExtensiveForm

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
    vertices, root = game.vertices, game.vertices[0]
    starts = {k: vertices[v] for k, v in enumerate(root.children) if v not in settled}
    senders = {start.player for start in starts.values()}
    if not root.probabilities or len(senders) != 1 or "" in senders:
        return None
    after = [c for start in starts.values() for c in start.children if c not in settled]
    after = [c for c in after if vertices[c].player]
    receivers = {vertices[c].player for c in after}
    if len(receivers) != 1 or receivers & senders:
        return None
    if any(len(game.information_sets[start.information_set]) > 1 for start in starts.values()):
        return None
    messages: dict[str, dict[str, str]] = {}
    ends: dict[tuple[str, str, str], int] = {}
    for start in starts.values():
        kind = start.information_set
        messages[kind] = {}
        for message, c in zip(start.branches, start.children, strict=True):
            at = vertices[c]
            messages[kind][message] = at.information_set if c in after else ""
            below = zip(at.branches, at.children, strict=True) if c in after else [("", c)]
            ends |= {(kind, message, reply): end for reply, end in below}
    replies = {vertices[c].information_set: vertices[c].branches for c in after}
    inside = {vertices[c].history for c in after}
    for name, group in game.information_sets.items():
        first = {vertex.history[0] for vertex in group if vertex.history}
        if name in replies:
            if len(first) < len(group) or any(vertex.history not in inside for vertex in group):
                return None
        elif len(group) > 1:
            return None
    events = {start.information_set: k for k, start in starts.items()}
    return Signals(senders.pop(), receivers.pop(), events, messages, replies, ends)
