"""What each number that may be offered brings to who offers it, and what follows it.

The number is a parameter of the game that follows it, whose cases are known between neighbouring
roots as in ``comparison.offers``. So the curve has its kinks and jumps where they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import sympy

from caucasus_games.algebra.formula import holds
from caucasus_games.comparison.deviations import Value
from caucasus_games.comparison.offers import borders
from caucasus_games.concepts.offers.solve import at_values
from caucasus_games.concepts.subgame_cases import perfect_cases
from caucasus_games.concepts.subgame_perfect import subgame_perfect
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import by_name, fraction, least, most, name_of
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.door import check_game
from caucasus_games.games.subtrees import subtree
from caucasus_games.games.values import substitution
from caucasus_games.readings.case import Case
from caucasus_games.readings.symbols import Symbols
from caucasus_games.results import EnclosedEquilibrium, Equilibrium, Solution


class Piece(NamedTuple):
    """Numbers between two after which the same follows: in words, and what it brings."""

    low: Value
    high: Value
    follows: str
    worth: sympy.Expr


@dataclass(frozen=True)
class OfferCurve:
    """What each number brings to who offers it.

    Parameters
    ----------
    player, name : str
        Who offers, and the number.
    low, high : Fraction
        From where to where it may be.
    pieces : tuple of Piece
        Where several things may follow a number, several of them lie over it.
    best : Solution
        The equilibria of the game from the offer on.
    """

    player: str
    name: str
    low: Fraction
    high: Fraction
    pieces: tuple[Piece, ...]
    best: Solution[Equilibrium | EnclosedEquilibrium]


def offer_curve(
    game: ExtensiveForm, name: str, at: Mapping[str, object] | None = None
) -> OfferCurve:
    """Say what each number brings to who offers it, the parameters at their values."""
    check_game(game, "offer_curve", ExtensiveForm, advice="offers are made in trees")
    name = name_of(name, "number that is offered")
    if name not in game.offers:
        if game.offers:
            raise unknown("number that is offered", name, game.offers)
        raise GameError("nobody offers a number in the game: write the choice as an Offer")
    valued = at_values(game)
    (v,) = (
        v for v, own in enumerate(valued.vertices) if own.offer and own.offer.symbol.name == name
    )
    here = _from(valued, v, by_name(at or {}))
    vertex = here.vertices[0]
    assert vertex.offer is not None
    # what is left of a bound has no symbols, as those before it are given
    swap = substitution(here.symbols, here.values, here.parameters)
    low, high = (
        fraction(end.xreplace(swap), f"an end of {name}")
        for end in (vertex.offer.low, vertex.offer.high)
    )
    if low >= high:
        raise GameError(
            f"{vertex.player} offers {name} from {low} to {high} here: a curve needs more than one "
            "number"
        )
    best = subgame_perfect(here)
    after = subtree(here, 1)
    cases = perfect_cases(Symbols(after, {name: (low, high)}))
    i = here.players.index(vertex.player)
    pieces = tuple(_joined(_pieces(cases, i, name, low, high)))
    return OfferCurve(vertex.player, name, low, high, pieces, best)


def _from(game: ExtensiveForm, v: int, at: Mapping[str, object]) -> ExtensiveForm:
    """Return the tree from an offer on, with the numbers chosen before it."""
    here = subtree(game, v)
    before = [n for n in game.offers if n not in here.offers]
    for one in at:
        if one not in before:
            raise unknown(f"number offered before {here.vertices[0].branches[0]}", one, before)
    needed = sorted({s.name for s in here.symbols} & {*before} - {*at})
    if needed:
        told = ", ".join(f"{one!r}: …" for one in needed)
        raise GameError(
            f"what {here.vertices[0].branches[0]} brings hangs on {', '.join(needed)}, offered "
            f"before it: give a number, as at={{{told}}}"
        )
    numbers = {one: fraction(number, one) for one, number in at.items()}
    swap = {sympy.Symbol(n): sympy.Rational(x.numerator, x.denominator) for n, x in numbers.items()}
    return subtree(game, v, swap)


def _pieces(cases: list[Case], i: int, name: str, low: Fraction, high: Fraction) -> Iterator[Piece]:
    for start, end in pairwise(borders(cases, name, low, high)):
        values = {name: (most(start) + least(end)) / 2}
        for case in cases:
            if holds(case.formula, values):
                worth = case.values[i].above.as_expr() / case.values[i].below.as_expr()
                yield Piece(start, end, _follows(case, values), sympy.cancel(worth))


def _follows(case: Case, values: Mapping[str, Fraction]) -> str:
    """Say who does what first, and how it ends."""
    ends = sorted(outcome for outcome, when in case.ends if outcome and holds(when, values))
    moved = [f"{player}: {action}" for player, _, action in case.moves[:1]]
    return " → ".join([*moved, *([" or ".join(ends)] if ends else [])])


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Join neighbours that are one piece, and leave out what comes twice."""
    found: list[Piece] = []
    for piece in pieces:
        same = [own for own in found if (own.follows, own.worth) == (piece.follows, piece.worth)]
        if same and same[-1].high == piece.low:
            found[found.index(same[-1])] = same[-1]._replace(high=piece.high)
        elif not same or same[-1].low != piece.low:
            found.append(piece)
    return found
