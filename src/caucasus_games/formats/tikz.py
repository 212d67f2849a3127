r"""A game tree in TikZ: players in boxes, actions on branches, payoffs at the ends.

It grows downwards, the payoffs beneath the ends; or sideways, each end with its payoffs on a line,
which suits many ends. Chance is a rounded box, its probabilities beside the events. A dashed line
joins an information set. A number that a player chooses or knows is a fan from the least to the
greatest. Lengths are in centimetres, for text of ten to twelve points.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import sympy

from caucasus_games.errors import GameError
from caucasus_games.formats.followed import Followed, starts, where
from caucasus_games.formats.layout import breadths, levels
from caucasus_games.formats.tex import NEWLINE, size
from caucasus_games.formats.tikz_fans import LENGTH, PARTS, SIDE, Place, arc
from caucasus_games.formats.tikz_words import Lines, Telling, mover
from caucasus_games.games import ExtensiveForm
from caucasus_games.text.latex import tex_text

_BOX = 0.56
_GAP = 0.35
# how far along a straight branch its label is, and the room around the label
_ALONG = 0.6
_ROOM = 1.2
_FORK = 0.8
# TeX cannot measure 5.8 m and readers of PDF refuse more than 5.08
_LONGEST_SIDE = 500


@dataclass(frozen=True)
class _Plan:
    """What is written at each vertex, and where; levels run down, or to the right if sideways."""

    sideways: bool
    width: float
    labels: list[Lines]
    payoffs: list[Lines]
    level: list[int]
    depth: list[float]  # of the middle of each level
    breadth: list[float]
    fans: list[Lines]  # what is written at the ends of each

    def at(self, depth: float, breadth: float) -> str:
        x, y = (depth, -breadth) if self.sideways else (breadth, -depth)
        return f"({x + 0:.2f},{y + 0:.2f})"

    @property
    def deep(self) -> float:
        return (self.width if self.sideways else _BOX) / 2

    def near(self, level: int) -> float:
        """Where boxes and ends of a level begin."""
        return self.depth[level] - self.deep

    def far(self, level: int) -> float:
        """Where boxes of a level stop."""
        return self.depth[level] + self.deep


def tree(
    game: ExtensiveForm,
    write: Callable[[sympy.Expr], str],
    plays: Followed,
    *,
    sideways: bool,
) -> str:
    r"""Draw a game tree."""
    plan = _plan(game, Telling(write, plays), sideways)
    box = f"minimum width={plan.width:.2f}cm, minimum height={_BOX}cm"
    along = "anchor=west, align=left" if sideways else "align=center"
    ends = "anchor=west" if sideways else "anchor=north, align=center"
    named = ", ".join(tex_text(player) for player in game.players)
    corner = plan.at(plan.near(0), min(plan.breadth) - 0.7)
    legend = (corner, "south west") if sideways else (plan.at(plan.near(0) - 0.2, 0), "south")
    return "\n".join(
        [
            "\\begin{tikzpicture}[font=\\small,",
            f"  player/.style={{draw, fill=white, inner sep=1pt, {box}}},",
            f"  chance/.style={{player, rounded corners={_BOX / 2}cm, font=\\small\\itshape}},",
            f"  branch/.style={{{along}, fill=white, inner sep=1pt}},",
            f"  ends/.style={{{ends}, fill=white, inner sep=1pt, outer sep=3pt}}]",
            *(f"  {line}" for line in _lines(game, plan, plays)),
            f"  \\node[anchor={legend[1]}] at {legend[0]} {{payoffs: {named}}};",
            "\\end{tikzpicture}",
        ]
    )


def _plan(game: ExtensiveForm, telling: Telling, sideways: bool) -> _Plan:
    labels = telling.labels(game)
    payoffs = [telling.end(vertex, sideways) for vertex in game.vertices]
    fans = [telling.ends(vertex) for vertex in game.vertices]
    width = _width(game)
    # sizes as (across, along) the levels
    turn = -1 if sideways else 1
    marks = [_block(lines)[::turn] for lines in labels]
    ends = [_block(lines)[::turn] for lines in payoffs]
    across, along = (width, _BOX)[::turn]
    level = levels(game)
    room = _rooms(game, level, [mark for _, mark in marks], fans)
    depth = [k * along + sum(room[:k]) for k in range(len(room) + 1)]
    last = max(depth[k] + end[1] for k, end in zip(level, ends, strict=True))
    _check_size(last)
    own = [across if v.children else end[0] for v, end in zip(game.vertices, ends, strict=True)]
    half = _halves(own, [mark for mark, _ in marks], sideways)
    _widen(half, game, fans, turn)
    # the branches above a level are kept off where the payoffs reach into them
    starts_of = [d + along for d in depth]
    deep = [
        1 + sum(start < depth[k] + end[1] for start in starts_of[k:])
        for k, end in zip(level, ends, strict=True)
    ]
    breadth = breadths(game, level, half, deep, _GAP)
    _check_size(max(breadth) - min(breadth) + 2 * max(half))
    return _Plan(sideways, width, labels, payoffs, level, depth, breadth, fans)


def _width(game: ExtensiveForm) -> float:
    """Return how wide boxes are, so that each name fits."""
    names = {mover(vertex) or "chance" for vertex in game.vertices if vertex.children}
    return max((size(tex_text(name))[0] for name in names), default=0.0) + 0.3


def _rooms(
    game: ExtensiveForm, level: list[int], marks: list[float], fans: list[Lines]
) -> list[float]:
    """Return the room between each level and the next."""
    room = [_ROOM] * max(level)
    for v, vertex in enumerate(game.vertices):
        lead = LENGTH if fans[v] else 0
        for child in vertex.children:
            room[level[v]] = max(room[level[v]], _ROOM + marks[child] + lead)
    return room


def _halves(own: list[float], marks: list[float], sideways: bool) -> list[float]:
    """Return half of what vertices take across, with the labels above them."""
    along = 1 if sideways else _ALONG
    return [max(broad, mark / along) / 2 for broad, mark in zip(own, marks, strict=True)]


def _widen(half: list[float], game: ExtensiveForm, fans: list[Lines], turn: int) -> None:
    """Make room for fans, and for what is written at their ends."""
    for v, words in enumerate(fans):
        if words:
            beside = SIDE + max(_block((word,))[::turn][0] for word in words) + 0.1
            offered = game.vertices[v].children if game.vertices[v].offer else ()
            for own in (v, *offered):
                half[own] = max(half[own], beside)


def _check_size(length: float) -> None:
    if length > _LONGEST_SIDE:
        raise GameError(
            f"the tree would be {length / 100:.1f} m long or wide and TeX sets 5 m: draw it "
            "sideways, give values with at(), shorten symbols with notation or draw a smaller game"
        )


def _block(lines: Lines) -> tuple[float, float]:
    sizes = [size(line) for line in lines]
    return max((w for w, _ in sizes), default=0.0), sum(h for _, h in sizes)


def _lines(game: ExtensiveForm, plan: _Plan, plays: Followed) -> Iterator[str]:
    yield from _information_sets(game, plan)
    marks = []
    for v, vertex in enumerate(game.vertices):
        begin = _starts(game, plan, plays, v)
        if plan.fans[v]:
            yield from _fan(plan, where(vertex, plays), v)
        for child, start in zip(vertex.children, begin, strict=True):
            path, mark = _branch(plan, v, child, start)
            look = "[very thick]" if plays.kinds[child] == "played" else ""
            yield f"\\draw{look} {' -- '.join(path)};"
            marks.append(f"\\node[branch] at {mark} {{{NEWLINE.join(plan.labels[child])}}};")
    yield from marks
    for v, vertex in enumerate(game.vertices):
        if vertex.children:
            kind = "player" if mover(vertex) else "chance"
            here = plan.at(plan.depth[plan.level[v]], plan.breadth[v])
            yield f"\\node[{kind}] at {here} {{{tex_text(mover(vertex)) or 'chance'}}};"
        else:
            here = plan.at(plan.near(plan.level[v]), plan.breadth[v])
            yield f"\\fill {here} circle (1.2pt) node[ends] {{{NEWLINE.join(plan.payoffs[v])}}};"


def _starts(game: ExtensiveForm, plan: _Plan, plays: Followed, v: int) -> list[Place]:
    """Return where the branches of a vertex start: at its box, or on its arc."""
    vertex, here = game.vertices[v], (plan.far(plan.level[v]), plan.breadth[v])
    if not plan.fans[v]:
        return [here] * len(vertex.children)
    return [arc(here, share) for share in starts(vertex, where(vertex, plays))]


def _fan(plan: _Plan, marked: float | None, v: int) -> Iterator[str]:
    """Draw the wedge of a fan, with what is written at its ends and the number that is marked."""
    here = plan.far(plan.level[v]), plan.breadth[v]
    corners = [here, *(arc(here, k / PARTS) for k in range(PARTS + 1))]
    yield f"\\draw[fill=black!6] {' -- '.join(plan.at(*corner) for corner in corners)} -- cycle;"
    sides = ("south", "north") if plan.sideways else ("east", "west")
    for side, anchor, word in zip((0, 1), sides, plan.fans[v], strict=True):
        yield f"\\node[anchor={anchor}, inner sep=2pt] at {plan.at(*arc(here, side))} {{{word}}};"
    if marked is not None:
        there = plan.at(*arc(here, marked))
        yield f"\\draw[very thick] {plan.at(*here)} -- {there};"
        yield f"\\fill {there} circle (1.5pt);"


def _branch(plan: _Plan, parent: int, child: int, start: Place) -> tuple[list[str], str]:
    (begin, here), there = start, plan.breadth[child]
    bend = plan.near(plan.level[parent] + 1)
    stops = [start]
    if plan.sideways:
        fork = begin + _FORK
        stops.append((fork, there))
        mark = plan.at(fork, there)
    else:
        mark = plan.at(begin + _ALONG * (bend - begin), here + _ALONG * (there - here))
        if plan.level[child] > plan.level[parent] + 1:
            stops.append((bend, there))
    stops.append((plan.near(plan.level[child]), there))
    return [plan.at(*stop) for stop in stops], mark


def _information_sets(game: ExtensiveForm, plan: _Plan) -> Iterator[str]:
    groups: dict[str, list[int]] = {}
    for v, vertex in enumerate(game.vertices):
        if vertex.player:
            groups.setdefault(vertex.information_set, []).append(v)
    broad = (_BOX if plan.sideways else plan.width) / 2
    for group in groups.values():
        group.sort(key=lambda v: (plan.level[v], plan.breadth[v]))
        for one, other in pairwise(group):
            level, low, high = plan.level[one], plan.breadth[one], plan.breadth[other]
            depth, up = plan.depth[level], plan.depth[plan.level[other]]
            if up != depth:
                yield f"\\draw[dashed] {plan.at(depth, low)} -- {plan.at(up, high)};"
                continue
            between = any(
                k == level and low < b < high for k, b in zip(plan.level, plan.breadth, strict=True)
            )
            start, stop = plan.at(depth, low + broad), plan.at(depth, high - broad)
            if between:
                # a curve goes three quarters of the way to its controls: clear of the boxes
                up = depth - (plan.deep + 0.25) * 4 / 3
                first, second = plan.at(up, low + broad + 0.5), plan.at(up, high - broad - 0.5)
                yield f"\\draw[dashed] {start} .. controls {first} and {second} .. {stop};"
            else:
                yield f"\\draw[dashed] {start} -- {stop};"
