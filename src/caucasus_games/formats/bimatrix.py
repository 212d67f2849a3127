r"""The payoff table of a normal form in LaTeX: plain ``tabular`` or the package ``sgame`` [1]_.

The first player chooses the row and the second the column; the third and the fourth choose the
table. A cell holds the payoffs in the order of the players.

References
----------
.. [1] Osborne (2013), sgame: LaTeX style file for typesetting strategic games, version 2.15.
"""

import re
from collections.abc import Callable
from itertools import product

import sympy

from caucasus_games.errors import GameError
from caucasus_games.formats.tex import NEWLINE, size
from caucasus_games.games import NormalForm
from caucasus_games.games.profiles import Profile
from caucasus_games.text.latex import tex_text

_LONG_HISTORY = 4.5


def bimatrix(game: NormalForm, write: Callable[[sympy.Expr], str], *, sgame: bool) -> list[str]:
    r"""Write the tables of a game of up to four players."""
    count = len(game.players)
    if count > 4:
        raise GameError(
            f"a payoff table is for up to four players and the game has {count}: "
            "write a game of those that matter, or the whole game with to_nfg"
        )
    if sgame and count == 1:
        raise GameError("the package sgame is for two players or more: leave sgame out")
    cells = _cells(game, write)
    draw = _sgame if sgame else _tabular
    panels = []
    for others in product(*(game.actions[player] for player in game.players[2:])):
        named = zip(game.players[2:], others, strict=True)
        title = ", ".join(f"{tex_text(player)}: {tex_text(action)}" for player, action in named)
        panels.append(draw(game, {p[:2]: c for p, c in cells.items() if p[2:] == others}, title))
    across = len(game.actions[game.players[-1]]) if count > 2 else 1
    starts = range(0, len(panels), across)
    return ["\\quad\n".join(panels[i : i + across]) for i in starts]


def _cells(game: NormalForm, write: Callable[[sympy.Expr], str]) -> dict[Profile, str]:
    written = {profile: [write(f) for f in payoffs] for profile, payoffs in game.payoffs.items()}
    joined = {p: ", ".join(f"${formula}$" for formula in row) for p, row in written.items()}
    if len(game.players) == 1 or all(size(cell)[0] <= _LONG_HISTORY for cell in joined.values()):
        return joined
    return {
        profile: f"$\\begin{{array}}{{@{{}}c@{{}}}}{NEWLINE.join(formulas)}\\end{{array}}$"
        for profile, formulas in written.items()
    }


def _tabular(game: NormalForm, cells: dict[Profile, str], title: str) -> str:
    rows = game.actions[game.players[0]]
    chooser = game.players[1] if game.players[1:] else ""
    columns = game.actions[chooser] if chooser else ("",)
    width = len(columns)
    line = f"\\cline{{3-{width + 2}}}"
    # one by one, so that the heads have no rules beside them
    names = " & ".join(f"\\multicolumn{{1}}{{c}}{{{tex_text(column)}}}" for column in columns)
    heads = [f"\\multicolumn{{{width}}}{{c}}{{{tex_text(chooser)}}}"] if chooser else []
    lines = [f"\\multicolumn{{2}}{{c}}{{}} & {head} \\\\" for head in (*heads, names)]
    if title:
        lines.insert(0, f"\\multicolumn{{{width + 2}}}{{c}}{{{title}}} \\\\")
    lines[-1] += f" {line}"
    for i, row in enumerate(rows):
        who = tex_text(game.players[0]) if i == (len(rows) - 1) // 2 else ""
        here = [cell for profile, cell in cells.items() if profile[0] == row]
        lines.append(f"{who} & {tex_text(row)} & {' & '.join(here)} \\\\ {line}")
    return _within("tabular", f"{{rr|{'c|' * width}}}", lines)


def _sgame(game: NormalForm, cells: dict[Profile, str], title: str) -> str:
    rows, columns = (game.actions[player] for player in game.players[:2])
    names = "".join(f"[{tex_text(player)}]" for player in game.players[:2])
    lines = [f" & {' & '.join(map(tex_text, columns))} \\\\"]
    for row in rows:
        here = [_inside_sgame(cells[row, column]) for column in columns]
        lines.append(f"{tex_text(row)} & {' & '.join(here)} \\\\")
    options = f"{{{len(rows)}}}{{{len(columns)}}}{names}"
    if not title:
        return _within("game", options, lines)
    # the title takes no room of its own: keep it off what is beside, also where a line breaks
    table = len(columns) * max(size(cell)[0] for cell in cells.values())
    room = f"{{{max(size(title)[0] - table / 2, 0) / 2:.2f}cm}}"
    drawn = _within("game", f"{options}[{title}]", lines)
    return f"\\hspace*{room}{drawn}\\hspace{room}"


def _inside_sgame(cell: str) -> str:
    # the package takes every & for its own, and its rows leave arrays within them no height
    free = re.sub(r"(?<!\\)&", r"\\quad", cell)
    return f"\\gamevalignfalse {free}" if NEWLINE in free else free


def _within(environment: str, options: str, lines: list[str]) -> str:
    begin, end = f"\\begin{{{environment}}}{options}", f"\\end{{{environment}}}"
    return "\n".join([begin, *lines, end])
