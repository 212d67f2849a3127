"""Posterior ranges hold the numbers by which records were made as often as they say."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from caucasus_games.evidence import Observation, Posterior, posterior
from caucasus_games.guarantors import NONE
from caucasus_games.models import deterrence_by_chance

RUNS, DRAWS, PRECISION = 200, 2_000, 50
NAMES = ("corridor_value", "war_cost_azerbaijan", "access_risk")
# what a record is of: moments at several balances of means, of which peace is seen here
SEEN = [
    Observation(
        f"at {balance}", NONE, "peace", {"military_advantage": balance, "escalation_factor": 1}
    )
    for balance in ("0.4", "0.6", "0.9")
]


def test_ranges_hold_the_truth_as_often_as_they_say() -> None:
    whole = posterior(deterrence_by_chance, SEEN, draws=RUNS + DRAWS, precision=PRECISION, seed=5)
    # the numbers of the runs are drawn apart from those that are weighed
    truth = {name: own[:RUNS] for name, own in whole.values.items()}
    found = replace(
        whole,
        values={name: own[RUNS:] for name, own in whole.values.items()},
        likelihoods=whole.likelihoods[:, RUNS:],
    )
    likely = whole.likelihoods[:, :RUNS]
    peace = np.random.default_rng(3).random(likely.shape) < likely
    records = [after(found, peace[:, k]) for k in range(RUNS)]
    inside = [held(records[k], {n: x[k] for n, x in truth.items()}) for k in range(RUNS)]
    # 180 of 200 are expected, and three binomial deviations are allowed, of 4.2
    counts = np.sum(inside, axis=0)
    assert (abs(counts - 180) <= 13).all(), counts
    # those of other records hold fewer
    others = [held(records[k - 1], {n: x[k] for n, x in truth.items()}) for k in range(RUNS)]
    assert np.sum(others, axis=0).min() < 167


def after(found: Posterior, peace: npt.NDArray[np.bool_]) -> Posterior:
    """Return what a record teaches: the other outcome is war."""
    return replace(
        found, likelihoods=np.where(peace[:, None], found.likelihoods, 1 - found.likelihoods)
    )


def held(record: Posterior, truth: dict[str, float]) -> list[bool]:
    """Tell which numbers lie in their 90 % range."""
    ranges = {name: record.interval(name) for name in NAMES}
    return [low <= truth[name] <= high for name, (low, high) in ranges.items()]
