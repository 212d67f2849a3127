"""A normal form as a table, or as panels of tables; what is played is framed."""

from itertools import product
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from caucasus_games.errors import GameError
from caucasus_games.exact import show
from caucasus_games.games import NormalForm
from caucasus_games.games.door import check_game
from caucasus_games.plot.canvas import canvas, wide
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
    axes = [list(game.actions[player]) for player in game.players]
    names = [_line(player) for player in game.players]
    axes += [[""]] * (4 - len(axes))
    rows, columns, across, down = axes
    count = len(game.players)
    cells = {profile: _cell(game, profile) for profile in game.payoffs}
    heads = [f"{player}: " for player in names] + [""] * (4 - count)
    cell = (
        max(*(wide(text) for text in cells.values()), *(wide(_line(c)) for c in columns)) + 2 * _PAD
    )
    first = max(wide(_line(row)) for row in rows) + 2 * _PAD
    panel_wide, panel_high = first + cell * len(columns), _ROW * (len(rows) + 1)
    titles = [heads[2] + _line(action) if count > 2 else "" for action in across]
    sides = [heads[3] + _line(action) if count > 3 else "" for action in down]
    step = max(panel_wide, *(wide(title) for title in titles)) + _GAP
    side = max(wide(text) for text in sides) + (_GAP if count > 3 else 0)
    top = _ROW * (2 if count > 2 else 1)
    legend = ", ".join(
        f"{player} {what}"
        for player, what in zip(
            names, ("rows", "columns", "panels across", "panels down"), strict=False
        )
    )
    width = max(side + step * len(across), wide(legend)) + _GAP
    sheet = canvas(ax, width, (panel_high + top) * len(down) + 2 * _ROW)
    played = _played(solution)
    for (i, panel), (j, below) in product(enumerate(across), enumerate(down)):
        left, high = _GAP / 2 + side + step * i, (panel_high + top) * j + top
        if titles[i]:
            sheet.write(left + panel_wide / 2, high - _ROW / 2, titles[i], ha="center")
        if sides[j] and i == 0:
            sheet.write(_GAP / 2, high + panel_high / 2, sides[j])
        for c, column in enumerate(columns):
            middle = left + first + cell * (c + 0.5)
            if column:
                sheet.write(middle, high + _ROW / 2, _line(column), ha="center", style="italic")
        for r, row in enumerate(rows):
            y = high + _ROW * (r + 1.5)
            sheet.write(left + first - _PAD, y, _line(row), ha="right", style="italic")
            for c, column in enumerate(columns):
                profile = (row, column, panel, below)[:count]
                x = left + first + cell * c
                kind = played.get(profile, 0.0)
                box = Rectangle(
                    (x, y - _ROW / 2),
                    cell,
                    _ROW,
                    facecolor="0.85" if kind else "white",
                    edgecolor="0.4",
                    linewidth=0.6,
                )
                sheet.ax.add_patch(box)
                if kind == 1:
                    frame = Rectangle((x + 0.15, y - _ROW / 2 + 0.15), cell - 0.3, _ROW - 0.3)
                    frame.set(fill=False, edgecolor="black", linewidth=2)
                    sheet.ax.add_patch(frame)
                sheet.write(x + cell / 2, y, cells[profile], ha="center", bold=False)
    bottom = (panel_high + top) * len(down) + _ROW
    sheet.write(_GAP / 2, bottom, legend, color="0.35", style="italic")
    return sheet.ax


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
