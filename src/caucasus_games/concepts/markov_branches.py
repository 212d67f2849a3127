r"""All logit equilibria of a Markov game as one of its numbers moves.

At some values equilibria are looked for as :func:`~caucasus_games.concepts.markov_logit` does; from
each the curve on which it lies is followed both ways, through the places where it turns [1]_. Where
two equilibria vanish together their indices cancel, so the indices of all sum to one at every
value: where those found do not, some branch is missing.

References
----------
.. [1] Keller (1977), Numerical solution of bifurcation and nonlinear eigenvalue problems. In
   Applications of Bifurcation Theory, 359–384. Academic Press.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from caucasus_games.certificates.markov_logit import certified_markov_logit
from caucasus_games.concepts.markov_logit import checked_logit, roots_found
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import fraction, name_of, show
from caucasus_games.games import MarkovGame
from caucasus_games.games.labels import shown
from caucasus_games.results.markov_branches import MarkovBranch, MarkovBranches

if TYPE_CHECKING:
    from caucasus_games.concepts.markov_curves import Family, Place

# two roots whose chances differ by less are one
_APART = 1e-6


def markov_branches(
    game: MarkovGame,
    parameter: str,
    precision: float,
    *,
    within: tuple[object, object] | None = None,
    begin: Iterable[object] = (),
    shocks: bool = True,
    starts: int = 100,
    seed: int = 0,
) -> MarkovBranches:
    r"""Follow the logit equilibria of a Markov game over a range of one of its numbers.

    1. At the ends of the range, at what the number is, and wherever else is wanted, find equilibria
       as :func:`markov_logit`.
    2. From each that is on no curve yet follow :math:`x = T_t(x)` by its length, both ways.
    3. Certify every point, and sum the indices between all places where a curve turns.

    Parameters
    ----------
    game : MarkovGame
        All other numbers keep their value, or their central one.
    parameter : str or sympy.Symbol
        Which one moves.
    precision : float
        Above zero, per unit of payoff; with shocks of scale one it is one.
    within : pair of exact numbers, optional
        From where to where; by default over its range.
    begin : iterable of exact number
        Further values at which equilibria are looked for.
    shocks, starts, seed
        As for :func:`markov_logit`.

    Returns
    -------
    MarkovBranches
        The branches, with a note wherever the indices of what was found do not sum to one.

    Raises
    ------
    GameError
        If the number is none of the game or has no range, a value is outside of it, or as
        :func:`markov_logit`.

    References
    ----------
    Keller (1977), Numerical solution of bifurcation and nonlinear eigenvalue problems. In
    Applications of Bifurcation Theory, 359–384. Academic Press.

    Examples
    --------
    >>> import sympy
    >>> from caucasus_games.games import MarkovGame, Stage
    >>> gain = sympy.Symbol("gain")
    >>> meet = Stage(
    ...     {"A": "xy", "B": "xy"},
    ...     {("x", "x"): [gain] * 2, ("x", "y"): [0, 0], ("y", "x"): [0, 0], ("y", "y"): [2, 2]},
    ...     "again",
    ... )
    >>> game = MarkovGame({"again": meet}, "0.5", players="AB")
    >>> found = markov_branches(game, "gain", 3, within=(0, 2), starts=20)
    >>> [len(found.at(gain)) for gain in (Fraction(1), Fraction(2))]
    [1, 3]
    """
    # loads NumPy
    from caucasus_games.concepts.markov_curves import Family, along

    wanted = checked_logit(game, precision, starts, "markov_branches")
    name = name_of(parameter)
    low, high = _span(game, name, within)
    central = _central(game, name, low, high)
    values = [fraction(x, f"a value of {name} to begin at") for x in begin]
    for value in values:
        if not low <= value <= high:
            raise GameError(
                f"{name} begins at {show(value)}: give values from {show(low)} to {show(high)}"
            )
    middle = [central] if central is not None else []
    family = Family(game, name, (low, high), wanted, shocks)
    curves: list[tuple[Place, ...]] = []
    for t in dict.fromkeys(family.place(value) for value in (low, *values, *middle, high)):
        known = [x for curve in curves for x in _passing(family, curve, t)]
        for x in roots_found(family.response(t), starts, seed):
            if all(_differ(family, t, x, other) for other in known):
                curves.append(along(family, x, t))
                known += _passing(family, curves[-1], t)
    branches = tuple(_certified(family, curve, wanted, shocks) for curve in curves)
    notes = tuple(_alarms(name, low, high, branches))
    return MarkovBranches(game.title, name, central, wanted, branches, notes)


def _span(
    game: MarkovGame, name: str, within: tuple[object, object] | None
) -> tuple[Fraction, Fraction]:
    """Return from where to where a number moves."""
    names = sorted(s.name for s in game.symbols)
    if name not in names:
        raise unknown("number of the game", name, names)
    record = dict(game.parameters).get(name)
    if within is None and (record is None or record.low == record.high):
        raise GameError(f"{name} has no range: give within=(low, high)")
    ends = within if within is not None else (record.low, record.high) if record else ()
    if not isinstance(ends, Sequence) or len(ends) != 2:
        raise GameError(f"within is {shown(ends)}: give the two ends of a range, as (0, 1)")
    low, high = (fraction(x, f"an end of the range of {name}") for x in ends)
    if low >= high:
        raise GameError(
            f"{name} goes from {show(low)} to {show(high)}: give the lower end first, below the "
            "upper one"
        )
    return low, high


def _central(game: MarkovGame, name: str, low: Fraction, high: Fraction) -> Fraction | None:
    """Return what a number is in the game, if that is within the range."""
    record = dict(game.parameters).get(name)
    value = game.values.get(name, record.central if record else None)
    return value if value is not None and low <= value <= high else None


def _passing(family: Family, curve: Sequence[Place], t: float) -> list[Any]:
    """Return the roots at which a curve passes a place of the range."""
    response = family.response(t)
    found: list[Any] = []
    for before, after in pairwise(curve):
        if (before.t - t) * (after.t - t) > 0 or before.t == after.t:
            continue
        near = before.x + (t - before.t) / (after.t - before.t) * (after.x - before.x)
        found += list(response.roots(near[None]))
    return found


def _differ(family: Family, t: float, one: Any, other: Any) -> bool:
    """Tell whether two roots are two equilibria."""
    response = family.response(t)
    pairs = zip(response.chances(one), response.chances(other), strict=True)
    return any(abs(p - q).max() > _APART for p, q in pairs)


def _certified(
    family: Family, curve: Sequence[Place], precision: float, shocks: bool
) -> MarkovBranch:
    """Certify every point of a curve."""
    values, told = [], []
    for place in curve:
        response = family.response(place.t)
        values.append(family.value(place.t))
        told.append(
            certified_markov_logit(
                family.game(place.t),
                response.mixes(place.x),
                response.worth(place.x),
                precision,
                shocks,
                response.index(place.x),
                response.stable(place.x),
            )
        )
    return MarkovBranch(tuple(values), tuple(told))


def _alarms(
    name: str, low: Fraction, high: Fraction, branches: Sequence[MarkovBranch]
) -> Iterator[str]:
    """Say between which values the indices of what was found do not sum to one."""
    ends = sorted(
        {low, high, *(x for b in branches for x in (*b.folds, b.values[0], b.values[-1]))}
    )
    for left, right in pairwise(ends):
        middle = (left + right) / 2
        total = sum(one.index for b in branches for one in b.passing(middle))
        if total != 1:
            yield (
                f"for {name} from {show(left)} to {show(right)} the indices sum to {total}, and "
                "those of all equilibria to 1: give begin a value from there"
            )
