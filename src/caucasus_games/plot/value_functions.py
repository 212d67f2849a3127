"""What each player gets over one parameter, and which numbers are offered."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from matplotlib import rcParams
from matplotlib.axes import Axes

from caucasus_games.comparison.asked import asked_of
from caucasus_games.comparison.compare import Solver
from caucasus_games.concepts.concept import check_solver
from caucasus_games.concepts.usual import usual
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import by_name, least, name_of
from caucasus_games.formats.followed import followed
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.door import check_game
from caucasus_games.games.kinds import KINDS, Game
from caucasus_games.plot.style import axes_of, key_over, label, looks, plain, signed
from caucasus_games.readings.ranges import chosen_ranges
from caucasus_games.results import Solution

_RINGS = ("o", "s", "D", "^")


def value_functions(
    game: Game,
    parameter: str,
    *,
    solver: Solver | None = None,
    within: Mapping[str, tuple[object, object]] | None = None,
    points: int = 41,
    ax: Axes | None = None,
) -> Axes:
    """Draw what each player gets as one parameter moves, and the numbers that are offered.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        All other parameters keep their value, or their central one.
    parameter : str or sympy.Symbol
        Which one moves, over its range.
    solver : Concept or callable, optional
        The solution concept, or a function of your own that maps a game to its solution; by default
        the :func:`~caucasus_games.comparison.usual` concept.
    within : mapping of str to pair of exact numbers, optional
        The range of the parameter, in the place of its own.
    points : int
        At how many values the game is solved, exactly.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on a figure of its own.

    Returns
    -------
    matplotlib.axes.Axes
        A point for each player and each number that is offered, in every equilibrium.

    Raises
    ------
    GameError
        If the parameter has no range, is unknown or has a value, ``within`` has another one, there
        are fewer than two points, or as the solver.

    Examples
    --------
    >>> from caucasus_games.games import Decision, Offer, Terminal
    >>> import sympy
    >>> x, v = sympy.symbols("x v")
    >>> deal = Terminal("deal", {"A": 1 - x, "B": x})
    >>> answer = Decision("B", {"yes": deal, "no": Terminal("", {"A": 0, "B": v})})
    >>> game = ExtensiveForm(Offer("A", x, 0, 1, answer))
    >>> ax = value_functions(game, "v", within={"v": (0, 1)}, points=3)
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['payoff of A', 'payoff of B', 'x that A offers']
    """
    check_game(game, "value_functions", *KINDS)
    check_solver(solver, "value_functions", own=True)
    parameter = name_of(parameter)
    low, high = _range(game, parameter, within or {})
    if points < 2:
        raise GameError(f"points is {points}: give 2 or more")
    # whoever solves it refuses the wrong kind of game
    solve: Callable[..., Solution[Any]] = solver or usual(game)
    found = _found(
        game,
        parameter,
        [low + (high - low) * Fraction(k, points - 1) for k in range(points)],
        solve,
    )
    ax = axes_of(ax, 6, 4)
    for (told, places), style in zip(found.items(), _styles(game, len(found)), strict=True):
        across, up = zip(*places, strict=True) if places else ((), ())
        ax.plot(
            across, up, linestyle="", label=label(told), markeredgewidth=0.8, clip_on=False, **style
        )
    unit = f" ({game.parameters[parameter].unit})" if parameter in game.parameters else ""
    ax.set_xlim(float(low), float(high))
    ax.set_xlabel(label(f"{parameter}{unit}"))
    key_over(ax)
    plain(ax)
    name = game.title or "game"
    signed(ax, asked_of({name: game}, {name: solve}))
    return ax


def _found(
    game: Game, parameter: str, values: list[Fraction], solve: Callable[..., Solution[Any]]
) -> dict[str, list[tuple[float, float]]]:
    """Return for each player and each number that is offered where its points are."""
    found: dict[str, list[tuple[float, float]]] = {f"payoff of {p}": [] for p in game.players}
    vertices = game.vertices if isinstance(game, ExtensiveForm) else ()
    told = {v.offer.symbol: f"{v.offer.symbol} that {v.player} offers" for v in vertices if v.offer}
    found |= {name: [] for name in told.values()}
    for value in values:
        here = game.at({parameter: value})
        for equilibrium in solve(here):
            for player, worth in equilibrium.payoffs.items():
                found[f"payoff of {player}"].append((float(value), float(least(worth))))
            numbers = (
                followed(here, equilibrium).numbers
                if told and isinstance(here, ExtensiveForm)
                else {}
            )
            for symbol in numbers.keys() & told.keys():
                found[told[symbol]].append((float(value), float(numbers[symbol])))
    return found


def _styles(game: Game, count: int) -> list[dict[str, Any]]:
    drawn = looks(game.players).values()
    styles: list[dict[str, Any]] = [
        {"color": look.colour, "marker": look.marker, "markersize": 3.5} for look in drawn
    ]
    # around the points that they may lie on
    ring = {"color": rcParams["text.color"], "fillstyle": "none", "markersize": 7}
    rings = [{**ring, "marker": _RINGS[k % len(_RINGS)]} for k in range(count - len(styles))]
    return [*styles, *rings]


def _range(
    game: Game, parameter: str, within: Mapping[str, tuple[object, object]]
) -> tuple[Fraction, Fraction]:
    """Return from where to where a parameter moves."""
    free = sorted(s.name for s in game.symbols if s.name not in game.values)
    if parameter not in free:
        raise unknown("parameter that has no value", parameter, free)
    others = [name for name in by_name(within) if name != parameter]
    if others:
        raise GameError(
            f"value_functions moves {parameter} alone, and within has {', '.join(others)}: fix "
            "those with at()"
        )
    ranges = chosen_ranges(game, within)
    if parameter in ranges:
        return ranges[parameter]
    if parameter not in game.parameters:
        raise GameError(f"{parameter} has no range: give it with within={{{parameter!r}: (0, 1)}}")
    record = game.parameters[parameter]
    return record.low, record.high
