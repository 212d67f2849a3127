"""LaTeX of a Markov game: a row for each state and profile, with payoffs and what comes next."""

from collections.abc import Callable, Iterator

import sympy

from caucasus_games.games import MarkovGame
from caucasus_games.games.markov_stage import Cell
from caucasus_games.text.latex import tex_text
from caucasus_games.text.plain import counted

# of a page
_MOST_ROWS = 40


def markov_table(game: MarkovGame, write: Callable[[sympy.Expr], str], *, whole: bool) -> str:
    """Write the states of a game, on one piece or over pages if they are many."""
    players = [tex_text(player) for player in game.players]
    labelled = any(c.outcome for stage in game.stages.values() for c in stage.cells.values())
    titles = ["state", "played", *(f"{p} gets" for p in players), "next", *["outcome"] * labelled]
    body = [" & ".join(row) for row in _rows(game, write, labelled)]
    name = "longtable" if len(body) > _MOST_ROWS and not whole else "tabular"
    told = f"\\multicolumn{{{len(titles)}}}{{@{{}}l@{{}}}}{{{_below(game, write)}}}"
    lines = [r"\hline", f"{' & '.join(titles)} \\\\", r"\hline"]
    lines += [f"{row} \\\\" for row in body]
    begin = f"\\begin{{{name}}}{{@{{}}{'l' * len(titles)}@{{}}}}"
    return "\n".join([begin, *lines, r"\hline", told, f"\\end{{{name}}}"])


def _rows(
    game: MarkovGame, write: Callable[[sympy.Expr], str], labelled: bool
) -> Iterator[list[str]]:
    for state, stage in game.stages.items():
        first = True
        for profile, cell in stage.cells.items():
            yield [
                tex_text(state) if first else "",
                tex_text(", ".join(profile)),
                *(f"${write(payoff)}$" for payoff in cell.payoffs),
                f"{_next(cell, write)}{', at once' * stage.at_once}",
                *[tex_text(cell.outcome)] * labelled,
            ]
            first = False


def _next(cell: Cell, write: Callable[[sympy.Expr], str]) -> str:
    """Write what comes next, with its chances unless it is sure."""
    return ", ".join(
        tex_text(state) if chance == 1 else f"{tex_text(state)} ${write(chance)}$"
        for state, chance in cell.to.items()
    )


def _below(game: MarkovGame, write: Callable[[sympy.Expr], str]) -> str:
    """Say what is not in the table."""
    factors = ", ".join(f"{tex_text(p)} ${write(f)}$" for p, f in game.discounts.items())
    parts = [f"first state: {tex_text(game.start)}", f"discount factors: {factors}"]
    if game.horizon:
        parts.append(counted(game.horizon, "period"))
    if game.otherwise:
        parts.append(f"no outcome: {tex_text(game.otherwise)}")
    return "; ".join(parts)
