"""Pure Markov perfect equilibria at many draws at once.

Components of spots are solved from the last on as in :mod:`~caucasus_games.concepts.markov_ways`,
every way to play them at all draws together. At each draw the first way that is an equilibrium goes
on in the same run, and each other one in a run of its own with what was taken before it, so that
every equilibrium comes up once. What no earlier spot looks at any more is dropped on the way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import sympy

from caucasus_games.concepts.markov_ways import Solver
from caucasus_games.errors import GameError
from caucasus_games.games import MarkovGame
from caucasus_games.readings.draws import Draws, Pair, Prepared, prepared
from caucasus_games.readings.tally import Numbers, Tally, Truth, Whole

# draws that are solved together, so that what is looked at stays near the processor
_TOGETHER = 4_096
# equilibria at one draw, on average
_MOST = 1_000

Worth = tuple[Pair, ...]


@dataclass(frozen=True)
class PreparedGame:
    """A Markov game that is ready for arrays."""

    game: MarkovGame
    formulas: Prepared
    outcomes: tuple[str, ...]
    # for each component the spots that no component after it looks at
    done: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class _Run:
    """Draws that are solved together from a component on, and what later spots are worth there."""

    draws: Whole
    numbers: Numbers
    values: Mapping[int, Worth]
    chances: Mapping[int, Mapping[str, Pair]]
    component: int

    def at(self, places: Whole) -> "_Run":
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
    done: list[tuple[int, ...]] = [
        tuple(k for k, at in last.items() if at == n) for n in range(len(components))
    ]
    return PreparedGame(game, prepared(game.formulas, fixed), outcomes, tuple(done))


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
    numbers = given.formulas.at(values, size).numbers
    runs = [_Run(np.arange(size), numbers, {}, {}, 0)]
    work = 0
    while runs:
        run = runs.pop()
        work += len(run.draws)
        if work > _MOST * size:
            raise GameError(
                f"there are more than {_MOST:,} equilibria at a draw: solve the game at fewer "
                "values with markov_perfect, or fix what makes players indifferent with values"
            )
        _follow(given, run, runs, tally)
    return tally


def _follow(given: PreparedGame, run: _Run, runs: list[_Run], tally: Tally) -> None:
    """Take the first way to play each component that is left, and leave the others for later."""
    layout = given.game.layout
    solver, numbers = _solver(given, run.numbers), run.numbers
    while run.component < len(layout.components):
        if not len(run.draws):
            return
        component = layout.components[run.component]
        if run.numbers is not numbers:
            solver, numbers = _solver(given, run.numbers), run.numbers
        circular = layout.circular[run.component]
        ways = [
            (way, solver.chances(component, way.profiles, run.chances))
            for way in solver.ways(component, circular, run.values, solver.reading.always)
        ]
        open_ones = np.ones(len(run.draws), dtype=bool)
        firsts: list[Truth] = []
        for way, chances in ways:
            firsts.append(way.known & open_ones)
            again = np.flatnonzero(way.known & ~open_ones)
            open_ones &= ~way.known
            if len(again):
                one = [np.ones(len(run.draws), dtype=bool)]
                runs.append(_next(given, run, component, [(way.values, chances)], one).at(again))
        run = _next(given, run, component, [(way.values, c) for way, c in ways], firsts)
        if open_ones.any():
            run = run.at(np.flatnonzero(~open_ones))
    payoffs = np.array([np.broadcast_to(x.value, len(run.draws)) for x in run.values[0]])
    found = np.zeros((len(given.outcomes), len(run.draws)))
    for outcome, chance in run.chances[0].items():
        found[given.outcomes.index(outcome)] = chance.value
    tally.add(run.draws, found, payoffs)


def _solver(given: PreparedGame, numbers: Numbers) -> Solver[Pair, Truth, Truth]:
    reading = Draws(numbers, given.formulas.rows)
    return Solver(reading, given.game, {f: reading.of(f) for f in given.game.formulas})


def _next(
    given: PreparedGame,
    run: _Run,
    component: tuple[int, ...],
    ways: Sequence[tuple[tuple[Worth, ...], tuple[Mapping[str, Pair], ...]]],
    where: Sequence[Truth],
) -> _Run:
    """Go on with the next component, with what is taken at each draw."""
    values, chances = dict(run.values), dict(run.chances)
    for row, k in enumerate(component):
        worth = [own[row] for own, _ in ways]
        values[k] = tuple(_chosen(where, parts) for parts in zip(*worth, strict=True))
        labels = dict.fromkeys(o for _, own in ways for o in own[row])
        chances[k] = {
            o: _chosen(where, [own[row].get(o) for _, own in ways]) for o in labels
        }
    for k in given.done[run.component]:
        values.pop(k, None)
        chances.pop(k, None)
    return _Run(run.draws, run.numbers, values, chances, run.component + 1)


def _chosen(where: Sequence[Truth], parts: Sequence[Pair | None]) -> Pair:
    if len(parts) == 1 and parts[0] is not None:
        return parts[0]
    shape = next(part.parts.shape for part in parts if part is not None)
    found = np.zeros(shape)
    for place, part in zip(where, parts, strict=True):
        if part is not None:
            np.copyto(found, part.parts, where=place)
    return Pair(found)


def _at(pair: Pair, places: Whole) -> Pair:
    return Pair(pair.parts[..., places])
