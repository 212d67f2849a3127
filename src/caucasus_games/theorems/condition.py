r"""A condition on a game's parameters, with everything that can be done with it.

It is a formula of signs of polynomials; each sign says that a player prefers one thing to another,
and is named by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any

import sympy
from immutabledict import immutabledict

from caucasus_games.algebra.formula import Formula, Sign, excess, holds, truth
from caucasus_games.algebra.linearisation import error, exponent, power_of_two, scaled
from caucasus_games.algebra.rendering import expression, relation
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import by_name, fraction, show
from caucasus_games.games.limits import sympy_number
from caucasus_games.games.values import number
from caucasus_games.parameters import Parameters, Relation
from caucasus_games.readings.margin import Margin
from caucasus_games.text.plain import counted
from caucasus_games.theorems.rows import named
from caucasus_games.theorems.told import Told

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True)
class Check:
    """One inequality at some values.

    Parameters
    ----------
    about : str
        Who prefers what to what if it holds.
    relation : sympy.Rel
        The inequality.
    holds : bool
        Whether it does.
    payoffs : pair of Fraction, or None
        What the player gets by it, and by what it does not do; ``None`` where it is not known.
    """

    about: str
    relation: sympy.Rel
    holds: bool
    payoffs: tuple[Fraction, Fraction] | None = None


@dataclass(frozen=True, repr=False)
class Condition:
    """For which values of the parameters something holds.

    Parameters
    ----------
    formula : Sign or Join
        The condition, over a polynomial ring; see :attr:`expression`.
    symbols : tuple of str
        The parameters that it may depend on.
    parameters : Parameters
        Their central values and sources.
    ranges : immutabledict of str to pair of Fraction
        Within which it was simplified, and beyond which it says nothing.
    margins : immutabledict of Sign to Margin
        Who prefers what to what if a sign holds.
    payoffs : immutabledict of Sign to pair of sympy.Expr
        What the one and the other bring, where it is known.
    offers : tuple of str
        The numbers that players choose, which stand in what a sign is about.
    told : Told, optional
        How it is written: in the names that the game defines.
    given : immutabledict of Relation to Sign or Join
        What holds besides the ranges: it says nothing of where one of these does not.
    """

    formula: Formula
    symbols: tuple[str, ...]
    parameters: Parameters
    ranges: immutabledict[str, tuple[Fraction, Fraction]]
    margins: immutabledict[Sign, Margin]
    payoffs: immutabledict[Sign, tuple[sympy.Expr, sympy.Expr]] = field(
        default_factory=immutabledict
    )
    offers: tuple[str, ...] = ()
    told: Told | None = None
    given: immutabledict[Relation, Formula] = field(default_factory=immutabledict)

    @property
    def _written(self) -> Told:
        return self.told or Told(self.formula, self.margins, immutabledict())

    @property
    def expression(self) -> sympy.logic.boolalg.Boolean:
        """The condition, written with sympy."""
        return expression(self.formula)

    def holds(self, values: Mapping[str, object] | None = None) -> bool:
        """Tell whether it holds at exact values; at a tie the game may say otherwise.

        Parameters
        ----------
        values : mapping of str to exact number, optional
            Values by name; the central value stands for any other.

        Returns
        -------
        bool
            Whether it does.

        Raises
        ------
        GameError
            If a name is unknown, a value is not exact or beyond its range, or a parameter has none.
        """
        chosen = self._chosen(values)
        named = self._written.definitions
        return self._written.holds(chosen) if named else holds(self.formula, chosen)

    def nearest(self, values: Mapping[str, object] | None = None) -> tuple[Check, ...]:
        """List what it takes, on the way that fails in the fewest inequalities and by the least.

        Parameters
        ----------
        values : mapping of str to exact number, optional
            As for :meth:`holds`.

        Returns
        -------
        tuple of Check
            Inequalities that together are enough, those that fail at these values first; none if it
            holds always or never.

        Raises
        ------
        GameError
            As :meth:`holds`.

        Examples
        --------
        >>> import caucasus_games as cg
        >>> from caucasus_games.guarantors import NONE
        >>> from caucasus_games.models import commitment
        >>> war = cg.conditions(commitment(NONE), "war").possible
        >>> [check.about for check in war.nearest() if not check.holds]
        ['Armenia: fight rather than accept']
        """
        chosen = self._chosen(values)

        def sign(one: Sign) -> dict[Sign, bool]:
            return {one: holds(one, chosen)}

        def joined(every: bool, parts: list[dict[Sign, bool] | None]) -> dict[Sign, bool] | None:
            ways = [part for part in parts if part is not None]
            if every:
                together = {one: true for part in ways for one, true in part.items()}
                return together if len(ways) == len(parts) else None
            return min(ways, key=distance, default=None)

        def distance(way: dict[Sign, bool]) -> tuple[int, Fraction, int]:
            fails = [one for one, true in way.items() if not true]
            short = sum((excess(one, chosen) for one in fails), Fraction(0))
            return len(fails), -short, len(way)

        found = truth(self.formula, sign, joined) or {}
        return tuple(
            Check(named(one, self.margins), relation(one), true, self._paid(one, chosen))
            for one, true in sorted(found.items(), key=lambda item: item[1])
        )

    def _paid(self, sign: Sign, chosen: Mapping[str, Fraction]) -> tuple[Fraction, Fraction] | None:
        """Return what the one and the other bring at values, where it is known."""
        if sign not in self.payoffs:
            return None
        symbols = {symbol for formula in self.payoffs[sign] for symbol in formula.free_symbols}
        known = self._written.with_names(chosen)
        # what hangs on a number that is chosen, or on a name that is told nowhere, has none
        if any(symbol.name not in known for symbol in symbols):
            return None
        swap = {symbol: sympy_number(known[symbol.name]) for symbol in symbols}
        brings, other = (number(f, swap, lambda: "a payoff") for f in self.payoffs[sign])
        return brings, other

    def _chosen(self, values: Mapping[str, object] | None) -> dict[str, Fraction]:
        given = {name: fraction(value, name) for name, value in by_name(values or {}).items()}
        self._check(given)
        chosen = {**self.parameters.central, **given}
        for name in self.symbols:
            self._check_within(name, chosen[name], chosen[name])
        for one, formula in self.given.items():
            if not holds(formula, chosen):
                at = ", ".join(f"{n} {show(chosen[n])}" for n in one.names if n in self.symbols)
                raise GameError(f"at {at} it is not so that {one}, where the condition is silent")
        return chosen

    def holds_on(self, draws: Mapping[str, npt.ArrayLike]) -> npt.NDArray[np.bool_]:
        """Tell at which of many draws it holds.

        Parameters
        ----------
        draws : mapping of str to array_like
            Values by name, of shapes that go together; the central value stands for any other.

        Returns
        -------
        numpy.ndarray of bool
            Of their shape; what :meth:`holds` says of each draw, a float being what it is exactly.

        Raises
        ------
        GameError
            If a name is unknown, a value is beyond its range, or a parameter has none.
        """
        import numpy as np

        draws = by_name(draws)
        self._check(draws)
        central = self.parameters.central
        given = [np.asarray(draws[n]) if n in draws else central[n] for n in self.symbols]
        wide: list[int] = []
        shares: list[Any] = []
        for name, own in zip(self.symbols, given, strict=True):
            if isinstance(own, Fraction):
                self._check_within(name, own, own)
                wide.append(exponent([own]))
                shares.append(np.asarray(float(own / power_of_two(wide[-1]))))
                continue
            value = own.astype(float)
            if not np.isfinite(value).all():
                raise GameError(f"{name} has draws that are no finite numbers: leave them out")
            ends = (value.min(), value.max()) if value.size else ()
            if ends:
                self._check_within(name, *ends)
            wide.append(exponent(map(Fraction, ends)))
            shares.append(np.ldexp(value, -wide[-1]))
        shape = np.broadcast_shapes(*(value.shape for value in shares))
        products: dict[tuple[int, ...], Any] = {}

        def sign(one: Sign) -> npt.NDArray[np.bool_]:
            total: Any = np.zeros(shape)
            magnitude: Any = np.zeros(shape)
            terms, _ = scaled(one.polynomial, wide)
            for powers, factor in terms.items():
                if powers not in products:
                    products[powers] = reduce(
                        np.multiply,
                        (v**k for v, k in zip(shares, powers, strict=True) if k),
                        1.0,
                    )
                total = total + factor * products[powers]
                magnitude = magnitude + abs(factor * products[powers])
            found = np.asarray(total > 0 if one.strict else total >= 0)
            for place in map(tuple, np.argwhere(abs(total) <= error(magnitude, one.polynomial))):
                found[place] = holds(one, exactly(place))
            return found

        def exactly(place: tuple[int, ...]) -> dict[str, Fraction]:
            return {
                name: own
                if isinstance(own, Fraction)
                else Fraction(np.asarray(np.broadcast_to(own, shape)[place]).item())
                for name, own in zip(self.symbols, given, strict=True)
            }

        def joined(every: bool, parts: list[npt.NDArray[np.bool_]]) -> npt.NDArray[np.bool_]:
            join = np.logical_and if every else np.logical_or
            return reduce(join, parts, np.full(shape, every))

        for relation_given, formula in self.given.items():
            outside = int((~truth(formula, sign, joined)).sum())
            if outside:
                raise GameError(
                    f"at {counted(outside, 'draw')} it is not so that {relation_given}, where the "
                    "condition is silent: leave them out"
                )
        if self._written.definitions:
            # in names there is less to work out
            flat = {
                name: np.broadcast_to(np.asarray(own, float), shape).ravel()
                for name, own in zip(self.symbols, given, strict=True)
            }
            told = self._written.holds_on(
                flat,
                lambda k: self._written.holds(exactly(tuple(map(int, np.unravel_index(k, shape))))),
            )
            return told.reshape(shape)
        return truth(self.formula, sign, joined)

    def to_latex(self, notation: Mapping[str, str] | None = None) -> str:
        r"""Write it in LaTeX, a line for each inequality.

        Parameters
        ----------
        notation : mapping of str to str, optional
            What to write for a parameter, such as ``{"guarantor_credibility": r"\gamma"}``, or the
            library's own ``parameters.notation``; the rest is written in words.

        Returns
        -------
        str
            An ``align*`` environment, which may go on over pages where it is longer than one.

        Raises
        ------
        GameError
            If the notation names a parameter that it does not have.
        """
        return self._latex(notation or {}, pages=True)

    def _repr_latex_(self) -> str:
        # a notebook has no pages to break, and would show the command for it
        return self._latex({}, pages=False)

    def _latex(self, notation: Mapping[str, str], *, pages: bool) -> str:
        names = self._names(notation)
        return self._written.latex(names, self.offers, pages=pages)

    def _names(self, notation: Mapping[str, str]) -> dict[str, str]:
        """Return what is written for each symbol, empty where it is written in words."""
        shown = by_name(notation)
        for name in shown:
            if name not in {*self.symbols, *self.parameters, *self.offers}:
                raise unknown("parameter", name, [*self.symbols, *self.offers])
        return {name: shown.get(name, "") for name in (*self.symbols, *self.offers)}

    def __repr__(self) -> str:
        return self._written.text()

    def _check_within(self, name: str, least: float | Fraction, most: float | Fraction) -> None:
        low, high = self.ranges.get(name, (least, most))
        # an end that was rounded to a float is still the end
        first, last = (low, high) if isinstance(least, Fraction) else (float(low), float(high))
        if not (first <= least and most <= last):
            got, allowed = (
                f"{show(Fraction(one))} to {show(Fraction(other))}"
                for one, other in ((least, most), (low, high))
            )
            raise GameError(
                f"{name} goes from {got}, and the condition is for {allowed}: find it with over "
                "for a wider range"
            )

    def _check(self, given: Mapping[str, object]) -> None:
        for name in given:
            if name not in self.symbols:
                raise unknown("parameter", name, self.symbols)
        missing = [n for n in self.symbols if n not in given and n not in self.parameters]
        if missing:
            raise GameError(f"no value for {', '.join(missing)}: give one")
