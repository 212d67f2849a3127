r"""Where the nodes of a drawn tree go, so that nothing overlaps.

A node has a level (how far down) and a breadth (where across). With :math:`e_k^-(T), e_k^+(T)` the
outermost breadths that a subtree :math:`T` takes on level :math:`k`, siblings :math:`S, T` keep
:math:`e_k^+(S) + g \le e_k^-(T)` on every level that both reach, and a parent stands in the middle
of its children [1]_. A label that is placed at the fraction :math:`t` of a straight branch needs
:math:`1/t` times its width at the child: the images of disjoint intervals under a contraction
towards the parent are disjoint.

References
----------
.. [1] Reingold & Tilford (1981), Tidier drawings of trees. IEEE Transactions on Software
   Engineering 7, 223–228.
"""

from collections.abc import Sequence
from itertools import zip_longest

from caucasus_games.games import ExtensiveForm

Span = tuple[float, float]


def levels(game: ExtensiveForm) -> list[int]:
    """Put children below their parents and, where it can be done, information sets on one level."""
    depths = [len(vertex.history) for vertex in game.vertices]
    floor = dict.fromkeys(game.information_sets, 0)
    for _ in range(len(floor) + 1):
        found = list(depths)
        for v, vertex in enumerate(game.vertices):
            found[v] = max(found[v], floor.get(vertex.information_set, 0))
            for child in vertex.children:
                found[child] = max(found[v] + 1, found[child])
        before = dict(floor)
        for v, vertex in enumerate(game.vertices):
            if vertex.player:
                floor[vertex.information_set] = max(floor[vertex.information_set], found[v])
        if floor == before:
            return found
    return depths


def breadths(
    game: ExtensiveForm,
    level: Sequence[int],
    half: Sequence[float],
    deep: Sequence[int],
    gap: float,
) -> list[float]:
    """Place every vertex across."""
    shift = [0.0] * len(game.vertices)
    outlines: list[list[Span]] = [[] for _ in game.vertices]
    for v in reversed(range(len(game.vertices))):
        children = game.vertices[v].children
        own = (-half[v], half[v])
        if not children:
            outlines[v] = [own] * deep[v]
            continue
        merged: list[Span] = []
        for child in children:
            # a branch over several levels runs straight down to the child on the last of them
            above = [(-half[child], half[child])] * (level[child] - level[v] - 1)
            outline = above + outlines[child]
            outlines[child] = []
            shift[child] = max(
                (m[1] + gap - o[0] for m, o in zip(merged, outline, strict=False)), default=0.0
            )
            moved = [(low + shift[child], high + shift[child]) for low, high in outline]
            merged = [(m or o)[:1] + (o or m)[1:] for m, o in zip_longest(merged, moved)]
        middle = (shift[children[0]] + shift[children[-1]]) / 2
        for child in children:
            shift[child] -= middle
        outlines[v] = [own, *((low - middle, high - middle) for low, high in merged)]
    for v, vertex in enumerate(game.vertices):
        for child in vertex.children:
            shift[child] += shift[v]
    return shift
