r"""All plausible numbers at once: a model solved at many draws of its parameters.

Each parameter is drawn from its distribution, the same draw for every setup that shares it. An
outcome is possible at a draw if some equilibrium brings it with a positive probability, guaranteed
if there are equilibria and all do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from hashlib import sha256
from math import ceil, floor, prod
from typing import TYPE_CHECKING, Any

import sympy

from caucasus_games.comparison.compare import Model, games_under, own_values
from caucasus_games.concepts.usual import called, usual
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import HIGHEST, by_name, fraction, show
from caucasus_games.games import ExtensiveForm, NormalForm
from caucasus_games.games.door import check_model, check_solver
from caucasus_games.games.kinds import Game
from caucasus_games.games.values import substitution
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.markup import counted
from caucasus_games.parameters import Parameter
from caucasus_games.sweeps import execution as blocks
from caucasus_games.sweeps.execution import in_blocks, pieces
from caucasus_games.sweeps.kernels import Solver, crowded, kernel
from caucasus_games.sweeps.run import HERE, Run
from caucasus_games.sweeps.store import Store
from caucasus_games.version import __version__

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import xarray as xr

    from caucasus_games.readings.tally import Tally
    from caucasus_games.sweeps.draws import Sampling, Uniforms
    from caucasus_games.sweeps.kernels import Kernel

# times as many draws are solved together where that is not done by the processor
_WIDE = 64
# bytes of a result that is kept whole
_LARGEST = 2_000_000_000
# names of what a dataset has besides
_TAKEN = frozenset(
    ["setup", "outcome", "player", "draw", "possible", "guaranteed", "equilibria"]
    + [f"{what}_{end}" for what in ("probability", "payoff") for end in ("low", "high")]
)


@dataclass(frozen=True)
class Work:
    """What is done at each draw, ready to be sent to another process.

    Parameters
    ----------
    solve : mapping of str to callable
        For each setup from the values of its symbols to the tally of its equilibria.
    draw : callable
        From the first and the last draw to the values of each key.
    keys : mapping of str to mapping
        The key of each parameter that moves, for each setup: its record, as that may be another
        one under another setup, or on a grid its name.
    wide : int
        How many times as many draws as usual are solved together.
    """

    solve: Mapping[str, Kernel]
    draw: Callable[[int, int], Mapping[Any, npt.NDArray[np.float64]]]
    keys: Mapping[str, Mapping[str, Parameter | str]]
    wide: int = 1

    def block(self, start: int, stop: int) -> list[tuple[str, Tally]]:
        """Solve every setup's game at some draws.

        Parameters
        ----------
        start, stop : int
            Which draws.

        Returns
        -------
        list of tuple
            The name of each setup with the tally.
        """
        from caucasus_games.readings.tally import Tally

        found: dict[str, list[Tally]] = {name: [] for name in self.keys}
        for first, last in pieces(start, stop):
            drawn = self.draw(first, last)
            for name, keys in self.keys.items():
                values = {n: drawn[key] for n, key in keys.items()}
                found[name].append(self.solve[name](values, last - first))
        return [(name, Tally.joined(parts)) for name, parts in found.items()]


@dataclass(frozen=True)
class Plan:
    """What is swept.

    Parameters
    ----------
    games : mapping of str to NormalForm or ExtensiveForm
        By the name of the setup.
    outcomes : tuple of str
        The labels that are counted.
    work : Work
        What is done at each draw.
    solver : str
        The solution concept with its options.
    arrays : str
        The package that computes.
    whole : frozenset of str
        The parameters that stand in an exponent.
    notes : tuple of str
        What is left out.
    """

    games: Mapping[str, Game]
    outcomes: tuple[str, ...]
    work: Work
    solver: str
    arrays: str
    whole: frozenset[str]
    notes: tuple[str, ...]


def sweep(
    model: Model | Game,
    draws: int | None = None,
    *,
    grid: Mapping[str, Sequence[object]] | None = None,
    setups: Iterable[GuarantorSetup] | None = None,
    solver: Solver | None = None,
    values: Mapping[str, object] | None = None,
    seed: int = 0,
    rng: np.random.Generator | int | None = None,
    sampling: Sampling = "random",
    vintage: str | None = None,
    on: Run = HERE,
    drawn: bool = True,
) -> xr.Dataset:
    """Solve a model at many values of its parameters, under every setup.

    1. Draw the parameters from their distributions, or take the points of a grid.
    2. Evaluate payoffs and probabilities, parts that they share once.
    3. Find all equilibria of the concept; where payoffs tie, every one of them. Where three or more
       players move together in a tree, those in pure strategies.

    Parameters
    ----------
    model : callable, NormalForm or ExtensiveForm
        Maps a setup to a game, such as :func:`caucasus_games.models.settlement`; or one game.
    draws : int, optional
        How many draws.
    grid : mapping of str to sequence of exact numbers, optional
        Instead: values of some parameters; the others keep their central value.
    setups : iterable of GuarantorSetup, optional
        By default the nine named ones, less those that the model does not take.
    solver : callable, optional
        The solver for single values whose equilibria are wanted, or one with its options, as
        ``partial(quantal_response, precision=2)``; by default the
        :func:`~caucasus_games.comparison.usual` one.
    values : mapping of str to exact number, optional
        Parameters that are not drawn.
    seed : int
        The same seed gives the same draws, however they are worked on.
    rng : numpy.random.Generator or int, optional
        Instead of the seed: what gives one.
    sampling : {"random", "sobol", "latin"}
        Independent draws, or points that fill the box more evenly.
    vintage : str, optional
        Which figures, if the named setups are taken, by default the first ones; setups that are
        given have theirs.
    on : Run
        How it is carried out: threads, a cluster, an accelerator, a store.
    drawn : bool
        Whether the values that were drawn come with the answers, eight bytes for each parameter
        and draw.

    Returns
    -------
    xarray.Dataset
        Over ``setup``, ``outcome``, ``player`` and ``draw``, or the parameters of the grid:
        ``possible`` and ``guaranteed``; ``probability_low`` and ``probability_high``, the least and
        the greatest over the equilibria; ``payoff_low`` and ``payoff_high``; ``equilibria``.
        Missing where there is no equilibrium or the player has no part. Each parameter that is
        drawn is a coordinate over ``draw``, and over ``setup`` too where setups differ in it. An
        interrupted sweep keeps what it has: ``attrs["solved"]`` says how many draws or points that
        is. If equilibria are left out ``attrs["notes"]`` says which.

    Raises
    ------
    GameError
        If neither draws nor a grid are given, or both; as
        :func:`caucasus_games.comparison.compare`; if a parameter has no range or the solver is
        another; if an exponent can be no whole number; if the result would not fit into two
        gigabytes; or if the store is of another sweep, damaged, or cannot be written.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE, US_OPERATOR
    >>> from caucasus_games.models import settlement
    >>> found = sweep(settlement, draws=2_000, setups=[NONE, US_OPERATOR], seed=1)
    >>> share = found.possible.sel(outcome="peace").mean("draw")
    >>> share.round(2).to_series().to_dict()
    {'NONE': 0.57, 'US_OPERATOR': 0.83}
    """
    import numpy as np
    import xarray as xr

    if (draws is None) == (grid is None):
        raise GameError("give either draws, how many, or grid, the values of some parameters")
    seed = seed_of(seed, rng)
    axes = _axes(grid or {})
    total = prod(map(len, axes.values())) if draws is None else draws
    plan = plan_of(model, total, setups, solver, values, seed, sampling, vintage, axes, on.arrays)
    players = list(dict.fromkeys(p for game in plan.games.values() for p in game.players))
    size = total * len(plan.games) * (10 * len(plan.outcomes) + 8 * len(players) + 4)
    moving = _moving(plan) if drawn and draws is not None else {}
    size += 8 * total * sum(len(own) if _differ(own) else 1 for own in moving.values())
    if size > _LARGEST:
        raise GameError(
            f"{total:,} draws under {counted(len(plan.games), 'setup')} take {size:,} bytes: "
            "summary takes any number of draws, or take fewer setups"
        )
    kept = {
        "possible": np.zeros((len(plan.games), len(plan.outcomes), total), dtype=bool),
        "guaranteed": np.zeros((len(plan.games), len(plan.outcomes), total), dtype=bool),
        **{
            f"probability_{end}": np.full(
                (len(plan.games), len(plan.outcomes), total), np.nan, dtype=np.float32
            )
            for end in ("low", "high")
        },
        **{
            f"payoff_{end}": np.full(
                (len(plan.games), len(players), total), np.nan, dtype=np.float32
            )
            for end in ("low", "high")
        },
        "equilibria": np.zeros((len(plan.games), total), dtype=np.int32),
    }

    if draws is None:
        points = (f"{name} {', '.join(map(str, own))}" for name, own in axes.items())
        asked = {"grid": "; ".join(points)}
    else:
        asked = {"draws": str(draws), "seed": str(seed), "sampling": sampling}
    told = identity(plan, asked)
    # what the first dataset imports is not waited for once the draws are there
    xr.Dataset({"solved": ("draw", [0])})
    kept_on_disk = Store(on.store, told, kept, blocks.BLOCK) if on.store is not None else None
    done = kept_on_disk.done if kept_on_disk else 0
    work = plan.work
    for stop, tallies in in_blocks(work.block, total, on.workers, on.client, done, work.wide):
        start, done = done, stop
        here = slice(start, stop)
        for s, (name, tally) in enumerate(tallies):
            seats = [players.index(player) for player in plan.games[name].players]
            kept["possible"][s, :, here] = tally.possible
            kept["guaranteed"][s, :, here] = tally.guaranteed
            some = tally.equilibria > 0
            for end, chances, payoffs in (
                ("low", tally.least, tally.worst),
                ("high", tally.most, tally.best),
            ):
                kept[f"probability_{end}"][s, :, here] = np.where(some, chances, np.nan)
                label = f"payoff_{end}"
                if kept[label].dtype == np.float32 and _beyond_32(payoffs[:, some]):
                    if kept_on_disk:
                        raise GameError(
                            "a payoff is beyond 10^38 or nearer to zero than 10^-38, which a store "
                            "does not keep: leave the store out, or give payoffs in other units"
                        )
                    kept[label] = kept[label].astype(np.float64)
                kept[label][s, seats, here] = np.where(some, payoffs, np.nan)
            kept["equilibria"][s, here] = tally.equilibria
        if kept_on_disk:
            kept_on_disk.keep(start, stop)

    over = list(axes) or ["draw"]
    shape = tuple(map(len, axes.values())) or (total,)
    dims = {"possible": "outcome", "guaranteed": "outcome", "equilibria": ""}
    dims |= {f"probability_{end}": "outcome" for end in ("low", "high")}
    dims |= {f"payoff_{end}": "player" for end in ("low", "high")}
    data = {
        name: (
            ["setup", *([dims[name]] if dims[name] else []), *over],
            array.reshape(*array.shape[:-1], *shape),
        )
        for name, array in kept.items()
    }
    coords: dict[str, object] = {
        "setup": list(plan.games),
        "outcome": list(plan.outcomes),
        "player": players,
    }
    coords |= {name: [float(value) for value in own] for name, own in axes.items()}
    attrs: dict[str, object] = {"solved": done, "sources": _sources(plan)}
    attrs |= {"solver": plan.solver, "version": __version__}
    attrs |= {"notes": "\n".join(plan.notes)} if plan.notes else {}
    attrs |= {"seed": seed, "sampling": sampling} if draws is not None else {}
    found = xr.Dataset(data, coords, attrs)
    if draws is not None:
        found = found.isel(draw=slice(0, done)).assign_coords(_values_drawn(plan, moving, done))
    for name in axes:
        for game in plan.games.values():
            if name in game.parameters:
                record = game.parameters[name]
                found[name].attrs = {"long_name": record.description, "units": record.unit}
    return found


def seed_of(seed: int, rng: np.random.Generator | int | None) -> int:
    """Return the seed of a sweep, from a generator of random numbers where one is given."""
    import numpy as np

    if rng is None:
        return seed
    if seed:
        raise GameError(f"seed is {seed} and rng {rng!r}: give one of them")
    return int(np.random.default_rng(rng).integers(2**63))


def plan_of(
    model: Model | Game,
    total: int,
    setups: Iterable[GuarantorSetup] | None,
    solver: Solver | None,
    values: Mapping[str, object] | None,
    seed: int,
    sampling: Sampling,
    vintage: str | None,
    axes: Mapping[str, Sequence[Fraction]],
    arrays: str = "numpy",
) -> Plan:
    """Make a model ready for many draws.

    Parameters
    ----------
    model, setups, solver, values, seed, sampling, vintage, arrays
        As for :func:`sweep`.
    total : int
        How many draws or points there are.
    axes : mapping of str to sequence of Fraction
        The values of the parameters of a grid; empty if they are drawn.

    Returns
    -------
    Plan
        For the draws from 0 to the total.

    Raises
    ------
    GameError
        As :func:`sweep`.
    """
    from caucasus_games.readings.arrays import space
    from caucasus_games.sweeps.draws import Uniforms

    _check(total, seed, sampling)
    if arrays != "numpy":
        space(arrays)
    check_solver(solver, "a sweep")
    if isinstance(model, NormalForm | ExtensiveForm):
        if setups is not None:
            raise GameError("setups are for a model: a game is under one of them already")
        if vintage is not None:
            raise GameError("vintage is for a model: a game has its figures already")
        games: dict[str, Game] = {model.title or "game": model}
    else:
        check_model(model, "a sweep")
        games, _ = games_under(model, setups, vintage)
    known = sorted({s.name for game in games.values() for s in game.symbols})
    given = by_name(values or {})
    for name in (*given, *axes):
        if name not in known:
            raise unknown("parameter", name, known)
    games = {name: game.at(own_values(game, given)) for name, game in games.items()}
    for name, points in axes.items():
        for point in points:
            for game in games.values():
                game.limits.check_value(name, point)
    whole = {name for game in games.values() for name in exponents(_formulas(game))}
    for name in sorted(whole):
        fixed_at = (game.values[name] for game in games.values() if name in game.values)
        check_whole(name, [*axes.get(name, ()), *fixed_at])
    outcomes = tuple(sorted({o for game in games.values() for o in game.outcome_labels}))
    solve: dict[str, Kernel] = {}
    keys: dict[str, dict[str, Parameter | str]] = {}
    for name, game in games.items():
        free = {s.name for s in game.symbols if s.name not in game.values}
        missing = sorted(free - {*game.parameters, *axes})
        if missing:
            raise GameError(f"{', '.join(missing)} has no range: give it with values")
        own = game.parameters
        keys[name] = (
            {n: n for n in axes if n in free}
            if axes
            else {n: own[n] for n in sorted(free) if own[n].low < own[n].high}
        )
        for n in sorted(whole.intersection(() if axes else keys[name])):
            _check_range(own[n])
        fixed = {symbol for symbol in game.symbols if symbol.name not in keys[name]}
        numbers = substitution(fixed, game.values, game.parameters)
        first = {n: fraction(points[0]) for n, points in axes.items() if n in free}
        solve[name] = kernel(game.at(first), numbers, outcomes, solver, arrays)
    wide = 1 if arrays == "numpy" else _WIDE
    named = dict.fromkeys(called(solver or usual(game)) for game in games.values())
    told = " or ".join(named)
    notes = _left_out([name for name, own_kernel in solve.items() if crowded(own_kernel)], games)
    if axes:
        work = Work(solve, partial(_on_grid, axes, arrays), keys, wide)
        return Plan(games, outcomes, work, told, arrays, frozenset(whole), notes)
    drawn = {key for own_keys in keys.values() for key in own_keys.values()}
    records = [key for key in drawn if isinstance(key, Parameter)]
    names = tuple(sorted({record.name for record in records}))
    uniforms = Uniforms(names, seed, total, sampling)
    if sampling != "random" and names:
        # once, before several threads ask for them
        _ = uniforms.points
    work = Work(solve, partial(_drawn, records, uniforms, arrays, frozenset(whole)), keys, wide)
    return Plan(games, outcomes, work, told, arrays, frozenset(whole), notes)


def _left_out(crowds: Sequence[str], games: Mapping[str, Game]) -> tuple[str, ...]:
    """Say under which setups equilibria are not counted."""
    if not crowds:
        return ()
    where = "" if len(crowds) == len(games) else f"under {', '.join(crowds)} "
    return (
        f"{where}three or more players move without seeing each other: there only equilibria in "
        "pure strategies are counted, and subgame_perfect finds mixed ones at single values",
    )


def identity(plan: Plan, asked: Mapping[str, str]) -> dict[str, str]:
    """Say what is solved, so that two sweeps of different things can be told apart.

    Parameters
    ----------
    plan : Plan
        What is solved at each draw.
    asked : mapping of str to str
        At which draws or points.

    Returns
    -------
    dict of str to str
        The version, the concept, the package, the setups, the model, every range and value, and for
        each setup a digest of its formulas.
    """
    found = {
        "version": __version__,
        "solver": plan.solver,
        "arrays": plan.arrays,
        **asked,
        "setups": ", ".join(plan.games),
        "model": ", ".join(dict.fromkeys(game.title for game in plan.games.values())),
    }
    for setup, game in plan.games.items():
        for name, value in sorted(game.values.items()):
            found[f"value of {name} under {setup}"] = str(value)
        for name, record in sorted(game.parameters.items()):
            ends = f"{record.low} to {record.high} around {record.central}"
            found[f"range of {name} under {setup}"] = f"{ends}, {record.distribution}"
        found[f"game under {setup}"] = _digest(game)
    return found


def _digest(game: Game) -> str:
    if isinstance(game, NormalForm):
        shape: list[object] = [(p, dict(labels)) for p, labels in game.outcomes.items()]
    else:
        shape = [(v.history, v.information_set, v.player, v.outcome) for v in game.vertices]
    told = (game.players, shape, _formulas(game))
    return sha256(repr(told).encode()).hexdigest()[:16]


def _axes(grid: Mapping[str, Sequence[object]]) -> dict[str, list[Fraction]]:
    axes = {}
    for name, points in by_name(grid).items():
        axes[name] = [fraction(point, f"a value of {name}") for point in points]
        if not axes[name]:
            raise GameError(f"the grid has no value of {name}: give one or more")
    return axes


def _check(total: int, seed: int, sampling: str) -> None:
    if not isinstance(total, int) or total < 1:
        raise GameError(f"draws is {total!r}: give 1 or more")
    if not isinstance(seed, int) or not 0 <= seed < 2**64:
        raise GameError(f"the seed is {seed!r}: give a whole number from 0 to 2**64 - 1")
    if sampling not in ("random", "sobol", "latin"):
        raise unknown("sampling", sampling, ["random", "sobol", "latin"])


def _formulas(game: Game) -> list[sympy.Expr]:
    if isinstance(game, NormalForm):
        labels = (chance for odds in game.outcomes.values() for chance in odds.values())
        return [*(f for payoffs in game.payoffs.values() for f in payoffs), *labels]
    return [f for vertex in game.vertices for f in (*vertex.payoffs, *vertex.probabilities)]


def exponents(formulas: Iterable[sympy.Expr]) -> frozenset[str]:
    """Return the names that stand in an exponent.

    Parameters
    ----------
    formulas : iterable of sympy.Expr
        Where to look.

    Returns
    -------
    frozenset of str
        Such as the number of years of a discounted sum.

    Examples
    --------
    >>> d, n = sympy.symbols("d n")
    >>> exponents([1 - d**n, d**2])
    frozenset({'n'})
    """
    powers = {power for formula in formulas for power in formula.atoms(sympy.Pow)}
    return frozenset(s.name for power in powers for s in power.exp.free_symbols)


def check_whole(name: str, values: Iterable[Fraction]) -> None:
    """Refuse an exponent that is no whole number, or one that is too large.

    Parameters
    ----------
    name : str
        Of the parameter.
    values : iterable of Fraction
        What it is to be.

    Raises
    ------
    GameError
        If one of them is another.
    """
    for value in values:
        if value.denominator > 1 or abs(value) > HIGHEST:
            raise GameError(
                f"{name} stands in an exponent and is {show(value)}: give a whole number from "
                f"-{HIGHEST:,} to {HIGHEST:,}"
            )


def _check_range(record: Parameter) -> None:
    low, high = ceil(record.low), floor(record.high)
    if low > high or max(abs(low), abs(high)) > HIGHEST:
        raise GameError(
            f"{record.name} stands in an exponent, and its range from {show(record.low)} to "
            f"{show(record.high)} has no whole numbers up to {HIGHEST:,}: give it with values"
        )


def _drawn(
    records: Sequence[Parameter],
    uniforms: Uniforms,
    arrays: str,
    whole: frozenset[str],
    start: int,
    stop: int,
) -> Mapping[Parameter, npt.NDArray[np.float64]]:
    from caucasus_games.readings.arrays import placed
    from caucasus_games.sweeps.draws import quantiles

    return quantiles(records, placed(uniforms.block(start, stop), arrays), whole)


def _on_grid(
    axes: Mapping[str, Sequence[Fraction]], arrays: str, start: int, stop: int
) -> Mapping[str, npt.NDArray[np.float64]]:
    import numpy as np

    from caucasus_games.readings.arrays import placed

    places = np.unravel_index(np.arange(start, stop), tuple(map(len, axes.values())))
    drawn = {
        name: np.array([float(point) for point in points])[k]
        for (name, points), k in zip(axes.items(), places, strict=True)
    }
    return placed(drawn, arrays)


def _beyond_32(numbers: npt.NDArray[np.float64]) -> bool:
    """Tell whether there are numbers that decimals of 32 bits do not hold."""
    import numpy as np

    sizes, limits = np.abs(numbers[numbers != 0]), np.finfo(np.float32)
    return bool(((sizes > limits.max) | (sizes < limits.tiny)).any())


def _moving(plan: Plan) -> dict[str, dict[str, Parameter]]:
    """Return for each parameter that is drawn its record under each setup that has it."""
    found: dict[str, dict[str, Parameter]] = {}
    for setup, keys in plan.work.keys.items():
        for name in sorted(keys):
            found.setdefault(name, {})[setup] = plan.games[setup].parameters[name]
    # where it is fixed under one setup, that is what it was there
    for name, own in found.items():
        for setup, game in plan.games.items():
            if setup not in own and name in game.parameters and name not in game.values:
                own[setup] = game.parameters[name]
    return found


def _differ(own: Mapping[str, Parameter]) -> bool:
    return len(set(own.values())) > 1


def _values_drawn(
    plan: Plan, moving: Mapping[str, Mapping[str, Parameter]], done: int
) -> dict[str, tuple[list[str], npt.NDArray[np.float64], dict[str, str]]]:
    """Draw again, from the seed, what was drawn for each setup."""
    import numpy as np

    from caucasus_games.readings.arrays import on_host

    setups = list(plan.games)
    found = {}
    for name, own in moving.items():
        apart = _differ(own)
        rows = setups if apart else setups[:1]
        record = next(iter(own.values()))
        about = {"long_name": record.description, "units": record.unit}
        values = np.full((len(rows), done), np.nan)
        label = name if name not in _TAKEN else f"{name}_drawn"
        found[label] = (["setup", "draw"] if apart else ["draw"], values, about)
    for start in range(0, done if moving else 0, blocks.BLOCK * plan.work.wide):
        here = slice(start, min(start + blocks.BLOCK * plan.work.wide, done))
        drawn = {key: on_host(x) for key, x in plan.work.draw(here.start, here.stop).items()}
        for (dims, values, _), own in zip(found.values(), moving.values(), strict=True):
            for setup, record in own.items() if len(dims) > 1 else [next(iter(own.items()))]:
                row = setups.index(setup) if len(dims) > 1 else 0
                values[row, here] = drawn.get(record, float(record.central))
    return {n: (d, v if len(d) > 1 else v[0], a) for n, (d, v, a) in found.items()}


def _sources(plan: Plan) -> str:
    keys = {key for own in plan.work.keys.values() for key in own.values()}
    records = {key.name: key for key in keys if isinstance(key, Parameter)}
    return "\n".join(
        f"{name} ({record.unit}): {record.source}" for name, record in sorted(records.items())
    )
