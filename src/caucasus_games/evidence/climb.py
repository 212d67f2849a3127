"""The highest point of a likelihood, whether it is one, and how sharp it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from caucasus_games.errors import GameError
from caucasus_games.evidence.fitted import PRECISION
from caucasus_games.evidence.likelihood import Likelihood, Reading

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]

# precisions at which the climb may begin, per range of payoffs
_FIRST, _LAST = 0.5, 75.0
# from zero each takes its time; near to the data each may be near to another equilibrium
_BEGINNINGS, _BEGINNINGS_NEAR = 4, 25
_STEPS, _HALVINGS = 40, 8
# by how much the precision may be multiplied in a step
_TIMES = 3.0
# the precision, per range of payoffs, below which play is even
_EVEN = 1e-4
# of log-likelihood, to be gained by a further step
_ARRIVED = 1e-18
# of the log-likelihood, below which decimals tell nothing; what may be left of it to gain then
_ROUNDED, _NOT_LOST = 1e-13, 1e-9
# of the information with one for each number, below which it is singular
_SINGULAR = 1e-9
# what a choice tells of a number in its unit, below which it tells nothing
_NOTHING = 1e-12
# of a unit, over which the score's derivative is taken
_BESIDE = 1e-4
# of a way to other numbers
_SHORTEST = 1 / 2**10
# of chances that are the same
_SAME = 1e-7
# where an equilibrium that is followed comes to an end
LOST = "nearer one comes to where the equilibrium ends"


@dataclass(frozen=True, eq=False)
class Summit:
    """Where a climb has ended: at a maximum, or where ``end`` says."""

    likelihood: Likelihood
    at: Numbers
    reading: Reading
    end: str = ""


def highest(likelihood: Likelihood, start: Sequence[float]) -> Summit:
    """Climb from several precisions; return the highest point, if it is one."""
    begun: list[tuple[Numbers, Reading]] = []
    from_zero = likelihood.parts[0].near is None
    for first in _beginnings(likelihood, _BEGINNINGS if from_zero else _BEGINNINGS_NEAR):
        at = np.array([*first, *start])
        reading = likelihood(at)
        if reading is not None:
            begun.append((at, reading))
        # beyond what is worse than nearly even play nobody plays so well
        if from_zero and reading is not None and reading.value < begun[0][1].value:
            break
    if not begun:
        raise GameError(
            "no equilibrium is near to what was chosen: leave branch out, for that from precision "
            "zero"
        )
    # where play is not yet nearly exact all that counts can be seen
    check_identified(likelihood, begun[0][1])
    values = [-np.inf, *(reading.value for _, reading in begun), -np.inf]
    found = [
        _followed(likelihood, at, reading)
        for k, (at, reading) in enumerate(begun)
        if values[k] < values[k + 1] >= values[k + 2]
    ]
    best = max(found, key=lambda summit: summit.reading.value)
    if best.end:
        raise GameError(
            f"the choices are the likelier the {best.end}, and no precision is most likely: give "
            "it as precision, count more choices, or take branch='data' where there are several "
            "equilibria"
        )
    check_identified(likelihood, best.reading)
    return best


def read_at(likelihood: Likelihood, at: Numbers) -> Reading:
    """Read the choices where there must be an equilibrium."""
    reading = likelihood(at)
    if reading is None:
        told = ", ".join(f"{n} {x:.4g}" for n, x in zip(likelihood.names, at, strict=True))
        raise GameError(f"the equilibrium that is followed has come to an end before {told}")
    return reading


def _followed(likelihood: Likelihood, at: Numbers, reading: Reading) -> Summit:
    """Climb along a branch: quickly, and anew where that has left the branch from zero."""
    quick = climbed(likelihood.followed(reading), at)
    if likelihood.parts[0].near is not None:
        return quick
    anew = read_at(likelihood, quick.at)
    same = all(
        np.abs(one - other).max() < _SAME
        for one, other in zip(anew.chances, quick.reading.chances, strict=True)
    )
    if same and quick.end != LOST:
        return Summit(likelihood, quick.at, anew, quick.end)
    return climbed(likelihood, quick.at)


def climbed_again(likelihood: Likelihood, at: Numbers) -> Summit | None:
    """Climb from an estimate when choices are others; nothing if there is no maximum."""
    reading = likelihood(at)
    if reading is None:
        return None
    found = _followed(likelihood, at, reading)
    return None if found.end else found


def _beginnings(likelihood: Likelihood, count: int) -> list[list[float]]:
    """Return precisions to begin at, if there are any."""
    if likelihood.kept is not None:
        return [[]]
    return [[times * likelihood.units[0]] for times in np.geomspace(_FIRST, _LAST, count)]


def climbed(likelihood: Likelihood, at: Numbers, free: Sequence[int] | None = None) -> Summit:
    """Climb by the score and the expected information; only the free numbers move."""
    moving = np.arange(len(at)) if free is None else np.array(free, dtype=int)
    reading = read_at(likelihood, at)
    for _ in range(_STEPS):
        end = _end(likelihood, at, reading)
        if end:
            return Summit(likelihood, at, reading, end)
        step, gain = _step(likelihood, at, reading, moving)
        if gain < _ARRIVED:
            return Summit(likelihood, at, reading)
        for _ in range(_HALVINGS):
            new = likelihood(at + step)
            if new is not None and new.value >= reading.value - _ROUNDED * abs(reading.value):
                break
            step = step / 2
        else:
            # decimals tell no more, or there is no equilibrium farther on
            return Summit(likelihood, at, reading, "" if gain < _NOT_LOST else LOST)
        at, reading = at + step, new
        likelihood = likelihood.moved(reading)
    return Summit(likelihood, at, reading, "farther the climb goes")


def walked(likelihood: Likelihood, at: Numbers, to: Numbers) -> Likelihood | None:
    """Follow equilibria to other numbers; nothing if they come to an end before."""
    done, step = 0.0, 1.0
    while done < 1:
        reading = likelihood(at + (done + step) * (to - at))
        if reading is None:
            step /= 2
            if step < _SHORTEST:
                return None
            continue
        likelihood, done = likelihood.followed(reading), done + step
        step = min(2 * step, 1 - done)
    return likelihood


def _step(
    likelihood: Likelihood, at: Numbers, reading: Reading, moving: npt.NDArray[np.int64]
) -> tuple[Numbers, float]:
    """Return a step, and what it would gain if the log-likelihood were a parabola."""
    units = likelihood.units[moving]
    score = reading.score[moving] * units
    information = reading.information[np.ix_(moving, moving)] * np.outer(units, units)
    own = np.linalg.pinv(information, hermitian=True) @ score
    gain = float(score @ own) / 2
    step = np.zeros_like(at)
    step[moving] = own * units
    if PRECISION in likelihood.names and step[0]:
        # never to zero or below, nor far beyond what was tried
        most = at[0] * (_TIMES - 1 if step[0] > 0 else 1 - 1 / _TIMES)
        step *= min(1.0, most / abs(step[0]))
    return step, gain


def _end(likelihood: Likelihood, at: Numbers, reading: Reading) -> str:
    """Say whether play is even or exact."""
    if PRECISION not in likelihood.names:
        return ""
    if at[0] < _EVEN * likelihood.units[0]:
        return "less precise play is"
    # nobody errs any more, so that choices say nothing of how often
    told = reading.information[0, 0] * at[0] ** 2
    exact = told < _NOTHING * likelihood.total or at[0] > likelihood.farthest
    return "more precise play is" if exact else ""


def check_identified(likelihood: Likelihood, reading: Reading) -> None:
    """Refuse what the choices cannot tell, and say in which direction."""
    information = reading.information * np.outer(likelihood.units, likelihood.units)
    alone = np.diag(information)
    for name, own in zip(likelihood.names, alone, strict=True):
        if own < _NOTHING * likelihood.total:
            raise GameError(
                f"no choice hangs on {name}, as it moves no difference between what a player gets "
                "from its actions: take it out of estimate"
            )
    scale = np.sqrt(alone)
    values, directions = np.linalg.eigh(information / np.outer(scale, scale))
    if values[0] < _SINGULAR:
        way = directions[:, 0] / scale * likelihood.units
        told = _direction(likelihood.names, way, likelihood.units)
        raise GameError(
            f"the choices stay as they are if {told}: they cannot tell these apart, so keep one of "
            "them"
        )


def _direction(names: Sequence[str], way: Numbers, units: Numbers) -> str:
    """Say which numbers move together."""
    far = np.abs(way / units)
    shown = [k for k in range(len(names)) if far[k] > far.max() / 1000]
    first = way[shown[0]]
    return " and ".join(
        f"{names[k]} {'rises' if way[k] / first > 0 else 'falls'} by {abs(way[k] / first):.3g}"
        for k in shown
    )


def covariance_of(summit: Summit) -> Numbers:
    """Return the inverse of minus the second derivatives."""
    likelihood, at = summit.likelihood.followed(summit.reading), summit.at
    rows = []
    for k, unit in enumerate(likelihood.units):
        # the precision may be far from its unit
        step = np.zeros_like(at)
        step[k] = _BESIDE * (at[k] if likelihood.names[k] == PRECISION else unit)
        up, down = read_at(likelihood, at + step), read_at(likelihood, at - step)
        rows.append((up.score - down.score) / (2 * step[k]))
    curved = np.array(rows)
    found: Numbers = np.linalg.inv(-(curved + curved.T) / 2)
    return found
