"""How often what was said with a probability came true: beside the line on which both agree."""

from collections.abc import Sequence
from math import sqrt

from matplotlib.axes import Axes

from caucasus_games.errors import GameError
from caucasus_games.evidence import Yearly
from caucasus_games.games.door import check_made
from caucasus_games.plot.style import LOOKS, axes_of, key_over, plain

# of probabilities, as many parts of the same width
_PARTS = 5
# of a normal distribution, with nine in ten between
_WIDE = 1.645


def reliability(found: Yearly, deaths: int = 1000, ax: Axes | None = None) -> Axes:
    """Draw how often years were as models said, by how likely they said it is.

    Parameters
    ----------
    found : Yearly
        From :func:`caucasus_games.evidence.yearly`.
    deaths : {25, 1000}
        From how many deaths in a year on it counts as what a model says.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        For each model and each fifth of probabilities that it gave a point: the mean of what it
        said, and in what share of these years it was so, with a 90 % range (Wilson's); the larger,
        the more years. On the line a model is reliable; the dots mark the share of all years.

    Raises
    ------
    GameError
        If it is something else, no model speaks of a year that is known, or there is no such
        threshold.

    Examples
    --------
    >>> from caucasus_games.evidence import yearly
    >>> from caucasus_games.models import ceasefire, deterrence_by_chance
    >>> ax = reliability(yearly([ceasefire, deterrence_by_chance], draws=20), deaths=25)
    >>> ax.get_xlabel()
    'probability that was said'
    """
    check_made(found, "plot.reliability", Yearly, "yearly()")
    told = {name: found.told(name, deaths) for name in found.models}
    seen = {year: so for own in told.values() for year, _, so in own}
    if not seen:
        raise GameError("no model speaks of a year that is known: there is nothing to be drawn")
    ax = axes_of(ax, 6, 6)
    ax.plot([0, 1], [0, 1], color="black", linewidth=0.8)
    ax.axhline(sum(seen.values()) / len(seen), color="black", linestyle=":", label="all years")
    for k, (name, own) in enumerate(told.items()):
        points = _points([(said, so) for _, said, so in own])
        if not points:
            continue
        look = LOOKS[k % len(LOOKS)]
        means, share, low, high, years = zip(*points, strict=True)
        # points of several models at one place are beside each other
        said = [x + 0.006 * (k - len(told) / 2) for x in means]
        ax.vlines(said, low, high, color=look.colour, linewidth=1)
        ax.scatter(
            said,
            share,
            [20 + 6 * count for count in years],
            color=look.colour,
            edgecolor="black",
            marker=look.marker,
            label=f"{name}, {sum(years)} years",
            zorder=3,
        )
    ax.set(
        xlim=(-0.05, 1.05),
        ylim=(-0.05, 1.05),
        xlabel="probability that was said",
        ylabel=f"share of years with {deaths:,} deaths or more",
    )
    plain(ax)
    key_over(ax)
    return ax


def _points(
    told: Sequence[tuple[float, bool]],
) -> list[tuple[float, float, float, float, int]]:
    """Return by part the mean of what was said, the share that was so, its range, and the years."""
    found = []
    for part in range(_PARTS):
        own = [(p, so) for p, so in told if min(int(p * _PARTS), _PARTS - 1) == part]
        if own:
            share = sum(so for _, so in own) / len(own)
            said = sum(p for p, _ in own) / len(own)
            found.append((said, share, *_range(share, len(own)), len(own)))
    return found


def _range(share: float, count: int) -> tuple[float, float]:
    """Return the range of a share that so many years leave open, by Wilson."""
    square = _WIDE**2 / count
    middle = (share + square / 2) / (1 + square)
    half = _WIDE * sqrt(share * (1 - share) / count + square / count / 4) / (1 + square)
    return max(middle - half, 0.0), min(middle + half, 1.0)
