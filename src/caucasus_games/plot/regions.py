"""What happens over two parameters: the regions of the equilibria, with their exact boundaries."""

from collections.abc import Iterable, Iterator, Mapping
from string import ascii_uppercase
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from caucasus_games.algebra.formula import signs
from caucasus_games.concepts.concept import Solver
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import name_of
from caucasus_games.games.door import check_game
from caucasus_games.games.kinds import KINDS, Game
from caucasus_games.games.values import changed
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.parameters import Parameters
from caucasus_games.plot.style import NOTHING, TIE, Look, axes_of, hatches, label, looks, mixed
from caucasus_games.theorems import Region
from caucasus_games.theorems import regions as divided

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

# of a cell between two points: in how many pieces a boundary is cut, and how far to its left and
# right it is looked what is there
_PIECES_OF_AN_EDGE, _SHARE_BESIDE = 8, 0.05


def regions(
    game: Game,
    x: str,
    y: str,
    *,
    setups: Iterable[GuarantorSetup] = (),
    solver: Solver | None = None,
    points: int = 301,
    ax: Axes | None = None,
) -> Axes:
    """Draw which equilibria there are over the ranges of two parameters.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        All other parameters keep their value, or their central one.
    x, y : str or sympy.Symbol
        The parameters to the right and upwards.
    setups : iterable of GuarantorSetup, optional
        Their own ranges, as far as they lie within those of the game, are drawn as boxes with a
        letter at the central values or next to them.
    solver : Concept, optional
        As for :func:`caucasus_games.theorems.regions`.
    points : int
        At how many values of each parameter the areas are filled; the curves are zeros of the
        theorem's own polynomials.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        An area is named by the outcomes of its equilibria: a comma stands between those that one
        equilibrium brings with some probability each, *or* between equilibria. An area of one
        outcome has that outcome's colour in every figure, one of several a mixture of theirs with
        a hatching of its own, and one without an equilibrium is white and hatched. Relations that
        the numbers come with are left aside.

    Raises
    ------
    GameError
        If a parameter has no range in the game, or is named twice; or as
        :func:`caucasus_games.theorems.regions`.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> from caucasus_games.models import settlement
    >>> ax = regions(settlement(US_OPERATOR), "sovereignty_cost", "armenia_dividend", points=51)
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['peace, transit', 'stalemate']
    """
    check_game(game, "plot.regions", *KINDS)
    x, y = name_of(x), name_of(y)
    free = sorted(n for n in game.parameters if n not in game.values)
    for name in (x, y):
        if name not in free:
            raise unknown("parameter that has a range and no value", name, free)
    if x == y:
        raise GameError(f"{x} is named twice: give two parameters")
    central = game.parameters.central
    # the whole plane is drawn, inside and outside of relations
    game = changed(game, parameters=Parameters(game.parameters.values()))
    fixed = game.at({n: central[n] for n in free if n not in (x, y)})
    found = divided(fixed, solver=solver).found
    records = [game.parameters[name] for name in (x, y)]
    across, up = (np.linspace(float(record.low), float(record.high), points) for record in records)
    plane = dict(zip((x, y), np.meshgrid(across, up), strict=True))
    kinds = _kinds(found, plane)
    ax = axes_of(ax, 7.5, 5)
    names = {int(kind): _named(found, int(kind)) for kind in np.unique(kinds)}
    drawn = _looks(found, names, game)
    for kind, name in names.items():
        here = (kinds == kind).astype(float)
        look = drawn[name]
        area = ax.contourf(across, up, here, [0.5, 1.5], colors=[look.colour], hatches=[look.hatch])
        area.set(alpha=0.55, edgecolor=_edge(look), linewidth=0.0)
    _boundaries(ax, found, plane)
    handles: list[Any] = [
        Patch(
            facecolor=look.colour,
            hatch=look.hatch,
            alpha=0.55,
            edgecolor=_edge(look),
            label=label(name),
        )
        for name, look in drawn.items()
    ]
    handles += _setups(ax, setups, game, x, y)
    ax.set_xlim(across[0], across[-1])
    ax.set_ylim(up[0], up[-1])
    ax.set_xlabel(label(f"{x} ({records[0].unit})"))
    ax.set_ylabel(label(f"{y} ({records[1].unit})"))
    ax.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False)
    return ax


def _named(found: tuple[Region, ...], kind: int) -> str:
    here = [region for k, region in enumerate(found) if kind >> k & 1]
    told = (region.name for region in here)
    return " or ".join(dict.fromkeys(told)) or "at a tie"


def _edge(look: Look) -> str:
    # hatching on white must be darker than white
    return "0.6" if look.colour == NOTHING.colour else "white"


