"""A game tree that grows to the right, with an equilibrium path drawn thick."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from caucasus_games.errors import GameError
from caucasus_games.exact import show
from caucasus_games.formats.layout import breadths, levels
from caucasus_games.games import ExtensiveForm
from caucasus_games.plot.canvas import Canvas, canvas, wide
from caucasus_games.plot.style import looks
from caucasus_games.results import Equilibrium, Solution
from caucasus_games.results.tree import weights_of

# lengths in units of the letters' size
_ROW, _BOX, _PAD, _FORK, _EDGE = 1.0, 1.7, 0.5, 1.6, 1.0
_PLAYED, _CHOSEN, _IDLE = ("black", 2.6), ("black", 1.2), ("0.6", 0.7)


@dataclass(frozen=True)
class _Plan:
    """Where each vertex begins and ends across, how far down it is, and what is written there."""

    left: list[float]
    right: list[float]
    down: list[float]
    above: list[str]
    told: list[str]


def tree(
    game: ExtensiveForm,
    equilibrium: Equilibrium | Solution[Equilibrium] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a game tree.

    Parameters
    ----------
    game : ExtensiveForm
        Any tree.
    equilibrium : Equilibrium or Solution, optional
        What is played: what play reaches is thick, what is chosen elsewhere black, the rest grey.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        Payoffs are in the order of ``game.players``; with values for every symbol they are numbers.
        A dashed line joins an information set.

    Raises
    ------
    GameError
        If the solution has no equilibrium or several.

    Examples
    --------
    >>> from caucasus_games.models import deterrence
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> from caucasus_games.solvers import subgame_perfect
    >>> game = deterrence(US_OPERATOR)
    >>> ax = tree(game, subgame_perfect(game))
    >>> ax.texts[-1].get_text()
    'payoffs, rounded: Armenia, Azerbaijan, United States'
    """
    chosen = _single(equilibrium) if isinstance(equilibrium, Solution) else equilibrium
    plan = _plan(game)
    about = "payoffs, rounded" if _numeric(game) else "payoffs"
    paid = f"{about}: {', '.join(game.players)}"
    width = max(*plan.right, wide(paid)) + 2 * _EDGE
    sheet = canvas(ax, width, max(plan.down) + _BOX + 2 * _EDGE)
    _information_sets(sheet, game, plan)
    kinds = _kinds(game, chosen)
    for v, vertex in enumerate(game.vertices):
        for child in vertex.children:
            colour, line = kinds[child]
            bend = plan.left[child] - wide(plan.above[child]) - _PAD
            sheet.ax.plot(
                [plan.right[v], bend, plan.left[child]],
                [plan.down[v], plan.down[child], plan.down[child]],
                color=colour,
                linewidth=line * sheet.size / 10,
                solid_joinstyle="round",
                zorder=3 if line > 1 else 2,
            )
            sheet.write(
                bend + _PAD / 2, plan.down[child] - 0.6, plan.above[child], zorder=5, color="0.15"
            )
    for v, vertex in enumerate(game.vertices):
        reached = v == 0 or kinds[v] == _PLAYED
        if vertex.children:
            _box(sheet, plan, v, rounded=not vertex.player)
        else:
            sheet.ax.plot(
                plan.left[v],
                plan.down[v],
                "o",
                color="black",
                markersize=sheet.size * 0.3,
                zorder=4,
            )
            bold = chosen is not None and reached
            sheet.write(plan.left[v] + _PAD, plan.down[v], plan.told[v], bold=bold, zorder=5)
    sheet.write(_EDGE, max(plan.down) + _BOX, paid, color="0.35", style="italic")
    return sheet.ax


def _single(solution: Solution[Equilibrium]) -> Equilibrium:
    if len(solution) != 1:
        raise GameError(
            f"the solution has {len(solution)} equilibria and one is drawn: give one of its "
            "equilibria, or leave it out"
        )
    return solution.equilibria[0]


def _plan(game: ExtensiveForm) -> _Plan:
    level = levels(game)
    above = [""] * len(game.vertices)
    for v, vertex in enumerate(game.vertices):
        for k, child in enumerate(vertex.children):
            above[child] = vertex.branches[k]
            if not vertex.player:
                above[child] += f" ({_written(game, v, k)})"
    told = [
        (vertex.player or "chance") if vertex.children else _end(game, v)
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
    down = [place - top + _EDGE + _BOX for place in across]
    return _Plan([starts[k] for k in level], right, down, above, told)


def _numeric(game: ExtensiveForm) -> bool:
    return {s.name for s in game.symbols} <= {*game.values, *game.parameters}


def _written(game: ExtensiveForm, v: int, k: int) -> str:
    if _numeric(game):
        return _short(game.numbers.chances[v][k])
    return str(game.vertices[v].probabilities[k])


def _end(game: ExtensiveForm, v: int) -> str:
    vertex = game.vertices[v]
    numbers = game.numbers.payoffs[v] if _numeric(game) else None
    paid = map(_short, numbers) if numbers else map(str, vertex.payoffs)
    return f"{vertex.outcome} ({', '.join(paid)})"


def _short(number: Fraction) -> str:
    return show(number, 2).replace("≈", "").replace("-", "−")


def _kinds(game: ExtensiveForm, chosen: Equilibrium | None) -> list[tuple[str, float]]:
    """Return the colour and the width of the line to each vertex."""
    if chosen is None:
        return [_CHOSEN] * len(game.vertices)
    weights = weights_of(game, chosen.strategies)
    kinds = [_IDLE] * len(game.vertices)
    kinds[0] = _PLAYED
    for v, vertex in enumerate(game.vertices):
        for weight, child in zip(weights[v], vertex.children, strict=True):
            if weight:
                played = kinds[v] == _PLAYED
                kinds[child] = _PLAYED if played else _CHOSEN if vertex.player else _IDLE
    return kinds


def _box(sheet: Canvas, plan: _Plan, v: int, *, rounded: bool) -> None:
    corner = "round,pad=0,rounding_size=0.8" if rounded else "square,pad=0"
    sheet.ax.add_patch(
        FancyBboxPatch(
            (plan.left[v], plan.down[v] - _BOX / 2),
            plan.right[v] - plan.left[v],
            _BOX,
            boxstyle=corner,
            facecolor="white",
            edgecolor="black",
            linewidth=0.8,
            zorder=4,
        )
    )
    middle = (plan.left[v] + plan.right[v]) / 2
    style = "italic" if rounded else "normal"
    sheet.write(middle, plan.down[v], plan.told[v], ha="center", style=style, zorder=5)


def _information_sets(sheet: Canvas, game: ExtensiveForm, plan: _Plan) -> None:
    groups: dict[str, list[int]] = {}
    for v, vertex in enumerate(game.vertices):
        if vertex.player:
            groups.setdefault(vertex.information_set, []).append(v)
    sets = list(looks(["1", "2", "3"]).values())
    joined = [group for group in groups.values() if len(group) > 1]
    for k, group in enumerate(joined):
        # sets that lie beside each other are not drawn on one line, nor alike
        shift, look = 0.4 * (k % 3 + 1), sets[k % len(sets)]
        for one, other in pairwise(group):
            sheet.ax.plot(
                [plan.left[one] + shift, plan.left[other] + shift],
                [plan.down[one], plan.down[other]],
                linestyle=(0, (4, 2 + k % 3)),
                color=look.colour,
                linewidth=1.4 * sheet.size / 10,
                zorder=1,
            )
