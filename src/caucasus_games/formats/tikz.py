r"""A game tree in TikZ: players in boxes, actions on branches, payoffs at the ends.

It grows downwards, the payoffs beneath the ends; or sideways, each end with its payoffs on a line,
which suits many ends. Chance is a rounded box, its probabilities beside the events. A dashed line
joins an information set. Lengths are in centimetres, for text of ten to twelve points.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import sympy

from caucasus_games.errors import GameError
from caucasus_games.formats.layout import breadths, levels
from caucasus_games.formats.tex import NEWLINE, size
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.vertices import Vertex
from caucasus_games.text.latex import tex_text

_BOX = 0.56
_GAP = 0.35
# how far along a straight branch its label is, and the room around the label
_ALONG = 0.6
_ROOM = 1.2
_FORK = 0.8
# TeX cannot measure 5.8 m and readers of PDF refuse more than 5.08
_LONGEST_SIDE = 500

Lines = tuple[str, ...]


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


def tree(game: ExtensiveForm, write: Callable[[sympy.Expr], str], *, sideways: bool) -> str:
    r"""Draw a game tree."""
    plan = _plan(game, write, sideways)
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
            *(f"  {line}" for line in _lines(game, plan)),
            f"  \\node[anchor={legend[1]}] at {legend[0]} {{payoffs: {named}}};",
            "\\end{tikzpicture}",
        ]
    )


def _plan(game: ExtensiveForm, write: Callable[[sympy.Expr], str], sideways: bool) -> _Plan:
    labels = _labels(game, write)
    payoffs = [_end(vertex, write, sideways) for vertex in game.vertices]
    names = {vertex.player or "chance" for vertex in game.vertices if vertex.children}
    width = max((size(tex_text(name))[0] for name in names), default=0.0) + 0.3
    # sizes as (across, along) the levels
    turn = -1 if sideways else 1
    marks = [_block(lines)[::turn] for lines in labels]
    ends = [_block(lines)[::turn] for lines in payoffs]
    across, along = (width, _BOX)[::turn]
    level = levels(game)
    room = [_ROOM] * max(level)
    for v, vertex in enumerate(game.vertices):
        for child in vertex.children:
            room[level[v]] = max(room[level[v]], _ROOM + marks[child][1])
    depth = [0.0]
    for distance in room:
        depth.append(depth[-1] + along + distance)
    last = max(depth[k] + end[1] for k, end in zip(level, ends, strict=True))
    _check_size(last)
    half, deep = [], []
    for v, vertex in enumerate(game.vertices):
        own = across if vertex.children else ends[v][0]
        half.append(max(own, marks[v][0] / (1 if sideways else _ALONG)) / 2)
        # the branches above a level are kept off where the payoffs reach into them
        reached = (d + along for d in depth[level[v] :] if d + along < depth[level[v]] + ends[v][1])
        deep.append(1 + sum(1 for _ in reached))
    breadth = breadths(game, level, half, deep, _GAP)
    _check_size(max(breadth) - min(breadth) + 2 * max(half))
    return _Plan(sideways, width, labels, payoffs, level, depth, breadth)


def _check_size(length: float) -> None:
    if length > _LONGEST_SIDE:
        raise GameError(
            f"the tree would be {length / 100:.1f} m long or wide and TeX sets 5 m: draw it "
            "sideways, give values with at(), shorten symbols with notation or draw a smaller game"
        )


def _labels(game: ExtensiveForm, write: Callable[[sympy.Expr], str]) -> list[Lines]:
    labels: list[Lines] = [()] * len(game.vertices)
    for vertex in game.vertices:
        for i, child in enumerate(vertex.children):
            labels[child] = (
                tex_text(vertex.branches[i]),
                *(f"${write(chance)}$" for chance in vertex.probabilities[i : i + 1]),
            )
    return labels


def _end(vertex: Vertex, write: Callable[[sympy.Expr], str], sideways: bool) -> Lines:
    written = [f"${write(payoff)}$" for payoff in vertex.payoffs]
    outcome = tex_text(vertex.outcome)
    if sideways:
        return (": ".join(part for part in (outcome, ", ".join(written)) if part),)
    return (*([outcome] if outcome else []), *written)


def _block(lines: Lines) -> tuple[float, float]:
    sizes = [size(line) for line in lines]
    return max((w for w, _ in sizes), default=0.0), sum(h for _, h in sizes)


def _lines(game: ExtensiveForm, plan: _Plan) -> Iterator[str]:
    yield from _information_sets(game, plan)
    marks = []
    for v, vertex in enumerate(game.vertices):
        for child in vertex.children:
            path, mark = _branch(plan, v, child)
            yield f"\\draw {' -- '.join(path)};"
            marks.append(f"\\node[branch] at {mark} {{{NEWLINE.join(plan.labels[child])}}};")
    yield from marks
    for v, vertex in enumerate(game.vertices):
        if vertex.children:
            kind = "player" if vertex.player else "chance"
            here = plan.at(plan.depth[plan.level[v]], plan.breadth[v])
            yield f"\\node[{kind}] at {here} {{{tex_text(vertex.player) or 'chance'}}};"
        else:
            here = plan.at(plan.near(plan.level[v]), plan.breadth[v])
            yield f"\\fill {here} circle (1.2pt) node[ends] {{{NEWLINE.join(plan.payoffs[v])}}};"


def _branch(plan: _Plan, parent: int, child: int) -> tuple[list[str], str]:
    start, there = plan.far(plan.level[parent]), plan.breadth[child]
    bend = plan.near(plan.level[parent] + 1)
    stops = [(start, plan.breadth[parent])]
    if plan.sideways:
        fork = start + _FORK
        stops.append((fork, there))
        mark = plan.at(fork, there)
    else:
        here = plan.breadth[parent]
        mark = plan.at(start + _ALONG * (bend - start), here + _ALONG * (there - here))
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
