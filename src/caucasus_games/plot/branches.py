"""Logit equilibria of a Markov game as one of its numbers moves, branch by branch."""

from itertools import pairwise
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from caucasus_games.errors import unknown
from caucasus_games.games.door import check_made
from caucasus_games.plot.style import axes_of, label, plain
from caucasus_games.results import MarkovBranches, MarkovLogit

# by whether best replies come back: colour and line
_LOOKS: dict[bool, tuple[str, Literal["-", "--"], float]] = {
    True: ("#0072b2", "-", 2.2),
    False: ("#d55e00", "--", 1.2),
}
_TOLD = {True: "stable under best replies", False: "unstable"}


def markov_branches(found: MarkovBranches, state: str, ax: Axes | None = None) -> Axes:
    """Draw how often play is in a state in the long run, in every equilibrium that was found.

    Parameters
    ----------
    found : MarkovBranches
        From :func:`caucasus_games.concepts.markov_branches`.
    state : str
        The state.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        A line for each branch, thick where best replies come back to the equilibrium; a circle
        where two equilibria meet and vanish, and a thin line at what the number is in the game,
        with a point for each equilibrium there.

    Raises
    ------
    GameError
        If it is something else, there is no such state, or chance decides where play stays.

    Examples
    --------
    >>> from caucasus_games.concepts import markov_branches as followed
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.models import war_and_peace
    >>> found = followed(war_and_peace(NONE), "armenia_audience", 1, starts=0)
    >>> markov_branches(found, "war").get_ylabel()
    'long-run share of war'
    """
    check_made(found, "plot.markov_branches", MarkovBranches, "markov_branches(game, …)")
    states = found.branches[0].equilibria[0].chain.moves
    if state not in states:
        raise unknown("state", state, states)
    ax = axes_of(ax, 6, 4)
    for branch in found:
        x = [float(value) for value in branch.values]
        y = [_share(one, state) for one in branch.equilibria]
        stable = [one.stable for one in branch.equilibria]
        for first, last in _runs(stable):
            colour, line, width = _LOOKS[stable[first]]
            # up to the first point of what comes next, so that nothing is left out
            part = slice(first, last + 1)
            ax.plot(x[part], y[part], line, color=colour, linewidth=width)
        folds = set(branch.folds)
        turns = [k for k, value in enumerate(branch.values) if value in folds]
        ax.plot([x[k] for k in turns], [y[k] for k in turns], "o", color="black", mfc="white", ms=4)
    if found.central is not None:
        ax.axvline(float(found.central), color="0.6", linewidth=0.8, zorder=0)
        for one in found.at(found.central):
            colour = _LOOKS[one.stable][0]
            filled = colour if one.stable else "white"
            ax.plot(float(found.central), _share(one, state), "D", color=colour, mfc=filled, ms=4)
    ax.set_ylim(-0.03, 1.03)
    ax.set_xlabel(label(found.parameter))
    ax.set_ylabel(label(f"long-run share of {state}"))
    handles = [
        Line2D([], [], color=colour, linestyle=line, linewidth=width, label=_TOLD[stable])
        for stable, (colour, line, width) in _LOOKS.items()
    ]
    ax.legend(handles=handles, loc="lower right", bbox_to_anchor=(1, 1), frameon=False)
    plain(ax)
    return ax


def _share(one: MarkovLogit, state: str) -> float:
    return float(one.chain.stationary().get(state, 0))


def _runs(stable: list[bool]) -> list[tuple[int, int]]:
    """Return from where to where, the end not counted, it stays as it is."""
    ends = [0, *(k for k, (a, b) in enumerate(pairwise(stable), 1) if a != b), len(stable)]
    return list(pairwise(ends))
