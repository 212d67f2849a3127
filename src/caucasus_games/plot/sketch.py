"""Where the lines, boxes and words of a drawn tree are, before anything draws them.

Lengths are in units of the letters' size; the tree grows to the right from the upper left corner.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from caucasus_games.formats.followed import Branch, Drawn, Followed, followed, starts, where
from caucasus_games.formats.layout import breadths, levels
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.door import check_game
from caucasus_games.games.vertices import Vertex
from caucasus_games.plot.canvas import wide
from caucasus_games.plot.fans import HALF, LEAD, STEM, Fan
from caucasus_games.plot.tree_words import above, ends, inside, line, rounded

# lengths in units of the letters' size
BOX = 1.7
_ROW, _PAD, _FORK, _EDGE = 1.0, 0.5, 1.6, 1.0

Kind = Literal["set"] | Branch
Role = Literal["branch", "player", "chance", "end", "reached end", "end of a fan", "payoffs"]


@dataclass(frozen=True)
class Line:
    """A branch, or what joins an information set."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    kind: Kind
    which: int = 0


@dataclass(frozen=True)
class Word:
    """A line of text."""

    x: float
    y: float
    text: str
    role: Role


@dataclass(frozen=True)
class Box:
    """A frame around who moves."""

    left: float
    right: float
    y: float
    player: str


@dataclass(frozen=True)
class Sketch:
    """A tree that is ready to be drawn."""

    width: float
    height: float
    lines: tuple[Line, ...]
    boxes: tuple[Box, ...]
    dots: tuple[tuple[float, float], ...]
    words: tuple[Word, ...]
    fans: tuple[Fan, ...] = ()


def sketch(game: ExtensiveForm, chosen: Drawn | None = None, *, payoffs: bool = True) -> Sketch:
    """Arrange a game tree."""
    check_game(game, "plot.tree", ExtensiveForm, advice="plot.payoff_matrix draws tables")
    plays = followed(game, chosen)
    plan = _plan(game, plays, payoffs)
    lines, boxes, dots = list(_information_sets(game, plan)), [], []
    words: list[Word] = []
    fans: list[Fan] = []
    for v, vertex in enumerate(game.vertices):
        fan = _fan(game, plan, v)
        if fan:
            fans.append(fan)
            words += _ends(vertex, fan, plays)
            lines += _spread(vertex, fan, plan, plays)
        for child in () if fan else vertex.children:
            bend = plan.left[child] - wide(plan.above[child]) - _PAD
            corners = (plan.right[v], bend, plan.left[child])
            down = plan.down[v], plan.down[child], plan.down[child]
            lines.append(Line(corners, down, plays.kinds[child]))
        for child in vertex.children:
            start = plan.left[child] - wide(plan.above[child]) - _PAD / 2
            words.append(Word(start, plan.down[child] - 0.6, plan.above[child], "branch"))
        if vertex.children:
            sides = plan.left[v], plan.right[v]
            who = vertex.known.player if vertex.known else vertex.player
            boxes.append(Box(*sides, plan.down[v], who))
            role: Role = "player" if who else "chance"
            words.append(Word(sum(sides) / 2, plan.down[v], plan.told[v], role))
        else:
            dots.append((plan.left[v], plan.down[v]))
            reached = chosen is not None and (v == 0 or plays.kinds[v] == "played")
            end: Role = "reached end" if reached else "end"
            words.append(Word(plan.left[v] + _PAD, plan.down[v], plan.told[v], end))
    dots += _chosen(game, fans, plays)
    width, height = max(plan.right), max(plan.low) + BOX / 2 + _EDGE
    if payoffs:
        about = "payoffs, rounded" if rounded(game, plays) else "payoffs"
        paid = f"{about}: {', '.join(map(line, game.players))}"
        words.append(Word(_EDGE, max(plan.low) + BOX, paid, "payoffs"))
        width, height = max(width, wide(paid)), max(plan.low) + BOX + 2 * _EDGE
    return Sketch(
        width + 2 * _EDGE,
        height,
        tuple(lines),
        tuple(boxes),
        tuple(dots),
        tuple(words),
        tuple(fans),
    )


@dataclass(frozen=True)
class _Plan:
    """Where each vertex begins and ends across, how far down it is, and what is written there."""

    left: list[float]
    right: list[float]
    down: list[float]
    low: list[float]
    above: list[str]
    told: list[str]


