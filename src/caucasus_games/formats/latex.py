r"""LaTeX of a game: the payoff table of a normal form, the drawing of a tree, a table of states."""

from collections.abc import Mapping

from caucasus_games.errors import GameError
from caucasus_games.formats.bimatrix import bimatrix
from caucasus_games.formats.followed import Drawn, followed, single
from caucasus_games.formats.markov_latex import markov_table
from caucasus_games.formats.tex import formula_writer
from caucasus_games.formats.tikz import tree
from caucasus_games.games import ExtensiveForm, MarkovGame, NormalForm
from caucasus_games.games.door import check_game
from caucasus_games.results import Solution


def to_latex(
    game: NormalForm | ExtensiveForm | MarkovGame,
    equilibrium: Drawn | Solution[Drawn] | None = None,
    *,
    sgame: bool = False,
    sideways: bool = False,
    notation: Mapping[str, str] | None = None,
    standalone: bool = False,
) -> str:
    r"""Write a game for a paper.

    A normal form becomes a payoff table, a tree a TikZ drawing, a Markov game a table with a row
    for each state and profile. Payoffs are formulas; values given by ``at`` are put in. A document
    needs ``\usepackage{amsmath}`` for formulas with cases, ``tikz`` or ``sgame`` for what uses
    them, and ``longtable`` for more than 40 rows of states. Labels may hold specials, accented
    Latin letters and Greek ones; other scripts need LuaLaTeX or XeLaTeX.

    Parameters
    ----------
    game : NormalForm, ExtensiveForm or MarkovGame
        The game; a normal form of up to four players. A number that a player chooses or knows is a
        fan from the least to the greatest.
    equilibrium : Equilibrium, EnclosedEquilibrium or Solution, optional
        What is played in a tree: its branches are thick, its numbers put in and marked.
    sgame : bool
        Whether the payoff table uses the package sgame instead of plain ``tabular``.
    sideways : bool
        Whether the tree grows to the right, which suits many ends.
    notation : mapping of str to str
        LaTeX for symbols, by name, such as ``{"corridor_value": "v"}``.
    standalone : bool
        Whether to return a whole document instead of a part.

    Returns
    -------
    str
        LaTeX.

    Raises
    ------
    GameError
        If the solution has not one equilibrium, the game is no game, has too many players for a
        table or is too large to draw, an option is for the other kind of game, or the notation
        names an unknown symbol.

    Examples
    --------
    >>> game = NormalForm.from_arrays(
    ...     [[1, -1], [-1, 1]],
    ...     [[-1, 1], [1, -1]],
    ...     actions={"A": ["heads", "tails"], "B": ["heads", "tails"]},
    ... )
    >>> print(to_latex(game, sgame=True))
    \begin{game}{2}{2}[A][B]
     & heads & tails \\
    heads & $1$, $-1$ & $-1$, $1$ \\
    tails & $-1$, $1$ & $1$, $-1$ \\
    \end{game}
    """
    check_game(game, "to_latex", NormalForm, ExtensiveForm, MarkovGame)
    if isinstance(game, MarkovGame):
        _check_plain(sgame, sideways, equilibrium)
        rows = [markov_table(game, formula_writer(game, notation or {}), whole=standalone)]
        package = ""
    elif isinstance(game, NormalForm):
        if sideways:
            raise GameError("sideways is for trees and this is a normal form: leave it out")
        if equilibrium is not None:
            raise GameError(
                "an equilibrium is drawn in trees and this is a normal form: leave it out, its "
                "solution has to_latex() of its own"
            )
        rows = bimatrix(game, formula_writer(game, notation or {}), sgame=sgame)
        package = "sgame" if sgame else ""
    else:
        if sgame:
            raise GameError("sgame is for normal forms and this is a tree: leave it out")
        plays = followed(game, single(equilibrium))
        rows = [tree(game, formula_writer(game, notation or {}), plays, sideways=sideways)]
        package = "tikz"
    return _document(rows, package) if standalone else "\n\n\\bigskip\n".join(rows)


def _check_plain(sgame: bool, sideways: bool, equilibrium: object) -> None:
    """Refuse what a table of states has not."""
    for given, what in (
        (sgame, "sgame is for normal forms"),
        (sideways, "sideways is for trees"),
        (equilibrium is not None, "an equilibrium is drawn in trees"),
    ):
        if given:
            raise GameError(
                f"{what} and this is a Markov game: leave it out, its equilibria have to_latex() "
                "of their own"
            )


def _document(rows: list[str], package: str) -> str:
    boxes = "\\bigskip\n".join(f"\\hbox{{%\n{row}}}" for row in rows)
    return "\n".join(
        [
            "\\documentclass[border=5mm]{standalone}",
            "\\usepackage[utf8]{inputenc}",
            "\\usepackage{amsmath}",
            *([f"\\usepackage{{{package}}}"] if package else []),
            "\\begin{document}",
            f"\\vbox{{%\n{boxes}}}",
            "\\end{document}",
            "",
        ]
    )
