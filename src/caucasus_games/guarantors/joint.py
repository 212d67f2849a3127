"""Two guarantors that act independently, as one: number by number."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from caucasus_games.parameters import Parameter


def _either(one: Fraction, two: Fraction) -> Fraction:
    return 1 - (1 - one) * (1 - two)


def _sum(one: Fraction, two: Fraction) -> Fraction:
    return one + two


RULES: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "guarantor_credibility": _either,
    "enforcement_strength": _either,
    "detection": _either,
    "sovereignty_cost": _sum,
}


def joint(
    one: Parameter, two: Parameter, rule: Callable[[Fraction, Fraction], Fraction]
) -> Parameter:
    """Return a number of two guarantors that act independently."""
    low, high = rule(one.low, two.low), rule(one.high, two.high)
    spread = "triangular" if low < high else "fixed"
    return replace(
        one,
        low=low,
        central=rule(one.central, two.central),
        high=high,
        source=together(one.source, two.source),
        distribution=spread,
    )


def together(one: str, two: str) -> str:
    """Join sources, or names, that are divided by semicolons."""
    parts = [part.strip() for part in f"{one}; {two}".split(";")]
    return "; ".join(dict.fromkeys(part for part in parts if part))
