"""What each parameter does alone: the probability of an outcome at the ends of its range."""

from matplotlib.axes import Axes

from caucasus_games.games.door import check_made
from caucasus_games.plot.style import axes_of, label, plain, signed
from caucasus_games.sweeps.sensitivity import Sensitivity

_BAR = 0.34


def tornado(found: Sensitivity, most: int = 12, ax: Axes | None = None) -> Axes:
    """Draw how far the ends of each range move an outcome from the central values.

    Parameters
    ----------
    found : Sensitivity
        From :func:`caucasus_games.sweeps.sensitivity`.
    most : int
        How many parameters; those that move it most come first, those that do not are left out.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        Dark towards the low end of a range, light and hatched towards the high one.

    Examples
    --------
    >>> import caucasus_games as cg
    >>> from caucasus_games.guarantors import NONE
    >>> from caucasus_games.models import deterrence_by_chance
    >>> found = cg.sensitivity(deterrence_by_chance(NONE), "peace", draws=64)
    >>> tornado(found).get_xlabel()
    'probability of peace'
    """
    check_made(found, "plot.tornado", Sensitivity, "sensitivity(game, outcome)")
    far = {
        name: max(abs(effect.low - found.central), abs(effect.high - found.central))
        for name, effect in found.effects.items()
    }
    names = [name for name in sorted(far, key=lambda name: -far[name]) if far[name]][:most]
    ax = axes_of(ax, 8, 1.5 + _BAR * len(names))
    ends = (("low end", "low", "#0072b2", ""), ("high end", "high", "#e69f00", "////"))
    for told, which, colour, hatch in ends:
        gaps = [getattr(found.effects[name], which) - found.central for name in names]
        ax.barh(
            range(len(names)),
            gaps,
            0.8,
            found.central,
            color=colour,
            hatch=hatch,
            edgecolor="white",
            label=told,
        )
    ax.axvline(found.central, color="black", linewidth=1)
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xlim(-0.02, 1.02)
    ax.set_xlabel(label(f"probability of {found.outcome}"))
    ax.set_title(label(found.title), loc="left")
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, frameon=False)
    plain(ax)
    signed(ax, found.asked)
    return ax
