"""What is swept, ready for many draws: each setup's game, what is drawn, what solves it."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

import sympy
from immutabledict import immutabledict

from caucasus_games.comparison.asked import Asked, Drawn, asked_of
from caucasus_games.comparison.compare import games_under, own_values, setups_of
from caucasus_games.concepts.concept import Solver, check_solver
from caucasus_games.concepts.serving import check_served
from caucasus_games.concepts.usual import usual
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import by_name
from caucasus_games.games import ExtensiveForm
from caucasus_games.games.kinds import KINDS, Game
from caucasus_games.games.values import substitution
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import model_of
from caucasus_games.models.model import ModelLike
from caucasus_games.parameters import Correlations, Parameter, Sample
from caucasus_games.parameters.correlation import NO_CORRELATIONS
from caucasus_games.parameters.relation import Given
from caucasus_games.parameters.sample import SampleLike
from caucasus_games.sweeps.drawing import Draw, from_ranges, on_grid
from caucasus_games.sweeps.exponents import check_range, check_whole, exponents, formulas_of
from caucasus_games.sweeps.region import region_of
from caucasus_games.sweeps.rows import columns_of, correlations_in, rows_of, sample_in
from caucasus_games.sweeps.work import Work
from caucasus_games.text.plain import counted

if TYPE_CHECKING:
    from caucasus_games.concepts.concept import Kernel
    from caucasus_games.sweeps.draws import Sampling

# times as many draws are solved together by the processor, and elsewhere
_TIMES_AS_MANY = 1, 64


@dataclass(frozen=True)
class Plan:
    """What is swept."""

    games: Mapping[str, Game]
    outcomes: tuple[str, ...]
    work: Work
    asked: Asked
    whole: frozenset[str]
    notes: tuple[str, ...]
    total: int

    def check_kept(self, kept: int, tried: int) -> None:
        """Refuse a region that no draw is in."""
        if not kept and tried:
            raise GameError(
                f"at none of {counted(tried, 'draw')} it is so that "
                f"{' and '.join(map(str, self.asked.given))}: take more draws or other relations"
            )


def plan_of(
    model: ModelLike | Game,
    total: int | None,
    setups: Iterable[GuarantorSetup] | None,
    solver: Solver | None,
    values: Mapping[str, object] | None,
    seed: int,
    sampling: Sampling,
    vintage: str | None,
    axes: Mapping[str, Sequence[Fraction]],
    arrays: str = "numpy",
    given: Given | None = None,
    sample: SampleLike | None = None,
) -> Plan:
    """Make a model ready for many draws."""
    from caucasus_games.readings.arrays import space
    from caucasus_games.sweeps.draws import Uniforms

    _check(total, seed, sampling)
    if arrays != "numpy":
        space(arrays)
    check_solver(solver, "a sweep")
    games, chosen, own = _games_of(model, setups, vintage)
    games = _with_values(games, by_name(values or {}), axes)
    whole = _exponents(games, axes)
    rows = sample_in(games, sample, sampling, bool(axes))
    size = _size(total, rows)
    outcomes = tuple(sorted({o for game in games.values() for o in game.outcome_labels}))
    concepts = {name: solver or own or usual(game) for name, game in games.items()}
    keys = _keys_of(games, rows, axes, whole)
    solve = _kernels(
        {
            name: partial(_kernel, concepts[name], game, keys[name], _first(axes, rows, game))
            for name, game in games.items()
        },
        {name: _alike(concepts[name], game, keys[name]) for name, game in games.items()},
        outcomes,
        arrays,
    )
    notes = _left_out([name for name in games if _only_pure(concepts[name], solve[name])], games)
    correlations = NO_CORRELATIONS if rows or axes else correlations_in(games)
    drawn = _drawn(axes, rows, size, seed, sampling, correlations, arrays)
    region = region_of(games, keys, given, on_grid=bool(axes), checked=rows is None)
    asked = asked_of(games, concepts, chosen, drawn, region.given)
    draw: Draw
    if rows:
        draw = rows_of(rows, games, keys, whole, arrays)
    elif axes:
        draw = on_grid(axes, arrays)
    else:
        uniforms_of = partial(Uniforms, seed=seed, total=size, sampling=sampling)
        draw = from_ranges(keys, whole, uniforms_of, correlations, arrays)
    work = Work(solve, draw, keys, _TIMES_AS_MANY[arrays != "numpy"], region)
    return Plan(games, outcomes, work, asked, whole, notes, size)


def _drawn(
    axes: Mapping[str, Sequence[Fraction]],
    rows: Sample | None,
    size: int,
    seed: int,
    sampling: str,
    correlations: Correlations,
    arrays: str,
) -> Drawn:
    """Return the record of what is drawn, which is kept with the answer."""
    from caucasus_games.readings.arrays import package_of

    return Drawn(
        None if axes else size,
        immutabledict({name: tuple(points) for name, points in axes.items()}),
        seed,
        sampling,
        arrays,
        package_of(arrays),
        rows.told if rows else "",
        repr(correlations) if correlations.pairs else "",
    )


def _first(
    axes: Mapping[str, Sequence[Fraction]], rows: Sample | None, game: Game
) -> dict[str, Fraction]:
    """Return the first value of each number of a grid, or of a sample if it has no other."""
    if rows is None:
        return {name: points[0] for name, points in axes.items()}
    return {n: Fraction(x[0]) for n, x in rows.columns.items() if n not in game.parameters}


def _size(total: int | None, rows: Sample | None) -> int:
    """Return how many draws there are: of a sample no more than it has."""
    if rows is not None:
        return rows.size if total is None else min(total, rows.size)
    if total is None:
        raise GameError("give draws, how many, a sample of them, or a grid")
    return total


def _games_of(
    model: ModelLike | Game, setups: Iterable[GuarantorSetup] | None, vintage: str | None
) -> tuple[dict[str, Game], tuple[GuarantorSetup, ...], Solver | None]:
    """Return the games by setup, the setups, and the model's own concept."""
    if isinstance(model, KINDS):
        if setups is not None:
            raise GameError("setups are for a model: a game is under one of them already")
        if vintage is not None:
            raise GameError("vintage is for a model: a game has its figures already")
        return {model.title or "game": model}, (), None
    written = model_of(model, "a sweep")
    chosen = setups_of(setups, vintage)
    games, _ = games_under(written, chosen, setups is None)
    return dict(games), chosen, written.concept


