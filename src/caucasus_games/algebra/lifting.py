r"""The one solution of :math:`A x = b` in fractions, by lifting it from a prime.

The rows are eliminated once modulo a prime :math:`p`, sparsest first; with that, each further digit
of the solution in base :math:`p` takes one substitution. As soon as the digits determine fractions
that satisfy all equations exactly, these are the solution [1]_. Fractions in between, which make
elimination slow, never arise.

References
----------
.. [1] Dixon (1982), Exact solution of linear equations using p-adic expansions. Numerische
   Mathematik 40, 137–141.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

Row = dict[int, int]

# a Mersenne prime: most solutions need one digit
_PRIME = 2**521 - 1


@dataclass(frozen=True)
class _Step:
    """A row that is used to eliminate an unknown, and what it took from the rows that stayed."""

    row: int
    unknown: int
    inverse: int
    rest: tuple[tuple[int, int], ...]
    taken: tuple[tuple[int, int], ...]


def solve(rows: Sequence[Row], bounds: Sequence[int], size: int) -> list[Fraction] | None:
    """Solve equations in integers that have exactly one solution."""
    steps = _eliminated(rows)
    if len(steps) < size:
        return None
    kept = [step.row for step in steps]
    left = {r: bounds[r] for r in kept}
    digits, unit = [0] * size, 1
    # no numerator or denominator is longer than the product of the rows that are kept
    most = max((abs(b) for b in bounds), default=0) + 1
    for r in kept:
        most *= sum(abs(a) for a in rows[r].values())
    tried = 0
    while unit <= 2 * most * most:
        digit = _substituted(steps, left, size)
        digits = [x + unit * d for x, d in zip(digits, digit, strict=True)]
        unit *= _PRIME
        for r in kept:
            left[r] = (left[r] - sum(a * digit[j] for j, a in rows[r].items())) // _PRIME
        tried += 1
        # at 1, 2, 4, 8, … digits, and at the end
        if tried & (tried - 1) == 0 or unit > 2 * most * most:
            found = _fractions(digits, unit)
            if found is not None and _satisfied(rows, bounds, found):
                return found
    return None


def _eliminated(rows: Sequence[Row]) -> list[_Step]:
    """Return the steps of an elimination modulo the prime; one for each unknown if there can be."""
    reduced = [{j: x for j, a in row.items() if (x := a % _PRIME)} for row in rows]
    live = {r: row for r, row in enumerate(reduced) if row}
    where = _holders(live)
    steps = []
    while live:
        r = min(live, key=lambda r: len(live[r]))
        row = live.pop(r)
        pivot = min(row, key=lambda j: len(where[j]))
        inverse = pow(row[pivot], -1, _PRIME)
        for j in row:
            where[j].discard(r)
        rest = tuple((j, a) for j, a in row.items() if j != pivot)
        taken = []
        for other in where.pop(pivot):
            line = live[other]
            factor = line.pop(pivot) * inverse % _PRIME
            taken.append((other, factor))
            for j, a in rest:
                line[j] = (line.get(j, 0) - factor * a) % _PRIME
                if line[j]:
                    where[j].add(other)
                else:
                    del line[j]
                    where[j].discard(other)
            if not line:
                del live[other]
        steps.append(_Step(r, pivot, inverse, rest, tuple(taken)))
    return steps


def _holders(rows: Mapping[int, Row]) -> dict[int, set[int]]:
    """Return for each unknown the rows in which it is."""
    found: dict[int, set[int]] = {}
    for r, row in rows.items():
        for j in row:
            found.setdefault(j, set()).add(r)
    return found


def _substituted(steps: Sequence[_Step], bounds: dict[int, int], size: int) -> list[int]:
    """Solve modulo the prime for other right sides."""
    right = {r: b % _PRIME for r, b in bounds.items()}
    for step in steps:
        here = right[step.row]
        if here:
            for other, factor in step.taken:
                if other in right:
                    right[other] = (right[other] - factor * here) % _PRIME
    found = [0] * size
    for step in reversed(steps):
        known = sum(a * found[j] for j, a in step.rest)
        found[step.unknown] = (right[step.row] - known) * step.inverse % _PRIME
    return found


def _fractions(digits: Sequence[int], unit: int) -> list[Fraction] | None:
    """Return the fractions with short numerators and one short denominator that agree with them."""
    bound = isqrt(unit // 2)
    shared = 1
    found = []
    for digit in digits:
        value = digit * shared % unit
        if min(value, unit - value) > bound:
            extra = _denominator(value, unit, bound)
            if extra is None:
                return None
            shared *= extra
            value = value * extra % unit
        found.append((value if 2 * value < unit else value - unit, shared))
    return [Fraction(top, bottom) for top, bottom in found]


def _denominator(value: int, unit: int, bound: int) -> int | None:
    """Return the least number that makes the value short modulo the unit."""
    before, now, older, newer = unit, value, 0, 1
    while now > bound:
        step = before // now
        before, now = now, before - step * now
        older, newer = newer, older - step * newer
    return abs(newer) if 0 < abs(newer) <= bound else None


def _satisfied(rows: Sequence[Row], bounds: Sequence[int], found: Sequence[Fraction]) -> bool:
    return all(
        sum((a * found[j] for j, a in row.items()), Fraction(0)) == b
        for row, b in zip(rows, bounds, strict=True)
    )
