r"""All plausible numbers at once: a model solved at many draws of its parameters.

Each parameter is drawn from its distribution, the same draw for every setup that shares it. An
outcome is possible at a draw if some equilibrium brings it with a positive probability, guaranteed
if there are equilibria and all do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, Any

from caucasus_games.concepts.concept import Solver
from caucasus_games.errors import GameError
from caucasus_games.exact import by_name, fraction
from caucasus_games.games.kinds import Game
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models.model import ModelLike
from caucasus_games.parameters import Parameter
from caucasus_games.parameters.relation import Given
from caucasus_games.parameters.sample import SampleLike
from caucasus_games.sweeps import execution as blocks
from caucasus_games.sweeps.execution import in_blocks
from caucasus_games.sweeps.identity import digest
from caucasus_games.sweeps.plan import Plan, plan_of
from caucasus_games.sweeps.run import HERE, Run, seed_of
from caucasus_games.sweeps.store import Store
from caucasus_games.text.plain import counted

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import xarray as xr

    from caucasus_games.sweeps.answers import Answers
    from caucasus_games.sweeps.draws import Sampling

# bytes of a result that is kept whole
_MOST_BYTES = 2_000_000_000
# names of what a dataset has besides
_OTHER_NAMES = frozenset(
    ["setup", "outcome", "player", "draw", "possible", "guaranteed", "equilibria"]
    + [f"{what}_{end}" for what in ("probability", "payoff") for end in ("low", "high")]
)


# what tells the draws of a number apart under each setup, by name
Moving = Mapping[str, Mapping[str, Parameter | str]]


def sweep(
    model: ModelLike | Game,
    draws: int | None = None,
    *,
    grid: Mapping[str, Sequence[object]] | None = None,
    setups: Iterable[GuarantorSetup] | None = None,
    solver: Solver | None = None,
    values: Mapping[str, object] | None = None,
    given: Given | None = None,
    sample: SampleLike | None = None,
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
        How many draws; of a sample by default all.
    grid : mapping of str to sequence of exact numbers, optional
        Instead: values of some parameters; the others keep their central value.
    setups : iterable of GuarantorSetup, optional
        By default the nine named ones, less those that the model does not take.
    solver : Concept, optional
        The solution concept, with its options as ``quantal_response.given(precision=2)``; by
        default the model's own, or the :func:`~caucasus_games.comparison.usual` one.
    values : mapping of str to exact number, optional
        Parameters that are not drawn.
    given : list of str, optional
        Relations between parameters that hold, such as ``"corridor_value > constitution_value"``,
        beside those that the numbers come with: draws at which one does not hold, under any setup
        whose game has its names, are left out.
    sample : path or mapping of str to array_like, optional
        Draws to take instead of distributions, or a ``.csv`` or NetCDF file of them: a column for
        each number or, where setups differ in it, for each setup's, as ``US_OPERATOR.detection``; a
        row for each draw. Seed and sampling are then of no use, and draws are the first rows.
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
        is. Where draws are left out ``attrs["tried"]`` says of how many, and ``draw`` which are
        kept. If equilibria are left out ``attrs["notes"]`` says which.

    Raises
    ------
    GameError
        If neither draws nor a grid are given, or both; as
        :func:`caucasus_games.comparison.compare`; if a parameter has no range or the solver is
        another; if relations contradict each other, or hold at no draw; if an exponent can be no
        whole number; if the result would not fit into two
        gigabytes; or if the store is of another sweep, damaged, or cannot be written.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE, US_OPERATOR
    >>> from caucasus_games.models import settlement
    >>> found = sweep(settlement, draws=2_000, setups=[NONE, US_OPERATOR], seed=1)
    >>> share = found.possible.sel(outcome="peace").mean("draw")
    >>> share.round(2).to_series().to_dict()
    {'NONE': 0.51, 'US_OPERATOR': 0.51}
    """
    # these load NumPy
    import xarray as xr

    from caucasus_games.sweeps.answers import Answers, bytes_of

    if draws is not None and grid is not None:
        raise GameError("give either draws, how many, or grid, the values of some parameters")
    seed = seed_of(seed, rng)
    axes = _axes(grid or {})
    total = prod(map(len, axes.values())) if grid is not None else draws
    plan = plan_of(
        model,
        total,
        setups,
        solver,
        values,
        seed,
        sampling,
        vintage,
        axes,
        on.arrays,
        given,
        sample,
    )
    total = plan.total
    moving = _moving(plan) if drawn and grid is None else {}
    size = bytes_of(plan, total)
    size += 8 * total * sum(len(own) if _differ(own) else 1 for own in moving.values())
    if size > _MOST_BYTES:
        raise GameError(
            f"{total:,} draws under {counted(len(plan.games), 'setup')} take {size:,} bytes: "
            "summary takes any number of draws, or take fewer setups"
        )
    answers = Answers(plan, total)
    # what the first dataset imports is not waited for once the draws are there
    xr.Dataset({"solved": ("draw", [0])})
    done = _filled(answers, plan, total, on)
    found = _dataset(plan, answers, axes, total, done)
    if grid is not None:
        return found
    found = found.isel(draw=slice(0, done)).assign_coords(_values_drawn(plan, moving, done))
    return _within(plan, found, done)


def _within(plan: Plan, found: xr.Dataset, done: int) -> xr.Dataset:
    """Return the draws that are in the region."""
    import numpy as np

    if not plan.work.region.signs:
        return found
    size = blocks.BLOCK * plan.work.wide
    kept = [
        start + np.flatnonzero(plan.work.inside(start, min(start + size, done)))
        for start in range(0, done, size)
    ]
    places = np.concatenate([np.empty(0, int), *kept])
    plan.check_kept(len(places), done)
    told = {"solved": len(places), "tried": done}
    return found.isel(draw=places).assign_coords(draw=places).assign_attrs(told)


