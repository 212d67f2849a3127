r"""What a parameter must be for an outcome, with all others at their values.

The range of the parameter falls into intervals in which the equilibria keep their plans, divided by
the points where a margin changes its sign. In each the outcome is possible, in some equilibrium, or
not; the intervals in which it is are the answer, exactly, but for single points at which a tie
makes more possible, a payoff divides by zero, or the outcome has no probability, as at the end of
a range that is zero. Where a margin that ends such an interval is
linear in the parameter, the end is a formula in the other parameters: the margin
:math:`c_0 + c_1 t` gives :math:`t^* = -c_0/c_1`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import sympy

from caucasus_games.algebra.rendering import quotient
from caucasus_games.comparison.deviations import (
    CrowdedError,
    Line,
    Value,
    check_pure,
    comparisons,
)
from caucasus_games.comparison.offers import Stretch, along, formula_at
from caucasus_games.concepts.concept import Solver, check_solver
from caucasus_games.concepts.usual import usual
from caucasus_games.deadline import deadline
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import by_name, fraction, least, most, name_of, show
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.door import check_game
from caucasus_games.games.kinds import KINDS, Game
from caucasus_games.games.labels import outcome_label
from caucasus_games.parameters import Parameter, Relation
from caucasus_games.parameters.relation import Given
from caucasus_games.readings.given import given_of, told_given
from caucasus_games.readings.ranges import range_of
from caucasus_games.results import Equilibrium
from caucasus_games.text.plain import plain
from caucasus_games.theorems.spans import Span, inside_of, stretches_of


@dataclass(frozen=True, repr=False)
class Requirement:
    """For which values of a parameter an outcome is possible.

    Parameters
    ----------
    name : str
        The parameter.
    outcome : str
        The outcome.
    within : tuple of Fraction
        The range that was searched.
    spans : tuple of Span
        Where it is possible, in increasing order; none if it never is.
    given : tuple of Relation
        What holds besides: values at which it does not are left out.
    """

    name: str
    outcome: str
    within: tuple[Fraction, Fraction]
    spans: tuple[Span, ...]
    given: tuple[Relation, ...] = ()

    def __contains__(self, value: object) -> bool:
        number = fraction(value, self.name)
        return any(least(span.low) <= number <= most(span.high) for span in self.spans)

    def compared(self, record: Parameter) -> str:
        """Say where a range lies, such as that of a guarantor setup.

        Parameters
        ----------
        record : Parameter
            The range.

        Returns
        -------
        str
            ``"within"``, ``"across"`` or ``"outside"``.
        """
        low, high = record.low, record.high
        if any(least(span.low) <= low and high <= most(span.high) for span in self.spans):
            return "within"
        meets = any(low <= most(span.high) and least(span.low) <= high for span in self.spans)
        return "across" if meets else "outside"

    def __repr__(self) -> str:
        if not self.spans:
            low, high = map(show, self.within)
            said_none = f"no {self.name} from {low} to {high} makes {self.outcome} possible"
            return plain(said_none + told_given(self.given))
        spans = " or ".join(f"from {show(span.low)} to {show(span.high)}" for span in self.spans)
        ends = [
            f"  {show(end)} is {formula}"
            for span in self.spans
            for end, formula in (
                (span.low, span.low_formula),
                (span.high, span.high_formula),
            )
            if formula is not None
        ]
        said = f"{self.outcome} is possible for {self.name} {spans}{told_given(self.given)}"
        return plain(said, *ends)


def required(
    game: Game,
    outcome: str,
    parameter: str,
    *,
    solver: Solver | None = None,
    within: Mapping[str, tuple[object, object]] | None = None,
    given: Given | None = None,
    time_limit: float | None = None,
) -> Requirement:
    """Find the values of a parameter for which an outcome is possible, the others as they are.

    1. Solve the game at a value; keep the plans of its equilibria as long as no margin turns.
    2. Go on with what is left of the range on both sides.
    3. Join the intervals in which the outcome is possible, and find the margins at their ends.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        A normal form, or a tree of perfect information.
    outcome : str
        The outcome that is asked for.
    parameter : str or sympy.Symbol
        The parameter that moves.
    solver : callable, optional
        What finds the equilibria, in pure strategies; by default the
        :func:`~caucasus_games.comparison.usual` one.
    within : mapping of str to pair of exact numbers, optional
        Least and highest value of the parameter to search; by default its range.
    given : list of str, optional
        Relations between parameters, as for :func:`caucasus_games.theorems.conditions`: values at
        which one does not hold, with the others as they are, are left out.
    time_limit : float, optional
        After how many seconds to give up; by default never.

    Returns
    -------
    Requirement
        The intervals, exactly.

    Raises
    ------
    GameError
        If the game has no such parameter or outcome, what is given holds at no value of it, the
        range is empty or is one of another parameter, a player moves without knowing where, payoffs
        are no polynomials in the parameter, or it is not found in time.

    Examples
    --------
    >>> from caucasus_games.guarantors import RUSSIAN_PEACEKEEPERS
    >>> from caucasus_games.models import deterrence_by_chance
    >>> tempting = {"corridor_value": "0.6", "escalation_factor": 1}
    >>> game = deterrence_by_chance(RUSSIAN_PEACEKEEPERS).at(tempting)
    >>> wide = {"guarantor_credibility": (0, 1)}
    >>> least = required(game, "peace", "guarantor_credibility", within=wide)
    >>> [(round(float(span.low), 3), span.high) for span in least.spans]
    [(0.511, Fraction(1, 1))]
    >>> least.compared(game.parameters["guarantor_credibility"])
    'outside'
    """
    check_game(game, "required", *KINDS)
    check_solver(solver, "required")
    name = name_of(parameter)
    outcome = outcome_label(outcome)
    if name not in {s.name for s in game.symbols}:
        raise unknown("parameter", name, sorted(s.name for s in game.symbols))
    if outcome not in game.outcome_labels:
        raise unknown("outcome", outcome, sorted(game.outcome_labels))
    low, high = _range(game, name, within)
    region = given_of(game, given, {name: (low, high)})
    stretches = stretches_of(game, name, low, high, region)
    if isinstance(game, ExtensiveForm) and game.offers:
        found = list(_offered(game, name, outcome, low, high))
        return Requirement(name, outcome, (low, high), inside_of(stretches, found), region)
    late = deadline(time_limit)
    try:
        pieces = bringing(game, outcome, name, low, high, solver, late)
    except sympy.PolynomialError:
        raise GameError(
            f"payoffs are no polynomials in {name}: solve the game at values of it, or set what "
            "makes them so with at"
        ) from None
    spans: list[Span] = []
    for start, end, plan in pieces:
        opens, closes = (_formula(game, plan, name, edge) for edge in (start, end))
        if spans and least(start) <= most(spans[-1].high):
            before = spans.pop()
            spans.append(Span(before.low, end, before.low_formula, closes))
        else:
            spans.append(Span(start, end, opens, closes))
    return Requirement(name, outcome, (low, high), inside_of(stretches, spans), region)


def bringing(
    game: Game,
    outcome: str,
    name: str,
    low: Fraction,
    high: Fraction,
    solver: Solver | None = None,
    late: Callable[[], None] = lambda: None,
) -> list[tuple[Value, Value, Equilibrium]]:
    """List in order where along a parameter an outcome is possible, with a plan that brings it."""
    search = _Search(game, name, outcome, solver or usual(game), late)
    return [(s, e, plan) for s, e, plan in _in_order(search, low, high) if plan is not None]


def _offered(
    game: ExtensiveForm, name: str, outcome: str, low: Fraction, high: Fraction
) -> Iterator[Span]:
    """Yield where an outcome is possible in a game in which numbers are chosen."""
    inside: list[Stretch] = []
    stretches = along(game, name, low, high)
    for k, stretch in enumerate(stretches):
        if not any(outcome in ends for ends in stretch.outcomes):
            continue
        inside.append(stretch)
        if k + 1 < len(stretches) and any(outcome in e for e in stretches[k + 1].outcomes):
            continue
        ends = inside[0].low, inside[-1].high
        yield Span(*ends, *(None if e in (low, high) else formula_at(game, name, e) for e in ends))
        inside.clear()


class _Search(NamedTuple):
    """What is searched: in which game, along which parameter, for what, how and until when."""

    game: Game
    name: str
    outcome: str
    solver: Solver
    late: Callable[[], None]


def _range(
    game: Game, name: str, within: Mapping[str, tuple[object, object]] | None
) -> tuple[Fraction, Fraction]:
    given = by_name(within or {})
    others = sorted(set(given) - {name})
    if others:
        raise GameError(
            f"required searches along {name} alone, and within has {', '.join(others)}: fix those "
            "with at()"
        )
    if not given and name not in game.parameters:
        raise GameError(
            f"{name} has no range: give its least and highest value, as within={{{name!r}: (0, 1)}}"
        )
    ends = given[name] if given else (game.parameters[name].low, game.parameters[name].high)
    return range_of(game, name, ends)


def _in_order(
    search: _Search, low: Fraction, high: Fraction
) -> list[tuple[Value, Value, Equilibrium | None]]:
    line = Line(search.game, search.name, low, high)
    while True:
        try:
            pieces = list(_pieces(search, line, low, high))
        except CrowdedError:
            continue
        return sorted(pieces, key=lambda piece: (least(piece[0]), most(piece[1])))


def _pieces(
    search: _Search, line: Line, low: Fraction, high: Fraction
) -> Iterator[tuple[Value, Value, Equilibrium | None]]:
    """Yield intervals that fill the range, each with a plan that brings the outcome, if any."""
    stack: list[tuple[Value, Value]] = [(low, high)]
    while stack:
        search.late()
        start, end = stack.pop()
        left, right = most(start), least(end)
        test, found, points = _inside(search, line, left, right)
        first = max((p for p in points if left < least(p) < test), key=most, default=start)
        last = min((p for p in points if test < most(p) < right), key=least, default=end)
        bringing = [plan for plan in found if search.outcome in plan.outcomes]
        yield first, last, bringing[0] if bringing else None
        if left < right:
            stack += [(start, first)] * (first != start) + [(last, end)] * (last != end)


def _inside(
    search: _Search, line: Line, left: Fraction, right: Fraction
) -> tuple[Fraction, tuple[Equilibrium, ...], set[Value]]:
    """Return a value between two, off ties if they differ, its equilibria, and where they turn."""
    test = (left + right) / 2
    while True:
        while test in line.poles and left < right:
            test = (test + right) / 2
        found = search.solver(search.game.at({search.name: test})).exact
        for plan in found:
            check_pure(search.game, plan, "required")
        plans: tuple[Equilibrium | None, ...] = found or (None,)
        points = {p for plan in plans for p in line.turning_points(plan)}
        if test not in points or left == right:
            return test, found, points
        # at a tie more is possible than on either side of it
        test = (test + right) / 2


def _formula(game: Game, plan: Equilibrium, name: str, end: Value) -> sympy.Expr | None:
    """Return the end of an interval as a formula, from the margin that is zero there."""
    free = sympy.Symbol(name)
    swap = (
        {free: sympy.Rational(end.numerator, end.denominator)} if isinstance(end, Fraction) else {}
    )
    formulas = comparisons(game, plan, game.symbols)
    for one, formula in zip(comparisons(game, plan, frozenset({free})), formulas, strict=True):
        pairs = zip(one.instead, formula.instead, strict=True)
        for (_, other), (_, written) in pairs:
            margin = one.worth - other
            if not margin.has(free) or sympy.cancel(margin.xreplace(swap)) != 0:
                continue
            numerator, _ = sympy.fraction(sympy.together(formula.worth - written))
            # a payoff by cases of other parameters is one number here, and no single formula
            if not numerator.is_polynomial(free):
                continue
            in_free = sympy.Poly(numerator, free)
            if in_free.degree() == 1:
                slope, constant = in_free.all_coeffs()
                return quotient(-constant, slope)
    return None
