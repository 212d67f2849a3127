"""A game tree that grows to the right, with an equilibrium path drawn thick."""

from collections.abc import Iterator, Mapping
from functools import partial
from html import escape
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, Polygon

from caucasus_games.formats.followed import Drawn, single
from caucasus_games.games import ExtensiveForm
from caucasus_games.plot.canvas import canvas, shade, wide
from caucasus_games.plot.sketch import BOX, Line, Sketch, Word, sketch
from caucasus_games.plot.style import LOOKS, Look, looks
from caucasus_games.results import Solution

# of a line for letters of ten points
_WIDTHS = {"played": 2.6, "chosen": 1.2, "idle": 0.7, "set": 1.4}
# how much ink is in a line, the rest is ground
_INK = {"played": 1.0, "chosen": 1.0, "idle": 0.4}
_SETS = [look.colour for look in LOOKS[:3]]
_WORDS: dict[str, dict[str, Any]] = {
    "branch": {},
    "player": {"ha": "center"},
    "chance": {"ha": "center", "style": "italic"},
    "end": {},
    "reached end": {"bold": True},
    "end of a fan": {"ha": "right"},
    "payoffs": {"style": "italic"},
}
_INK_OF_WORDS = {"branch": 0.85, "end of a fan": 0.85, "payoffs": 0.65}
# how much of a player's colour is in the boxes of its moves
_TINT = 0.2
# of a letter in pixels
_PIXELS_OF_A_UNIT = 12.0


