r"""The branch of logit equilibria that starts at precision zero, where all is played alike.

It is followed by its length, so that it may turn [1]_: a step along its tangent, and back to it by
Newton's method. At one game it is traced as far as it leads, and where another branch crosses it is
told. Many draws go together, each with a step of its own, until all have come to one precision.

References
----------
.. [1] Turocy (2005), A dynamic homotopy interpretation of the logistic quantal response
   equilibrium correspondence. Games and Economic Behavior 51, 243–263.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from caucasus_games.concepts.logit_equations import Agents, Numbers, gap
from caucasus_games.errors import GameError
from caucasus_games.text.plain import counted

# the branch is followed until the precision times the range of payoffs is this
FAR = 3_000.0
_STEPS = 5_000
_FIRST = 0.03
# the least cosine between directions before and after a step, but for the shortest steps
_STRAIGHT, _SHORT = 0.8, 1e-4
# the most by which a step may miss the branch, in logarithms of probabilities
_ASTRAY = 0.5
# of Newton's method: its steps between two points, and how near is there
_BETWEEN, _ARRIVED, _REACHED = 20, 1e-10, 1e-9


def _beginning(agents: Agents, draws: int) -> tuple[Numbers, Numbers]:
    """Return the point at precision zero, and in what its numbers count."""
    logs = [-np.log(high - low) for low, high in agents.spans for _ in range(low, high)]
    point = np.repeat(np.array([*logs, 0.0])[:, None], draws, axis=1)
    unit = np.ones_like(point)
    unit[-1] = 1 / agents.scale
    return point, unit


def traced(agents: Agents, far: float, forks: list[float]) -> Iterator[Numbers]:
    """Yield the points of one game's branch until the precision is passed."""
    (point, unit), scale = _beginning(agents, 1), float(agents.scale[0])
    yield point[:, 0]
    step, side = _FIRST, 0.0
    tangent = _tangent(gap(agents, point)[1][0] * unit[:, 0], np.eye(len(point))[-1])
    for _ in range(_STEPS):
        if point[-1, 0] >= far:
            return
        ahead = point + step * tangent[:, None] * unit
        moved = _nearest(agents, ahead, unit)
        # what is not close to where the step led, or below zero, is another branch
        if moved is None or moved[-1, 0] < 0 or np.abs((moved - ahead) / unit).max() > _ASTRAY:
            step /= 2
            continue
        slopes = gap(agents, moved)[1][0] * unit[:, 0]
        turned = _tangent(slopes, tangent)
        # a step that turns sharply may have left the branch for another
        if turned @ tangent < _STRAIGHT and step > _SHORT:
            step /= 2
            continue
        # the side on which the equations lie changes only where another branch is crossed
        now = float(np.linalg.slogdet(np.vstack([slopes, turned]))[0])
        if side and now != side and moved[-1, 0] * scale < FAR:
            forks.append(float(moved[-1, 0]))
        point, tangent, side = moved, turned, now
        step = float(_longer(step, point[-1, 0] * scale))
        yield point[:, 0]
    raise GameError(
        f"the branch of logit equilibria could not be followed beyond precision {point[-1, 0]:.4g} "
        f"in {_STEPS:,} steps: ask for a lower one"
    )


def _longer(step: Numbers | float, far: Numbers | float) -> Numbers | float:
    return np.minimum(step * 1.5, 0.3 + np.abs(far) / 10)


def _tangent(slopes: Numbers, ahead: Numbers) -> Numbers:
    """Return the direction of the branch that leads on."""
    tangent = np.linalg.svd(slopes)[2][-1]
    return np.asarray(tangent if tangent @ ahead >= 0 else -tangent)


def _nearest(agents: Agents, point: Numbers, unit: Numbers) -> Numbers | None:
    """Go back to one game's branch by the shortest way; nothing if it does not get nearer."""
    # a logarithm is rounded, and by so much more what is expected times the precision
    far = abs(point[-1, 0]) * agents.scale[0]
    close = 1e-12 * max(1.0, far / 100) + 1e-15 * far * np.abs(point[:-1]).max()
    before = np.inf
    # what lies far off the branch may be too large for a float, and is left
    with np.errstate(all="ignore"):
        missed, slopes = gap(agents, point)
        while close <= np.abs(missed).max() < before and np.isfinite(slopes).all():
            before = np.abs(missed).max()
            back = np.linalg.lstsq(slopes[0] * unit[:, 0], missed[:, 0], rcond=None)[0]
            point = point - back[:, None] * unit
            point[:-1] = np.minimum(point[:-1], 1.0)
            missed, slopes = gap(agents, point)
    return point if np.abs(missed).max() < close else None


