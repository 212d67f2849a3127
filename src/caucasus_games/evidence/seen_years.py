"""What was seen of every year since 1994, and what was in force when it began."""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from caucasus_games.guarantors import GuarantorSetup, named
from caucasus_games.parameters.data import document

# of deaths in a year, from which on the source speaks of a conflict and of a war
CONFLICT, WAR = 25, 1_000


def recorded() -> dict[str, Any]:
    """Return the record of all years."""
    return document("years.toml")


def years_of() -> range:
    """Return all years of the record."""
    return range(recorded()["first"], recorded()["last"] + 1)


def seen_in(year: int, deaths: int) -> bool | None:
    """Tell whether a year had so many deaths, if the source counts it."""
    if year > recorded()["counted"]:
        return None
    return year in recorded()["conflict" if deaths == CONFLICT else "war"]


@cache
def in_force(year: int) -> GuarantorSetup:
    """Return what was in force when a year began: of several what began first, else nobody."""
    begun: dict[int, GuarantorSetup] = {}
    for setup in named().values():
        span = re.fullmatch(r"(\d{4})\s*–\s*(\d{4})?", setup.in_force)
        if span and int(span[1]) < year <= int(span[2] or year):
            begun.setdefault(int(span[1]), setup)
    return begun[min(begun)] if begun else named()["NONE"]


def known_in(year: int) -> Mapping[str, Fraction]:
    """Return what was known of the numbers in a year."""
    found = {"military_advantage": Fraction(document("balance.toml")["share"][str(year)], 100)}
    for entry in recorded()["values"]:
        if year <= entry["until"]:
            found |= {n: Fraction(x) for n, x in entry.items() if n != "until"}
    return found


def arrangement_of(year: int) -> tuple[str, int]:
    """Return what had been decided when a year began, and since when."""
    own = [entry for entry in recorded()["arrangement"] if entry["from"] <= year]
    return own[-1]["name"], own[-1]["from"]
