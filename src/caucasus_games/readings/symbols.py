r"""A game in symbols: numbers are fractions of polynomials, and what holds is a formula.

A payoff that is defined by cases is split into them. That one is no less than another is the sign
of a polynomial, and it is noted who prefers what to what where it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

import sympy
from sympy.polys.rings import PolyElement, PolyRing

from caucasus_games.algebra.formula import (
    ALWAYS,
    NEVER,
    Formula,
    Sign,
    both,
    either,
    truth,
)
from caucasus_games.algebra.ratio import Ratio, number, ring_of
from caucasus_games.algebra.region import formula_of
from caucasus_games.algebra.squares import without_squares
from caucasus_games.errors import GameError
from caucasus_games.exact import fraction
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.kinds import Game
from caucasus_games.parameters import Relation
from caucasus_games.readings.case import PIECES, Case, constrained
from caucasus_games.readings.noted import Noted
from caucasus_games.readings.reading import What

if TYPE_CHECKING:
    from caucasus_games.algebra.box import Box, Ranges


class Formulas:
    """What holds as a formula, and what is known as a case."""

    exact = told = True
    always: Formula = ALWAYS
    never: Formula = NEVER

    def __init__(self, box: Box) -> None:
        self.box = box

    def all_of(self, *parts: Formula) -> Formula:
        """Say that all of these hold."""
        return both(*parts)

    def any_of(self, *parts: Formula) -> Formula:
        """Say that one of these holds at least."""
        return either(*parts)

    def negation(self, when: Formula) -> Formula:
        """Say that this does not hold."""
        return when.negation

    def dead(self, when: Formula) -> bool:
        """Tell whether a short look at the ranges refutes this."""
        return when == NEVER or self.box.impossible(when)

    def require(self, known: Case, when: Formula, what: What | None = None) -> Case:
        """Add a constraint, or what is true whatever the parameters are, to a case."""
        if what is not None:
            return constrained(self, known, what, when)
        return known if when == ALWAYS else replace(known, given=NEVER)

    def excludes(self, known: Case, *when: Formula) -> bool:
        """Tell whether a short look refutes a case with these conditions."""
        parts = (known.formula, *when)
        return NEVER in parts or self.box.impossible(*parts)


class Symbols(Formulas, Noted):
    """A game in the symbols that have neither a chosen value nor a range of one number.

    Numbers that players choose are among the symbols if ``offers`` says so.
    """

    def __init__(
        self,
        game: Game,
        ranges: Ranges | None = None,
        time_limit: float | None = None,
        *,
        offers: Iterable[str] = (),
        given: Iterable[Relation] = (),
    ) -> None:
        from caucasus_games.algebra.box import Box

        self.game = game
        self._ranges, self._time_limit = dict(ranges or {}), time_limit
        # differences at best numbers are squares, as often as not
        self.offers = isinstance(game, ExtensiveForm) and bool(game.offers)
        within = {p.name: (p.low, p.high) for p in game.parameters.values()} | (ranges or {})
        chosen = _with_one_value(game, within)
        numbers = [sympy.Symbol(name) for name in offers]
        free = [*sorted((s for s in game.symbols if s.name not in chosen), key=str), *numbers]
        self.ring: PolyRing = ring_of(s.name for s in free)
        self.field = self.ring.to_field()
        # of which polynomials in numbers that players choose the sign was asked, and by whom
        self._numbers = range(len(free) - len(numbers), len(free))
        self.asked: dict[PolyElement, set[object]] = {}
        self._factors: dict[PolyElement, list[tuple[PolyElement, int]]] = {}
        self._odd: dict[PolyElement, PolyElement] = {}
        self.ranges: Ranges = {s.name: within[s.name] for s in free if s.name in within}
        # what holds besides the ranges
        self.given = {one: formula_of(one, self.ring, chosen) for one in given}
        ends = [within.get(s.name) for s in free]
        super().__init__(Box(self.ring, ends, time_limit, self.given.values()))
        self._chosen = {
            sympy.Symbol(name): sympy.Rational(value.numerator, value.denominator)
            for name, value in chosen.items()
        }
        # whether some symbols are names of formulas
        self.in_names = False
        # whether equilibria in mixed strategies were left out
        self.pure_only = False
        # after what a player may be indifferent whatever the values are
        self.indifferent: set[tuple[str, ...]] = set()
        self.take_notes()
        self._read: dict[sympy.Expr, list[tuple[Formula, Ratio]]] = {}

    @cached_property
    def with_offers(self) -> Symbols:
        """The same with the numbers that players choose among the symbols, after all others."""
        game = self.game
        assert isinstance(game, ExtensiveForm)
        bounds = {
            vertex.offer.symbol.name: (vertex.offer.low, vertex.offer.high)
            for vertex in game.vertices
            if vertex.offer
        }
        numbers = {
            name: (fraction(low, name), fraction(high, name))
            for name, (low, high) in bounds.items()
            if low.is_number and high.is_number
        }
        wide = {**self._ranges, **numbers}
        return Symbols(game, wide, self._time_limit, offers=game.offers, given=self.given)

    def like_this(self, game: Game, ranges: Ranges) -> Symbols:
        """Read a game with the same ranges and more, and with the relations of what is in it."""
        here = {symbol.name for symbol in game.symbols}
        known = [one for one in self.given if here.issuperset(one.names)]
        other = Symbols(game, {**self._ranges, **ranges}, self._time_limit, given=known)
        other.in_names = True
        return other

    @property
    def chosen(self) -> Mapping[sympy.Symbol, sympy.Rational]:
        """The numbers of those symbols that have one."""
        return self._chosen

    def undecided(self, start: tuple[str, ...]) -> bool:
        """Tell whether somebody may be indifferent after this, whatever the values are."""
        return any(history[: len(start)] == start for history in self.indifferent)

    def shortened(self, polynomial: PolyElement) -> PolyElement:
        """Write a polynomial of the reading with offers without their symbols."""
        size = self.ring.ngens
        return self.ring.from_dict({powers[:size]: c for powers, c in polynomial.iterterms()})

    def adopted(self, wide: Symbols, formula: Formula) -> Formula:
        """Take over a formula of the reading with offers, and what was noted of its signs."""

        def sign(one: Sign) -> Formula:
            own = Sign(self.shortened(one.polynomial), one.strict)
            return self.like(own, one, wide)

        return truth(formula, sign, lambda every, parts: (both if every else either)(*parts))

    def branches(self, formula: sympy.Expr) -> list[tuple[Formula, Ratio]]:
        """Split a payoff or probability that is defined by cases."""
        if formula not in self._read:
            self._read[formula] = [
                (given, self._ratio(part))
                for given, part in self._split(formula.xreplace(self._chosen), ALWAYS)
            ]
        return self._read[formula]

    def number(self, value: int) -> Ratio:
        """Return a whole number."""
        return number(self.ring, value)

    def of(self, formula: sympy.Expr) -> Ratio:
        """Return a payoff or probability that is not defined by cases."""
        ways = self.branches(formula)
        if len(ways) > 1:
            raise GameError(
                f"{formula} is told by cases where one formula is needed: give the parameters in "
                "it values with at(), or bound the number by one formula"
            )
        return ways[0][1]

    def ways(self, formulas: Iterable[sympy.Expr]) -> Iterator[tuple[Formula, tuple[Ratio, ...]]]:
        """Split several payoffs or probabilities that are defined by cases, all at once."""
        for parts in product(*map(self.branches, formulas)):
            given = both(*(when for when, _ in parts))
            if given != NEVER:
                yield given, tuple(value for _, value in parts)

    def at_least(self, x: Ratio) -> Formula:
        """Say that a number is not negative."""
        return self.sign(x)

    def zero(self, x: Ratio) -> Formula:
        """Say whether a number is zero whatever the parameters are; ties are left aside."""
        return NEVER if x else ALWAYS

    def some_belief(
        self, equal: Sequence[tuple[Ratio, ...]], at_least: Sequence[tuple[Ratio, ...]]
    ) -> Formula:
        """Say when under some belief averages are zero, and others not negative."""
        from caucasus_games.readings.placeholders import Letters

        letters = Letters(self, (x for row in (*equal, *at_least) for x in row))
        zero, least = (
            [tuple(map(letters.short, row)) for row in rows] for rows in (equal, at_least)
        )
        return letters.some_belief(zero, least)

    def divide(self, x: Ratio, y: Ratio) -> Ratio:
        """Return a ratio."""
        return x / y

    def sign(self, ratio: Ratio, strict: bool = False, by: object = None) -> Formula:
        """Say that a fraction of polynomials is not negative.

        Whoever asks more than once is told apart by ``by`` where numbers are chosen.
        """
        if self._hangs(ratio):
            self.asked.setdefault(ratio.above, set()).add(by or object())
        polynomial = ratio.above * (self.box.definite(ratio.below) or ratio.below)
        return self.box.sign(self._short(polynomial) if self.offers else polynomial, strict)

    def _short(self, polynomial: PolyElement) -> PolyElement:
        if polynomial not in self._odd:
            self._odd[polynomial] = without_squares(polynomial)
        return self._odd[polynomial]

    def _hangs(self, ratio: Ratio) -> bool:
        """Tell whether a margin hangs on a number that is chosen."""
        return any(ratio.above.degree(k) > 0 for k in self._numbers)

    def factors(self, polynomial: PolyElement) -> list[tuple[PolyElement, int]]:
        """Return the factors of a polynomial, each with its power."""
        if polynomial not in self._factors:
            self._factors[polynomial] = polynomial.factor_list()[1]
        return self._factors[polynomial]

    def prefers(
        self,
        ratio: Ratio,
        player: str,
        action: str,
        instead: str,
        after: tuple[str, ...] = (),
        worth: Ratio | sympy.Expr | None = None,
    ) -> Formula:
        """Say that an action pays a player no less than another, and note whose margin it is."""
        by = after, frozenset((action, instead))
        formula = self.noted(self.sign(ratio, by=by), player, action, instead, after)
        return formula if worth is None else self.paid(formula, worth, ratio)

    def _split(self, formula: sympy.Expr, given: Formula) -> Iterator[tuple[Formula, sympy.Expr]]:
        kinds = (sympy.Min, sympy.Max, sympy.Abs, sympy.Piecewise)
        part = next((p for p in sympy.postorder_traversal(formula) if isinstance(p, kinds)), None)
        if part is None:
            yield given, formula
            return
        if isinstance(part, sympy.Piecewise):
            before: Formula = ALWAYS
            for value, when in part.args:
                applies = self._when(when)
                yield from self._split(
                    formula.xreplace({part: value}), both(given, before, applies)
                )
                before = both(before, applies.negation)
            return
        options = (part.args[0], -part.args[0]) if isinstance(part, sympy.Abs) else part.args
        for one in options:
            wins = [
                one - other if not isinstance(part, sympy.Min) else other - one
                for other in options
                if other != one
            ]
            best = both(given, *(self.sign(self._ratio(win), by=PIECES) for win in wins))
            yield from self._split(formula.xreplace({part: one}), best)

    def _when(self, condition: sympy.logic.boolalg.Boolean) -> Formula:
        if condition == sympy.true:
            return ALWAYS
        # sympy joins cases that come to the same
        if isinstance(condition, sympy.And | sympy.Or):
            join = both if isinstance(condition, sympy.And) else either
            return join(*map(self._when, condition.args))
        if not isinstance(condition, sympy.Gt | sympy.Ge | sympy.Lt | sympy.Le):
            raise GameError(
                f"a payoff has the case {condition}: cases of payoffs are told apart by <, <=, > "
                "or >="
            )
        ratio = self._ratio(condition.gts - condition.lts)
        strict = isinstance(condition, sympy.Gt | sympy.Lt)
        told = self.sign(ratio, strict, PIECES)
        if told in (ALWAYS, NEVER) and self._hangs(ratio):
            # the ends of a parameter's range are left aside, and those of an offer are not
            return Sign(ratio.above * (self.box.definite(ratio.below) or ratio.below), strict)
        return told

    def _ratio(self, formula: sympy.Expr) -> Ratio:
        if sympy.sympify(formula).has(sympy.zoo, sympy.nan, sympy.oo):
            raise GameError(
                f"a payoff or probability of the game is {formula} at the values that it has: it "
                "divides by zero there, choose others"
            )
        try:
            ratio = self.field.from_expr(sympy.sympify(formula))
        except ValueError:
            powers = {
                s.name
                for power in formula.atoms(sympy.Function, sympy.Pow)
                if not power.is_rational_function(*power.free_symbols)
                for s in (power.exp if isinstance(power, sympy.Pow) else power).free_symbols
            }
            raise GameError(
                f"{formula} is no fraction of polynomials: set {', '.join(sorted(powers))} with "
                "at(), or let what depends on it be a parameter of its own"
            ) from None
        return Ratio(ratio.numer, ratio.denom)


def _with_one_value(game: Game, ranges: Ranges) -> dict[str, Fraction]:
    """Return the chosen values and those of ranges that are one number."""
    return {name: low for name, (low, high) in ranges.items() if low == high} | game.values