def solved(agents: Agents, size: int, precision: float) -> Numbers:
    """Follow the branches of many draws to a precision; return the probabilities there."""
    point, unit = _beginning(agents, size)
    ahead = np.zeros_like(point)
    ahead[-1] = 1
    step = np.full(size, _FIRST)
    before = point.copy()
    for _ in range(_STEPS):
        draws = np.flatnonzero(point[-1] < precision)
        if not len(draws):
            return solved_between(agents, before, point, precision)
        here, own = point[:, draws], unit[:, draws]
        tangent = _bordered(gap(agents, here, draws)[1] * own.T[:, None], ahead[:, draws], None)
        tangent /= np.linalg.norm(tangent, axis=0)
        # a step that leads too far to be computed is halved as any other that is too long
        with np.errstate(over="ignore", invalid="ignore"):
            moved, good = _across(agents, here + step[draws] * tangent * own, tangent, own, draws)
            good &= np.linalg.norm((moved - here) / own, axis=0) <= 2 * step[draws]
        step[draws[~good]] /= 2
        at = draws[good]
        before[:, at] = point[:, at]
        point[:, at], ahead[:, at] = moved[:, good], tangent[:, good]
        step[at] = _longer(step[at], point[-1, at] * agents.scale[at])
    raise GameError(
        f"the branch of logit equilibria could not be followed to precision {precision:.4g} in "
        f"{_STEPS:,} steps at {counted(len(draws), 'draw')}: ask for a lower one"
    )


def _bordered(slopes: Numbers, border: Numbers, missed: Numbers | None) -> Numbers:
    """Solve for a step along the border, or back to the branch at right angles to it."""
    draws, rows, _ = slopes.shape
    whole = np.concatenate([slopes, border.T[:, None]], axis=1)
    right = np.zeros((draws, rows + 1, 1))
    if missed is None:
        right[:, -1] = 1
    else:
        right[:, :-1, 0] = missed.T
    found: Numbers = np.linalg.solve(whole, right)[..., 0].T
    return found


def _across(
    agents: Agents,
    point: Numbers,
    tangent: Numbers,
    unit: Numbers,
    draws: npt.NDArray[np.int64],
) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """Go back to the branches at right angles to their tangents; say where that worked."""
    for _ in range(8):
        missed, slopes = gap(agents, point, draws)
        point = point - _bordered(slopes * unit.T[:, None], tangent, missed) * unit
        point[:-1] = np.minimum(point[:-1], 1.0)
    near = np.empty_like(point[:-1])
    for low, high in agents.spans:
        near[low:high] = point[low:high].max(axis=0) - point[low:high]
    # a logarithm is off by a share of what it is
    close = 1e-10 * np.maximum(1.0, near / 100)
    return point, np.all(np.abs(gap(agents, point, draws)[0]) < close, axis=0)


def solved_between(agents: Agents, before: Numbers, after: Numbers, precision: float) -> Numbers:
    """Return the probabilities at a precision between two points of each draw's branch."""
    length = after[-1] - before[-1]
    share = np.divide(precision - before[-1], length, out=np.zeros_like(length), where=length > 0)
    logs = (before + share * (after - before))[:-1]
    for _ in range(_BETWEEN):
        missed, slopes = _gap_at(agents, logs, precision)
        step = np.linalg.solve(slopes, missed.T[..., None])[..., 0].T
        # where the branch is steep a whole step would lead far away
        logs = logs - step / np.maximum(np.abs(step).max(axis=0), 1)
    found: Numbers = np.exp(logs)
    return found


def _gap_at(agents: Agents, logs: Numbers, precision: float) -> tuple[Numbers, Numbers]:
    """Return the equations and their slopes at a precision that is kept."""
    missed, slopes = gap(agents, np.concatenate([logs, np.full((1, logs.shape[1]), precision)]))
    return missed, slopes[..., :-1]


def reached(
    agents: Agents, logs: Numbers, precision: float, steps: int
) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """Go to equilibria at a precision from anywhere; return them and which were reached."""
    for _ in range(steps):
        missed, slopes = _gap_at(agents, logs, precision)
        # where two equilibria meet there is no one way, and the shortest is taken
        step = (np.linalg.pinv(slopes) @ missed.T[..., None])[..., 0].T
        longest = np.abs(step).max(axis=0)
        logs = np.minimum(logs - step / np.maximum(longest, 1), 0.0)
        if longest.max() < _ARRIVED:
            break
    missed, _ = _gap_at(agents, logs, precision)
    return np.exp(logs), np.abs(missed).max(axis=0) < _REACHED
