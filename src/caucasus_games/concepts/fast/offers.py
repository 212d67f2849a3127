r"""Subgame perfection in a tree with offers at many draws at once.

What may follow each action at the root, or each number that may be best there, is found once in
symbols, with its condition. At draws each condition is a mask, payoffs are formulas, and what is
best is what is worth most; the probability of an outcome is the payoff of somebody who is paid one
there and nothing elsewhere. A draw at which some difference is so small that it may be a tie is
solved exactly, by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, islice

import numpy as np
import sympy
from immutabledict import immutabledict

from caucasus_games.algebra.formula import Formula, Sign, signs, truth
from caucasus_games.algebra.ratio import Ratio
from caucasus_games.concepts.offers.plays import Plays
from caucasus_games.concepts.subgame_cases import after_first, perfect_cases
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.values import changed
from caucasus_games.games.vertices import Vertex
from caucasus_games.readings.case import Case
from caucasus_games.readings.compiled import Compiled, Definitions, compiled
from caucasus_games.readings.symbols import Symbols
from caucasus_games.readings.tally import Numbers, Tally, Truth
from caucasus_games.readings.ties import TIE

# a draw is read as a fraction with no larger denominator
_FINEST = 10**12
_NOBODY = -1


@dataclass(frozen=True)
class Offers:
    """The equilibria of a tree with offers, ready for arrays."""

    game: ExtensiveForm
    free: frozenset[str]
    outcomes: int
    places: Mapping[Sign, int]
    margins: Compiled
    seat: int
    actions: tuple[tuple[int, ...], ...]
    conditions: tuple[Formula, ...]
    paid: tuple[Compiled, ...]
    worth: tuple[Compiled, ...]


def offers_of(
    game: ExtensiveForm, fixed: Mapping[sympy.Symbol, sympy.Expr], outcomes: tuple[str, ...]
) -> Offers:
    """Make a tree with offers ready for arrays."""
    whole, free = paid_and_free(game, fixed, outcomes)
    reading = Symbols(whole)
    player, below = after_first(reading) or ("", {"": perfect_cases(reading)})
    return offers_in(whole, free, len(outcomes), player, list(below.values()), fixed, {})


def offers_in(
    game: ExtensiveForm,
    free: frozenset[str],
    outcomes: int,
    player: str,
    below: Sequence[Sequence[Case]],
    fixed: Mapping[sympy.Symbol, sympy.Expr],
    definitions: Definitions,
) -> Offers:
    """Make what may follow each action at the first decision ready for arrays."""
    cases = list(chain.from_iterable(below))
    places = iter(range(len(cases)))
    conditions = tuple(case.formula for case in cases)
    found = dict.fromkeys(chain.from_iterable(map(signs, conditions)))
    seat = game.players.index(player) if player else _NOBODY

    def worth(ratios: Sequence[Ratio]) -> Compiled:
        written = (ratio.above.as_expr() / ratio.below.as_expr() for ratio in ratios)
        return compiled(written, fixed, definitions)

    return Offers(
        game,
        free,
        outcomes,
        {sign: k for k, sign in enumerate(found)},
        compiled((sign.polynomial.as_expr() for sign in found), fixed, definitions),
        seat,
        tuple(tuple(islice(places, len(own))) for own in below),
        conditions,
        tuple(worth([case.values[seat]] if player else []) for case in cases),
        tuple(worth(case.values) for case in cases),
    )


def paid_and_free(
    game: ExtensiveForm, fixed: Mapping[sympy.Symbol, sympy.Expr], outcomes: tuple[str, ...]
) -> tuple[ExtensiveForm, frozenset[str]]:
    """Return a tree whose outcomes are paid to somebody, and the numbers that are drawn."""
    chosen = {s.name: Fraction(int(x.p), int(x.q)) for s, x in fixed.items()}
    free = frozenset(s.name for s in game.symbols if s.name not in chosen)
    return _with_values(_paid_outcomes(game, outcomes), chosen, free), free


def _with_values(
    game: ExtensiveForm, chosen: Mapping[str, Fraction], free: frozenset[str]
) -> ExtensiveForm:
    """Give values, and keep the ranges of what is drawn and has none."""
    # what has a value and is drawn all the same is a point of a grid, whatever its range is
    ranged = [n for n in game.parameters if n in free and n not in game.values]
    return changed(game, values=immutabledict(chosen), parameters=game.parameters.select(ranged))


def _paid_outcomes(game: ExtensiveForm, outcomes: tuple[str, ...]) -> ExtensiveForm:
    """Add for each outcome somebody who is paid one there."""

    def paid(vertex: Vertex) -> Vertex:
        if not vertex.payoffs:
            return vertex
        more = (sympy.Integer(int(vertex.outcome == outcome)) for outcome in outcomes)
        return replace(vertex, payoffs=(*vertex.payoffs, *more))

    return changed(
        game,
        vertices=tuple(map(paid, game.vertices)),
        short=tuple(map(paid, game.short)),
        players=(*game.players, *(f"outcome {outcome}" for outcome in outcomes)),
    )


def offers_equilibria(
    offers: Offers, values: Mapping[str, Numbers], size: int, tie: float = TIE
) -> Tally:
    """Find the subgame perfect equilibria at many draws."""
    players = len(offers.game.players) - offers.outcomes
    tally = Tally.empty(offers.outcomes, players, size)
    held, near = held_at(offers, values, size, tie)
    if offers.seat != _NOBODY:
        held, close = _best(offers, held, values, size, tie)
        near |= close
    for mask, formulas in zip(held, offers.worth, strict=True):
        draws = np.flatnonzero(mask & ~near)
        if len(draws):
            some = {name: x[draws] for name, x in values.items()}
            worth = formulas.rows(some, len(draws))
            tally.add(draws, worth[players:], worth[:players])
    add_exactly(tally, offers.game, offers.free, values, near)
    return tally


def held_at(
    offers: Offers, values: Mapping[str, Numbers], size: int, tie: float
) -> tuple[list[Truth], Truth]:
    """Return at which draws each case holds, and at which one may be at a tie."""
    near = np.zeros(size, bool)
    masks: dict[Sign, Truth] = {}
    if offers.places:
        margins, sizes = offers.margins.pairs(values, size)
        near = (np.abs(margins) <= tie * sizes).any(axis=0)
        masks = {sign: margins[k] > 0 for sign, k in offers.places.items()}
    held = [
        np.broadcast_to(truth(condition, masks.__getitem__, _folded), size)
        for condition in offers.conditions
    ]
    return held, near


def add_exactly(
    tally: Tally,
    game: ExtensiveForm,
    free: frozenset[str],
    values: Mapping[str, Numbers],
    near: Truth,
) -> None:
    """Count the equilibria at single draws, solved exactly."""
    players = len(tally.worst)
    for draw in np.flatnonzero(near):
        own = {name: _exact(x[draw]) for name, x in values.items() if name in free}
        for worth in _solved(game, own):
            tally.add(np.array([draw]), worth[players:, None], worth[:players, None])


def _best(
    offers: Offers, held: list[Truth], values: Mapping[str, Numbers], size: int, tie: float
) -> tuple[list[Truth], Truth]:
    """Return where each case is best for who moves first, and where that may be a tie."""
    worth, sizes = np.zeros((2, len(held), size))
    for k, (mask, paid) in enumerate(zip(held, offers.paid, strict=True)):
        draws = np.flatnonzero(mask)
        if len(draws):
            pairs = paid.pairs({name: x[draws] for name, x in values.items()}, len(draws))
            worth[k, draws], sizes[k, draws] = pairs[:, 0]
    # whatever is best is no worse than the least of what may follow each other action
    most = np.full(size, -np.inf)
    for own in offers.actions:
        least = np.full(size, np.inf)
        for k in own:
            least = np.where(held[k], np.minimum(least, worth[k]), least)
        most = np.where(np.isfinite(least), np.maximum(most, least), most)
    largest = sizes.max(axis=0, initial=0)
    gaps = [np.abs(own - most) <= tie * largest for own in worth]
    at_most = np.array([mask & gap for mask, gap in zip(held, gaps, strict=True)])
    best = [mask & (own >= most) for mask, own in zip(held, worth, strict=True)]
    return best, at_most.sum(axis=0) > 1


def _folded(every: bool, parts: list[Truth]) -> Truth:
    found: Truth = np.array(every)
    for part in parts:
        found = found & part if every else found | part
    return found


def _exact(value: float) -> Fraction:
    return Fraction(float(value)).limit_denominator(_FINEST)


def _solved(whole: ExtensiveForm, values: Mapping[str, Fraction]) -> list[Numbers]:
    """Return what each equilibrium pays at exact values."""
    game = whole.at(immutabledict(values))
    solver = Plays(game, Symbols(game).with_offers)
    return [np.array([float(solver.number(x, {})) for x in play.values]) for play in solver.found()]