def _with_values(
    games: Mapping[str, Game], given: Mapping[str, object], axes: Mapping[str, Sequence[Fraction]]
) -> dict[str, Game]:
    """Return the games with the values that are given, and refuse what they do not take."""
    known = sorted({s.name for game in games.values() for s in game.symbols})
    for name in (*given, *axes):
        if name not in known:
            raise unknown("parameter", name, known)
    found = {name: game.at(own_values(game, given)) for name, game in games.items()}
    for name, points in axes.items():
        for point in points:
            for game in found.values():
                game.limits.check_value(name, point)
    return found


def _exponents(games: Mapping[str, Game], axes: Mapping[str, Sequence[Fraction]]) -> frozenset[str]:
    """Return what stands in exponents, and refuse values of it that are no whole numbers."""
    whole = {name for game in games.values() for name in exponents(formulas_of(game))}
    for name in sorted(whole):
        fixed_at = (game.values[name] for game in games.values() if name in game.values)
        check_whole(name, [*axes.get(name, ()), *fixed_at])
    return frozenset(whole)


def _keys_of(
    games: Mapping[str, Game],
    rows: Sample | None,
    axes: Mapping[str, Sequence[Fraction]],
    whole: Container[str],
) -> Mapping[str, Mapping[str, Parameter | str]]:
    """Return what moves under each setup: columns of a sample, or numbers of the game."""
    if rows:
        return columns_of(rows, games)
    return {name: _keys(game, axes, whole) for name, game in games.items()}


