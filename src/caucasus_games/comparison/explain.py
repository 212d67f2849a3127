r"""Why this is the equilibrium, and what would change it.

At each decision that play reaches, the margin is what the player would lose by another action, if
all went on as planned: :math:`u_i(\sigma \mid a) - u_i(\sigma \mid a') \ge 0`. With every parameter
but one at its value, each margin of the whole plan is a rational function of that one, and the plan
stays an equilibrium until the first of them turns negative. From there on the game is solved anew,
and so on outwards, until no equilibrium is left with the same outcomes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from caucasus_games.comparison.deviations import (
    CrowdedError,
    Line,
    Value,
    check_pure,
    comparisons,
)
from caucasus_games.comparison.offers import along
from caucasus_games.concepts.offers.plays import Plays
from caucasus_games.concepts.offers.solve import at_values
from caucasus_games.concepts.usual import usual
from caucasus_games.errors import GameError
from caucasus_games.exact import least, most, show
from caucasus_games.games import ExtensiveForm, MarkovGame
from caucasus_games.games.kinds import Game
from caucasus_games.games.values import number
from caucasus_games.parameters import Parameter
from caucasus_games.readings.symbols import Symbols
from caucasus_games.results import Equilibrium, Solution, Solved
from caucasus_games.results.solution import check_solution
from caucasus_games.text.plain import plain

# of other numbers that might be offered
_NEXT_BEST = 3
# of a game over years, through which each parameter is followed
_MOST_SPOTS = 60


@dataclass(frozen=True, repr=False)
class Reason:
    """One decision, and what the alternatives would bring.

    Parameters
    ----------
    player : str
        Who decides.
    after : tuple of str
        What has happened before; empty where all choose at once.
    action : str
        What is done.
    payoff : Fraction
        What it brings.
    instead : tuple of tuple of str and Fraction
        Each alternative with what it would bring.
    """

    player: str
    after: tuple[str, ...]
    action: str
    payoff: Fraction
    instead: tuple[tuple[str, Fraction], ...]

    @property
    def margin(self) -> Fraction:
        """What the best alternative would lose."""
        return self.payoff - max(worth for _, worth in self.instead)

    def __repr__(self) -> str:
        where = f", after {', '.join(self.after)}," if self.after else ""
        others = "; ".join(f"{action} would bring {show(worth)}" for action, worth in self.instead)
        return plain(
            f"{self.player}{where} chooses {self.action}, which brings {show(self.payoff)}: "
            f"{others} (margin {show(self.margin)})"
        )


@dataclass(frozen=True, repr=False)
class Flip:
    """A value of one parameter from which on the outcomes are others.

    Parameters
    ----------
    parameter : Parameter
        Which one.
    now : Fraction
        Its value.
    at : Fraction or Interval
        Where the outcomes change; enclosed if it is irrational.
    becomes : tuple of str
        The outcomes that can happen beyond: of each equilibrium, between commas.
    """

    parameter: Parameter
    now: Fraction
    at: Value
    becomes: tuple[str, ...]

    @property
    def share(self) -> Fraction:
        """How far that is, as a share of the parameter's range."""
        at = self.at if isinstance(self.at, Fraction) else (self.at.low + self.at.high) / 2
        return abs(at - self.now) / (self.parameter.high - self.parameter.low)

    def __repr__(self) -> str:
        return plain(
            f"{self.parameter.name} from {show(self.now)} to {show(self.at)} "
            f"({show(100 * self.share, digits=1)} % of its range): {' or '.join(self.becomes)}"
        )


