"""States of a Markov game: how likely each is over the periods, and how they follow each other."""

from collections.abc import Callable
from math import cos, hypot, pi, sin
from typing import Protocol

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyArrowPatch

from caucasus_games.errors import GameError
from caucasus_games.exact import show
from caucasus_games.games.door import described
from caucasus_games.plot.style import axes_of, key_above, label, looks
from caucasus_games.results.chain import Chain

_MOST_STATES = 12
_RADIUS = 0.28


class Chained(Protocol):
    """What has a chain of states: an equilibrium of a Markov game."""

    @property
    def chain(self) -> Chain:
        """The chain."""


def state_path(
    equilibrium: Chained,
    periods: int,
    *,
    groups: Callable[[str], str] | None = None,
    first: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw how likely the states are at the start and after each of so many periods.

    Parameters
    ----------
    equilibrium : MarkovEquilibrium or MarkovLogit
        What is played.
    periods : int
        How many.
    groups : callable, optional
        From a state to what it is shown as; by default itself.
    first : int
        What the start is called on the axis, such as a year.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        Areas that fill the height, one for each group.

    Raises
    ------
    GameError
        If it has no chain of states.

    Examples
    --------
    >>> from caucasus_games.concepts import markov_perfect
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.models import rivalry
    >>> found = markov_perfect(rivalry(NONE)).equilibria[0]
    >>> ax = state_path(found, 32, groups=lambda s: s.partition(" ")[2], first=1994)
    >>> ax.get_ylabel()
    'probability'
    """
    chain = _chain(equilibrium, "plot.state_path")
    shown = groups or (lambda state: state)
    odds = chain.after(periods)
    names = sorted({shown(state) for own in odds for state in own})
    heights = np.zeros((len(names), periods + 1))
    for t, own in enumerate(odds):
        for state, chance in own.items():
            heights[names.index(shown(state)), t] += float(chance)
    drawn = looks(names)
    ax = axes_of(ax, 8, 4)
    years = np.arange(first, first + periods + 1)
    below = np.zeros(periods + 1)
    for name, height in zip(names, heights, strict=True):
        ax.fill_between(
            years,
            below,
            below + height,
            facecolor=drawn[name].colour,
            hatch=drawn[name].hatch,
            edgecolor="white",
            linewidth=0,
        )
        below = below + height
    ax.set_xlim(years[0], years[-1])
    ax.set_ylim(0, 1)
    ax.set_ylabel("probability")
    key_above(ax, drawn)
    return ax


def state_graph(equilibrium: Chained, ax: Axes | None = None) -> Axes:
    """Draw the states with the chances with which they follow each other.

    Parameters
    ----------
    equilibrium : MarkovEquilibrium or MarkovLogit
        What is played.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        A circle for each state that is reached, the first one thick, and arrows between them.

    Raises
    ------
    GameError
        If it has no chain of states, or more than 12 are reached.

    Examples
    --------
    >>> from caucasus_games.concepts import markov_logit
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.models import war_and_peace
    >>> found = markov_logit(war_and_peace(NONE), 1, starts=0)
    >>> ax = state_graph(found.equilibria[0])
    >>> sorted(text.get_text() for text in ax.texts if text.get_text().isalpha())
    ['crisis', 'peace', 'war']
    """
    chain = _chain(equilibrium, "plot.state_graph")
    states = list(chain.moves)
    if len(states) > _MOST_STATES:
        raise GameError(
            f"{len(states)} states are reached, and plot.state_graph draws up to {_MOST_STATES}: "
            "plot.state_path shows how likely they are over the periods"
        )
    ax = axes_of(ax, 6, 6)
    turn = 2 * pi / len(states)
    radius = 1.0 if len(states) > 1 else 0.0
    at = {s: (radius * sin(k * turn), radius * cos(k * turn)) for k, s in enumerate(states)}
    size = min(_RADIUS, 0.8 * sin(turn / 2)) if len(states) > 2 else _RADIUS
    for state, (x, y) in at.items():
        width = 2.5 if state == chain.start else 1.0
        ax.add_patch(Circle((x, y), size, fill=False, linewidth=width))
        ax.text(x, y, label(state), ha="center", va="center", fontsize="small")
        for target, chance in chain.moves[state].items():
            _arrow(ax, at[state], at[target], size, show(chance, digits=2), state == target)
    reach = radius + size + 0.75
    ax.set_xlim(-reach, reach)
    ax.set_ylim(-reach, reach)
    ax.set_aspect("equal")
    ax.set_axis_off()
    return ax


def _arrow(
    ax: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    size: float,
    told: str,
    loop: bool,
) -> None:
    """Draw an arrow that bends to its left, so that two between a pair lie apart."""
    (x, y), (u, v) = start, end
    if loop:
        far = hypot(x, y) or 1.0
        out = (x / far, y / far) if far and (x or y) else (0.0, 1.0)
        side = (-out[1], out[0])
        feet = [
            (
                x + size * (0.9 * out[0] + k * 0.44 * side[0]),
                y + size * (0.9 * out[1] + k * 0.44 * side[1]),
            )
            for k in (1, -1)
        ]
        bend, place = -1.6, (x + (size + 0.42) * out[0], y + (size + 0.42) * out[1])
    else:
        long = hypot(u - x, v - y)
        along = ((u - x) / long, (v - y) / long)
        side = (-along[1], along[0])
        feet = [
            (x + size * along[0] + 0.06 * side[0], y + size * along[1] + 0.06 * side[1]),
            (u - size * along[0] + 0.06 * side[0], v - size * along[1] + 0.06 * side[1]),
        ]
        # on the arrow, whose middle lies half of its bend beside the line
        bend, beside = -0.15, 0.06 + 0.075 * (long - 2 * size)
        place = ((x + u) / 2 + beside * side[0], (y + v) / 2 + beside * side[1])
    ax.add_patch(
        FancyArrowPatch(
            feet[0],
            feet[1],
            arrowstyle="-|>",
            mutation_scale=12,
            connectionstyle=f"arc3,rad={bend}",
            shrinkA=0,
            shrinkB=0,
            linewidth=1.0,
        )
    )
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    ax.text(*place, told, ha="center", va="center", fontsize="small", bbox=ground)


def _chain(equilibrium: object, taker: str) -> Chain:
    chain = getattr(equilibrium, "chain", equilibrium)
    if not isinstance(chain, Chain):
        raise GameError(
            f"{taker} takes an equilibrium of a Markov game and got {described(equilibrium)}: give "
            "one of those that markov_perfect or markov_logit finds"
        )
    return chain
