r"""Regions: a box in which relations between its numbers hold as well.

What holds on the border of a region alone, where some relation is an equality, is left aside as
ties are. So relations that leave nothing but a border are refused like those that contradict each
other; what is named is a set of which none can be left out, found by leaving out one by one [1]_.

References
----------
.. [1] Chinneck & Dravnieks (1991), Locating minimal infeasible constraint sets in linear programs.
   ORSA Journal on Computing 3, 157–168.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from sympy import QQ
from sympy.polys.rings import PolyRing

from caucasus_games.algebra.formula import ALWAYS, NEVER, Formula, Sign, at_ties, both
from caucasus_games.algebra.ratio import ring_of
from caucasus_games.exact import show
from caucasus_games.parameters import Relation

# what has no range is looked for within this
_FAR = Fraction(10**9)
# for each set of relations that is tried
_SECONDS = 5.0


def formula_of(one: Relation, ring: PolyRing, values: Mapping[str, Fraction]) -> Formula:
    """Write a relation over a ring, with values for the names that are not in it."""
    place = {symbol.name: k for k, symbol in enumerate(ring.symbols)}
    terms: dict[tuple[int, ...], Fraction] = {}
    for monomial, factor in one.terms.items():
        powers, whole = [0] * ring.ngens, factor
        for name, power in monomial:
            if name in place:
                powers[place[name]] = power
            else:
                whole *= values[name] ** power
        terms[tuple(powers)] = terms.get(tuple(powers), Fraction(0)) + whole
    found = ring.from_dict({m: QQ(x.numerator, x.denominator) for m, x in terms.items() if x})
    if found.is_ground:
        constant = terms.get((0,) * ring.ngens, Fraction(0))
        return ALWAYS if constant > 0 or (not constant and not one.strict) else NEVER
    return Sign(found.clear_denoms()[1], one.strict)


def check_region(
    given: Sequence[Relation],
    ranges: Mapping[str, tuple[Fraction, Fraction]],
    values: Mapping[str, Fraction],
) -> None:
    """Refuse relations that hold together nowhere, and name a smallest set that does not."""
    if not given or not _empty(given, ranges, values):
        return
    left = _smallest(given, ranges, values)
    told = " and ".join(f"{one}" for one in left)
    where = _where(left, ranges, values)
    contradict, some = ("contradict each other", "one") if left[1:] else ("holds nowhere", "it")
    raise left[0].refused(
        f"{told} {contradict}{f' where {where}' if where else ''}, a border aside: "
        f"leave {some} out, or change a range or value"
    )


def _smallest(
    given: Sequence[Relation],
    ranges: Mapping[str, tuple[Fraction, Fraction]],
    values: Mapping[str, Fraction],
) -> list[Relation]:
    """Leave out one by one what is not needed for relations to hold nowhere."""
    left = list(given)
    for one in given:
        rest = [other for other in left if other != one]
        if rest and _empty(rest, ranges, values):
            left = rest
    return left


def _where(
    given: Sequence[Relation],
    ranges: Mapping[str, tuple[Fraction, Fraction]],
    values: Mapping[str, Fraction],
) -> str:
    """Tell the value or range of each number in relations that has one."""
    return " and ".join(
        f"{name} is {show(values[name])}"
        if name in values
        else f"{name} is from {show(ranges[name][0])} to {show(ranges[name][1])}"
        for name in sorted({name for one in given for name in one.names})
        if name in {*values, *ranges}
    )


def _empty(
    given: Sequence[Relation],
    ranges: Mapping[str, tuple[Fraction, Fraction]],
    values: Mapping[str, Fraction],
) -> bool:
    """Tell whether it is proved that relations hold together nowhere, borders aside."""
    # these load z3
    from caucasus_games.algebra.box import Box
    from caucasus_games.algebra.smt import search

    names = sorted({name for one in given for name in one.names} - {*values})
    ring = ring_of(names)
    formulas = [formula_of(one, ring, values) for one in given]
    together = both(*(at_ties(one, False) for one in formulas))
    if together in (ALWAYS, NEVER):
        return together == NEVER
    box = Box(ring, [ranges.get(name, (-_FAR, _FAR)) for name in names])
    return search(box, together, lambda _: True, _SECONDS)[0] == "proved"