@dataclass(frozen=True, repr=False)
class Explanation:
    """Why an equilibrium is one, and which single number would change its outcomes.

    Parameters
    ----------
    equilibrium : Equilibrium
        What is explained.
    reasons : tuple of Reason
        The decisions that play reaches, in order.
    flips : tuple of Flip
        For each parameter the nearest value within its range that changes the outcomes, the least
        change first; none for a parameter that changes nothing.
    notes : tuple of str
        Parameters that could not be followed.
    """

    equilibrium: Equilibrium
    reasons: tuple[Reason, ...]
    flips: tuple[Flip, ...]
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        least = [f"least change: {flip}" for flip in self.flips[:1]]
        others = [f"then: {flip}" for flip in self.flips[1:4]]
        none = [] if self.flips else ["no single parameter changes the outcomes within its range"]
        return plain(
            self.equilibrium.path,
            *(f"  {reason}" for reason in self.reasons),
            *(f"  {line}" for line in (*least, *others, *none)),
            *(f"  note: {note}" for note in self.notes),
        )


def explain(solution: Solution[Solved], which: int = 0) -> Explanation:
    """Say why an equilibrium is one, and what would change it.

    1. At each decision that play reaches, compare what is done with the alternatives.
    2. For each parameter with a range, follow the equilibrium outwards from its value, to the first
       one from which on no equilibrium has the same outcomes.

    Parameters
    ----------
    solution : Solution
        Of a normal form in pure strategies, or of a tree of perfect information.
    which : int
        Which of its equilibria.

    Returns
    -------
    Explanation
        Reasons with their margins, and the changes of outcomes, the least one first.

    Raises
    ------
    GameError
        If there is no such equilibrium, it is mixed, or a player moves without knowing where.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> from caucasus_games.models import deterrence
    >>> from caucasus_games.concepts import subgame_perfect
    >>> explain(subgame_perfect(deterrence(US_OPERATOR)))
    Azerbaijan: abide → peace
      Azerbaijan chooses abide, which brings ≈0.182: attack would bring -0.0765 (margin 0.259)
      no single parameter changes the outcomes within its range
      note: not followed, as payoffs are no polynomials in it: operator_years
    """
    check_solution(solution, "explain")
    count = len(solution.equilibria)
    if not isinstance(which, int) or not 0 <= which < count:
        raise GameError(f"there is no equilibrium {which}: the solution has {count or 'none'}")
    game, equilibrium = solution.game, solution.equilibria[which]
    if not isinstance(equilibrium, Equilibrium):
        raise GameError(
            f"equilibrium {which} is of the class {type(equilibrium).__name__}: explain takes "
            "equilibria in pure strategies, as pure_nash and subgame_perfect find them"
        )
    if isinstance(game, MarkovGame) and len(game.spots) > _MOST_SPOTS:
        raise GameError(
            f"the game has {len(game.spots)} states and periods, and explain follows up to "
            f"{_MOST_SPOTS}: ask for fewer periods"
        )
    offers = isinstance(game, ExtensiveForm) and bool(game.offers)
    if not offers:
        check_pure(game, equilibrium, "explain")
    reasons = _choices(game, which) if offers else _reasons(game, equilibrium)
    flips, lost = [], []
    for name, record in game.parameters.items():
        if record.low == record.high:
            continue
        try:
            follow = _flips_of_offers if offers else _flips
            ends = follow(game, equilibrium, record)
        except sympy.PolynomialError:
            lost.append(name)
            continue
        flips += sorted(ends, key=lambda flip: flip.share)[:1]
    note = f"not followed, as payoffs are no polynomials in it: {', '.join(lost)}"
    return Explanation(
        equilibrium,
        tuple(reasons),
        tuple(sorted(flips, key=lambda flip: flip.share)),
        (note,) if lost else (),
    )


def _reasons(game: Game, equilibrium: Equilibrium) -> list[Reason]:
    return [
        Reason(
            one.player,
            one.after,
            one.action,
            number(one.worth, {}, lambda: "a payoff"),
            tuple((other, number(value, {}, lambda: "a payoff")) for other, value in one.instead),
        )
        for one in comparisons(game, equilibrium, frozenset())
        if one.reached and one.instead
    ]


