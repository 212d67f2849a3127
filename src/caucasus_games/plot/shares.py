"""How probable each outcome is over many draws, with Monte Carlo errors."""

from matplotlib.axes import Axes

from caucasus_games.games.door import check_made
from caucasus_games.plot.style import ACROSS, Look, axes_of, key_height, label, looks, plain, signed
from caucasus_games.sweeps.shares import Summary
from caucasus_games.text.plain import counted

# of an inch for each line
_LINE = 0.19
# draws without an equilibrium
_NONE = Look("0.5", "", "x", "-")


def shares(found: Summary, ax: Axes | None = None) -> Axes:
    """Draw the mean probability of each outcome under each setup, and the shares of draws with it.

    Parameters
    ----------
    found : Summary
        From :func:`caucasus_games.sweeps.summary`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        A full mark at the mean probability of each outcome, which add up to one, with two standard
        errors; a thin line from the share of draws in which it is guaranteed to that in which it is
        possible. If there are draws without an equilibrium they are drawn as an outcome.

    Examples
    --------
    >>> import caucasus_games as cg
    >>> from caucasus_games.models import deterrence_by_chance
    >>> ax = shares(cg.summary(deterrence_by_chance, 1_000))
    >>> ax.get_xlabel()
    'mark: mean probability over 1,000 draws; line: share of them, from guaranteed to possible'
    """
    check_made(found, "plot.shares", Summary, "summary(model, draws)")
    groups = len(found.setups)
    step = 0.8 / len(found.labels)
    height = 1.0 + _LINE * groups * (len(found.labels) + 0.5) + key_height(len(found.labels))
    ax = axes_of(ax, 8, height)
    chosen = {**looks(found.outcomes), **dict.fromkeys(found.labels[len(found.outcomes) :], _NONE)}
    means = found.to_dataframe().to_dict("index")
    for o, (outcome, look) in enumerate(chosen.items()):
        for s, setup in enumerate(found.setups):
            y = s + step * (o + 0.5) - 0.4
            row = means[setup, outcome]
            ends = [row["guaranteed"], row["possible"]]
            ax.plot(ends, [y, y], color=look.colour, linewidth=1, marker="|", markersize=5)
            ax.errorbar(
                row["mean"],
                y,
                xerr=2 * row["mean ±"],
                color=look.colour,
                marker=look.marker,
                capsize=2,
                linestyle="",
                label=label(outcome or "no label") if s == 0 else None,
            )
    for s in range(1, groups):
        ax.axhline(s - 0.5, color="0.85", linewidth=0.8)
    ax.set_yticks(range(groups), [label(name) for name in found.setups])
    ax.set_ylim(groups - 0.5, -0.5)
    ax.set_xlim(-0.02, 1.02)
    told = f"over {counted(found.draws, 'draw')}; line: share of them, from guaranteed to possible"
    ax.set_xlabel(f"mark: mean probability {told}")
    columns = min(len(found.labels), ACROSS)
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=columns, frameon=False)
    plain(ax)
    signed(ax, found.asked)
    return ax
