"""Where the lines, boxes and words of a drawn tree are, before anything draws them.

Lengths are in units of the letters' size; the tree grows to the right from the upper left corner.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from immutabledict import immutabledict

from caucasus_games.exact import Interval, show
from caucasus_games.formats.layout import breadths, levels
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.door import check_game, check_listed
from caucasus_games.plot.canvas import wide
from caucasus_games.results import EnclosedEquilibrium, Equilibrium

# lengths in units of the letters' size
BOX = 1.7
_ROW, _PAD, _FORK, _EDGE = 1.0, 0.5, 1.6, 1.0

Drawn = Equilibrium | EnclosedEquilibrium
Kind = Literal["played", "chosen", "idle", "set"]
Role = Literal["branch", "player", "chance", "end", "reached end", "payoffs"]


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


def sketch(game: ExtensiveForm, chosen: Drawn | None = None, *, payoffs: bool = True) -> Sketch:
    """Arrange a game tree."""
    check_game(game, "plot.tree", ExtensiveForm, advice="plot.payoff_matrix draws tables")
    check_listed(game, "plot.tree")
    plan = _plan(game, payoffs)
    kinds = _kinds(game, chosen)
    lines, boxes, dots, words = list(_information_sets(game, plan)), [], [], []
    for v, vertex in enumerate(game.vertices):
        for child in vertex.children:
            bend = plan.left[child] - wide(plan.above[child]) - _PAD
            corners = (plan.right[v], bend, plan.left[child])
            down = plan.down[v], plan.down[child], plan.down[child]
            lines.append(Line(corners, down, kinds[child]))
            place = bend + _PAD / 2, plan.down[child] - 0.6
            words.append(Word(*place, plan.above[child], "branch"))
        if vertex.children:
            sides = plan.left[v], plan.right[v]
            boxes.append(Box(*sides, plan.down[v], vertex.player))
            role: Role = "player" if vertex.player else "chance"
            words.append(Word(sum(sides) / 2, plan.down[v], plan.told[v], role))
        else:
            dots.append((plan.left[v], plan.down[v]))
            reached = chosen is not None and (v == 0 or kinds[v] == "played")
            end: Role = "reached end" if reached else "end"
            words.append(Word(plan.left[v] + _PAD, plan.down[v], plan.told[v], end))
    width, height = max(plan.right), max(plan.down) + BOX / 2 + _EDGE
    if payoffs:
        about = "payoffs, rounded" if _rounded(game) else "payoffs"
        paid = f"{about}: {', '.join(map(_line, game.players))}"
        words.append(Word(_EDGE, max(plan.down) + BOX, paid, "payoffs"))
        width, height = max(width, wide(paid)), max(plan.down) + BOX + 2 * _EDGE
    return Sketch(width + 2 * _EDGE, height, tuple(lines), tuple(boxes), tuple(dots), tuple(words))


@dataclass(frozen=True)
class _Plan:
    """Where each vertex begins and ends across, how far down it is, and what is written there."""

    left: list[float]
    right: list[float]
    down: list[float]
    above: list[str]
    told: list[str]


def _plan(game: ExtensiveForm, payoffs: bool) -> _Plan:
    level = levels(game)
    above = [""] * len(game.vertices)
    for v, vertex in enumerate(game.vertices):
        for k, child in enumerate(vertex.children):
            above[child] = _line(vertex.branches[k])
            if not vertex.player:
                above[child] += f" ({_written(game, v, k)})"
    told = [
        _line(vertex.player or "chance")
        if vertex.children
        else _line(vertex.outcome) + (f" ({_paid(game, v)})" if payoffs else "")
        for v, vertex in enumerate(game.vertices)
    ]
    box, label = [0.0] * (max(level) + 1), [0.0] * (max(level) + 1)
    for v, vertex in enumerate(game.vertices):
        box[level[v]] = max(box[level[v]], wide(told[v]) + 2 * _PAD if vertex.children else 0.0)
        label[level[v]] = max(label[level[v]], wide(above[v]))
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
    across = breadths(game, level, [_ROW] * len(level), deep, 0.1)
    top = min(across)
    down = [place - top + _EDGE + BOX for place in across]
    return _Plan([starts[k] for k in level], right, down, above, told)


def _numeric(game: ExtensiveForm) -> bool:
    return {s.name for s in game.symbols} <= {*game.values, *game.parameters}


def _rounded(game: ExtensiveForm) -> bool:
    """Tell whether some payoff is written shorter than it is."""
    paid = game.numbers.payoffs if _numeric(game) else ()
    return any(show(x, 2).startswith("≈") for numbers in paid for x in numbers or ())


def _written(game: ExtensiveForm, v: int, k: int) -> str:
    if _numeric(game):
        return _short(game.numbers.chances[v][k])
    return str(game.vertices[v].probabilities[k])


def _paid(game: ExtensiveForm, v: int) -> str:
    numbers = game.numbers.payoffs[v] if _numeric(game) else None
    return ", ".join(map(_short, numbers) if numbers else map(str, game.vertices[v].payoffs))


def _line(text: str) -> str:
    """Write a label on one line."""
    return " ".join(text.split())


def _short(number: Fraction) -> str:
    return show(number, 2).replace("≈", "").replace("-", "−")


def _kinds(game: ExtensiveForm, chosen: Drawn | None) -> list[Kind]:
    """Tell of which kind the line to each vertex is."""
    if chosen is None:
        return ["chosen"] * len(game.vertices)
    kinds: list[Kind] = ["idle"] * len(game.vertices)
    kinds[0] = "played"
    for v, vertex in enumerate(game.vertices):
        mix: Mapping[str, Fraction | Interval]
        mix = chosen.strategies.get(vertex.information_set, immutabledict())
        shares = [mix.get(label) for label in vertex.branches]
        taken = shares if vertex.player else game.numbers.chances[v]
        for share, child in zip(taken, vertex.children, strict=True):
            if share and kinds[v] == "played":
                kinds[child] = "played"
            elif share and vertex.player:
                kinds[child] = "chosen"
    return kinds


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
