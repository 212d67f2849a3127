"""A theorem: when an outcome is possible and when it is guaranteed, and what can be asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

import sympy
from immutabledict import immutabledict

from caucasus_games.algebra.formula import ALWAYS, NEVER, Formula
from caucasus_games.comparison.deviations import comparisons, solved
from caucasus_games.concepts.concept import Solver
from caucasus_games.exact import show
from caucasus_games.games import ExtensiveForm, MarkovGame, NormalForm
from caucasus_games.games.kinds import Game
from caucasus_games.games.values import number
from caucasus_games.readings.case import Case, Constraint
from caucasus_games.readings.given import told_given
from caucasus_games.results import Equilibrium
from caucasus_games.text.latex import tex_text
from caucasus_games.text.plain import plain
from caucasus_games.theorems.condition import Check, Condition
from caucasus_games.theorems.equilibria import Listing, bringing, read
from caucasus_games.theorems.told import Told

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


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
        ranges, given = dict(self.possible.ranges), self.possible.given
        listing = read(self.game, self.outcome, self.solver, ranges, given=given)
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
        named += kept(self.fixed) + told_given(self.possible.given)
        comma = "," if self.fixed or self.possible.given else ""
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


def kept(fixed: Mapping[str, Fraction]) -> str:
    """Say which exponents are kept at which values."""
    told = (f"{name}, an exponent, kept at {show(value)}" for name, value in fixed.items())
    return f", with {' and '.join(told)}" if fixed else ""


def theorem(listing: Listing, outcome: str) -> Theorem:
    """Say when equilibria bring an outcome."""
    possible = listing.possible(bringing(outcome))
    guaranteed = listing.guaranteed(bringing(outcome), possible)
    return Theorem(
        outcome,
        listing.named,
        listing.plain.game,
        condition(listing, possible),
        condition(listing, guaranteed),
        listing.concept,
    )


def _hidden(game: Game) -> bool:
    """Tell whether what is played is no path: somebody moves without knowing where, or again."""
    return isinstance(game, MarkovGame) or (
        isinstance(game, ExtensiveForm) and not game.perfect_information
    )


def _has_borders(game: Game) -> bool:
    """Tell whether a probability is a formula, or a payoff goes by cases."""
    places: Iterable[tuple[Iterable[sympy.Expr], Iterable[sympy.Expr]]]
    if isinstance(game, NormalForm):
        places = ((game.outcomes[p].values(), paid) for p, paid in game.payoffs.items())
    elif isinstance(game, MarkovGame):
        cells = (cell for stage in game.stages.values() for cell in stage.cells.values())
        places = ((cell.to.values(), cell.payoffs) for cell in cells)
    else:
        places = ((vertex.probabilities, vertex.payoffs) for vertex in game.vertices)
    return any(
        symbol.name not in game.values
        for chances, payoffs in places
        for formula in (*chances, *(payoff for payoff in payoffs if payoff.has(sympy.Piecewise)))
        for symbol in formula.free_symbols
    )


def _path(case: Case, hidden: bool) -> str:
    if hidden:
        return "; ".join(f"{', '.join(after) or player}: {a}" for player, after, a in case.moves)
    return " → ".join(action for _, _, action in case.moves)


def condition(listing: Listing, formula: Formula) -> Condition:
    """Return a formula together with what it is about."""
    reading, names = listing.plain, listing.names
    told = names.told(formula)
    return Condition(
        formula,
        tuple(symbol.name for symbol in reading.ring.symbols),
        reading.game.parameters,
        immutabledict(reading.ranges),
        immutabledict(reading.margins(formula)),
        immutabledict(reading.payoffs(formula)),
        reading.game.offers if isinstance(reading.game, ExtensiveForm) else (),
        Told(told, immutabledict(names.reading.margins(told)), names.needed(told)),
        immutabledict(reading.given),
    )
