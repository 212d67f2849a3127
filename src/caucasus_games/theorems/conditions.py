r"""When an outcome is an equilibrium: the theorem in the parameters.

An outcome is possible where some equilibrium brings it with a positive probability, and guaranteed
where every equilibrium does. Both are formulas in the parameters, found from the game itself and
simplified within the ranges. They are exact but at ties, where a margin is zero, a probability is,
or a payoff passes from one case to the next. A player who is indifferent may bring more than is
said. Where a probability is zero, as at an end of its range, what it leads to does not come about,
and the theorem may say that it does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

import sympy
from immutabledict import immutabledict

from caucasus_games.algebra.formula import ALWAYS, NEVER, Formula
from caucasus_games.comparison.deviations import comparisons, solved
from caucasus_games.concepts.concept import Solver, check_solver
from caucasus_games.concepts.serving import check_served
from caucasus_games.concepts.usual import usual
from caucasus_games.errors import unknown
from caucasus_games.exact import by_name, show
from caucasus_games.games import ExtensiveForm, MarkovGame, NormalForm
from caucasus_games.games.door import check_game
from caucasus_games.games.kinds import KINDS, Game
from caucasus_games.games.labels import outcome_label
from caucasus_games.games.values import number
from caucasus_games.readings.case import Case, Constraint
from caucasus_games.readings.symbols import Symbols, chosen_ranges
from caucasus_games.results import Equilibrium
from caucasus_games.text.latex import tex_text
from caucasus_games.text.plain import plain
from caucasus_games.theorems.condition import Check, Condition
from caucasus_games.theorems.equilibria import Listing, bringing

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from caucasus_games.algebra.box import Ranges


@dataclass(frozen=True)
class Way:
    """A way to play that brings the outcome, and what keeps everybody to it.

    Parameters
    ----------
    path : str
        What is played, in words.
    constraints : tuple of Constraint
        Those that do not hold everywhere in the ranges, given those before them.
    """

    path: str
    constraints: tuple[Constraint, ...]


@dataclass(frozen=True, repr=False)
class Theorem:
    """When an outcome is possible, and when it is guaranteed.

    Parameters
    ----------
    outcome : str
        The outcome.
    concept : str
        The solution concept.
    game : NormalForm or ExtensiveForm
        What it is about.
    possible : Condition
        When some equilibrium brings it with a positive probability.
    guaranteed : Condition
        When every equilibrium does.
    solver : Concept
        The same, as what finds the equilibria at values.
    fixed : immutabledict of str to Fraction
        Exponents that were kept at their central value.
    """

    outcome: str
    concept: str
    game: Game
    possible: Condition
    guaranteed: Condition
    solver: Solver
    fixed: immutabledict[str, Fraction] = field(default_factory=immutabledict)

    @property
    def formula(self) -> sympy.logic.boolalg.Boolean:
        """When the outcome is possible, written with sympy."""
        return self.possible.expression

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """Each way to the outcome, listed when first asked for.

        That takes longer than the theorem, in which ways are joined, where a player chooses among
        many actions.
        """
        listing = read(self.game, self.outcome, self.solver, dict(self.possible.ranges))
        return tuple(
            Way(
                _path(case, _hidden(self.game)),
                tuple(one for one in case.constraints if one.formula != ALWAYS),
            )
            for case in listing.cases
            if self.outcome in dict(case.ends)
        )

    def holds(self, values: Mapping[str, object] | None = None) -> bool:
        """Tell whether the outcome is possible at values; at ties the game may say otherwise.

        Parameters
        ----------
        values : mapping of str to exact number, optional
            As :meth:`Condition.holds`.

        Returns
        -------
        bool
            Whether it is.
        """
        return self.possible.holds(values)

    def nearest(self, values: Mapping[str, object] | None = None) -> tuple[Check, ...]:
        """List what the outcome takes, by what is played if an equilibrium brings it.

        Parameters
        ----------
        values : mapping of str to exact number, optional
            As :meth:`Condition.holds`.

        Returns
        -------
        tuple of Check
            If an equilibrium in pure strategies brings the outcome at these values, what each
            player gets who decides in the first that does, against the best that it does not do;
            else as :meth:`Condition.nearest`; none if it comes about always or never.

        Raises
        ------
        GameError
            As :meth:`holds`.

        Examples
        --------
        >>> import caucasus_games as cg
        >>> from caucasus_games.guarantors import US_OPERATOR
        >>> from caucasus_games.models import deterrence_by_chance
        >>> game = deterrence_by_chance(US_OPERATOR).at({"operator_years": 3})
        >>> for check in cg.conditions(game, "peace").nearest():
        ...     print(check.about, [round(float(payoff), 3) for payoff in check.payoffs])
        Azerbaijan: abide rather than attack [0.182, -0.04]
        """
        open_ = self.possible.formula not in (ALWAYS, NEVER)
        played = self._played(values or {}) if open_ and self.holds(values) else ()
        return played or self.possible.nearest(values)

    def _played(self, values: Mapping[str, object]) -> tuple[Check, ...]:
        mixes = isinstance(self.game, NormalForm) and self.solver.mixed
        if mixes or _hidden(self.game):
            return ()
        game = self.game.at(values)
        for plan in solved(game):
            if self.outcome in plan.outcomes and all(len(m) == 1 for m in plan.strategies.values()):
                return tuple(_checks(game, plan))
        return ()

    def holds_on(self, draws: Mapping[str, npt.ArrayLike]) -> npt.NDArray[np.bool_]:
        """Tell at which of many draws the outcome is possible.

        Parameters
        ----------
        draws : mapping of str to array_like
            As :meth:`Condition.holds_on`.

        Returns
        -------
        numpy.ndarray of bool
            Whether it is, for each draw.
        """
        return self.possible.holds_on(draws)

    def __repr__(self) -> str:
        if self.possible.formula in (NEVER, ALWAYS):
            return plain(self._said())
        told = str(self.possible).replace("\n", "\n  ")
        return f"{plain(f'{self._said()} if')}\n  {told}"

    def _repr_html_(self) -> str:
        if self.possible.formula in (NEVER, ALWAYS):
            return f"<p>{escape(self._said())}</p>"
        # notebooks set what is written for TeX
        return f"<p>{escape(self._said())} if</p><div>{escape(self.possible._repr_latex_())}</div>"

    def to_latex(self, notation: Mapping[str, str] | None = None) -> str:
        r"""Write it for a paper.

        Parameters
        ----------
        notation : mapping of str to str, optional
            As for :meth:`Condition.to_latex`.

        Returns
        -------
        str
            A sentence and an ``align*`` environment, which needs the package amsmath.
        """
        said = tex_text(self._said())
        if self.possible.formula in (NEVER, ALWAYS):
            return f"{said}."
        return f"{said} if\n{self.possible.to_latex(notation)}"

    def _said(self) -> str:
        named = f" of the {self.game.title}" if self.game.title else ""
        named += kept(self.fixed)
        comma = "," if self.fixed else ""
        if self.possible.formula == NEVER:
            return f"{self.outcome} is in no {self.concept} equilibrium{named}, but at ties"
        everywhere = " everywhere" if self.possible.formula == ALWAYS else ""
        # an equilibrium stays one at ties, but a probability may be zero there
        if everywhere and _has_borders(self.game):
            everywhere += ", but at ties"
        return f"{self.outcome} is in a {self.concept} equilibrium{named}{comma}{everywhere}"


def _checks(game: Game, plan: Equilibrium) -> Iterator[Check]:
    """Yield what keeps each player to a plan where play comes, against the best alternative."""
    formulas = comparisons(game, plan, game.symbols)
    for one, formula in zip(comparisons(game, plan, frozenset()), formulas, strict=True):
        if one.reached and one.instead:
            paid = [number(worth, {}, lambda: "a payoff") for _, worth in one.instead]
            k = max(range(len(paid)), key=paid.__getitem__)
            other, there = formula.instead[k]
            place = f", after {', '.join(one.after)}" if one.after else ""
            yield Check(
                f"{one.player}{place}: {one.action} rather than {other}",
                sympy.Ge(formula.worth, there, evaluate=False),
                True,
                (number(one.worth, {}, lambda: "a payoff"), paid[k]),
            )


def conditions(
    game: Game,
    outcome: str,
    *,
    solver: Solver | None = None,
    within: Mapping[str, tuple[object, object]] | None = None,
    time_limit: float | None = None,
) -> Theorem:
    """Find when an outcome is an equilibrium, as a formula in the parameters.

    1. List what may be played, with the condition that nobody gains by deviating.
    2. Drop what the parameters' ranges exclude, and every part that follows from the rest.
    3. Join the ways that bring the outcome, and negate those that bring none of it.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        The game; what has a value by ``at`` is a number, the rest are free but for exponents: a
        power is no polynomial in them, and they are kept at their central value.
    outcome : str
        The outcome.
    solver : Concept, optional
        The solution concept, by default the :func:`~caucasus_games.comparison.usual` one:
        :func:`~caucasus_games.concepts.pure_nash` for a normal form, or
        :func:`~caucasus_games.concepts.mixed_nash` for two players with up to three actions each;
        :func:`~caucasus_games.concepts.subgame_perfect` for a tree of perfect information;
        :func:`~caucasus_games.concepts.perfect_bayesian` for any tree, with pure strategies, and
        for a signalling game with mixed ones too. A repeated game is a normal form by
        :func:`~caucasus_games.games.one_deviation`.
    within : mapping of str to pair of exact numbers, optional
        Ranges to take instead of those of the parameters, such as a credibility from 0 to 1.
    time_limit : float, optional
        After how many seconds to give up; by default never.

    Returns
    -------
    Theorem
        The conditions, exact within the ranges but at ties: where a margin is zero, a probability
        is, or a payoff passes from one case to the next.

    Raises
    ------
    GameError
        If the game has no such outcome, the concept is another one or does not fit the game, the
        game is too large for it, a payoff is no fraction of polynomials, a range is empty, or it is
        not found in time.

    Examples
    --------
    >>> import sympy
    >>> from caucasus_games.games import Decision, ExtensiveForm, Terminal
    >>> s, c, w = sympy.symbols("stake cost gain")
    >>> reply = Decision(
    ...     "Guarantor",
    ...     {
    ...         "intervene": Terminal("contested war", {"Attacker": -1, "Guarantor": -c}),
    ...         "abandon": Terminal("war", {"Attacker": w, "Guarantor": -s}),
    ...     },
    ... )
    >>> peace = Terminal("peace", {"Attacker": 0, "Guarantor": 0})
    >>> game = ExtensiveForm(Decision("Attacker", {"attack": reply, "refrain": peace}))
    >>> conditions(game, "peace").formula
    (stake >= cost) | (gain <= 0)
    """
    check_game(game, "conditions", *KINDS)
    outcome = outcome_label(outcome)
    game, fixed = at_exponents(game, within or {})
    ranges = chosen_ranges(game, within) if within else None
    listing = read(game, outcome, solver, ranges, time_limit)
    return replace(theorem(listing, outcome), fixed=fixed)


def at_exponents(
    game: Game, within: Mapping[str, tuple[object, object]]
) -> tuple[Game, immutabledict[str, Fraction]]:
    """Keep at its central value what stands in an exponent, as powers are no polynomials in it."""
    powers = [part for part in game.limits.growing if isinstance(part, sympy.Pow)]
    names = {symbol.name for power in powers for symbol in power.exp.free_symbols}
    records = [game.parameters[n] for n in sorted(names & {*game.parameters})]
    fixed = immutabledict(
        {
            record.name: record.central
            for record in records
            if record.low < record.high and record.name not in {*game.values, *by_name(within)}
        }
    )
    return game.at(fixed), fixed


def kept(fixed: Mapping[str, Fraction]) -> str:
    """Say which exponents are kept at which values."""
    told = (f"{name}, an exponent, kept at {show(value)}" for name, value in fixed.items())
    return f", with {' and '.join(told)}" if fixed else ""


def read(
    game: Game,
    outcome: str | None,
    solver: Solver | None,
    ranges: Ranges | None = None,
    time_limit: float | None = None,
) -> Listing:
    """List the equilibria of a game in symbols."""
    check_game(game, "conditions", *KINDS)
    check_solver(solver, "conditions")
    concept = solver or usual(game)
    check_served(concept, game, "symbols")
    if outcome is not None and outcome not in game.outcome_labels:
        raise unknown("outcome", outcome, sorted(game.outcome_labels))
    return Listing(Symbols(game, ranges, time_limit), concept)


def theorem(listing: Listing, outcome: str) -> Theorem:
    """Say when equilibria bring an outcome."""
    reading = listing.reading
    possible = listing.possible(bringing(outcome))
    guaranteed = listing.guaranteed(bringing(outcome), possible)
    return Theorem(
        outcome,
        listing.named,
        reading.game,
        condition(reading, possible),
        condition(reading, guaranteed),
        listing.concept,
    )


def _hidden(game: Game) -> bool:
    """Tell whether what is played is no path: somebody moves without knowing where, or again."""
    return isinstance(game, MarkovGame) or (
        isinstance(game, ExtensiveForm) and not game.perfect_information
    )


def _has_borders(game: Game) -> bool:
    """Tell whether a probability is a formula, or a payoff goes by cases."""
    if isinstance(game, NormalForm):
        chances = [chance for lottery in game.outcomes.values() for chance in lottery.values()]
        payoffs = [payoff for cell in game.payoffs.values() for payoff in cell]
    elif isinstance(game, MarkovGame):
        cells = [cell for stage in game.stages.values() for cell in stage.cells.values()]
        chances = [chance for cell in cells for chance in cell.to.values()]
        payoffs = [payoff for cell in cells for payoff in cell.payoffs]
    else:
        chances = [chance for vertex in game.vertices for chance in vertex.probabilities]
        payoffs = [payoff for vertex in game.vertices for payoff in vertex.payoffs]
    open_ones = [*chances, *(payoff for payoff in payoffs if payoff.has(sympy.Piecewise))]
    return any(s.name not in game.values for one in open_ones for s in one.free_symbols)


def _path(case: Case, hidden: bool) -> str:
    if hidden:
        return "; ".join(f"{', '.join(after) or player}: {a}" for player, after, a in case.moves)
    return " → ".join(action for _, _, action in case.moves)


def condition(reading: Symbols, formula: Formula) -> Condition:
    """Return a formula together with what it is about."""
    return Condition(
        formula,
        tuple(symbol.name for symbol in reading.ring.symbols),
        reading.game.parameters,
        immutabledict(reading.ranges),
        immutabledict(reading.margins(formula)),
        immutabledict(reading.payoffs(formula)),
    )
