"""Draws on a cluster of processes: the same numbers, a worker lost or not."""

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import CancelledError

import numpy as np
import pytest
import xarray as xr
from distributed import Client, LocalCluster

from caucasus_games import GameError, optimal, summary, sweep
from caucasus_games.guarantors import NONE, US_OPERATOR
from caucasus_games.models import guarantee, settlement
from caucasus_games.sweeps import Designs, Run, Summary
from caucasus_games.sweeps import execution as blocks
from caucasus_games.sweeps.execution import in_blocks
from caucasus_games.sweeps.plan import plan_of

SETUPS = [NONE, US_OPERATOR]


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster) as found,
    ):
        yield found


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 500)


def test_a_cluster_gives_the_same_numbers(client: Client) -> None:
    game = settlement(US_OPERATOR)
    levels, prices = {"sovereignty_cost": [0, "0.1"]}, {"sovereignty_cost": -1}

    def answers(own: Client | None) -> tuple[xr.Dataset, Summary, Designs]:
        return (
            sweep(settlement, draws=2_300, setups=SETUPS, seed=2, on=Run(client=own)),
            summary(guarantee, 2_000, setups=SETUPS, seed=2, on=Run(client=own)),
            optimal(game, "peace", levels, prices, draws=1_200, on=Run(client=own)),
        )

    swept, counted, designs = answers(client)
    # the fixture's client is the active one
    assert blocks._active() is client
    xr.testing.assert_identical(swept, answers(None)[0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "_active", lambda: None)
        alone, local, own = answers(None)
    xr.testing.assert_identical(swept, alone)
    assert designs == own
    for kind, truth in local.together.items():
        assert (counted.together[kind] == truth).all()


def test_a_worker_that_is_killed_costs_nothing_but_time(client: Client) -> None:
    plan = plan_of(settlement, 20_000, SETUPS, None, None, 7, "random", "2025-07", {})

    def work(start: int, stop: int) -> list[int]:
        return [int(tally.possible.sum()) for _, tally in plan.work.block(start, stop)]

    expected = [work(start, start + 500) for start in range(0, 20_000, 500)]
    victims = list(client.run(os.getpid).values())
    found = []
    for stop, result in in_blocks(work, 20_000, None, client):
        if stop == 500:
            os.kill(victims[0], signal.SIGKILL)
        found.append(result)
    assert found == expected
    assert victims[0] not in client.run(os.getpid).values()


def test_pieces_are_small_on_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    assert blocks.pieces(5, 20_000) == [(5, 20_000)]
    monkeypatch.setattr("distributed.get_worker", lambda: None)
    assert blocks.pieces(5, 20_000) == [(5, 8_197), (8_197, 16_389), (16_389, 20_000)]


def test_without_dask_there_is_no_active_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "distributed")
    assert blocks._active() is None
    assert blocks.pieces(0, 20_000) == [(0, 20_000)]


def test_a_dead_cluster_is_told(client: Client) -> None:
    gone = Client(client.cluster, set_as_default=False)
    gone.close()
    with pytest.raises(GameError, match=r"the cluster is lost \(its client is closed\): connect"):
        sweep(settlement, draws=10, setups=SETUPS, on=Run(client=gone))


def test_a_cluster_that_dies_on_the_way_leaves_what_was_done(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = blocks._on_cluster

    def dies(*arguments: object) -> Iterator[object]:
        results: Iterator[object] = cluster(*arguments)  # type: ignore[arg-type]
        for k, result in enumerate(results):
            if k == 2:
                raise CancelledError("gone")
            yield result

    monkeypatch.setattr(blocks, "_on_cluster", dies)
    found = sweep(settlement, draws=5_000, setups=SETUPS, on=Run(client=client))
    assert found.sizes["draw"] == 1_000
    assert np.isfinite(found.probability_low).all()
