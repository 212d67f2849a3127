r"""Which obstacle binds: what an outcome gains at each draw if one obstacle alone is lifted.

An obstacle :math:`k` is lifted by values of parameters that take it away, all others as drawn. Let
:math:`x` be whether an outcome comes about at a draw, or how probable it is, and :math:`x_k` the
same with :math:`k` lifted. On average over the draws :math:`\max(x_k - x, 0)` is what lifting it
alone brings and :math:`\max(x - x_k, 0)` what it takes away, for what stands in the way of peace
may stand in the way of force too; :math:`1 - \max(x, \max_k x_k)` is left whichever one is lifted,
so that it takes two or more. Shares of obstacles need not add up: at one draw each of two may be
enough, or neither. All are means of :math:`n` draws with standard error :math:`s/\sqrt n`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from immutabledict import immutabledict

from caucasus_games.concepts.concept import Solver
from caucasus_games.errors import GameError, unknown
from caucasus_games.exact import fraction
from caucasus_games.games.kinds import Game
from caucasus_games.games.labels import outcome_label
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models import Obstacle, model_of
from caucasus_games.models.model import ModelLike
from caucasus_games.sweeps.execution import in_blocks
from caucasus_games.sweeps.lifted import Lifted, Obstacles
from caucasus_games.sweeps.plan import plan_of
from caucasus_games.sweeps.response import MEASURES, Measure, check_response
from caucasus_games.sweeps.run import HERE, Run, check_storeless, seed_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from caucasus_games.readings.tally import Tally


def obstacles(
    model: ModelLike | Game,
    outcome: str,
    *,
    setups: Iterable[GuarantorSetup] | None = None,
    lifting: Iterable[Obstacle] | None = None,
    response: Measure = "possible",
    draws: int = 500,
    solver: Solver | None = None,
    values: Mapping[str, object] | None = None,
    seed: int = 0,
    rng: np.random.Generator | int | None = None,
    vintage: str | None = None,
    on: Run = HERE,
) -> Obstacles:
    """Say what stands in the way of an outcome: lift each obstacle alone, on the same draws.

    Parameters
    ----------
    model : callable or game
        From a setup to a game; or one game.
    outcome : str
        The outcome.
    setups, solver, values, seed, rng, vintage, on
        As for :func:`caucasus_games.sweeps.summary`.
    lifting : iterable of Obstacle, optional
        The obstacles; by default those of the model.
    response : {"possible", "guaranteed", "probability"}
        What a share is of; or the mean probability.
    draws : int
        How many.

    Returns
    -------
    Obstacles
        What each obstacle is worth, what is left whichever one is lifted, and the outcome with all
        of them lifted.

    Raises
    ------
    GameError
        As :func:`caucasus_games.sweeps.summary`; if the model has no obstacles and none is given,
        two have one name, or one is lifted by a parameter of no game.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE, US_OPERATOR
    >>> from caucasus_games.models import settlement
    >>> found = obstacles(settlement, "peace", setups=[NONE, US_OPERATOR], draws=200)
    >>> found.binding("NONE")
    'giving back'
    """
    import numpy as np

    check_response(response, MEASURES)
    check_storeless(on, "obstacles")
    seed = seed_of(seed, rng)
    plan = plan_of(model, draws, setups, solver, values, seed, "random", vintage, {}, on.arrays)
    lifted = _checked(model, lifting)
    label = outcome_label(outcome)
    if label not in plan.outcomes:
        raise unknown("outcome", label, plan.outcomes)
    place = plan.outcomes.index(label)
    taken = _known(lifted, plan.games.values(), refused=lifting is not None)
    work, steps = plan.work, ({}, *taken, {name: x for one in taken for name, x in one.items()})

    def count(start: int, stop: int) -> tuple[int, tuple[npt.NDArray[np.float64], ...]]:
        found = np.stack(
            [_answers(work.block(start, stop, fixed), response, place) for fixed in steps]
        )
        now, alone, everything = found[0], found[1:-1], found[-1]
        told = np.stack(
            [
                now,
                1 - np.maximum(now, alone.max(axis=0)),
                everything,
                *np.maximum(alone - now, 0),
                *np.maximum(now - alone, 0),
            ]
        )
        return stop - start, (told.sum(axis=2), (told**2).sum(axis=2))

    done, shape = 0, (3 + 2 * len(lifted), len(plan.games))
    sums, squares = np.zeros(shape), np.zeros(shape)
    for stop, (_, (first, second)) in in_blocks(
        count, plan.total, on.workers, on.client, wide=work.wide * len(steps)
    ):
        done = stop
        sums, squares = sums + first, squares + second
    means = sums / done
    errors = np.sqrt(np.maximum(squares / done - means**2, 0) / done)
    names = tuple(plan.games)

    def whole(row: int) -> immutabledict[str, tuple[float, float]]:
        return immutabledict(
            {name: (float(means[row, k]), float(errors[row, k])) for k, name in enumerate(names)}
        )

    each = {
        (name, one.name): Lifted(
            float(means[3 + j, k]), float(means[3 + len(lifted) + j, k]), float(errors[3 + j, k])
        )
        for k, name in enumerate(names)
        for j, one in enumerate(lifted)
    }
    return Obstacles(
        label,
        response,
        lifted,
        names,
        immutabledict(each),
        whole(0),
        whole(1),
        whole(2),
        done,
        plan.asked,
    )


def _answers(
    solved: Iterable[tuple[str, Tally]], response: Measure, place: int
) -> npt.NDArray[np.float64]:
    """Return what an outcome's share is counted from, by setup and draw."""
    import numpy as np

    rows = []
    for _, tally in solved:
        answer = tally.mean if response == "probability" else getattr(tally, response)
        rows.append(answer[place].astype(float))
    return np.stack(rows)


def _checked(model: ModelLike | Game, lifting: Iterable[Obstacle] | None) -> tuple[Obstacle, ...]:
    """Return the obstacles, each with its own name."""
    if lifting is None:
        own = model_of(model, "obstacles").obstacles if callable(model) else ()
        if not own:
            raise GameError(
                "the model names no obstacles: give some with lifting, such as "
                "[Obstacle('vote', {'referendum_passes': 1})]"
            )
        return own
    found = tuple(lifting)
    names = [one.name for one in found if isinstance(one, Obstacle)]
    if not names or len(names) < len(found) or len({*names}) < len(names):
        raise GameError(
            "obstacles takes one Obstacle or more, each with its own name, and got "
            f"{', '.join(map(repr, found)) or 'none'}"
        )
    return found


def _known(
    lifted: Sequence[Obstacle], games: Iterable[Game], *, refused: bool
) -> list[dict[str, float]]:
    """Leave out what no game has, such as a move that a setup does not give; refuse if asked to."""
    known = sorted({symbol.name for game in games for symbol in game.symbols})
    found: list[dict[str, float]] = []
    for one in lifted:
        found.append({n: float(fraction(x, n)) for n, x in one.lifted.items() if n in known})
        if refused and not found[-1]:
            raise GameError(
                f"the obstacle {one.name!r} is lifted by {', '.join(one.lifted)}, which no game "
                f"has: the parameters are {', '.join(known)}"
            )
    return found
