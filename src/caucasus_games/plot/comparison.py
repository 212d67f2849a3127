"""Setups side by side: a bar for each equilibrium, divided by outcome."""

from collections import Counter
from typing import Any

from immutabledict import immutabledict
from matplotlib.axes import Axes

from caucasus_games.comparison import Comparison
from caucasus_games.games.door import check_made
from caucasus_games.markup import counted
from caucasus_games.plot.style import axes_of, key_above, key_height, label, looks, stack

Chances = immutabledict[str, Any]

# of an inch for each bar
_BAR = 0.34


def compare(found: Comparison, ax: Axes | None = None, most: int = 40) -> Axes:
    """Draw what happens under each setup.

    Parameters
    ----------
    found : Comparison
        From :func:`caucasus_games.comparison.compare`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.
    most : int
        How many bars; each setup has as many as there is room for, and one at least.

    Returns
    -------
    matplotlib.axes.Axes
        A setup has a bar for each of its equilibria, those alike as one with their number; one
        without any has a word instead. How many more there are is written below.

    Examples
    --------
    >>> import caucasus_games as cg
    >>> from caucasus_games.models import deterrence
    >>> ax = compare(cg.compare(deterrence))
    >>> ax.get_xlabel()
    'probability'
    """
    check_made(found, "plot.compare", Comparison, "compare(model)")
    rows, left = _rows(found, most)
    games = [solution.game for solution in found.solutions.values()]
    # a colour stands for the same outcome whatever is played
    drawn = looks(sorted({o for game in games for o in game.outcome_labels}))
    played = {o for _, chances, _ in rows for o, chance in chances.items() if chance}
    key = {name: look for name, look in drawn.items() if name in played}
    ax = axes_of(ax, 8, 1.0 + _BAR * len(rows) + key_height(len(key)))
    told = []
    for k, (name, chances, count) in enumerate(rows):
        told.append(f"{label(name)} ({count} alike)" if count > 1 else label(name))
        if chances:
            stack(ax, k, chances, drawn)
        else:
            ax.text(0.01, k, found.solutions[name].none, va="center")
    ax.set_yticks(range(len(rows)), told)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, 1)
    more = counted(left, "more is", "more are")
    ax.set_xlabel(f"probability; and {more} not drawn" if left else "probability")
    key_above(ax, key)
    # above the key, which may be as wide as the axes
    ax.set_title(f"{found.named} equilibria", loc="left", pad=12 + 72 * key_height(len(key)))
    return ax


def _rows(found: Comparison, most: int) -> tuple[list[tuple[str, Chances, int]], int]:
    """Return setup, outcomes and number of the bars, and how many bars are left out."""
    alike: dict[str, Counter[Chances]] = {name: Counter() for name in found.solutions}
    for name, equilibrium in found.rows:
        alike[name][immutabledict(equilibrium.outcomes if equilibrium else {})] += 1
    # as many of each as fit, should all have so many
    room = 1
    while sum(min(len(own), room + 1) for own in alike.values()) <= most and room < max(
        len(own) for own in alike.values()
    ):
        room += 1
    rows = [
        (name, chances, count)
        for name, own in alike.items()
        for chances, count in list(own.items())[:room]
    ]
    return rows, sum(len(own) for own in alike.values()) - len(rows)
