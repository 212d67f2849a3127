r"""Relations between numbers: inequalities of polynomials, read from a text that is never run.

A relation such as ``corridor_value > constitution_value`` is kept as :math:`f > 0` or
:math:`f \ge 0` with :math:`f` a polynomial: the coefficient of each monomial. A text holds names,
numbers, ``+ - * / **``, brackets and one of ``< <= > >=``; what it divides by is a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from operator import mul
from typing import Any

from immutabledict import immutabledict

from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import fraction, name_of
from caucasus_games.exact.numbers import is_long, quoted

Monomial = tuple[tuple[str, int], ...]
_Terms = dict[Monomial, Fraction]

_TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?)|(?P<name>[^\W\d]\w*)"
    r"|(?P<sign><=|>=|≤|≥|[<>])|(?P<other>\*\*|[-+*/()−])"
)
_SPELLED = {"≤": "<=", "≥": ">=", "−": "-"}
_ALLOWED = "a relation has names, numbers, + - * / ** and one of < <= > >="
# of a text, and of brackets in one another: what is longer is never meant
_LONGEST, _MOST_BRACKETS = 500, 20
_MOST_TERMS, _HIGHEST_DEGREE = 200, 8


@dataclass(frozen=True, repr=False)
class Relation:
    """An inequality between numbers; see :func:`relation`.

    Parameters
    ----------
    text : str
        As it was written, with single spaces.
    terms : immutabledict of monomial to Fraction
        The coefficient of each monomial, pairs of name and power, of what is positive or zero.
    strict : bool
        Whether zero is left out.
    place : str
        File and line, if it was read from one.
    """

    text: str
    terms: immutabledict[Monomial, Fraction] = field(compare=False)
    strict: bool = field(compare=False)
    place: str = field(default="", compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The numbers that stand in it, in the order of the alphabet."""
        return tuple(sorted({name for monomial in self.terms for name, _ in monomial}))

    def holds(self, values: Mapping[str, Any], number: Callable[[Fraction], Any] = Fraction) -> Any:
        """Tell whether it holds at exact numbers; or at each of arrays, with float as number."""
        total = sum(
            (
                reduce(mul, (values[name] ** power for name, power in monomial), number(factor))
                for monomial, factor in self.terms.items()
            ),
            number(Fraction(0)),
        )
        return total > 0 if self.strict else total >= 0

    def check(self, known: Collection[str]) -> None:
        """Refuse a name that is not known."""
        for name in self.names:
            if name not in known:
                raise self.refused(f"{unknown('parameter', name, known)}, in {self.text!r}")

    def refused(self, why: str) -> GameError:
        """Return the error that begins with the place."""
        return GameError(f"{self.place}: {why}" if self.place else why)

    def __repr__(self) -> str:
        return self.text


Given = Iterable[Relation | str] | str


def relations(given: Given | None, known: Iterable[str] | None = None) -> tuple[Relation, ...]:
    """Read relations, each once; refuse names that are not known, if it is said which are."""
    if given is not None and not isinstance(given, Iterable):
        raise GameError(f"given is {quoted(given)}: give a list of relations, as ['a > b']")
    several = [given] if isinstance(given, str) else given or ()
    found = [one if isinstance(one, Relation) else relation(one) for one in several]
    if known is not None:
        allowed = sorted(known)
        for one in found:
            one.check(allowed)
    return tuple(dict.fromkeys(found))


def relation(text: object, place: str = "") -> Relation:
    """Read a relation between numbers.

    Parameters
    ----------
    text : str
        Names, numbers, ``+ - * / **``, brackets and one of ``< <= > >=``, such as
        ``"corridor_value > 2 * constitution_value"``; what it divides by is a number.
    place : str
        File and line, for errors.

    Returns
    -------
    Relation
        The inequality.

    Raises
    ------
    GameError
        If it is none, or holds a function or anything else.

    Examples
    --------
    >>> relation("corridor_value > 2 * constitution_value").names
    ('constitution_value', 'corridor_value')
    >>> relation("exp(corridor_value) > 1")
    Traceback (most recent call last):
    ...
    caucasus_games.errors.GameError: 'exp(corridor_value) > 1' has the function exp: a relation has names, numbers, + - * / ** and one of < <= > >=
    """  # noqa: E501  # the whole sentence
    try:
        return _Reader(text).whole(place)
    except GameError as refused:
        raise GameError(f"{place}: {refused}" if place else str(refused)) from None