def tree(
    game: ExtensiveForm,
    equilibrium: Drawn | Solution[Drawn] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a game tree.

    Parameters
    ----------
    game : ExtensiveForm
        Any tree.
    equilibrium : Equilibrium, EnclosedEquilibrium or Solution, optional
        What is played: what play reaches is thick, what is chosen elsewhere black, the rest grey.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        Payoffs are in the order of ``game.players``; with values for every symbol they are numbers.
        Each player's moves have a tint of their own, and a dashed line joins an information set. A
        number to be chosen is a fan, from the least above to the greatest below; so is one that a
        player knows, where it answers.

    Raises
    ------
    GameError
        If the solution has no equilibrium or several.

    Examples
    --------
    >>> from caucasus_games.models import deterrence
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> from caucasus_games.concepts import subgame_perfect
    >>> game = deterrence(US_OPERATOR)
    >>> ax = tree(game, subgame_perfect(game))
    >>> ax.texts[-1].get_text()
    'payoffs, rounded: Armenia, Azerbaijan, United States'
    """
    drawn = sketch(game, single(equilibrium))
    sheet = canvas(ax, drawn.width, drawn.height)
    # mixed and not transparent, as no lines show through
    shaded = partial(shade, sheet.ax)
    ink = shaded(1)
    for line in drawn.lines:
        hidden = line.kind == "set"
        dashes: Any = (0, (4, 2 + line.which % 3)) if hidden else "-"
        sheet.ax.plot(
            line.x,
            line.y,
            color=_SETS[line.which % 3] if hidden else shaded(_INK[line.kind]),
            linewidth=_WIDTHS[line.kind] * sheet.size / 10,
            linestyle=dashes,
            solid_joinstyle="round",
            zorder=1 if hidden else 2 if line.kind == "idle" else 3,
        )
    tints = looks(game.players)
    for fan in drawn.fans:
        tint = shaded(_TINT, tints[fan.player].colour)
        sheet.ax.add_patch(
            Polygon(fan.outline, facecolor=tint, edgecolor=ink, linewidth=0.8, zorder=1.5)
        )
    for box in drawn.boxes:
        corner = "square,pad=0" if box.player else "round,pad=0,rounding_size=0.8"
        where = (box.left, box.y - BOX / 2), box.right - box.left, BOX
        fill = shaded(_TINT, tints[box.player].colour) if box.player else shaded(0)
        look: dict[str, Any] = {"facecolor": fill, "edgecolor": ink, "linewidth": 0.8}
        sheet.ax.add_patch(FancyBboxPatch(*where, corner, zorder=4, **look))
    for x, y in drawn.dots:
        sheet.ax.plot(x, y, "o", color=ink, markersize=sheet.size * 0.3, zorder=4)
    for word in drawn.words:
        look = {"color": shaded(_INK_OF_WORDS.get(word.role, 1)), **_WORDS[word.role]}
        sheet.write(word.x, word.y, word.text, zorder=5, **look)
    return sheet.ax


def tree_svg(
    game: ExtensiveForm,
    equilibrium: Drawn | Solution[Drawn] | None = None,
    *,
    payoffs: bool = True,
) -> str:
    """Write a game tree for a web page, quicker than :func:`~caucasus_games.plot.tree` draws it.

    Parameters
    ----------
    game, equilibrium
        As for :func:`~caucasus_games.plot.tree`.
    payoffs : bool
        Whether they are written at the ends.

    Returns
    -------
    str
        An ``svg`` element in the colour of the text around it, whose words can be searched and
        copied.

    Raises
    ------
    GameError
        As :func:`~caucasus_games.plot.tree`.

    Examples
    --------
    >>> from caucasus_games.models import deterrence
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> tree_svg(deterrence(US_OPERATOR)).count("<text")
    10
    """
    drawn = sketch(game, single(equilibrium), payoffs=payoffs)
    name = escape(f"tree of {game.title}" if game.title else "tree", quote=True)
    width, height = (side * _PIXELS_OF_A_UNIT for side in (drawn.width, drawn.height))
    size = f'width="{width:.0f}" height="{height:.0f}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{name}" {size} '
        f'viewBox="0 0 {drawn.width:.2f} {drawn.height:.2f}" fill="none" stroke="none" '
        'font-family="DejaVu Sans, Verdana, sans-serif" font-size="1">'
        f"{''.join(_svg(drawn, looks(game.players)))}</svg>"
    )


def _svg(drawn: Sketch, tints: Mapping[str, Look]) -> Iterator[str]:
    for fan in drawn.fans:
        corners = "L".join(f"{x:.2f} {y:.2f}" for x, y in fan.outline)
        yield (
            f'<path class="fan" d="M{corners}Z" fill="{tints[fan.player].colour}" '
            f'fill-opacity="{_TINT}" stroke="currentColor" stroke-width="0.08"/>'
        )
    # thick lines lie on thin ones
    for line in sorted(drawn.lines, key=lambda line: _WIDTHS[line.kind] * (line.kind != "set")):
        yield _svg_line(line)
    for box in drawn.boxes:
        corner = 0.1 if box.player else 0.8
        fill = 'fill="none"'
        if box.player:
            fill = f'fill="{tints[box.player].colour}" fill-opacity="{_TINT}"'
        yield (
            f'<rect x="{box.left:.2f}" y="{box.y - BOX / 2:.2f}" '
            f'width="{box.right - box.left:.2f}" height="{BOX}" rx="{corner}" '
            f'{fill} stroke="currentColor" stroke-width="0.08"/>'
        )
    for x, y in drawn.dots:
        yield f'<circle cx="{x:.2f}" cy="{y:.2f}" r="0.18" fill="currentColor"/>'
    for word in drawn.words:
        yield _svg_word(word)


def _svg_line(line: Line) -> str:
    path = "L".join(f"{x:.2f} {y:.2f}" for x, y in zip(line.x, line.y, strict=True))
    look = 'stroke="currentColor"'
    if line.kind == "set":
        look = (
            f'stroke="{_SETS[line.which % 3]}" stroke-dasharray="0.4 {0.2 + line.which % 3 / 10}"'
        )
    elif line.kind == "idle":
        look += ' stroke-opacity="0.45"'
    width = _WIDTHS[line.kind] / 10
    return f'<path class="{line.kind}" d="M{path}" {look} stroke-width="{width:.2f}"/>'


def _svg_word(word: Word) -> str:
    bold = word.role == "reached end"
    look = ' font-weight="bold"' if bold else ""
    look += ' font-style="italic"' if word.role in ("chance", "payoffs") else ""
    look += ' text-anchor="middle"' if word.role in ("player", "chance") else ""
    look += ' text-anchor="end"' if word.role == "end of a fan" else ""
    # other letters than those measured are made to fit
    fit = f'textLength="{wide(word.text, bold):.2f}" lengthAdjust="spacingAndGlyphs"'
    place = f'x="{word.x:.2f}" y="{word.y + 0.36:.2f}"'
    return f'<text {place} fill="currentColor" {fit}{look}>{escape(word.text)}</text>'