def _choices(game: Game, which: int) -> list[Reason]:
    """Compare what is chosen with what is next best, where numbers are among it."""
    assert isinstance(game, ExtensiveForm)
    at = at_values(game)
    plays = Plays(at, Symbols(at).with_offers)
    found = []
    for one in plays.choices(plays.found()[which]):
        others = {
            label: worth
            for label, worth in one.brings.items()
            if label != one.action and isinstance(worth, Fraction)
        }
        best = sorted(others.items(), key=lambda pair: -pair[1])[:_NEXT_BEST]
        own = one.brings[one.action]
        if best and isinstance(own, Fraction):
            found.append(Reason(one.player, one.after, one.action, own, tuple(best)))
    return found


def _flips_of_offers(game: Game, equilibrium: Equilibrium, record: Parameter) -> list[Flip]:
    """Follow the outcomes from the parameter's value to both sides."""
    assert isinstance(game, ExtensiveForm)
    now = game.values.get(record.name, record.central)
    labels = tuple(sorted(equilibrium.outcomes))
    stretches = along(game, record.name, min(record.low, now), max(record.high, now))
    found = []
    for up in (True, False):
        way = stretches if up else stretches[::-1]
        ahead = (s for s in way if (most(s.high) > now if up else least(s.low) < now))
        lost = next((s for s in ahead if labels not in s.outcomes), None)
        if lost is not None:
            becomes = tuple(sorted(", ".join(ends) for ends in lost.outcomes))
            found.append(Flip(record, now, lost.low if up else lost.high, becomes))
    return found


def _flips(game: Game, equilibrium: Equilibrium, record: Parameter) -> list[Flip]:
    now = game.values.get(record.name, record.central)
    line = Line(game, record.name, record.low, now, record.high)
    while True:
        try:
            both = [_follow(game, equilibrium, record, up, line) for up in (False, True)]
        except CrowdedError:
            continue
        return [flip for flip in both if flip]


def _follow(
    game: Game, equilibrium: Equilibrium, record: Parameter, up: bool, line: Line
) -> Flip | None:
    """Go from the parameter's value to the end of its range while the outcomes stay possible."""
    now = game.values.get(record.name, record.central)
    end = record.high if up else record.low
    labels, plan, at = set(equilibrium.outcomes), equilibrium, now
    while True:
        edges = [e for e in line.turning_points(plan) if e == at or _beyond(e, at, end, up)]
        if not edges:
            return None
        edge = _first(edges, up)
        test, solution = _just_beyond(game, plan, line, edge, end, up)
        kept = [e for e in solution.exact if set(e.outcomes) == labels]
        if not kept:
            # as in a map: a comma within one equilibrium, "or" between several
            becomes = sorted({", ".join(sorted(e.outcomes)) for e in solution.exact})
            return Flip(record, now, edge, tuple(becomes) or (solution.none,))
        plan, at = kept[0], test


def _just_beyond(
    game: Game, plan: Equilibrium, line: Line, edge: Value, end: Fraction, up: bool
) -> tuple[Fraction, Solution[Any]]:
    """Solve so near beyond an edge, towards an end, that nothing changes between it and there."""
    start = _near(edge, not up)
    test = (start + end) / 2
    while True:
        while test in line.poles:
            test = (start + test) / 2
        solution = usual(game)(game.at({line.name: test}))
        # of all that hold there: another than is followed may bring the outcomes before
        turns = {p for e in solution.exact or (plan,) for p in line.turning_points(e)}
        nearer = [e for e in turns if _beyond(e, start, test, up)]
        if not nearer:
            return test, solution
        test = (start + _near(_first(nearer, up), up)) / 2


def _first(edges: Iterable[Value], up: bool) -> Value:
    """Return the edge that is met first."""
    return min(edges, key=least) if up else max(edges, key=most)


def _near(edge: Value, up: bool) -> Fraction:
    """Return the side of an edge that is met first."""
    return least(edge) if up else most(edge)


def _beyond(edge: Value, start: Fraction, end: Fraction, up: bool) -> bool:
    near = _near(edge, up)
    return start < near < end if up else end < near < start
