"""A tree taken apart into its subgames, each without those inside it.

What is left of a subgame, once the subgames inside it have their value, is a single decision, a
move of chance, or a stage in which several moves are made without seeing each other.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from caucasus_games.games.extensive_form import ExtensiveForm
from caucasus_games.games.plans import Plan


# a tuple, because a large tree has one of each vertex
class Block(NamedTuple):
    """A subgame without those inside it: its vertices, parents first, and where they lead."""

    inner: tuple[int, ...]
    ends: tuple[int, ...]

    @property
    def top(self) -> int:
        """Where it starts."""
        return self.inner[0]


def blocks(game: ExtensiveForm) -> Iterator[Block]:
    """Yield the subgames from the last to the first; each end of the tree is one."""
    starts = frozenset(game.subgames)
    for top in reversed(game.subgames):
        children = game.vertices[top].children
        if starts.issuperset(children):
            yield Block((top,), children)
            continue
        inner, ends, stack = [], [], [top]
        while stack:
            v = stack.pop()
            if v != top and v in starts:
                ends.append(v)
            else:
                inner.append(v)
                stack.extend(reversed(game.vertices[v].children))
        yield Block(tuple(inner), tuple(ends))


def leads(
    game: ExtensiveForm, block: Block, plans: Mapping[str, Plan]
) -> Iterator[tuple[int, tuple[tuple[int, int], ...]]]:
    """Yield the ends to which plans lead, each with the events before it: by vertex and place."""
    stack: list[tuple[int, tuple[tuple[int, int], ...]]] = [(block.top, ())]
    while stack:
        v, events = stack.pop()
        vertex = game.vertices[v]
        if v in block.ends:
            yield v, events
        elif vertex.player:
            action = plans[vertex.player][vertex.information_set]
            stack.append((vertex.children[vertex.branches.index(action)], events))
        else:
            ways = enumerate(vertex.children)
            stack.extend((child, (*events, (v, k))) for k, child in ways)
