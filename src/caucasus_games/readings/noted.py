"""What is noted of signs: who prefers what to what where one holds, and what that brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import sympy

from caucasus_games.algebra.formula import Formula, Sign, signs
from caucasus_games.algebra.ratio import Ratio
from caucasus_games.readings.margin import Margin


class Noted:
    """Signs with whose margin each is."""

    _chosen: Mapping[sympy.Symbol, sympy.Rational]

    def take_notes(self) -> None:
        """Start without any."""
        # who prefers what to what where a sign holds, and after what that may be decided
        self._margins: dict[Sign, Margin] = {}
        self._after: dict[Sign, dict[tuple[str, ...], None]] = {}
        # what the action brings that a sign is about, and the other
        self._paid: dict[Sign, tuple[Ratio | sympy.Expr, Ratio | sympy.Expr, int]] = {}

    def like(self, formula: Formula, sign: Sign, source: Noted | None = None) -> Formula:
        """Note of a formula whose margin it is: that of another sign, as it was noted somewhere."""
        known = source or self
        if isinstance(formula, Sign):
            for own, other in ((formula, sign), (formula.negation, sign.negation)):
                if other in known._margins:
                    self._margins.setdefault(own, known._margins[other])
                    self._after.setdefault(own, {}).update(known._after[other])
                if other in known._paid:
                    self._paid.setdefault(own, known._paid[other])
        return formula

    def taken_over(
        self,
        formula: Formula,
        sign: Sign,
        source: Noted,
        swap: Mapping[sympy.Symbol, sympy.Expr],
    ) -> Formula:
        """Note of a formula what was noted of a sign elsewhere, with what is paid spelled out."""
        if isinstance(formula, Sign):
            for own, other in ((formula, sign), (formula.negation, sign.negation)):
                if other in source._paid:
                    worth, gain, way = source._paid[other]
                    there, more = (written(paid).xreplace(swap) for paid in (worth, gain))
                    self._paid.setdefault(own, (there, more, way))
        return self.like(formula, sign, source)

    def paid(self, formula: Formula, worth: Ratio | sympy.Expr, gain: Ratio) -> Formula:
        """Note of a sign what the action brings that it is about, and by how much more."""
        if isinstance(formula, Sign):
            self._paid.setdefault(formula, (worth, gain, 1))
            self._paid.setdefault(formula.negation, (worth, gain, -1))
        return formula

    def payoffs(self, formula: Formula) -> dict[Sign, tuple[sympy.Expr, sympy.Expr]]:
        """Say for each sign in a formula what the action brings that it is about, and the other."""
        twins = {sign: (sign, Sign(sign.polynomial, not sign.strict)) for sign in signs(formula)}
        return {
            sign: self._sides(*self._paid[one])
            for sign, pair in twins.items()
            for one in pair[::-1]
            if one in self._paid
        }

    def _sides(
        self, worth: Ratio | sympy.Expr, ratio: Ratio | sympy.Expr, way: int
    ) -> tuple[sympy.Expr, sympy.Expr]:
        brings = written(worth).xreplace(self._chosen)
        return (brings, brings - written(ratio).xreplace(self._chosen))[::way]

    def noted(
        self,
        formula: Formula,
        player: str,
        action: str,
        instead: str,
        after: tuple[str, ...] = (),
    ) -> Formula:
        """Note whose margin a sign is."""
        if isinstance(formula, Sign):
            words = f"{action} rather than {instead}", f"{instead} rather than {action}"
            for sign, told in zip((formula, formula.negation), words, strict=True):
                self._margins.setdefault(sign, Margin(player, told))
                self._after.setdefault(sign, {})[after] = None
        return formula

    def also_after(self, formula: Formula, after: tuple[str, ...], place: tuple[str, ...]) -> None:
        """Note that what is decided at one place is decided alike at another."""
        for sign in signs(formula):
            if after in self._after.get(sign, {}):
                self._after[sign][place] = None

    def margins(self, formula: Formula) -> dict[Sign, Margin]:
        """Say whose margin each sign in a formula is."""
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


def written(one: Ratio | sympy.Expr) -> sympy.Expr:
    """Write a quotient of polynomials with sympy."""
    return one.above.as_expr() / one.below.as_expr() if isinstance(one, Ratio) else one
