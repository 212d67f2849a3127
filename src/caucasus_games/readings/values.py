"""A game at its values: numbers are fractions, and what holds is a bool."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain

import sympy

from caucasus_games.algebra import Constraint, Polytope, maximise
from caucasus_games.games import ExtensiveForm, MarkovGame
from caucasus_games.games.kinds import Game
from caucasus_games.readings.reading import What


class Values:
    """A game at the chosen values and else the central ones.

    Parameters
    ----------
    game : NormalForm, ExtensiveForm or MarkovGame
        The game.

    Raises
    ------
    GameError
        If a symbol has no value, or a payoff or probability is no rational number.
    """

    always, never = True, False
    exact, told = True, False

    def __init__(self, game: Game) -> None:
        self.game = game
        if isinstance(game, MarkovGame):
            self._known: Mapping[sympy.Expr, Fraction] = game.numbers
            return
        formulas: Iterable[sympy.Expr]
        numbers: Iterable[Fraction]
        if isinstance(game, ExtensiveForm):
            formulas = (f for at in game.vertices for f in (*at.payoffs, *at.probabilities))
            both = zip(game.numbers.payoffs, game.numbers.chances, strict=True)
            numbers = (x for payoffs, chances in both for x in (*payoffs, *chances))
        else:
            odds = (lottery.values() for lottery in game.outcomes.values())
            formulas = chain(*game.payoffs.values(), *odds)
            chances = (lottery.values() for lottery in game.chances.values())
            numbers = chain(*game.numbers.values(), *chances)
        self._known = dict(zip(formulas, numbers, strict=True))

    def number(self, value: int) -> Fraction:
        """Return a whole number."""
        return Fraction(value)

    def of(self, formula: sympy.Expr) -> Fraction:
        """Return a payoff or probability of the game."""
        return self._known[formula]

    def ways(self, formulas: Iterable[sympy.Expr]) -> tuple[tuple[bool, tuple[Fraction, ...]], ...]:
        """Return several payoffs or probabilities at once."""
        return ((True, tuple(map(self.of, formulas))),)

    def at_least(self, x: Fraction) -> bool:
        """Say that a number is not negative."""
        return x >= 0

    def zero(self, x: Fraction) -> bool:
        """Say that a number is zero."""
        return not x

    def all_of(self, *parts: bool) -> bool:
        """Say that all of these hold."""
        return all(parts)

    def any_of(self, *parts: bool) -> bool:
        """Say that one of these holds at least."""
        return any(parts)

    def negation(self, when: bool) -> bool:
        """Say that this does not hold."""
        return not when

    def dead(self, when: bool) -> bool:
        """Tell whether this does not hold."""
        return not when

    def divide(self, x: Fraction, y: Fraction) -> Fraction:
        """Return a ratio; the dividend where the divisor is zero."""
        return x / y if y else x

    def prefers(
        self,
        gain: Fraction,
        player: str,
        action: str,
        instead: str,
        after: tuple[str, ...] = (),
        worth: Fraction | None = None,
    ) -> bool:
        """Say that an action pays no less than another."""
        return gain >= 0

    def require(self, known: bool, when: bool, what: What | None = None) -> bool:
        """Add a condition to what is known."""
        return known and when

    def excludes(self, known: bool, *when: bool) -> bool:
        """Tell whether what is known and these hold not together."""
        return self.dead(self.all_of(known, *when))

    def some_belief(
        self, equal: Sequence[tuple[Fraction, ...]], at_least: Sequence[tuple[Fraction, ...]]
    ) -> bool:
        """Say whether under some belief averages are zero, and others not negative."""
        # with a node that is enough nothing is solved; else a linear programme is 5 times as fast
        # as looking at every vertex with three nodes, and 1,400 times with ten
        for at in zip(*equal, *at_least, strict=True):
            if not any(at[: len(equal)]) and all(x >= 0 for x in at[len(equal) :]):
                return True
        labels = [str(k) for k in range(len([*equal, *at_least][0]))]
        zero, most = (
            [Constraint({k: -x for k, x in zip(labels, row, strict=True)}) for row in rows]
            for rows in (equal, at_least)
        )
        whole = Constraint(dict.fromkeys(labels, 1), 1)
        return maximise(Polytope(labels, most, [whole, *zero]), {}) is not None
