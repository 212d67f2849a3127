r"""How often each outcome comes about, over any number of draws.

All means and shares are of all draws. The *mean* of an outcome is that of its probability, where
each equilibrium of a draw counts as much as another; with the share of draws at which none was
found the means of all outcomes add up to one. With :math:`n` draws and :math:`x_k` whether an
outcome is possible at the draw :math:`k`, which any probability above zero in any equilibrium makes
it, its share is :math:`\bar x` with the standard error :math:`\sqrt{\bar x (1 - \bar x) / n}`. Two
setups see the same draws, so that the error of the difference of their shares is that of a paired
sample,

.. math:: \sqrt{\frac{\bar x + \bar y - 2 \overline{xy} - (\bar x - \bar y)^2}{n}},

which is the smaller, the more their answers go together. Only counts are kept, one block at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from caucasus_games.concepts.concept import Solver
from caucasus_games.games.kinds import Game
from caucasus_games.guarantors import GuarantorSetup
from caucasus_games.models.model import ModelLike
from caucasus_games.parameters.relation import Given
from caucasus_games.parameters.sample import SampleLike
from caucasus_games.sweeps.execution import in_blocks
from caucasus_games.sweeps.plan import plan_of
from caucasus_games.sweeps.response import MEASURES
from caucasus_games.sweeps.run import HERE, Run, check_storeless, seed_of
from caucasus_games.sweeps.shares import Summary

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from caucasus_games.sweeps.draws import Sampling

    # together, solved and totals of a summary
    _Counts = tuple[
        dict[str, npt.NDArray[np.float64]],
        npt.NDArray[np.int64],
        dict[str, npt.NDArray[np.float64]],
    ]


def summary(
    model: ModelLike | Game,
    draws: int | None = None,
    *,
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
) -> Summary:
    """Count in what share of draws each outcome is possible, and guaranteed, under each setup.

    Parameters
    ----------
    model, setups, solver, values, given, sample, seed, sampling, rng, vintage, on
        As for :func:`caucasus_games.sweeps.sweep`, with the same draws for the same seed.
    draws : int, optional
        How many, in memory that does not grow with it; of a sample by default all.

    Returns
    -------
    Summary
        The shares with their standard errors; if interrupted, of the draws that were done. Shares
        are of the draws at which what is given holds.

    Raises
    ------
    GameError
        As :func:`caucasus_games.sweeps.sweep`; or if the run has a store, as nothing but counts is
        kept.

    Examples
    --------
    >>> from caucasus_games.guarantors import NONE, US_OPERATOR
    >>> from caucasus_games.models import deterrence_by_chance
    >>> found = summary(deterrence_by_chance, 10_000, setups=[NONE, US_OPERATOR], seed=1)
    >>> change, error = found.difference("US_OPERATOR", "NONE", "peace")
    >>> change > 2 * error
    True
    """
    import numpy as np

    check_storeless(on, "summary")
    seed = seed_of(seed, rng)
    plan = plan_of(
        model, draws, setups, solver, values, seed, sampling, vintage, {}, on.arrays, given, sample
    )
    # the function that counts is sent to other processes, and the games are not needed there
    work = plan.work
    shape = (len(plan.outcomes), len(plan.games), len(plan.games))

    def count(start: int, stop: int) -> tuple[int, _Counts]:
        tallies = [tally for _, tally in work.block(start, stop)]
        answers = {
            "possible": np.stack([tally.possible for tally in tallies]),
            "guaranteed": np.stack([tally.guaranteed for tally in tallies]),
        }
        some = [tally.equilibria > 0 for tally in tallies]
        ends = {
            "least": [tally.least for tally in tallies],
            "most": [tally.most for tally in tallies],
            "mean": [tally.mean for tally in tallies],
        }
        answers["probability"] = np.stack(
            [np.where(here, mean, 0) for here, mean in zip(some, ends["mean"], strict=True)]
        )
        # products of decimals are quick, and exact for counts
        numbers = {
            response: answer.swapaxes(0, 1).astype(float) for response, answer in answers.items()
        }
        return len(some[0]), (
            {response: x @ x.swapaxes(1, 2) for response, x in numbers.items()},
            np.array([here.sum() for here in some]),
            {
                end: np.stack(
                    [x.sum(axis=1, where=w) for x, w in zip(own, some, strict=True)], axis=1
                )
                for end, own in ends.items()
            },
        )

    together: dict[str, npt.NDArray[np.float64]] = {
        response: np.zeros(shape) for response in MEASURES
    }
    solved = np.zeros(len(plan.games), np.int64)
    totals = {end: np.zeros(shape[:2]) for end in ("least", "most", "mean")}
    done = kept = 0
    blocks = in_blocks(count, plan.total, on.workers, on.client, wide=work.wide)
    for stop, (inside, (counts, some, sums)) in blocks:
        done = stop
        kept += inside
        solved += some
        for response in together:
            together[response] += counts[response]
        for end in totals:
            totals[end] += sums[end]
    plan.check_kept(kept, done)
    counted = together, solved, totals
    names = tuple(plan.games)
    return Summary(names, plan.outcomes, kept, *counted, plan.asked, plan.notes, done)
