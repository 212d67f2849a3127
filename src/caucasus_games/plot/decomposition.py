"""Which channel does the work: a difference between two setups, step by step."""

from matplotlib.axes import Axes

from caucasus_games.games.door import check_made
from caucasus_games.plot.style import axes_of, label, plain, signed
from caucasus_games.sweeps.decomposition import Decomposition

_BAR = 0.42
_COLOURS = {"more": "#0072b2", "less": "#e69f00", "whole": "#595959"}
_HATCHES = {"more": "", "less": "////", "whole": ""}


def decomposition(found: Decomposition, ax: Axes | None = None) -> Axes:
    """Draw the parts of a difference as steps from the share under one setup to the other's.

    Parameters
    ----------
    found : Decomposition
        From :func:`caucasus_games.sweeps.decompose`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        Shares in per cent; what adds is plain, what takes away is hatched. The line on a step is
        two standard errors each way.

    Examples
    --------
    >>> import caucasus_games as cg
    >>> from caucasus_games.guarantors import US_OPERATOR, US_TREATY
    >>> from caucasus_games.models import deterrence_by_chance
    >>> found = cg.decompose(deterrence_by_chance, US_OPERATOR, US_TREATY, "peace", draws=64)
    >>> decomposition(found).get_xlabel()
    'peace possible, % of 64 draws'
    """
    check_made(
        found, "plot.decomposition", Decomposition, "decompose(model, before, after, outcome)"
    )
    first, last = (100 * float(share) for share in found.ends)
    steps = [(found.before, 0.0, first, "whole", 0.0)]
    at = first
    for channel, own in found.parts.items():
        part = 100 * float(own.part)
        steps.append((channel, at, part, "more" if part >= 0 else "less", 100 * own.error))
        at += part
    steps.append((found.after, 0.0, last, "whole", 0.0))
    ax = axes_of(ax, 8, 1.6 + _BAR * len(steps))
    for row, (_, start, width, kind, error) in enumerate(steps):
        ax.barh(
            row,
            width,
            0.72,
            start,
            color=_COLOURS[kind],
            hatch=_HATCHES[kind],
            edgecolor="white",
            xerr=2 * error if error else None,
            ecolor="black",
        )
        told = f"{width:.1f}" if kind == "whole" else f"{round(width, 1) + 0.0:+.1f}"
        right = max(start, start + width) + 2 * error
        ax.annotate(told, (right, row), (4, 0), textcoords="offset points", va="center")
    ax.set_yticks(range(len(steps)), [label(name) for name, *_ in steps])
    ax.set_ylim(len(steps) - 0.4, -0.6)
    ax.set_xlim(0, 108)
    ax.set_xlabel(label(f"{found.outcome} {found.response}, % of {found.draws:,} draws"))
    ax.set_title(label(f"{found.after} against {found.before}, by channel"), loc="left")
    plain(ax)
    signed(ax, found.asked)
    return ax
