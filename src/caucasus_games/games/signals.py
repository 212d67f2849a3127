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
    met = [c for start in starts.values() for c in start.children if c not in settled]
    met = [c for c in met if vertices[c].player]
    senders = {start.player for start in starts.values()}
    receivers = {vertices[c].player for c in met}
    if not root.probabilities or len(senders) != 1 or "" in senders:
        return None
    if len(receivers) != 1 or receivers & senders:
        return None
    if any(len(game.information_sets[start.information_set]) > 1 for start in starts.values()):
        return None
    replies = {vertices[c].information_set: vertices[c].branches for c in met}
    if not _alone_in_the_dark(game, replies, {vertices[c].history for c in met}):
        return None
    messages: dict[str, dict[str, str]] = {}
    ends: dict[tuple[str, str, str], int] = {}
    for start in starts.values():
        kind = start.information_set
        messages[kind] = {}
        for message, c in zip(start.branches, start.children, strict=True):
            at = vertices[c]
            messages[kind][message] = at.information_set if c in met else ""
            below = zip(at.branches, at.children, strict=True) if c in met else [("", c)]
            ends |= {(kind, message, reply): end for reply, end in below}
    events = {start.information_set: k for k, start in starts.items()}
    return Signals(senders.pop(), receivers.pop(), events, messages, replies, ends)


def _alone_in_the_dark(
    game: ExtensiveForm, replies: Container[str], met: Container[tuple[str, ...]]
) -> bool:
    """Tell whether only who replies does not know the type, and knows which message it was."""
    for name, group in game.information_sets.items():
        if name not in replies:
            if len(group) > 1:
                return False
            continue
        types = {vertex.history[0] for vertex in group if vertex.history}
        if len(types) < len(group) or any(vertex.history not in met for vertex in group):
            return False
    return True