def _dataset(
    plan: Plan, answers: Answers, axes: Mapping[str, Sequence[Fraction]], total: int, done: int
) -> xr.Dataset:
    """Return the answers with what they are over and what was asked."""
    import xarray as xr

    coords: dict[str, object] = {
        "setup": list(plan.games),
        "outcome": list(plan.outcomes),
        "player": answers.players,
    }
    coords |= {name: [float(value) for value in own] for name, own in axes.items()}
    attrs = {"solved": done, "sources": _sources(plan), **plan.asked.attrs}
    attrs |= {"notes": "\n".join(plan.notes)} if plan.notes else {}
    shape = tuple(map(len, axes.values())) or (total,)
    found = xr.Dataset(answers.over(list(axes) or ["draw"], shape), coords, attrs)
    for name in axes:
        for game in plan.games.values():
            if name in game.parameters:
                record = game.parameters[name]
                found[name].attrs = {"long_name": record.description, "units": record.unit}
    return found


def _filled(answers: Answers, plan: Plan, total: int, on: Run) -> int:
    """Fill in all answers, and return how many draws were done: fewer if interrupted."""
    import numpy as np

    store = None
    if on.store is not None:
        told = plan.asked.told
        told |= {f"game under {name}": digest(game) for name, game in plan.games.items()}
        store = Store(on.store, told, answers.arrays, blocks.BLOCK)
    done, work = store.done if store else 0, plan.work
    for stop, tallies in in_blocks(work.block, total, on.workers, on.client, done, work.wide):
        start, done = done, stop
        here = (
            np.arange(start, stop)[work.inside(start, stop)]
            if work.region.signs
            else (slice(start, stop))
        )
        answers.put(here, tallies, stored=store is not None)
        if store:
            store.keep(start, stop)
    return done


def _axes(grid: Mapping[str, Sequence[object]]) -> dict[str, list[Fraction]]:
    axes = {}
    for name, points in by_name(grid).items():
        axes[name] = [fraction(point, f"a value of {name}") for point in points]
        if not axes[name]:
            raise GameError(f"the grid has no value of {name}: give one or more")
    return axes


def _moving(plan: Plan) -> Moving:
    """Return for each number that is drawn what tells it apart under each setup that has it."""
    found: dict[str, dict[str, Parameter | str]] = {}
    for setup, keys in plan.work.keys.items():
        for name in sorted(keys):
            found.setdefault(name, {})[setup] = keys[name]
    # where it is fixed under one setup, that is what it was there
    for name, own in found.items():
        for setup, game in plan.games.items():
            if setup not in own and name in game.parameters and name not in game.values:
                own[setup] = game.parameters[name]
    return found


def _differ(own: Mapping[str, Parameter | str]) -> bool:
    return len(set(own.values())) > 1


def _about(plan: Plan, name: str, setup: str) -> dict[str, str]:
    """Say what a number is; one that only a sample has says nothing."""
    record = plan.games[setup].parameters.records.get(name)
    return {"long_name": record.description, "units": record.unit} if record else {}


def _values_drawn(
    plan: Plan, moving: Moving, done: int
) -> dict[str, tuple[list[str], npt.NDArray[np.float64], dict[str, str]]]:
    """Draw again, from the seed, what was drawn for each setup."""
    import numpy as np

    from caucasus_games.readings.arrays import on_host

    setups = list(plan.games)
    found = {}
    for name, own in moving.items():
        apart = _differ(own)
        rows = setups if apart else setups[:1]
        about = _about(plan, name, next(iter(own)))
        values = np.full((len(rows), done), np.nan)
        label = name if name not in _OTHER_NAMES else f"{name}_drawn"
        found[label] = (["setup", "draw"] if apart else ["draw"], values, about)
    for start in range(0, done if moving else 0, blocks.BLOCK * plan.work.wide):
        here = slice(start, min(start + blocks.BLOCK * plan.work.wide, done))
        drawn = {key: on_host(x) for key, x in plan.work.draw(here.start, here.stop).items()}
        for (dims, values, _), own in zip(found.values(), moving.values(), strict=True):
            for setup, key in own.items() if len(dims) > 1 else [next(iter(own.items()))]:
                row = setups.index(setup) if len(dims) > 1 else 0
                values[row, here] = _drawn_for(key, drawn)
    return {n: (d, v if len(d) > 1 else v[0], a) for n, (d, v, a) in found.items()}


def _drawn_for(
    key: Parameter | str, drawn: Mapping[Any, npt.NDArray[np.float64]]
) -> npt.NDArray[np.float64] | float:
    """Return what was drawn for a number, or its central value where it is fixed."""
    return float(key.central) if isinstance(key, Parameter) and key not in drawn else drawn[key]


def _sources(plan: Plan) -> str:
    if plan.asked.drawn is not None and plan.asked.drawn.sample:
        return plan.asked.drawn.sample
    records: dict[str, dict[Parameter, list[str]]] = {}
    for setup, own in plan.work.keys.items():
        for key in own.values():
            if isinstance(key, Parameter):
                records.setdefault(key.name, {}).setdefault(key, []).append(setup)
    lines = []
    for name, known in sorted(records.items()):
        for record, setups in known.items():
            # setups are named where their numbers differ
            whose = ["", *setups] if len(known) > 1 else [""]
            lines.append(f"{name} ({record.unit}){', '.join(whose)}: {record.source}")
    return "\n".join(lines)
