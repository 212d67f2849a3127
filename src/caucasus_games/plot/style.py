"""What figures share: colours, hatching, markers, and the axes to draw on.

The colours are those of Okabe & Ito [1]_, in an order in which neighbours differ in lightness.

References
----------
.. [1] Okabe & Ito (2008), Color universal design.
   https://jfly.uni-koeln.de/color/.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from textwrap import wrap
from typing import SupportsFloat
from zlib import crc32

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import Patch

from caucasus_games.comparison.asked import Asked
from caucasus_games.plot.canvas import drawable, shade


@dataclass(frozen=True)
class Look:
    """How one outcome, player or action is drawn."""

    colour: str
    hatch: str
    marker: str
    line: str


LOOKS = (
    Look("#0072b2", "", "o", "-"),
    Look("#d55e00", "////", "s", "--"),
    Look("#a8a8a8", "", "^", ":"),
    Look("#009e73", "....", "D", "-."),
    Look("#e69f00", "xxxx", "v", "-"),
    Look("#000000", "", "P", "--"),
    Look("#cc79a7", "\\\\\\\\", "X", ":"),
    Look("#56b4e9", "||||", "*", "-."),
)
# of which hatchings are made
_LINES = ("/", ".", "x", "\\", "|", "-", "+", "o", "*", "O")
# letters of a line that says what was asked
_WIDEST = 110
# of areas in which there is no equilibrium
NOTHING = Look("#ffffff", "//", "", "")
# where only the tie of a player decides
TIE = Look("#ffffff", "..", "", "")
# outcomes and players look the same in every figure
_KNOWN = {
    **{"peace": 0, "war": 1, "stalemate": 2},
    **{"peace and open border": 3, "open border": 7, "neither": 4},
    **{"exchange": 3, "no exchange": 6, "contract": 3, "renegotiation": 4, "no transit": 5},
    **{"Armenian checks": 7, "extraterritorial": 6, "third party": 4},
    **{"Moscow": 6, "West": 7, "hedge": 4},
    **{"agreement": 3, "bargaining goes on": 4, "no ratification": 6},
    **{"Armenia": 0, "Azerbaijan": 1, "Russia": 2, "United States": 3},
    **{"European Union": 7, "Minsk Group": 6, "Iran": 4, "Israel": 5, "Turkey": 5},
}
# those that no label gets that is not known, as long as there are others
_LOOKS_KEPT = 3
# of a key: letters in an inch, and as many as its handle takes and as a line has at least
_LETTERS_OF_AN_INCH, _HANDLE, _LEAST_ROOM = 13, 6, 16
# labels of a key in a line, as more would be wider than the axes; in inches how high that is
ACROSS, _KEY_LINE = 4, 16 / 72


def looks(labels: Iterable[str]) -> dict[str, Look]:
    """Give each label a look."""
    wanted = {
        label: _KNOWN.get(label, _LOOKS_KEPT + _spread(label, len(LOOKS) - _LOOKS_KEPT))
        for label in labels
    }
    first = sorted(wanted, key=lambda label: (label not in _KNOWN, label))
    places = placed({label: wanted[label] for label in first}, len(LOOKS))
    return {label: LOOKS[places[label]] for label in wanted}


def placed(wanted: Mapping[str, int], count: int) -> dict[str, int]:
    """Give each label the place that it wants, or the next that is free."""
    places: dict[str, int] = {}
    for label, place in wanted.items():
        taken = set(places.values())
        after = [(place + k) % count for k in range(count)]
        places[label] = next((k for k in after if k not in taken), place)
    return places


def hatches(names: Iterable[str]) -> dict[str, str]:
    """Give each name a hatching, no two the same."""
    wanted = {name: _spread(name, len(_LINES)) for name in sorted(names)}
    places = placed(wanted, len(_LINES) + len(wanted))
    # from line to line, then the same lines closer together
    return {name: _LINES[k % len(_LINES)] * (2 + k // len(_LINES)) for name, k in places.items()}


def _spread(text: str, count: int) -> int:
    """Return a place below a count that depends on the text alone."""
    return crc32(text.encode()) % count


def label(text: str) -> str:
    r"""Write a label so that a figure can show it."""
    return drawable(" ".join(text.split())).replace("$", r"\$")


def mixed(colours: Sequence[tuple[str, float]]) -> str:
    """Mix colours."""
    whole = sum(weight for _, weight in colours)
    parts = [[part * weight / whole for part in to_rgb(colour)] for colour, weight in colours]
    red, green, blue = (sum(column) for column in zip(*parts, strict=True))
    return to_hex((red, green, blue))


def axes_of(ax: Axes | None, width: float, height: float) -> Axes:
    """Return the axes, or those of a new figure."""
    if ax is not None:
        return ax
    _, own = plt.subplots(figsize=(width, height), layout="constrained")
    return own


def stack(
    ax: Axes,
    y: float,
    chances: Mapping[str, SupportsFloat],
    drawn: Mapping[str, Look],
    height: float = 0.8,
) -> None:
    """Draw a bar that is divided by label."""
    left = 0.0
    for label, look in drawn.items():
        width = float(chances.get(label, 0))
        ax.barh(y, width, height, left, color=look.colour, hatch=look.hatch, edgecolor="white")
        left += width


def key_height(labels: int) -> float:
    """Return how high a key of so many labels is, in inches."""
    return _KEY_LINE * ceil(labels / ACROSS)


def key_above(ax: Axes, drawn: Mapping[str, Look]) -> None:
    """Say above the axes what the parts of bars are."""
    handles = [
        Patch(facecolor=look.colour, hatch=look.hatch, edgecolor="white", label=label(name))
        for name, look in drawn.items()
    ]
    ax.legend(
        handles=handles,
        loc="lower right",
        bbox_to_anchor=(1, 1),
        ncols=min(max(len(handles), 1), ACROSS),
        frameon=False,
    )


def key_over(ax: Axes) -> None:
    """Say above the axes what lines and points are, one below the other, broken to their width."""
    figure = ax.get_figure(root=True)
    inches = ax.get_window_extent().width / (figure.dpi if figure else 1)
    handles, told = ax.get_legend_handles_labels()
    room = max(int(inches * _LETTERS_OF_AN_INCH) - _HANDLE, _LEAST_ROOM)
    broken = ["\n".join(wrap(text, room)) for text in told]
    ax.legend(
        handles,
        broken,
        loc="lower left",
        bbox_to_anchor=(0, 1),
        frameon=False,
        borderaxespad=0,
    )


def plain(ax: Axes) -> None:
    """Take away the lines above and to the right."""
    ax.spines[["top", "right"]].set_visible(False)


def signed(ax: Axes, asked: Asked) -> None:
    """Write below the axes what was asked, small."""
    ax.annotate(
        "\n".join(map(drawable, wrap(str(asked), _WIDEST))),
        (0.5, 0),
        (0, -3),
        xycoords=ax.xaxis.label,
        textcoords="offset points",
        ha="center",
        va="top",
        fontsize=6.5,
        color=shade(ax, 0.6),
        parse_math=False,
        annotation_clip=False,
    )
