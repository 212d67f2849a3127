"""Where a condition comes or goes as one number is raised, on conditions whose border is known."""

from collections.abc import Mapping
from fractions import Fraction

from immutabledict import immutabledict
from sympy import QQ, ring

from caucasus_games.algebra.formula import ALWAYS, Formula, Sign, both
from caucasus_games.theorems.crossings import Half, crossings
from caucasus_games.theorems.told import Told

OVER, X, Y = ring("x y", QQ)
RANGES = {"x": (Fraction(0), Fraction(1)), "y": (Fraction(0), Fraction(1))}
HALVES = [(name, keeps) for name in RANGES for keeps in (True, False)]


def seen(
    formula: Formula, given: Formula = ALWAYS, refused: tuple[Half, ...] = ()
) -> dict[Half, tuple[Mapping[str, Fraction], Fraction]]:
    told, known = (Told(one, immutabledict(), immutabledict()) for one in (formula, given))
    return crossings(told, known, RANGES, HALVES, lambda half, *_: half not in refused)


def test_each_border_is_seen_from_both_sides() -> None:
    found = seen(Sign(X - Y))
    assert set(found) == {("x", False), ("y", True)}
    values, greater = found["x", False]
    assert values["x"] < values["y"] <= greater
    values, greater = found["y", True]
    assert values["y"] <= values["x"] < greater


def test_a_strip_that_no_jump_meets_is_seen_at_its_borders() -> None:
    # neither end of a range is in it
    strip = both(Sign(X - QQ(1, 2)), Sign(QQ(51, 100) - X))
    assert set(seen(strip)) == {("x", True), ("x", False)}


def test_nothing_is_seen_where_it_holds_always_at_ties_or_outside_what_is_given() -> None:
    assert not seen(Sign(X + 1))
    assert not seen(Sign(X - X))
    assert not seen(Sign(X - Y), given=Sign(X - Y - 1))
    assert set(seen(Sign(X - Y), given=Sign(X + Y - 1))) == {("x", False), ("y", True)}


def test_what_is_not_confirmed_is_not_found() -> None:
    assert set(seen(Sign(X - Y), refused=(("x", False),))) == {("y", True)}
    assert not seen(Sign(X - Y), refused=tuple(HALVES))
