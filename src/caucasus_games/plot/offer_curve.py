"""What each number that may be offered brings to who offers it."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import sympy
from matplotlib import rcParams
from matplotlib.axes import Axes

from caucasus_games.comparison.offer_curve import OfferCurve, Piece
from caucasus_games.comparison.offer_curve import offer_curve as curve_of
from caucasus_games.exact import least, most, show
from caucasus_games.games import ExtensiveForm
from caucasus_games.plot.style import axes_of, key_over, label, looks, plain
from caucasus_games.results import EnclosedEquilibrium, Equilibrium

# of a piece that is no straight line
_POINTS = 61


def offer_curve(
    game: ExtensiveForm,
    name: str,
    *,
    at: Mapping[str, object] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw what each number that may be offered brings to who offers it.

    Parameters
    ----------
    game : ExtensiveForm
        A tree with offers; parameters have their value, or their central one.
    name : str or sympy.Symbol
        The number.
    at : mapping of str to exact number, optional
        Numbers offered before it, on which hangs what it brings.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        A line for each reply, over the numbers after which it is an equilibrium; the borders, at
        which another reply begins, are dotted and exact, and each best number is a dot.

    Raises
    ------
    GameError
        If nobody offers such a number, what it brings hangs on one that is not given, it may be one
        number only, or as :func:`~caucasus_games.concepts.subgame_perfect`.

    Examples
    --------
    >>> x = sympy.Symbol("x")
    >>> from caucasus_games.games import Decision, Offer, Terminal
    >>> deal = Terminal("deal", {"A": 1 - x, "B": x})
    >>> answer = Decision("B", {"yes": deal, "no": Terminal("", {"A": 0, "B": "3/10"})})
    >>> ax = offer_curve(ExtensiveForm(Offer("A", x, 0, 1, answer)), "x")
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['B: no', 'B: yes → deal', 'best: x = 3/10, A gets 0.7']
    """
    curve = curve_of(game, name, at)
    ax = axes_of(ax, 6, 4)
    drawn = looks(dict.fromkeys(piece.follows for piece in curve.pieces))
    told = set()
    for piece in curve.pieces:
        look = drawn[piece.follows]
        # a line in the key for all pieces with the same reply
        named = None if piece.follows in told else label(piece.follows or "the end")
        told.add(piece.follows)
        line = {"color": look.colour, "linestyle": look.line, "linewidth": 2, "label": named}
        ax.plot(*_points(piece, curve.name), **line)  # type: ignore[arg-type]
    for border in _borders(curve):
        ax.axvline(border, color="0.6", linewidth=0.8, linestyle=":", zorder=1)
    for best in curve.best:
        _mark(ax, curve, best)
    ax.set_xlim(float(curve.low), float(curve.high))
    ax.set_xlabel(label(curve.name))
    ax.set_ylabel(label(f"payoff of {curve.player}"))
    key_over(ax)
    plain(ax)
    return ax


def _points(piece: Piece, name: str) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    symbol = sympy.Symbol(name)
    straight = piece.worth.is_polynomial(symbol) and sympy.degree(piece.worth, symbol) <= 1
    across = np.linspace(
        float(most(piece.low)), float(least(piece.high)), 2 if straight else _POINTS
    )
    up = [float(piece.worth.subs(symbol, x)) for x in across]
    return across, np.array(up)


def _borders(curve: OfferCurve) -> list[float]:
    """Return the numbers at which another reply begins."""
    before: dict[float, set[str]] = {}
    after: dict[float, set[str]] = {}
    for piece in curve.pieces:
        before.setdefault(float(least(piece.high)), set()).add(piece.follows)
        after.setdefault(float(least(piece.low)), set()).add(piece.follows)
    return [place for place in before.keys() & after.keys() if before[place] != after[place]]


def _mark(ax: Axes, curve: OfferCurve, best: Equilibrium | EnclosedEquilibrium) -> None:
    """Put a dot at a best number, and say which it is."""
    (written,) = next(iter(best.strategies.values()))
    number = written.removeprefix(f"{curve.name} = ")
    sign, digits = "≈" if number.startswith("≈") else "=", number.removeprefix("≈")
    worth = best.payoffs[curve.player]
    told = label(f"best: {curve.name} {sign} {digits}, {curve.player} gets {show(worth)}")
    place = float(sympy.Rational(digits)), float(least(worth))
    ax.plot(*place, "o", color=rcParams["text.color"], label=told, clip_on=False, zorder=5)
