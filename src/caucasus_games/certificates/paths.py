"""What is played in a tree, in words."""

from collections.abc import Sequence
from fractions import Fraction

from caucasus_games.exact import Interval, show
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.vertices import Vertex

_LABELLED = -1
Weights = tuple[Fraction | Interval, ...]
# its label, the child and how likely it is
Branch = tuple[str, int, Fraction | Interval]


def path_of(game: ExtensiveForm, weights: Sequence[Weights]) -> str:
    """Write what is played in words."""
    words: list[str] = []
    certain, follows = _certain(game), _follows(game, weights)
    stack: list[tuple[int, tuple[str, ...], str]] = [(0, (), "")]
    while stack:
        v, known, steps = stack.pop()
        vertex = game.vertices[v]
        lead = f"if {' and '.join(known)}: {steps}" if known else steps
        if not vertex.children or certain[v]:
            # where the end has no label, the moves say what happens
            end = certain[v] or ("" if steps else "the end")
            words.append(f"{lead}{end}".removesuffix(" → "))
            continue
        live = _live(vertex, weights[v])
        move = _as_one(vertex, live, follows)
        if move is not None:
            stack.append((live[0][1], known, f"{steps}{vertex.player or 'chance'}: {move} → "))
            continue
        if steps:
            # what follows is read as the continuation of this line
            words.append(lead.removesuffix(" → "))
            known = ()
        who = f"{vertex.player}: " if vertex.player else ""
        stack.extend(
            (c, (*known, f"{who}{label} ({show(w)})"), "") for label, c, w in reversed(live)
        )
    return "; ".join(words)


def _as_one(vertex: Vertex, live: Sequence[Branch], follows: Sequence[int]) -> str | None:
    """Write a move after which all goes on alike, if it does."""
    if vertex.player and len(live) == 1:
        return live[0][0]
    after = {follows[child] for _, child, _ in live}
    if len(after) == 1 and after != {_LABELLED}:
        return " or ".join(f"{label} {show(weight)}" for label, _, weight in live)
    return None


def _live(vertex: Vertex, weights: Weights) -> list[Branch]:
    """Return the branches that are taken: label, child and weight."""
    branches = zip(vertex.branches, vertex.children, weights, strict=True)
    return [branch for branch in branches if branch[2]]


def _follows(game: ExtensiveForm, weights: Sequence[Weights]) -> list[int]:
    """Return a number for what is played from each vertex on, where no end has a label."""
    numbers: dict[object, int] = {}
    follows = [_LABELLED] * len(game.vertices)
    for v in reversed(range(len(game.vertices))):
        vertex = game.vertices[v]
        live = [(label, weight, follows[c]) for label, c, weight in _live(vertex, weights[v])]
        if not vertex.outcome and all(after != _LABELLED for _, _, after in live):
            follows[v] = numbers.setdefault((vertex.player, *live), len(numbers))
    return follows


def _certain(game: ExtensiveForm) -> list[str]:
    """Return for each vertex the outcome that follows whatever chance does, else nothing."""
    certain = [vertex.outcome for vertex in game.vertices]
    for v in reversed(range(len(game.vertices))):
        below = {certain[child] for child in game.vertices[v].children}
        if len(below) == 1 and not game.vertices[v].player:
            certain[v] = below.pop()
    return certain
