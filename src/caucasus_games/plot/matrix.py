"""A normal form as a table, or as panels of tables; what is played is framed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from caucasus_games.errors import GameError
from caucasus_games.exact import show
from caucasus_games.games import NormalForm
from caucasus_games.games.door import check_game
from caucasus_games.plot.canvas import Canvas, canvas, shade, wide
from caucasus_games.results import Solution

_ROW, _PAD, _GAP = 2.2, 0.8, 2.0


def payoff_matrix(
    game: NormalForm,
    solution: Solution[Any] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the payoffs of a normal form.

    Parameters
    ----------
    game : NormalForm
        One to four players: the first chooses rows, the second columns, the third panels from left
        to right, the fourth panels from top to bottom.
    solution : Solution, optional
        Its equilibria; the profiles that are played surely are framed, those of a mixture shaded.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        In each cell the payoffs in the order of the players.

    Raises
    ------
    GameError
        If there are more than four players.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.models import ceasefire
    >>> from caucasus_games.concepts import pure_nash
    >>> game = ceasefire(NONE)
    >>> len(payoff_matrix(game, pure_nash(game)).texts)
    9
    """
    check_game(game, "plot.payoff_matrix", NormalForm)
    if len(game.players) > 4:
        raise GameError(
            f"the game has {len(game.players)} players and tables are drawn for up to four: solve "
            "it, or write it as a tree"
        )
    count = len(game.players)
    absent = [""] * (4 - count)
    rows, columns, across, down = [*map(list, game.actions.values()), *([""] for _ in absent)]
    played = _played(solution)
    cells = {
        (*profile, *absent): (_cell(game, profile), played.get(profile, 0.0))
        for profile in game.payoffs
    }
    panel = _Panel(rows, columns, _widest(text for text, _ in cells.values()))
    names = [_line(player) for player in game.players]
    roles = ("rows", "columns", "panels across", "panels down")
    legend = ", ".join(f"{name} {role}" for name, role in zip(names, roles, strict=False))
    titles, sides = _heads(game, 2), _heads(game, 3)
    step = max(panel.wide, _widest(titles)) + _GAP
    side = _widest(sides) + (_GAP if any(sides) else 0)
    top = _ROW * (2 if any(titles) else 1)
    high = panel.high + top
    width = max(side + step * len(across), wide(legend)) + _GAP
    sheet = canvas(ax, width, high * len(down) + 2 * _ROW)
    for (i, third), (j, fourth) in product(enumerate(across), enumerate(down)):
        left, above = _GAP / 2 + side + step * i, high * j + top
        if titles[i]:
            sheet.write(left + panel.wide / 2, above - _ROW / 2, titles[i], ha="center")
        if sides[j] and i == 0:
            sheet.write(_GAP / 2, above + panel.high / 2, sides[j])
        shown = {(r, c): cells[r, c, third, fourth] for r in rows for c in columns}
        panel.draw(sheet, left, above, shown)
    faint = shade(sheet.ax, 0.65)
    sheet.write(_GAP / 2, high * len(down) + _ROW, legend, color=faint, style="italic")
    return sheet.ax


@dataclass(frozen=True)
class _Panel:
    """A table: the first player's actions down, the second's across."""

    rows: Sequence[str]
    columns: Sequence[str]
    widest: float  # of what is written in cells

    @property
    def cell(self) -> float:
        return max(self.widest, _widest(map(_line, self.columns))) + 2 * _PAD

    @property
    def first(self) -> float:
        return _widest(map(_line, self.rows)) + 2 * _PAD

    @property
    def wide(self) -> float:
        return self.first + self.cell * len(self.columns)

    @property
    def high(self) -> float:
        return _ROW * (len(self.rows) + 1)

    def draw(
        self,
        sheet: Canvas,
        left: float,
        top: float,
        cells: Mapping[tuple[str, str], tuple[str, float]],
    ) -> None:
        """Write it with its upper left corner there."""
        start = left + self.first
        for c, column in enumerate(self.columns):
            if column:
                middle = start + self.cell * (c + 0.5)
                sheet.write(middle, top + _ROW / 2, _line(column), ha="center", style="italic")
        for r, row in enumerate(self.rows):
            y = top + _ROW * (r + 1)
            sheet.write(start - _PAD, y + _ROW / 2, _line(row), ha="right", style="italic")
            for c, column in enumerate(self.columns):
                self._box(sheet, start + self.cell * c, y, *cells[row, column])

    def _box(self, sheet: Canvas, x: float, y: float, text: str, chance: float) -> None:
        shaded = partial(shade, sheet.ax)
        look: dict[str, Any] = {"edgecolor": shaded(0.6), "linewidth": 0.6}
        box = Rectangle((x, y), self.cell, _ROW, facecolor=shaded(0.15 * bool(chance)), **look)
        sheet.ax.add_patch(box)
        if chance == 1:
            frame = Rectangle((x + 0.15, y + 0.15), self.cell - 0.3, _ROW - 0.3)
            frame.set(fill=False, edgecolor=shaded(1), linewidth=2)
            sheet.ax.add_patch(frame)
        sheet.write(x + self.cell / 2, y + _ROW / 2, text, ha="center")


def _widest(texts: Iterable[str]) -> float:
    return max(map(wide, texts))


def _heads(game: NormalForm, k: int) -> list[str]:
    """Return what stands beside the panels of a player's actions, if the game has the player."""
    players = game.players[k : k + 1]
    return [f"{_line(p)}: {_line(a)}" for p in players for a in game.actions[p]] or [""]


def _line(text: str) -> str:
    """Write a label on one line."""
    return " ".join(text.split())


def _cell(game: NormalForm, profile: tuple[str, ...]) -> str:
    if {s.name for s in game.symbols} <= {*game.values, *game.parameters}:
        numbers = (show(x, 2).replace("≈", "").replace("-", "−") for x in game.numbers[profile])
        return ", ".join(numbers)
    return ", ".join(map(str, game.payoffs[profile]))


def _played(solution: Solution[Any] | None) -> dict[tuple[str, ...], float]:
    """Return the profiles that are played, with one for those that are in some equilibrium."""
    found: dict[tuple[str, ...], float] = {}
    for equilibrium in solution or ():
        mixes = equilibrium.strategies.values()
        for profile in product(*mixes):
            chance = 1.0 if all(len(mix) == 1 for mix in mixes) else 0.5
            found[profile] = max(found.get(profile, 0.0), chance)
    return found
