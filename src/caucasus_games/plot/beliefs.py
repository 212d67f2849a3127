"""The beliefs that support a perfect Bayesian equilibrium, as intervals."""

from matplotlib.axes import Axes

from caucasus_games.errors import GameError
from caucasus_games.games.door import check_made
from caucasus_games.plot.style import axes_of, label, plain
from caucasus_games.results import Equilibrium

_ROW = 0.4


def beliefs(equilibrium: Equilibrium, ax: Axes | None = None) -> Axes:
    """Draw what may be believed at each information set with several nodes.

    Parameters
    ----------
    equilibrium : Equilibrium
        From :func:`caucasus_games.concepts.perfect_bayesian`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        For each node the least and the most probability that the equilibrium allows; one point
        where Bayes' rule fixes it.

    Raises
    ------
    GameError
        If the equilibrium has no beliefs, or everybody knows where they are.

    Examples
    --------
    >>> from caucasus_games.guarantors import RUSSIAN_PEACEKEEPERS
    >>> from caucasus_games.models import probe
    >>> from caucasus_games.concepts import perfect_bayesian
    >>> beliefs(perfect_bayesian(probe(RUSSIAN_PEACEKEEPERS)).equilibria[0]).get_xlabel()
    'probability that is believed'
    """
    check_made(equilibrium, "plot.beliefs", Equilibrium, "perfect_bayesian(game).equilibria[0]")
    rows = []
    for name, allowed in (equilibrium.beliefs or {}).items():
        if len(allowed.labels) > 1:
            for node in allowed.labels:
                shares = [float(vertex[node]) for vertex in allowed.vertices]
                rows.append((f"{name}: {node}", min(shares), max(shares)))
    if not rows:
        raise GameError(
            "the equilibrium has no beliefs to draw: give one of perfect_bayesian in a tree in "
            "which somebody does not know where it is"
        )
    ax = axes_of(ax, 8, 1.1 + _ROW * len(rows))
    for k, (_, low, high) in enumerate(rows):
        ax.plot([low, high], [k, k], color="#0072b2", linewidth=6, solid_capstyle="butt")
        ax.plot([low, high], [k, k], "|", color="black", markersize=12, markeredgewidth=2)
    ax.set_yticks(range(len(rows)), [label(name) for name, _, _ in rows])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(-0.02, 1.02)
    ax.set_xlabel("probability that is believed")
    plain(ax)
    return ax
