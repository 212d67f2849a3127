"""Work that is divided into blocks of draws: on threads or on a cluster, with a bar, interruptible.

The blocks are the same however they are worked on, and come back in their order, so that the result
is the same too.
"""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, TypeVar

from caucasus_games.errors import GameError

if TYPE_CHECKING:
    from distributed import Client

T = TypeVar("T")

# draws that are solved together
BLOCK = 32_768
# of them on a Dask worker: it gives memory back at once, and small arrays do not ask for more
_SMALL = 8_192
# threads, beyond which they wait for each other
_THREADS = 4
# seconds before a bar is shown
_PATIENCE = 2


def in_blocks(
    work: Callable[[int, int], T],
    total: int,
    workers: int | None,
    client: Client | None,
    first: int = 0,
    wide: int = 1,
) -> Iterator[tuple[int, T]]:
    """Do something for every block of draws; stop early if interrupted.

    On a terminal a bar shows how far it is, once it takes more than two seconds. On a cluster a
    block whose worker is lost is done again elsewhere.

    Parameters
    ----------
    work : callable
        Takes the first draw and the one after the last.
    total : int
        How many draws there are.
    workers : int or None
        Threads; by default one for each processor, and four at most.
    client : distributed.Client or None
        A Dask cluster to work on instead; by default the active one, if there is any.
    first : int
        How many draws were done before.
    wide : int
        How many times as many draws as usual a block has.

    Yields
    ------
    tuple
        How many draws are done, and what was done for the last block, in the order of the blocks.

    Raises
    ------
    GameError
        If the cluster is lost before the first block is done.
    KeyboardInterrupt
        If it is interrupted before the first block is done.
    """
    from rich.console import Console
    from rich.progress import Progress

    size = BLOCK * wide
    blocks = [(start, min(start + size, total)) for start in range(first, total, size)]
    cluster = client or _active()
    done, began = first, time.monotonic()
    console = Console(stderr=True)
    bar = Progress(console=console, transient=True, disable=not console.is_terminal)
    with ExitStack() as stack:
        task = bar.add_task("draws", total=total, completed=first)
        try:
            if cluster:
                results = _on_cluster(work, blocks, cluster)
            else:
                pool = stack.enter_context(
                    ThreadPoolExecutor(workers or min(os.cpu_count() or 1, _THREADS))
                )
                results = pool.map(lambda block: work(*block), blocks)
            for (_, stop), result in zip(blocks, results, strict=True):
                done = stop
                if time.monotonic() - began > _PATIENCE and not bar.live.is_started:
                    stack.enter_context(bar)
                bar.update(task, completed=done)
                yield done, result
        except (CancelledError, OSError) as error:
            # what is done is kept
            if not done:
                raise GameError(f"the cluster is lost ({error}): connect to it again") from None
        except KeyboardInterrupt:
            if not done:
                raise


def pieces(start: int, stop: int) -> list[tuple[int, int]]:
    """Divide a block into what is solved together where this runs.

    Parameters
    ----------
    start, stop : int
        The first draw and the one after the last.

    Returns
    -------
    list of tuple of int
        The same of each piece.
    """
    size = stop - start
    if "distributed" in sys.modules:
        from distributed import get_worker

        with suppress(ValueError):
            get_worker()
            size = min(size, _SMALL)
    return [(first, min(first + size, stop)) for first in range(start, stop, size)]


def _active() -> Client | None:
    """Return the active client of a Dask cluster."""
    if "distributed" not in sys.modules:
        return None
    from distributed import get_client

    try:
        return get_client()
    except ValueError:
        return None


def _on_cluster(
    work: Callable[[int, int], T], blocks: list[tuple[int, int]], client: Client
) -> Iterator[T]:
    if client.status != "running":
        raise CancelledError(f"its client is {client.status}")
    # sent once; a worker that lost it makes it again
    job = client.submit(lambda: work, pure=False)
    futures = deque(client.map(lambda block, job: job(*block), blocks, job=job, pure=False))
    # the cluster need not keep what has come back
    while futures:
        yield futures.popleft().result()
