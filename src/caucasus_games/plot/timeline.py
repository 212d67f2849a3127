"""What the models say of past moments, beside what happened."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from caucasus_games.evidence import Hindsight
from caucasus_games.plot.style import axes_of, key_above, label, looks, stack

_ROW = 0.42


def timeline(found: Sequence[Hindsight], ax: Axes | None = None) -> Axes:
    """Draw what each model says of each moment.

    Parameters
    ----------
    found : sequence of Hindsight
        From :func:`caucasus_games.evidence.hindsight`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        A bar for each answer among the equilibria, divided by outcome; to its right what happened
        and the verdict.

    Examples
    --------
    >>> from caucasus_games.evidence import hindsight
    >>> ax = timeline(hindsight())
    >>> ax.texts[0].get_text()
    'peace: miss'
    """
    labels = sorted({outcome for row in found for answer in row.says for outcome in answer})
    drawn = looks(labels)
    ax = axes_of(ax, 10.5, 1.6 + _ROW * len(found))
    for k, row in enumerate(found):
        high = 0.8 / len(row.says)
        for j, answer in enumerate(row.says):
            stack(ax, k - 0.4 + high * (j + 0.5), answer, drawn, high)
        told = row.happened if row.happened == row.verdict else f"{row.happened}: {row.verdict}"
        ax.text(1.02, k, label(told), va="center", clip_on=False)
    ax.set_yticks(range(len(found)), [label(f"{r.moment} {r.setup}: {r.model}") for r in found])
    ax.set_ylim(len(found) - 0.4, -0.6)
    ax.set_xlim(0, 1)
    ax.set_xlabel("probability by the model")
    key_above(ax, drawn)
    return ax
