"""Setups side by side: a bar for each equilibrium, divided by outcome."""

from matplotlib.axes import Axes

from caucasus_games.analysis import Comparison
from caucasus_games.games.door import check_made
from caucasus_games.plot.style import axes_of, key_above, looks, stack

# of an inch for each bar
_BAR = 0.34


def compare(found: Comparison, ax: Axes | None = None) -> Axes:
    """Draw what happens under each setup.

    Parameters
    ----------
    found : Comparison
        From :func:`caucasus_games.analysis.compare`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        A setup with several equilibria has as many bars; one without any has a word instead.

    Examples
    --------
    >>> import caucasus_games as cg
    >>> from caucasus_games.models import deterrence
    >>> ax = compare(cg.compare(deterrence))
    >>> ax.get_xlabel()
    'probability'
    """
    check_made(found, "plot.compare", Comparison, "compare(model)")
    rows = list(found.rows)
    labels = sorted({o for _, equilibrium in rows if equilibrium for o in equilibrium.outcomes})
    ax = axes_of(ax, 8, 1.2 + _BAR * len(rows))
    drawn = looks(labels)
    for k, (setup, equilibrium) in enumerate(rows):
        if equilibrium is None:
            ax.text(0.01, k, found.solutions[setup].none, va="center")
        else:
            stack(ax, k, equilibrium.outcomes, drawn)
    names = [name for name, _ in rows]
    told = [
        f"{name} ({names[: k + 1].count(name)})" if names.count(name) > 1 else name
        for k, name in enumerate(names)
    ]
    ax.set_yticks(range(len(rows)), told)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, 1)
    ax.set_xlabel("probability")
    ax.set_title(f"{found.named} equilibria", loc="left")
    key_above(ax, drawn)
    return ax
