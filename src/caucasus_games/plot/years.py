"""What the models say of every year, beside what was seen."""

import numpy as np
from matplotlib.axes import Axes

from caucasus_games.evidence import Yearly
from caucasus_games.games.door import check_made
from caucasus_games.plot.style import axes_of, label

_ROW = 0.3
_NOTHING = "#cfe4f5"
# by what was seen: its mark, and what the key says
_SEEN = {"conflict": ("|", "25 deaths or more"), "war": ("X", "1,000 or more")}


def years(found: Yearly, ax: Axes | None = None) -> Axes:
    """Draw how likely war is by each model in each year.

    Parameters
    ----------
    found : Yearly
        From :func:`caucasus_games.evidence.yearly`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        A row for each model, the darker, the likelier; blue where it says nothing. Above are the
        years with 25 deaths or more and those with 1,000; a line where another arrangement began.

    Raises
    ------
    GameError
        If it is something else.

    Examples
    --------
    >>> from caucasus_games.evidence import yearly
    >>> from caucasus_games.models import ceasefire, deterrence_by_chance
    >>> ax = years(yearly([ceasefire, deterrence_by_chance], draws=20))
    >>> [text.get_text() for text in ax.get_yticklabels()]
    ['ceasefire', 'deterrence_by_chance']
    """
    check_made(found, "plot.years", Yearly, "yearly()")
    ax = axes_of(ax, 8, 2.2 + _ROW * len(found.models))
    ax.set_facecolor(_NOTHING)
    shade = np.array(
        [[one.said.get(m, (np.nan, np.nan))[1] for one in found.years] for m in found.models]
    )
    first = found.years[0].year
    ends = (first - 0.5, found.years[-1].year + 0.5, len(found.models) - 0.5, -0.5)
    image = ax.imshow(
        shade, cmap="Greys", vmin=0, vmax=1, extent=ends, aspect="auto", interpolation="none"
    )
    ax.figure.colorbar(image, ax=ax, label="probability of war", location="bottom", aspect=40)
    for kind, (marker, told) in _SEEN.items():
        own = [one.year for one in found.years if one.seen == kind]
        ax.plot(
            own, [-1.05] * len(own), marker, color="#d55e00", ms=7, mew=2, label=told, ls="none"
        )
    for before, after in zip(found.years, found.years[1:], strict=False):
        if before.setup != after.setup:
            ax.axvline(before.year + 0.5, color="#0072b2", linewidth=1.2)
    ax.axhspan(-1.6, -0.5, color="white", zorder=0)
    ax.set_ylim(len(found.models) - 0.5, -1.6)
    ax.set_yticks(range(len(found.models)), [label(name) for name in found.models])
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1), frameon=False)
    return ax
