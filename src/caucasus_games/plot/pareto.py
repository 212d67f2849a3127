"""Designs of a guarantor by what they cost and reach, and the front of those worth their cost."""

from matplotlib.axes import Axes

from caucasus_games.games.door import check_made
from caucasus_games.plot.style import axes_of, label, plain
from caucasus_games.sweeps import Designs


def pareto(found: Designs, ax: Axes | None = None) -> Axes:
    """Draw cost against robustness.

    Parameters
    ----------
    found : Designs
        From :func:`caucasus_games.sweeps.optimal`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        All designs in grey, those on the front in black with two standard errors, joined by steps:
        what is reached stays the same until the next design can be paid.

    Examples
    --------
    >>> import caucasus_games as cg
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> from caucasus_games.models import deterrence_by_chance
    >>> found = cg.optimal(
    ...     deterrence_by_chance(US_OPERATOR).at({"corridor_value": "0.6"}),
    ...     "peace",
    ...     levels={"guarantor_credibility": [0, "0.3", "0.6"]},
    ...     prices={"guarantor_credibility": 1},
    ...     draws=500,
    ... )
    >>> pareto(found).get_ylabel()
    'share of draws in which peace is possible'
    """
    check_made(found, "plot.pareto", Designs, "optimal(game, outcome, levels, prices)")
    ax = axes_of(ax, 6, 4)
    costs = [float(design.cost) for design in found.designs]
    ax.plot(
        costs, [design.share for design in found.designs], "o", color="0.7", label="all designs"
    )
    front = found.front
    ax.step(
        [float(design.cost) for design in front],
        [design.share for design in front],
        where="post",
        color="black",
        linewidth=1,
    )
    ax.errorbar(
        [float(design.cost) for design in front],
        [design.share for design in front],
        yerr=[2 * design.error for design in front],
        color="black",
        marker="s",
        linestyle="",
        capsize=2,
        label="on the front",
    )
    ax.set_xlabel("cost")
    ax.set_ylabel(label(f"share of draws in which {found.outcome} is {found.response}"))
    ax.legend(frameon=False)
    plain(ax)
    return ax
