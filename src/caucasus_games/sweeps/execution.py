"""Work that is divided into blocks of draws: on threads or on a cluster, with a bar, interruptible.

The blocks are the same however they are worked on, and come back in their order, so that the result
is the same too.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import ExitStack, closing, contextmanager, suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from caucasus_games.errors import GameError

if TYPE_CHECKING:
    from distributed import Client

T = TypeVar("T")
# which block, what was done or the error; an interrupt is of no block
Result = tuple[int, Any, BaseException | None]

# draws that are solved together
BLOCK = 32_768
# of them on a Dask worker: it gives memory back at once, and small arrays do not ask for more
_SMALL_BLOCK = 8_192
# threads, beyond which they wait for each other
_MOST_THREADS = 4
_INTERRUPT = -1
# blocks for each of them that are done before they are asked for
_BLOCKS_AHEAD = 2
# seconds before a bar is shown
_SECONDS_BEFORE_A_BAR = 2


def in_blocks(
    work: Callable[[int, int], T],
    total: int,
    workers: int | None,
    client: Client | None,
    first: int = 0,
    wide: int = 1,
) -> Iterator[tuple[int, T]]:
    """Do something for every block of draws; stop early if interrupted."""
    from rich.console import Console
    from rich.progress import Progress

    if workers is not None and workers < 1:
        raise GameError(f"workers is {workers}: give 1 or more")
    size = BLOCK * wide
    blocks = [(start, min(start + size, total)) for start in range(first, total, size)]
    cluster = client or _active()
    done, began = first, time.monotonic()
    console = Console(stderr=True)
    bar = Progress(console=console, transient=True, disable=not console.is_terminal)
    with ExitStack() as stack:
        task = bar.add_task("draws", total=total, completed=first)
        try:
            queue: SimpleQueue[Result] = SimpleQueue()
            stack.enter_context(_noted(queue))
            if cluster:
                results = _on_cluster(work, blocks, cluster, queue)
            else:
                threads = workers or min(os.cpu_count() or 1, _MOST_THREADS)
                results = _on_threads(work, blocks, threads, queue)
            stack.enter_context(closing(results))
            for (_, stop), result in zip(blocks, results, strict=True):
                done = stop
                if time.monotonic() - began > _SECONDS_BEFORE_A_BAR and not bar.live.is_started:
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


@contextmanager
def _noted(queue: SimpleQueue[Result]) -> Iterator[None]:
    """Put an interrupt into a queue instead of raising it wherever the main thread is."""
    usual = signal.getsignal(signal.SIGINT)
    # another thread gets none, and a handler of somebody else's is left alone
    if threading.current_thread() is not threading.main_thread() or (
        usual is not signal.default_int_handler
    ):
        yield
        return

    def note(number: int, frame: object) -> None:
        signal.signal(signal.SIGINT, usual)
        queue.put((_INTERRUPT, None, None))

    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


def _on_threads(
    work: Callable[[int, int], T],
    blocks: Sequence[tuple[int, int]],
    threads: int,
    queue: SimpleQueue[Result],
) -> Generator[T]:
    """Work on threads that nobody waits for; yield the results in the order of the blocks."""
    waiting = deque(enumerate(blocks))
    ahead, left = threading.Semaphore(_BLOCKS_AHEAD * threads), threading.Event()

    def worked() -> None:
        while ahead.acquire() and not left.is_set():
            try:
                k, block = waiting.popleft()
            except IndexError:
                return
            try:
                queue.put((k, work(*block), None))
            except BaseException as error:
                queue.put((k, None, error))

    for _ in range(min(threads, len(blocks))):
        # a program that was interrupted ends without what they are at
        threading.Thread(target=worked, daemon=True).start()
    try:
        for result in _in_order(len(blocks), queue):
            ahead.release()
            yield result
    finally:
        left.set()
        ahead.release(threads)


def _on_cluster(
    work: Callable[[int, int], T],
    blocks: Sequence[tuple[int, int]],
    client: Client,
    queue: SimpleQueue[Result],
) -> Generator[T]:
    if client.status != "running":
        raise CancelledError(f"its client is {client.status}")
    # sent once; a worker that lost it makes it again
    job = client.submit(lambda: work, pure=False)
    futures = deque(client.map(lambda block, job: job(*block), blocks, job=job, pure=False))
    ahead = threading.Semaphore(_BLOCKS_AHEAD)

    def fetched() -> None:
        for k in range(len(blocks)):
            ahead.acquire()
            try:
                # the cluster need not keep what has come back
                queue.put((k, futures.popleft().result(), None))
            except BaseException as error:
                queue.put((k, None, error))
                return

    threading.Thread(target=fetched, daemon=True).start()
    try:
        for result in _in_order(len(blocks), queue):
            ahead.release()
            yield result
    except (KeyboardInterrupt, GeneratorExit):
        client.cancel(list(futures.copy()))
        raise
    finally:
        futures.clear()
        ahead.release()


def _in_order(count: int, queue: SimpleQueue[Result]) -> Iterator[Any]:
    """Yield the results of blocks in their order; raise an interrupt as soon as it is there."""
    early: dict[int, Result] = {}
    for k in range(count):
        while k not in early:
            found = queue.get()
            if found[0] == _INTERRUPT:
                raise KeyboardInterrupt
            early[found[0]] = found
        _, result, error = early.pop(k)
        if error:
            raise error
        yield result


def pieces(start: int, stop: int) -> list[tuple[int, int]]:
    """Divide a block into what is solved together where this runs."""
    size = stop - start
    if "distributed" in sys.modules:
        from distributed import get_worker

        with suppress(ValueError):
            get_worker()
            size = min(size, _SMALL_BLOCK)
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
