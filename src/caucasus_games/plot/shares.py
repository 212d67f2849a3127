"""How often each outcome is possible and guaranteed over many draws, with Monte Carlo errors."""

from matplotlib.axes import Axes

from caucasus_games.analysis.summary import Summary
from caucasus_games.plot.style import axes_of, label, looks, plain

# of an inch for each line
_LINE = 0.19


def shares(found: Summary, ax: Axes | None = None) -> Axes:
    """Draw the shares of draws with each outcome under each setup.

    Parameters
    ----------
    found : Summary
        From :func:`caucasus_games.analysis.summary`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        A full mark where the outcome is possible, a hollow one where it is guaranteed, each with
        two standard errors; a line joins them.

    Examples
    --------
    >>> import caucasus_games as cg
    >>> from caucasus_games.models import deterrence_by_chance
    >>> ax = shares(cg.summary(deterrence_by_chance, 1_000))
    >>> ax.get_xlabel()
    'share of 1,000 draws'
    """
    groups = len(found.setups)
    step = 0.8 / len(found.outcomes)
    ax = axes_of(ax, 8, 1.2 + _LINE * groups * (len(found.outcomes) + 0.5))
    for o, (outcome, look) in enumerate(looks(found.outcomes).items()):
        for s, setup in enumerate(found.setups):
            y = s + step * (o + 0.5) - 0.4
            ends = [found.share(setup, outcome, kind) for kind in ("guaranteed", "possible")]
            errors = [2 * found.error(setup, outcome, kind) for kind in ("guaranteed", "possible")]
            ax.plot(ends, [y, y], color=look.colour, linewidth=1)
            for end, error, fill in zip(ends, errors, ("white", look.colour), strict=True):
                ax.errorbar(
                    end,
                    y,
                    xerr=error,
                    color=look.colour,
                    marker=look.marker,
                    markerfacecolor=fill,
                    capsize=2,
                    linestyle="",
                    label=label(outcome) if s == 0 and fill != "white" else None,
                )
    for s in range(1, groups):
        ax.axhline(s - 0.5, color="0.85", linewidth=0.8)
    ax.set_yticks(range(groups), [label(name) for name in found.setups])
    ax.set_ylim(groups - 0.5, -0.5)
    ax.set_xlim(-0.02, 1.02)
    ax.set_xlabel(f"share of {found.draws:,} draws")
    ax.set_title("full: possible, hollow: guaranteed", loc="left", fontsize="medium")
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=len(found.outcomes), frameon=False)
    plain(ax)
    return ax
