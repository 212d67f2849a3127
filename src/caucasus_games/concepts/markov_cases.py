"""The pure Markov perfect equilibria of a game in symbols."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from caucasus_games.algebra.formula import ALWAYS, Formula
from caucasus_games.algebra.ratio import Ratio
from caucasus_games.concepts.markov_ways import Solver, leaving
from caucasus_games.games import MarkovGame
from caucasus_games.games.profiles import Profile
from caucasus_games.readings.case import Case, feasible
from caucasus_games.readings.symbols import Symbols


def markov_cases(reading: Symbols) -> Iterator[Case]:
    """List what may be played everywhere with the conditions that nobody gains anywhere."""
    game = reading.game
    assert isinstance(game, MarkovGame)
    for given, numbers in reading.ways(game.formulas):
        solver: Solver[Ratio, Formula, Case] = Solver(
            reading, game, dict(zip(game.formulas, numbers, strict=True))
        )
        for case, played in _extended(reading, solver, game, Case((), given, (), (), ()), {}, {}):
            if feasible(reading, case):
                yield replace(case, ends=tuple((o, ALWAYS) for o in _brought(game, played, solver)))


def _extended(
    reading: Symbols,
    solver: Solver[Ratio, Formula, Case],
    game: MarkovGame,
    case: Case,
    played: Mapping[int, Profile],
    values: Mapping[int, tuple[Ratio, ...]],
) -> Iterator[tuple[Case, Mapping[int, Profile]]]:
    """Yield every way to play the components that are left."""
    layout = game.layout
    # a case on the way and at which component it is; the last one that was found goes on
    work = [(case, played, values, 0)]
    while work:
        case, played, values, n = work.pop()
        if n == len(layout.components):
            yield replace(case, values=values[0]), played
            continue
        component = layout.components[n]
        ways = solver.ways(component, layout.circular[n], values, case)
        further = []
        for way in ways:
            moves = tuple(
                (f"{player} in {game.spots[k].name}", (), action)
                for k, profile in zip(component, way.profiles, strict=True)
                for player, action in zip(game.spots[k].actions, profile, strict=True)
            )
            further.append(
                (
                    replace(way.known, moves=(*moves, *way.known.moves)),
                    {**played, **dict(zip(component, way.profiles, strict=True))},
                    {**values, **dict(zip(component, way.values, strict=True))},
                    n + 1,
                )
            )
        work += reversed(further)


def _brought(
    game: MarkovGame, played: Mapping[int, Profile], solver: Solver[Ratio, Formula, Case]
) -> tuple[str, ...]:
    """Return the outcomes that may come about, where no chance is zero."""
    branches = {k: game.spots[k].branches[profile] for k, profile in played.items()}
    reached = {0: branches[0]}
    queue = [0]
    for k in queue:
        for to, chance in () if branches[k].outcome else branches[k].to:
            if to not in reached and solver.number(chance):
                reached[to] = branches[to]
                queue.append(to)
    labels = dict.fromkeys(sorted(b.outcome for b in reached.values() if b.outcome))
    if len(leaving(reached)) < len(reached):
        labels[game.otherwise] = None
    return tuple(labels)
