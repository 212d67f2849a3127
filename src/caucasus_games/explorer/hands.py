"""A process that answers questions one after another."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from threading import Timer
from typing import Any

from caucasus_games.errors import GameError


class Hand:
    """A process that answers questions one after another."""

    def __init__(self, context: Any) -> None:
        self.pipe, own = context.Pipe()
        self.process = context.Process(target=_answers, args=(own,), daemon=True)
        self.process.start()
        own.close()
        self.page: object = None
        self.ended = False
        self._late = False
        self._seconds = 0.0

    def begin(self, work: Callable[..., object], told: Sequence[object], seconds: float) -> None:
        """Send a question, and end the process if its answer takes more than so many seconds."""
        try:
            self.pipe.send((work, told))
        except OSError:
            self.kill()
            raise
        self._seconds = seconds
        self._limit = Timer(seconds, self._end_late)
        self._limit.daemon = True
        self._limit.start()

    def answer(self) -> tuple[bool, Any]:
        """Wait for the answer, at most until the time is over."""
        try:
            well, found = self.pipe.recv()
        except (EOFError, OSError):
            # it may still be about to end
            self.kill()
            if self._late:
                return False, (
                    f"this takes more than {self._seconds:g} seconds and was ended: "
                    "set other numbers"
                )
            raise
        finally:
            self._limit.cancel()
        return well, found

    def _end_late(self) -> None:
        self._late = True
        self.kill()

    def kill(self) -> None:
        """End it; whoever waits for its answer is told at once."""
        self.ended = True
        self.process.kill()


def _answers(pipe: Connection) -> None:
    """Answer until nobody asks."""
    # Ctrl+C is for the server, which ends its processes
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            work, told = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            found: tuple[bool, object] = True, work(*told)
        except GameError as error:
            found = False, str(error)
        pipe.send(found)
