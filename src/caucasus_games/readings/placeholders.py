r"""Letters for payoffs, so that what is solved for stays short.

A share that makes a player indifferent is a fraction of differences of payoffs, and these are
polynomials in many parameters. With a letter for each payoff the fraction has few terms, is
factored at once, and its sign is that of its factors:

.. math:: \frac{fg}{h} \ge 0 \iff \text{an even number of } f, g, h \text{ is negative}.

Only then is each factor spelled out in the parameters. What is zero is decided there too, as
payoffs may be equal in a way that letters do not show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sympy
from sympy.polys.rings import PolyElement

from caucasus_games.algebra.formula import ALWAYS, NEVER, Formula, both, either
from caucasus_games.algebra.ratio import Ratio, number, ring_of
from caucasus_games.readings.symbols import Formulas, Symbols
from caucasus_games.readings.vertices import some_belief

# a fraction of polynomials in letters
Short = Ratio


class Letters(Formulas):
    """Letters for what a solution is made of."""

    def __init__(self, reading: Symbols, ratios: Iterable[Ratio]) -> None:
        super().__init__(reading.box)
        self.reading = reading
        found: dict[Ratio, None] = {}
        for ratio in ratios:
            if not ratio.is_number and -ratio not in found:
                found[ratio] = None
        self._spelled = tuple(found)
        self.ring = ring_of(f"_{k}" for k in range(len(self._spelled)))
        one = self.ring(1)
        letters = (Ratio(letter, one) for letter in self.ring.gens)
        self._letter = dict(zip(self._spelled, letters, strict=True))
        self._known: dict[PolyElement, Ratio] = {}
        self._signs: dict[Short, Formula] = {}

    def short(self, ratio: Ratio) -> Short:
        """Return the letter for a fraction of polynomials, or the number that it is."""
        if ratio in self._letter:
            return self._letter[ratio]
        if -ratio in self._letter:
            return -self._letter[-ratio]
        return self.number(ratio.above.LC if ratio else 0)

    def number(self, value: Any) -> Short:
        """Return a number over the letters."""
        return number(self.ring, value)

    def of(self, formula: sympy.Expr) -> Short:
        """Return a payoff or probability that has a letter, or is a number."""
        return self.short(self.reading.of(formula))

    def ways(self, formulas: Iterable[sympy.Expr]) -> Iterator[tuple[Formula, tuple[Short, ...]]]:
        """Split those that are defined by cases."""
        for given, ratios in self.reading.ways(formulas):
            yield given, tuple(map(self.short, ratios))

    def at_least(self, x: Short) -> Formula:
        """Say that a fraction is not negative."""
        return self.sign(x)

    def zero(self, x: Short) -> Formula:
        """Say whether a fraction is zero whatever the parameters are; letters may not show it."""
        return NEVER if self._spell(x.above) else ALWAYS

    def some_belief(
        self, equal: Sequence[tuple[Short, ...]], at_least: Sequence[tuple[Short, ...]]
    ) -> Formula:
        """Say when under some belief averages are zero, and others not negative."""
        return some_belief(self, equal, at_least)

    def divide(self, x: Short, y: Short) -> Short:
        """Return a ratio."""
        return x / y

    def prefers(
        self,
        gain: Short,
        player: str,
        action: str,
        instead: str,
        after: tuple[str, ...] = (),
        worth: Short | None = None,
    ) -> Formula:
        """Say that an action pays no less than another, and note whose margin it is."""
        return self.reading.noted(self.sign(gain), player, action, instead, after)

    def sign(self, short: Short) -> Formula:
        """Say that a fraction is not negative."""
        if short not in self._signs:
            self._signs[short] = self._sign(short)
        return self._signs[short]

    def _sign(self, short: Short) -> Formula:
        if self.zero(short) == ALWAYS:
            return ALWAYS
        factors: list[Formula] = []
        positive = True
        for polynomial in (short.above, short.below):
            # without letters there is nothing to factor
            whole, parts = (polynomial.LC, ()) if polynomial.is_ground else polynomial.factor_list()
            positive ^= whole < 0
            factors += [self.reading.sign(self._spell(part)) for part, power in parts if power % 2]
        return _even(factors, positive)

    def _spell(self, polynomial: PolyElement) -> Ratio:
        """Return a polynomial in letters as one in the parameters."""
        if polynomial not in self._known:
            total = number(self.reading.ring, 0)
            for powers, factor in polynomial.terms():
                term = number(self.reading.ring, factor)
                for ratio, power in zip(self._spelled, powers, strict=True):
                    term = term * ratio**power if power else term
                total = total + term
            self._known[polynomial] = total
        return self._known[polynomial]


def _even(factors: Sequence[Formula], positive: bool) -> Formula:
    """Say that the number of negative factors is even, or odd."""
    if not factors:
        return ALWAYS if positive else NEVER
    one, *rest = factors
    return either(both(one, _even(rest, positive)), both(one.negation, _even(rest, not positive)))
