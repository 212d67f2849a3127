"""What the models say of past moments, beside what happened."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Patch

from caucasus_games.analysis import Hindsight
from caucasus_games.plot.style import axes_of, looks

_ROW = 0.42


def timeline(found: Sequence[Hindsight], ax: Axes | None = None) -> Axes:
    """Draw what each model says of each moment.

    Parameters
    ----------
    found : sequence of Hindsight
        From :func:`caucasus_games.analysis.hindsight`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        A bar for each answer among the equilibria, divided by outcome; beside it what happened and
        the verdict.

    Examples
    --------
    >>> from caucasus_games.analysis import hindsight
    >>> ax = timeline(hindsight())
    >>> ax.texts[0].get_text()
    'peace: miss'
    """
    labels = sorted({outcome for row in found for answer in row.says for outcome in answer})
    drawn = looks(labels)
    ax = axes_of(ax, 9.5, 1.2 + _ROW * len(found))
    for k, row in enumerate(found):
        high = 0.8 / len(row.says)
        for j, answer in enumerate(row.says):
            left = 0.0
            for label, chance in sorted(answer.items()):
                look = drawn[label]
                ax.barh(
                    k - 0.4 + high * (j + 0.5),
                    float(chance),
                    high,
                    left,
                    color=look.colour,
                    hatch=look.hatch,
                    edgecolor="white",
                )
                left += float(chance)
        ax.text(1.02, k, f"{row.happened}: {row.verdict}", va="center", clip_on=False)
    told = [f"{row.moment} {row.setup}: {row.model}" for row in found]
    ax.set_yticks(range(len(found)), told)
    ax.set_ylim(len(found) - 0.4, -0.6)
    ax.set_xlim(0, 1)
    ax.set_xlabel("probability by the model; to the right what happened, and the verdict")
    handles = [
        Patch(facecolor=look.colour, hatch=look.hatch, edgecolor="white", label=label)
        for label, look in drawn.items()
    ]
    ax.legend(
        handles=handles,
        loc="lower right",
        bbox_to_anchor=(1, 1),
        ncols=len(handles),
        frameon=False,
    )
    return ax
