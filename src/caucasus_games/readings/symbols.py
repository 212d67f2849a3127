r"""The equilibria of a game as cases: what is played, and the condition on the parameters.

In a tree of perfect information a case of a vertex is a plan for what is reached from there, with
its values :math:`u` and its condition :math:`C`. At a decision of player :math:`i` the case
:math:`k` of an action is one of the vertex if for every other action some case :math:`l` holds in
which it pays no more:

.. math:: C_k \wedge \bigwedge_b \bigvee_{l \in b} (C_l \wedge u_i^k \ge u_i^l).

Cases off the path are joined by what they pay the player, so that nothing is multiplied out. In a
normal form a case is a profile, and its condition that no single action pays its player more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

import sympy
from sympy.polys.rings import PolyRing

from caucasus_games.algebra.formula import (
    ALWAYS,
    NEVER,
    Formula,
    Sign,
    both,
    either,
    signs,
)
from caucasus_games.algebra.ratio import Ratio, ring_of, total
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import by_name, fraction
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.games.kinds import Game
from caucasus_games.readings.margin import Margin

if TYPE_CHECKING:
    from caucasus_games.algebra.box import Ranges


@dataclass(frozen=True)
class Constraint:
    """What keeps a player from a deviation.

    Parameters
    ----------
    player : str
        Who decides.
    after : tuple of str
        What happened before.
    action : str
        What is done.
    instead : str
        What is not.
    formula : Sign or Join
        When it does not pay, given the constraints before it.
    """

    player: str
    after: tuple[str, ...]
    action: str
    instead: str
    formula: Formula


@dataclass(frozen=True)
class Case:
    """A way to play that is an equilibrium under a condition.

    Parameters
    ----------
    moves : tuple
        Who does what after what, on the path.
    given : Sign or Join
        Which branch of payoffs that are defined by cases applies.
    constraints : tuple of Constraint
        What keeps everybody to it.
    values : tuple
        What each player gets.
    ends : tuple
        The outcomes on the path, each with the condition that its probability is positive.
    """

    moves: tuple[tuple[str, tuple[str, ...], str], ...]
    given: Formula
    constraints: tuple[Constraint, ...]
    values: tuple[Ratio, ...]
    ends: tuple[tuple[str, Formula], ...]

    @property
    def formula(self) -> Formula:
        """The condition."""
        return both(self.given, *(one.formula for one in self.constraints))


class Reading:
    """A game in the symbols that have neither a chosen value nor a range of one number.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        The game.
    ranges : dict of str to pair of Fraction, optional
        Ranges to take instead of those of the parameters.
    time_limit : float, optional
        After how many seconds to give up.

    Raises
    ------
    GameError
        If a payoff is no fraction of polynomials, not even by cases.
    """

    def __init__(
        self, game: Game, ranges: Ranges | None = None, time_limit: float | None = None
    ) -> None:
        from caucasus_games.algebra.box import Box

        self.game = game
        within = {p.name: (p.low, p.high) for p in game.parameters.values()} | (ranges or {})
        # a range of one number is that number
        chosen = {name: ends[0] for name, ends in within.items() if ends[0] == ends[1]}
        chosen |= game.values
        free = sorted((s for s in game.symbols if s.name not in chosen), key=str)
        self.ring: PolyRing = ring_of(s.name for s in free)
        self.field = self.ring.to_field()
        self.ranges: Ranges = {s.name: within[s.name] for s in free if s.name in within}
        self.box = Box(self.ring, [within.get(s.name) for s in free], time_limit)
        self._chosen = {
            sympy.Symbol(name): sympy.Rational(value.numerator, value.denominator)
            for name, value in chosen.items()
        }
        # whether equilibria in mixed strategies were left out
        self.pure_only = False
        # after what a player may be indifferent whatever the values are
        self.indifferent: set[tuple[str, ...]] = set()
        # who prefers what to what where a sign holds, and after what that may be decided
        self._margins: dict[Sign, Margin] = {}
        self._after: dict[Sign, dict[tuple[str, ...], None]] = {}
        # what the action brings that a sign is about, and the other
        self._paid: dict[Sign, tuple[Ratio | sympy.Expr, Ratio, int]] = {}
        self._read: dict[sympy.Expr, list[tuple[Formula, Ratio]]] = {}

    def branches(self, formula: sympy.Expr) -> list[tuple[Formula, Ratio]]:
        """Split a payoff or probability that is defined by cases.

        Parameters
        ----------
        formula : sympy.Expr
            With ``Min``, ``Max``, ``Abs`` or ``Piecewise``, or without.

        Returns
        -------
        list of tuple
            When it is what.
        """
        if formula not in self._read:
            self._read[formula] = [
                (given, self._ratio(part))
                for given, part in self._split(formula.xreplace(self._chosen), ALWAYS)
            ]
        return self._read[formula]

    def sign(self, ratio: Ratio, strict: bool = False) -> Formula:
        """Say that a fraction of polynomials is not negative.

        Parameters
        ----------
        ratio : Ratio
            The fraction.
        strict : bool
            Whether zero is excluded.

        Returns
        -------
        Sign or Join
            The condition, without a division.
        """
        polynomial = ratio.above * (self.box.definite(ratio.below) or ratio.below)
        return self.box.sign(polynomial, strict)

    def margin(
        self,
        ratio: Ratio,
        player: str,
        action: str,
        instead: str,
        after: tuple[str, ...] = (),
        worth: Ratio | sympy.Expr | None = None,
    ) -> Formula:
        """Say that an action pays a player no less than another, and note whose margin it is.

        Parameters
        ----------
        ratio : Ratio
            What it pays more.
        player, action, instead : str
            Who does what rather than what.
        after : tuple of str
            What happened before.
        worth : Ratio or sympy.Expr, optional
            What the action brings.

        Returns
        -------
        Sign or Join
            The condition.
        """
        formula = self.noted(self.sign(ratio), player, action, instead, after)
        if isinstance(formula, Sign) and worth is not None:
            self._paid.setdefault(formula, (worth, ratio, 1))
            self._paid.setdefault(formula.negation, (worth, ratio, -1))
        return formula

    def payoffs(self, formula: Formula) -> dict[Sign, tuple[sympy.Expr, sympy.Expr]]:
        """Say for each sign in a formula what the action brings that it is about, and the other.

        Parameters
        ----------
        formula : Sign or Join
            The formula.

        Returns
        -------
        dict of Sign to pair of sympy.Expr
            For those of which it is known.
        """
        twins = {sign: (sign, Sign(sign.polynomial, not sign.strict)) for sign in signs(formula)}
        return {
            sign: self._sides(*self._paid[one])
            for sign, pair in twins.items()
            for one in pair[::-1]
            if one in self._paid
        }

    def _sides(
        self, worth: Ratio | sympy.Expr, ratio: Ratio, way: int
    ) -> tuple[sympy.Expr, sympy.Expr]:
        brings = _written(worth).xreplace(self._chosen)
        return (brings, brings - _written(ratio))[::way]

    def noted(
        self,
        formula: Formula,
        player: str,
        action: str,
        instead: str,
        after: tuple[str, ...] = (),
    ) -> Formula:
        """Note whose margin a sign is.

        Parameters
        ----------
        formula : Sign or Join
            That an action pays no less than another.
        player, action, instead : str
            Who does what rather than what.
        after : tuple of str
            What happened before.

        Returns
        -------
        Sign or Join
            The same.
        """
        if isinstance(formula, Sign):
            words = f"{action} rather than {instead}", f"{instead} rather than {action}"
            for sign, told in zip((formula, formula.negation), words, strict=True):
                self._margins.setdefault(sign, Margin(player, told))
                self._after.setdefault(sign, {})[after] = None
        return formula

    def margins(self, formula: Formula) -> dict[Sign, Margin]:
        """Say whose margin each sign in a formula is.

        Parameters
        ----------
        formula : Sign or Join
            The formula.

        Returns
        -------
        dict of Sign to Margin
            Who does what rather than what; after what, where the same is decided at several places
            and under several conditions. Signs that are nobody's margin are left out.
        """
        noted = {}
        for sign in signs(formula):
            # at ties it may have been noted the other way
            twin = Sign(sign.polynomial, not sign.strict)
            if sign in self._margins or twin in self._margins:
                noted[sign] = sign if sign in self._margins else twin
        places: dict[Margin, set[tuple[tuple[str, ...], ...]]] = {}
        for own in noted.values():
            places.setdefault(self._margins[own], set()).add(tuple(self._after[own]))
        told = {}
        for sign, own in noted.items():
            margin = self._margins[own]
            first, *others = self._after[own]
            several = len(places[margin]) > 1
            told[sign] = replace(margin, after=first) if several and not others else margin
        return told

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
            best = both(given, *(self.sign(self._ratio(win)) for win in wins))
            yield from self._split(formula.xreplace({part: one}), best)

    def _when(self, condition: sympy.logic.boolalg.Boolean) -> Formula:
        if condition == sympy.true:
            return ALWAYS
        if not isinstance(condition, sympy.Gt | sympy.Ge | sympy.Lt | sympy.Le):
            raise GameError(
                f"a payoff has the case {condition}: cases of payoffs are told apart by <, <=, > "
                "or >="
            )
        return self.sign(
            self._ratio(condition.gts - condition.lts),
            isinstance(condition, sympy.Gt | sympy.Lt),
        )

    def _ratio(self, formula: sympy.Expr) -> Ratio:
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


def _written(one: Ratio | sympy.Expr) -> sympy.Expr:
    return one.above.as_expr() / one.below.as_expr() if isinstance(one, Ratio) else one


def chosen_ranges(game: Game, within: Mapping[str, tuple[object, object]]) -> Ranges:
    """Read ranges that take the place of those of the parameters.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        The game.
    within : mapping of str to pair of exact numbers
        Least and greatest value by name.

    Returns
    -------
    dict of str to pair of Fraction
        The same.

    Raises
    ------
    GameError
        If a name is unknown or a range is empty.
    """
    names = sorted(symbol.name for symbol in game.symbols)
    ranges: Ranges = {}
    for name, ends in by_name(within).items():
        if name not in names:
            raise unknown("parameter", name, names)
        low, high = (fraction(end, f"an end of the range of {name}") for end in ends)
        if low >= high:
            raise GameError(
                f"the range of {name} goes from {low} to {high}: give the least first, or fix it "
                "with at()"
            )
        for end in (low, high):
            game.limits.check_value(name, end)
        ranges[name] = (low, high)
    return ranges


def profile_cases(reading: Reading) -> Iterator[Case]:
    """List the profiles of a normal form with the conditions for a pure Nash equilibrium.

    Parameters
    ----------
    reading : Reading
        Of a normal form.

    Yields
    ------
    Case
        Those whose condition is not refuted.
    """
    game = reading.game
    assert isinstance(game, NormalForm)
    for profile, payoffs in game.payoffs.items():
        moves = tuple((p, (), a) for p, a in zip(game.players, profile, strict=True))
        labels = game.outcomes[profile]
        for known, chances in together(reading, tuple(labels.values())):
            ends = ended(
                reading, ((q, ((o, ALWAYS),)) for o, q in zip(labels, chances, strict=True))
            )
            case = Case(moves, known, (), (), ends)
            for i, player in enumerate(game.players):
                for other in game.actions[player]:
                    if other != profile[i]:
                        there = game.payoffs[(*profile[:i], other, *profile[i + 1 :])][i]
                        formula = either(
                            *(
                                both(
                                    given,
                                    reading.margin(
                                        gain, player, profile[i], other, worth=payoffs[i]
                                    ),
                                )
                                for given, gain in reading.branches(payoffs[i] - there)
                            )
                        )
                        what = (player, (), profile[i], other)
                        case = constrained(reading, case, what, formula)
            if feasible(reading, case):
                yield case


def subgames(reading: Reading, first: int = 0) -> dict[int, list[Case]]:
    """List what may be played from each vertex on, with the conditions for subgame perfection.

    1. Take the vertices from the last to the first.
    2. Keep for each its cases: at chance every way of joining those of the events, at a decision
       those of each action, with a constraint for every other action.
    3. Simplify each constraint given those before it, and drop cases that are refuted.

    Parameters
    ----------
    reading : Reading
        Of any tree.
    first : int
        The vertices before it are left out.

    Returns
    -------
    dict of int to list of Case
        By vertex the cases whose condition is not refuted; without those from which on somebody
        does not know where it is.
    """
    game = reading.game
    assert isinstance(game, ExtensiveForm)
    hidden = {name for name, nodes in game.information_sets.items() if len(nodes) > 1}
    found: dict[int, list[Case]] = {}
    for v in reversed(range(first, len(game.vertices))):
        vertex = game.vertices[v]
        if vertex.information_set in hidden or not found.keys() >= set(vertex.children):
            continue
        below = [found[child] for child in vertex.children]
        cases: Iterable[Case]
        if vertex.player:
            cases = _decided(reading, vertex.player, vertex.history, vertex.branches, below)
        elif vertex.children:
            cases = _drawn(reading, vertex.probabilities, below)
        else:
            cases = (
                Case((), given, (), values, ((vertex.outcome, ALWAYS),))
                for given, values in together(reading, vertex.payoffs)
            )
        found[v] = [case for case in cases if feasible(reading, case)]
    return found


def _decided(
    reading: Reading,
    player: str,
    history: tuple[str, ...],
    actions: tuple[str, ...],
    below: list[list[Case]],
) -> Iterator[Case]:
    i = reading.game.players.index(player)
    paid: list[dict[Ratio, Formula]] = []
    for cases in below:
        worth: dict[Ratio, Formula] = {}
        for case in cases:
            worth[case.values[i]] = either(worth.get(case.values[i], NEVER), case.formula)
        paid.append(worth)
    for action, cases in zip(actions, below, strict=True):
        for case in cases:
            new = Case(
                ((player, history, action), *case.moves),
                case.given,
                case.constraints,
                case.values,
                case.ends,
            )
            for other, worth in zip(actions, paid, strict=True):
                if other != action and new.formula != NEVER:
                    formula = either(
                        *(
                            both(
                                when,
                                reading.margin(
                                    case.values[i] - there,
                                    player,
                                    action,
                                    other,
                                    history,
                                    case.values[i],
                                ),
                            )
                            for there, when in worth.items()
                        )
                    )
                    if reading.box.impossible(new.formula, formula):
                        formula = NEVER
                    same = worth.get(case.values[i], NEVER)
                    if same != NEVER and not reading.box.impossible(case.formula, same):
                        reading.indifferent.add(history)
                    new = constrained(reading, new, (player, history, action, other), formula)
            yield new


def _drawn(
    reading: Reading, probabilities: tuple[sympy.Expr, ...], below: list[list[Case]]
) -> Iterator[Case]:
    for given, odds in together(reading, probabilities):
        for joint in product(*below):
            yield Case(
                tuple(move for case in joint for move in case.moves),
                both(given, *(case.given for case in joint)),
                tuple(one for case in joint for one in case.constraints),
                tuple(
                    total(reading.ring, (q * value for q, value in zip(odds, values, strict=True)))
                    for values in zip(*(case.values for case in joint), strict=True)
                ),
                ended(reading, zip(odds, (case.ends for case in joint), strict=True)),
            )


def together(
    reading: Reading, formulas: tuple[sympy.Expr, ...]
) -> Iterator[tuple[Formula, tuple[Ratio, ...]]]:
    """Split several payoffs or probabilities that are defined by cases, all at once.

    Parameters
    ----------
    reading : Reading
        Of the game.
    formulas : tuple of sympy.Expr
        What they are.

    Yields
    ------
    tuple
        When they are what.
    """
    for ways in product(*map(reading.branches, formulas)):
        given = both(*(when for when, _ in ways))
        if given != NEVER:
            yield given, tuple(value for _, value in ways)


def ended(
    reading: Reading, ways: Iterable[tuple[Ratio, tuple[tuple[str, Formula], ...]]]
) -> tuple[tuple[str, Formula], ...]:
    """Say which outcomes have a positive probability after a draw.

    Parameters
    ----------
    reading : Reading
        Of the game.
    ways : iterable of tuple
        The probability of each event, with the outcomes that it leads to.

    Returns
    -------
    tuple
        Each outcome with its condition.
    """
    found: dict[str, Formula] = {}
    for chance, ends in ways:
        for outcome, when in ends if chance else ():
            positive = both(when, reading.sign(chance, strict=True))
            found[outcome] = either(found.get(outcome, NEVER), positive)
    return tuple(found.items())


def constrained(
    reading: Reading, case: Case, what: tuple[str, tuple[str, ...], str, str], formula: Formula
) -> Case:
    """Add a constraint to a case, simplified given those before it.

    Parameters
    ----------
    reading : Reading
        Of the game.
    case : Case
        So far.
    what : tuple
        Player, history, action, and what is not done.
    formula : Sign or Join
        When that does not pay.

    Returns
    -------
    Case
        With the constraint.
    """
    known = [case.given, *(one.formula for one in case.constraints)]
    formula = reading.box.simplified(formula, known)
    return Case(
        case.moves,
        case.given,
        (*case.constraints, Constraint(*what, formula)),
        case.values,
        case.ends,
    )


def feasible(reading: Reading, case: Case) -> bool:
    """Tell whether a case may happen somewhere, as far as that can be refuted.

    Parameters
    ----------
    reading : Reading
        Of the game.
    case : Case
        The case.

    Returns
    -------
    bool
        Whether it was not refuted.
    """
    return case.formula != NEVER and not reading.box.impossible(case.formula, thorough=True)


def unrefuted(reading: Reading, case: Case) -> Case | None:
    """Return a case on the way, unless a short look refutes it.

    Parameters
    ----------
    reading : Reading
        Of the game.
    case : Case
        So far.

    Returns
    -------
    Case or None
        The same, or ``None``.
    """
    refuted = case.formula == NEVER or reading.box.impossible(case.formula)
    return None if refuted else case