def _looks(found: tuple[Region, ...], names: dict[int, str], game: Game) -> dict[str, Look]:
    """Give areas the colours of their outcomes."""
    known = looks(sorted(game.outcome_labels))
    ends = {
        name: [region.outcomes for k, region in enumerate(found) if kind >> k & 1]
        for kind, name in sorted(names.items(), key=lambda pair: pair[1])
    }
    lines = hatches(name for name, kinds in ends.items() if sum(map(len, kinds)) > 1)
    drawn: dict[str, Look] = {}
    for name, kinds in ends.items():
        parts = [(known[o].colour, 1 / len(one)) for one in kinds for o in one]
        if name in lines:
            drawn[name] = Look(mixed(parts), lines[name], "", "")
        else:
            only = [known[o] for one in kinds for o in one]
            drawn[name] = only[0] if only else NOTHING if kinds else TIE
    return drawn


def _kinds(found: tuple[Region, ...], plane: Mapping[str, Numbers]) -> Whole:
    """Tell at each point which regions it is in, as bits."""
    shape = next(iter(plane.values())).shape
    kinds = np.zeros(shape, dtype=np.int64)
    for k, region in enumerate(found):
        own = {name: plane[name] for name in region.condition.symbols}
        kinds += np.broadcast_to(region.condition.holds_on(own), shape).astype(int) << k
    return kinds


def _boundaries(ax: Axes, found: tuple[Region, ...], plane: Mapping[str, Numbers]) -> None:
    """Draw the zeros of polynomials where one kind ends and another begins."""
    drawn = set()
    lines: list[Numbers] = []
    for region in found:
        for sign in signs(region.condition.formula):
            one = sign.polynomial
            if one in drawn or -one in drawn:
                continue
            drawn.add(one)
            values = [plane[name] for name in region.condition.symbols]
            total = np.zeros(next(iter(plane.values())).shape)
            for powers, factor in one.terms():
                term = np.full(total.shape, float(factor))
                for value, power in zip(values, powers, strict=True):
                    term = term * value**power
                total += term
            if total.min() < 0 < total.max():
                curves = ax.contour(*plane.values(), total, [0])
                lines += (p for curve in curves.allsegs[0] for p in _parting(found, plane, curve))
                curves.remove()
    if lines:
        ax.add_collection(LineCollection(lines, colors="black", linewidths=1.5, capstyle="round"))


def _parting(
    found: tuple[Region, ...], plane: Mapping[str, Numbers], curve: Numbers
) -> Iterator[Numbers]:
    """Yield those pieces of a curve that have one kind to the left and another to the right."""
    low = np.array([values.min() for values in plane.values()])
    high = np.array([values.max() for values in plane.values()])
    cell = (high - low) / (np.array([values.shape[0] for values in plane.values()]) - 1)
    # the same polynomial goes on where another one parts the kinds: a piece is less than a cell
    ends = np.arange(len(curve))
    fine = np.linspace(0, len(curve) - 1, _PIECES_OF_AN_EDGE * (len(curve) - 1) + 1)
    points = np.column_stack([np.interp(fine, ends, values) for values in curve.T])
    middle, along = (points[1:] + points[:-1]) / 2, np.diff(points, axis=0) / cell
    length = np.hypot(*along.T)[:, None]
    # a curve may stay at one point for a while
    across = along[:, ::-1] * (-1, 1) / np.where(length > 0, length, 1) * cell * _SHARE_BESIDE
    sides = [np.clip(middle + step, low, high) for step in (across, -across)]
    left, right = (_kinds(found, dict(zip(plane, side.T, strict=True))) for side in sides)
    for piece in np.split(np.arange(len(middle)), np.flatnonzero(np.diff(left != right)) + 1):
        if left[piece[0]] != right[piece[0]]:
            yield points[piece[0] : piece[-1] + 2]


def _setups(ax: Axes, setups: Iterable[GuarantorSetup], game: Game, x: str, y: str) -> list[Line2D]:
    handles = []
    for letter, setup in zip(ascii_uppercase, setups, strict=False):
        low, high, middle = [], [], []
        for name in (x, y):
            record, own = game.parameters[name], setup.parameters
            mine = (own if name in own else game.parameters)[name]
            low.append(float(max(mine.low, record.low)))
            high.append(float(min(mine.high, record.high)))
            # a letter on the frame would be cut
            edge = (float(record.high) - float(record.low)) / 40
            lowest, highest = float(record.low) + edge, float(record.high) - edge
            middle.append(min(max(float(mine.central), lowest), highest))
        mark, told = f"${letter}$", label(setup.name)
        if low[0] <= high[0] and low[1] <= high[1]:
            size = high[0] - low[0], high[1] - low[1]
            frame = Rectangle((low[0], low[1]), *size, fill=False, linestyle="--", linewidth=1.2)
            ax.add_patch(frame)
            ax.plot(*middle, marker=mark, color="black", markersize=9)
        else:
            told += " (beyond)"
        handles.append(
            Line2D([], [], marker=mark, color="black", linestyle="", markersize=8, label=told)
        )
    return handles
