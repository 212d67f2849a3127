"""Pure Markov perfect equilibria at many draws at once.

Components of spots are solved from the last on as in :mod:`~caucasus_games.concepts.markov_ways`,
every way to play them at all draws together. At each draw the first way that is an equilibrium goes
on in the same run, and each other one in a run of its own with what was taken before it, so that
every equilibrium comes up once. What no earlier spot looks at any more is dropped on the way.

Draws at which some gain is near to zero are solved again, with pairs of a value and a magnitude
that tell ties (:mod:`~caucasus_games.readings.ties`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import sympy

from caucasus_games.concepts.fast.runs import in_turn
from caucasus_games.concepts.markov_ways import Solver
from caucasus_games.games import MarkovGame
from caucasus_games.readings.draws import Draws, Pair, Prepared, prepared
from caucasus_games.readings.tally import Numbers, Tally, Truth, Whole

# draws that are solved together, so that what is looked at stays near the processor
_TOGETHER = 16_384
# a gain that is a smaller share of the largest worth may be a tie
_NEAR = 1e-9

# at each draw a number, or a pair
Element = Any


@dataclass(frozen=True)
class PreparedGame:
    """A Markov game that is ready for arrays."""

    game: MarkovGame
    formulas: Prepared
    outcomes: tuple[str, ...]
    # for each component the spots that no component after it looks at
    done: tuple[tuple[int, ...], ...]


class _Plain:
    """Numbers at many draws, with which of the draws have a gain near to zero."""

    exact: ClassVar[bool] = False
    told: ClassVar[bool] = False

    def __init__(self, numbers: Numbers, near: float) -> None:
        self._near = near
        self.always = np.ones(numbers.shape[-1], dtype=bool)
        self.tied = np.zeros(numbers.shape[-1], dtype=bool)

    def number(self, value: int) -> float:
        """Return a whole number."""
        return float(value)

    def divide(self, x: Numbers, y: Numbers) -> Numbers:
        """Return a ratio."""
        return x / y

    def prefers(self, gain: Numbers, *told: str) -> Truth:
        """Say where an action pays no less than another."""
        self.tied |= np.abs(gain) <= self._near
        better: Truth = gain >= 0
        return better

    def require(self, known: Truth, when: Truth, what: object = None) -> Truth:
        """Add a condition to what is known."""
        return known & when

    def excludes(self, known: Truth) -> bool:
        """Tell whether what is known holds nowhere."""
        return not known.any()


@dataclass(frozen=True)
class _Run:
    """Draws that are solved together from a component on, and what later spots are worth there."""

    draws: Whole
    numbers: Numbers
    values: Mapping[int, tuple[Element, ...]]
    chances: Mapping[int, Mapping[str, Element]]
    component: int

    def at(self, places: Whole) -> _Run:
        """Return the same at some of the draws."""
        return _Run(
            self.draws[places],
            self.numbers[..., places],
            {k: tuple(_at(x, places) for x in own) for k, own in self.values.items()},
            {k: {o: _at(x, places) for o, x in own.items()} for k, own in self.chances.items()},
            self.component,
        )


def prepared_game(
    game: MarkovGame, fixed: Mapping[sympy.Symbol, sympy.Expr], outcomes: tuple[str, ...]
) -> PreparedGame:
    """Make a Markov game ready for arrays."""
    components = game.layout.components
    last: dict[int, int] = {0: len(components)}
    for n, component in enumerate(components):
        for k in component:
            for branch in game.spots[k].branches.values():
                for to, _ in branch.to:
                    last[to] = max(n, last.get(to, 0))
    done: list[list[int]] = [[] for _ in components]
    for k, n in last.items():
        if n < len(components):
            done[n].append(k)
    return PreparedGame(game, prepared(game.formulas, fixed), outcomes, tuple(map(tuple, done)))


def markov_equilibria(given: PreparedGame, values: Mapping[str, Numbers], size: int) -> Tally:
    """Find the pure Markov perfect equilibria at many draws."""
    parts = []
    for start in range(0, size, _TOGETHER):
        stop = min(start + _TOGETHER, size)
        own = {name: x[start:stop] for name, x in values.items()}
        parts.append(_solved(given, own, stop - start))
    return Tally.joined(parts)


def _solved(given: PreparedGame, values: Mapping[str, Numbers], size: int) -> Tally:
    tally = Tally.empty(len(given.outcomes), len(given.game.players), size)
    numbers = given.formulas.formulas.rows(values, size)
    rows = given.formulas.rows
    factors = [numbers[rows[factor]].max() for factor in given.game.discounts.values()]
    near = _NEAR * float(np.abs(numbers).max()) / (1 - max(factors))
    tied = _followed(given, _Run(np.arange(size), numbers, {}, {}, 0), near, tally)
    if len(tied):
        tally.forget(tied)
        own = {name: x[tied] for name, x in values.items()}
        pairs = given.formulas.formulas.pairs(own, len(tied))
        _followed(given, _Run(tied, pairs, {}, {}, 0), None, tally)
    return tally


def _followed(given: PreparedGame, start: _Run, near: float | None, tally: Tally) -> Whole:
    """Count the equilibria at some draws; return those at which a gain is near to zero."""
    runs, tied = [start], list[Whole]()
    for run in in_turn(runs, len(start.draws), "there are", "markov_perfect"):
        tied += _follow(given, run, runs, near, tally)
    return np.unique(np.concatenate(tied)) if tied else np.arange(0)


def _follow(
    given: PreparedGame, run: _Run, runs: list[_Run], near: float | None, tally: Tally
) -> list[Whole]:
    """Take the first way to play each component that is left, and leave the others for later."""
    layout = given.game.layout
    solver, numbers = _solver(given, run.numbers, near), run.numbers
    tied: list[Whole] = []
    while run.component < len(layout.components) and len(run.draws):
        if run.numbers is not numbers:
            solver, numbers = _solver(given, run.numbers, near), run.numbers
        after, others, open_ones = _component(given, run, solver)
        runs += others
        if open_ones.any():
            tied += _tied(run, solver)
            after = after.at(np.flatnonzero(~open_ones))
        run = after
    if run.numbers is numbers:
        tied += _tied(run, solver)
    if len(run.draws):
        payoffs = np.array([np.broadcast_to(_value(x), len(run.draws)) for x in run.values[0]])
        found = np.zeros((len(given.outcomes), len(run.draws)))
        for outcome, chance in run.chances[0].items():
            found[given.outcomes.index(outcome)] = _value(chance)
        tally.add(run.draws, found, payoffs)
    return tied


def _component(
    given: PreparedGame, run: _Run, solver: Solver[Any, Any, Any]
) -> tuple[_Run, list[_Run], Truth]:
    """Go on by the first way to play a component, and by each other; say where there is none."""
    component = given.game.layout.components[run.component]
    circular = given.game.layout.circular[run.component]
    always = solver.reading.always
    ways = [
        (way, solver.chances(component, way.profiles, run.chances))
        for way in solver.ways(component, circular, run.values, always)
    ]
    open_ones = np.ones(len(run.draws), dtype=bool)
    firsts: list[Truth] = []
    others: list[_Run] = []
    for way, chances in ways:
        firsts.append(way.known & open_ones)
        if (way.known & ~open_ones).any():
            again = np.flatnonzero(way.known & ~open_ones)
            others.append(_next(given, run, component, [(way.values, chances)], [always]).at(again))
        open_ones &= ~way.known
    # what is first nowhere is not looked at
    kept = [k for k, first in enumerate(firsts) if first.any()] or [*range(len(ways))][:1]
    taken = [(ways[k][0].values, ways[k][1]) for k in kept]
    return _next(given, run, component, taken, [firsts[k] for k in kept]), others, open_ones


def _tied(run: _Run, solver: Solver[Any, Any, Any]) -> list[Whole]:
    """Return the draws at which a gain was near to zero."""
    own = solver.reading
    return [run.draws[own.tied]] if isinstance(own, _Plain) and own.tied.any() else []


def _solver(given: PreparedGame, numbers: Numbers, near: float | None) -> Solver[Any, Any, Any]:
    rows = given.formulas.rows
    if near is None:
        reading = Draws(numbers, rows)
        return Solver(reading, given.game, {f: reading.of(f) for f in given.game.formulas})
    plain: Any = _Plain(numbers, near)
    return Solver(plain, given.game, {f: numbers[rows[f]] for f in given.game.formulas})


def _next(
    given: PreparedGame,
    run: _Run,
    component: tuple[int, ...],
    ways: Sequence[tuple[tuple[tuple[Element, ...], ...], tuple[Mapping[str, Element], ...]]],
    where: Sequence[Truth],
) -> _Run:
    """Go on with the next component, with what is taken at each draw."""
    values, chances = dict(run.values), dict(run.chances)
    for row, k in enumerate(component):
        worth = [own[row] for own, _ in ways]
        values[k] = tuple(_chosen(where, parts) for parts in zip(*worth, strict=True))
        labels = dict.fromkeys(o for _, own in ways for o in own[row])
        chances[k] = {o: _chosen(where, [own[row].get(o) for _, own in ways]) for o in labels}
    for k in given.done[run.component]:
        values.pop(k, None)
        chances.pop(k, None)
    return _Run(run.draws, run.numbers, values, chances, run.component + 1)


def _chosen(where: Sequence[Truth], parts: Sequence[Element | None]) -> Element:
    """Take each part where it belongs, and the last one elsewhere; nothing is zero."""
    if any(isinstance(part, Pair) for part in parts):
        own = [None if part is None else part.parts for part in parts]
        found = _chosen(where, own)
        return found if isinstance(found, float) else Pair(found)
    found = 0.0 if parts[-1] is None else parts[-1]
    for place, part in zip(where[:-1], parts[:-1], strict=True):
        other = 0.0 if part is None else part
        if other is not found and not (
            isinstance(other, float) and isinstance(found, float) and other == found
        ):
            found = np.where(place, other, found)
    return found


def _at(x: Element, places: Whole) -> Element:
    if isinstance(x, Pair):
        return Pair(x.parts[..., places])
    return x[places] if isinstance(x, np.ndarray) else x


def _value(x: Element) -> Element:
    return x.value if isinstance(x, Pair) else x
