"""How play changes with precision along the branch of logit equilibria."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from caucasus_games.plot.style import axes_of, label, looks, plain
from caucasus_games.results import LogitEquilibrium


def quantal_response(branch: Sequence[LogitEquilibrium], ax: Axes | None = None) -> Axes:
    """Draw the probability of each outcome along a branch.

    Parameters
    ----------
    branch : sequence of LogitEquilibrium
        From :func:`caucasus_games.concepts.principal_branch`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        Precision to the right, even up to one and in powers of ten from there.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> from caucasus_games.models import guarantee
    >>> from caucasus_games.concepts import principal_branch
    >>> quantal_response(principal_branch(guarantee(US_OPERATOR))).get_xlabel()
    'precision, per unit of payoff'
    """
    ax = axes_of(ax, 6, 4)
    labels = sorted({one for point in branch for one in point.outcomes})
    for name, look in looks(labels).items():
        ax.plot(
            [point.precision for point in branch],
            [point.outcomes.get(name, 0) for point in branch],
            color=look.colour,
            linestyle=look.line,
            label=label(name),
        )
    ax.set_xscale("symlog", linthresh=1)
    ax.set_xlim(left=0)
    ax.set_ylim(-0.02, 1.02)
    ax.set_xlabel("precision, per unit of payoff")
    ax.set_ylabel("probability")
    ax.legend(frameon=False)
    plain(ax)
    return ax