class _Reader:
    """Reads one text from left to right."""

    def __init__(self, text: object) -> None:
        if not isinstance(text, str):
            raise GameError(f"a relation is {quoted(text)}: give a text such as 'a > b'")
        if len(text) > _LONGEST:
            raise GameError(
                f"a relation has {len(text):,} signs and up to {_LONGEST} are read: divide it"
            )
        self._text = " ".join(text.split())
        self._tokens: list[tuple[str, str]] = []
        place = 0
        while place < len(self._text):
            found = _TOKEN.match(self._text, place)
            if found is None:
                raise self._refused(f"has {self._text[place]!r}", "")
            self._tokens.append((str(found.lastgroup), _SPELLED.get(found[0], found[0])))
            place = found.end()
            place += self._text[place : place + 1] == " "
        self._next = self._depth = 0

    def whole(self, place: str) -> Relation:
        """Read both sides and what stands between them."""
        left = self._sum()
        kind, sign = self._peek()
        if kind != "sign":
            raise self._refused("has no inequality" if not kind else f"has {sign!r} too many", "")
        self._next += 1
        right = self._sum()
        kind, more = self._peek()
        if kind == "sign":
            raise self._refused("has two inequalities", "write two relations")
        if kind:
            raise self._refused(f"has {more!r} too many", "")
        above, below = (left, right) if sign[0] == ">" else (right, left)
        terms = _added(above, below, -1)
        if not any(terms):
            raise self._refused("says nothing of any number", "write one or more names")
        return Relation(self._text, immutabledict(terms), "=" not in sign, place)

    def _sum(self) -> _Terms:
        total = self._product()
        while self._peek()[1] in ("+", "-"):
            sign = 1 if self._taken() == "+" else -1
            total = _added(total, self._product(), sign)
        return total

    def _product(self) -> _Terms:
        found = self._signed()
        while self._peek()[1] in ("*", "/"):
            if self._taken() == "*":
                found = self._times(found, self._signed())
                continue
            by = self._number(self._signed(), "divides by what is no number", "multiply it out")
            if not by:
                raise self._refused("divides by zero", "")
            found = {monomial: factor / by for monomial, factor in found.items()}
        return found

    def _signed(self) -> _Terms:
        sign = 1
        while self._peek()[1] in ("+", "-"):
            sign *= 1 if self._taken() == "+" else -1
        return _added({}, self._power(), sign)

    def _power(self) -> _Terms:
        base = self._atom()
        if self._peek()[1] != "**":
            return base
        self._taken()
        power = self._number(self._signed(), "has an exponent that is no number", "")
        if power.denominator > 1 or not 0 <= power <= _HIGHEST_DEGREE:
            raise self._refused(
                f"has the exponent {power}", f"take a whole number from 0 to {_HIGHEST_DEGREE}"
            )
        found: _Terms = {(): Fraction(1)}
        for _ in range(int(power)):
            found = self._times(found, base)
        return found

    def _atom(self) -> _Terms:
        kind, text = self._peek()
        self._next += 1
        if kind == "number":
            return _added({}, {(): fraction(text, "a number of the relation")}, 1)
        if kind == "name":
            if self._peek()[1] == "(":
                raise self._refused(f"has the function {text}", "")
            return {((name_of(text), 1),): Fraction(1)}
        if text == "(":
            self._depth += 1
            if self._depth > _MOST_BRACKETS:
                raise self._refused(f"has more than {_MOST_BRACKETS} brackets in one another", "")
            inner = self._sum()
            if self._taken() != ")":
                raise self._refused("has a bracket that is not closed", "")
            self._depth -= 1
            return inner
        got = f"has {text!r}" if kind else "ends"
        raise self._refused(f"{got} where a name or a number is wanted", "")

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._next] if self._next < len(self._tokens) else ("", "")

    def _taken(self) -> str:
        self._next += 1
        return self._tokens[self._next - 1][1] if self._next <= len(self._tokens) else ""

    def _times(self, one: _Terms, other: _Terms) -> _Terms:
        found: _Terms = {}
        for m, a in one.items():
            for n, b in other.items():
                powers = dict(m)
                for name, power in n:
                    powers[name] = powers.get(name, 0) + power
                monomial = tuple(sorted(powers.items()))
                found[monomial] = found.get(monomial, Fraction(0)) + a * b
        if any(is_long(*factor.as_integer_ratio()) for factor in found.values()):
            raise self._refused("has a number of too many digits", "give a shorter one")
        if len(found) > _MOST_TERMS or any(
            sum(power for _, power in monomial) > _HIGHEST_DEGREE for monomial in found
        ):
            raise self._refused(
                f"has powers above {_HIGHEST_DEGREE} or more than {_MOST_TERMS} products",
                "write a shorter one",
            )
        return found

    def _number(self, terms: _Terms, why: str, advice: str) -> Fraction:
        if any(terms):
            raise self._refused(why, advice)
        return terms.get((), Fraction(0))

    def _refused(self, why: str, advice: str) -> GameError:
        return GameError(f"{self._text!r} {why}: {advice or _ALLOWED}")


def _added(one: _Terms, other: _Terms, times: int) -> _Terms:
    """Add a multiple; what comes to nothing is left out."""
    found = dict(one)
    for monomial, factor in other.items():
        found[monomial] = found.get(monomial, Fraction(0)) + times * factor
    return {monomial: factor for monomial, factor in found.items() if factor}
