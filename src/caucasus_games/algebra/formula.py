r"""Conditions on parameters: signs of polynomials, joined by *and* and *or*.

A sign says :math:`f \ge 0` or :math:`f > 0` of a polynomial :math:`f` with whole coefficients. The
negation of :math:`f \ge 0` is :math:`-f > 0`, so that no formula needs a *not*. Parts are shared:
a formula that occurs twice is worked out once.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

import sympy
from sympy.polys.rings import PolyElement, PolyRing

T = TypeVar("T")
Powers = tuple[int, ...]


@dataclass(frozen=True)
class Sign:
    """A polynomial is positive, or not negative."""

    polynomial: PolyElement
    strict: bool = False

    @cached_property
    def negation(self) -> "Sign":
        """That it does not hold; the negation of that is the same object."""
        other = Sign(-self.polynomial, not self.strict)
        other.__dict__["negation"] = self
        return other

    def __reduce__(self) -> tuple[Any, ...]:
        # rings of sympy cannot be pickled
        own = self.polynomial.ring
        names = tuple(symbol.name for symbol in own.symbols)
        terms = [
            (powers, int(c.numerator), int(c.denominator)) for powers, c in self.polynomial.terms()
        ]
        return _again, (names, terms, self.strict)


@dataclass(frozen=True, eq=False)
class Join:
    """Every part holds, or some part does."""

    every: bool
    parts: tuple["Formula", ...]
    _hash: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # parts are shared, so that a hash that is not kept costs a walk of all repetitions
        object.__setattr__(self, "_hash", hash((self.every, self.parts)))

    @cached_property
    def negation(self) -> "Join":
        """That it does not hold; the negation of that is the same object."""
        other = Join(not self.every, tuple(part.negation for part in self.parts))
        other.__dict__["negation"] = self
        return other

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[Any, ...]:
        # the hash of a text is another one in another process
        return Join, (self.every, self.parts)

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Join)
            and self._hash == other._hash
            and (self.every, self.parts) == (other.every, other.parts)
        )


Formula = Sign | Join


def _again(
    names: tuple[str, ...], terms: list[tuple[tuple[int, ...], int, int]], strict: bool
) -> Sign:
    # as they are: sympy would read a name with a comma as several
    ring = PolyRing([sympy.Symbol(name) for name in names], sympy.QQ, sympy.lex)
    return Sign(ring.from_dict({powers: sympy.QQ(n, d) for powers, n, d in terms}), strict)


ALWAYS = Join(True, ())
NEVER = Join(False, ())


def both(*parts: Formula) -> Formula:
    """Say that all of these hold."""
    return _joined(True, parts)


def either(*parts: Formula) -> Formula:
    """Say that one of these holds at least."""
    return _joined(False, parts)


def _joined(every: bool, parts: tuple[Formula, ...]) -> Formula:
    flat: dict[Formula, None] = {}
    for part in parts:
        if isinstance(part, Join) and part.every == every:
            flat.update(dict.fromkeys(part.parts))
        else:
            flat[part] = None
    if Join(not every, ()) in flat or any(
        isinstance(part, Sign) and _settles(every, part, flat) for part in flat
    ):
        return Join(not every, ())
    # x and (x or y) is x; x or (x and y) is x
    kept = [
        part
        for part in flat
        if isinstance(part, Sign) or not any(inner in flat for inner in part.parts)
    ]
    return kept[0] if len(kept) == 1 else Join(every, tuple(kept))


def _settles(every: bool, sign: Sign, others: Mapping[Formula, None]) -> bool:
    """Tell whether one sign and its mirror image leave nothing, or nothing out."""
    mirror = -sign.polynomial
    return Sign(mirror, not sign.strict) in others or (
        sign.strict == every and Sign(mirror, sign.strict) in others
    )


def at_ties(formula: Formula, holds: bool) -> Formula:
    r"""Say the same but at ties, where every sign holds or none does."""

    def sign(one: Sign) -> Formula:
        return Sign(one.polynomial, strict=not holds)

    return truth(formula, sign, lambda every, parts: _joined(every, tuple(parts)))


def size(formula: Formula) -> int:
    """Count how long a formula is."""
    return truth(formula, lambda sign: len(sign.polynomial), lambda _, parts: sum(parts))


def grouped(formula: Formula) -> Formula:
    r"""Write once what several parts share."""
    return truth(formula, lambda sign: sign, _grouped)


def _grouped(every: bool, parts: Sequence[Formula]) -> Formula:
    left = list(dict.fromkeys(parts))
    while True:
        often = Counter(inner for part in left for inner in _inner(every, part))
        most = max(often, key=lambda inner: (often[inner], size(inner)), default=ALWAYS)
        if often[most] < 2:
            return _joined(every, tuple(left))
        sharing = [part for part in left if most in _inner(every, part)]
        rest = [
            _joined(not every, tuple(one for one in _inner(every, part) if one != most))
            for part in sharing
        ]
        whole = _joined(not every, (most, _grouped(every, rest)))
        left = [whole if part == sharing[0] else part for part in left if part not in sharing[1:]]


def _inner(every: bool, part: Formula) -> tuple[Formula, ...]:
    return part.parts if isinstance(part, Join) and part.every != every else (part,)


def signs(formula: Formula) -> Iterator[Sign]:
    """Yield every sign in a formula, once."""
    yield from truth(
        formula,
        lambda sign: {sign: None},
        lambda _, parts: {s: None for part in parts for s in part},
    )


def truth(formula: Formula, sign: Callable[[Sign], T], joined: Callable[[bool, list[T]], T]) -> T:
    """Work a formula out, each part once."""
    memo: dict[Formula, T] = {}

    def of(one: Formula) -> T:
        if one not in memo:
            memo[one] = (
                sign(one)
                if isinstance(one, Sign)
                else joined(one.every, [of(part) for part in one.parts])
            )
        return memo[one]

    return of(formula)


def holds(formula: Formula, values: Mapping[str, Any]) -> bool:
    """Tell whether a formula holds at exact values."""

    def sign(one: Sign) -> bool:
        by = excess(one, values)
        return by > 0 if one.strict else by >= 0

    return truth(formula, sign, lambda every, parts: all(parts) if every else any(parts))


def excess(sign: Sign, values: Mapping[str, Any]) -> Fraction:
    """Return by how much a polynomial exceeds zero at exact values."""
    terms = []
    for powers, factor in sign.polynomial.terms():
        term = rational(factor)
        for symbol, power in zip(sign.polynomial.ring.symbols, powers, strict=True):
            term *= values[symbol.name] ** power if power else 1
        terms.append(term)
    return sum(terms, Fraction(0)) / (sum(map(abs, terms)) or 1)


def rational(number: Any) -> Fraction:
    """Return a coefficient, of whatever library sympy takes its numbers from."""
    return Fraction(int(number.numerator), int(number.denominator))


def pairs(polynomial: PolyElement, k: int) -> dict[Any, dict[Powers, Any]]:
    """Return the terms that are there with a symbol and without it."""
    with_it = {
        (*powers[:k], 0, *powers[k + 1 :]): number
        for powers, number in polynomial.terms()
        if powers[k] == 1
    }
    found: dict[Any, dict[Powers, Any]] = {}
    for powers, number in polynomial.terms():
        if powers in with_it:
            found.setdefault(with_it[powers] / number, {})[powers] = number
    return found


def moved(formula: Formula, ring: PolyRing, names: Mapping[str, str]) -> Formula:
    """Write a formula over another ring, with some symbols renamed."""
    place = {symbol.name: k for k, symbol in enumerate(ring.symbols)}

    def sign(one: Sign) -> Formula:
        seats = [place[names.get(s.name, s.name)] for s in one.polynomial.ring.symbols]
        terms = {}
        for powers, factor in one.polynomial.terms():
            new = [0] * ring.ngens
            for seat, power in zip(seats, powers, strict=True):
                new[seat] = power
            terms[tuple(new)] = factor
        return Sign(ring.from_dict(terms), one.strict)

    return truth(formula, sign, lambda every, parts: Join(every, tuple(parts)))