def _keys(
    game: Game, axes: Mapping[str, Sequence[Fraction]], whole: Container[str]
) -> dict[str, Parameter | str]:
    """Return what moves, with what tells its draws apart: the record, or the name on a grid."""
    free = {s.name for s in game.symbols if s.name not in game.values}
    own = game.parameters
    missing = sorted(free - {*own, *axes})
    if missing:
        raise GameError(f"{', '.join(missing)} has no range: give it with values")
    if axes:
        return {name: name for name in axes if name in free}
    moving = {name: own[name] for name in sorted(free) if own[name].low < own[name].high}
    for name, record in moving.items():
        if name in whole:
            check_range(record)
    return dict(moving)


def _only_pure(concept: Solver, solve: Kernel) -> bool:
    return concept.draws is not None and concept.draws.only_pure(solve)


def _left_out(crowds: Sequence[str], games: Mapping[str, Game]) -> tuple[str, ...]:
    """Say under which setups equilibria are not counted."""
    if not crowds:
        return ()
    where = "" if len(crowds) == len(games) else f"under {', '.join(crowds)} "
    return (
        f"{where}three or more players move without seeing each other: there only equilibria in "
        "pure strategies are counted, and subgame_perfect finds mixed ones at single values",
    )


def _kernels(
    make: Mapping[str, Callable[..., Kernel]],
    alike: Mapping[str, Hashable],
    outcomes: tuple[str, ...],
    arrays: str,
) -> dict[str, Kernel]:
    """Make what solves many draws once for games that differ in no more than their ranges."""
    made: dict[Hashable, Kernel] = {}
    for name, key in alike.items():
        if key not in made:
            made[key] = make[name](outcomes, arrays)
    return {name: made[key] for name, key in alike.items()}


def _alike(concept: Solver, game: Game, moving: Container[str]) -> Hashable:
    """Return what trees that are solved alike share; a table is its own."""
    if not isinstance(game, ExtensiveForm):
        return id(game)
    fixed = substitution(_fixed(game, moving), game.values, game.parameters)
    tree = game.short or game.vertices
    return id(concept), tree, game.definitions, frozenset(fixed.items()), game.players


def _fixed(game: Game, moving: Container[str]) -> set[sympy.Symbol]:
    return {symbol for symbol in game.symbols if symbol.name not in moving}


def _kernel(
    concept: Solver,
    game: Game,
    moving: Container[str],
    first: Mapping[str, Fraction],
    outcomes: tuple[str, ...],
    arrays: str,
) -> Kernel:
    """Return what solves many draws of a game."""
    numbers = substitution(_fixed(game, moving), game.values, game.parameters)
    at = game.at({name: x for name, x in first.items() if name in moving})
    check_served(concept, at, "draws")
    assert concept.draws is not None  # as was checked
    if arrays != "numpy" and not concept.draws.elsewhere(at):
        raise GameError(
            f"{arrays} serves pure and mixed Nash equilibria, and subgame perfection where "
            f"everybody knows where they are, and got {concept}: leave arrays out"
        )
    # a payoff that is no number at the central values is told
    if not getattr(at, "offers", ()):
        _ = at.numbers
    return concept.draws(at, numbers, outcomes, **dict(concept.options))


def _check(total: int | None, seed: int, sampling: str) -> None:
    if total is not None and (not isinstance(total, int) or total < 1):
        raise GameError(f"draws is {total!r}: give 1 or more")
    if not isinstance(seed, int) or not 0 <= seed < 2**64:
        raise GameError(f"the seed is {seed!r}: give a whole number from 0 to 2**64 - 1")
    if sampling not in ("random", "sobol", "latin"):
        raise unknown("sampling", sampling, ["random", "sobol", "latin"])