def _plan(game: ExtensiveForm, plays: Followed, payoffs: bool) -> _Plan:
    level = levels(game)
    words, told = above(game, plays), inside(game, plays, payoffs=payoffs)
    lead, half = _room(game)
    box, label = [0.0] * (max(level) + 1), [0.0] * (max(level) + 1)
    for v, vertex in enumerate(game.vertices):
        box[level[v]] = max(box[level[v]], wide(told[v]) + 2 * _PAD if vertex.children else 0.0)
        label[level[v]] = max(label[level[v]], wide(words[v]) + lead[v])
    starts = [_EDGE]
    for k in range(1, len(box)):
        starts.append(starts[-1] + box[k - 1] + _FORK + label[k] + 2 * _PAD)
    right = []
    deep = []
    for v, vertex in enumerate(game.vertices):
        start = starts[level[v]]
        # an end is written in bold, should it be reached
        room = _PAD + wide(told[v], bold=True) if not vertex.children else wide(told[v]) + 2 * _PAD
        right.append(start + room)
        # an end takes the levels that what is written there reaches into
        over = [
            k
            for k in range(level[v] + 1, len(starts))
            if not vertex.children and starts[k] - label[k] - 2 * _PAD < right[-1]
        ]
        deep.append(1 + len(over))
    across = breadths(game, level, half, deep, 0.1)
    top = min(place - own for place, own in zip(across, half, strict=True)) + _ROW
    down = [place - top + _EDGE + BOX for place in across]
    low = [place + own - _ROW for place, own in zip(down, half, strict=True)]
    return _Plan([starts[k] for k in level], right, down, low, words, told)


def _room(game: ExtensiveForm) -> tuple[list[float], list[float]]:
    """Return what a fan needs before the words on its branches, and above and below itself."""
    lead = [0.0] * len(game.vertices)
    half = [_ROW] * len(game.vertices)
    for v, vertex in enumerate(game.vertices):
        if vertex.offer or vertex.known:
            half[v] = HALF + 1.5 * _ROW
            for child in vertex.children:
                lead[child] = LEAD
                half[child] = half[v] if vertex.offer else half[child]
    return lead, half


def _fan(game: ExtensiveForm, plan: _Plan, v: int) -> Fan | None:
    """Return the fan at a vertex, if there is one."""
    vertex = game.vertices[v]
    if not (vertex.offer or vertex.known):
        return None
    broad = max(wide(plan.above[child]) for child in vertex.children)
    arc = plan.left[vertex.children[0]] - broad - _PAD - STEM
    who = vertex.known.player if vertex.known else vertex.player
    return Fan(plan.right[v], plan.down[v], arc, who, v)


def _ends(vertex: Vertex, fan: Fan, plays: Followed) -> Iterator[Word]:
    """Write the least and the greatest number beside the ends of the arc."""
    for side, told in enumerate(ends(vertex, plays)):
        x, y = fan.at(side)
        yield Word(x, y + 0.6 * (2 * side - 1), told, "end of a fan")


def _spread(vertex: Vertex, fan: Fan, plan: _Plan, plays: Followed) -> Iterator[Line]:
    """Draw what goes on from a fan: from the number chosen, or on each side of a cutoff."""
    cut = where(vertex, plays)
    if vertex.known:
        across, down = fan.at(0.5 if cut is None else cut)
        yield Line((fan.apex, across), (fan.y, down), "idle")
    for share, child in zip(starts(vertex, cut), vertex.children, strict=True):
        x, y = fan.branch(share, plan.left[child], plan.down[child])
        kind = plays.kinds[child]
        if kind == "played" and (vertex.known or cut is not None):
            x, y = (fan.apex, *x), (fan.y, *y)
        yield Line(x, y, kind)


def _chosen(
    game: ExtensiveForm, fans: Iterable[Fan], plays: Followed
) -> Iterator[tuple[float, float]]:
    """Mark on each arc the number that is chosen, or the cutoff."""
    for fan in fans:
        share = where(game.vertices[fan.vertex], plays)
        if share is not None:
            yield fan.at(share)


def _information_sets(game: ExtensiveForm, plan: _Plan) -> Iterator[Line]:
    groups: dict[str, list[int]] = {}
    for v, vertex in enumerate(game.vertices):
        if vertex.player:
            groups.setdefault(vertex.information_set, []).append(v)
    joined = [group for group in groups.values() if len(group) > 1]
    for which, group in enumerate(joined):
        # sets that lie beside each other are not drawn on one line
        shift = 0.4 * (which % 3 + 1)
        for one, other in pairwise(sorted(group, key=lambda v: plan.down[v])):
            x = plan.left[one] + shift, plan.left[other] + shift
            # from box to box
            y = plan.down[one] + BOX / 2, plan.down[other] - BOX / 2
            yield Line(x, y, "set", which)
