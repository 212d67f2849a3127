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
    """Put children below their parents and, where it can be done, information sets on one level.

    1. Start with every information set on level zero.
    2. A vertex is one below its parent and not above its information set; repeat while one moves.
    3. If two sets precede each other, this never ends: each vertex keeps its depth.

    Parameters
    ----------
    game : ExtensiveForm
        The tree.

    Returns
    -------
    list of int
        For each vertex its level; the root has zero.

    Examples
    --------
    >>> from caucasus_games.games import Decision, Terminal
    >>> end = Terminal("end", {"A": 0, "B": 0})
    >>> hidden = Decision("B", {"y": end}, "B's only set")
    >>> game = ExtensiveForm(Decision("A", {"l": hidden, "r": Decision("A", {"s": hidden})}))
    >>> levels(game)
    [0, 2, 3, 1, 2, 3]
    """
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
    """Place every vertex across.

    1. From the last vertex to the first, push the subtrees of its children together until they
       are the gap apart on some level.
    2. Put the vertex in the middle of its children.
    3. From the root, add up the shifts.

    Parameters
    ----------
    game : ExtensiveForm
        The tree.
    level : sequence of int
        For each vertex its level.
    half : sequence of float
        For each vertex half of the breadth that it and the label above it need, in cm.
    deep : sequence of int
        For each vertex how many levels it takes, its own included.
    gap : float
        The least distance, in cm.

    Returns
    -------
    list of float
        For each vertex the breadth of its middle; the root has zero.

    References
    ----------
    Reingold & Tilford (1981), Tidier drawings of trees. IEEE Transactions on Software Engineering
    7, 223–228.

    Examples
    --------
    >>> from caucasus_games.games import Decision, Terminal
    >>> game = ExtensiveForm(Decision("A", {a: Terminal(a, {"A": 0}) for a in "xyz"}))
    >>> breadths(game, [0, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1], 0.5)
    [0.0, -2.5, 0.0, 2.5]
    """
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
