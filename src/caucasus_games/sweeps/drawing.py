"""What draws: numbers from their ranges, or the points of a grid."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from caucasus_games.parameters import Correlations, Parameter

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from caucasus_games.sweeps.copula import Copula
    from caucasus_games.sweeps.draws import Uniforms

# from the first and last of some draws to what was drawn, by what tells it apart
Draw = Callable[[int, int], Mapping[Any, "npt.NDArray[np.float64]"]]


def from_ranges(
    keys: Mapping[str, Mapping[str, Parameter | str]],
    whole: frozenset[str],
    uniforms_of: Callable[[tuple[str, ...]], Uniforms],
    correlations: Correlations,
    arrays: str,
) -> Draw:
    """Return what draws every number that moves from its range."""
    from caucasus_games.sweeps.copula import Copula

    moving = {key for own in keys.values() for key in own.values()}
    records = [key for key in moving if isinstance(key, Parameter)]
    # those that are correlated are all drawn, so that each is the same in every game
    names = tuple(sorted({*(record.name for record in records), *correlations.names}))
    uniforms = uniforms_of(names)
    if uniforms.sampling != "random" and names:
        # once, before several threads ask for them
        _ = uniforms.points
    return partial(_drawn, records, uniforms, Copula(correlations), arrays, whole)


def on_grid(axes: Mapping[str, Sequence[Fraction]], arrays: str) -> Draw:
    """Return what takes the points of a grid one after the other."""
    return partial(_on_grid, axes, arrays)


def _drawn(
    records: Sequence[Parameter],
    uniforms: Uniforms,
    copula: Copula,
    arrays: str,
    whole: frozenset[str],
    start: int,
    stop: int,
) -> Mapping[Parameter, npt.NDArray[np.float64]]:
    from caucasus_games.readings.arrays import placed
    from caucasus_games.sweeps.draws import on_any_array, quantiles

    block = copula.together(uniforms.block(start, stop))
    easy = [record for record in records if on_any_array(record)]
    found = quantiles(easy, placed({r.name: block[r.name] for r in easy}, arrays), whole)
    # the others are drawn here and then moved
    others = quantiles((r for r in records if r not in easy), block, whole)
    for record, x in others.items():
        found[record] = placed({record.name: x}, arrays)[record.name]
    return found


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
